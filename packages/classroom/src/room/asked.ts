/** Who is asked about moves that were handed in, and who may answer for whom. */
import type { Orders } from './events.ts';
import type { RoomState } from './state.ts';
import type { World } from './world.ts';

export interface Asked {
  /** `seat.move` */
  readonly move: string;
  /** A seat, or a role as `seat.role`. */
  readonly who: string;
}

/** What will be played for a seat: what control ruled, else what was handed in. */
export const intended = (state: RoomState, seat: string): Orders | undefined =>
  state.ruled[seat]?.orders ?? state.desks[seat]?.submitted?.orders;

/** What people are asked now; nothing outside the phase of answers. */
export function askedNow(world: World, state: RoomState): readonly Asked[] {
  if (state.clock.phase !== 'answers') return [];
  return askedOfPeople(world, state);
}

/** What people would be asked about the moves that were handed in. */
export function askedOfPeople({ ir, exercise }: World, state: RoomState): readonly Asked[] {
  return (ir.seats?.seats ?? []).flatMap(({ name, plans }) => {
    const orders = intended(state, name);
    if (!orders || state.held[name] !== 'people') return [];
    return plans.flatMap(({ kind, moves }) =>
      moves
        .filter((move) => move.name === `${name}.${orders[kind] ?? ''}`)
        .flatMap(({ name: move, consents }) => consents.map(({ who }) => ({ move, who })))
        .filter(({ who }) => isHeld(exercise, state, who)),
    );
  });
}

/** Whether people answer for a seat or role: it is theirs, and somebody holds the part that answers. */
function isHeld({ seats }: World['exercise'], state: RoomState, who: string): boolean {
  const [name = who, role] = who.split('.');
  if (state.held[name] !== 'people') return false;
  if (role === undefined) return true;
  const part = seats.find((seat) => seat.name === name)?.answersFor[role];
  return part !== undefined && people(state, name).some((person) => person.role === part);
}

const people = (state: RoomState, seat: string): readonly RoomState['people'][string][] =>
  Object.values(state.people).filter((person) => person.seat === seat);

/** For a seat whoever may hand in its plan, for a role whoever holds the part. */
export function mayAnswer(world: World, state: RoomState, person: string, who: string): boolean {
  const [name = who, role] = who.split('.');
  const member = state.people[person];
  if (!member || member.seat !== name) return false;
  const seat = world.exercise.seats.find((one) => one.name === name);
  if (role !== undefined) return seat?.answersFor[role] === member.role;
  return maySubmit(world, state, person);
}

/** The right to submit; anybody of the seat while nobody who has it is there. */
export function maySubmit({ exercise }: World, state: RoomState, person: string): boolean {
  const member = state.people[person];
  if (!member || typeof member.seat !== 'string') return false;
  const seat = exercise.seats.find((one) => one.name === member.seat);
  const may = (role: string | undefined): boolean =>
    seat?.roles.find(({ id }) => id === role)?.rights.includes('submit') === true;
  if (may(member.role)) return true;
  return !people(state, member.seat).some((other) => other.isHere && may(other.role));
}

/** Steps of a turn, from 1: the first and the last. */
export function stepsOf({ exercise }: World, { preset }: RoomState, turn: number): readonly [number, number] {
  const turns = exercise.presets.find(({ id }) => id === preset)?.turns ?? [];
  const before = turns.slice(0, turn - 1).reduce((sum, steps) => sum + steps, 0);
  return [before + 1, before + (turns[turn - 1] ?? 0)];
}

/** The step of a turn in which a seat decides, if any. */
export function decidingStep(world: World, state: RoomState, seat: string, turn: number): number | undefined {
  const every = world.ir.seats?.seats.find(({ name }) => name === seat)?.every ?? 1;
  const [first, last] = stepsOf(world, state, turn);
  for (let step = first; step <= last; step++) if ((step - 1) % every === 0) return step;
  return undefined;
}

export const hasTurn = (world: World, state: RoomState, seat: string): boolean =>
  decidingStep(world, state, seat, Math.max(1, state.clock.turn)) !== undefined;
