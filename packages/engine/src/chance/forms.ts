/**
 * From the names of the arguments someone wrote to the form they mean.
 *
 * Invariant: the form follows from the distribution and the arguments' names alone, never from their values, so
 * that a checked model can store the names and every executor resolves them to the same form.
 */
import type { Distribution, DistributionForm, NamedForm, Parameters, QuantileForm } from './distribution.ts';

/** A name for each argument as written, null where it stands by place. */
export type ArgNames = readonly (string | null)[];

/**
 * A way to write a distribution, found. `args` of its functions are in the order as written: a number for each
 * argument, or each list one after the other.
 */
export interface ResolvedForm {
  readonly distribution: string;
  /** A stable id of the form, not of the order written: 'normal:mean,sd', 'lognormal:q50,q90'. */
  readonly canonicalCode: string;
  readonly argNames: ArgNames;
  /**
   * Of each argument of the form, in the form's order: where it stands as written, or what serves in its place. Those
   * of a form by quantiles stand in the order of their probabilities.
   */
  readonly order: readonly ({ readonly place: number } | { readonly value: number })[];
  /** Of a form by quantiles: their probabilities, ascending. */
  readonly probabilities?: readonly number[];
  /** What each argument as written must be. */
  readonly argKinds: readonly ('number' | 'list')[];
  /** The distribution's canonical parameters; meaningful where `problem` finds nothing. */
  canonical(args: readonly number[]): Parameters;
  /** Plain words on why the arguments are invalid; undefined when they are valid. */
  problem(args: readonly number[]): string | undefined;
}

/** Why no form fits, and how the distribution may be written instead. */
export interface UnresolvedForm {
  readonly problem: string;
  readonly expected: readonly string[];
}

export type FormResolution = { readonly form: ResolvedForm } | UnresolvedForm;

/**
 * Finds the first form of a distribution that the arguments' names fit, and compares the lengths of the lists
 * given (0 for a plain number) with what it wants.
 */
export function resolveFormOf(
  distribution: Distribution,
  argNames: ArgNames,
  lists?: readonly number[],
): FormResolution {
  let problem = namesProblem(distribution, argNames);
  if (problem === undefined) {
    for (const form of distribution.forms) {
      const resolved =
        form.kind === 'named'
          ? resolveNamed(distribution, form, argNames)
          : resolveQuantiles(distribution, form, argNames);
      if (resolved === undefined) continue;
      problem = lists && listsProblem(resolved, lists);
      if (problem === undefined) return { form: resolved };
      break;
    }
  }
  return {
    problem: problem ?? misfit(distribution, argNames),
    expected: distribution.forms.map((form) => formSignature(distribution.name, form)),
  };
}

/** A form as people write it: 'normal(mean, sd)', 'lognormal(mean =, sd =)'. */
function formSignature(name: string, form: DistributionForm): string {
  if (form.kind === 'quantiles') {
    return form.ends ? `${name}(p0 =, …, p100 =)` : `${name}(p5 =, p95 =) or any two quantiles`;
  }
  const parts = form.arguments.map((argument) => {
    if (argument.default !== undefined) return `${argument.name} = ${argument.default}`;
    if (argument.kind === 'list') return `[${argument.name}]`;
    return form.positional ? argument.name : `${argument.name} =`;
  });
  return `${name}(${parts.join(', ')})`;
}

/**
 * The percentage that a quantile's name stands for: p5 is 5, p2_5 is 2.5, median is 50. Undefined where the name
 * is none; p0 and p100 are names.
 */
function quantilePercent(name: string): number | undefined {
  if (name === 'median') return 50;
  const match = /^p(0|[1-9]\d?|100)(?:_(\d{1,6}))?$/.exec(name);
  if (match === null) return undefined;
  const percent = Number(`${match[1]}.${match[2] ?? '0'}`);
  return percent <= 100 ? percent : undefined;
}

/** What is wrong with the names whatever the form. */
function namesProblem(distribution: Distribution, argNames: ArgNames): string | undefined {
  const seen = new Map<string | number, string>();
  let isNamed = false;
  for (const name of argNames) {
    if (name === null) {
      if (isNamed) return 'an argument without a name must come before those with a name';
      continue;
    }
    isNamed = true;
    if (!isKnown(distribution, name)) return `${distribution.name} takes no argument '${name}'`;
    const identity = quantilePercent(name) ?? name;
    const other = seen.get(identity);
    if (other === name) return `${name} is given twice`;
    if (other !== undefined) return `${other} and ${name} are the same quantile`;
    seen.set(identity, name);
  }
  return undefined;
}

