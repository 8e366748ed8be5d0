import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { RoomDeed } from '../room/events.ts';
import { logOf, logText, readLog } from './log-file.ts';
import { createStore, memoryStore, openStore } from './sqlite-store.ts';
import type { ExerciseFiles, Store } from './store.ts';

const files: ExerciseFiles = {
  exercise: 'exercise.yaml',
  files: [
    { path: 'exercise.yaml', text: 'stave-exercise: 1\n' },
    { path: 'scenario.yaml', text: 'stave: 1\n' },
  ],
};

const opened = { kind: 'opened', room: 'a', seed: '7' } as unknown as RoomDeed & { kind: 'opened' };

const made: string[] = [];
function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'stave-store-'));
  made.push(path);
  return path;
}
afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
});

function filled(store: Store): Store {
  store.write((writer) => {
    writer.addRoom({ room: 'a', code: 'QRST' });
    writer.append('a', 1, 1000, [{ deed: opened, by: 'server' }]);
    writer.append('a', 2, 1001, [{ deed: { kind: 'joined', person: 'p1', language: 'en' }, by: 'p1' }]);
    writer.nameIs('a', 'p1', 'Nomen Proprium');
    writer.tokenIs('hash-of-a-token', { kind: 'person', room: 'a', person: 'p1' });
    writer.append('a', 3, 1002, [
      { deed: { kind: 'message', id: 'm1', channel: 'all', text: 'unforgettable' }, by: 'p1', ref: 'r1' },
      {
        deed: { kind: 'argued', id: 'a1', seat: 's', action: 'blockade', pull: {}, reasons: ['one', 'two'] },
        by: 'p1',
      },
    ]);
  });
  return store;
}

describe('a store', () => {
  it('gives words numbers and finds all again after it was closed', () => {
    const path = folder();
    filled(createStore(path, files)).close();
    const store = openStore(path);
    expect(store.exercise).toEqual(files);
    expect(store.rooms()).toEqual([{ room: 'a', code: 'QRST' }]);
    expect(store.events('a').slice(2)).toEqual([
      { seq: 3, at: 1002, by: 'p1', ref: 'r1', kind: 'message', id: 'm1', channel: 'all', text: 1 },
      {
        seq: 4,
        at: 1002,
        by: 'p1',
        kind: 'argued',
        id: 'a1',
        seat: 's',
        action: 2,
        pull: {},
        reasons: [3, 4],
      },
    ]);
    expect([1, 2, 3, 4, 5].map((id) => store.text('a', id))).toEqual([
      'unforgettable',
      'blockade',
      'one',
      'two',
      undefined,
    ]);
    expect(store.name('a', 'p1')).toBe('Nomen Proprium');
    expect(store.holder('hash-of-a-token')).toEqual({ kind: 'person', room: 'a', person: 'p1' });
    expect(store.holder('hash-of-another')).toBeUndefined();
    store.close();
  });

  it.runIf(process.platform !== 'win32')('is for nobody else on the machine', () => {
    const path = join(folder(), 'new');
    const store = filled(createStore(path, files));
    const rights = (name: string): number => statSync(join(path, name)).mode & 0o077;
    const names = readdirSync(path).filter((name) => name.startsWith('exercise.sqlite'));
    expect(names.length).toBeGreaterThan(1);
    expect(['.', ...names].map(rights)).toEqual(['.', ...names].map(() => 0));
    store.close();
  });

  it('writes all of a write or nothing of it', () => {
    const store = filled(memoryStore(files));
    expect(() =>
      store.write((writer) => {
        writer.nameIs('a', 'p1', 'Other');
        writer.append('a', 5, 1, [
          { deed: { kind: 'message', id: 'm2', channel: 'all', text: 'lost' }, by: 'p1' },
        ]);
        throw new Error('on the way');
      }),
    ).toThrow('on the way');
    expect(store.events('a')).toHaveLength(4);
    expect(store.name('a', 'p1')).toBe('Nomen Proprium');
    expect(store.text('a', 5)).toBeUndefined();
  });

  it('takes no number twice', () => {
    const store = filled(memoryStore(files));
    const again = (): unknown =>
      store.write((writer) => writer.append('a', 4, 1, [{ deed: { kind: 'forgotten' }, by: 'server' }]));
    expect(again).toThrow(/cannot be written.*UNIQUE/);
    expect(store.events('a')).toHaveLength(4);
  });

  it('is not opened while another process has it', () => {
    const path = folder();
    createStore(path, files).close();
    const lockFile = join(path, 'exercise.lock');
    writeFileSync(lockFile, `${hostname()} ${process.ppid} its-own`);
    expect(() => openStore(path)).toThrow(/another server has .* open/);
    rmSync(lockFile);
    openStore(path).close();
  });

  it('says what is wrong with a folder', () => {
    const path = folder();
    expect(() => openStore(path)).toThrow('holds no exercise');
    createStore(path, files).close();
    expect(() => createStore(path, files)).toThrow('holds an exercise already');
  });

  it('forgets names, tokens and texts to the last byte, and keeps the events', () => {
    const path = folder();
    const store = filled(createStore(path, files));
    const bytes = (): string =>
      readdirSync(path)
        .map((name) => readFileSync(join(path, name), 'latin1'))
        .join('\n');
    const personal = ['Nomen Proprium', 'unforgettable', 'blockade', 'hash-of-a-token'];
    expect(personal.map((word) => bytes().includes(word))).toEqual([true, true, true, true]);
    const before = store.events('a');
    store.forget('a', { seq: 5, at: 1003, by: 'control' });
    expect(personal.map((word) => bytes().includes(word))).toEqual([false, false, false, false]);
    expect(store.events('a')).toEqual([...before, { seq: 5, at: 1003, by: 'control', kind: 'forgotten' }]);
    // A number that named a text that is gone is not given to another.
    const [event] = store.write((writer) =>
      writer.append('a', 6, 1004, [
        { deed: { kind: 'message', id: 'm2', channel: 'all', text: 'new' }, by: 'p1' },
      ]),
    );
    expect(event).toMatchObject({ text: 5 });
    store.close();
  });
});

describe('a log file', () => {
  const log = logOf(filled(memoryStore(files)), 'a');

  it('reads as it was written, byte for byte, with and without what is personal', () => {
    for (const wanted of [{}, { names: true }, { texts: false }]) {
      const text = logText(log, wanted);
      const read = readLog(text);
      expect('log' in read && logText(read.log, wanted)).toBe(text);
    }
    expect(logText(log)).not.toContain('Nomen');
    expect(logText(log, { names: true })).toContain('Nomen Proprium');
    expect(logText(log, { texts: false })).not.toContain('unforgettable');
  });

  it.each([
    ['', 1, 'no log of a room'],
    ['{"schema":"stave-log/2"}\n', 1, 'no log of a room'],
    ['{"schema":"stave-log/1","room":"a"}\n', 1, 'lacks the room or the files'],
    [logText(log).slice(0, -1), 9, 'cut off'],
    [logText(log).replace('"seq":2', '"seq":3'), 7, 'event 2 is missing'],
    [logText(log).replace('{"text":2', '{"test":2'), 3, 'neither a text'],
    [logText(log).replace('{"text":2', 'text:2'), 3, 'no JSON object'],
  ])('names the line that is wrong: %#', (text, line, message) => {
    expect(readLog(text)).toMatchObject({
      problem: { line, message: expect.stringContaining(message) as string },
    });
  });
});
