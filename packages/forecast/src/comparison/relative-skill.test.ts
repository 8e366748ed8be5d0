import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isUnanswerable } from '../statistics/answer.ts';
import { comparePair } from './compare-pair.ts';
import { relativeSkill } from './relative-skill.ts';
import { binaryReferences, skillAgainst } from './skill.ts';
import { pairScores, type TaskScore } from './task-score.ts';

fc.configureGlobal({ seed: 23, numRuns: 60 });

const score = (forecaster: string, task: string, value: number): TaskScore => ({
  forecaster,
  task,
  score: value,
});

const table = fc.array(
  fc.record({
    forecaster: fc.constantFrom('a', 'b', 'c'),
    task: fc.constantFrom('1', '2', '3', '4', '5'),
    score: fc.double({ min: 0.1, max: 10, noNaN: true }),
  }),
  { minLength: 15, maxLength: 40 },
);
const once = (scores: readonly TaskScore[]): TaskScore[] => [
  ...new Map(scores.map((s) => [`${s.forecaster} ${s.task}`, s])).values(),
];

test('ratios are antisymmetric and relative skills multiply to 1', () => {
  fc.assert(
    fc.property(table, (raw) => {
      const { pairs, forecasters } = relativeSkill(once(raw), { test: 'none' });
      for (const pair of pairs) {
        const back = pairs.find((p) => p.first === pair.second && p.second === pair.first)!;
        if (pair.ratio !== undefined) expect(pair.ratio * back.ratio!).toBeCloseTo(1, 12);
      }
      const skills = forecasters.map((f) => f.relativeSkill);
      fc.pre(skills.every((s) => s !== undefined));
      expect(skills.reduce<number>((product, s) => product * s, 1)).toBeCloseTo(1, 10);
    }),
  );
});

test('order of rows and of forecasters changes nothing but order', () => {
  fc.assert(
    fc.property(table, (raw) => {
      const scores = once(raw);
      const skills = (rows: TaskScore[]): Map<string, number> =>
        new Map(
          relativeSkill(rows, { test: 'none' }).forecasters.map((f) => [f.forecaster, f.relativeSkill ?? -1]),
        );
      const [one, other] = [skills(scores), skills(scores.toReversed())];
      for (const [name, value] of one) expect(other.get(name)).toBeCloseTo(value, 12);
    }),
  );
});

test('an easy task that only one has does not help it', () => {
  const scores = [score('a', 'hard', 4), score('b', 'hard', 2), score('a', 'easy', 0.1)];
  const result = relativeSkill(scores, { test: 'none' });
  expect(result.pairs.find((p) => p.first === 'a')).toMatchObject({ n: 1, ratio: 2 });
  expect(result.warnings).toEqual(['b has 1 of 2 tasks']);
  expect(result.imputation).toBe('none');
});

test('a stated imputation counts what it puts in', () => {
  const scores = [
    score('a', '1', 4),
    score('b', '1', 2),
    score('c', '1', 1),
    score('a', '2', 8),
    score('c', '2', 2),
  ];
  const with2 = (imputation: Parameters<typeof relativeSkill>[1]): number | undefined =>
    relativeSkill(scores, { test: 'none', ...imputation }).pairs.find(
      (p) => p.first === 'b' && p.second === 'a',
    )?.ratio;
  expect(with2({ imputation: { with: 'worst' } })).toBeCloseTo((2 + 8) / 12, 14);
  expect(with2({ imputation: { with: 'mean' } })).toBeCloseTo((2 + 5) / 12, 14);
  expect(with2({ imputation: { with: 'forecaster', forecaster: 'c' } })).toBeCloseTo((2 + 2) / 12, 14);
  const { forecasters } = relativeSkill(scores, { test: 'none', imputation: { with: 'worst' } });
  expect(forecasters.map((f) => f.imputed)).toEqual([0, 1, 0]);
});

test('what has no ratio is said', () => {
  const apart = relativeSkill([score('a', '1', 1), score('b', '2', 1)]);
  expect(apart.warnings).toContain('a and b have no task in common');
  expect(apart.forecasters.every((f) => f.relativeSkill === undefined)).toBe(true);
  const signed = relativeSkill([score('a', '1', -1), score('b', '1', 1)]);
  expect(signed.warnings[0]).toMatch(/a has the negative score -1 on 1/);
  const perfect = relativeSkill([score('a', '1', 0), score('b', '1', 1)]);
  expect(perfect.warnings).toContain('The mean scores of a and b have no ratio: one is 0 or not finite');
  const infinite = relativeSkill([score('a', '1', Infinity), score('b', '1', 1)]);
  expect(infinite.pairs[0]).not.toHaveProperty('pValue');
});

