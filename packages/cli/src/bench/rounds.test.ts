/** Who runs when, and what becomes of times; the times themselves are made up. */
import { expect, test } from 'vitest';
import { race, ratioOf, type Rounds } from './rounds.ts';

const clock = (...seconds: readonly number[]): Rounds =>
  seconds.map((value) => ({ clock: value, processor: 2 * value }));

test('each warms up and has one turn a round, and rounds begin with another each time', async () => {
  const turns: string[] = [];
  const seen: string[] = [];
  const runners = ['a', 'b', 'c'].map((name, i) => ({
    name,
    trials: 10 ** i,
    time: () => ({ clock: turns.push(name), processor: 1 }),
  }));
  const rounds = await race(runners, 2, (done, total) => seen.push(`${done}/${total}`));
  expect(turns.join('')).toBe('abcabcbca');
  expect(seen).toEqual(['1/9', '2/9', '3/9', '4/9', '5/9', '6/9', '7/9', '8/9', '9/9']);
  // a had turns 4 and 9, c had 6 and 8; per trial, without the warming up.
  expect(rounds[0]).toEqual([
    { clock: 4, processor: 1 },
    { clock: 9, processor: 1 },
  ]);
  expect(rounds[2]).toEqual([
    { clock: 0.06, processor: 0.01 },
    { clock: 0.08, processor: 0.01 },
  ]);
});

test('a ratio is the median of ratios in a round, not the ratio of medians', () => {
  // By round 3, 1/2, 4.
  expect(ratioOf(clock(3, 1, 4), clock(1, 2, 1))).toEqual({ clock: 3, low: 0.5, high: 4, processor: 3 });
  // By round 1, 2; the median of an even number is between.
  expect(ratioOf(clock(1, 4), clock(1, 2))).toEqual({ clock: 1.5, low: 1, high: 2, processor: 1.5 });
  expect(ratioOf(clock(1), clock(3)).clock).toBe(0.3333);
});
