import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isUnanswerable } from '../statistics/answer.ts';
import { linearPoolOfCategories } from '../pools/probabilities.ts';
import { sumOf } from '../statistics/numbers.ts';
import { baselineScores, byForecaster, spotBaselineScores } from './baseline-score.ts';
import { explainPeerScore } from './explain.ts';
import {
  attainableCoverage,
  bucketOf,
  massesOfCdf,
  type ResolvedQuestion,
  type StandingForecast,
  withLeastProbability,
} from './forecast-history.ts';
import { pooledHistory, standingForecasts } from './histories.ts';
import { leaderboard, type QuestionScore } from './leaderboard.ts';
import { peerScores, spotPeerScores } from './peer-score.ts';
import { relativeScores } from './relative-score.ts';
import { rescored } from './rescore.ts';
import { timeAveragedBrier } from './time-averaged-brier.ts';

fc.configureGlobal({ seed: 23, numRuns: 60 });

function answered<T>(answer: T): Exclude<T, { unanswerable: string }> {
  if (isUnanswerable(answer)) throw new Error(answer.unanswerable);
  return answer as Exclude<T, { unanswerable: string }>;
}

const times = { opens: 0, scheduledClose: 10, closed: 10 };
const binary: ResolvedQuestion = { kind: { is: 'choice' }, option: 1, times };
const says = (p: number, start = 0, end?: number, forecaster = `p${p} s${start}`): StandingForecast => ({
  forecaster,
  probabilities: [1 - p, p],
  start,
  ...(end === undefined ? {} : { end }),
});
const scores = (rows: readonly { score: number; coverage: number }[]): [number, number][] =>
  rows.map(({ score, coverage }) => [Number(score.toFixed(8)), Number(coverage.toFixed(8))]);

test('baseline: nothing known is 0, certainty of the truth 100, by time covered', () => {
  expect(scores(baselineScores([says(0.5), says(1), says(0.5 ** 0.5), says(0.5 ** 1.5)], binary))).toEqual([
    [0, 1],
    [100, 1],
    [50, 1],
    [-50, 1],
  ]);
  // Late, withdrawn, both, too late, before opening.
  const rows = [says(1, 3), says(1, 0, 3), says(1, 5, 8), says(1, 10), says(1, -5, 5)];
  expect(scores(baselineScores(rows, binary))).toEqual([
    [70, 0.7],
    [30, 0.3],
    [30, 0.3],
    [0, 0],
    [50, 0.5],
  ]);
  expect(baselineScores([says(0)], binary)[0]!.score).toBe(-Infinity);
});

test('an early close caps coverage, and the cap is told', () => {
  const early = { ...binary, times: { ...times, closed: 5 } };
  expect(scores(baselineScores([says(1), says(1, 6)], early))).toEqual([
    [50, 0.5],
    [0, 0],
  ]);
  expect(attainableCoverage(early.times)).toBe(0.5);
  expect(attainableCoverage(early.times, 4)).toBeCloseTo(0.1, 14);
  expect(attainableCoverage(early.times, 7)).toBe(0);
});

test('an option that did not exist is read from the last one, and does not count among the options', () => {
  // Metaculus 100c408, tests/unit/test_scoring: 3 options at the time, the third placeholder stands for a later one.
  const probabilities = [1 / 3, 1 - 3 ** -0.5 - 1 / 3, null, 3 ** -0.5];
  const forecast: StandingForecast = { forecaster: 'a', probabilities, start: 0 };
  const at = (option: number): ResolvedQuestion => ({ ...binary, option });
  expect(scores(baselineScores([forecast], at(0)))).toEqual([[0, 1]]);
  expect(scores(baselineScores([forecast], at(2)))).toEqual([[50, 1]]);
  expect(scores(baselineScores([forecast], at(3)))).toEqual([[50, 1]]);
  const quarter = Math.exp(0.25) / 3;
  const rivals: StandingForecast[] = [
    { forecaster: 'a', probabilities: [1 / 3, 2 / 3 - quarter, null, quarter], start: 0 },
    { forecaster: 'b', probabilities: [1 / 3, 1 / 3, null, 1 / 3], start: 0 },
  ];
  expect(scores(answered(peerScores(rivals, at(0))))).toEqual([
    [0, 1],
    [0, 1],
  ]);
  for (const option of [2, 3]) {
    expect(scores(answered(peerScores(rivals, at(option))))).toEqual([
      [25, 1],
      [-25, 1],
    ]);
  }
});

