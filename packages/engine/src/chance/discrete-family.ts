/**
 * Distributions on separate points: whole numbers, a yes or no, a list of values, one value.
 *
 * Invariant: the quantile function gives the least value v with u < P(X <= v), so a value without probability is
 * never drawn and, cut to an interval, the value at its left edge keeps its whole probability. A uniform number
 * has steps of 2^-32, so probabilities are met to within 2^-32.
 */
import {
  finiteProblem,
  firstProblem,
  numberArgument,
  type Distribution,
  type Parameters,
} from './distribution.ts';

const COUNT_MOST = 2147483648;

/** The quantile function of the whole numbers low … high, all alike. */
function uniformIntegerFrom(u: number, low: number, high: number): number {
  const x = low + Math.floor(u * (high - low + 1));
  return x < high ? x : high;
}

function wholeProblem(name: string, value: number): string | undefined {
  return Number.isSafeInteger(value) ? undefined : `${name} must be a whole number but is ${value}`;
}

export const uniformInteger: Distribution = {
  name: 'uniformInteger',
  summary: 'Every whole number between two, both included, alike.',
  discrete: true,
  support: 'the whole numbers from low to high',
  forms: [
    {
      kind: 'named',
      code: 'low,high',
      arguments: [numberArgument('low', 'the least value'), numberArgument('high', 'the greatest value')],
      positional: true,
      canonical: (args) => [args[0]!, args[1]!],
      problem: (args) =>
        wholeProblem('low', args[0]!) ??
        wholeProblem('high', args[1]!) ??
        (args[0]! <= args[1]!
          ? undefined
          : `low must not be above high but ${args[0]} is above ${args[1]}`) ??
        (args[1]! - args[0]! < COUNT_MOST
          ? undefined
          : `there must be at most ${COUNT_MOST} whole numbers from low ${args[0]} to high ${args[1]}`),
    },
  ],
  examples: [
    { argNames: [null, null], args: [1, 6] },
    { argNames: ['low', 'high'], args: [-3, -3] },
  ],
  quantile: (parameters, u) => uniformIntegerFrom(u, parameters[0]!, parameters[1]!),
  cdf: (parameters, x) => {
    const [low, high] = [parameters[0]!, parameters[1]!];
    if (x < low) return 0;
    return x >= high ? 1 : (Math.floor(x) - low + 1) / (high - low + 1);
  },
  bounds: (parameters) => [parameters[0]!, parameters[1]!],
  truncated: (parameters, u, low, high) => {
    const from = Math.max(parameters[0]!, -Math.floor(-low));
    const to = Math.min(parameters[1]!, Math.floor(high));
    return from <= to ? uniformIntegerFrom(u, from, to) : NaN;
  },
  points: (parameters) => ({
    count: parameters[1]! - parameters[0]! + 1,
    at: (i) => parameters[0]! + i,
  }),
};

/** The quantile function of a yes (1) with probability p, else a no (0): the upper end of u is yes. */
function bernoulliFrom(u: number, p: number): number {
  return u < 1 - p ? 0 : 1;
}

export const bernoulli: Distribution = {
  name: 'bernoulli',
  summary: '1 with a probability, else 0.',
  discrete: true,
  support: '0 and 1',
  forms: [
    {
      kind: 'named',
      code: 'p',
      arguments: [numberArgument('p', 'the probability of 1')],
      positional: true,
      canonical: (args) => [args[0]!],
      problem: (args) =>
        finiteProblem('p', args[0]!) ??
        (args[0]! >= 0 && args[0]! <= 1 ? undefined : `p must be between 0 and 1 but is ${args[0]}`),
    },
  ],
  examples: [
    { argNames: [null], args: [0.3] },
    { argNames: ['p'], args: [0] },
    { argNames: ['p'], args: [1] },
  ],
  quantile: (parameters, u) => bernoulliFrom(u, parameters[0]!),
  cdf: (parameters, x) => (x < 0 ? 0 : x < 1 ? 1 - parameters[0]! : 1),
  bounds: (parameters) => [parameters[0]! < 1 ? 0 : 1, parameters[0]! > 0 ? 1 : 0],
  truncated: (parameters, u, low, high) => {
    const p = parameters[0]!;
    const hasNo = low <= 0 && high >= 0 && p < 1;
    const hasYes = low <= 1 && high >= 1 && p > 0;
    if (hasNo && hasYes) return bernoulliFrom(u, p);
    return hasNo ? 0 : hasYes ? 1 : NaN;
  },
  points: () => ({ count: 2, at: (i) => i }),
};

