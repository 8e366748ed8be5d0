/**
 * A turn by the engine: what everybody does becomes interventions of its steps, the reference makes the steps, and all
 * that came of them is one deed for the log. Nothing here depends on anything but the state and what bots chose.
 */
import type { Effect, Intervention } from '@stave/engine';
import type { Decision, Obstacle, Turn } from '@stave/engine/reference';
import { ATTEMPTS, deskOf } from './things.ts';
import { randomOrders } from './bots.ts';
import type { Ended, Orders, Reading, RoomDeed, StepRecord } from './events.ts';
import { intendedOf } from './intentions.ts';
import { answererOf } from './people.ts';
import { readingOf, stepRecord, writable } from './records.ts';
import type { Argued, Proposal, RoomState } from './state.ts';
import { probabilityOf } from './turns.ts';
import { addressOf, chancesOf, presetOf, seatOf, stepsOf, type World } from './world.ts';

export type AdjudicatedDeed = Extract<RoomDeed, { kind: 'adjudicated' }>;

/** By seat: what bots chose that choose outside the engine. */
export type BotOrders = Readonly<Record<string, Orders>>;

/**
 * Everything that is put into the turn from outside, as it is meant; a choice that its frame does not allow when its
 * step comes is taken back then. By step; in a step overrides, injects, choices in file order of the seats, consents,
 * argued moves, papers, vetoes.
 */
export function interventionsOf(world: World, state: RoomState, bots: BotOrders): readonly Intervention[] {
  const list = [
    ...overridesOf(world, state),
    ...injectsOf(world, state),
    ...choicesOf(world, state, bots),
    ...consentsOf(world, state, bots),
    ...arguedOf(world, state),
    ...papersOf(world, state),
    ...vetoesOf(world, state),
  ];
  return list.sort((a, b) => a.step - b.step);
}

/** All that was ever put into the trial of the room, in order: with them any executor runs it again. */
export const allInterventions = ({ past }: Pick<RoomState, 'past'>): readonly Intervention[] =>
  past.flatMap(({ interventions }) => interventions);

/** Seats that choose outside the engine without people, and for whom the engine has to be asked first. */
export const seatsThatLookAhead = (world: World, state: RoomState): readonly string[] =>
  world.exercise.seats
    .map(({ name }) => name)
    .filter((seat) => state.held[seat] === 'lookAhead' && !state.ruled[seat])
    .filter((seat) => chancesOf(world, state, seat).length > 0);

/**
 * The turn that the state is in, from its frame.
 * @param bots of seats that look ahead, by seat; one that is left out makes no move
 * @throws InvariantError where a bot chose what is no move of its seat
 */
export function adjudicate(world: World, state: RoomState, bots: BotOrders = {}): AdjudicatedDeed {
  const { turn } = state.clock;
  const chosen = botsOf(world, state, bots);
  const meant = interventionsOf(world, state, chosen);
  const address = addressOf(state);
  const interventions: Intervention[] = [];
  const steps: StepRecord[] = [];
  const readings: Reading[] = [];
  let { frame } = state;
  const deed = (end: Partial<AdjudicatedDeed>): AdjudicatedDeed =>
    writable({ kind: 'adjudicated', turn, interventions, bots: chosen, steps, readings, frame, ...end });
  for (const step of stepsOf(world, state)) {
    const { list, lapsed } = allowed(
      world,
      frame,
      meant.filter((one) => one.step === step),
    );
    interventions.push(...list);
    const result = world.play.advance(frame, list, address);
    const record = stepRecord(step, result);
    steps.push({ ...record, decisions: [...lapsed, ...record.decisions] });
    if (result.reading) readings.push(readingOf(result.reading));
    if (result.failure) {
      const { code, place } = result.failure;
      return deed({ failure: { step, code, place } });
    }
    if (result.ended) return deed({ ended: endedOf(world, result.ended) });
    if (!result.frame) throw new Error('InvariantError: a step came to neither a frame nor an end');
    frame = result.frame;
  }
  const isLast = turn >= presetOf(world, state).turns.length;
  return deed(isLast ? { ended: settledOf(world, frame) } : {});
}