test('continuous: an even distribution is 0, also with open ends', () => {
  const even = (low: number, high: number): number[] =>
    massesOfCdf(Array.from({ length: 201 }, (_, k) => low + ((high - low) * k) / 200));
  const score = (probabilities: number[], openBounds: 0 | 2, option: number): number =>
    baselineScores([{ forecaster: 'a', probabilities, start: 0 }], {
      kind: { is: 'continuous', openBounds },
      option,
      times,
    })[0]!.score;
  expect(score(even(0, 1), 0, 150)).toBeCloseTo(0, 8);
  expect(score(even(0.05, 0.95), 2, 150)).toBeCloseTo(0, 8);
  expect(score(even(0.05, 0.95), 2, 0)).toBeCloseTo(0, 8);
  expect(score(even(0.05, 0.95), 2, 201)).toBeCloseTo(0, 8);
  expect(score(even(0.2, 0.95), 2, 0)).toBeCloseTo(50 * Math.log(4), 8);
});

test('a value finds its bucket, on linear and logarithmic scales', () => {
  const linear = { low: 0, high: 10, buckets: 5 };
  expect([-0.1, 0, 1.9, 2, 2.1, 9.9, 10, 10.1].map((x) => bucketOf(x, linear))).toEqual([
    0, 1, 1, 1, 2, 5, 5, 6,
  ]);
  // Decades from 1 to 1,000: each third of the scale is one.
  const logarithmic = { low: 1, high: 1000, zeroPoint: 0, buckets: 3 };
  expect([0.5, 5, 50, 500, 2000].map((x) => bucketOf(x, logarithmic))).toEqual([0, 1, 2, 3, 4]);
});

test('peer scores by hand: geometric means of the others, moment by moment', () => {
  const all = answered(peerScores([says(0.1), says(0.5), says(0.9, 5)], binary));
  const g = (...p: number[]): number => Math.exp(sumOf(p.map(Math.log)) / p.length);
  expect(all[0]!.score).toBeCloseTo(50 * (Math.log(0.1 / 0.5) + Math.log(0.1 / g(0.5, 0.9))), 10);
  expect(all[1]!.score).toBeCloseTo(50 * (Math.log(0.5 / 0.1) + Math.log(0.5 / g(0.1, 0.9))), 10);
  expect(all[2]).toMatchObject({
    score: expect.closeTo(50 * Math.log(0.9 / g(0.1, 0.5)), 10),
    coverage: 0.5,
  });
  // Equal to n/(n − 1) times the log ratio to the mean of all.
  expect(all[2]!.score).toBeCloseTo(0.5 * 100 * 1.5 * Math.log(0.9 / g(0.1, 0.5, 0.9)), 10);
});

const histories = fc.array(
  fc.record({
    p: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
    start: fc.integer({ min: -3, max: 12 }),
    length: fc.option(fc.integer({ min: 0, max: 12 })),
  }),
  { minLength: 1, maxLength: 6 },
);
const standing = (rows: { p: number; start: number; length: number | null }[]): StandingForecast[] =>
  rows.map(({ p, start, length }, k) =>
    says(p, start, length === null ? undefined : start + length, `forecaster ${k}`),
  );

test('peer scores add up to 0, cover what the forecast covers, and do not depend on the order of rows', () => {
  fc.assert(
    fc.property(histories, fc.integer({ min: 1, max: 10 }), (rows, closed) => {
      const question = { ...binary, times: { ...times, closed } };
      const forecasts = standing(rows);
      const peers = answered(peerScores(forecasts, question));
      expect(sumOf(peers.map((p) => p.score))).toBeCloseTo(0, 8);
      const baseline = baselineScores(forecasts, question);
      peers.forEach((p, k) => expect(p.coverage).toBeCloseTo(baseline[k]!.coverage, 12));
      const reversed = answered(peerScores(forecasts.toReversed(), question));
      peers.forEach((p, k) => expect(reversed.at(-1 - k)!.score).toBeCloseTo(p.score, 10));
      // An explanation's stretches add up to the score.
      peers.forEach((p) => expect(sumOf(p.stretches.map((s) => s.points))).toBeCloseTo(p.score, 10));
    }),
  );
});

test('peer scores: alone, certain and wrong, against others than those scored', () => {
  expect(scores(answered(peerScores([says(0.9, 3, 8)], binary)))).toEqual([[0, 0.5]]);
  expect(peerScores([says(0), says(0.4)], binary)).toMatchObject({
    unanswerable: expect.stringMatching(/p0 s0 gave probability 0/),
  });
  const base = [says(0.5)];
  const bot = says(0.8, 0, undefined, 'bot');
  const [score] = answered(peerScores([bot], binary, base));
  expect(score!.score).toBeCloseTo(100 * Math.log(1.6), 10);
});

test('a least probability leaves a distribution, and peers with finite scores', () => {
  const certain = withLeastProbability(says(0), 0.01);
  expect(certain.probabilities).toEqual([expect.closeTo(0.99, 12), 0.01]);
  expect(answered(peerScores([certain, says(0.4)], binary))[1]!.score).toBeCloseTo(100 * Math.log(40), 8);
  const gone = withLeastProbability({ forecaster: 'a', probabilities: [0, null, 1], start: 0 }, 0.1);
  expect(gone.probabilities).toEqual([0.1, null, expect.closeTo(0.9, 12)]);
});

