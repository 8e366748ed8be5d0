/**
 * The chains under other parameters than the published ones, against closed forms and recursions that do not step
 * through the chain as the scenarios do. 99.9% intervals of 20,000 trials, fixed seeds, one retry: the 12 comparisons
 * raise a false alarm for at most 1 of 83,000 choices of seeds.
 */
import { describe, expect, it } from 'vitest';
import type { CHAINS } from './chains/index.ts';
import { scenarioOf, type Read } from './cases.ts';
import { judge } from './monte-carlo.ts';

interface Expected {
  readonly quantity: 'probability' | 'expectation';
  readonly value: number;
  readonly read: Read;
}

const probability = (question: string, value: number): Expected => ({
  quantity: 'probability',
  value,
  read: { question },
});
const expectation = (value: number, read: Read): Expected => ({ quantity: 'expectation', value, read });

async function expectFamily(
  chain: keyof typeof CHAINS,
  parameters: object,
  ...expected: readonly Expected[]
): Promise<void> {
  const name = `${chain} ${JSON.stringify(parameters)}`;
  const published = expected.map((one) => ({ ...one, id: JSON.stringify(one.read), trials: 20_000 }));
  const results = await judge(name, scenarioOf({ chain, parameters }), published);
  expect(results.filter((result) => !result.passed)).toEqual([]);
}

describe('dtmc families', () => {
  it('brp: a chunk fails when all its attempts do', async () => {
    const chunk = (1 - 0.98 * 0.99) ** 2;
    await expectFamily(
      'brp',
      { N: 40, MAX: 1 },
      probability('noSuccess', 1 - (1 - chunk) ** 40),
      probability('unsure', (1 - chunk) ** 39 * chunk),
    );
  });

  it('coupon: inclusion and exclusion over what is missing', async () => {
    const [N, DRAWS, B] = [7, 3, 8];
    const complete = (draws: number): number =>
      range(N).reduce((sum, j) => sum + (-1) ** j * choose(N, j) * (1 - j / N) ** (DRAWS * draws), 0);
    let mean = 0;
    for (let draws = 0; draws < 200; draws++) mean += 1 - complete(draws);
    await expectFamily(
      'coupon',
      { N, DRAWS, B },
      expectation(mean, { time: 'draws' }),
      probability('fewDraws', complete(B)),
    );
  });

  it('crowds: the runs are independent, each seen with the same probability', async () => {
    const goesOn = (1 - 0.091) * 0.8;
    const seen = 0.091 + (0.091 * goesOn) / (1 - goesOn) / 10;
    await expectFamily(
      'crowds',
      { TotalRuns: 4, CrowdSize: 10 },
      probability('senderSeenTwice', 1 - (1 - seen) ** 4 - 4 * seen * (1 - seen) ** 3),
    );
  });

  it('egl: A is worse off unless the transfers of all pairs favour it', async () => {
    await expectFamily(
      'egl',
      { N: 4, L: 3 },
      probability('unfairToA', 0.5 + 0.5 ** 5),
      probability('unfairToB', 0.5 - 0.5 ** 5),
    );
  });

  it('herman: three tokens with gaps a, b, c take 4abc / N steps', async () => {
    // McIver and Morgan 2005, "An elementary proof that Herman's Ring is Theta(N^2)".
    await expectFamily('herman', { N: 7 }, expectation((4 * 2 * 2 * 3) / 7, { time: 'steps' }));
    // Equal neighbours, and so tokens, at processes 2, 3 and 9 of 9: gaps 1, 6, 2.
    await expectFamily(
      'herman',
      { N: 9, start: '000101011' },
      expectation((4 * 1 * 6 * 2) / 9, { time: 'steps' }),
    );
  });

  it('leader-sync: rounds are tried until one has a unique id', async () => {
    const ids = Array.from({ length: 3 ** 4 }, (_, i) =>
      range(3).map((place) => Math.floor(i / 3 ** place) % 3),
    );
    const unique = ids.filter((round) =>
      round.some((id) => round.filter((other) => other === id).length === 1),
    );
    await expectFamily(
      'leader-sync',
      { N: 4, K: 3 },
      expectation(ids.length / unique.length, { total: 'round' }),
    );
  });

  it('nand: ones meet ones as often as the hypergeometric distribution says', async () => {
    const [N, K] = [10, 2];
    // The first unit: each gate has two ones with 0.81.
    let ones = mix([[1, N]], (n) => binomial(n, 0.81)).map((p, meet) => [p, meet] as const);
    let outputs = mix(ones, (meet) => onesAfterNand(N, meet));
    for (let unit = 2; unit <= 2 * K + 1; unit++) {
      ones = outputs.map((p, z) => [p, z] as const);
      const meets = mix(ones, (z) =>
        range(z).map((m) => (choose(z, m) * choose(N - z, z - m)) / choose(N, z)),
      );
      outputs = mix(
        meets.map((p, meet) => [p, meet] as const),
        (meet) => onesAfterNand(N, meet),
      );
    }
    await expectFamily('nand', { N, K }, probability('reliable', outputs[0] ?? 0));
  });

  it('oscillators: two that start apart, by hand', async () => {
    // T = 2, N = 2, epsilon = 0.5, RP = 0: apart (1 and 2), the one in phase 2 fires, and the other moves to 2 and,
    // if it has heard that (round(0.5) = 1 phase more), fires too. So each beat apart ends with 1 - mu, a beat is half
    // a cycle, and they start apart with 1/2.
    await expectFamily(
      'oscillators',
      { N: 2, T: 2, epsilon: 0.5, RP: 0, mu: 0.4, cycles: 50 },
      expectation(0.5 / 0.6 / 2, { total: 'lasts' }),
    );
  });
});

/** 0 to n. */
const range = (n: number): readonly number[] => Array.from({ length: n + 1 }, (_, i) => i);

function choose(n: number, k: number): number {
  if (k < 0 || k > n) return 0;
  let product = 1;
  for (let i = 1; i <= k; i++) product = (product * (n - k + i)) / i;
  return product;
}

const binomial = (n: number, p: number): readonly number[] =>
  range(n).map((k) => choose(n, k) * p ** k * (1 - p) ** (n - k));

/** The distribution of what has distribution `of(x)` with the weight of each x. */
function mix(
  weights: readonly (readonly [number, number])[],
  of: (x: number) => readonly number[],
): readonly number[] {
  const sum: number[] = [];
  for (const [weight, x] of weights)
    for (const [k, p] of of(x).entries()) sum[k] = (sum[k] ?? 0) + weight * p;
  return sum;
}

/** Ones among N outputs of which `meet` gates have two ones and give 1 only by error. */
function onesAfterNand(N: number, meet: number): readonly number[] {
  const byError = binomial(meet, 0.02);
  const rightly = binomial(N - meet, 0.98);
  return mix(
    byError.map((p, k) => [p, k] as const),
    (k) => [
      ...range(k)
        .slice(1)
        .map(() => 0),
      ...rightly,
    ],
  );
}