function listsProblem(form: ResolvedForm, lists: readonly number[]): string | undefined {
  const lengths = new Set<number>();
  for (const [i, kind] of form.argKinds.entries()) {
    const name = form.argNames[i] ?? `argument ${i + 1} of ${form.distribution}`;
    const length = lists[i] ?? 0;
    if (kind === 'number' && length > 0) return `${name} must be a number but is a list`;
    if (kind === 'list' && length === 0) return `${name} must be a list of at least one number`;
    if (kind === 'list') lengths.add(length);
  }
  if (lengths.size <= 1) return undefined;
  return `the lists must have the same length but have ${[...lengths].join(' and ')} entries`;
}

function isKnown(distribution: Distribution, name: string): boolean {
  return distribution.forms.some((form) => {
    if (form.kind === 'named') return form.arguments.some((argument) => argument.name === name);
    const percent = quantilePercent(name);
    return percent !== undefined && (form.ends || (percent > 0 && percent < 100));
  });
}

function misfit(distribution: Distribution, argNames: ArgNames): string {
  if (argNames.length === 0) return `${distribution.name} needs arguments`;
  if (argNames.every((name) => name === null)) {
    return `${distribution.name} does not take ${argNames.length} argument${argNames.length === 1 ? '' : 's'} by place`;
  }
  const names = argNames.map((name, i) => name ?? `argument ${i + 1}`);
  return `${distribution.name} does not take ${names.join(', ')} together`;
}

function resolveNamed(
  distribution: Distribution,
  form: NamedForm,
  argNames: ArgNames,
): ResolvedForm | undefined {
  /** For each argument of the form, its place as written, or -1 where its default serves. */
  const places = form.arguments.map(() => -1);
  for (const [place, name] of argNames.entries()) {
    if (name === null && !form.positional) return undefined;
    const index = name === null ? place : form.arguments.findIndex((argument) => argument.name === name);
    if (places[index] !== -1) return undefined;
    places[index] = place;
  }
  const isComplete = form.arguments.every((argument, i) => places[i]! >= 0 || argument.default !== undefined);
  if (!isComplete) return undefined;
  const isList = form.arguments.some((argument) => argument.kind === 'list');
  const inOrder = (args: readonly number[]): readonly number[] => {
    const length = isList ? args.length / argNames.length : 1;
    return form.arguments.flatMap((argument, i) =>
      places[i]! < 0 ? [argument.default!] : args.slice(places[i]! * length, (places[i]! + 1) * length),
    );
  };
  return {
    distribution: distribution.name,
    canonicalCode: `${distribution.name}:${form.code}`,
    argNames,
    order: form.arguments.map((argument, i) =>
      places[i]! < 0 ? { value: argument.default! } : { place: places[i]! },
    ),
    argKinds: argNames.map((_, place) => form.arguments[places.indexOf(place)]!.kind),
    canonical: (args) => form.canonical(inOrder(args)),
    problem: (args) => {
      const count = argNames.length;
      if (isList && args.length % count !== 0) return 'the lists must have the same length';
      if (!isList && args.length !== count)
        return `there must be ${count} arguments but there are ${args.length}`;
      const ordered = inOrder(args);
      return form.problem(ordered) ?? extremeProblem(form.canonical(ordered));
    },
  };
}

function resolveQuantiles(
  distribution: Distribution,
  form: QuantileForm,
  argNames: ArgNames,
): ResolvedForm | undefined {
  if (argNames.length < form.least || argNames.length > form.most) return undefined;
  const given: { name: string; percent: number; place: number }[] = [];
  for (const [place, name] of argNames.entries()) {
    const percent = name === null ? undefined : quantilePercent(name);
    if (name === null || percent === undefined) return undefined;
    given.push({ name, percent, place });
  }
  given.sort((a, b) => a.percent - b.percent);
  const hasEnds = given[0]!.percent === 0 && given.at(-1)!.percent === 100;
  if (form.ends && !hasEnds) return undefined;
  const names = given.map(({ name }) => name);
  // the decimal text is shifted, so that p2_5 is the binary64 nearest to 0.025
  const probabilities = given.map(({ percent }) => Number(`${percent}e-2`));
  const inOrder = (args: readonly number[]): readonly number[] => given.map(({ place }) => args[place]!);
  return {
    distribution: distribution.name,
    canonicalCode: `${distribution.name}:${given.map(({ percent }) => `q${percent}`).join(',')}`,
    argNames,
    order: given.map(({ place }) => ({ place })),
    probabilities,
    argKinds: argNames.map(() => 'number'),
    canonical: (args) => form.canonical(probabilities, inOrder(args)),
    problem: (args) => {
      const count = argNames.length;
      if (args.length !== count) return `there must be ${count} arguments but there are ${args.length}`;
      const values = inOrder(args);
      return (
        form.problem(probabilities, values, names) ?? extremeProblem(form.canonical(probabilities, values))
      );
    },
  };
}

function extremeProblem(parameters: Parameters): string | undefined {
  return parameters.every(Number.isFinite) ? undefined : 'the arguments are too extreme to be represented';
}
