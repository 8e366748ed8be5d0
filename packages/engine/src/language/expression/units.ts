/**
 * Units of expressions. A plain number fits any unit; a name without a declared unit fits any unit, and so does
 * what it is multiplied with. Two known units must be the same where they are added or compared.
 */
import type { Report } from '../../diagnostics/report.ts';
import type { Expr } from '../model.ts';
import { NO_UNIT, sameUnit, times, timeOf, unitOf, unitText, type Unit } from '../unit.ts';
import { constantOf } from './constant.ts';

/** `plain`: made of numbers only. `open`: something in it has no declared unit. `known`: checked strictly. */
export interface Dimension {
  readonly unit: Unit;
  readonly is: 'plain' | 'open' | 'known';
}

export interface UnitNames {
  /** The declared unit of a parameter, variable or indicator. */
  declared(name: string): Unit | undefined;
  /** The clock's unit: that of `t`. */
  readonly clock: Unit;
}

export const PLAIN: Dimension = { unit: NO_UNIT, is: 'plain' };
const OPEN: Dimension = { unit: NO_UNIT, is: 'open' };

export const known = (unit: Unit): Dimension => ({ unit, is: 'known' });

export class Units {
  private readonly names: UnitNames;
  private readonly report: Report;
  private readonly measures = new Map<string, Dimension>();

  constructor(names: UnitNames, report: Report) {
    this.names = names;
    this.report = report;
  }

  /** Takes note of a measure. Those it reads come first; in a cycle, which is reported elsewhere, they stay open. */
  learn(name: string, value: Expr): void {
    this.measures.set(name, this.of(value));
  }

  of(expr: Expr, answer?: Dimension): Dimension {
    const of = (e: Expr): Dimension => this.of(e, answer);
    switch (expr.op) {
      case 'number':
        return expr.unit ? known(unitOf(expr.unit)) : PLAIN;
      case 'ref':
        return expr.kind === 'measure' ? (this.measures.get(expr.name) ?? OPEN) : this.declared(expr.name);
      case 'now':
        return this.declared(expr.indicator);
      case 'state':
      case 'happened':
        return PLAIN;
      case 'elapsed':
        return known(expr.unit === 'step' ? NO_UNIT : unitOf(expr.unit));
      case 't':
      case 'dt':
        return known(this.names.clock);
      case 'delay':
      case 'smooth': {
        // Whether `time` is one is demanded where the factor is computed (check/expressions.ts).
        of(expr.time);
        const taken = [expr.input, ...(expr.initial ? [expr.initial] : [])];
        return this.unify(expr, taken.map(of), taken);
      }
      case 'table': {
        const across = [expr.at, ...expr.xs];
        this.unify(expr, across.map(of), across);
        return this.unify(expr, expr.ys.map(of), expr.ys);
      }
      case 'input': {
        const [first = PLAIN] = expr.args.map(of);
        if (expr.name === 'ramp') return product(first, known(this.names.clock), 1);
        return expr.name === 'step' ? first : PLAIN;
      }
      case 'answer':
        return answer ?? OPEN;
      case 'event':
        return OPEN;
      case 'prev':
      case 'start':
      case 'neg':
      case 'abs':
      case 'floor':
        return of(expr.of);
      case 'mul':
        return product(of(expr.left), of(expr.right), 1);
      case 'div':
        return product(of(expr.left), of(expr.right), -1);
      case 'pow':
        return this.power(expr, of(expr.left), of(expr.right));
      case 'sqrt':
        return this.root(expr, of(expr.of));
      case 'add':
      case 'sub':
      case 'min':
      case 'max':
        return this.unify(expr, [of(expr.left), of(expr.right)], [expr.left, expr.right]);
      case 'and':
      case 'or':
        of(expr.left);
        of(expr.right);
        return PLAIN;
      case 'not':
        of(expr.of);
        return PLAIN;
      case 'if':
        of(expr.test);
        return this.unify(expr, [of(expr.then), of(expr.otherwise)], [expr.then, expr.otherwise]);
      case 'exp':
      case 'log':
      case 'sin':
      case 'cos':
        return this.bare(expr.of, of(expr.of), `\`${expr.op}\``);
      case 'halfLife':
        // Whether it is a time is demanded where the factor is computed (check/expressions.ts).
        of(expr.of);
        return PLAIN;
      case 'call': {
        const args = expr.args.map(of);
        if (expr.name === 'logistic') return this.bare(expr, args[0] ?? PLAIN, '`logistic`');
        const listed = expr.name === 'weakestLink' ? args.slice(0, -1) : args;
        return this.unify(expr, listed, expr.args);
      }
      default:
        this.unify(expr, [of(expr.left), of(expr.right)], [expr.left, expr.right]);
        return PLAIN;
    }
  }

