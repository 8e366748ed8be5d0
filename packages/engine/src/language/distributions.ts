/** The only use of `chance` here: which distributions there are, and whether arguments fit one. */
import { DISTRIBUTIONS, findDistribution, resolveForm, truncationProblem } from '../chance/index.ts';
import type { FormArgument, ResolvedForm } from '../chance/index.ts';

/** `fixed` is for executors; in a scenario a fixed number is a `value`. */
const HIDDEN = 'fixed';

export const distributionNames: readonly string[] = DISTRIBUTIONS.map((d) => d.name).filter(
  (name) => name !== HIDDEN,
);

export const isDistribution = (name: string): boolean =>
  name !== HIDDEN && findDistribution(name) !== undefined;

export { resolveForm, truncationProblem };
export type { ResolvedForm };

/** Arguments that are shapes, shares or weights, and so have no unit; the others have the unit of the value. */
const WITHOUT_UNIT: ReadonlySet<string> = new Set(['alpha', 'beta', 'sigma', 'p', 'shape', 'weights']);

/** Names of arguments as written, with the names of those given by place filled in. */
export function argumentNames(form: ResolvedForm): readonly (string | undefined)[] {
  const code = form.canonicalCode.slice(form.canonicalCode.indexOf(':') + 1);
  const forms = findDistribution(form.distribution)?.forms ?? [];
  const named = forms.find((f) => f.kind === 'named' && f.code === code);
  const order: readonly FormArgument[] = named?.kind === 'named' ? named.arguments : [];
  return form.argNames.map((name, place) => name ?? order[place]?.name);
}

export const hasUnit = (argument: string | undefined): boolean =>
  argument !== undefined && !WITHOUT_UNIT.has(argument);
