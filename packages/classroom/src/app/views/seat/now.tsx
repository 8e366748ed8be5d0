/** What a member of a team does next, in a line that stands above every part: nobody has to know the rules to go on. */
import type { JSX } from 'preact';
import type { View } from '../../../protocol/protocol.ts';
import { Button } from '../../parts/basics.tsx';
import { useRoom } from '../../room.ts';
import type { Key } from '../../words/words.ts';
import { canSign } from '../papers.tsx';
import { unanswered } from './decide.tsx';
import { openForecasts } from './forecasts.tsx';

interface Step {
  readonly text: Key;
  /** The tab where it is done. */
  readonly tab?: 'brief' | 'decide' | 'talk' | 'news' | 'debrief';
}

export function nextStep(view: View): Step {
  switch (view.clock.phase) {
    case 'lobby':
      return { text: 'nowLobby', tab: 'brief' };
    case 'briefing':
      return { text: 'nowBriefing', tab: view.clock.turn > 1 ? 'news' : 'brief' };
    case 'deliberation':
      return inDeliberation(view);
    case 'answers':
      if (unanswered(view.team?.asked) > 0) return { text: 'nowAsked', tab: 'decide' };
      return mustSign(view) ? { text: 'nowSign', tab: 'decide' } : { text: 'nowAnswers', tab: 'talk' };
    case 'adjudication':
      return { text: 'nowAdjudication' };
    case 'reveal':
      return { text: 'nowReveal', tab: 'news' };
    case 'debrief':
      return { text: 'nowDebrief', tab: 'debrief' };
    case 'closed':
      return { text: 'nowClosed', tab: 'debrief' };
  }
}

function inDeliberation(view: View): Step {
  const { team, me } = view;
  if (!team) return { text: 'nowNoTurn', tab: 'talk' };
  if (isBots(view)) return { text: 'nowBot', tab: 'talk' };
  const { draft, submitted } = team;
  const isPending = draft !== undefined && submitted === undefined;
  const isMyConsent =
    isPending && draft.consents.some(({ role, agrees }) => role === me.role && agrees === undefined);
  if (isMyConsent && me.rights.includes('consent')) return { text: 'nowConsent', tab: 'decide' };
  if (team.isTurn && submitted === undefined) {
    if (isPending && me.rights.includes('submit')) return { text: 'nowSubmit', tab: 'decide' };
    if (!isPending && me.rights.includes('draft')) return { text: 'nowDraft', tab: 'decide' };
  }
  if (mustSign(view)) return { text: 'nowSign', tab: 'decide' };
  if (unanswered(team.mayBeAsked) > 0) return { text: 'nowMayBeAsked', tab: 'decide' };
  if (!team.isTurn) return { text: 'nowNoTurn', tab: 'talk' };
  if (submitted !== undefined) return { text: 'nowHanded', tab: 'talk' };
  return { text: isPending ? 'nowWaitSubmit' : 'nowWaitPlan', tab: 'talk' };
}

/** Control has handed the seat to a bot: what the team plans has no effect. */
const isBots = ({ places, team }: View): boolean =>
  places.some(({ seat, held }) => seat === team?.seat && held !== 'people');

const mustSign = (view: View): boolean =>
  view.me.rights.includes('submit') &&
  view.proposals.some(
    (paper) =>
      canSign(view, paper) &&
      paper.signatures.some(({ seat, signs }) => seat === view.team?.seat && signs === undefined),
  );

const TAB_WORDS = {
  brief: 'tabBrief',
  decide: 'tabDecide',
  talk: 'tabTalk',
  news: 'tabNews',
  debrief: 'tabDebrief',
} as const;

export function Now({ tab, onGo }: { tab: string; onGo: (tab: string) => void }): JSX.Element | null {
  const { view, say } = useRoom();
  if (view.team === undefined) return null;
  const step = nextStep(view);
  const forecasts = openForecasts(view);
  const { tab: to } = step;
  return (
    <section class="next-step" aria-label={say('nowTitle')}>
      <p>
        <strong>{say(step.text)}</strong>
        {forecasts === 0 ? null : <span> {say('nowForecast', { n: forecasts })}</span>}
      </p>
      {to === undefined || to === tab ? null : (
        <Button look="plain" onClick={() => onGo(to)}>
          {say(TAB_WORDS[to])}
        </Button>
      )}
    </section>
  );
}
