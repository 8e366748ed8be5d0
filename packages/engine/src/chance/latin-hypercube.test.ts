/** Every stratum has its point, exactly; and nothing else is regular. */
import { expect, test } from 'vitest';
import { drawWord, toUnit } from './draw.ts';
import { latinHypercubeWord, stratumOf } from './latin-hypercube.ts';
import { seedKey } from './seed.ts';

const KEY = { seed: seedKey('7'), stream: 0 };

test.each([1, 2, 3, 10, 64, 1000, 4097])('of %i points each stratum has one, in every dimension', (of) => {
  for (const site of [1, 99, 0xffffffff]) {
    const strata = Array.from({ length: of }, (_, i) => {
      const u = toUnit(latinHypercubeWord(i, of, KEY, site));
      expect(Math.floor(u * of)).toBe(stratumOf(i, of, KEY, site));
      return Math.floor(u * of);
    });
    expect(new Set(strata).size).toBe(of);
  }
});

test('where there are nearly as many points as words, words are apart', () => {
  const of = 2 ** 32 - 1;
  const words = [0, 1, 2, of - 2, of - 1].map((i) => latinHypercubeWord(i, of, KEY, 5));
  expect(new Set(words).size).toBe(5);
  for (const word of words) expect(word).toBeLessThan(2 ** 32);
});

test('the place in a stratum is that of the draw without a design', () => {
  const inside = Array.from({ length: 50 }, (_, i) => {
    const u = toUnit(latinHypercubeWord(i, 50, KEY, 12)) * 50;
    return [u - Math.floor(u), drawWord(KEY, 12, i, 0, 0) / 2 ** 32];
  });
  for (const [u = 0, drawn = 0] of inside) expect(u).toBeCloseTo(drawn, 6);
});

test('dimensions go independently of each other, and of the number of the point', () => {
  const of = 4000;
  const series = [...Array.from({ length: 6 }, (_, site) => site + 1)].map((site) =>
    Array.from({ length: of }, (_, i) => stratumOf(i, of, KEY, site)),
  );
  const all = [Array.from({ length: of }, (_, i) => i), ...series];
  for (let a = 0; a < all.length; a++)
    for (let b = a + 1; b < all.length; b++) {
      const centre = (of - 1) / 2;
      const sum = (all[a] ?? []).reduce((s, x, i) => s + (x - centre) * ((all[b]?.[i] ?? 0) - centre), 0);
      const r = sum / ((of * (of * of - 1)) / 12);
      // A rank correlation of random permutations has standard deviation 1/sqrt(n - 1); 21 pairs beyond 4.5 of them
      // once in 7,000.
      expect(Math.abs(r)).toBeLessThan(4.5 / Math.sqrt(of - 1));
    }
});
