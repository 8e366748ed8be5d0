/**
 * The normal and the lognormal distribution.
 *
 * Invariant: canonical parameters are (mean, sd) and (mu, sigma) with sd, sigma > 0 and finite.
 */
import {
  firstProblem,
  finiteProblem,
  numberArgument,
  positiveProblem,
  type Distribution,
  type Parameters,
  type QuantileForm,
} from './distribution.ts';
import { exp, log, log1p } from './elementary.ts';
import { normalCdf, normalQuantile } from './normal.ts';

/** The quantile function of the normal distribution. */
function normalFrom(u: number, mean: number, sd: number): number {
  return mean + sd * normalQuantile(u);
}

/** The quantile function of the lognormal distribution: exp of a normal with mean mu and sd sigma. */
function lognormalFrom(u: number, mu: number, sigma: number): number {
  return exp(mu + sigma * normalQuantile(u));
}

/** Mean and sd of the normal distribution through two quantiles. */
function throughTwo(probabilities: readonly number[], values: readonly number[]): Parameters {
  const z1 = normalQuantile(probabilities[0]!);
  const z2 = normalQuantile(probabilities[1]!);
  const sd = (values[1]! - values[0]!) / (z2 - z1);
  return [values[0]! - sd * z1, sd];
}

function twoProblem(
  parameters: Parameters,
  values: readonly number[],
  names: readonly string[],
): string | undefined {
  if (!(values[0]! < values[1]!)) {
    return `${names[0]} must be below ${names[1]} but ${values[0]} is not below ${values[1]}`;
  }
  const isUsable = Number.isFinite(parameters[0]!) && Number.isFinite(parameters[1]!) && parameters[1]! > 0;
  return isUsable ? undefined : `${names[0]} and ${names[1]} are too extreme (${values[0]} and ${values[1]})`;
}

const normalByQuantiles: QuantileForm = {
  kind: 'quantiles',
  code: 'quantiles',
  least: 2,
  most: 2,
  ends: false,
  canonical: throughTwo,
  problem: (probabilities, values, names) =>
    firstProblem(...values.map((value, i) => finiteProblem(names[i]!, value))) ??
    twoProblem(throughTwo(probabilities, values), values, names),
};

const lognormalByQuantiles: QuantileForm = {
  ...normalByQuantiles,
  canonical: (probabilities, values) => throughTwo(probabilities, values.map(log)),
  problem: (probabilities, values, names) =>
    firstProblem(...values.map((value, i) => positiveProblem(names[i]!, value))) ??
    twoProblem(throughTwo(probabilities, values.map(log)), values, names),
};

export const normal: Distribution = {
  name: 'normal',
  summary: 'The normal (Gaussian) distribution.',
  discrete: false,
  support: 'all numbers',
  forms: [
    {
      kind: 'named',
      code: 'mean,sd',
      arguments: [
        numberArgument('mean', 'the mean'),
        numberArgument('sd', 'the standard deviation, above 0'),
      ],
      positional: true,
      canonical: (args) => [args[0]!, args[1]!],
      problem: (args) => finiteProblem('mean', args[0]!) ?? positiveProblem('sd', args[1]!),
    },
    normalByQuantiles,
  ],
  examples: [
    { argNames: [null, null], args: [0, 1] },
    { argNames: ['p95', 'p5'], args: [12, -3] },
  ],
  quantile: (parameters, u) => normalFrom(u, parameters[0]!, parameters[1]!),
  cdf: (parameters, x) => normalCdf((x - parameters[0]!) / parameters[1]!),
  bounds: () => [-Infinity, Infinity],
  upper: {
    survival: (parameters, x) => normalCdf((parameters[0]! - x) / parameters[1]!),
    quantile: (parameters, probability) => parameters[0]! - parameters[1]! * normalQuantile(probability),
  },
};

/** mu and sigma from mean and sd, by the moments: sigma^2 = ln(1 + (sd/mean)^2), mu = ln mean - sigma^2/2. */
function lognormalByMoments(args: readonly number[]): Parameters {
  const ratio = args[1]! / args[0]!;
  const variance = log1p(ratio * ratio);
  return [log(args[0]!) - variance / 2, Math.sqrt(variance)];
}

function momentsProblem(args: readonly number[]): string | undefined {
  const problem = positiveProblem('mean', args[0]!) ?? positiveProblem('sd', args[1]!);
  if (problem !== undefined) return problem;
  const sigma = lognormalByMoments(args)[1]!;
  return sigma > 0 && sigma < Infinity ? undefined : `sd ${args[1]} is too extreme for mean ${args[0]}`;
}

export const lognormal: Distribution = {
  name: 'lognormal',
  summary: 'A quantity whose logarithm is normal.',
  discrete: false,
  support: 'above 0',
  forms: [
    {
      kind: 'named',
      code: 'median,sigma',
      arguments: [
        numberArgument('median', 'the median, above 0'),
        numberArgument('sigma', 'the standard deviation of the natural logarithm, above 0'),
      ],
      positional: true,
      canonical: (args) => [log(args[0]!), args[1]!],
      problem: (args) => positiveProblem('median', args[0]!) ?? positiveProblem('sigma', args[1]!),
    },
    {
      kind: 'named',
      code: 'mean,sd',
      arguments: [
        numberArgument('mean', 'the mean of the quantity, above 0'),
        numberArgument('sd', 'the standard deviation of the quantity, above 0'),
      ],
      positional: false,
      canonical: lognormalByMoments,
      problem: momentsProblem,
    },
    lognormalByQuantiles,
  ],
  examples: [
    { argNames: [null, null], args: [2, 0.5] },
    { argNames: ['median', 'p90'], args: [0.03, 0.08] },
    { argNames: ['mean', 'sd'], args: [10, 4] },
  ],
  quantile: (parameters, u) => lognormalFrom(u, parameters[0]!, parameters[1]!),
  cdf: (parameters, x) => (x <= 0 ? 0 : normalCdf((log(x) - parameters[0]!) / parameters[1]!)),
  bounds: () => [0, Infinity],
  upper: {
    survival: (parameters, x) => (x <= 0 ? 1 : normalCdf((parameters[0]! - log(x)) / parameters[1]!)),
    quantile: (parameters, probability) => exp(parameters[0]! - parameters[1]! * normalQuantile(probability)),
  },
};
