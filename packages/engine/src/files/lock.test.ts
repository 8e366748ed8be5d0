/** Locks, as others may leave and take them meanwhile. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { lock } from './lock.ts';

const folder = mkdtempSync(join(tmpdir(), 'stave-lock-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);

// No process has so large a number; the other one lives.
const dead = `${hostname()} 4194999`;
const alive = `${hostname()} ${process.ppid}`;

test('what a kill left is not taken over while another takes it over', () => {
  writeFileSync(at('a'), dead);
  writeFileSync(at('a.takeover'), alive);
  expect(() => lock(at('a'))).toThrow(`a.takeover says that process ${process.ppid}`);
  expect(readFileSync(at('a'), 'utf8')).toBe(dead);
});

test('a takeover that was killed itself is taken over, and nothing is left behind', () => {
  writeFileSync(at('b'), dead);
  writeFileSync(at('b.takeover'), dead);
  const release = lock(at('b'));
  expect(readFileSync(at('b'), 'utf8').split(' ').slice(0, 2)).toEqual([hostname(), String(process.pid)]);
  release();
  expect(readdirSync(folder).filter((name) => name.startsWith('b'))).toEqual([]);
});

test('who gives it back leaves that of another alone', () => {
  const release = lock(at('c'));
  writeFileSync(at('c'), alive);
  release();
  expect(readFileSync(at('c'), 'utf8')).toBe(alive);
});

test('a folder or a link to nothing in its place is said', () => {
  mkdirSync(at('d'));
  expect(() => lock(at('d'))).toThrow(expect.objectContaining({ reason: 'unwritable', code: 'EISDIR' }));
  expect(existsSync(at('d'))).toBe(true);
  symlinkSync('nothing', at('e'));
  expect(() => lock(at('e'))).toThrow(expect.objectContaining({ reason: 'unwritable', code: 'ENOENT' }));
});

// Elsewhere a system does not say when a process began.
test.runIf(existsSync('/proc/self/stat'))('a number that is another process by now holds nothing', () => {
  const release = lock(at('f'));
  const [, , , life = ''] = readFileSync(at('f'), 'utf8').split(' ');
  release();
  const [boot, start] = life.split('.');
  expect(start).toMatch(/^\d+$/);
  const lives = readFileSync(`/proc/${process.ppid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')[19]!;
  // The very process that began then holds it.
  writeFileSync(at('f'), `${alive} x ${boot}.${lives}`);
  expect(() => lock(at('f'))).toThrow('is writing');
  // One that began at another time, or before the machine was started again, does not.
  for (const other of [`${boot}.${Number(lives) - 1}`, `another-boot.${lives}`]) {
    writeFileSync(at('f'), `${alive} x ${other}`);
    lock(at('f'))();
    expect(existsSync(at('f'))).toBe(false);
  }
});
