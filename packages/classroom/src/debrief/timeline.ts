/** A turn as it is told afterwards: who meant to do what and why, what became of it, and what came of that. */
import type { Intervention } from '@stave/engine';
import type { Decision, TraceMove } from '@stave/engine/reference';
import { raisersOf } from '../room/view/links.ts';
import { ATTEMPTS, deskOf } from '../room/things.ts';
import { bulletinOf } from '../room/bulletin.ts';
import type { Orders, StepRecord } from '../room/events.ts';
import { labelled, said } from '../room/said.ts';
import type { Argued, Desk, Past } from '../room/state.ts';
import { fateView, moveLabel } from '../room/view/moves.ts';
import { dateOfStep, type World } from '../room/world.ts';
import type { Act } from './chronicle.ts';
import type {
  ArguedTold,
  CauseTold,
  ControlTold,
  FateTold,
  PaperTold,
  SeatTurnTold,
  TransitionTold,
  TurnTold,
  VetoTold,
} from './document.ts';
import type { Telling } from './telling.ts';
import { bracketed, listed, named } from '../grammar/punctuation.ts';

export const turnsTold = (telling: Telling): readonly TurnTold[] =>
  telling.chronicle.state.past.map((past) => turnTold(telling, past));

function turnTold(telling: Telling, past: Past): TurnTold {
  const { world, chronicle, language, text } = telling;
  const { state } = chronicle;
  const from = state.readings.find(({ step }) => step === past.from.step)?.date;
  const to = past.readings.at(-1)?.date;
  return {
    turn: past.turn,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    seats: world.exercise.seats.map(({ name }) => seatTurn(telling, past, name)),
    argued: state.argued.filter(({ turn }) => turn === past.turn).map((one) => arguedTold(telling, one)),
    papers: papersOf(telling, past),
    control: controlOf(telling, past),
    news: bulletinOf(world, state, past.turn, language, text),
    transitions: transitionsOf(telling, past),
  };
}

// ---------------------------------------------------------------- seats

function seatTurn(telling: Telling, past: Past, seat: string): SeatTurnTold {
  const { chronicle, text, name } = telling;
  const given = chronicle.given.get(past.turn) ?? chronicle.state;
  const { draft, submitted, vetoes } = deskOf(given, seat);
  const ruled = given.ruled[seat];
  // What stands in the past is what control ruled; the seat itself meant what it handed in.
  const orders = ruled ? submitted?.orders : (past.orders[seat] ?? past.bots[seat]);
  const isMeant = submitted && draft?.revision === submitted.revision;
  const drafts = chronicle.standing.filter(
    ({ event, turn }) => event.kind === 'drafted' && event.seat === seat && turn === past.turn,
  );
  return {
    seat,
    held: given.held[seat] ?? 'rules',
    ...(orders && { orders, ordersSaid: ordersSaid(telling, seat, orders) }),
    ...(isMeant && draft.why !== undefined && { why: text(draft.why) }),
    ...(submitted && { submittedBy: name(submitted.by) }),
    drafts: drafts.length,
    vetoes: vetoes.map((veto) => vetoTold(telling, past.turn, seat, veto)),
    ...(ruled && {
      ruled: {
        orders: ruled.orders,
        ordersSaid: ordersSaid(telling, seat, ruled.orders),
        reason: text(ruled.reason),
      },
    }),
    fates: past.steps.flatMap((step) =>
      step.decisions
        .filter((decision) => decision.seat === seat)
        .map((decision) => fateTold(telling, step, dateOfStep(telling.world, step.step), decision)),
    ),
  };
}

function vetoTold(
  telling: Telling,
  turn: number,
  seat: string,
  { revision, role, cost, orders }: Desk['vetoes'][number],
): VetoTold {
  const { chronicle, text } = telling;
  const own = chronicle.standing.flatMap(({ event, turn: then }) =>
    then === turn &&
    (event.kind === 'drafted' || event.kind === 'consented') &&
    event.seat === seat &&
    event.revision === revision
      ? [event]
      : [],
  );
  const why = own.find(({ kind }) => kind === 'drafted')?.why;
  const refusal = own.findLast((one) => one.kind === 'consented' && one.role === role && !one.agrees)?.why;
  return {
    ...{ role, roleLabel: roleLabel(telling, seat, role), cost },
    ...{ orders, ordersSaid: ordersSaid(telling, seat, orders) },
    ...(why !== undefined && { why: text(why) }),
    ...(refusal !== undefined && { refusal: text(refusal) }),
  };
}

/** `Press + Spy (covert)`, or that there is no move. */
export function ordersSaid(
  { world, language, words }: Pick<Telling, 'world' | 'language' | 'words'>,
  seat: string,
  orders: Orders,
): string {
  const { open, covert } = orders;
  const moves = [
    ...(open === undefined ? [] : [moveLabel(world, `${seat}.${open}`, language)]),
    ...(covert === undefined
      ? []
      : [bracketed(language, moveLabel(world, `${seat}.${covert}`, language), words.covertSmall)]),
  ];
  return moves.length === 0 ? words.noMove : moves.join(' + ');
}

