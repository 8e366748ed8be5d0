/** The log of a room in the folder of a server. */
import type { Log } from '@stave/classroom';
import { logOf, openStore, StoreError } from '@stave/classroom/store';
import { InputError } from '../failure.ts';

/** @throws InputError where there is no exercise, or not this room, or several and none was named */
export function logInFolder(path: string, room: string | undefined): Log {
  const store = opened(path);
  try {
    const rooms = store.rooms().map((one) => one.room);
    const [only] = rooms;
    const wanted = room ?? (rooms.length === 1 ? only : undefined);
    if (wanted === undefined || !rooms.includes(wanted)) {
      const has = `${path} has ${rooms.length === 0 ? 'no rooms' : `the rooms ${rooms.join(', ')}`}`;
      throw new InputError(
        room === undefined ? has : `${has}, and no ${room}`,
        'name one of its rooms by --room',
      );
    }
    return logOf(store, wanted);
  } finally {
    store.close();
  }
}

function opened(path: string): ReturnType<typeof openStore> {
  try {
    return openStore(path);
  } catch (error) {
    if (error instanceof StoreError) throw new InputError(error.message, error.help);
    throw error;
  }
}
