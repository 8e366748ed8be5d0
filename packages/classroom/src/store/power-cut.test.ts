/**
 * A power cut, as far as a copy of the files can show it: what reached the disk before the last acknowledgement is there,
 * and of what came after it any part may be, or nothing. A disk that says it has written and has not is beyond it; what
 * is then missing has to be said.
 */
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { RoomDeed } from '../room/events.ts';
import { namingFolders } from './folders.ts';
import { createStore, DATABASE, openStore } from './sqlite-store.ts';
import { StoreError, type ExerciseFiles, type Store } from './store.ts';
import { WITNESS } from './witness.ts';

const files: ExerciseFiles = { exercise: 'e.yaml', files: [{ path: 'e.yaml', text: 'stave-exercise: 1\n' }] };
const opened = { kind: 'opened', room: 'a', seed: '7' } as unknown as RoomDeed & { kind: 'opened' };
const top = mkdtempSync(join(tmpdir(), 'stave-cut-'));
afterAll(() => rmSync(top, { recursive: true, force: true }));
let count = 0;
const place = (): string => join(top, String(count++));
const WAL = `${DATABASE}-wal`;
/** Bytes of a frame in a write-ahead log, and of its header: https://www.sqlite.org/fileformat2.html#the_write_ahead_log */
const [HEADER, FRAME] = [32, 24 + 4096];
const SECTOR = 512;

/** Numbers in [0, 1) that are the same each time (xorshift). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** One command of somebody, with words that fill `size` characters. */
function write(store: Store, seq: number, size: number): void {
  store.write((writer) => {
    if (seq === 1) {
      writer.addRoom({ room: 'a', code: 'QRSTVWXZ' });
      writer.append('a', 1, 1000, [{ deed: opened, by: 'server' }]);
      return;
    }
    const text = `${seq} `.repeat(size / 3);
    const deed = { kind: 'message', id: `m${seq}`, channel: 'all', text } as const;
    writer.append('a', seq, 1000 + seq, [{ deed, by: 'p1', ref: `r${seq}` }]);
    writer.tokenIs(`hash ${seq}`, { kind: 'person', room: 'a', person: 'p1' });
  });
}

/** A folder with so many acknowledged writes that nobody has closed, and how long its log was after each. */
function written(writes: number, size: number) {
  const folder = place();
  const store = createStore(folder, files);
  const lengths: number[] = [];
  for (let seq = 1; seq <= writes; seq++) {
    write(store, seq, size);
    lengths.push(statSync(join(folder, WAL)).size);
  }
  const images = Object.fromEntries([DATABASE, WAL].map((name) => [name, readFileSync(join(folder, name))]));
  store.close();
  return { database: images[DATABASE]!, log: images[WAL]!, lengths };
}

/** What a start finds on a disk with these files. @returns how many writes are there, all whole */
function found(database: Buffer, log: Buffer): number {
  const folder = place();
  mkdirSync(folder);
  writeFileSync(join(folder, DATABASE), database);
  writeFileSync(join(folder, WAL), log);
  const store = openStore(folder);
  try {
    const events = store.events('a');
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 1));
    if (events.length > 0) expect(store.broken('a')).toBeUndefined();
    for (const { seq } of events.slice(1)) {
      expect(store.holder(`hash ${seq}`)).toBeDefined();
      expect(store.text('a', seq - 1)?.startsWith(`${seq} `)).toBe(true);
    }
    expect(store.texts('a')).toHaveLength(Math.max(0, events.length - 1));
    return events.length;
  } finally {
    store.close();
    rmSync(folder, { recursive: true });
  }
}