test('updates of one forecaster are never their own peers', () => {
  const mine = [says(0.2, 0, 5, 'a'), says(0.9, 5, undefined, 'a')];
  expect(answered(peerScores(mine, binary)).map((s) => s.score)).toEqual([0, 0]);
  const copies = mine.map((f) => ({ ...f }));
  expect(answered(peerScores(mine, binary, copies)).map((s) => s.score)).toEqual([0, 0]);
});

test('spot scores: who stands at the moment', () => {
  const rows = [says(0.1), says(0.5), says(0.9, 0, 5)];
  expect(spotBaselineScores(rows, binary, 7).map((s) => s.coverage)).toEqual([1, 1, 0]);
  const spot = answered(spotPeerScores(rows, binary, 7));
  expect(spot[0]!.score).toBeCloseTo(100 * Math.log(0.2), 10);
  expect(spot[2]).toMatchObject({ score: 0, coverage: 0 });
});

test('relative scores follow the community’s forecast as it changes', () => {
  const community = [says(0.5, 0, undefined, 'all'), says(0.8, 5, undefined, 'all')];
  const [whole, late] = relativeScores([says(0.8), says(0.4, 5)], community, binary);
  expect(whole!.score).toBeCloseTo(0.5 * Math.log2(1.6), 12);
  expect(late!).toMatchObject({ score: expect.closeTo(-0.5, 12), coverage: 0.5 });
  // Time counts until the close.
  const early = { ...binary, times: { ...times, closed: 5 } };
  expect(relativeScores([says(0.8)], community, early)[0]).toMatchObject({ coverage: 1 });
});

test('time-averaged Brier scores: joining late or leaving early gains nothing against the median of the same time', () => {
  const rows = [
    says(0.5, 0, undefined, 'a'),
    says(0.9, 5, undefined, 'late'),
    says(0.1, 0, 5, 'b'),
    says(0.7, 5, undefined, 'b'),
  ];
  const result = timeAveragedBrier(rows, binary);
  const of = (name: string): (typeof result)[number] => result.find((r) => r.forecaster === name)!;
  expect(of('a')).toMatchObject({ brier: expect.closeTo(0.5, 12), coverage: 1 });
  expect(of('late')).toMatchObject({
    brier: expect.closeTo(0.02, 12),
    coverage: 0.5,
    median: expect.closeTo(0.18, 12),
  });
  expect(of('b').brier).toBeCloseTo((1.62 + 0.18) / 2, 12);
  expect(of('late').relative).toBeCloseTo(-0.16, 12);
  expect(timeAveragedBrier([says(0.5, 12, undefined, 'after')], binary)).toEqual([]);
  const half = timeAveragedBrier(rows, binary, 'probability');
  expect(half[0]!.brier).toBeCloseTo(0.25, 12);
});

test('a score explains itself', () => {
  const [late] = answered(peerScores([says(0.9, 5), says(0.5), says(0.5, 0, undefined, 'other')], binary));
  expect(explainPeerScore(late!)).toEqual([
    'From day 5 to 10 you gave 90% to what happened; the geometric mean of 2 other forecasts was 50%: +29.4 points.',
    'Together +29.4 points over 50% of the question’s time.',
  ]);
  const [alone] = answered(peerScores([says(0.9)], binary));
  expect(explainPeerScore(alone!)[0]).toMatch(/nobody else had a forecast/);
  const [none] = answered(peerScores([says(0.9, 12)], binary));
  expect(explainPeerScore(none!)).toEqual([
    'No forecast of yours stood while the question counted: 0 points.',
  ]);
});

test('a forecaster’s updates add up', () => {
  const updates = [says(0.6, 0, 4, 'a'), says(0.8, 4, undefined, 'a'), says(0.5, 0, undefined, 'b')];
  const [a, b] = byForecaster(baselineScores(updates, binary));
  expect(a!.coverage).toBeCloseTo(1, 12);
  expect(a!.score).toBeCloseTo(40 * Math.log2(1.2) + 60 * Math.log2(1.6), 10);
  expect(b).toMatchObject({ score: 0, coverage: 1 });
});