  /** Reports a unit that is not the wanted one. */
  demand(expr: Expr, wanted: Unit, what: string): void {
    const found = this.of(expr);
    if (found.is === 'known' && !sameUnit(found.unit, wanted)) {
      this.report.add(
        'unit-mismatch',
        `${what} has the unit \`${unitText(wanted)}\`, found \`${unitText(found.unit)}\``,
        expr.span,
        { help: conversionHelp(wanted, found.unit) },
      );
    }
  }

  private declared(name: string): Dimension {
    const unit = this.names.declared(name);
    return unit ? known(unit) : OPEN;
  }

  private unify(expr: Expr, dimensions: readonly Dimension[], parts: readonly Expr[]): Dimension {
    let result = dimensions[0] ?? PLAIN;
    for (const [i, next] of dimensions.entries()) {
      if (result.is === 'known' && next.is === 'known') {
        if (sameUnit(result.unit, next.unit)) continue;
        this.report.add(
          'unit-mismatch',
          `\`${unitText(result.unit)}\` and \`${unitText(next.unit)}\` cannot be ${'lt le gt ge eq ne min max table'.includes(expr.op) ? 'compared' : 'added'}`,
          (parts[i] ?? expr).span,
          { help: conversionHelp(result.unit, next.unit) },
        );
        return OPEN;
      }
      if (
        rank(next) > rank(result) ||
        (result.unit.size === 0 && result.is !== 'known' && next.unit.size > 0)
      )
        result = next;
    }
    return result;
  }

  private power(expr: Expr & { right: Expr }, base: Dimension, exponent: Dimension): Dimension {
    this.bare(expr.right, exponent, 'an exponent');
    if (base.unit.size === 0) return base;
    const n = constantOf(expr.right);
    if (n === undefined || !Number.isInteger(n)) {
      this.bare(expr, base, 'the base of such a power');
      return PLAIN;
    }
    return { unit: times(NO_UNIT, base.unit, n), is: base.is };
  }

  private root(expr: Expr, of: Dimension): Dimension {
    if ([...of.unit.values()].every((n) => n % 2 === 0)) {
      return { unit: new Map([...of.unit].map(([name, n]) => [name, n / 2])), is: of.is };
    }
    return this.bare(expr, of, '`sqrt`');
  }

  private bare(expr: Expr, dimension: Dimension, what: string): Dimension {
    if (dimension.is === 'known' && dimension.unit.size > 0) {
      this.report.add(
        'unit-argument',
        `${what} wants a number without unit, found \`${unitText(dimension.unit)}\``,
        expr.span,
        {
          help: 'divide by a quantity of the same unit first',
        },
      );
    }
    return PLAIN;
  }
}

const rank = (d: Dimension): number => (d.is === 'known' ? 2 : d.is === 'open' ? 1 : 0);

function product(a: Dimension, b: Dimension, exponent: 1 | -1): Dimension {
  const unit = times(a.unit, b.unit, exponent);
  const is =
    a.is === 'open' || b.is === 'open' ? 'open' : a.is === 'known' || b.is === 'known' ? 'known' : 'plain';
  return { unit, is };
}

function conversionHelp(a: Unit, b: Unit): string {
  const ratio = times(a, b, -1);
  const time = [...ratio].length === 2 && timeNames(ratio);
  if (time) return 'units of time are not converted here: give both the same unit';
  if (timeOf(ratio, 1) || timeOf(ratio, -1)) {
    const unit = timeOf(ratio, 1) ?? timeOf(ratio, -1);
    return `is a \`* ${unit}\` or \`/ ${unit}\` missing?`;
  }
  return 'give both the same unit';
}

const timeNames = (ratio: Unit): boolean =>
  [...ratio].every(([name]) => timeOf(unitOf(name), 1) !== undefined);
