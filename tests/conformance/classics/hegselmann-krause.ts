/**
 * Opinions at equal gaps (Hegarty and Wedin 2014, arXiv 1406.0819): 2 floor(n / 6) clusters of three, and in the middle
 * one of n mod 6. How long it takes is compared with the same dynamics in exact fractions.
 */
import { runAll, type Run } from '../../support/scenario.ts';
import { expectSame, packIr, type Check } from './packs.ts';

const SIZES = [5, 6, 7, 8, 9, 10, 11, 12];

const withPeople = async (n: number): Promise<Run> =>
  runAll(await packIr('hegselmann-krause', [["prior: 'uniformInteger(5, 12)'", `value: ${n}`]]));

function theorem(n: number): number[] {
  const threes = Array.from({ length: Math.floor(n / 6) }, () => 3);
  return [...threes, ...(n % 6 === 0 ? [] : [n % 6]), ...threes];
}

/** The first round after which nobody moves, by fractions over one common denominator. */
function roundsToRest(n: number): number {
  let opinions = Array.from({ length: n }, (_, i) => BigInt(i));
  let unit = 1n;
  // Every mean of up to 12 is a whole number of units when the unit is divided by lcm(1, ..., 12).
  const lcm = 27_720n;
  for (let round = 0; ; round++) {
    const next = opinions.map((x) => {
      const heard = opinions.filter((y) => (x > y ? x - y : y - x) <= unit);
      return (heard.reduce((sum, y) => sum + y, 0n) * lcm) / BigInt(heard.length);
    });
    if (next.every((x, i) => x === opinions[i]! * lcm)) return round;
    opinions = next;
    unit *= lcm;
  }
}

export const hegselmannKrause: readonly Check[] = SIZES.flatMap((n) => [
  {
    id: `${n} people: clusters ${theorem(n).join(', ')}`,
    test: async () => {
      const r = await withPeople(n);
      const sizes: number[] = [];
      for (let i = 1; i <= n; i += sizes.at(-1) ?? n) sizes.push(r.measure(`heard${i}`).at(-1) ?? 0);
      expectSame(sizes, theorem(n));
      expectSame(r.measure('clusters').at(-1), theorem(n).length);
    },
  },
  {
    id: `${n} people: at rest after as many rounds as in exact fractions`,
    test: async () => expectSame((await withPeople(n)).answer('rest'), roundsToRest(n)),
  },
]);
