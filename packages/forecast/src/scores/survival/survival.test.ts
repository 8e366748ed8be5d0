/** Time to event by hand. */
import { describe, expect, test } from 'vitest';
import { crpsFromSample } from '../crps-sample.ts';
import { survivalBrierAt } from './brier-at.ts';
import { censoredLogScore } from './censored-log.ts';
import { restrictedMean, survivalAt } from './curve.ts';
import { integratedBrier, ipcwBrier, ipcwBrierTerms } from './ipcw-brier.ts';
import { atTime, beforeTime, censoringCurve, kaplanMeier } from './kaplan-meier.ts';
import { survivalCrps } from './survival-crps.ts';

const curve = { times: [1, 2, 4], survival: [0.8, 0.5, 0.3] };
const event = (time: number): { time: number; event: boolean } => ({ time, event: true });
const lost = (time: number): { time: number; event: boolean } => ({ time, event: false });

describe('a curve', () => {
  test('is 1 before its first time and stays after its last', () => {
    expect([0, 0.5, 1, 3, 4, 9].map((t) => survivalAt(curve, t))).toEqual([1, 1, 0.8, 0.5, 0.3, 0.3]);
    expect(survivalAt(curve, 0.5, 'linear')).toBeCloseTo(0.9, 12);
    expect(survivalAt(curve, 3, 'linear')).toBeCloseTo(0.4, 12);
    expect(survivalAt({ times: [0, 1], survival: [0.9, 0.5] }, 0)).toBe(0.9);
  });
  test('restricted mean: the area under it', () => {
    expect(restrictedMean(curve, 4)).toBeCloseTo(1 + 0.8 + 2 * 0.5, 12);
    expect(restrictedMean(curve, 3)).toBeCloseTo(1 + 0.8 + 0.5, 12);
    expect(restrictedMean(curve, 4, 'linear')).toBeCloseTo(0.9 + 0.65 + 2 * 0.4, 12);
    expect(restrictedMean(curve, 3, 'linear')).toBeCloseTo(0.9 + 0.65 + 0.45, 12);
    expect(restrictedMean(curve, 0)).toBe(0);
    expect(restrictedMean(curve, 5)).toEqual({ noScore: 'the curve is known from 0 to 4, not to 5' });
  });
});

describe('right-censored logarithmic score', () => {
  test.each([
    ['in an interval', event(1.5), 0.3],
    ['at its end', event(2), 0.3],
    ['in the first one', event(0.2), 0.2],
    ['after the last time', event(7), 0.3],
    ['lost', lost(3), 0.5],
    ['lost at a time of the curve, after its events', lost(2), 0.5],
    ['lost at once', lost(0), 1],
    ['lost late', lost(9), 0.3],
  ])('%s', (_, outcome, probability) => {
    expect(censoredLogScore(curve, outcome)).toBeCloseTo(-Math.log(probability), 12);
  });
  test('by density', () => {
    expect(censoredLogScore(curve, event(3), 'linear')).toBeCloseTo(-Math.log(0.1), 12);
    expect(censoredLogScore(curve, lost(3), 'linear')).toBeCloseTo(-Math.log(0.4), 12);
  });
  test('what was impossible is Infinity', () => {
    expect(censoredLogScore({ times: [1, 2], survival: [1, 0.5] }, event(0.5))).toBe(Infinity);
    expect(censoredLogScore({ times: [1, 2], survival: [0.5, 0] }, lost(2))).toBe(Infinity);
    expect(censoredLogScore({ times: [0, 2], survival: [0.75, 0] }, event(0))).toBeCloseTo(
      -Math.log(0.25),
      12,
    );
  });
});

describe('CRPS of a curve', () => {
  test('by hand', () => {
    // F: 0 to 1, 0.2 to 2, 0.5 to 4. Happened at 2: 0.2² · 1, then 0.5² · 2.
    expect(survivalCrps(curve, event(2))).toBeCloseTo(0.04 + 0.5, 12);
    expect(survivalCrps(curve, event(3))).toBeCloseTo(0.04 + 0.25 + 0.25, 12);
    expect(survivalCrps(curve, lost(3))).toBeCloseTo(0.04 + 0.25, 12);
    expect(survivalCrps(curve, lost(4))).toBeCloseTo(0.04 + 0.5, 12);
    expect(survivalCrps(curve, event(9))).toBe(survivalCrps(curve, lost(4)));
    // Straight lines: F = 0.2t up to 1.
    expect(survivalCrps(curve, lost(0.5), 'linear')).toBeCloseTo(0.04 * (0.5 ** 3 / 3), 12);
  });
  test('is that of the times as a sample, cut at the end', () => {
    const p = [0.2, 0.3, 0.2, 0.3];
    for (const y of [1, 2, 4]) {
      // "Never" lies at the end: up to there it is as good as any later time.
      const sample = crpsFromSample([1, 2, 4, 4], y, 'edf', p) as number;
      expect(survivalCrps(curve, event(y))).toBeCloseTo(sample, 12);
    }
  });
});

