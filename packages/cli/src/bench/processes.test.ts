/** Processes that are measured: what they print, and a peak of memory that is theirs. */
import { expect, test } from 'vitest';
import { runNode } from './processes.ts';

const MEGABYTES = 200;
const allocate = (megabytes: number): string[] => [
  ...['-e', `Buffer.alloc(${megabytes}e6, 1); console.log('done')`],
];

test('the peak of a process is what it had at most, not what this one has', async () => {
  // More than the processes below take.
  const own = Buffer.alloc(400e6, 1);
  const [small, large] = [await runNode(allocate(1), true), await runNode(allocate(MEGABYTES), true)];
  expect(own.at(-1)).toBe(1);
  expect(small.stdout).toBe('done\n');
  expect(small.peak).toBeGreaterThan(10e6);
  expect(small.peak).toBeLessThan(MEGABYTES * 1e6);
  expect(large.peak).toBeGreaterThan(MEGABYTES * 1e6);
  expect(large.peak).toBeLessThan(2 * MEGABYTES * 1e6);
});

test('a process that fails is a fault that says what it said', async () => {
  await expect(runNode(['-e', "console.error('no such luck'); process.exit(3)"])).rejects.toThrow(
    /ended with 3: no such luck/,
  );
  expect(await runNode(['-e', '0'])).not.toHaveProperty('peak');
});
