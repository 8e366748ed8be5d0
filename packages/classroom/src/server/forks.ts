/** Rooms that begin as another was, and people who go from room to room. */
import type { By, RoomEvent } from '../room/events.ts';
import { replay } from '../room/apply.ts';
import type { Fork } from '../protocol/http.ts';
import type { Entry } from '../store/store.ts';
import { cameBack } from './arrivals.ts';
import type { LiveRoom } from './live-room.ts';
import type { Rooms } from './rooms.ts';
import type { Refused } from './writing.ts';

/**
 * A new room with the log of another up to an event. Its clock stands still and nobody is in it, unless the people are
 * to go along: then they are there when they reconnect, at their old places.
 */
export function fork(rooms: Rooms, from: LiveRoom, wanted: Fork): LiveRoom | Refused {
  const { store, clock } = rooms;
  const { room: old } = from.row;
  const log = store.events(old);
  if (from.state.isForgotten) return { refused: 'notNow', message: 'what people wrote in this room is gone' };
  const seq = wanted.seq ?? (wanted.turn === undefined ? log.length : briefingOf(log, wanted.turn));
  if (seq === undefined || seq < 1 || seq > log.length) {
    const message =
      wanted.seq === undefined
        ? `turn ${wanted.turn} has not begun in ${old}`
        : `the log of ${old} has ${log.length} events`;
    return { refused: 'unknown', message };
  }
  const row = rooms.newRow();
  const events = log
    .slice(0, seq)
    .map((event): RoomEvent =>
      event.kind === 'opened' ? { ...event, room: row.room, forkOf: { room: old, seq } } : event,
    );
  const state = replay(events);
  const { endsAt, paused } = state.clock;
  const at = events.at(-1)?.at ?? 0;
  const entries: Entry[] = Object.values(state.people)
    .filter(({ isHere }) => isHere)
    .map(({ id }) => ({ by: 'server', deed: { kind: 'left', person: id } }));
  if (endsAt !== undefined && !paused) {
    entries.push({ by: 'server', deed: { kind: 'paused', left: Math.max(0, endsAt - at) } });
  }
  store.write((writer) => {
    writer.addRoom(row);
    writer.copy(row.room, events, store.texts(old));
    writer.append(row.room, seq + 1, Math.max(at, clock.now()), entries);
    for (const person of Object.keys(state.people) as By[]) {
      const name = store.name(old, person);
      if (wanted.people === true && name !== undefined) writer.nameIs(row.room, person, name);
      if (wanted.people === true) writer.moveTokens(old, person, row.room, person);
    }
  });
  const live = rooms.goLive(row);
  if (wanted.people === true) {
    for (const person of Object.keys(state.people) as By[]) {
      from.dismiss({ kind: 'person', person }, `you go on in ${row.room}`, true);
    }
  }
  return live;
}

/** The event with which a turn began, the last time that it did. */
function briefingOf(log: readonly RoomEvent[], turn: number): number | undefined {
  let found: number | undefined;
  let last: number | undefined;
  for (const event of log) {
    if (event.kind === 'undone') last = undefined;
    if (event.kind !== 'phase') continue;
    if (event.turn === turn && last !== turn) found = event.seq;
    last = event.turn;
  }
  return found;
}

/** The person is somebody new there, or, in a fork, who he was; the token stays the same. */
export async function move(
  rooms: Rooms,
  from: LiveRoom,
  person: By,
  to: LiveRoom,
): Promise<{ readonly person: By } | Refused> {
  if (!from.state.people[person])
    return { refused: 'unknown', message: `there is no ${person} in ${from.row.room}` };
  if (from === to) return { refused: 'unknown', message: `${person} is in ${to.row.room} already` };
  const { language } = from.state.people[person];
  const { seat: place } = from.state.people[person];
  const isFork = to.state.forkOf?.room === from.row.room && to.state.people[person]?.isHere === false;
  let there: By = person;
  const outcome = await rooms.perform(to.row.room, (state, now) => {
    if (!isFork) there = `p${Object.keys(state.people).length + 1}`;
    const name = rooms.store.name(from.row.room, person);
    const deeds = isFork ? cameBack(rooms.world, person)(state, now) : undefined;
    if (deeds && 'refused' in deeds) return deeds;
    const entries: Entry[] = [...(deeds?.entries ?? [])];
    if (!isFork) {
      entries.push({ by: there, deed: { kind: 'joined', person: there, language } });
      if (place === null) entries.push({ by: there, deed: { kind: 'assigned', person: there, seat: null } });
    }
    return {
      entries,
      also: (writer) => {
        if (name !== undefined) writer.nameIs(to.row.room, there, name);
        writer.moveTokens(from.row.room, person, to.row.room, there);
      },
    };
  });
  if ('refused' in outcome) return outcome;
  await rooms.perform(from.row.room, (state) => ({
    entries: state.people[person]?.isHere === true ? [{ by: 'control', deed: { kind: 'left', person } }] : [],
  }));
  from.dismiss({ kind: 'person', person }, `you go on in ${to.row.room}`, true);
  return { person: there };
}
