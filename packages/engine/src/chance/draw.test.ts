import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  drawSecondWord,
  drawWord,
  isBelow,
  LARGEST_UNIT,
  SMALLEST_UNIT,
  toUnit,
  type DrawKey,
} from './draw.ts';
import { seedKey, siteHash } from './seed.ts';
import { threefry4x32 } from './threefry.ts';

const word32 = fc.integer({ min: 0, max: 0xffffffff });
const never = (): number => {
  throw new Error('the second word was asked for');
};

describe('the address of a draw', () => {
  /** A pin of own output: addressing must never change silently, since every recorded result hangs on it. */
  it.each([
    ['7', 0, 'opinion.tolerant.chance', 0, 0, 0, 0x7e12ac1e, 0xb6f5873f],
    ['7', 0, 'opinion.tolerant.chance', 0, 1, 0, 0xaa735ba8, 0xc74fda84],
    ['7', 0, 'opinion.tolerant.chance', 1, 6, 0, 0x3c131a1c, 0xd6c91ee4],
    ['7', 0, 'opinion.tolerant.chance', 4294967296, 7, 2, 0xe0c967e4, 0xe0ff996],
    ['7', 3, 'a', 123456789012345, 47, 0, 0x52678147, 0xaafab520],
    ['Zoë', 0xffffffff, '水放流', Number.MAX_SAFE_INTEGER, 0xffffffff, 0x7fffffff, 0xeaf2ca61, 0x4e6619ab],
  ])('is pinned: %s %i %s %i %i %i', (seed, stream, site, trial, step, occurrence, first, second) => {
    const key: DrawKey = { seed: seedKey(seed), stream };
    expect(drawWord(key, siteHash(site), trial, step, occurrence)).toBe(first);
    expect(drawSecondWord(key, siteHash(site), trial, step, occurrence)).toBe(second);
  });

  it('is key (seed, site, stream), counter (trial lo, trial hi, step / 4, occurrence), word step mod 4', () => {
    fc.assert(
      fc.property(
        word32,
        word32,
        word32,
        word32,
        fc.maxSafeNat(),
        word32,
        fc.integer({ min: 0, max: 0x7fffffff }),
        (a, b, stream, site, trial, step, occurrence) => {
          const key: DrawKey = { seed: [a, b], stream };
          const low = Number(BigInt(trial) & 0xffffffffn);
          const high = Number(BigInt(trial) >> 32n);
          const out = new Uint32Array(4);
          threefry4x32([low, high, Math.floor(step / 4), occurrence], [a, b, site, stream], out);
          expect(drawWord(key, site, trial, step, occurrence)).toBe(out[step % 4]);
          threefry4x32([low, high, Math.floor(step / 4), occurrence + 2 ** 31], [a, b, site, stream], out);
          expect(drawSecondWord(key, site, trial, step, occurrence)).toBe(out[step % 4]);
        },
      ),
      { seed: 2 },
    );
  });

  it.each([
    [-1, 0, 0],
    [0.5, 0, 0],
    [2 ** 53, 0, 0],
    [0, -1, 0],
    [0, 2 ** 32, 0],
    [0, 0, 2 ** 31],
    [0, 0, -1],
    [NaN, 0, 0],
  ])('refuses trial %d, step %d, occurrence %d', (trial, step, occurrence) => {
    const key: DrawKey = { seed: [1, 2], stream: 0 };
    expect(() => drawWord(key, 0, trial, step, occurrence)).toThrow(RangeError);
    expect(() => drawSecondWord(key, 0, trial, step, occurrence)).toThrow(RangeError);
  });
});

describe('isBelow', () => {
  it('compares 64 bits exactly with any binary64', () => {
    const threshold = fc.oneof(
      fc.double({ min: 0, max: 1, noNaN: true }),
      word32.map((word) => word / 2 ** 32),
      fc.tuple(word32, word32).map(([a, b]) => a / 2 ** 32 + (b >>> 11) / 2 ** 53),
    );
    fc.assert(
      fc.property(word32, word32, threshold, fc.boolean(), (first, second, p, isNear) => {
        const near = isNear ? Math.min(Math.floor(p * 2 ** 32), 0xffffffff) : first;
        // in integers: (first 2^32 + second) 2^1010 < p 2^1074
        const draw = ((BigInt(near) << 32n) + BigInt(second)) << 1010n;
        expect(isBelow(near, () => second, p)).toBe(draw < scaledBy1074(p));
      }),
      { seed: 3, numRuns: 2000 },
    );
  });

  it('asks for the second word only where the first is equal and the threshold goes on', () => {
    expect(isBelow(0x7fffffff, never, 0.5)).toBe(true);
    expect(isBelow(0x80000000, never, 0.5)).toBe(false);
    expect(isBelow(0xffffffff, never, 1)).toBe(true);
    expect(isBelow(0, never, 0)).toBe(false);
    expect(isBelow(0x80000000, () => 0, 0.5 + 2 ** -53)).toBe(true);
    expect(isBelow(0x80000000, () => 0x7ff, 0.5 + 2 ** -53)).toBe(true);
    expect(isBelow(0x80000000, () => 0x800, 0.5 + 2 ** -53)).toBe(false);
    expect(isBelow(0, () => 0, Number.MIN_VALUE)).toBe(true);
    expect(isBelow(0, () => 1, 2 ** -64)).toBe(false);
    expect(isBelow(5, never, NaN)).toBe(false);
  });
});