/** Bots that choose here, in file order of the seats. */
const botsOf = (world: World, state: RoomState, bots: BotOrders): BotOrders =>
  Object.fromEntries(
    world.exercise.seats.flatMap(({ name }): readonly (readonly [string, Orders])[] => {
      const held = state.held[name];
      if (state.ruled[name] || chancesOf(world, state, name).length === 0) return [];
      if (held === 'random') return [[name, randomOrders(world, state, name)]];
      return held === 'lookAhead' ? [[name, bots[name] ?? {}]] : [];
    }),
  );

// ---------------------------------------------------------------- what is put in

function overridesOf(world: World, state: RoomState): readonly Intervention[] {
  const { turn } = state.clock;
  const [step = 0] = stepsOf(world, state);
  const last = new Map(
    state.overrides.filter((one) => one.turn === turn).map((one) => [one.driver, one.state]),
  );
  return [...last].map(([driver, into]) => ({ kind: 'put', step, driver, state: into }));
}

function injectsOf(world: World, state: RoomState): readonly Intervention[] {
  const { turn } = state.clock;
  const [first = 0] = stepsOf(world, state);
  return state.injected
    .filter((one) => one.turn === turn && !one.isWithheld)
    .flatMap(({ id, inject, effects, step = first }) => {
      const own = world.exercise.injects.find((one) => one.id === inject)?.effects ?? [];
      return certain(step, ATTEMPTS.inject(id, turn), effects ?? own);
    });
}

/** What is decided for a seat outside the engine; nothing where the scenario's own bot plays. */
const ordersOf = (state: RoomState, seat: string, bots: BotOrders): Orders | undefined =>
  intendedOf(state, seat) ?? bots[seat] ?? (state.held[seat] === 'hold' ? {} : undefined);

/** Every seat decides once: in its first step in the turn; in others it makes no move. */
const choicesOf = (world: World, state: RoomState, bots: BotOrders): readonly Intervention[] =>
  world.exercise.seats.flatMap(({ name: seat }) =>
    chancesOf(world, state, seat).flatMap((step, i): readonly Intervention[] => {
      if (i > 0) return [{ kind: 'choice', step, seat }];
      const orders = ordersOf(state, seat, bots);
      if (!orders) return [];
      const { open, covert } = orders;
      const moves = { ...(open !== undefined && { open }), ...(covert !== undefined && { covert }) };
      return [{ kind: 'choice', step, seat, ...moves }];
    }),
  );

/**
 * Answers of people to moves that are or, of a bot, may be made; whoever people hold and does not answer refuses. An
 * answer counts for a move that is chosen.
 */
const consentsOf = (world: World, state: RoomState, bots: BotOrders): readonly Intervention[] =>
  (world.ir.seats?.seats ?? []).flatMap((seat) => {
    const [step] = chancesOf(world, state, seat.name);
    if (step === undefined || !seatOf(world, seat.name)) return [];
    const orders = ordersOf(state, seat.name, bots);
    return seat.plans.flatMap(({ kind, moves }) =>
      moves
        .filter(({ name }) => !orders || name === `${seat.name}.${orders[kind]}`)
        .flatMap(({ name: move, consents }) =>
          consents.flatMap(({ who }): readonly Intervention[] => {
            const given = state.answers[move]?.[who] ?? (answererOf(world, state, who) ? false : undefined);
            return given === undefined ? [] : [{ kind: 'consent', step, move, who, agrees: given }];
          }),
        ),
    );
  });

const arguedOf = (world: World, state: RoomState): readonly Intervention[] =>
  state.argued
    .filter(({ turn, struck }) => turn === state.clock.turn && struck === undefined)
    .flatMap((argued) => {
      const [step] = chancesOf(world, state, argued.seat);
      if (step === undefined) return [];
      const probability = probabilityOf(world, argued);
      const effects = effectsOfPull(world, argued.pull);
      return [{ kind: 'attempt', step, id: ATTEMPTS.argued(argued), probability, effects }];
    });

/** What the levers do that are pulled so far. */
export const effectsOfPull = (
  { exercise }: Pick<World, 'exercise'>,
  pull: Argued['pull'],
): readonly Effect[] =>
  exercise.levers.flatMap(({ id, effect }): readonly Effect[] => {
    const units = Object.hasOwn(pull, id) ? pull[id] : undefined;
    if (units === undefined) return [];
    return 'add' in effect ? [{ ...effect, add: effect.add * units }] : [effect];
  });

