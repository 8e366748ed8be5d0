/**
 * Who is in a room and has no connection: gone, not here yet, or of before the server was started. After a while the
 * team goes on without; whoever comes back has the place again.
 */
import type { By } from '../room/events.ts';
import { PEOPLE_MOST, presentIn } from '../room/people.ts';
import type { RoomState } from '../room/state.ts';
import type { Viewer } from '../room/view.ts';
import { cameBack, wentAway } from './arrivals.ts';
import type { LiveRoom } from './live-room.ts';
import type { Rooms } from './rooms.ts';

/** A person whose last socket went so long ago has left. */
const ABSENCE_MS = 45_000;
/** And one who has joined and never came. */
const UNSEEN_MS = 15_000;

export class Absent {
  private readonly rooms: Rooms;
  private readonly leaving = new Map<string, () => void>();
  /** Of each room, who has joined and done nothing yet, the first first. */
  private readonly idle = new Map<string, Set<By>>();
  private isClosed = false;

  constructor(rooms: Rooms) {
    this.rooms = rooms;
    for (const live of rooms.all()) {
      for (const { id, isHere } of Object.values(live.state.people)) if (isHere) this.waitFor(live, id);
    }
  }

  /** Somebody has joined, and is not connected yet. */
  joined(live: LiveRoom, person: By): void {
    const { room } = live.row;
    this.idle.set(room, (this.idle.get(room) ?? new Set()).add(person));
    this.waitFor(live, person, UNSEEN_MS);
  }

  /** Somebody's connection has ended, perhaps not the last. */
  waitFor(live: LiveRoom, person: By, wait = ABSENCE_MS): void {
    const viewer: Viewer = { kind: 'person', person };
    if (this.isClosed || live.outletsOf(viewer) > 0) return;
    const { room } = live.row;
    const key = `${room} ${person}`;
    this.leaving.get(key)?.();
    const leave = (): void => {
      this.leaving.delete(key);
      if (live.outletsOf(viewer) === 0) void this.rooms.perform(room, wentAway(person));
    };
    this.leaving.set(key, this.rooms.clock.after(wait, leave));
  }

  /** Somebody is connected. */
  here(live: LiveRoom, person: By): void {
    const { room } = live.row;
    const key = `${room} ${person}`;
    this.leaving.get(key)?.();
    this.leaving.delete(key);
    if (live.state.people[person]?.isHere === true) return;
    void this.rooms.perform(room, cameBack(this.rooms.world, person));
  }

  /** Somebody has done something that is the person's from now on. */
  acted(live: LiveRoom, person: By): void {
    this.idle.get(live.row.room)?.delete(person);
  }

  /**
   * Of a room in which more have joined than it takes at once: somebody who is gone, never had a place and never did
   * anything, and whose number somebody else may have. So joining again and again does not fill a room for good.
   */
  nobodyIn(room: string, state: RoomState): By | undefined {
    if (Object.keys(state.people).length < PEOPLE_MOST || presentIn(state) >= PEOPLE_MOST) return undefined;
    const idle = this.idle.get(room);
    for (const person of idle ?? []) {
      const { isHere, seat, knew } = state.people[person] ?? {};
      if (isHere !== false || typeof seat === 'string' || knew !== undefined) continue;
      idle?.delete(person);
      return person;
    }
    return undefined;
  }

  close(): void {
    this.isClosed = true;
    for (const stop of this.leaving.values()) stop();
  }
}
