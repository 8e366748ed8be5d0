/**
 * The registry of distributions, and what executors and the language do with any of them by name.
 *
 * Invariant: whatever is listed here passes the laws of laws.ts; to add a distribution is to add it to this list.
 */
import { beta, pert } from './beta-family.ts';
import { bernoulli, categorical, fixed, uniformInteger } from './discrete-family.ts';
import type { Distribution, Parameters } from './distribution.ts';
import { resolveFormOf, type ArgNames, type FormResolution } from './forms.ts';
import { quantiles, triangular, uniform } from './interval-family.ts';
import { lognormal, normal } from './normal-family.ts';

/** Every distribution, in the order in which documents list them. */
export const DISTRIBUTIONS: readonly Distribution[] = [
  normal,
  lognormal,
  beta,
  uniform,
  triangular,
  pert,
  quantiles,
  uniformInteger,
  bernoulli,
  categorical,
  fixed,
];

const byName = new Map(DISTRIBUTIONS.map((distribution) => [distribution.name, distribution]));

/** The distribution of that name, or undefined. */
export function findDistribution(name: string): Distribution | undefined {
  return byName.get(name);
}

function distributionOf(name: string): Distribution {
  const distribution = byName.get(name);
  if (distribution === undefined) throw new TypeError(`There is no distribution '${name}'.`);
  return distribution;
}

/**
 * Finds the way of writing that the arguments' names mean; null stands for an argument by place.
 *
 * @param lists for each argument the length of its list, 0 where it is a plain number; left out, every list is
 *   taken to be as long as the others
 * @throws TypeError when there is no distribution of that name; ask `findDistribution` before
 */
export function resolveForm(name: string, argNames: ArgNames, lists?: readonly number[]): FormResolution {
  return resolveFormOf(distributionOf(name), argNames, lists);
}

/** The quantile function of a distribution at u in (0, 1). Throws TypeError for an unknown name, as all below. */
export function quantile(name: string, parameters: Parameters, u: number): number {
  return distributionOf(name).quantile(parameters, u);
}

/** P(X <= x). */
export function cdf(name: string, parameters: Parameters, x: number): number {
  return distributionOf(name).cdf(parameters, x);
}

/** The least closed interval that holds every value; its ends may be infinite. */
export function bounds(name: string, parameters: Parameters): readonly [number, number] {
  return distributionOf(name).bounds(parameters);
}

/**
 * The quantile function of X given low <= X <= high: F^-1(F(low) + u (F(high) - F(low))), worked from the upper
 * tail where F(low) is above 1/2, and kept in [low, high]. An end may be infinite. Of a discrete distribution
 * only values inside are drawn, each with its own share.
 *
 * NaN where the interval has no probability, low is above high, or an argument is NaN: `truncationProblem` says
 * so in words.
 */
export function truncatedQuantile(
  name: string,
  parameters: Parameters,
  u: number,
  low: number,
  high: number,
): number {
  return truncation(name, parameters, low, high)(u);
}

/** `truncatedQuantile` as a function of u alone: what the limits cost is paid once for many draws. */
export function truncation(
  name: string,
  parameters: Parameters,
  low: number,
  high: number,
): (u: number) => number {
  const distribution = distributionOf(name);
  if (!(low <= high)) return () => NaN;
  const { truncated } = distribution;
  if (truncated !== undefined) return (u) => truncated(parameters, u, low, high);
  const inside = continuousWithin(distribution, parameters, low, high);
  return (u) => {
    const x = inside(u);
    return x < low ? low : x > high ? high : x;
  };
}

function continuousWithin(
  distribution: Distribution,
  parameters: Parameters,
  low: number,
  high: number,
): (u: number) => number {
  const from = distribution.cdf(parameters, low);
  const upper = distribution.upper;
  if (from > 0.5 && upper !== undefined) {
    const above = upper.survival(parameters, low);
    const beyond = upper.survival(parameters, high);
    if (!(above > beyond)) return () => NaN;
    return (u) => upper.quantile(parameters, above - u * (above - beyond));
  }
  const to = distribution.cdf(parameters, high);
  if (!(to > from)) return () => NaN;
  return (u) => distribution.quantile(parameters, from + u * (to - from));
}

/** Plain words on why a distribution cannot be cut to [low, high]; undefined when it can. */
export function truncationProblem(
  name: string,
  parameters: Parameters,
  low: number,
  high: number,
): string | undefined {
  if (low !== low || high !== high) return `the limits must be numbers but are ${low} and ${high}`;
  if (low > high) return `the lower limit ${low} is above the upper limit ${high}`;
  const middle = truncatedQuantile(name, parameters, 0.5, low, high);
  return Number.isNaN(middle) ? `${name} has no probability from ${low} to ${high}` : undefined;
}
