/** What is personal goes out of the logs in a folder; they still replay. */
import { openStore } from '../store/sqlite-store.ts';
import { StoreError, type Store } from '../store/store.ts';

/**
 * @param room this one and its forks; all rooms when left out
 * @returns the rooms that forgot
 * @throws StoreError
 */
export function forget(folder: string, room: string | undefined, now: number): readonly string[] {
  const store = openStore(folder);
  try {
    const known = store.rooms().map((row) => row.room);
    if (room !== undefined && !known.includes(room)) {
      throw new StoreError(`${folder} has no room ${room}`, `it has ${known.join(', ')}`);
    }
    const rooms = room === undefined ? known : withForks(store, room);
    for (const one of rooms) {
      const last = store.events(one).at(-1);
      store.forget(one, { seq: (last?.seq ?? 0) + 1, at: Math.max(now, last?.at ?? 0), by: 'control' });
    }
    return rooms;
  } finally {
    store.close();
  }
}

/** A room, and all that began as it was: they hold the same words and the same people. */
function withForks(store: Store, room: string): readonly string[] {
  const forks = store.rooms().flatMap(({ room: other }) => {
    const [first] = store.events(other);
    return first?.kind === 'opened' && first.forkOf?.room === room ? withForks(store, other) : [];
  });
  return [room, ...forks];
}
