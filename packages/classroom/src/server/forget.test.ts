import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RoomDeed } from '../room/events.ts';
import { createStore, DATABASE, openStore } from '../store/sqlite-store.ts';
import { forget } from './forget.ts';

const files = { exercise: 'exercise.yaml', files: [{ path: 'exercise.yaml', text: 'stave-exercise: 1\n' }] };

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stave-forget-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Rooms, each with somebody in it who says its name; `of` is the room it began as. */
function filled(rooms: readonly { readonly room: string; readonly of?: string }[]): void {
  const store = createStore(folder, files);
  store.write((writer) => {
    for (const { room, of } of rooms) {
      const opened = { kind: 'opened', room, ...(of !== undefined && { forkOf: { room: of, seq: 1 } }) };
      writer.addRoom({ room, code: `CODE ${room}` });
      writer.append(room, 1, 1000, [
        { deed: opened as unknown as RoomDeed & { kind: 'opened' }, by: 'server' },
      ]);
      const message = { kind: 'message', id: 'm', channel: 'all', text: `words in ${room}` } as const;
      writer.append(room, 2, 1000, [{ deed: message, by: 'p1' }]);
      writer.nameIs(room, 'p1', `name in ${room}`);
      writer.tokenIs(`hash in ${room}`, { kind: 'person', room, person: 'p1' });
    }
  });
  store.close();
}

/** Which of the rooms still have something personal in the files, down to the bytes. */
function remembered(rooms: readonly string[]): readonly string[] {
  const bytes = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'));
  return rooms.filter((room) =>
    [`words in ${room}`, `name in ${room}`, `hash in ${room}`].some((text) =>
      bytes.some((one) => one.includes(text)),
    ),
  );
}

it('forgets a room with all that began as it was, and leaves others alone', () => {
  filled([{ room: 'one' }, { room: 'two', of: 'one' }, { room: 'three', of: 'two' }, { room: 'four' }]);
  const all = ['one', 'two', 'three', 'four'];
  expect(remembered(all)).toEqual(all);
  expect(forget(folder, 'one', 5000)).toEqual(['one', 'two', 'three']);
  expect(remembered(all)).toEqual(['four']);
  const store = openStore(folder);
  expect(
    all.map((room) =>
      store
        .events(room)
        .map(({ kind }) => kind)
        .at(-1),
    ),
  ).toEqual([...['forgotten', 'forgotten', 'forgotten'], 'message']);
  expect(all.map((room) => store.broken(room))).toEqual(all.map(() => undefined));
  store.close();
});

it('says so where another program keeps what was forgotten from being wiped', () => {
  filled([{ room: 'one' }]);
  const reader = new Database(join(folder, DATABASE));
  reader.exec('BEGIN');
  reader.prepare('SELECT * FROM texts').all();
  expect(() => forget(folder, undefined, 5000)).toThrow(
    /still stands in exercise\.sqlite-wal|cannot be written/,
  );
  reader.exec('COMMIT');
  reader.close();
  expect(forget(folder, undefined, 6000)).toEqual(['one']);
  expect(remembered(['one'])).toEqual([]);
});
