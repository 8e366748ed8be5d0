/** Linear equations of chains with known solutions, eliminated and iterated. */
import { expect, test } from 'vitest';
import type { Edges } from './components.ts';
import { solve } from './solve.ts';

type Row = readonly (readonly [target: number, probability: number])[];

function edgesOf(rows: readonly Row[]): Edges {
  const starts = [0];
  for (const row of rows) starts.push((starts.at(-1) ?? 0) + row.length);
  const all = rows.flat();
  return {
    size: rows.length,
    rowStart: (node) => starts[node]!,
    target: (edge) => all[edge]![0],
    probability: (edge) => all[edge]![1],
  };
}

const relative = (x: number, right: number): number => Math.abs(x - right) / right;

test('a fair game of 2,000: i (n - i) rounds, one chain of 1,999 nodes', () => {
  const n = 2000;
  const chain = edgesOf(
    Array.from({ length: n + 1 }, (_, i): Row => (i === 0 || i === n ? [] : [[i - 1, 0.5], [i + 1, 0.5]])), // prettier-ignore
  );
  const stop = new Float64Array(n + 1).fill(Number.NaN);
  stop[0] = stop[n] = 0;
  const { x, iterated } = solve(chain, { stop, reward: new Float64Array(n + 1).fill(1) });
  expect(iterated).toBe(0);
  for (const i of [1, 700, 1000]) expect(relative(x[i]!, i * (n - i))).toBeLessThan(1e-11);
});

test('too dense to be eliminated: half goes home, half anywhere, so two rounds', () => {
  const n = 500;
  const anywhere: Row = Array.from({ length: n }, (_, i) => [i, 0.5 / n]);
  const chain = edgesOf([...anywhere.map((): Row => [...anywhere, [n, 0.5]]), []]);
  const stop = new Float64Array(n + 1).fill(Number.NaN);
  stop[n] = 0;
  const { x, iterated } = solve(chain, { stop, reward: new Float64Array(n + 1).fill(1) });
  expect(iterated).toBe(n);
  for (const i of [0, 250, n - 1]) expect(relative(x[i]!, 2)).toBeLessThan(1e-12);
});

test('rare events keep their digits: 1e-15 of a way, tried until it is found', () => {
  const chain = edgesOf([
    [
      [0, 1 - 3e-15],
      [1, 1e-15],
      [2, 2e-15],
    ],
    [],
    [],
  ]);
  const { x } = solve(chain, { stop: Float64Array.of(Number.NaN, 1, 0) });
  expect(relative(x[0]!, 1 / 3)).toBeLessThan(1e-15);
});

test('certain and impossible are exact, also in circles; a circle that pays is worth infinitely much', () => {
  const third = 1 / 3;
  const chain = edgesOf([
    [[1, third], [2, third], [3, third]], // prettier-ignore
    [[0, 0.1], [3, 0.9]], // prettier-ignore
    [[0, 0.3], [3, 0.7]], // prettier-ignore
    [],
    [[5, 1]],
    [[4, 1]],
    [[-1, 0.5], [3, 0.5]], // prettier-ignore
  ]);
  const stop = new Float64Array(7).fill(Number.NaN);
  stop[3] = 1;
  const { x } = solve(chain, { stop });
  expect([...x]).toEqual([1, 1, 1, 1, 0, 0, 0.5]);
  expect(solve(chain, { stop, failing: 0 }).x[6]).toBe(1);
  const paid = solve(chain, { stop, reward: Float64Array.of(0, 0, 0, 0, 1, 0, 0) }).x;
  expect(paid[4]).toBe(Infinity);
});
