/**
 * A place for each who waits for one, so that whoever comes sits with one click. Each is offered another, in the order
 * in which they came; places of people who are away are kept for them while there are others.
 */
import { placeFor, type Place } from '../exercise/places.ts';
import type { By } from './events.ts';
import { freeRole } from './people.ts';
import type { Person, RoomState } from './state.ts';
import { seatOf, type World } from './world.ts';

export type Offers = ReadonlyMap<By, Place>;

/** Made once for people as they are: everybody who waits reads his own. */
const known = new WeakMap<RoomState['people'], { readonly world: World; readonly offers: Offers }>();

/** By person. Nobody is offered anything when the turns are over, as nobody can take it. */
export function offersOf(world: World, state: RoomState): Offers {
  const { people, clock } = state;
  if (clock.phase === 'debrief' || clock.phase === 'closed') return new Map();
  const made = known.get(people);
  if (made?.world === world) return made.offers;
  const offers = offersFor(world, state);
  known.set(people, { world, offers });
  return offers;
}

function offersFor(world: World, state: RoomState): Offers {
  const all = Object.values(state.people);
  const waiting = all.filter(({ isHere, seat }) => isHere && seat === undefined);
  const taken = all.filter(isSeated).map(placeOf);
  const takenHere = all.filter((person) => isSeated(person) && person.isHere).map(placeOf);
  const expected = takenHere.length + waiting.length;
  const offers = new Map<By, Place>();
  for (const person of waiting) {
    const place = person.knew === undefined ? placeFor(world.exercise, taken, expected) : undefined;
    const offer =
      place ?? ownAgain(world, state, person) ?? placeOfTheAway(world, person, takenHere, expected);
    if (!offer) continue;
    offers.set(person.id, offer);
    taken.push(offer);
    takenHere.push(offer);
  }
  return offers;
}

/** Who knows the secrets of a seat goes back to it and to no other. */
function ownAgain(world: World, state: RoomState, { knew }: Person): Place | undefined {
  const seat = knew === undefined ? undefined : seatOf(world, knew);
  const role = seat && freeRole(state, seat);
  return role && { seat: seat.name, role: role.id };
}

const placeOfTheAway = (
  world: World,
  { knew }: Person,
  takenHere: readonly Place[],
  expected: number,
): Place | undefined => (knew === undefined ? placeFor(world.exercise, takenHere, expected) : undefined);

const isSeated = ({ seat }: Person): boolean => typeof seat === 'string';
const placeOf = ({ seat, role = '' }: Person): Place => ({ seat: seat ?? '', role });
