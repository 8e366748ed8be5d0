import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, describe, expect, it } from 'vitest';
import type { RoomDeed, RoomEvent } from '../room/events.ts';
import { logOf, logText, readLog, type Log } from './log-file.ts';
import { createStore, DATABASE, memoryStore, openStore } from './sqlite-store.ts';
import type { Store } from './store.ts';

const files = { exercise: 'exercise.yaml', files: [{ path: 'exercise.yaml', text: 'stave-exercise: 1\n' }] };
const opened = { kind: 'opened', room: 'a', seed: '7', trial: 0 } as unknown as RoomDeed & { kind: 'opened' };

function filled(store: Store): Store {
  store.write((writer) => {
    writer.addRoom({ room: 'a', code: 'QRST' });
    writer.append('a', 1, 1000, [{ deed: opened, by: 'server' }]);
    writer.append('a', 2, 1001, [{ deed: { kind: 'joined', person: 'p1', language: 'en' }, by: 'p1' }]);
  });
  store.write((writer) => {
    const message = { kind: 'message', id: 'm1', channel: 'all', text: 'unforgettable' } as const;
    writer.append('a', 3, 1002, [{ deed: message, by: 'p1', ref: 'r1' }]);
    writer.append('a', 4, 1003, [{ deed: { kind: 'left', person: 'p1' }, by: 'p1' }]);
  });
  return store;
}

/** The number of the event, or of the line, at which a text is found not to be a log as it was written. */
function found(text: string): { readonly event?: number; readonly line?: number } | undefined {
  const read = readLog(text);
  if ('problem' in read) return { line: read.problem.line };
  return read.log.broken && { event: read.log.broken.seq };
}

const made: string[] = [];
function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'stave-chain-'));
  made.push(path);
  return path;
}
afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
});

describe('the chain of a log file', () => {
  const log = logOf(filled(memoryStore(files)), 'a');
  const text = logText(log);
  const lines = text.split('\n');
  // The header and one text stand before the events.
  const FIRST = 2;

  it('holds for a log as it was written', () => {
    expect(found(text)).toBeUndefined();
    expect(found(logText(log, { texts: false }))).toBeUndefined();
    expect(lines).toHaveLength(FIRST + log.events.length + 1);
  });

  it('finds any character of any event that was changed, and names it', () => {
    for (let event = 1; event <= log.events.length; event++) {
      const at = FIRST + event - 1;
      const line = lines[at]!;
      for (let i = 0; i < line.length; i++) {
        const changed = line.slice(0, i) + (line[i] === '1' ? '2' : '1') + line.slice(i + 1);
        const where = found([...lines.slice(0, at), changed, ...lines.slice(at + 1)].join('\n'));
        expect(where, `${changed} at ${i}`).toBeDefined();
        expect(where!.event ?? where!.line! - FIRST, `${changed} at ${i}`).toBe(event);
      }
    }
  });

  it('finds events that were put in, taken out or exchanged, with all numbers as they should be', () => {
    const bare = lines.slice(FIRST, -1).map((line) => {
      const { chain, ...event } = JSON.parse(line) as RoomEvent & { readonly chain: string };
      return { chain, event };
    });
    const rewritten = (list: typeof bare): string => {
      const events = list.map(({ chain, event }, i) => JSON.stringify({ ...event, seq: i + 1, chain }));
      return `${[...lines.slice(0, FIRST), ...events].join('\n')}\n`;
    };
    const [one, two, three, four] = bare as [
      (typeof bare)[0],
      (typeof bare)[0],
      (typeof bare)[0],
      (typeof bare)[0],
    ];
    expect(found(rewritten(bare))).toBeUndefined();
    expect(found(rewritten([one, two, four]))).toEqual({ event: 3 });
    expect(found(rewritten([one, two, three, three, four]))).toEqual({ event: 4 });
    expect(found(rewritten([one, two, four, three]))).toEqual({ event: 3 });
  });

  it('finds a header that was changed, and white space where none was', () => {
    expect(found(text.replace('stave-exercise: 1', 'stave-exercise: 2'))).toEqual({ line: 1 });
    expect(found(text.replace('{"seq":3,', '{"seq": 3,'))).toEqual({ event: 3 });
    expect(found(text.replace('{"seq":3,', '{"seq":9,"seq":3,'))).toEqual({ event: 3 });
  });

  it('says nothing of words, which can be deleted', () => {
    expect(found(text.replace('unforgettable', 'forgettable'))).toBeUndefined();
  });
});

describe('the chain of a folder', () => {
  const changed = (path: string, sql: string): Log => {
    const db = new Database(join(path, DATABASE));
    db.exec(sql);
    db.close();
    const store = openStore(path);
    try {
      return logOf(store, 'a');
    } finally {
      store.close();
    }
  };

  it('finds an event that was changed in the file', () => {
    const path = folder();
    filled(createStore(path, files)).close();
    expect(changed(path, '').broken).toBeUndefined();
    const { broken } = changed(
      path,
      "UPDATE events SET event = replace(event, '1001', '1000') WHERE seq = 2",
    );
    expect(broken).toMatchObject({ seq: 2, message: expect.stringContaining('event 2 (joined)') as string });
  });

  it('goes on over a restart, and holds when people are forgotten', () => {
    const path = folder();
    filled(createStore(path, files)).close();
    const store = openStore(path);
    store.write((writer) => {
      writer.append('a', 5, 1004, [{ deed: { kind: 'joined', person: 'p1', language: 'en' }, by: 'p1' }]);
    });
    store.forget('a', { seq: 6, at: 1005, by: 'control' });
    expect(store.broken('a')).toBeUndefined();
    expect(logOf(store, 'a').events).toHaveLength(6);
    store.close();
  });
});
