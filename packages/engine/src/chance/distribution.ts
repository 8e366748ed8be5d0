/**
 * What a distribution is: data that the language lists and documents, and functions that executors run.
 *
 * Invariant: every distribution is its quantile function of one u in (0, 1), nondecreasing in u, on canonical
 * parameters; the ways to write it (its forms) differ only in how arguments become canonical parameters.
 */

/** The parameters a quantile function takes, whatever way the distribution was written. */
export type Parameters = readonly number[];

/** One argument of a form. A `list` is written [1, 2, 3]; all lists of a form have the same length. */
export interface FormArgument {
  readonly name: string;
  readonly kind: 'number' | 'list';
  readonly summary: string;
  /** Present where the argument may be left out. */
  readonly default?: number;
}

/** A form with named arguments in a fixed order, such as normal(mean, sd). */
export interface NamedForm {
  readonly kind: 'named';
  /** Stable, unique within the distribution: 'mean,sd'. */
  readonly code: string;
  readonly arguments: readonly FormArgument[];
  /** Whether arguments may be given by place; otherwise each needs its name. */
  readonly positional: boolean;
  /** `args` holds a number for each argument, or each list one after the other, in the form's order. */
  canonical(args: readonly number[]): Parameters;
  /** Plain words on why the arguments are invalid; undefined when they are valid. */
  problem(args: readonly number[]): string | undefined;
}

/** A form given by quantiles under names such as p5, p2_5 (2.5%) and median (p50). */
export interface QuantileForm {
  readonly kind: 'quantiles';
  readonly code: 'quantiles';
  readonly least: number;
  readonly most: number;
  /** Whether p0 and p100 must be given; otherwise they must not. */
  readonly ends: boolean;
  /** `probabilities` ascend, and `values` belong to them in that order. */
  canonical(probabilities: readonly number[], values: readonly number[]): Parameters;
  problem(
    probabilities: readonly number[],
    values: readonly number[],
    names: readonly string[],
  ): string | undefined;
}

export type DistributionForm = NamedForm | QuantileForm;

/** Arguments that are valid together; for documentation and for the laws every distribution must pass. */
export interface DistributionExample {
  readonly argNames: readonly (string | null)[];
  readonly args: readonly number[];
}

export interface Distribution {
  /** As written in scenarios. */
  readonly name: string;
  readonly summary: string;
  /** Whether values are separate points; then F jumps and `truncated` is given. */
  readonly discrete: boolean;
  /** Where values lie, for people. */
  readonly support: string;
  /** Ways to write it, tried in order. */
  readonly forms: readonly DistributionForm[];
  readonly examples: readonly DistributionExample[];
  quantile(parameters: Parameters, u: number): number;
  /** P(X <= x). */
  cdf(parameters: Parameters, x: number): number;
  /** The least closed interval that holds every value; its ends may be infinite. */
  bounds(parameters: Parameters): readonly [number, number];
  /** P(X > x) and its inverse, accurate where F is near 1: for truncation far out in the upper tail. */
  readonly upper?: {
    survival(parameters: Parameters, x: number): number;
    quantile(parameters: Parameters, probability: number): number;
  };
  /** The quantile function of X given low <= X <= high, where F jumps. NaN if that has no probability. */
  readonly truncated?: (parameters: Parameters, u: number, low: number, high: number) => number;
  /** The values of a distribution that has finitely many, ascending. */
  readonly points?: (parameters: Parameters) => { readonly count: number; at(index: number): number };
}

/** The first problem of several, or undefined. */
export function firstProblem(...problems: readonly (string | undefined)[]): string | undefined {
  return problems.find((problem) => problem !== undefined);
}

export function finiteProblem(name: string, value: number): string | undefined {
  return Number.isFinite(value) ? undefined : `${name} must be a finite number but is ${value}`;
}

export function positiveProblem(name: string, value: number): string | undefined {
  return finiteProblem(name, value) ?? (value > 0 ? undefined : `${name} must be above 0 but is ${value}`);
}

/** low < high, both finite, and so their difference. */
export function intervalProblem(low: number, high: number): string | undefined {
  return (
    finiteProblem('low', low) ??
    finiteProblem('high', high) ??
    (low < high ? undefined : `low must be below high but ${low} is not below ${high}`) ??
    (Number.isFinite(high - low) ? undefined : `low and high are too far apart (${low} and ${high})`)
  );
}

/** An argument that is a number and must be given. */
export function numberArgument(name: string, summary: string): FormArgument {
  return { name, kind: 'number', summary };
}
