/**
 * The functions of system dynamics: delays and smooths, tables, and inputs that depend on the clock alone. What can
 * be told of their constant arguments is told here; their times get their units later (check/expressions.ts).
 */
import type { Span } from '../../diagnostics/diagnostic.ts';
import type { Report } from '../../diagnostics/report.ts';
import type { Expr, TableEnds } from '../model.ts';
import { constantOf } from './constant.ts';
import type { Raw } from './raw.ts';

type Call = Raw & { is: 'call' };

/** Resolves parts of a call; what cannot be resolved is reported and undefined. */
interface Parts {
  readonly report: Report;
  resolve(raw: Raw): Expr | undefined;
  all(raws: readonly Raw[]): readonly Expr[] | undefined;
  spanOf(raw: { readonly start: number; readonly end: number }): Span;
}

/** Stages of one delay or smooth. */
const ORDER_MAX = 32;

export const TABLES: ReadonlyMap<string, TableEnds> = new Map([
  ['table', 'held'],
  ['tableExtended', 'extended'],
  ['tableStepped', 'stepped'],
]);

type Input = Expr & { op: 'input' };

/** By function of the clock: which of its arguments are times, and which constants make none. */
export const INPUTS: ReadonlyMap<string, readonly ArgumentRule[]> = new Map<string, readonly ArgumentRule[]>([
  ['step', ['value', 'time']],
  ['pulse', ['time', 'width']],
  ['pulseTrain', ['time', 'width', 'period', 'time']],
  ['ramp', ['value', 'time', 'time']],
]);

type ArgumentRule = 'value' | 'time' | 'width' | 'period';

export function resolveInput(
  name: string,
  args: readonly Expr[],
  span: Span,
  report: Report,
): Expr | undefined {
  const rules = INPUTS.get(name) ?? [];
  const bad = args.filter((arg, i) => {
    const value = constantOf(arg);
    const least = rules[i] === 'width' ? 0 : rules[i] === 'period' ? Number.MIN_VALUE : -Infinity;
    if (value === undefined || value >= least) return false;
    report.add(
      'time-range',
      rules[i] === 'width' ? 'a pulse has no width below 0' : 'a pulse repeats after a time above 0',
      arg.span,
    );
    return true;
  });
  if (bad.length > 0) return undefined;
  const factors = args.map((_, i) => (rules[i] === 'value' ? 1 : Number.NaN));
  return { op: 'input', name: name as Input['name'], args, factors, span };
}

export function resolveDelay(
  { name, args }: Omit<Call, 'name'> & { name: 'delay' | 'smooth' },
  span: Span,
  parts: Parts,
): Expr | undefined {
  const last = args.at(-1);
  const named = last?.is === 'named' && last.name === 'order' ? last : undefined;
  const positional = named ? args.slice(0, -1) : args;
  if (positional.length < 2 || positional.length > 3) {
    parts.report.add(
      'function-arguments',
      `\`${name}\` takes a value, a time, an initial value if wanted, and \`order = n\` if wanted`,
      span,
    );
    return undefined;
  }
  const [input, time, initial] = parts.all(positional) ?? [];
  const order = named ? orderOf(named, parts) : name === 'delay' ? 0 : 1;
  if (!input || !time || order === undefined) return undefined;
  const constant = constantOf(time);
  if (constant !== undefined && (order === 0 ? constant < 0 : constant <= 0)) {
    parts.report.add(
      'time-range',
      order === 0 ? 'a delay cannot be below 0' : `the time of \`${name}\` must be above 0`,
      time.span,
    );
    return undefined;
  }
  return {
    op: name,
    input,
    time,
    ...(initial && { initial }),
    order,
    stepsPerUnit: Number.NaN,
    span,
  };
}

function orderOf(named: Raw & { is: 'named' }, parts: Parts): number | undefined {
  const expr = parts.resolve(named.value);
  if (!expr) return undefined;
  const order = constantOf(expr);
  if (order !== undefined && Number.isInteger(order) && order >= 1 && order <= ORDER_MAX) return order;
  parts.report.add(
    'function-arguments',
    `\`order\` is a whole number from 1 to ${ORDER_MAX}, known in advance`,
    expr.span,
  );
  return undefined;
}

export function resolveTable({ name, args }: Call, span: Span, parts: Parts): Expr | undefined {
  const [at, across, up] = args;
  if (!at || across?.is !== 'list' || up?.is !== 'list') {
    parts.report.add(
      'function-arguments',
      `\`${name}\` takes a value and two lists, as in \`${name}(x, [0, 1], [0, 5])\``,
      span,
    );
    return undefined;
  }
  const x = parts.resolve(at);
  const xs = parts.all(across.items);
  const ys = parts.all(up.items);
  if (!x || !xs || !ys) return undefined;
  const problem = pointsProblem(xs, ys, parts.spanOf(across), parts.spanOf(up));
  if (problem) {
    parts.report.add('table-points', ...problem);
    return undefined;
  }
  return { op: 'table', at: x, xs, ys, ends: TABLES.get(name) ?? 'held', span };
}

function pointsProblem(
  xs: readonly Expr[],
  ys: readonly Expr[],
  across: Span,
  up: Span,
): readonly [string, Span] | undefined {
  if (xs.length < 2) return ['a table has two points or more', across];
  if (ys.length !== xs.length) {
    return [`the table has ${xs.length} values across and ${ys.length} up`, up];
  }
  const open = [...xs, ...ys].find((point) => !Number.isFinite(constantOf(point) ?? Number.NaN));
  if (open) return ['the points of a table are constants', open.span];
  const fallen = xs.find(
    (point, i) => i > 0 && (constantOf(point) ?? 0) <= (constantOf(xs[i - 1] ?? point) ?? 0),
  );
  return fallen && ['the first list of a table increases from point to point', fallen.span];
}
