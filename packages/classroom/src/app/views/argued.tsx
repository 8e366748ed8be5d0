/** Moves that are on no menu: a team says what it does and why it should work, others say why not, somebody gives a number. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ArguedView } from '../../protocol/protocol.ts';
import { keepText, keptText, useKeptData } from '../kept.ts';
import { Ask, Badge, Button, Card, Fold, PercentField, TextField } from '../parts/basics.tsx';
import { Levers, pulledSaid } from '../parts/levers.tsx';
import { seatLabel, useRoom } from '../room.ts';
import { number, percent } from '../words/formats.ts';
import { named } from '../../grammar/punctuation.ts';

const MOST_REASONS = 3;

export function ArguedMoves({ turn }: { turn?: number }): JSX.Element | null {
  const { view, say } = useRoom();
  const now = turn ?? view.clock.turn;
  const current = view.argued.filter((one) => one.turn === now);
  const earlier = view.argued.filter((one) => one.turn < now);
  const canArgue =
    view.team !== undefined &&
    view.team.isTurn &&
    view.clock.phase === 'deliberation' &&
    view.team.argued.left > 0 &&
    view.exercise.levers.length > 0;
  if (current.length + earlier.length === 0 && !canArgue) return null;
  return (
    <Card title={say('arguedTitle')}>
      <p class="hint argued-hint">{say('arguedHint')}</p>
      {current.map((one) => (
        <Argued key={one.id} argued={one} />
      ))}
      {canArgue ? (
        <Fold title={say('argueNew', { n: view.team?.argued.left ?? 0 })}>
          <ArgueForm />
        </Fold>
      ) : null}
      {earlier.length === 0 ? null : (
        <Fold title={say('arguedEarlier', { n: earlier.length })}>
          {earlier.toReversed().map((one) => (
            <Argued key={one.id} argued={one} />
          ))}
        </Fold>
      )}
    </Card>
  );
}

function Argued({ argued }: { argued: ArguedView }): JSX.Element {
  const { view, say, language } = useRoom();
  const { me, clock, team } = view;
  const isOpen =
    argued.turn === clock.turn && argued.probability === undefined && argued.struck === undefined;
  const isOurs = team?.seat === argued.seat;
  const isDebated =
    isOpen && clock.phase === 'deliberation' && (me.kind === 'seat' || me.kind === 'observer');
  const counters = argued.counters.filter(({ seat }) => seat !== undefined && seat === team?.seat).length;
  return (
    <article class="argued" aria-label={argued.action}>
      <header class="argued-head">
        <p class="kicker">
          {seatLabel(view, argued.seat)} · {say('turnN', { n: argued.turn })}
        </p>
        <p class="argued-action">{argued.action}</p>
        <p class="hint">
          {say('arguedEffect', { effect: pulledSaid(view, argued.pull, { say, language }) })}
        </p>
      </header>
      <div class="two">
        <div>
          <p class="list-title good">{say('reasonsFor')}</p>
          <ol>
            {argued.reasons.map((reason, i) => (
              <li key={i}>{reason}</li>
            ))}
          </ol>
        </div>
        <div>
          <p class="list-title bad">{say('reasonsAgainst')}</p>
          {argued.counters.length === 0 ? <p class="hint">{say('noneYet')}</p> : null}
          <ol>
            {argued.counters.map((counter, i) => (
              <li key={i}>
                {counter.reason}{' '}
                <span class="hint">{counter.seat === undefined ? '' : seatLabel(view, counter.seat)}</span>
              </li>
            ))}
          </ol>
        </div>
      </div>
      <Verdict argued={argued} />
      {isDebated && !isOurs && counters < MOST_REASONS ? <CounterForm argued={argued} /> : null}
      {isDebated && !isOurs && view.exercise.argued.judge === 'room' ? <Vote argued={argued} /> : null}
      {isOpen && me.kind === 'control' ? <Judge argued={argued} /> : null}
    </article>
  );
}

const JUDGED = {
  room: 'judgedByRoom',
  whiteCell: 'judgedByControl',
  house: 'judgedByHouse',
} as const;

function Verdict({ argued }: { argued: ArguedView }): JSX.Element | null {
  const { say, language } = useRoom();
  if (argued.struck !== undefined)
    return <p class="notice warn">{say('struckBecause', { reason: argued.struck })}</p>;
  if (argued.probability === undefined)
    return argued.votes === undefined ? null : <p class="hint">{say('votesSoFar', { n: argued.votes })}</p>;
  const given = say(argued.judge === undefined ? 'judgedByNobody' : JUDGED[argued.judge], {
    probability: percent(language, argued.probability),
  });
  return (
    <p class="verdict">
      {given}{' '}
      {argued.succeeded === undefined ? null : (
        <>
          <Badge tone={argued.succeeded ? 'good' : 'bad'}>
            {say(argued.succeeded ? 'succeeded' : 'failed')}
          </Badge>
          {argued.draw === undefined ? null : (
            <span class="hint"> {say('drawWas', { draw: number(language, argued.draw * 100) })}</span>
          )}
        </>
      )}
    </p>
  );
}

function CounterForm({ argued }: { argued: ArguedView }): JSX.Element {
  const { say, send, field } = useRoom();
  const name = `counter-${argued.id}`;
  const counter = async (): Promise<void> => {
    const reason = keptText(field(name)).trim();
    if (reason === '') return;
    keepText(field(name), '');
    await send({ do: 'counter', id: argued.id, reason }, { field: field(name), text: reason });
  };
  return (
    <form
      class="inline-form"
      onSubmit={(event) => {
        event.preventDefault();
        void counter();
      }}
    >
      <TextField label={say('counterReason')} name={name} rows={1} onSend={() => void counter()} />
      <Button type="submit" name={say('addReasonTo', { what: argued.action })}>
        {say('addReason')}
      </Button>
    </form>
  );
}

function Vote({ argued }: { argued: ArguedView }): JSX.Element {
  const { say, send, language } = useRoom();
  const mine = argued.myVote === undefined ? undefined : Math.round(argued.myVote * 100);
  const [value, set] = useState(mine ?? 50);
  const text = mine === undefined ? say('vote') : say('voteChange', { was: percent(language, mine / 100) });
  return (
    <form
      class="inline-form"
      onSubmit={(event) => {
        event.preventDefault();
        void send({ do: 'vote', id: argued.id, probability: value / 100 });
      }}
    >
      <PercentField label={say('yourProbability')} value={value} onChange={set} />
      <Button
        type="submit"
        isOff={mine === value}
        name={
          mine === undefined ? say('voteOn', { what: argued.action }) : named(language, text, argued.action)
        }
      >
        {text}
      </Button>
    </form>
  );
}

function Judge({ argued }: { argued: ArguedView }): JSX.Element {
  const { say, send, field } = useRoom();
  const [value, set] = useState(50);
  const why = `judge-${argued.id}`;
  const strike = `strike-${argued.id}`;
  const judge = async (): Promise<void> => {
    const text = keptText(field(why)).trim();
    const outcome = await send(
      { do: 'judge', id: argued.id, probability: value / 100, ...(text === '' ? {} : { why: text }) },
      { field: field(why), text },
    );
    if (outcome.ok) keepText(field(why), '');
  };
  return (
    <div class="judge">
      <form
        aria-label={say('judgeWhat', { what: argued.action })}
        onSubmit={(event) => {
          event.preventDefault();
          void judge();
        }}
      >
        <PercentField label={say('probability')} value={value} onChange={set} />
        <TextField label={say('reason')} name={why} rows={1} />
        <Button look="main" type="submit">
          {say('judge')}
        </Button>
      </form>
      <Ask
        label={say('strike')}
        look="quiet"
        name={say('strikeWhat', { what: argued.action })}
        title={say('strikeWhat', { what: argued.action })}
        confirm={say('strike')}
        onConfirm={async () => {
          const reason = keptText(field(strike)).trim();
          if (reason === '') return say('textMissing');
          const outcome = await send({ do: 'strike', id: argued.id, reason });
          if (outcome.ok) keepText(field(strike), '');
          return outcome.ok;
        }}
      >
        <TextField label={say('reason')} name={strike} />
      </Ask>
    </div>
  );
}

interface ArgueDraft {
  readonly action: string;
  readonly pull: Readonly<Record<string, number>>;
  readonly reasons: readonly string[];
}

function ArgueForm(): JSX.Element {
  const { view, say, send, field } = useRoom();
  const { turn } = view.clock;
  const names = {
    action: `argue-action-${turn}`,
    reasons: Array.from({ length: MOST_REASONS }, (_, i) => `argue-reason-${turn}-${i}`),
  };
  const [pull, keepPull] = useKeptData<ArgueDraft['pull']>(field(`argue-pull-${turn}`), {});
  const [problem, setProblem] = useState('');
  const argue = async (): Promise<void> => {
    const action = keptText(field(names.action)).trim();
    const reasons = names.reasons.map((name) => keptText(field(name)).trim()).filter((text) => text !== '');
    if (action === '' || reasons.length === 0 || Object.keys(pull).length === 0) {
      setProblem(say('argueMissing'));
      return;
    }
    if (Object.values(pull).includes(0)) {
      setProblem(say('leverZero'));
      return;
    }
    setProblem('');
    const outcome = await send({ do: 'argue', action, pull, reasons });
    if (!outcome.ok) return;
    for (const name of [names.action, ...names.reasons]) keepText(field(name), '');
    keepPull(undefined);
  };
  return (
    <form
      noValidate
      aria-label={say('argueForm')}
      onSubmit={(event) => {
        event.preventDefault();
        void argue();
      }}
    >
      <TextField label={say('argueAction')} hint={say('argueActionHint')} name={names.action} />
      <Levers legend={say('argueEffect')} pull={pull} onChange={keepPull} />
      {names.reasons.map((name, i) => (
        <TextField key={name} label={say('reasonN', { n: i + 1 })} name={name} rows={1} />
      ))}
      <p class="problem" role="alert">
        {problem}
      </p>
      <Button look="main" type="submit">
        {say('argue')}
      </Button>
    </form>
  );
}