export const roleLabel = ({ world, language }: Telling, seat: string, role: string): string =>
  labelled(
    world.exercise.seats.find((one) => one.name === seat)?.roles.find(({ id }) => id === role)?.label,
    role,
    language,
  );

function fateTold(
  { world, language }: Telling,
  { step }: StepRecord,
  date: string | undefined,
  decision: Decision,
): FateTold {
  const { kind, move, fate, obstacles, consents, capital, cost, outcome } = decision;
  const { label, why, outcome: outcomeSaid } = fateView(world, decision, language);
  return {
    step,
    ...(date !== undefined && { date }),
    ...{ kind, move, label, fate, obstacles },
    ...(why !== undefined && { reason: why }),
    refusedBy: consents.filter(({ agrees }) => !agrees).map(({ who }) => who),
    ...(capital !== undefined && { capital }),
    ...(cost !== undefined && { cost }),
    ...(outcome !== undefined && { outcome }),
    ...(outcomeSaid !== undefined && { outcomeSaid }),
  };
}

// ---------------------------------------------------------------- argued moves and papers

function arguedTold(telling: Telling, one: Argued): ArguedTold {
  const { world, language, text, name } = telling;
  const { judged, attempted, struck } = one;
  const pulls = Object.entries(one.pull).map(([id, units]) => {
    const lever = world.exercise.levers.find((other) => other.id === id);
    return `${labelled(lever?.label, id, language)} ${units > 0 ? '+' : '−'}${Math.abs(units)}`;
  });
  return {
    id: one.id,
    seat: one.seat,
    by: name(one.by),
    action: text(one.action),
    pull: one.pull,
    pullSaid: listed(language, pulls),
    reasons: one.reasons.map(text),
    counters: one.counters.map(({ seat, reason }) => ({
      ...(seat !== null && { seat }),
      reason: text(reason),
    })),
    votes: Object.values(one.votes).sort((a, b) => a - b),
    ...(judged && { probability: judged.probability, judge: judged.judge }),
    ...(judged?.why !== undefined && { why: text(judged.why) }),
    ...(attempted && {
      probability: attempted.probability,
      draw: attempted.draw,
      succeeded: attempted.succeeded,
    }),
    ...(struck !== undefined && { struck: text(struck) }),
  };
}

/** Those that were proposed in the turn, and those that took effect in it. */
const papersOf = ({ world, chronicle, language, text }: Telling, past: Past): readonly PaperTold[] =>
  chronicle.state.proposals
    .filter(({ turn, effective }) => turn === past.turn || effective === past.turn)
    .map(({ id, form, seat, text: written, signatures, effective }) => {
      const known = world.exercise.proposals.find((one) => one.id === form);
      return {
        id,
        form,
        label: labelled(known?.label, form, language),
        seat,
        text: text(written),
        signatures: (known?.signers ?? []).map((signer) => {
          const signs = signatures[signer];
          return { seat: signer, ...(signs !== undefined && { signs }) };
        }),
        ...(effective !== undefined && { effective }),
      };
    });

// ---------------------------------------------------------------- control

function controlOf(telling: Telling, { turn }: Past): readonly ControlTold[] {
  const { world, chronicle, language, text } = telling;
  const { state, standing, given } = chronicle;
  const { exercise } = world;
  const injectLabel = (inject: string | undefined, written: number | undefined, id: string): string =>
    inject === undefined
      ? written === undefined
        ? id
        : text(written) || id
      : labelled(exercise.injects.find((one) => one.id === inject)?.label, inject, language);
  const injects = state.injected
    .filter((one) => one.turn === turn)
    .map((one): ControlTold => {
      const reason = one.isWithheld ? withheldReason(standing, one.id) : undefined;
      return {
        kind: one.isWithheld ? 'withheld' : 'inject',
        by: one.isWithheld || isByControl(standing, one.id, turn) ? 'control' : 'file',
        what: injectLabel(one.inject, one.text, one.id),
        ...(reason !== undefined && { reason: text(reason) }),
      };
    });
  const overrides = state.overrides
    .filter((one) => one.turn === turn)
    .map(({ driver, state: into, reason }): ControlTold => ({
      ...{ kind: 'override', by: 'control' },
      what: named(telling.language, driverLabel(telling, driver), stateLabel(telling, driver, into)),
      reason: text(reason),
    }));
  const rulings = Object.entries(given.get(turn)?.ruled ?? {}).map(
    ([seat, { orders, reason }]): ControlTold => ({
      ...{ kind: 'ruling', by: 'control' },
      what: named(telling.language, seatLabel(telling, seat), ordersSaid(telling, seat, orders)),
      reason: text(reason),
    }),
  );
  return [...injects, ...overrides, ...rulings];
}

const isByControl = (standing: readonly Act[], id: string, turn: number): boolean =>
  standing.some(
    ({ event, turn: then }) =>
      event.kind === 'injected' && event.id === id && then === turn && event.by === 'control',
  );

