/** The soft minimum at its extremes, on every executor; expected values by the formula, worked by hand. */
import { expect, test } from 'vitest';
import { irOf, runAll, scenario } from '../support/scenario.ts';

/** `of` with the indicators a and b, a parameter s, at the end of a step. */
async function valueOf(of: string, { a = 0, b = 0, s = 1 }): Promise<number> {
  const body = `
parameters: { s: { value: ${s}, basis: assumption } }
indicators:
  a: { start: ${a}, next: a, basis: assumption }
  b: { start: ${b}, next: b, basis: assumption }
measures: { m: "${of}", other: s }`;
  const run = runAll(await irOf(scenario(body)));
  expect(run.block.failures).toEqual([]);
  return run.measure('m').at(-1) ?? Number.NaN;
}

test.each([
  // m + ln(2)/s - ln(1 + exp(-s d))/s with m = 90, d = 5, s = 10: the last term is below 1e-22
  ['large values', 'weakestLink([a, b], 10)', { a: 90, b: 95 }, 90 + Math.LN2 / 10],
  ['large values below 0', 'weakestLink([a, b], 10)', { a: -90, b: -95 }, -95 + Math.LN2 / 10],
  ['far apart', 'weakestLink([a, b], 1000)', { a: 0, b: 1e6 }, Math.LN2 / 1000],
  ['equal values', 'weakestLink([a, b], 7)', { a: 0.5, b: 0.5 }, 0.5],
  ['three of them', 'weakestLink([a, b, 1000], 2)', { a: 1, b: 400 }, 1 + Math.log(3) / 2],
  ['sharpness 0, constant', 'weakestLink([a, b], 0)', { a: 1, b: 2 }, 1.5],
  ['sharpness 0, a parameter', 'weakestLink([a, b], s)', { a: 1, b: 2, s: 0 }, 1.5],
  ['sharpness 0 in constants alone', 'weakestLink([1, 2, 6], 0)', {}, 3],
  // negative: the soft maximum, 95 - ln(2)/10
  ['negative sharpness', 'weakestLink([a, b], -10)', { a: 90, b: 95 }, 95 - Math.LN2 / 10],
  // near the mean: mean - s variance / 2 = 1.5 - 0.125 s
  ['a small sharpness', 'weakestLink([a, b], 0.000001)', { a: 1, b: 2 }, 1.5 - 1.25e-7],
])('%s', async (_, of, at, expected) => {
  expect(await valueOf(of, at)).toBeCloseTo(expected, 9);
});

test('a list too long to write out is said so', async () => {
  const long = `weakestLink([${Array(450).fill('a').join(', ')}], 2)`;
  expect(long.length).toBeLessThan(2000);
  await expect(valueOf(long, { a: 1 })).rejects.toThrow(/scenario-too-large/);
});
