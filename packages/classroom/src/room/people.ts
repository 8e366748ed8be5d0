/** Who is where, and what they may do. People come and go; what counts is who is here. */
import type { ExerciseSeat, Right, TeamRole } from '../exercise/exercise.ts';
import type { By } from './events.ts';
import type { Person, RoomState } from './state.ts';
import { seatOf, type World } from './world.ts';

/** A team is at most as many. */
export const TEAM_MOST = 10;
/** So many may be in a room, or have a place in it. */
export const PEOPLE_MOST = 400;

/** Who is here, or has a place that is kept. */
export const presentIn = ({ people }: Pick<RoomState, 'people'>): number =>
  Object.values(people).filter(({ isHere, seat }) => isHere || typeof seat === 'string').length;

/** With those who left without ever having had a place: somebody may join again and again, and others still get in. */
export const EVER_MOST = 1200;

export const personOf = ({ people }: Pick<RoomState, 'people'>, id: string): Person | undefined =>
  Object.hasOwn(people, id) ? people[id] : undefined;

/** Members of a seat who are here, in the order in which they came. */
export const membersOf = ({ people }: Pick<RoomState, 'people'>, seat: string): readonly Person[] =>
  Object.values(people).filter((person) => person.isHere && person.seat === seat);

export const roleOf = (seat: ExerciseSeat | undefined, id: string | undefined): TeamRole | undefined =>
  seat?.roles.find((role) => role.id === id);

/** How many more a role takes. */
export function placesLeft(state: RoomState, seat: ExerciseSeat, role: TeamRole): number {
  const members = membersOf(state, seat.name);
  const holding = members.filter((person) => person.role === role.id).length;
  return Math.max(0, Math.min(role.most - holding, TEAM_MOST - members.length));
}

/** The first role of a seat that takes one more. */
export const freeRole = (state: RoomState, seat: ExerciseSeat): TeamRole | undefined =>
  seat.roles.find((role) => placesLeft(state, seat, role) > 0);

const ALL: readonly Right[] = ['draft', 'consent', 'submit'];

/**
 * What a person may do in the seat. Who sits there alone may do everything; a right to draft or to submit that nobody
 * here has is everybody's, so that no team is stuck.
 */
export function rightsOf(world: World, state: RoomState, id: By): readonly Right[] {
  const person = personOf(state, id);
  if (!person?.isHere || typeof person.seat !== 'string') return [];
  const seat = seatOf(world, person.seat);
  const members = membersOf(state, person.seat);
  if (members.length === 1) return ALL;
  const has = ({ role }: Person, right: Right): boolean =>
    roleOf(seat, role)?.rights.includes(right) ?? false;
  return ALL.filter(
    (right) => has(person, right) || (right !== 'consent' && !members.some((other) => has(other, right))),
  );
}

/** Roles that are asked about a team's plan: those with the right to consent that somebody here holds. */
export function consentingRoles(world: World, state: RoomState, seat: string): readonly TeamRole[] {
  const members = membersOf(state, seat);
  if (members.length < 2) return [];
  return (seatOf(world, seat)?.roles ?? []).filter(
    ({ id, rights }) => rights.includes('consent') && members.some(({ role }) => role === id),
  );
}

/** For a seat whoever may hand in its plan, for a role whoever holds the part that answers. */
export function mayAnswer(world: World, state: RoomState, id: By, { seat, role }: Answerer): boolean {
  const person = personOf(state, id);
  if (!person?.isHere || person.seat !== seat) return false;
  return role === undefined ? rightsOf(world, state, id).includes('submit') : person.role === role;
}

export interface Answerer {
  readonly seat: string;
  readonly role?: string;
}

/** Who in the room answers for whoever a move asks, a seat or `seat.role`; nothing where the scenario's rule does. */
export function answererOf(world: World, state: RoomState, who: string): Answerer | undefined {
  const [name = '', ...rest] = who.split('.');
  const seat = seatOf(world, name);
  if (!seat || state.held[name] !== 'people') return undefined;
  if (rest.length === 0) return { seat: name };
  const asked = rest.join('.');
  const role = Object.hasOwn(seat.answersFor, asked) ? seat.answersFor[asked] : undefined;
  const isHeld = membersOf(state, name).some((person) => person.role === role);
  return role !== undefined && isHeld ? { seat: name, role } : undefined;
}
