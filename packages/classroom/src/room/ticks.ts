/** Learning goals that the log ticks. */
import type { Exercise, LearningTick } from '../exercise/exercise.ts';
import { isAdjudicated } from './turns.ts';
import type { RoomState } from './state.ts';

export interface Tick {
  readonly goal: string;
  readonly ticked: boolean;
  /** What the facilitator ticks, or takes a tick off, stands. */
  readonly by: 'log' | 'hand';
  /** How often it was found, and in which turns: `3× (1, 2)`. */
  readonly evidence: string;
  readonly count: number;
  /** 0 is before the first. */
  readonly turns: readonly number[];
}

/** Something that counts for a goal; seatless where an observer did it. */
interface Found {
  readonly turn: number;
  readonly seat?: string | null;
}

export const ticks = (
  { learningGoals }: Pick<Exercise, 'learningGoals'>,
  state: RoomState,
): readonly Tick[] =>
  learningGoals.map(({ id, tick }) => {
    const found = tick ? foundIn(state, tick.what) : [];
    const byHand = Object.hasOwn(state.ticks, id) ? state.ticks[id] : undefined;
    return {
      goal: id,
      ticked: byHand ?? (tick !== undefined && isEnough(state, tick, found)),
      by: tick && byHand === undefined ? 'log' : 'hand',
      ...evidenceOf(found),
    };
  });

function isEnough(state: RoomState, { least, each }: LearningTick, found: readonly Found[]): boolean {
  if (!each) return found.length >= least;
  const seats = playedByPeople(state);
  return seats.length > 0 && seats.every((seat) => found.filter((one) => one.seat === seat).length >= least);
}

/** Seats that people hold, or held in a turn. */
const playedByPeople = ({ held, past }: RoomState): readonly string[] => [
  ...new Set([
    ...Object.keys(held).filter((seat) => held[seat] === 'people'),
    ...past.flatMap(({ orders }) => Object.keys(orders)),
  ]),
];

function evidenceOf(found: readonly Found[]): Pick<Tick, 'evidence' | 'count' | 'turns'> {
  const { length: count } = found;
  const turns = [...new Set(found.map(({ turn }) => turn))].sort((a, b) => a - b);
  return { count, turns, evidence: count === 0 ? '' : `${count}× (${turns.join(', ')})` };
}

function foundIn(state: RoomState, what: LearningTick['what']): readonly Found[] {
  switch (what) {
    case 'move':
      return movesMade(state, 'open');
    case 'covertMove':
      return movesMade(state, 'covert');
    case 'argued':
      return state.argued.filter(({ struck }) => struck === undefined);
    case 'counterReason':
      return state.argued.flatMap(({ turn, counters }) => counters.map(({ seat }) => ({ turn, seat })));
    case 'proposal':
      return state.proposals;
    case 'signature':
      return state.proposals.flatMap(({ turn, signatures }) =>
        Object.keys(signatures)
          .filter((seat) => signatures[seat] === true)
          .map((seat) => ({ turn, seat })),
      );
    case 'refusal':
      return refusals(state);
    case 'veto':
      return vetoes(state);
    case 'forecast':
      return state.forecasts;
    case 'revisedForecast':
      return state.forecasts.filter((one) => isRevised(state, one));
    case 'jointMessage':
      return state.messages.filter(
        ({ channel, waits, isStopped, seat }) =>
          channel.startsWith('joint:') && seat !== null && !waits && !isStopped,
      );
  }
}

/** By people: what bots do teaches nobody. */
const movesMade = ({ past }: RoomState, kind: 'open' | 'covert'): readonly Found[] =>
  past.flatMap(({ turn, orders, steps }) =>
    steps
      .flatMap(({ decisions }) => decisions)
      .filter((one) => one.kind === kind && one.fate === 'made' && Object.hasOwn(orders, one.seat))
      .map(({ seat }) => ({ turn, seat })),
  );

const refusals = ({ past }: RoomState): readonly Found[] =>
  past.flatMap(({ turn, orders, steps }) =>
    steps
      .flatMap(({ decisions }) => decisions.flatMap(({ consents }) => consents))
      .filter(({ agrees }) => !agrees)
      .map(({ who }) => ({ turn, seat: who.split('.')[0] ?? who }))
      .filter(({ seat }) => Object.hasOwn(orders, seat)),
  );

function vetoes(state: RoomState): readonly Found[] {
  const { past, desks, clock } = state;
  const before = past.flatMap(({ turn, vetoes: list }) => list.map(({ seat }) => ({ turn, seat })));
  if (isAdjudicated(state)) return before;
  const now = Object.entries(desks).flatMap(([seat, desk]) =>
    desk.vetoes.map(() => ({ turn: clock.turn, seat })),
  );
  return [...before, ...now];
}

type Forecast = RoomState['forecasts'][number];

/** Whether the same person said something else in the turn before that in which he said anything. */
function isRevised({ forecasts }: RoomState, one: Forecast): boolean {
  const before = forecasts
    .filter(
      (other) => other.person === one.person && other.question === one.question && other.turn < one.turn,
    )
    .sort((a, b) => a.turn - b.turn)
    .at(-1);
  if (!before) return false;
  return Object.keys(one.probabilities).some((key) => one.probabilities[key] !== before.probabilities[key]);
}