test('skill against references', () => {
  const scores = [
    score('a', '1', 1),
    score('a', '2', 2),
    score('r', '1', 2),
    score('r', '2', 4),
    score('r', '3', 9),
  ];
  expect(skillAgainst(scores, 'a', 'r')).toMatchObject({ n: 2, skill: 0.5, missing: 1 });
  const none = skillAgainst([score('a', '1', 1), score('r', '1', 0)], 'a', 'r');
  expect(isUnanswerable(none) && none.unanswerable).toMatch(/mean score of r is 0/);
  // A task's own outcome is not in its base rate.
  expect(binaryReferences([1, 0, 0, 1])).toEqual({
    baseRate: [1 / 3, 2 / 3, 2 / 3, 1 / 3],
    noChange: [1 / 3, 1, 0, 0],
    uniform: [0.5, 0.5, 0.5, 0.5],
  });
});

test('pairs come in order of time and equal infinities differ by nothing', () => {
  const scores: TaskScore[] = [
    { ...score('a', 'late', Infinity), time: '2024-03' },
    { ...score('a', 'early', 1), time: '2024-01' },
    score('b', 'late', Infinity),
    score('b', 'early', 3),
    score('b', 'other', 3),
  ];
  const { pairs, onlyFirst, onlySecond } = pairScores(scores, 'a', 'b');
  expect(pairs.map((p) => [p.task, p.difference])).toEqual([
    ['early', -2],
    ['late', 0],
  ]);
  expect([onlyFirst, onlySecond]).toEqual([[], ['other']]);
});

test('one record of two forecasters: what is missing, what is infinite, what each test says', () => {
  const scores: TaskScore[] = [];
  for (let k = 0; k < 24; k++) {
    const [task, cluster] = [`task ${k}`, `cluster ${k % 8}`];
    scores.push({ forecaster: 'a', task, cluster, time: k, score: 0.1 + (k % 5) / 50 });
    scores.push({ forecaster: 'b', task, cluster, time: k, score: 0.2 + (k % 3) / 25 });
  }
  scores.push(score('a', 'own', 1));
  const result = comparePair(scores, 'a', 'b', { target: 0.01 });
  if (isUnanswerable(result)) throw new Error(result.unanswerable);
  expect(result).toMatchObject({ n: 24, onlyFirst: ['own'], onlySecond: [], infinite: [] });
  expect(result.meanDifference).toBeCloseTo(result.firstMean - result.secondMean, 12);
  expect(result.interval).toMatchObject({ method: expect.stringMatching(/^cluster bootstrap, 8 clusters/) });
  // Eight clusters, all on one side: 2 of 256 relabellings.
  expect(result.permutation).toMatchObject({ units: 8, pValue: 2 / 256 });
  for (const test of [result.dieboldMariano, result.wilcoxon, result.conditional]) {
    expect(isUnanswerable(test) || test.pValue).toBeLessThan(0.001);
  }
  expect(result.bestForFirst).toHaveLength(5);
  expect(result.bestForFirst[0]!.difference).toBe(Math.min(...result.bestForFirst.map((p) => p.difference)));
  expect(result.worstForFirst).toEqual([]);
  const wrong = comparePair([...scores, score('a', 'sure', Infinity), score('b', 'sure', 1)], 'a', 'b');
  if (isUnanswerable(wrong)) throw new Error(wrong.unanswerable);
  expect(wrong).toMatchObject({ infinite: ['sure'], meanDifference: Infinity });
  expect(isUnanswerable(wrong.dieboldMariano)).toBe(true);
  expect(wrong.worstForFirst[0]!.task).toBe('sure');
  const both = [score('a', '1', Infinity), score('b', '1', 1), score('a', '2', 1), score('b', '2', Infinity)];
  expect(comparePair(both, 'a', 'b')).not.toHaveProperty('meanDifference');
  expect(comparePair([score('a', '1', 1), score('b', '2', 1)], 'a', 'b')).toMatchObject({
    unanswerable: expect.stringContaining('no task in common'),
  });
});

test('a class of many is gone through a few times, not once for each of its pairs', () => {
  let reads = 0;
  const scores = Array.from({ length: 40 }, (_, f) =>
    Array.from({ length: 10 }, (_, t) => ({
      get forecaster() {
        reads++;
        return `student ${f}`;
      },
      task: `q${t}`,
      score: 1 + ((f * 7 + t * 3) % 11),
    })),
  ).flat();
  const { pairs } = relativeSkill(scores, { test: 'none' });
  expect(pairs).toHaveLength(40 * 39);
  expect(reads).toBeLessThan(20 * scores.length);
});
