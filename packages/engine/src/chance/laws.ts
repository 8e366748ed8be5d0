/**
 * What every distribution must obey, as data: tests run these over the whole registry, so a distribution that is
 * registered is covered.
 *
 * Invariant: a law looks at a distribution through its public functions only, and reports violations rather than
 * throwing, so that a test can show all of them.
 */
import { atoms } from './atoms.ts';
import type { Distribution, DistributionExample, Parameters } from './distribution.ts';
import { resolveForm, truncatedQuantile } from './distributions.ts';
import { LARGEST_UNIT, SMALLEST_UNIT, toUnit } from './draw.ts';

export interface DistributionLaw {
  readonly name: string;
  /** What is violated, in words; empty when the law holds. `words` are 32-bit words to draw with. */
  violations(distribution: Distribution, example: DistributionExample, words: readonly number[]): string[];
}

/** |F(F^-1(u)) - u| allowed to a continuous distribution: rounding of x times a density, and the methods' own. */
const ROUND_TRIP_TOLERANCE = 1e-9;

export const distributionLaws: readonly DistributionLaw[] = [
  {
    name: 'its example resolves to a form and is valid',
    violations: (distribution, example) => {
      const resolution = resolveForm(distribution.name, example.argNames);
      const problem = 'form' in resolution ? resolution.form.problem(example.args) : resolution.problem;
      return problem === undefined ? [] : [problem];
    },
  },
  {
    name: 'the quantile function never falls',
    violations: (distribution, example, words) => {
      const parameters = parametersOf(distribution, example);
      const us = unitsOf(words);
      const out: string[] = [];
      let before = -Infinity;
      for (const u of us) {
        const x = distribution.quantile(parameters, u);
        if (!(x >= before)) out.push(`falls from ${before} to ${x} at u = ${u}`);
        before = x;
      }
      return out;
    },
  },
  {
    name: 'values are finite and lie within the bounds',
    violations: (distribution, example, words) => {
      const parameters = parametersOf(distribution, example);
      const [low, high] = distribution.bounds(parameters);
      return unitsOf(words)
        .map((u) => distribution.quantile(parameters, u))
        .filter((x) => !(Number.isFinite(x) && x >= low && x <= high))
        .map((x) => `${x} is not within ${low} and ${high}`);
    },
  },
  {
    name: 'the distribution function undoes the quantile function',
    violations: (distribution, example, words) => {
      const parameters = parametersOf(distribution, example);
      const out: string[] = [];
      for (const u of unitsOf(words)) {
        const x = distribution.quantile(parameters, u);
        const probability = distribution.cdf(parameters, x);
        const isRight = distribution.discrete
          ? probability > u && below(distribution, parameters, x) <= u
          : Math.abs(probability - u) <= ROUND_TRIP_TOLERANCE;
        if (!isRight) out.push(`F(${x}) is ${probability} but u was ${u}`);
      }
      return out;
    },
  },
  {
    name: 'the distribution function is 0 below, 1 at the upper bound, and never falls',
    violations: (distribution, example, words) => {
      const parameters = parametersOf(distribution, example);
      const [low, high] = distribution.bounds(parameters);
      const out: string[] = [];
      if (low > -Infinity && distribution.cdf(parameters, low - 1) !== 0) out.push('not 0 below the bounds');
      if (distribution.cdf(parameters, high) !== 1) out.push('not 1 at the upper bound');
      let before = 0;
      for (const x of unitsOf(words).map((u) => distribution.quantile(parameters, u))) {
        const probability = distribution.cdf(parameters, x);
        // continuous ones may lose an ulp where two formulas meet
        if (!(probability >= before - 1e-12)) out.push(`falls from ${before} to ${probability} at ${x}`);
        before = probability;
      }
      return out;
    },
  },
  {
    name: 'the two tails add up to 1',
    violations: (distribution, example, words) => {
      const parameters = parametersOf(distribution, example);
      const upper = distribution.upper;
      if (upper === undefined) return [];
      const out: string[] = [];
      for (const u of unitsOf(words)) {
        const x = distribution.quantile(parameters, u);
        const sum = distribution.cdf(parameters, x) + upper.survival(parameters, x);
        if (!(Math.abs(sum - 1) <= ROUND_TRIP_TOLERANCE)) out.push(`tails at ${x} add up to ${sum}`);
        const back = upper.survival(parameters, upper.quantile(parameters, u));
        if (!(Math.abs(back - u) <= ROUND_TRIP_TOLERANCE)) out.push(`upper tail of ${u} is ${back}`);
      }
      return out;
    },
  },
  {
    name: 'its values, where they are listed, have all the probability and no others are drawn',
    violations: (distribution, example, words) => {
      const parameters = parametersOf(distribution, example);
      const listed = atoms(distribution.name, parameters);
      if (listed === undefined) return [];
      const out: string[] = [];
      let sum = 0;
      for (const { value, probability } of listed) {
        sum += probability;
        const upTo = distribution.cdf(parameters, value);
        if (!(Math.abs(sum - upTo) <= 1e-12)) out.push(`shares up to ${value} are ${sum}, not ${upTo}`);
      }
      if (!(Math.abs(sum - 1) <= 1e-12)) out.push(`shares add up to ${sum}`);
      for (const x of unitsOf(words).map((u) => distribution.quantile(parameters, u))) {
        if (!listed.some(({ value, probability }) => value === x && probability > 0))
          out.push(`${x} is drawn`);
      }
      return out;
    },
  },
  {
    name: 'cut to an interval, values stay inside, never fall, and keep their shares',
    violations: (distribution, example, words) => {
      const parameters = parametersOf(distribution, example);
      const us = unitsOf(words);
      const out: string[] = [];
      for (let i = 0; i + 1 < words.length; i += 2) {
        const ends = [words[i]!, words[i + 1]!].map((word) =>
          distribution.quantile(parameters, toUnit(word)),
        );
        const low = Math.min(...ends);
        const high = Math.max(...ends);
        if (!distribution.discrete && low === high) continue;
        out.push(...violationsWithin(distribution, parameters, us, low, high));
      }
      return out;
    },
  },
];

