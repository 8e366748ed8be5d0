/** Journals under everything that can happen to a file. */
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { BatchRecord, RecordHead } from '../batch/batch.ts';
import { createJournal, Journal, readJournal } from './journal.ts';
import { JournalError } from './journal-error.ts';
import { recordBytes } from './records.ts';

const folder = mkdtempSync(join(tmpdir(), 'stave-journal-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let made = 0;
/** A journal with the pieces 0, 1 and 2: each its number, many times. */
function journalOf(pieces = 3): string {
  const path = join(folder, `${++made}.journal`);
  createJournal(path, { of: 'a test' }, { trials: 30 });
  const journal = new Journal(path, { fold: none });
  for (let i = 0; i < pieces; i++) journal.append(headOf(i), bodyOf(i));
  journal.close();
  return path;
}

const none = (): never => {
  throw new Error('nothing to fold');
};
const headOf = (i: number): RecordHead => ({ arm: 0, ranges: [[10 * i, 10 * i + 10]] });
const bodyOf = (i: number): Uint8Array => new Uint8Array(4 + i).fill(i + 1);
const piecesOf = (records: readonly BatchRecord[]) =>
  records.map(({ ranges, body }) => [ranges[0]?.[0], Uint8Array.from(body())]);
const pieces = (...numbers: number[]) => numbers.map((i) => [10 * i, bodyOf(i)]);
const reasonOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof JournalError) return error.reason;
    throw error;
  }
  return 'none';
};
/** Offsets of the records: identity, target, pieces. */
function recordsOf(path: string): number[] {
  const bytes = readFileSync(path);
  const marker = bytes.subarray(0, 8);
  const found = [];
  for (let i = 0; i >= 0; i = bytes.indexOf(marker, i + 1)) found.push(i);
  return found;
}
function flip(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at]! ^= 0x10;
  writeFileSync(path, bytes);
}

test('what was appended is there', () => {
  const content = readJournal(journalOf());
  expect(content.identity).toEqual({ of: 'a test' });
  expect(content.target).toEqual({ trials: 30 });
  expect(piecesOf(content.records)).toEqual(pieces(0, 1, 2));
  expect({ torn: content.torn, damage: content.damage }).toEqual({ torn: 0, damage: [] });
  content.close();
});

test('cut off at any byte, all records before the cut are there and the rest is dropped', () => {
  const path = journalOf();
  const whole = readFileSync(path);
  const [, , first = 0] = recordsOf(path);
  const ends = [...recordsOf(path).slice(3), whole.length];
  for (let length = first; length <= whole.length; length++) {
    writeFileSync(path, whole.subarray(0, length));
    const journal = new Journal(path, { fold: none });
    const kept = ends.filter((end) => end <= length).length;
    expect(journal.records, `cut at ${length}`).toHaveLength(kept);
    expect(journal.torn).toBe(length - (ends[kept - 1] ?? first));
    journal.append(headOf(kept), bodyOf(kept));
    expect(piecesOf(journal.records)).toEqual(pieces(...Array.from({ length: kept + 1 }, (_, i) => i)));
    journal.close();
    const read = readJournal(path);
    expect(read.records).toHaveLength(kept + 1);
    expect(read.torn).toBe(0);
    read.close();
  }
});

test('a flipped bit anywhere in a piece is damage, and costs that piece alone', () => {
  const path = journalOf();
  const whole = readFileSync(path);
  const [, , , from = 0, to = 0] = recordsOf(path);
  for (let at = from; at < to; at++) {
    writeFileSync(path, whole);
    flip(path, at);
    expect(
      reasonOf(() => new Journal(path, { fold: none })),
      `flipped at ${at}`,
    ).toBe('damaged');
    // Nothing was touched.
    expect(statSync(path).size).toBe(whole.length);
    const journal = new Journal(path, { fold: none, repair: true });
    expect(journal.repaired).toBe(1);
    expect(piecesOf(journal.records)).toEqual(pieces(0, 2));
    journal.append(headOf(1), bodyOf(1));
    journal.close();
    const read = readJournal(path);
    expect(piecesOf(read.records)).toEqual(pieces(0, 2, 1));
    expect([read.damage, read.target]).toEqual([[], { trials: 30 }]);
    read.close();
  }
});

