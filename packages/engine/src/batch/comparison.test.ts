/** Comparisons against what is known of a scenario beforehand. */
import { expect, test } from 'vitest';
import type { TrialAnswers } from '../ir/executor.ts';
import { lower, type Ir } from '../ir/index.ts';
import { compileJs } from '../kernel/index.ts';
import { readScenario } from '../language/index.ts';
import { blocksHere } from './blocks.ts';
import { compareTrials, type CompareRequest } from './compare.ts';
import { matchedQuestions } from './matched.ts';
import { NestedPairs } from './nested-pairs.ts';

const irOf = async (text: string): Promise<Ir> => {
  const { model, diagnostics } = await readScenario({ name: 't', text });
  const ir = model && lower(model).ir;
  if (!ir) throw new Error(JSON.stringify(diagnostics));
  return ir;
};
const scenario = (shift: string, probability = '0.2'): string => `stave: 1
id: t
title: T
clock: { step: 1 day, steps: 5 }
parameters:
  slope: { prior: "uniform(0, 1)", basis: judgement }
drivers:
  d: { initial: x, states: { x: { chance: [{ to: y, probability: ${probability} }] }, y: {} } }
indicators: { w: { start: 0, next: w, noise: "normal(0, 1)" } }
measures: { m: w + ${shift} }
questions:
  much: { ask: x, kind: numeric, value: w + ${shift}, at: end, internal: true }
  passed: { ask: x, kind: binary, yes: d.y, at: end, internal: true }
  when: { ask: x, kind: time, first: d.y, by: end, internal: true }
`;
const run = (a: Ir, b: Ir, rest: Partial<CompareRequest> = {}) =>
  compareTrials({
    ...{
      a,
      b,
      seeds: ['7', '7'],
      paired: true,
      trials: 4000,
      replications: 1,
      desynchronised: false,
      executor: 'js',
    },
    runnerFor: (irs) => Promise.resolve(blocksHere(irs, compileJs, () => undefined)),
    signal: new AbortController().signal,
    onProgress: () => undefined,
    ...rest,
  });

test('a difference that is a parameter has its prior as range over assumptions', async () => {
  const found = await run(await irOf(scenario('0')), await irOf(scenario('slope')));
  const much = found?.result.questions[0]?.number;
  // The parameter itself: mean 1/2, 5th to 95th percentile 0.05 to 0.95. An end is off by at most 0.24 standard
  // deviations of the true means in the mean square (estimate/mean-range.ts), which are 1/sqrt(12); twice that.
  const off = (2 * 0.24) / Math.sqrt(12);
  expect(much?.difference).toBeCloseTo(0.5, 1);
  expect(Math.abs((much?.range?.low ?? 9) - 0.05)).toBeLessThan(off);
  expect(Math.abs((much?.range?.high ?? 9) - 0.95)).toBeLessThan(off);
  const [p05, , p50, , p95] = much?.quantiles.map(({ value }) => value) ?? [];
  // Of 4,000 uniform numbers: within 4 standard deviations of a quantile, sqrt(p (1 - p) / n), and half a bin.
  for (const [found_, wanted] of [
    [p05, 0.05],
    [p50, 0.5],
    [p95, 0.95],
  ] as const)
    expect(Math.abs((found_ ?? 9) - wanted)).toBeLessThan(
      4 * Math.sqrt((wanted * (1 - wanted)) / 4000) + 1 / 256,
    );
  const measure = found?.result.measures[0];
  expect(measure?.mean.at(-1)).toBeCloseTo(much?.difference ?? Number.NaN, 9);
  // Questions that do not read it have none.
  expect(found?.result.questions[1]?.outcomes[0]).toMatchObject({
    difference: 0,
    range: { low: 0, high: 0 },
  });
});