function violationsWithin(
  distribution: Distribution,
  parameters: Parameters,
  us: readonly number[],
  low: number,
  high: number,
): string[] {
  const out: string[] = [];
  const from = below(distribution, parameters, low);
  const to = distribution.cdf(parameters, high);
  let before = -Infinity;
  for (const u of us) {
    const x = truncatedQuantile(distribution.name, parameters, u, low, high);
    if (!(x >= low && x <= high)) out.push(`${x} is not within ${low} and ${high}`);
    if (!(x >= before)) out.push(`falls from ${before} to ${x} within ${low} and ${high}`);
    before = x;
    const share = (distribution.cdf(parameters, x) - from) / (to - from);
    const shareBelow = (below(distribution, parameters, x) - from) / (to - from);
    const slack = ROUND_TRIP_TOLERANCE / (to - from);
    if (!(u <= share + slack && u >= shareBelow - slack)) {
      out.push(`${x} has share ${share} within ${low} and ${high} but u was ${u}`);
    }
  }
  return out;
}

/** Closer to a value than its neighbours are, in every discrete example. */
const NEARBY = 1e-12;

/** P(X < x): for the discrete, F just below x. */
function below(distribution: Distribution, parameters: Parameters, x: number): number {
  if (!distribution.discrete) return distribution.cdf(parameters, x);
  return distribution.cdf(parameters, x - Math.abs(x) * NEARBY - NEARBY);
}

/** Canonical parameters of an example. Throws where the example does not resolve; the first law says so kindly. */
function parametersOf(distribution: Distribution, example: DistributionExample): Parameters {
  const resolution = resolveForm(distribution.name, example.argNames);
  if (!('form' in resolution)) throw new TypeError(resolution.problem);
  return resolution.form.canonical(example.args);
}

/** The numbers of the words and of their neighbours, with both extremes, ascending. */
function unitsOf(words: readonly number[]): number[] {
  const all = new Set([SMALLEST_UNIT, LARGEST_UNIT]);
  for (const word of words) {
    all.add(toUnit(word));
    if (word < 0xffffffff) all.add(toUnit(word + 1));
  }
  return [...all].sort((a, b) => a - b);
}
