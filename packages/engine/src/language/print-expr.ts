/** An expression as text that parses back to the same expression, with no more parentheses than it needs. */
import type { DistributionUse, Expr, TableEnds, TimeUnit } from './model.ts';

/** Higher binds tighter; mathjs's own order. */
const LEVEL = { if: 0, or: 1, and: 2, compare: 3, add: 4, mul: 5, neg: 6, pow: 7, atom: 8 } as const;

const SIGN: Readonly<Record<string, readonly [string, number]>> = {
  add: ['+', LEVEL.add],
  sub: ['-', LEVEL.add],
  mul: ['*', LEVEL.mul],
  div: ['/', LEVEL.mul],
  pow: ['^', LEVEL.pow],
  lt: ['<', LEVEL.compare],
  le: ['<=', LEVEL.compare],
  gt: ['>', LEVEL.compare],
  ge: ['>=', LEVEL.compare],
  eq: ['==', LEVEL.compare],
  ne: ['!=', LEVEL.compare],
  and: ['and', LEVEL.and],
  or: ['or', LEVEL.or],
};

const TABLES: Readonly<Record<TableEnds, string>> = {
  held: 'table',
  extended: 'tableExtended',
  stepped: 'tableStepped',
};

const plural = (unit: TimeUnit): string => `${unit}s`;

export interface PrintOptions {
  /** What the question's own word is called. */
  readonly answer?: 'value' | 'count' | undefined;
}

export function printExpr(expr: Expr, options: PrintOptions = {}): string {
  return print(expr, options)[0];
}

function print(expr: Expr, options: PrintOptions): readonly [text: string, level: number] {
  const arg = (e: Expr): string => print(e, options)[0];
  const at = (e: Expr, level: number): string => {
    const [text, own] = print(e, options);
    return own < level ? `(${text})` : text;
  };
  const call = (name: string, args: readonly string[]): readonly [string, number] => [
    `${name}(${args.join(', ')})`,
    LEVEL.atom,
  ];
  switch (expr.op) {
    case 'number':
      if (expr.unit) return [expr.unit, LEVEL.atom];
      if (expr.truth) return [String(expr.value === 1), LEVEL.atom];
      return [expr.value === Math.PI ? 'pi' : String(expr.value).replace('e+', 'e'), LEVEL.atom];
    case 'ref':
      return [expr.name, LEVEL.atom];
    case 'state':
      return [`${expr.driver}.${expr.state}`, LEVEL.atom];
    case 'elapsed':
      return call(plural(expr.unit), [`${expr.driver}.${expr.state}`]);
    case 't':
    case 'dt':
      return [expr.op, LEVEL.atom];
    case 'delay':
    case 'smooth': {
      const initial = expr.initial ? [arg(expr.initial)] : [];
      const plain = expr.op === 'delay' ? 0 : 1;
      const order = expr.order === plain ? [] : [`order = ${expr.order}`];
      return call(expr.op, [arg(expr.input), arg(expr.time), ...initial, ...order]);
    }
    case 'table': {
      const list = (items: readonly Expr[]): string => `[${items.map(arg).join(', ')}]`;
      return call(TABLES[expr.ends], [arg(expr.at), list(expr.xs), list(expr.ys)]);
    }
    case 'input':
      return call(expr.name, expr.args.map(arg));
    case 'event':
      return [`event.${expr.field}`, LEVEL.atom];
    case 'answer':
      return [options.answer ?? 'value', LEVEL.atom];
    case 'happened':
      return call('happened', [expr.event]);
    case 'now':
      return call('now', [expr.indicator]);
    case 'neg':
      return [`-${at(expr.of, LEVEL.neg)}`, LEVEL.neg];
    case 'not':
      return [`not ${at(expr.of, LEVEL.neg)}`, LEVEL.neg];
    case 'if':
      return [`${at(expr.test, LEVEL.or)} ? ${at(expr.then, LEVEL.or)} : ${arg(expr.otherwise)}`, LEVEL.if];
    case 'min':
    case 'max':
      return call(expr.op, flatten(expr, expr.op).map(arg));
    case 'call': {
      if (expr.name === 'mean' || expr.name === 'sum')
        return call(expr.name, [`[${expr.args.map(arg).join(', ')}]`]);
      if (expr.name !== 'weakestLink') return call(expr.name, expr.args.map(arg));
      const items = expr.args.slice(0, -1).map(arg);
      return call(expr.name, [`[${items.join(', ')}]`, ...expr.args.slice(-1).map(arg)]);
    }
    default: {
      if (!('left' in expr)) return call(expr.op, [arg(expr.of)]);
      const [sign, level] = SIGN[expr.op] ?? ['?', LEVEL.atom];
      // Comparisons do not nest without parentheses (they would chain); a power groups to the right.
      const left = expr.op === 'pow' || level === LEVEL.compare ? level + 1 : level;
      const right = expr.op === 'pow' ? LEVEL.neg : level + 1;
      return [`${at(expr.left, left)} ${sign} ${at(expr.right, right)}`, level];
    }
  }
}

/** `min(a, b, c)` is kept as min(min(a, b), c). */
function flatten(expr: Expr, op: 'min' | 'max'): readonly Expr[] {
  return expr.op === op ? [...flatten(expr.left, op), expr.right] : [expr];
}

export function printDistribution({ name, argNames, args, lists, within }: DistributionUse): string {
  let next = 0;
  const take = (count: number): readonly string[] =>
    args.slice(next, (next += count)).map((arg) => printExpr(arg));
  const parts = lists.map((length, i) => {
    const text = length > 0 ? `[${take(length).join(', ')}]` : take(1).join('');
    const argName = argNames[i];
    return argName ? `${argName} = ${text}` : text;
  });
  const limits = within ? ` within [${printExpr(within[0])}, ${printExpr(within[1])}]` : '';
  return `${name}(${parts.join(', ')})${limits}`;
}
