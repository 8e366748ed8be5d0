/** A plan from draft to hand-in: who may draft picks moves, roles say yes or no to that revision, one hands it in. */
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { MoveView, TeamView } from '../../../protocol/protocol.ts';
import { keepText, keptText, useKeptData } from '../../kept.ts';
import { Ask, Badge, Button, Card, Fold, TextField } from '../../parts/basics.tsx';
import { costOf, OrdersText } from '../../parts/orders.tsx';
import { Said } from '../../parts/said.tsx';
import { useRoom, type Orders } from '../../room.ts';
import { percent } from '../../words/formats.ts';
import { listed } from '../../../grammar/punctuation.ts';

export function Plan(): JSX.Element | null {
  const { view, say } = useRoom();
  const { team, clock, me } = view;
  if (team === undefined) return null;
  const isOpen = clock.phase === 'deliberation';
  const mayDraft = me.rights.includes('draft');
  const mayChoose = team.isTurn && mayDraft && isOpen && team.submitted === undefined;
  return (
    <>
      <Card
        title={say('planTitle')}
        aside={team.capital === undefined ? null : <Badge>{say('capitalIs', { n: team.capital })}</Badge>}
      >
        {team.isTurn ? null : <p>{say('notYourTurn')}</p>}
        {team.vetoes.map((veto, i) => (
          <p key={i} class="notice bad">
            {say('vetoed', { role: veto.role, cost: veto.cost })}{' '}
            <OrdersText orders={veto.orders} moves={team.moves} />
          </p>
        ))}
        {team.submitted === undefined ? null : <Submitted team={team} />}
        {team.draft === undefined || team.submitted !== undefined ? null : (
          <Draft team={team} draft={team.draft} />
        )}
        {!team.isTurn || isOpen || team.submitted !== undefined ? null : (
          <p class="hint">
            {say(clock.phase === 'briefing' || clock.phase === 'lobby' ? 'planLater' : 'planOver')}
          </p>
        )}
        {team.isTurn && isOpen && team.draft === undefined && team.submitted === undefined && !mayDraft ? (
          <p>{say('planByOthers')}</p>
        ) : null}
        {!mayChoose ? null : team.draft === undefined ? (
          <Chooser team={team} />
        ) : (
          <Fold title={say('planAnother')}>
            <Chooser team={team} />
          </Fold>
        )}
      </Card>
      {mayChoose ? null : (
        <Fold title={say('menuOfMoves')}>
          <ul class="plain-list moves-read">
            {team.moves.map((move) => (
              <li key={move.move}>
                <strong>{move.label}</strong> <MoveFacts move={move} />
              </li>
            ))}
          </ul>
        </Fold>
      )}
    </>
  );
}

function Submitted({ team }: { team: TeamView }): JSX.Element | null {
  const { view, say, send } = useRoom();
  if (team.submitted === undefined) return null;
  return (
    <div class="notice good">
      <p>
        <strong>{say('handedIn')}</strong> <OrdersText orders={team.submitted.orders} moves={team.moves} />
      </p>
      <p class="hint">{say('handedInBy', { name: team.submitted.by })}</p>
      {view.clock.phase === 'deliberation' && view.me.rights.includes('submit') ? (
        <Button onClick={() => void send({ do: 'withdraw' })}>{say('takeBack')}</Button>
      ) : null}
    </div>
  );
}

function Draft({ team, draft }: { team: TeamView; draft: NonNullable<TeamView['draft']> }): JSX.Element {
  const { view, say, language, send, field } = useRoom();
  const { me, clock } = view;
  const isOpen = clock.phase === 'deliberation';
  const mine = draft.consents.filter(({ role }) => role === me.role);
  const refused = draft.consents.filter(({ agrees }) => agrees === false);
  const open = draft.consents.filter(({ agrees }) => agrees === undefined);
  const why = `consent-why-${clock.turn}-${draft.revision}`;
  const consent = async (agrees: boolean): Promise<void> => {
    const text = keptText(field(why)).trim();
    const outcome = await send(
      { do: 'consent', revision: draft.revision, agrees, ...(text === '' ? {} : { why: text }) },
      { field: field(why), text },
    );
    if (outcome.ok) keepText(field(why), '');
  };
  const submit = async (): Promise<boolean> => {
    const outcome = await send({ do: 'submit', revision: draft.revision });
    return outcome.ok;
  };
  return (
    <div class="draft">
      <p>
        <strong>{say('draftN', { n: draft.revision })}</strong>{' '}
        <OrdersText orders={draft.orders} moves={team.moves} />
        <span class="hint">
          {' '}
          {say('draftBy', { name: draft.by, cost: costOf(draft.orders, team.moves) })}
        </span>
      </p>
      <Said draft={draft} />
      {isOpen && me.rights.includes('consent') && mine.length > 0 ? (
        <div class="consent">
          <TextField label={say('consentWhy')} name={why} rows={1} />
          <div class="row">
            {([true, false] as const).map((agrees) => (
              <Button
                key={String(agrees)}
                look={agrees ? 'good' : 'bad'}
                isPressed={mine.some((one) => one.agrees === agrees)}
                onClick={() => void consent(agrees)}
              >
                {say(agrees ? 'agreeToPlan' : 'refusePlan')}
              </Button>
            ))}
          </div>
        </div>
      ) : null}
      {isOpen && me.rights.includes('submit') ? (
        refused.length > 0 ? (
          <Ask
            label={say('handInAgainst')}
            look="bad"
            title={say('handInAgainst')}
            confirm={say('handInAnyway')}
            onConfirm={submit}
          >
            <p>
              {say('vetoWarning', {
                roles: listed(
                  language,
                  refused.map(({ label }) => label),
                ),
                cost: view.exercise.vetoCost,
              })}
            </p>
          </Ask>
        ) : (
          <>
            {open.length > 0 ? (
              <p class="hint">
                {say('stillOpen', {
                  roles: listed(
                    language,
                    open.map(({ label }) => label),
                  ),
                })}
              </p>
            ) : null}
            <Button look="main" onClick={() => void submit()}>
              {say('handIn')}
            </Button>
          </>
        )
      ) : null}
    </div>
  );
}