function papersOf(world: World, state: RoomState): readonly Intervention[] {
  const [step = 0] = stepsOf(world, state);
  return signedPapers(world, state).flatMap((proposal) => {
    const form = world.exercise.proposals.find(({ id }) => id === proposal.form);
    return certain(step, ATTEMPTS.paper(proposal), form?.effects ?? []);
  });
}

/** Papers that all have signed and that have not taken effect; of a form that is once the first. */
export const signedPapers = ({ exercise }: Pick<World, 'exercise'>, state: RoomState): readonly Proposal[] =>
  state.proposals.filter((proposal, i, all) => {
    const form = exercise.proposals.find(({ id }) => id === proposal.form);
    if (!form || proposal.effective !== undefined) return false;
    const isSigned = (one: Proposal): boolean => form.signers.every((seat) => one.signatures[seat] === true);
    const before = all.slice(0, i).some((one) => one.form === form.id && isSigned(one));
    return isSigned(proposal) && !(form.once && before);
  });

/** Plans that were off cost, where the seat has capital at all. */
const vetoesOf = (world: World, state: RoomState): readonly Intervention[] =>
  world.exercise.seats.flatMap(({ name }) => {
    const [step = 0] = chancesOf(world, state, name);
    const hasCapital = world.ir.seats?.seats.find((seat) => seat.name === name)?.capital !== undefined;
    if (!hasCapital) return [];
    return deskOf(state, name).vetoes.flatMap(({ cost }, i) =>
      cost > 0
        ? certain(step, ATTEMPTS.veto(name, state.clock.turn, i + 1), [{ add: -cost, to: `${name}.capital` }])
        : [],
    );
  });

const certain = (step: number, id: string, effects: readonly Effect[]): readonly Intervention[] => [
  { kind: 'attempt', step, id, probability: 1, effects },
];

// ---------------------------------------------------------------- one step

/**
 * What the frame of a step allows of what is meant: moves that cannot be made any more are left out, and have lapsed.
 * A turn has several steps, and a seat may have its own after the first.
 */
function allowed(
  world: World,
  frame: RoomState['frame'],
  meant: readonly Intervention[],
): { readonly list: readonly Intervention[]; readonly lapsed: readonly Decision[] } {
  const lapsed: Decision[] = [];
  const list = meant.map((one): Intervention => {
    if (one.kind !== 'choice') return one;
    const { open, covert, ...choice } = one;
    const { seat } = choice;
    const can = (kind: 'open' | 'covert', name: string | undefined, beside?: string): string | undefined => {
      if (name === undefined) return undefined;
      const found = world.play
        .legalMoves(frame, seat, beside)
        .find((move) => move.name === name && move.kind === kind);
      if (!found) throw new Error(`InvariantError: ${seat} has no ${kind} move ${name}`);
      if (found.obstacles.length === 0) return name;
      lapsed.push(lapse(seat, kind, name, found.obstacles));
      return undefined;
    };
    const first = can('open', open);
    const second = can('covert', covert, first);
    return {
      ...choice,
      ...(first !== undefined && { open: first }),
      ...(second !== undefined && { covert: second }),
    };
  });
  return { list, lapsed };
}

const lapse = (
  seat: string,
  kind: 'open' | 'covert',
  name: string,
  obstacles: readonly Obstacle[],
): Decision => ({ seat, kind, move: `${seat}.${name}`, fate: 'lapsed', obstacles, consents: [] });

// ---------------------------------------------------------------- the end

/** Answers of a trial that ended. */
const endedOf = ({ ir }: World, { answers, numbers, texts }: NonNullable<Turn['ended']>): Ended => ({
  answers: Object.fromEntries(
    ir.questions.map(({ id, kind, number, outcomes }, i) => {
      const answer = answers[i] ?? -1;
      if (answer < 0) return [id, null];
      if (number !== undefined) return [id, numbers[number] ?? null];
      return [id, kind === 'time' ? (texts[id] ?? null) : (outcomes[answer]?.id ?? null)];
    }),
  ),
});

/** Where the exercise is over before the trial: answers that no later step could change. */
const settledOf = ({ play }: World, frame: RoomState['frame']): Ended => ({
  answers: Object.fromEntries(
    play
      .answers(frame)
      .flatMap(({ id, settled }) =>
        settled === undefined ? [] : [[id, settled === 'not applicable' ? null : settled]],
      ),
  ),
});