/** p * 2^1074 as an integer, from the bits of p. */
function scaledBy1074(p: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, p);
  const bits = view.getBigUint64(0);
  const exponent = bits >> 52n;
  const mantissa = bits & 0xfffffffffffffn;
  return exponent === 0n ? mantissa : (mantissa | 0x10000000000000n) << (exponent - 1n);
}

describe('toUnit', () => {
  /** Random123, tests/u01 known answers: u01<double> of 32-bit integers (ut_uniform_IEEEkat, commit 9545ff6). */
  it.each([
    [0, 1.16415321826934814453e-10],
    [1, 3.49245965480804443359e-10],
    [640, 1.49128027260303497314e-7],
    [0x80000000, 0.500000000116415321827],
    [0x7fffffff, 0.499999999883584678173],
    [0xffffffff, 0.999999999883584678173],
    [0xffffffff - 5121, 0.999998807557858526707],
  ])('takes %i to %d', (word, expected) => {
    // the literals have 21 digits of a number of 33 bits, so they name it exactly
    expect(toUnit(word)).toBe(expected);
  });

  it('ends at the exported extremes', () => {
    expect(toUnit(0)).toBe(SMALLEST_UNIT);
    expect(toUnit(0xffffffff)).toBe(LARGEST_UNIT);
  });
});

/** Sum of (observed - expected)^2 / expected over a table of counts that should all be alike. */
function chiSquare(counts: Uint32Array): number {
  const expected = counts.reduce((a, b) => a + b, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

describe('addressed draws are random across neighbours', () => {
  const key: DrawKey = { seed: seedKey('neighbours'), stream: 0 };
  const site = siteHash('opinion.tolerant.chance');
  const next = siteHash('opinion.tolerant.chancf');
  /**
   * 2-D chi-square on 6 + 6 bits: 4095 degrees of freedom, so mean 4095 and sd 90.5. The limits are the 5e-7 and
   * 1 - 5e-7 quantiles (SciPy's chi2): each case gives a false alarm for one seed in a million; the
   * seed is fixed, so the outcome is too.
   */
  const LOW = 3667;
  const HIGH = 4553;
  const COUNT = 200_000;

  const pairs: Record<string, (i: number) => readonly [number, number]> = {
    trials: (i) => [drawWord(key, site, 2 * i, 3, 0), drawWord(key, site, 2 * i + 1, 3, 0)],
    'steps of one block': (i) => [drawWord(key, site, i, 4, 0), drawWord(key, site, i, 5, 0)],
    'steps of two blocks': (i) => [drawWord(key, site, i, 7, 0), drawWord(key, site, i, 8, 0)],
    sites: (i) => [drawWord(key, site, i, 3, 0), drawWord(key, next, i, 3, 0)],
    'site hashes in sequence': (i) => [drawWord(key, 2 * i, 0, 3, 0), drawWord(key, 2 * i + 1, 0, 3, 0)],
    occurrences: (i) => [drawWord(key, site, i, 3, 0), drawWord(key, site, i, 3, 1)],
    streams: (i) => [drawWord(key, site, i, 3, 0), drawWord({ ...key, stream: 1 }, site, i, 3, 0)],
    'first and second words': (i) => [drawWord(key, site, i, 3, 0), drawSecondWord(key, site, i, 3, 0)],
  };

  for (const [what, pair] of Object.entries(pairs)) {
    it.each([
      ['low', 0],
      ['high', 26],
    ])(`${what}: %s bits`, (_, shift) => {
      const counts = new Uint32Array(4096);
      for (let i = 0; i < COUNT; i++) {
        const [a, b] = pair(i);
        counts[((a >>> shift) & 63) * 64 + ((b >>> shift) & 63)]! += 1;
      }
      const statistic = chiSquare(counts);
      expect(statistic).toBeGreaterThan(LOW);
      expect(statistic).toBeLessThan(HIGH);
    });
  }

  it('uniform numbers pass Kolmogorov and Smirnov', () => {
    // limit sqrt(-ln(alpha/2)/2) / sqrt(n) with alpha = 1e-6: one seed in a million alarms
    const units = Float64Array.from({ length: COUNT }, (_, i) => toUnit(drawWord(key, site, i, 0, 0))).sort();
    let distance = 0;
    for (const [i, u] of units.entries()) {
      distance = Math.max(distance, u - i / COUNT, (i + 1) / COUNT - u);
    }
    expect(distance).toBeLessThan(2.6935 / Math.sqrt(COUNT));
  });
});
