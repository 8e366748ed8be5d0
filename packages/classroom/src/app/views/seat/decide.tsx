/** The desk of a team in a turn: what it is asked, its plan, argued moves and papers, and what became of earlier plans. */
import type { JSX } from 'preact';
import type { QuestionToMe, View } from '../../../protocol/protocol.ts';
import { Badge, Button, Card, Fold } from '../../parts/basics.tsx';
import { OrdersText } from '../../parts/orders.tsx';
import { seatLabel, useRoom } from '../../room.ts';
import { ArguedMoves } from '../argued.tsx';
import { canSign, Papers } from '../papers.tsx';
import { Plan } from './plan.tsx';

/** Questions that wait for an answer. */
export const unanswered = (questions: readonly QuestionToMe[] = []): number =>
  questions.filter(({ agrees }) => agrees === undefined).length;

/** What waits for this person: answers, consents, and a plan in the time for it. */
export function openTasks(view: View): number {
  const { team, me, clock } = view;
  if (team === undefined) return 0;
  const answers = unanswered(team.asked);
  const isOpen = clock.phase === 'deliberation' && team.isTurn && team.submitted === undefined;
  const mine = team.draft?.consents.filter(({ role, agrees }) => role === me.role && agrees === undefined);
  const consents = isOpen ? (mine?.length ?? 0) : 0;
  const isPlanDue = isOpen && me.rights.includes('submit');
  const papers = view.proposals.filter(
    (paper) =>
      canSign(view, paper) &&
      paper.signatures.some(({ seat, signs }) => seat === team.seat && signs === undefined),
  ).length;
  return answers + consents + (isPlanDue ? 1 : 0) + (me.rights.includes('submit') ? papers : 0);
}

export function Decide(): JSX.Element | null {
  const { view, say } = useRoom();
  if (view.team === undefined) return null;
  return (
    <div class="stack">
      {view.clock.paused === undefined ? null : <p class="notice warn">{say('pausedHint')}</p>}
      <Asked />
      {/* What became of the plan is what the reveal is for. */}
      {view.clock.phase === 'reveal' ? <Past isOpen /> : null}
      <Plan />
      <ArguedMoves />
      <Papers />
      {view.clock.phase === 'reveal' ? null : <Past />}
    </div>
  );
}

/** Moves of others that need this seat's, or this role's, yes; and those that bots may ask about in this turn. */
function Asked(): JSX.Element | null {
  const { view, say } = useRoom();
  const asked = view.team?.asked ?? [];
  const later = view.team?.mayBeAsked ?? [];
  return (
    <>
      {asked.length === 0 ? null : (
        <Card title={say('askedTitle')} look="call">
          {asked.map((one) => (
            <Question key={`${one.move} ${one.who}`} question={one} />
          ))}
          <p class="hint">{say('askedHint')}</p>
        </Card>
      )}
      {later.length === 0 ? null : (
        <Fold title={say('mayBeAsked', { n: later.length })}>
          <p class="hint">{say('mayBeAskedHint')}</p>
          {later.map((one) => (
            <Question key={`${one.move} ${one.who}`} question={one} />
          ))}
        </Fold>
      )}
    </>
  );
}

function Question({ question }: { question: QuestionToMe }): JSX.Element {
  const { view, say, send } = useRoom();
  const { move, who, label, seat, text } = question;
  return (
    <div class="asked">
      <p>
        <strong>{label}</strong> <span class="hint">{seatLabel(view, seat)}</span>
      </p>
      {text === undefined ? null : <p class="prose">{text}</p>}
      <div class="row">
        {([true, false] as const).map((agrees) => (
          <Button
            key={String(agrees)}
            look={agrees ? 'good' : 'bad'}
            isPressed={question.agrees === agrees}
            name={say(agrees ? 'agreeTo' : 'refuseTo', { what: label })}
            onClick={() => void send({ do: 'answer', move, who, agrees })}
          >
            {say(agrees ? 'agree' : 'refuse')}
          </Button>
        ))}
      </div>
    </div>
  );
}

const FATE_TONES = { made: 'good', lapsed: 'warn', refused: 'bad' } as const;
const FATE_WORDS = { made: 'fateMade', lapsed: 'fateLapsed', refused: 'fateRefused' } as const;

function Past({ isOpen = false }: { isOpen?: boolean }): JSX.Element | null {
  const { view, say } = useRoom();
  const { team } = view;
  if (team === undefined || team.past.length === 0) return null;
  const turns = (
    <>
      {team.past.map((past) => (
        <div key={past.turn} class="past">
          <p class="list-title">{say('turnN', { n: past.turn })}</p>
          {past.fates.length === 0 ? <OrdersText orders={past.orders} moves={team.moves} /> : null}
          <ul class="plain-list">
            {past.fates.map((fate) => (
              <li key={fate.move}>
                <strong>{fate.label}</strong>{' '}
                <Badge tone={FATE_TONES[fate.fate]}>{say(FATE_WORDS[fate.fate])}</Badge>
                {fate.outcome === undefined ? null : <span> {fate.outcome}</span>}
                {fate.why === undefined ? null : <span class="hint"> {fate.why}</span>}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </>
  );
  const title = say('pastMoves');
  return isOpen ? <Card title={title}>{turns}</Card> : <Fold title={title}>{turns}</Fold>;
}
