/**
 * Whatever a statement without a fault says, its scores are numbers or reasons: no exception, no NaN, and nothing that
 * should not be negative is. Fixed seed.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkForecast } from '../records/check-forecasts.ts';
import type { Statement } from '../records/forecast.ts';
import type { Outcome } from '../records/resolution.ts';
import { CATALOGUE, type ScoreName } from './catalogue.ts';
import { scoresOfGroup } from './of-group.ts';
import { scoresOf } from './of-statement.ts';

const number = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -3, max: 3 }) },
  { weight: 4, arbitrary: fc.double({ min: -1e3, max: 1e3, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(1e308, -1e308, 5e-324, -0, 1e-300, Number.MAX_VALUE) },
);
const odd = fc.oneof(
  { weight: 20, arbitrary: number },
  { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity) },
);
const rising = fc.array(odd, { maxLength: 6 }).map((values) => values.toSorted((a, b) => a - b));
const probability = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 8 }).map((k) => k / 8) },
  { weight: 1, arbitrary: fc.constantFrom(5e-324, 1 - 2 ** -53, 1.1, -0.1, NaN) },
);
const probabilities = fc.array(probability, { maxLength: 6 });
const shares = fc
  .array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 5 })
  .map((counts) => counts.map((count) => count / counts.reduce((a, b) => a + b, 0)));
const levels = fc
  .uniqueArray(fc.integer({ min: 0, max: 20 }), { maxLength: 6 })
  .map((list) => list.toSorted((a, b) => a - b).map((k) => k / 20));
const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });

const statement: fc.Arbitrary<Statement> = fc.oneof(
  probability.map((p): Statement => ({ kind: 'binary', probability: p })),
  fc
    .tuple(fc.constantFrom('nominal', 'ordinal'), shares)
    .map(([kind, p]): Statement => ({ kind, categories: p.map((_, k) => `c${k}`), probabilities: p })),
  fc.tuple(levels, rising).map(([l, v]): Statement => {
    const count = Math.min(l.length, v.length);
    return { kind: 'quantile', levels: l.slice(0, count), values: v.slice(0, count) };
  }),
  fc.array(fc.tuple(odd, fc.integer({ min: 0, max: 2 })), { maxLength: 6 }).chain((pairs) =>
    optional(fc.constant(pairs.map(([, w]) => w))).map((weights): Statement => ({
      kind: 'sample',
      values: pairs.map(([x]) => x),
      ...(weights !== undefined && { weights }),
    })),
  ),
  fc.tuple(rising, probabilities).map(([x, p]): Statement => {
    const count = Math.min(x.length, p.length);
    const sorted = p.slice(0, count).toSorted((a, b) => a - b);
    return { kind: 'cdf', thresholds: x.slice(0, count), probabilities: sorted };
  }),
  fc.tuple(rising, probabilities).map(([x, p]): Statement => {
    const times = [...new Set(x.map((t) => Math.abs(t)))].sort((a, b) => a - b);
    const count = Math.min(times.length, p.length);
    const sorted = p.slice(0, count).toSorted((a, b) => b - a);
    return { kind: 'time-to-event', times: times.slice(0, count), survival: sorted };
  }),
  fc
    .tuple(fc.constantFrom('mean', 'median'), odd)
    .map(([statistic, value]): Statement => ({ kind: 'point', statistic, value })),
);
const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  fc.boolean().map((happened): Outcome => ({ kind: 'binary', happened })),
  fc.integer({ min: 0, max: 5 }).map((k): Outcome => ({ kind: 'category', category: `c${k}` })),
  number.map((value): Outcome => ({ kind: 'number', value })),
  fc.tuple(number, fc.boolean()).map(([t, event]): Outcome => ({ kind: 'time', time: Math.abs(t), event })),
);

/** Those that may be below 0. */
const SIGNED: readonly ScoreName[] = ['crps_fair', 'dss', 'bias'];

test('of single statements', () => {
  const scored = new Map<string, number>();
  fc.assert(
    fc.property(statement, fc.array(outcome, { minLength: 4, maxLength: 4 }), (said, outcomes) => {
      if (checkForecast({ forecaster: 'A', task: 'q', statement: said }).length > 0) return;
      for (const one of outcomes) {
        const scores = scoresOf(said, one);
        if ('noScore' in scores) continue;
        scored.set(said.kind, (scored.get(said.kind) ?? 0) + 1);
        for (const [name, score] of Object.entries(scores)) {
          if (typeof score !== 'number') {
            expect(score.noScore.length).toBeGreaterThan(10);
            continue;
          }
          expect(score, name).not.toBeNaN();
          if (!SIGNED.includes(name as ScoreName)) expect(score, name).toBeGreaterThanOrEqual(-1e-9);
          expect(name in CATALOGUE).toBe(true);
        }
      }
    }),
    { seed: 1950, numRuns: 3000 },
  );
  // Each kind was reached, or the test would prove nothing of it.
  expect([...scored.keys()].sort()).toEqual([
    'binary',
    'cdf',
    'nominal',
    'ordinal',
    'point',
    'quantile',
    'sample',
    'time-to-event',
  ]);
  expect(Math.min(...scored.values())).toBeGreaterThan(50);
});

test('of joint draws', () => {
  const draw = fc.array(number, { minLength: 2, maxLength: 2 });
  fc.assert(
    fc.property(fc.array(draw, { minLength: 1, maxLength: 4 }), draw, (draws, outcomes) => {
      const forecasts = [0, 1].map((k) => ({
        forecaster: 'A',
        task: `q${k}`,
        statement: {
          kind: 'sample' as const,
          values: draws.map((one) => one[k]!),
          indices: draws.map((_, i) => String(i)),
        },
      }));
      for (const score of Object.values(scoresOfGroup(forecasts, outcomes))) expect(score).not.toBeNaN();
    }),
    { seed: 1976, numRuns: 300 },
  );
});
