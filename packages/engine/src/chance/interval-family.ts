/**
 * Distributions on an interval that need no elementary function: uniform, triangular, and a line through given
 * quantiles.
 *
 * Invariant: no value lies outside the interval, whatever rounding does.
 */
import {
  finiteProblem,
  firstProblem,
  intervalProblem,
  numberArgument,
  type Distribution,
  type Parameters,
} from './distribution.ts';

/** The quantile function of the uniform distribution on [low, high]. */
function uniformFrom(u: number, low: number, high: number): number {
  const x = low + u * (high - low);
  return x < high ? x : high;
}

export const uniform: Distribution = {
  name: 'uniform',
  summary: 'Every value between two numbers alike.',
  discrete: false,
  support: 'from low to high',
  forms: [
    {
      kind: 'named',
      code: 'low,high',
      arguments: [numberArgument('low', 'the least value'), numberArgument('high', 'the greatest value')],
      positional: true,
      canonical: (args) => [args[0]!, args[1]!],
      problem: (args) => intervalProblem(args[0]!, args[1]!),
    },
  ],
  examples: [
    { argNames: [null, null], args: [0, 1] },
    { argNames: ['high', 'low'], args: [7.25, -3.1] },
  ],
  quantile: (parameters, u) => uniformFrom(u, parameters[0]!, parameters[1]!),
  cdf: (parameters, x) => share(x, parameters[0]!, parameters[1]!),
  bounds: (parameters) => [parameters[0]!, parameters[1]!],
};

/** (x - low)/(high - low), kept in [0, 1]. */
function share(x: number, low: number, high: number): number {
  return x <= low ? 0 : x >= high ? 1 : (x - low) / (high - low);
}

/** The quantile function of the triangular distribution. */
function triangularFrom(u: number, low: number, mode: number, high: number): number {
  const width = high - low;
  const peak = (mode - low) / width;
  if (u < peak) {
    const x = low + width * Math.sqrt(u * peak);
    return x < mode ? x : mode;
  }
  const x = high - width * Math.sqrt((1 - u) * ((high - mode) / width));
  return x > mode ? x : mode;
}

function triangularCdf(x: number, low: number, mode: number, high: number): number {
  if (x <= low) return 0;
  if (x >= high) return 1;
  const width = high - low;
  if (x < mode) return ((x - low) / width) * ((x - low) / (mode - low));
  return 1 - ((high - x) / width) * ((high - x) / (high - mode));
}

export const triangular: Distribution = {
  name: 'triangular',
  summary: 'A least, a most likely and a greatest value, joined by straight lines.',
  discrete: false,
  support: 'from low to high',
  forms: [
    {
      kind: 'named',
      code: 'low,mode,high',
      arguments: [
        numberArgument('low', 'the least value'),
        numberArgument('mode', 'the most likely value'),
        numberArgument('high', 'the greatest value'),
      ],
      positional: true,
      canonical: (args) => [args[0]!, args[1]!, args[2]!],
      problem: (args) =>
        intervalProblem(args[0]!, args[2]!) ??
        finiteProblem('mode', args[1]!) ??
        (args[1]! >= args[0]! && args[1]! <= args[2]!
          ? undefined
          : `mode must be between low ${args[0]} and high ${args[2]} but is ${args[1]}`),
    },
  ],
  examples: [
    { argNames: [null, null, null], args: [1, 2, 5] },
    { argNames: ['low', 'mode', 'high'], args: [0, 0, 3] },
    { argNames: ['low', 'mode', 'high'], args: [0, 3, 3] },
  ],
  quantile: (parameters, u) => triangularFrom(u, parameters[0]!, parameters[1]!, parameters[2]!),
  cdf: (parameters, x) => triangularCdf(x, parameters[0]!, parameters[1]!, parameters[2]!),
  bounds: (parameters) => [parameters[0]!, parameters[2]!],
};

/**
 * The quantile function that runs in straight lines through given points. Canonical parameters: n probabilities
 * from 0 to 1, strictly ascending, then their n values, strictly ascending.
 */
function quantilesFrom(u: number, parameters: Parameters): number {
  const count = parameters.length / 2;
  let i = 0;
  while (i < count - 2 && u >= parameters[i + 1]!) i++;
  const left = parameters[count + i]!;
  const right = parameters[count + i + 1]!;
  const x = left + ((u - parameters[i]!) / (parameters[i + 1]! - parameters[i]!)) * (right - left);
  return x < right ? x : right;
}

function quantilesCdf(parameters: Parameters, x: number): number {
  const count = parameters.length / 2;
  if (!(x > parameters[count]!)) return x !== x ? NaN : 0;
  if (x >= parameters[2 * count - 1]!) return 1;
  let i = 0;
  while (i < count - 2 && x >= parameters[count + i + 1]!) i++;
  const below = parameters[i]!;
  return below + share(x, parameters[count + i]!, parameters[count + i + 1]!) * (parameters[i + 1]! - below);
}

function risingProblem(values: readonly number[], names: readonly string[]): string | undefined {
  for (let i = 1; i < values.length; i++) {
    if (!(values[i - 1]! < values[i]!)) {
      return `${names[i - 1]} must be below ${names[i]} but ${values[i - 1]} is not below ${values[i]}`;
    }
  }
  const [low, high] = [values[0]!, values.at(-1)!];
  return Number.isFinite(high - low)
    ? undefined
    : `${names[0]} and ${names.at(-1)} are too far apart (${low} and ${high})`;
}

export const quantiles: Distribution = {
  name: 'quantiles',
  summary: 'Given quantiles, with straight lines between them; p0 and p100 are the ends.',
  discrete: false,
  support: 'from p0 to p100',
  forms: [
    {
      kind: 'quantiles',
      code: 'quantiles',
      least: 2,
      most: Infinity,
      ends: true,
      canonical: (probabilities, values) => [...probabilities, ...values],
      problem: (_probabilities, values, names) =>
        firstProblem(...values.map((value, i) => finiteProblem(names[i]!, value))) ??
        risingProblem(values, names),
    },
  ],
  examples: [
    { argNames: ['p0', 'p100'], args: [1, 3] },
    { argNames: ['p0', 'p10', 'median', 'p97_5', 'p100'], args: [-2, 0, 1, 5, 40] },
  ],
  quantile: (parameters, u) => quantilesFrom(u, parameters),
  cdf: quantilesCdf,
  bounds: (parameters) => [parameters[parameters.length / 2]!, parameters.at(-1)!],
};