describe('after a power cut', () => {
  it('a log that ends anywhere holds all that was acknowledged before, and nothing by halves', () => {
    const { database, log, lengths } = written(5, 4500);
    const frames = Array.from({ length: (log.length - HEADER) / FRAME + 1 }, (_, i) => HEADER + i * FRAME);
    expect(frames.at(-1)).toBe(log.length);
    const ends = [
      ...[0, 1, HEADER - 1],
      ...frames.flatMap((end) => [end, end + 1, end + SECTOR, end + FRAME - 1]),
    ].filter((end) => end <= log.length);
    for (const end of ends) {
      const acknowledged = lengths.filter((length) => length <= end).length;
      expect(found(database, log.subarray(0, end)), `${end} bytes`).toBe(acknowledged);
    }
  });

  it('of a commit that was under way any sectors may be missing: it has happened or it has not', () => {
    const { database, log, lengths } = written(6, 9000);
    const random = numbers(7);
    const [before, after] = lengths.slice(-2) as [number, number];
    for (let i = 0; i < 20; i++) {
      const torn = Buffer.from(log);
      let missing = 0;
      for (let at = before; at < after; at += SECTOR) {
        if (random() < (i % 5) / 5) {
          torn.fill(i % 2 === 0 ? 0 : 0xa5, at, Math.min(after, at + SECTOR));
          missing++;
        }
      }
      expect(found(database, torn), `case ${i}`).toBe(missing === 0 ? 6 : 5);
    }
  });

  it('pages that were being written back to the database are in the log still', () => {
    const { database, log } = written(6, 9000);
    const random = numbers(11);
    const inLog = new Set<number>();
    for (let at = HEADER; at < log.length; at += FRAME) inLog.add(log.readUInt32BE(at));
    for (let i = 0; i < 5; i++) {
      const torn = Buffer.alloc(Math.max(database.length, Math.max(...inLog) * 4096));
      database.copy(torn);
      for (const page of inLog) {
        for (let at = (page - 1) * 4096; at < page * 4096; at += SECTOR) {
          if (random() < 0.5) torn.fill(0xa5, at, at + SECTOR);
        }
      }
      expect(found(torn, log), `case ${i}`).toBe(6);
    }
  });

  it('while the folder is made: there is an exercise, or it is said that there is none', () => {
    const folder = place();
    createStore(folder, files).close();
    const database = readFileSync(join(folder, DATABASE));
    expect(found(database, Buffer.alloc(0))).toBe(0);
    // Before the tables were there, the file is empty or holds a header alone.
    const empty = place();
    mkdirSync(empty);
    writeFileSync(join(empty, DATABASE), '');
    expect(() => openStore(empty)).toThrow(/was cut off while it was made: nobody had joined$/);
  });

  it('a log that was begun anew over an old one is not mixed up with it', () => {
    const folder = place();
    const store = createStore(folder, files);
    // More pages than SQLite lets a log grow to (1000) before it writes them back and begins again.
    for (let seq = 1; seq <= 40; seq++) write(store, seq, 120_000);
    const grown = statSync(join(folder, WAL)).size;
    for (let seq = 41; seq <= 44; seq++) write(store, seq, 9000);
    const log = readFileSync(join(folder, WAL));
    const database = readFileSync(join(folder, DATABASE));
    expect(log.length).toBe(grown);
    // A frame of the new round has the salt of the header; the first that has another is of the old one.
    const salt = log.subarray(16, 24);
    let end = HEADER;
    while (log.subarray(end + 8, end + 16).equals(salt)) end += FRAME;
    store.close();
    expect(end).toBeGreaterThan(HEADER);
    expect(end).toBeLessThan(log.length);
    expect(found(database, log)).toBe(44);
    // The last commit is torn: the three before it are there.
    const torn = Buffer.from(log);
    torn.fill(0, end - SECTOR, end);
    expect(found(database, torn)).toBe(43);
  });
});

describe('where a disk or somebody has lost what was acknowledged', () => {
  const lost = (damage: (folder: string) => void): unknown => {
    const folder = place();
    const store = createStore(folder, files);
    for (let seq = 1; seq <= 8; seq++) write(store, seq, 9000);
    const copy = place();
    mkdirSync(copy);
    for (const name of [DATABASE, WAL, WITNESS]) copyFileSync(join(folder, name), join(copy, name));
    store.close();
    damage(copy);
    try {
      openStore(copy).close();
      return undefined;
    } catch (error) {
      return error;
    }
  };

  it.each([
    ['the log was left behind', (folder: string) => rmSync(join(folder, WAL))],
    ['the log is empty', (folder: string) => truncateSync(join(folder, WAL), 0)],
    ['the log was cut short', (folder: string) => truncateSync(join(folder, WAL), HEADER + 12 * FRAME)],
    [
      'a page in the middle of the log is damaged',
      (folder: string) => {
        const log = readFileSync(join(folder, WAL));
        log[HEADER + 10 * FRAME + 700]! ^= 1;
        writeFileSync(join(folder, WAL), log);
      },
    ],
  ])('a start says so: %s', (_, damage) => {
    const error = lost(damage);
    expect(error).toBeInstanceOf(StoreError);
    expect((error as StoreError).message).toMatch(
      /has lost what was on its disk: a had 8 events, and [0-7] are there$/,
    );
    expect((error as StoreError).help).toContain(`removing`);
  });

  it('and goes on with what is there when that is wanted', () => {
    const folder = place();
    const store = createStore(folder, files);
    for (let seq = 1; seq <= 8; seq++) write(store, seq, 9000);
    const log = readFileSync(join(folder, WAL));
    const database = readFileSync(join(folder, DATABASE));
    store.close();
    // Without the witness, as after it was removed.
    expect(found(database, log.subarray(0, HEADER + 12 * FRAME))).toBeLessThan(8);
  });

  it('a database that was cut or scribbled over is called damaged', () => {
    const folder = place();
    const store = createStore(folder, files);
    for (let seq = 1; seq <= 40; seq++) write(store, seq, 120_000);
    const database = readFileSync(join(folder, DATABASE));
    store.close();
    const told = (bytes: Buffer): string => {
      const copy = place();
      mkdirSync(copy);
      writeFileSync(join(copy, DATABASE), bytes);
      try {
        openStore(copy).close();
        return 'it opened';
      } catch (error) {
        expect(error).toBeInstanceOf(StoreError);
        return (error as StoreError).message;
      }
    };
    const scribbled = Buffer.from(database);
    scribbled.fill(0xa5, 40_000, 60_000);
    for (const bytes of [
      database.subarray(0, 100_000),
      database.subarray(0, database.length - 4096),
      scribbled,
    ]) {
      expect(told(bytes)).toMatch(/exercise\.sqlite is damaged: /);
    }
    expect(told(Buffer.from('this is no database, and is longer than a hundred bytes '.repeat(4)))).toMatch(
      /is damaged/,
    );
  });
});

it('folders that are made are named in those above them, up to one that was there', () => {
  expect(namingFolders('/a/b/c', '/a/b')).toEqual(['/a/b', '/a']);
  expect(namingFolders('/a', '/a')).toEqual(['/']);
});
