/** A distribution as it is used: its name, arguments and limits, checked as far as they are constant. */
import {
  argumentNames,
  distributionNames,
  hasUnit,
  isDistribution,
  resolveForm,
  truncationProblem,
  type ResolvedForm,
} from '../distributions.ts';
import { constantOf } from '../expression/constant.ts';
import type { RawDistribution } from '../expression/distribution.ts';
import type { Raw } from '../expression/raw.ts';
import type { Resolver } from '../expression/resolve.ts';
import type { DistributionUse, Expr } from '../model.ts';
import type { Reader } from '../reader.ts';
import { NO_UNIT, type Unit } from '../unit.ts';

export function readDistribution(
  raw: RawDistribution,
  resolver: Resolver,
  reader: Reader,
  unit: Unit | undefined,
): DistributionUse | undefined {
  const { report } = reader;
  const { call, within } = raw;
  const span = resolver.spanOf(call);
  const form = formOf(call, resolver, reader);
  const groups = call.args.map((arg) => argument(arg.is === 'named' ? arg.value : arg, resolver));
  const limits = within && resolver.all(within);
  if (!form || groups.some((group) => !group) || (within && !limits)) return undefined;
  const args = groups.flatMap((group) => group?.exprs ?? []);
  const lists = groups.map((group) => group?.list ?? 0);
  for (const [i, kind] of form.argKinds.entries()) {
    if ((kind === 'list') === (lists[i] ?? 0) > 0) continue;
    const written = call.args[i] ?? call;
    report.add(
      'distribution-arguments',
      kind === 'list' ? 'a list `[…]` is wanted here' : 'a number is wanted here, not a list',
      resolver.spanOf(written),
    );
    return undefined;
  }
  const names = argumentNames(form);
  for (const [i, group] of groups.entries()) {
    const name = names[i];
    for (const expr of group?.exprs ?? []) {
      const wanted = hasUnit(name) ? unit : NO_UNIT;
      reader.keep(expr, {
        demand: wanted && { is: 'unit', unit: wanted, what: `\`${name ?? 'the argument'}\`` },
      });
    }
  }
  for (const limit of limits ?? [])
    reader.keep(limit, { demand: unit && { is: 'unit', unit, what: '`within`' } });
  const [low, high] = limits ?? [];
  const use: DistributionUse = {
    name: call.name,
    argNames: form.argNames,
    args,
    lists,
    ...(low && high && { within: [low, high] as const }),
    span,
  };
  checkValues(use, form, reader);
  return use;
}

function formOf(
  call: Raw & { is: 'call' },
  resolver: Resolver,
  { report }: Reader,
): ResolvedForm | undefined {
  if (!isDistribution(call.name)) {
    const span = resolver.spanOf({ start: call.start, end: call.start + call.name.length });
    const help =
      call.name === 'fixed'
        ? 'a fixed number is a `value`'
        : report.suggest(call.name, () => distributionNames);
    report.add('distribution-unknown', `unknown distribution \`${call.name}\``, span, { help });
    return undefined;
  }
  const found = resolveForm(
    call.name,
    call.args.map((arg) => (arg.is === 'named' ? arg.name : null)),
  );
  if ('form' in found) return found.form;
  report.add('distribution-arguments', found.problem, resolver.spanOf(call), {
    help: `write ${found.expected.join(', or ')}`,
  });
  return undefined;
}

function argument(
  raw: Raw,
  resolver: Resolver,
): { readonly exprs: readonly Expr[]; readonly list: number } | undefined {
  if (raw.is === 'list') {
    const exprs = resolver.all(raw.items);
    return exprs && { exprs, list: exprs.length };
  }
  const expr = resolver.resolve(raw);
  return expr && { exprs: [expr], list: 0 };
}

function checkValues(use: DistributionUse, form: ResolvedForm, { report }: Reader): void {
  const values = use.args.map(constantOf);
  const limits = use.within?.map(constantOf);
  const [low, high] = limits ?? [];
  if (low !== undefined && high !== undefined && !(low <= high)) {
    report.add('distribution-within', `the lower limit ${low} is above the upper limit ${high}`, use.span);
    return;
  }
  if (!values.every((value) => value !== undefined)) return;
  const problem = form.problem(values);
  if (problem !== undefined) {
    report.add('distribution-value', problem, use.span);
    return;
  }
  if (low === undefined || high === undefined) return;
  const cut = truncationProblem(use.name, form.canonical(values), low, high);
  if (cut !== undefined) report.add('distribution-within', cut, use.span);
}