/**
 * The quantile function of a list of values. Canonical parameters: n values, strictly ascending, then their n
 * cumulative probabilities, the last of which is 1.
 */
function categoricalFrom(u: number, parameters: Parameters): number {
  const count = parameters.length / 2;
  let i = 0;
  while (i < count - 1 && u >= parameters[count + i]!) i++;
  return parameters[i]!;
}

/** Values in ascending order, equal ones joined and those of weight 0 left out; weights as running shares. */
function categoricalCanonical(args: readonly number[]): Parameters {
  const count = args.length / 2;
  const weighted = args.slice(0, count).map((value, i) => ({ value, weight: args[count + i]! }));
  weighted.sort((a, b) => a.value - b.value);
  let total = 0;
  for (const { weight } of weighted) total += weight;
  const values: number[] = [];
  const shares: number[] = [];
  let sum = 0;
  for (const { value, weight } of weighted) {
    if (!(weight > 0)) continue;
    sum += weight;
    if (values.at(-1) === value) {
      shares[shares.length - 1] = sum / total;
    } else {
      values.push(value);
      shares.push(sum / total);
    }
  }
  return [...values, ...shares];
}

function categoricalProblem(args: readonly number[]): string | undefined {
  const count = args.length / 2;
  if (count < 1) return 'values must not be empty';
  const values = args.slice(0, count);
  const weights = args.slice(count);
  const problem = firstProblem(
    ...values.map((value, i) => finiteProblem(`value ${i + 1}`, value)),
    ...weights.map((weight, i) => finiteProblem(`weight ${i + 1}`, weight)),
    ...weights.map((weight, i) =>
      weight >= 0 ? undefined : `weight ${i + 1} must not be below 0 but is ${weight}`,
    ),
  );
  if (problem !== undefined) return problem;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0)) return 'one weight at least must be above 0 but all are 0';
  return Number.isFinite(total) ? undefined : 'the sum of the weights is too great';
}

export const categorical: Distribution = {
  name: 'categorical',
  summary: 'One of several values, each with a weight.',
  discrete: true,
  support: 'the given values',
  forms: [
    {
      kind: 'named',
      code: 'values,weights',
      arguments: [
        { name: 'values', kind: 'list', summary: 'the values' },
        {
          name: 'weights',
          kind: 'list',
          summary: 'a weight of at least 0 for each; their sum need not be 1',
        },
      ],
      positional: true,
      canonical: categoricalCanonical,
      problem: categoricalProblem,
    },
  ],
  examples: [
    { argNames: [null, null], args: [3, 1, 2, 1, 0.5, 2.5] },
    { argNames: ['weights', 'values'], args: [0, 2, 0, 2, 9, 4, 5, 4] },
  ],
  quantile: (parameters, u) => categoricalFrom(u, parameters),
  cdf: (parameters, x) => {
    const count = parameters.length / 2;
    let probability = 0;
    for (let i = 0; i < count && parameters[i]! <= x; i++) probability = parameters[count + i]!;
    return probability;
  },
  bounds: (parameters) => [parameters[0]!, parameters[parameters.length / 2 - 1]!],
  truncated: (parameters, u, low, high) => {
    const count = parameters.length / 2;
    let first = 0;
    while (first < count && !(parameters[first]! >= low)) first++;
    let last = count - 1;
    while (last >= 0 && !(parameters[last]! <= high)) last--;
    if (first > last) return NaN;
    const before = first === 0 ? 0 : parameters[count + first - 1]!;
    const v = before + u * (parameters[count + last]! - before);
    let i = first;
    while (i < last && v >= parameters[count + i]!) i++;
    return parameters[i]!;
  },
  points: (parameters) => ({ count: parameters.length / 2, at: (i) => parameters[i]! }),
};

export const fixed: Distribution = {
  name: 'fixed',
  summary: 'One value, always: a parameter without uncertainty.',
  discrete: true,
  support: 'the value',
  forms: [
    {
      kind: 'named',
      code: 'value',
      arguments: [numberArgument('value', 'the value')],
      positional: true,
      canonical: (args) => [args[0]!],
      problem: (args) => finiteProblem('value', args[0]!),
    },
  ],
  examples: [{ argNames: [null], args: [4.5] }],
  quantile: (parameters) => parameters[0]!,
  cdf: (parameters, x) => (x >= parameters[0]! ? 1 : 0),
  bounds: (parameters) => [parameters[0]!, parameters[0]!],
  truncated: (parameters, _u, low, high) =>
    parameters[0]! >= low && parameters[0]! <= high ? parameters[0]! : NaN,
  points: (parameters) => ({ count: 1, at: () => parameters[0]! }),
};