test('a leaderboard: neither volume nor one lucky question wins', () => {
  const rows: QuestionScore[] = [];
  for (let k = 0; k < 30; k++) {
    rows.push({ forecaster: 'steady', question: `q${k}`, score: 10, coverage: 1 });
    // Twice as many questions in all, half as good.
    rows.push({ forecaster: 'busy', question: `q${k}`, score: 6, coverage: 1 });
    rows.push({ forecaster: 'busy', question: `r${k}`, score: 6, coverage: 1 });
  }
  rows.push({ forecaster: 'lucky', question: 'q0', score: 80, coverage: 1 });
  expect(leaderboard(rows).map((s) => s.forecaster)).toEqual(['steady', 'busy', 'lucky']);
  expect(leaderboard(rows, { by: 'sum' })[0]!.forecaster).toBe('busy');
  expect(leaderboard(rows, { minimum: 1 })[0]!.forecaster).toBe('lucky');
  expect(leaderboard(rows, { by: 'shrunken-mean', minimum: 20 }).map((s) => s.value)).toEqual([
    6,
    4.5,
    80 / 21,
  ]);
  // Adding questions at one's own average changes nothing above the minimum.
  const more = [...rows, { forecaster: 'steady', question: 'r0', score: 10, coverage: 1 }];
  expect(leaderboard(more).find((s) => s.forecaster === 'steady')!.value).toBeCloseTo(10, 12);
  const tied = leaderboard([
    { forecaster: 'a', question: '1', score: 1, coverage: 1 },
    { forecaster: 'b', question: '1', score: 1, coverage: 1 },
    { forecaster: 'c', question: '1', score: 0, coverage: 1 },
  ]);
  expect(tied.map((s) => s.rank)).toEqual([1, 1, 3]);
});

test('rulings score again, and a void or re-opened question leaves nothing behind', () => {
  const forecasts = [says(0.8, 0, undefined, 'a'), says(0.3, 0, undefined, 'b')];
  const score = (option: number): ReadonlyMap<string, number> =>
    new Map(
      baselineScores(forecasts, { ...binary, option }).map((s) => [s.forecaster, Number(s.score.toFixed(4))]),
    );
  const revisions = rescored<number>(
    [
      { at: '2024-03-01', outcome: 0, why: 'corrected source' },
      { at: '2024-01-01', outcome: 1 },
      { at: '2024-02-01', outcome: 'open' },
      { at: '2024-04-01', outcome: 'void' },
    ],
    score,
  );
  expect(revisions.map((r) => r.ruling.at)).toEqual(['2024-01-01', '2024-02-01', '2024-03-01', '2024-04-01']);
  expect(revisions.map((r) => r.scores.size)).toEqual([2, 0, 2, 0]);
  expect(revisions[1]!.changes).toEqual([
    { forecaster: 'a', before: 67.8072 },
    { forecaster: 'b', before: -73.6966 },
  ]);
  expect(revisions[2]!.changes[0]).toEqual({ forecaster: 'a', after: -132.1928 });
  const again = rescored<number>(
    [
      { at: '1', outcome: 1 },
      { at: '2', outcome: 1 },
    ],
    score,
  );
  expect(again[1]!.changes).toEqual([]);
});

test('what is said stands until the next word, the last of one moment counts, and a withdrawal ends it', () => {
  const said = (
    forecaster: string,
    at: number,
    p: number,
  ): Parameters<typeof standingForecasts>[0][number] => ({
    forecaster,
    at,
    probabilities: [1 - p, p],
  });
  const rows = standingForecasts(
    [said('a', 4, 0.7), said('a', 0, 0.5), said('b', 1, 0.2), said('a', 4, 0.9)],
    [{ forecaster: 'b', at: 6 }],
  );
  expect(rows.map((r) => [r.forecaster, r.start, r.end, r.probabilities[1]])).toEqual([
    ['a', 0, 4, 0.5],
    ['b', 1, 6, 0.2],
    ['a', 4, undefined, 0.9],
  ]);
});

test('a team is at every moment the pool of its members', () => {
  const members = [says(0.2, 0, 6, 'a'), says(0.6, 3, undefined, 'b')];
  const team = pooledHistory(members, 'team', (p) => linearPoolOfCategories(p));
  expect(team.map((f) => [f.start, f.end, f.probabilities[1]])).toEqual([
    [0, 3, 0.2],
    [3, 6, expect.closeTo(0.4, 12)],
    [6, undefined, 0.6],
  ]);
  const [score] = byForecaster(baselineScores(team, binary));
  expect(score!.score).toBeCloseTo(30 * Math.log2(0.4) + 30 * Math.log2(0.8) + 40 * Math.log2(1.2), 10);
  // Nobody stands, no team; an option that nobody has stays away.
  expect(pooledHistory([says(0.2, 0, 6, 'a')], 'team', (p) => p[0]!)).toHaveLength(1);
  const three: StandingForecast = { forecaster: 'a', probabilities: [0.4, null, 0.6], start: 0 };
  expect(
    pooledHistory([three, three], 't', (p) => linearPoolOfCategories(p))[0]!.probabilities[1],
  ).toBeNull();
});
