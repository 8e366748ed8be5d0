/** People come, go, come back, and go over to another room. */
import { cleanedName, type DraftDeed } from '../room/texts.ts';
import { join as joinRoom } from '../room/decide-people.ts';
import { freeRole, placesLeft, roleOf } from '../room/people.ts';
import { seatOf, type World } from '../room/world.ts';
import type { By } from '../room/events.ts';
import type { RoomState } from '../room/state.ts';
import type { Join, Joined } from '../protocol/http.ts';
import type { Entry } from '../store/store.ts';
import type { LiveRoom } from './live-room.ts';
import type { Rooms } from './rooms.ts';
import { codeOf, hashOf, newReturn, newToken, type TokenHolder } from './tokens.ts';
import type { Act, Refused } from './writing.ts';

/**
 * Somebody new. Observers take no seat; all others wait for one or take it.
 *
 * @param nobody one of the room who joined and never came, whose number may be given again
 */
export async function join(
  rooms: Rooms,
  live: LiveRoom,
  { name, language, observer }: Omit<Join, 'code'>,
  nobody: (state: RoomState) => By | undefined = () => undefined,
): Promise<Joined | Refused> {
  const token = newToken(rooms.random);
  const returnCode = newReturn(rooms.random);
  const called = name === undefined ? undefined : cleanedName(name);
  let person: By = 'p0';
  const { room, code } = live.row;
  const outcome = await rooms.perform(room, (state) => {
    if (state.isForgotten)
      return {
        refused: 'notNow',
        message: 'the personal data of this room were deleted: nobody joins it any more',
      };
    const again = nobody(state);
    const joined = joinRoom(rooms.world, state, {
      language: language ?? rooms.language,
      ...(again !== undefined && { person: again }),
    });
    if ('refused' in joined) return joined;
    ({ person } = joined);
    const watches: readonly DraftDeed[] = observer === true ? [{ kind: 'assigned', person, seat: null }] : [];
    return {
      entries: [...joined.deeds, ...watches].map((deed) => ({ deed, by: person })),
      also: (writer) => {
        if (again !== undefined) writer.unname(room, again);
        writer.tokenIs(hashOf(token), { kind: 'person', room, person });
        writer.returnIs(hashOf(returnCode), room, person);
        if (called !== undefined) writer.nameIs(room, person, called);
      },
    };
  });
  return 'refused' in outcome ? outcome : { token, person, room, code, returnCode };
}

/** Somebody who was here before, by the person's own code: on another device, or where the server's address is new. */
export function comeIn(
  { store, random }: Rooms,
  live: LiveRoom,
  person: By,
  typed: string,
): Joined | Refused {
  const token = newToken(random);
  const { room, code } = live.row;
  store.write((writer) => writer.tokenIs(hashOf(token), { kind: 'person', room, person }));
  return { token, person, room, code, returnCode: codeOf(typed) };
}

/** Another code to come in again by. Whoever came in by the one before, and is not the one who asks, is out. */
export function changeReturn(
  { store, random }: Rooms,
  token: string,
  { room, person }: Extract<TokenHolder, { kind: 'person' }>,
): { readonly returnCode: string } {
  const returnCode = newReturn(random);
  store.write((writer) => {
    writer.onlyToken(hashOf(token), room, person);
    writer.returnIs(hashOf(returnCode), room, person);
  });
  return { returnCode };
}

/**
 * Somebody who was away is there again: at the old place where it is still free, else at another of the team. A seat is
 * not taken back from a bot that it was handed to.
 */
export const cameBack =
  (world: World, person: By): Act =>
  (state) => {
    const known = state.people[person];
    if (!known || known.isHere) return { entries: [] };
    const entries: Entry[] = [{ by: person, deed: { kind: 'joined', person, language: known.language } }];
    const place = placeAgain(world, state, person);
    if (place) entries.push({ by: person, deed: { kind: 'assigned', person, ...place } });
    return { entries };
  };

function placeAgain(
  world: World,
  state: RoomState,
  person: By,
): { readonly seat: string | null; readonly role?: string } | undefined {
  const { seat: name, role: id } = state.people[person] ?? {};
  if (name === undefined) return undefined;
  if (name === null) return { seat: null };
  // Whoever was handed the seat meanwhile keeps it.
  if (state.held[name] !== 'people') return undefined;
  const seat = seatOf(world, name);
  const old = roleOf(seat, id);
  const role = seat && old && placesLeft(state, seat, old) > 0 ? old : seat && freeRole(state, seat);
  return role ? { seat: name, role: role.id } : undefined;
}

/** Somebody is not heard of any more. The seat stays as it is: what was handed in counts, and time goes on. */
export const wentAway =
  (person: By): Act =>
  (state) =>
    state.people[person]?.isHere === true
      ? { entries: [{ by: 'server', deed: { kind: 'left', person } }] }
      : { entries: [] };