test('a flipped bit in what it is of is repaired for whom it is tied to, and for nobody else', () => {
  const path = journalOf();
  const whole = readFileSync(path);
  const [, target = 0] = recordsOf(path);
  const repaired = (identity: object): Journal => new Journal(path, { fold: none, repair: true, identity });
  for (const at of [0, 20, 50, target - 1]) {
    writeFileSync(path, whole);
    flip(path, at);
    const damaged = readFileSync(path);
    expect(() => readJournal(path)).toThrow('is damaged at byte 0');
    expect(reasonOf(() => readJournal(path))).toBe('damaged');
    expect(reasonOf(() => repaired({ of: 'another test' }))).toBe('unproven');
    expect(readFileSync(path)).toEqual(damaged);
    const journal = repaired({ of: 'a test' });
    expect(journal.repaired).toBe(1);
    journal.close();
    expect(readFileSync(path)).toEqual(whole);
  }
  // Without what ties the records to a batch, nobody can say of which they are.
  flip(path, 50);
  flip(path, target + 50);
  expect(reasonOf(() => repaired({ of: 'a test' }))).toBe('unproven');
});

test('zeros at the end are damage, not a piece that was cut off', () => {
  const path = journalOf();
  appendFileSync(path, new Uint8Array(500));
  expect(reasonOf(() => new Journal(path, { fold: none }))).toBe('damaged');
});

describe('what is no journal', () => {
  test.each([
    ['nothing', ''],
    ['a text', 'stave-study: 1\n'.repeat(20)],
  ])('%s', (_what, text) => {
    const path = join(folder, `${++made}.journal`);
    writeFileSync(path, text);
    expect(reasonOf(() => new Journal(path, { fold: none }))).toBe('foreign');
    expect(readFileSync(path, 'utf8')).toBe(text);
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  test('one without its beginning', () => {
    const path = journalOf();
    writeFileSync(path, readFileSync(path).subarray(0, recordsOf(path)[1]! - 1));
    expect(() => readJournal(path)).toThrow('it is cut off in its beginning');
    expect(reasonOf(() => readJournal(path))).toBe('foreign');
  });

  test('one of another edition', () => {
    const path = join(folder, `${++made}.journal`);
    writeFileSync(path, recordBytes({ schema: 'stave-journal/1', identity: {} }, new Uint8Array(0)));
    expect(reasonOf(() => new Journal(path, { fold: none }))).toBe('foreign');
  });

  test('none at all', () => {
    expect(reasonOf(() => readJournal(join(folder, 'none')))).toBe('unreadable');
    expect(reasonOf(() => createJournal(join(folder, 'none/x'), {}, { trials: 1 }))).toBe('unwritable');
  });
});

describe('one writer at a time', () => {
  test('a second one is refused while the first is at work', () => {
    const path = journalOf();
    writeFileSync(`${path}.lock`, `${hostname()} ${process.ppid}`);
    expect(reasonOf(() => new Journal(path, { fold: none }))).toBe('busy');
    writeFileSync(`${path}.lock`, 'another-machine 1');
    expect(reasonOf(() => new Journal(path, { fold: none }))).toBe('busy');
  });

  test('one that was killed holds nothing', () => {
    const path = journalOf();
    // No process has so large a number.
    for (const left of [`${hostname()} 4194999`, `${hostname()} ${process.pid}`, '']) {
      writeFileSync(`${path}.lock`, left);
      const journal = new Journal(path, { fold: none });
      journal.close();
      expect(existsSync(`${path}.lock`)).toBe(false);
    }
  });
});

test('a later target counts', () => {
  const path = journalOf();
  const journal = new Journal(path, { fold: none });
  journal.aim({ trials: 50, precision: 0.1 });
  journal.append(headOf(3), bodyOf(3));
  journal.close();
  const read = readJournal(path);
  expect(read.target).toEqual({ trials: 50, precision: 0.1 });
  expect(read.records).toHaveLength(4);
  read.close();
});

test('a journal that has grown is folded, and does not grow with its pieces', () => {
  const path = journalOf(0);
  const fold = (records: readonly BatchRecord[]) => [
    { arm: 0, ranges: [[0, 10 * records.length]] as const, content: Uint8Array.of(1, 2, 3) },
  ];
  const journal = new Journal(path, { fold, foldBytes: 1000 });
  let most = 0;
  for (let i = 0; i < 100; i++) {
    journal.append(headOf(i), bodyOf(i));
    most = Math.max(most, statSync(path).size);
  }
  // Identity and target, what was folded, and at most 1,000 bytes and a piece since.
  expect(most).toBeLessThan(1000 + 2000);
  expect(Uint8Array.from(journal.records[0]?.body() ?? [])).toEqual(Uint8Array.of(1, 2, 3));
  expect(piecesOf(journal.records.slice(1))).toEqual(
    piecesOf(journal.records.slice(1)).map(([first]) => [first, bodyOf(Number(first) / 10)]),
  );
  journal.close();
  const read = readJournal(path);
  expect(read.identity).toEqual({ of: 'a test' });
  expect(read.records[0]?.ranges[0]?.[0]).toBe(0);
  read.close();
});