test('a chance that grows switches trials one way alone, and curves end where the shares are', async () => {
  const found = await run(await irOf(scenario('0')), await irOf(scenario('0', '0.3')));
  const [, passed, when] = found?.result.questions ?? [];
  const outcome = passed?.outcomes[0];
  // The same draw below 0.2 is below 0.3: 1 - 0.8^5 and 1 - 0.7^5.
  expect(outcome?.trials.onlyA).toBe(0);
  const d = 0.8 ** 5 - 0.7 ** 5;
  expect(Math.abs((outcome?.difference ?? 9) - d)).toBeLessThan(4 * Math.sqrt((d * (1 - d)) / 4000));
  expect(when?.curve?.difference.at(-1)).toBeCloseTo(-(outcome?.difference ?? Number.NaN), 12);
  expect(when?.curve?.difference[0]).toBe(0);
  // Mean of min(T, 5) is the sum of survival at 0 to 4 days.
  const sum = when?.curve?.difference.slice(0, 5).reduce<number>((total, x) => total + (x ?? 0), 0);
  expect(when?.restrictedMean?.difference).toBeCloseTo(sum ?? Number.NaN, 9);
});

test('quantiles of a difference in whole numbers are whole numbers', async () => {
  const counting = (probability: string): string =>
    scenario('0', probability).replace(
      'questions:',
      'questions:\n  days: { ask: x, kind: total, value: 3 * d.y, by: end, internal: true }',
    );
  const found = await run(await irOf(counting('0.2')), await irOf(counting('0.3')), { trials: 500 });
  const values = found?.result.questions[0]?.number?.quantiles.map(({ value }) => value) ?? [];
  expect(values).toHaveLength(5);
  for (const value of values) expect([0, 3, 6, 9, 12, 15]).toContain(value);
  expect(values.at(-1)).toBeGreaterThan(0);
});

test('replications are taken together, and luck of its own gains nothing', async () => {
  const [a, b] = [await irOf(scenario('0')), await irOf(scenario('0.1'))];
  const found = await run(a, b, { trials: 1000, replications: 3, desynchronised: true });
  expect(found?.result.trials).toBe(3000);
  expect(found?.result.questions[0]?.number).toMatchObject({ varianceReduction: 'infinite' });
  const factor = Number(found?.desynchronised?.questions[0]?.number?.varianceReduction);
  // A correlation of independent pairs is within 4 / sqrt(3000).
  expect(factor).toBeGreaterThan(1 / (1 + 4 / Math.sqrt(3000)));
  expect(factor).toBeLessThan(1 / (1 - 4 / Math.sqrt(3000)));
});

test('a failed trial is told and not compared', async () => {
  const fails = scenario('sqrt(w + 1.5)');
  const found = await run(await irOf(scenario('0')), await irOf(fails), { trials: 500 });
  expect(found?.result.failed.a).toBe(0);
  expect(found?.result.failed.b).toBeGreaterThan(0);
  expect(found?.result.questions[0]?.number).toMatchObject({ low: null, verdict: { is: 'unknown' } });
  expect(found?.result.questions[1]?.outcomes[0]?.trials.failed).toBe(found?.result.failed.b);
});

test('a bound of a difference of shares ends at 1', async () => {
  const ir = await irOf(scenario('0'));
  const plan = { points: 66, share: 15 };
  const passed = matchedQuestions(ir, ir).filter(({ question }) => question.id === 'passed');
  const count = plan.points * plan.share;
  // None in A, 11 to 15 of 15 in B: two standard deviations at the upper limit of their variance reach to 1.03.
  const answersWhere = (isYes: (trial: number) => boolean): TrialAnswers => ({
    ...{ first: 0, count, numbers: new Float64Array(count), failures: [] },
    answers: Int32Array.from({ length: count * 3 }, (_, i) => (isYes(Math.floor(i / 3)) ? 0 : 1)),
  });
  const pairs = new NestedPairs(ir, ir, passed, plan);
  pairs.add(
    answersWhere(() => false),
    answersWhere((trial) => trial % 15 < ([11, 11, 13, 14, 15][Math.floor(trial / 15) % 5] ?? 0)),
  );
  const range = pairs.range(passed[0]?.a ?? -1, 'yes');
  expect(range).toMatchObject({ bound: true, high: 1 });
  expect(range.low).toBeGreaterThan(0.6);
});