test('Brier score at a time, where it is known what was so', () => {
  expect(survivalBrierAt(curve, 2, event(2))).toBe(0.25);
  expect(survivalBrierAt(curve, 2, event(3))).toBe(0.25);
  expect(survivalBrierAt(curve, 1, event(3))).toBeCloseTo(0.04, 12);
  expect(survivalBrierAt(curve, 1, event(0.5))).toBeCloseTo(0.64, 12);
  expect(survivalBrierAt(curve, 1, lost(1))).toBeCloseTo(0.04, 12);
  expect(survivalBrierAt(curve, 2, lost(1))).toHaveProperty('noScore');
});

/** Five cases, two of them tied: at 2 one has its event and one is lost. */
const cases = [event(1), event(2), lost(2), event(3), lost(5)];

describe('weights for censoring', () => {
  test('curves of events and of censoring', () => {
    const events = kaplanMeier(cases);
    // At 2 four are at risk, the lost one among them.
    expect([0, 1, 2, 3, 5].map((t) => atTime(events, t))).toEqual([
      1,
      0.8,
      0.8 * 0.75,
      0.8 * 0.75 * 0.5,
      0.8 * 0.75 * 0.5,
    ]);
    const censoring = censoringCurve(cases);
    // At 2 the event goes first: one of three is lost. At 5 the last one.
    expect([1, 2, 3, 5].map((t) => atTime(censoring, t))).toEqual([1, 1 - 1 / 3, 1 - 1 / 3, 0]);
    expect(beforeTime(censoring, 2)).toBe(1);
    expect(beforeTime(censoring, 5)).toBe(1 - 1 / 3);
  });

  test('Brier score at 2.5, with either weight of an event', () => {
    const s = [0.1, 0.2, 0.3, 0.4, 0.5];
    const g = 2 / 3;
    const at = (eventWeight: 'at' | 'before'): unknown => ipcwBrier(cases, s, 2.5, { eventWeight });
    expect(at('at')).toBeCloseTo((0.01 + 0.04 / g + 0 + 0.36 / g + 0.25 / g) / 5, 12);
    expect(at('before')).toBeCloseTo((0.01 + 0.04 + 0 + 0.36 / g + 0.25 / g) / 5, 12);
  });

  test('without censoring it is the plain Brier score', () => {
    const all = [event(1), event(2), event(3)];
    const s = [0.1, 0.6, 0.9];
    for (const eventWeight of ['at', 'before'] as const) {
      expect(ipcwBrier(all, s, 2, { eventWeight })).toBeCloseTo((0.01 + 0.36 + 0.01) / 3, 12);
    }
  });

  test('nobody left: says where, instead of dividing by 0', () => {
    const few = [lost(1), event(2)];
    const options = { eventWeight: 'at', censoring: { times: [1], values: [0] } } as const;
    expect(ipcwBrierTerms(few, [0.5, 0.5], 3, options)[1]).toEqual({
      noScore: 'nobody is left uncensored at 2, so a case there has no weight',
    });
    expect(ipcwBrier(few, [0.5, 0.5], 3, options)).toHaveProperty('noScore');
    expect(
      integratedBrier(
        few,
        [
          [0.5, 0.5],
          [0.5, 0.5],
        ],
        [1, 3],
        options,
      ),
    ).toHaveProperty('noScore');
  });

  test('over time: trapezoids', () => {
    const all = [event(1), event(3)];
    // At 0 (0.1² + 0.1²)/2; at 2 (0.4² + 0.5²)/2; at 4 (0.2² + 0.3²)/2.
    const s = [
      [0.9, 0.4, 0.2],
      [0.9, 0.5, 0.3],
    ];
    const [a, b, c] = [0.01, (0.16 + 0.25) / 2, (0.04 + 0.09) / 2];
    expect(integratedBrier(all, s, [0, 2, 4], { eventWeight: 'at' })).toBeCloseTo((a + 2 * b + c) / 4, 12);
  });
});
