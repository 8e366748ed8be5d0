/**
 * The next place for somebody who comes, early or late. Seats that are not optional are filled first, one person
 * each; then every seat by the order of its roles. What an assignment of the file says for so many people goes first,
 * and what it leaves free comes after it, so that whoever comes always finds a place while there is one.
 */
import type { Exercise, ExerciseSeat } from './exercise.ts';
import { TEAM_MOST } from './seats.ts';

export interface Place {
  readonly seat: string;
  readonly role: string;
}

/**
 * `taken` are the places of those who have one, in any order; a role that a seat does not have counts for the seat.
 * `expected` is how many will come, where that is known: the smallest assignment that seats them is followed. Nothing
 * when all places are taken.
 */
export function placeFor(
  exercise: Pick<Exercise, 'seats' | 'assignments'>,
  taken: readonly Place[],
  expected: number = 0,
): Place | undefined {
  const people = Math.max(expected, taken.length + 1);
  const plan = exercise.assignments.find((one) => one.people >= people) ?? exercise.assignments.at(-1);
  const planned = plan ? inOrder(exercise.seats, ({ name }) => plan.seats[name] ?? []) : [];
  const all = inOrder(exercise.seats, placesOf);
  return firstFree(planned, taken) ?? firstFree(all, taken);
}

/** Places of so many people, in the order in which they come; as many as there are. */
export function placesFor(
  exercise: Pick<Exercise, 'seats' | 'assignments'>,
  people: number,
): readonly Place[] {
  const places: Place[] = [];
  while (places.length < people) {
    const place = placeFor(exercise, places, people);
    if (!place) break;
    places.push(place);
  }
  return places;
}

/** How many places there are. */
export const placesIn = ({ seats }: Pick<Exercise, 'seats'>): number =>
  seats.reduce((sum, seat) => sum + placesOf(seat).length, 0);

/** Each role once, then those that several may hold again. */
function placesOf({ roles }: ExerciseSeat): readonly string[] {
  const rounds = Math.max(0, ...roles.map(({ most }) => most));
  const places = Array.from({ length: rounds }, (_, round) =>
    roles.flatMap(({ id, most }) => (round < most ? [id] : [])),
  );
  return places.flat().slice(0, TEAM_MOST);
}

/** The first place of each seat, then the second of each and so on; in each round optional seats come last. */
function inOrder(
  seats: readonly ExerciseSeat[],
  rolesOf: (seat: ExerciseSeat) => readonly string[],
): readonly Place[] {
  const sorted = [...seats.filter(({ optional }) => !optional), ...seats.filter(({ optional }) => optional)];
  const rounds = Math.max(0, ...sorted.map((seat) => rolesOf(seat).length));
  return Array.from({ length: rounds }, (_, round) =>
    sorted.flatMap((seat) => {
      const role = rolesOf(seat)[round];
      return role === undefined ? [] : [{ seat: seat.name, role }];
    }),
  ).flat();
}

/** The first of some places that nobody has; a seat that is full has none. */
function firstFree(places: readonly Place[], taken: readonly Place[]): Place | undefined {
  const left = [...taken];
  return places.find(({ seat, role }) => {
    if (taken.filter((other) => other.seat === seat).length >= TEAM_MOST) return false;
    const held = left.findIndex((other) => other.seat === seat && other.role === role);
    if (held >= 0) left.splice(held, 1);
    return held < 0;
  });
}
