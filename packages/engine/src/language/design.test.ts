/** Points of designs, and what is wrong with those that cannot be made. */
import { describe, expect, test } from 'vitest';
import { readDesign, readScenario, readStudy } from './index.ts';

const SCENARIO = `stave: 1
id: test
title: Test
clock: { start: 2024-01, step: 1 month, steps: 12 }
parameters:
  a: { prior: "uniform(2, 4)", basis: judgement }
  b: { prior: "normal(0, 1) within [-1, 1]", basis: judgement }
  c: { prior: "normal(a, 1)", basis: judgement }
  d: { value: 3, basis: judgement }
measures: { m: a + b + c + d }
`;

async function read(design: string, rest = 'trials: 10', arms = '{ base: {} }') {
  const text = `stave-study: 1\nid: x\ntitle: x\nscenario: s\nseed: 7\ndesign: ${design}\n${rest}\narms: ${arms}\n`;
  const { study, diagnostics } = readStudy({ name: 'x', text });
  const { model } = await readScenario({ name: 's', text: SCENARIO });
  if (!model) throw new Error('no model');
  const found = study && readDesign(study, model, study.seed);
  const all = [...diagnostics, ...(found?.diagnostics ?? [])];
  return {
    study,
    drawn: found?.drawn,
    codes: all.map(({ code, span }) => `${code} at ${text.slice(span?.start, span?.end)}`),
    points: found?.points?.map(({ parameters }) =>
      Object.fromEntries(parameters.map(({ name, input }) => [name, input])),
    ),
  };
}

test('fixed points are those that are written', async () => {
  const { points } = await read('{ kind: fixed, points: [ { a: 2, b: 0.5 }, { a: "1 + 2" } ] }');
  expect(points).toEqual([{ a: 2, b: 0.5 }, { a: '1 + 2' }]);
});

test('a grid has every combination, the last parameter fastest', async () => {
  const { points } = await read(
    '{ kind: grid, over: { a: [2, 3], b: { low: -1, high: 1, levels: 3 }, d: [5] } }',
  );
  expect(points).toEqual([2, 3].flatMap((a) => [-1, 0, 1].map((b) => ({ a, b, d: 5 }))));
});

test('quantiles are those of the prior, its limits included', async () => {
  const { points } = await read(
    '{ kind: grid, over: { a: { quantiles: [0.25, 0.5] }, b: { quantiles: [0.5] } } }',
  );
  expect(points).toEqual([
    { a: 2.5, b: 0 },
    { a: 3, b: 0 },
  ]);
});

test.each(['latinHypercube', 'sobol'])('%s points have one in each stratum', async (kind) => {
  const { points = [] } = await read(
    `{ kind: ${kind}, points: 16, over: { d: { low: 10, high: 26 }, a: prior } }`,
  );
  expect(new Set(points.map(({ d }) => Math.floor(Number(d)))).size).toBe(16);
  expect(new Set(points.map(({ a }) => Math.floor((Number(a) - 2) * 8))).size).toBe(16);
});

test('without points it goes over trials, over priors first and in one order for all arms', async () => {
  const { drawn, points, study } = await read('{ kind: sobol }');
  expect(drawn).toEqual({ kind: 'sobol', names: ['a', 'b', 'c', 'd'] });
  expect(points).toEqual([{}]);
  expect(study?.replications).toBe(8);
});

test('precision stands in place of trials', async () => {
  const { study } = await read('{ kind: independent }', 'precision: 0.01\nreplications: 3');
  expect(study).toMatchObject({ precision: 0.01, trials: 10_000_000, replications: 3 });
});

describe('what cannot be', () => {
  test.each([
    ['{ kind: latinHypercube }', 'trials: 10\nreplications: 7', ['study-design at 7']],
    ['{ kind: sobol }', 'precision: 0.01', ['study-design at 0.01']],
    ['{ kind: independent }', 'precision: 2', ['study-trials at 2']],
    ['{ kind: independent }', '', ['study-trials at ']],
    ['{ kind: independent }', 'trials: 5\nreplications: 0', ['study-trials at 0']],
    ['{ kind: sobol, points: 4 }', 'trials: 5', ['study-design at { kind: sobol, points: 4 }']],
    [
      '{ kind: sobol, over: { a: prior } }',
      'trials: 5',
      ['study-design at { kind: sobol, over: { a: prior } }'],
    ],
    ['{ kind: sobol, points: 0.5, over: { a: prior } }', 'trials: 5', ['study-design at 0.5']],
    ['{ kind: sobol, points: 4, over: { x: prior } }', 'trials: 5', ['unknown-name at x']],
    ['{ kind: sobol, points: 4, over: { c: prior } }', 'trials: 5', ['study-design at prior']],
    ['{ kind: sobol, points: 4, over: { d: prior } }', 'trials: 5', ['study-design at prior']],
    [
      '{ kind: sobol, points: 4, over: { a: { low: 2, high: 1 } } }',
      'trials: 5',
      ['study-design at { low: 2, high: 1 }'],
    ],
    ['{ kind: grid, over: {} }', 'trials: 5', ['study-design at {}']],
    ['{ kind: grid, over: { a: { quantiles: [1] } } }', 'trials: 5', ['study-design at { quantiles: [1] }']],
    ['{ kind: grid, over: { a: { low: 1, high: 2, levels: 1 } } }', 'trials: 5', ['study-design at 1']],
    [
      '{ kind: grid, over: { a: { low: 1, high: 2, levels: 200 }, b: { low: 1, high: 2, levels: 200 } } }',
      'trials: 5',
      [
        'study-design at { kind: grid, over: { a: { low: 1, high: 2, levels: 200 }, b: { low: 1, high: 2, levels: 200 } } }',
      ],
    ],
    ['{ kind: other }', 'trials: 5', ['shape-value at other']],
  ])('%s with %s', async (design, rest, codes) => {
    expect((await read(design, rest)).codes).toEqual(codes);
  });

  test('an arm that sets what the design sets', async () => {
    const { codes } = await read(
      '{ kind: fixed, points: [ { a: 2 } ] }',
      'trials: 5',
      '{ x: { parameters: { a: 1 } } }',
    );
    expect(codes).toEqual(['study-design at a']);
  });
});
