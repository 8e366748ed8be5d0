/** Numbers and conditions. A condition counts as 0 or 1 where a number is wanted; a number is no condition. */
import type { Report } from '../../diagnostics/report.ts';
import type { Expr } from '../model.ts';
import { childrenOf } from './walk.ts';

export type Type = 'number' | 'condition';

/** What the types of names depend on. */
export interface TypeNames {
  isBoolean(variable: string): boolean;
}

const CONDITIONS: ReadonlySet<string> = new Set([
  'lt',
  'le',
  'gt',
  'ge',
  'eq',
  'ne',
  'and',
  'or',
  'not',
  'state',
]);

export class Types {
  private readonly names: TypeNames;
  private readonly measures = new Map<string, Type>();

  constructor(names: TypeNames) {
    this.names = names;
  }

  /** `answer` is the type of the question's own `value`. */
  of(expr: Expr, answer: Type = 'number'): Type {
    if (CONDITIONS.has(expr.op)) return 'condition';
    switch (expr.op) {
      case 'number':
        return expr.truth ? 'condition' : 'number';
      case 'prev':
      case 'start':
        return this.of(expr.of, answer);
      case 'answer':
        return answer;
      case 'delay': {
        // A pipeline gives back what was put into it.
        if (expr.order > 0) return 'number';
        const input = this.of(expr.input, answer);
        return input === 'condition' && expr.initial ? this.of(expr.initial, answer) : input;
      }
      case 'input':
        return expr.name === 'pulse' || expr.name === 'pulseTrain' ? 'condition' : 'number';
      case 'if':
        return this.of(expr.then, answer) === 'condition' ? this.of(expr.otherwise, answer) : 'number';
      case 'ref':
        if (expr.kind === 'variable') return this.names.isBoolean(expr.name) ? 'condition' : 'number';
        return expr.kind === 'measure' ? (this.measures.get(expr.name) ?? 'number') : 'number';
      default:
        return 'number';
    }
  }

  /** Takes note of a measure; those it reads come first. */
  learn(name: string, value: Expr): void {
    this.measures.set(name, this.of(value));
  }
}

/** Reports every number that stands where a condition is wanted. */
export function checkTypes(
  expr: Expr,
  wanted: Type,
  types: Types,
  report: Report,
  answer: Type = 'number',
): void {
  const go = (e: Expr, want: Type = 'number'): void => checkTypes(e, want, types, report, answer);
  if (wanted === 'condition' && types.of(expr, answer) === 'number') {
    if (expr.op === 'if') {
      go(expr.test, 'condition');
      go(expr.then, wanted);
      go(expr.otherwise, wanted);
      return;
    }
    report.add('type-condition', 'a condition is wanted here, found a number', expr.span, {
      help: 'compare it, as in `x > 0`',
    });
  }
  switch (expr.op) {
    case 'and':
    case 'or':
      go(expr.left, 'condition');
      go(expr.right, 'condition');
      break;
    case 'not':
      go(expr.of, 'condition');
      break;
    case 'if':
      go(expr.test, 'condition');
      go(expr.then);
      go(expr.otherwise);
      break;
    default:
      for (const part of childrenOf(expr)) go(part);
  }
}