/** Pick one open and one covert move. */
function Chooser({ team }: { team: TeamView }): JSX.Element {
  const { view, say, send, field } = useRoom();
  const id = useId();
  const key = field(`plan-${view.clock.turn}`);
  const whyKey = `plan-why-${view.clock.turn}`;
  const [orders, keep] = useKeptData<Orders>(key, {});
  const cost = costOf(orders, team.moves);
  const isAlone =
    view.places.find(({ seat }) => seat === team.seat)?.members.filter(({ isHere }) => isHere).length === 1;
  const isDear = team.capital !== undefined && cost > team.capital;
  const draft = async (): Promise<void> => {
    const why = keptText(field(whyKey)).trim();
    const outcome = await send(
      { do: 'draft', orders, ...(why === '' ? {} : { why }) },
      { field: field(whyKey), text: why },
    );
    if (!outcome.ok) return;
    keep(undefined);
    keepText(field(whyKey), '');
  };
  const pick = (kind: 'open' | 'covert', move: string | undefined): void => {
    const { [kind]: _, ...rest } = orders;
    keep(move === undefined ? rest : { ...rest, [kind]: move });
  };
  return (
    <form
      class="chooser"
      aria-label={say('chooserLabel')}
      onSubmit={(event) => {
        event.preventDefault();
        void draft();
      }}
    >
      {(['open', 'covert'] as const).map((kind) => {
        const moves = team.moves.filter((move) => move.kind === kind);
        if (moves.length === 0) return null;
        return (
          <fieldset key={kind}>
            <legend>{say(kind === 'open' ? 'openMove' : 'covertMove')}</legend>
            {kind === 'covert' ? <p class="hint">{say('covertHint')}</p> : null}
            <label class={`move none${orders[kind] === undefined ? ' chosen' : ''}`}>
              <input
                type="radio"
                name={`${id}-${kind}`}
                checked={orders[kind] === undefined}
                onChange={() => pick(kind, undefined)}
              />
              <span class="move-name">{say(kind === 'open' ? 'noOpenMove' : 'noCovertMove')}</span>
            </label>
            {moves.map((move) => (
              <MoveOption
                key={move.move}
                move={move}
                name={`${id}-${kind}`}
                isChosen={orders[kind] === move.move}
                onChoose={() => pick(kind, move.move)}
              />
            ))}
          </fieldset>
        );
      })}
      <TextField label={say('planWhy')} name={whyKey} />
      <div class="row between">
        <p class={isDear ? 'problem' : 'hint'} aria-live="polite">
          {isDear
            ? say('tooDear', { cost, capital: team.capital ?? 0 })
            : cost < 0
              ? say('planGains', { n: -cost })
              : say('planCost', { cost })}
        </p>
        <Button look="main" type="submit" isOff={isDear}>
          {say(isAlone ? 'planMake' : 'putToTeam')}
        </Button>
      </div>
    </form>
  );
}

interface MoveOptionProps {
  readonly move: MoveView;
  readonly name: string;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function MoveOption({ move, name, isChosen, onChoose }: MoveOptionProps): JSX.Element {
  const id = useId();
  const isOff = move.obstacles.length > 0;
  return (
    <label class={`move${isChosen ? ' chosen' : ''}${isOff ? ' off' : ''}`}>
      <input
        type="radio"
        name={name}
        checked={isChosen}
        disabled={isOff}
        onChange={onChoose}
        aria-labelledby={`${id}-name`}
        aria-describedby={`${id}-facts`}
      />
      <span class="move-name" id={`${id}-name`}>
        {move.label}
      </span>
      <span class="move-facts" id={`${id}-facts`}>
        <MoveFacts move={move} />
      </span>
    </label>
  );
}

function MoveFacts({ move }: { move: MoveView }): JSX.Element {
  const { say, language } = useRoom();
  return (
    <>
      <Badge>{move.cost < 0 ? say('gains', { n: -move.cost }) : say('costs', { n: move.cost })}</Badge>
      {move.consents.length === 0 ? null : (
        <Badge tone="info">{say('asks', { who: listed(language, move.consents) })}</Badge>
      )}
      {move.text === undefined ? null : <span class="move-text">{move.text}</span>}
      {move.outcomes.length < 2 ? null : (
        <span class="odds">
          {move.outcomes.map((outcome) => (
            <span key={outcome.label}>
              {outcome.label} <strong>{percent(language, outcome.probability)}</strong>
            </span>
          ))}
        </span>
      )}
      {move.obstacles.map((obstacle) => (
        <span key={obstacle} class="obstacle">
          {obstacle}
        </span>
      ))}
    </>
  );
}