function withheldReason(standing: readonly Act[], id: string): number | undefined {
  const events = standing.flatMap(({ event }) =>
    event.kind === 'withheld' && event.id === id ? [event.reason] : [],
  );
  return events.at(-1);
}

export const seatLabel = ({ world, language }: Telling, seat: string): string =>
  labelled(world.exercise.seats.find((one) => one.name === seat)?.label, seat, language);

const driverOf = ({ model }: World, name: string): World['model']['drivers'][number] | undefined =>
  model.drivers.find((one) => one.name === name);

const driverLabel = ({ world, language }: Telling, name: string): string =>
  labelled(driverOf(world, name)?.label, name, language);

const stateLabel = ({ world, language }: Telling, driver: string, state: string): string =>
  labelled(driverOf(world, driver)?.states.find((one) => one.name === state)?.label, state, language);

// ---------------------------------------------------------------- what came of it

/** What a move costs is paid by a transition without a driver, and the start is no news: both are left out. */
const transitionsOf = (telling: Telling, past: Past): readonly TransitionTold[] =>
  past.steps.flatMap(({ step, moves, attempts }) =>
    moves
      .filter(({ driver, cause }) => driver !== '' && cause !== 'start')
      .map((move) => {
        const date = dateOfStep(telling.world, step);
        const { driver, from, to } = move;
        const tried = past.interventions.filter(
          (one) =>
            one.step === step &&
            (one.kind !== 'attempt' || attempts.some(({ id, succeeded }) => id === one.id && succeeded)),
        );
        return {
          step,
          ...(date !== undefined && { date }),
          driver,
          label: driverLabel(telling, driver),
          ...(from !== undefined && { from: stateLabel(telling, driver, from) }),
          ...(to !== undefined && { to: stateLabel(telling, driver, to) }),
          cause: causeOf(telling, move, tried),
        };
      }),
  );

/** @param tried what was put into the step, without attempts that failed */
function causeOf(telling: Telling, { cause, chance }: TraceMove, tried: readonly Intervention[]): CauseTold {
  const { world, language, words } = telling;
  const luck = chance && { probability: chance.probability, draw: chance.draw };
  const event = /^on (.*)$/s.exec(cause)?.[1];
  if (event === undefined) {
    const { causeChance, causeAfter, causeAlways, byItself } = words;
    const own: Readonly<Record<string, string>> = {
      chance: causeChance,
      after: causeAfter,
      always: causeAlways,
    };
    return { kind: 'itself', said: own[cause] ?? byItself, ...luck };
  }
  const [seat = '', move = ''] = event.split('.');
  const known = world.model.seats.find((one) => one.name === seat)?.moves.some((one) => one.name === move);
  if (known) {
    const id = `${seat}.${move}`;
    const label = named(language, seatLabel(telling, seat), moveLabel(world, id, language));
    return { kind: 'move', id, seat, said: label, ...luck };
  }
  const put = /^put:(.*)$/s.exec(event)?.[1];
  const attempt = tried.find(
    (one) =>
      one.kind === 'attempt' &&
      one.effects.some((effect) =>
        put === undefined
          ? 'raise' in effect && effect.raise === event
          : 'put' in effect && effect.put === put,
      ),
  );
  if (attempt?.kind === 'attempt') return { ...attemptCause(telling, attempt.id), ...luck };
  if (put !== undefined) return { kind: 'override', id: put, said: words.byControl, ...luck };
  return { kind: 'event', id: event, said: eventSaid(telling, event), ...luck };
}

/**
 * By what brought it about: other drivers. Else what kind it is of is said in the language, and then its name, since an
 * event has no label.
 */
function eventSaid(telling: Telling, event: string): string {
  const { world, words, language } = telling;
  const raisers = raisersOf(world.model, event);
  if (raisers.length > 0)
    return listed(
      language,
      raisers.map((name) => driverLabel(telling, name)),
    );
  const isDated = world.model.calendar.some((one) => one.event === event);
  return bracketed(language, isDated ? words.causeDate : words.causeEvent, event);
}

function attemptCause(telling: Telling, attempt: string): CauseTold {
  const { world, chronicle, language, text } = telling;
  const { state } = chronicle;
  const argued = state.argued.find((one) => ATTEMPTS.argued(one) === attempt);
  if (argued) {
    const label = named(language, seatLabel(telling, argued.seat), text(argued.action));
    return { kind: 'argued', id: argued.id, seat: argued.seat, said: label };
  }
  const paper = state.proposals.find((one) => ATTEMPTS.paper(one) === attempt);
  if (paper) {
    const form = world.exercise.proposals.find(({ id }) => id === paper.form);
    return { kind: 'paper', id: paper.id, said: labelled(form?.label, paper.form, language) };
  }
  const injected = state.injected.find((one) => ATTEMPTS.inject(one.id, one.turn) === attempt);
  const written = world.exercise.injects.find(({ id }) => id === injected?.inject);
  const own = injected?.text === undefined ? '' : text(injected.text);
  const label = written ? said(written.label, language) : own === '' ? attempt : own;
  return { kind: 'inject', id: injected?.id ?? attempt, said: label };
}
