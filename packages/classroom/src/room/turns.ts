/**
 * How a turn goes from phase to phase, whoever brings it about, and what each end of a phase settles. A phase without
 * minutes is passed by; `adjudication` is never, since the engine does its work at its end.
 */
import type { Inject, Phase } from '../exercise/exercise.ts';
import { turnOfInject } from '../exercise/turns.ts';
import { comingTurn } from './things.ts';
import { askedOf, questionsOf, standingDraft } from './intentions.ts';
import { stepOfInject } from './rules.ts';
import { isIn, presetOf, type World } from './world.ts';
import type { Argued, RoomState } from './state.ts';
import type { DraftDeed } from './texts.ts';

const MINUTE = 60_000;

/** Whether the turn's adjudication has been done. */
export const isAdjudicated = ({ clock, past }: Pick<RoomState, 'clock' | 'past'>): boolean =>
  past.some(({ turn }) => turn === clock.turn);

/** What comes when the phase is over. Nothing in the lobby, before an adjudication is done, and when all is over. */
export function goOn(world: World, state: RoomState, now: number): readonly DraftDeed[] {
  const { turn, phase } = state.clock;
  const { minutes } = presetOf(world, state);
  switch (phase) {
    case 'briefing':
      if (minutes.deliberation > 0) return [phaseDeed(world, state, 'deliberation', now)];
      return toAdjudication(world, state, now);
    case 'deliberation': {
      const drafts = standing(world, state);
      const asks = [
        ...askedOf(world, state),
        ...drafts.flatMap(({ seat, orders }) => questionsOf(world, state, seat, orders)),
      ];
      const settled: readonly DraftDeed[] = [
        ...drafts.map((draft): DraftDeed => ({ kind: 'submitted', ...draft })),
        ...votesCounted(world, state),
      ];
      const next: Phase = asks.length > 0 && minutes.answers > 0 ? 'answers' : 'adjudication';
      return [...settled, phaseDeed(world, state, next, now)];
    }
    case 'answers':
      return toAdjudication(world, state, now);
    case 'adjudication':
      if (!isAdjudicated(state)) return [];
      // Nothing comes after a trial that failed but what people decide: going on to the debrief, or an undo.
      if (state.failure) return [{ kind: 'phase', turn, phase: 'reveal' }];
      return minutes.reveal > 0 ? [phaseDeed(world, state, 'reveal', now)] : afterReveal(world, state, now);
    case 'reveal':
      return afterReveal(world, state, now);
    case 'debrief':
      return [{ kind: 'phase', turn, phase: 'closed' }];
    case 'lobby':
    case 'closed':
      return [];
  }
}

/** The first phase of a turn, and what the exercise puts in with it. */
export function turnBegins(world: World, state: RoomState, turn: number, now: number): readonly DraftDeed[] {
  const { minutes } = presetOf(world, state);
  const phase =
    (['briefing', 'deliberation'] as const).find((one) => minutes[one] > 0) ?? ('adjudication' as const);
  return [
    { kind: 'phase', turn, phase, endsAt: now + minutes[phase] * MINUTE },
    ...injectsOf(world, state, turn).map((inject): DraftDeed => ({
      kind: 'injected',
      id: inject.id,
      inject: inject.id,
      ...stepOfInject(world, state, inject, turn),
    })),
  ];
}

const phaseDeed = (world: World, state: RoomState, phase: Phase, now: number): DraftDeed => ({
  kind: 'phase',
  turn: state.clock.turn,
  phase,
  endsAt: now + presetOf(world, state).minutes[phase] * MINUTE,
});

const toAdjudication = (world: World, state: RoomState, now: number): readonly DraftDeed[] => [
  phaseDeed(world, state, 'adjudication', now),
];

function afterReveal(world: World, state: RoomState, now: number): readonly DraftDeed[] {
  const { turn } = state.clock;
  const { turns, debrief } = presetOf(world, state);
  const isOver = state.ended !== undefined || state.failure !== undefined || turn >= turns.length;
  if (!isOver) return turnBegins(world, state, turn + 1, now);
  return [{ kind: 'phase', turn, phase: 'debrief', ...(debrief > 0 && { endsAt: now + debrief * MINUTE }) }];
}

/** Drafts that count as handed in when time is up. */
const standing = (world: World, state: RoomState): readonly StandingDraft[] =>
  world.exercise.seats.flatMap(({ name: seat }) => {
    const draft = state.held[seat] === 'people' ? standingDraft(state, seat) : undefined;
    return draft ? [{ seat, revision: draft.revision, orders: draft.orders }] : [];
  });

interface StandingDraft {
  readonly seat: string;
  readonly revision: number;
  readonly orders: { readonly open?: string; readonly covert?: string };
}

// ---------------------------------------------------------------- argued moves

/** What the room made of argued moves, where it is the judge and somebody voted. */
const votesCounted = (world: World, state: RoomState): readonly DraftDeed[] =>
  world.exercise.argued.judge !== 'room'
    ? []
    : state.argued
        .filter(({ turn, struck }) => turn === state.clock.turn && struck === undefined)
        .flatMap(({ id, votes }): readonly DraftDeed[] => {
          const probability = medianOf(Object.values(votes));
          if (probability === undefined) return [];
          return [{ kind: 'judged', id, probability: clamped(world, probability), judge: 'room' }];
        });

/** The number with which an argued move is tried: as judged, else the least there is. */
export const probabilityOf = (world: World, { judged }: Pick<Argued, 'judged'>): number =>
  clamped(world, judged?.probability ?? world.exercise.argued.low);

export const clamped = ({ exercise: { argued } }: World, probability: number): number =>
  Math.min(argued.high, Math.max(argued.low, probability));

/** The middle of them, the mean of the two in the middle of an even number; nothing where there is none. */
export function medianOf(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const low = sorted[Math.ceil(sorted.length / 2) - 1];
  const high = sorted[Math.floor(sorted.length / 2)];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

// ---------------------------------------------------------------- injects

/** Of the file, what goes in with the turn that begins, in its order; what is in or withheld does not again. */
function injectsOf(world: World, state: RoomState, turn: number): readonly Inject[] {
  const isThere = (id: string): boolean => state.injected.some((one) => one.id === id);
  const preset = presetOf(world, state);
  return world.exercise.injects.filter((inject) => {
    const { id, when } = inject;
    if (isThere(id)) return false;
    switch (when.kind) {
      case 'byHand':
        return false;
      case 'turn':
        return turnOfInject(preset, inject) === turn;
      case 'condition':
        return isIn(world, state, when.state);
      case 'after': {
        const before = state.injected.find((one) => one.id === when.inject && one.isIn);
        return before !== undefined && turn >= before.turn + when.turns;
      }
    }
  });
}

/** Whether something may still go in or be held back: it has not acted. */
export const isComing = (state: RoomState, { turn, isIn }: { turn: number; isIn: boolean }): boolean =>
  !isIn && turn >= comingTurn(state);
