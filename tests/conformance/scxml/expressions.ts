/**
 * JavaScript of the cases to expressions of ours.
 *
 * JavaScript's values become numbers: numbers below LIMIT are themselves, `undefined` and each string have a number
 * above it. What kinds of value an expression may have is followed through the chart, so that truth, comparison and
 * arithmetic mean what they mean there; where they would not, the case is refused.
 */
import { parseExpressionAt, type Expression, type PrivateIdentifier, type Super } from 'acorn';
import { Refused } from './refused.ts';

export type Kind = 'number' | 'boolean' | 'string' | 'undefined';
export type Kinds = ReadonlySet<Kind>;

/** An expression of ours and the kinds of value it stands for. Only if they are boolean alone is it a condition. */
export interface Value {
  readonly text: string;
  readonly kinds: Kinds;
}

export interface Surroundings {
  /** Kinds of value of each variable there is. */
  readonly variables: ReadonlyMap<string, Kinds>;
  variable(name: string): string;
  /** How a state is read; nothing for one that does not exist. */
  state(id: string): string | undefined;
  /** The number of a string. */
  string(text: string): number;
  /** Of the event being handled, where one is. */
  readonly event: string | undefined;
}

export const LIMIT = 1e9;
const UNDEFINED = 2e9;
/** Strings are numbered from here on. */
export const STRINGS = 3e9;

const kinds = (...list: readonly Kind[]): Kinds => new Set(list);
const may = (value: Value, kind: Kind): boolean => value.kinds.has(kind);
const isOnly = (value: Value, kind: Kind): boolean => value.kinds.size === 1 && may(value, kind);
const either = (a: Value, b: Value): Kinds => new Set([...a.kinds, ...b.kinds]);

const NOTHING: Value = { text: String(UNDEFINED), kinds: kinds('undefined') };
const truthValue = (text: string): Value => ({ text, kinds: kinds('boolean') });
const numberValue = (text: string): Value => ({ text, kinds: kinds('number') });

const COMPARISONS: Readonly<Record<string, string>> = { '<': '<', '<=': '<=', '>': '>', '>=': '>=' };
const ARITHMETIC: Readonly<Record<string, string>> = { '+': '+', '-': '-', '*': '*', '/': '/' };

/** A value: a number of ours, or a condition where it can only be true or false. */
export function translate(source: string, around: Surroundings): Value {
  return new Translation(around).value(parse(source));
}

/** A condition of ours: whether JavaScript takes the value for true. */
export function translateCondition(source: string, around: Surroundings): string {
  return new Translation(around).condition(parse(source));
}

function parse(source: string): Expression {
  try {
    const found = parseExpressionAt(source, 0, { ecmaVersion: 5 });
    if (source.slice(found.end).trim() === '') return found;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new Refused('error.execution: no JavaScript expression');
}

class Translation {
  private readonly around: Surroundings;

  constructor(around: Surroundings) {
    this.around = around;
  }

  value(e: Expression | PrivateIdentifier | Super): Value {
    switch (e.type) {
      case 'Literal':
        return this.literal(e.value);
      case 'Identifier':
        return this.named(e.name);
      case 'UnaryExpression':
        if (e.operator === '!') return truthValue(this.condition(e));
        return e.operator === 'typeof'
          ? this.kindOf(e.argument)
          : this.unary(e.operator, this.value(e.argument));
      case 'BinaryExpression':
        return this.binary(e.operator, this.value(e.left), this.value(e.right));
      case 'LogicalExpression':
        return this.logical(e.operator, this.value(e.left), this.value(e.right));
      case 'ConditionalExpression': {
        const [a, b] = [this.value(e.consequent), this.value(e.alternate)];
        return { text: `(${this.condition(e.test)} ? ${a.text} : ${b.text})`, kinds: either(a, b) };
      }
      case 'CallExpression': {
        const [id] = e.arguments;
        const isIn = e.callee.type === 'Identifier' && e.callee.name === 'In' && e.arguments.length === 1;
        if (!isIn || id?.type !== 'Literal') throw new Refused('calls of JavaScript functions');
        return truthValue(this.around.state(String(id.value)) ?? 'false');
      }
      case 'MemberExpression':
        return this.member(e.object, e.property, e.computed);
      default:
        throw new Refused(`JavaScript of the form ${e.type}`);
    }
  }

  /** Where only truth counts, no value is carried along. */
  condition(e: Expression): string {
    if (e.type === 'LogicalExpression' && e.operator !== '??') {
      const word = e.operator === '&&' ? 'and' : 'or';
      return `(${this.condition(e.left)} ${word} ${this.condition(e.right)})`;
    }
    if (e.type === 'UnaryExpression' && e.operator === '!') return `(not ${this.condition(e.argument)})`;
    return this.truth(this.value(e));
  }

  /** JavaScript's ToBoolean. */
  private truth(value: Value): string {
    const { text } = value;
    if (isOnly(value, 'boolean')) return text;
    const falsy = may(value, 'string') ? [0, UNDEFINED, this.around.string('')] : [0, UNDEFINED];
    const tests = falsy.map((number) => `${text} != ${number}`);
    return isOnly(value, 'number') ? `(${tests[0] ?? ''})` : `(${tests.join(' and ')})`;
  }

  private literal(value: unknown): Value {
    if (typeof value === 'number' && value < LIMIT) return numberValue(String(value));
    if (typeof value === 'boolean') return truthValue(String(value));
    if (typeof value === 'string') return { text: String(this.around.string(value)), kinds: kinds('string') };
    throw new Refused('values that are no number, text or truth');
  }

  private named(name: string): Value {
    if (name === 'undefined') return NOTHING;
    const found = this.around.variables.get(name);
    if (found) return { text: this.around.variable(name), kinds: found };
    throw new Refused(
      name.startsWith('_') ? 'platform variables' : 'error.execution: an undeclared variable',
    );
  }

  private member(
    object: Expression | Super,
    property: Expression | PrivateIdentifier,
    computed: boolean,
  ): Value {
    const path = computed || property.type !== 'Identifier' ? undefined : property.name;
    const isEvent = object.type === 'Identifier' && object.name === '_event';
    if (isEvent && path === 'name' && this.around.event !== undefined) return this.literal(this.around.event);
    const isData =
      object.type === 'MemberExpression' &&
      object.object.type === 'Identifier' &&
      object.object.name === '_event' &&
      object.property.type === 'Identifier' &&
      object.property.name === 'data';
    if (isData && path !== undefined && this.around.event !== undefined) return numberValue(`event.${path}`);
    throw new Refused('properties of objects');
  }

  /** `typeof`, which alone may name a variable that is not there. */
  private kindOf(argument: Expression): Value {
    const text = (kind: Kind): string => String(this.around.string(kind));
    const isMissing = argument.type === 'Identifier' && !this.around.variables.has(argument.name);
    const value = isMissing && !argument.name.startsWith('_') ? NOTHING : this.value(argument);
    const [first, ...more] = [...value.kinds];
    if (first !== undefined && more.length === 0) return { text: text(first), kinds: kinds('string') };
    if (may(value, 'boolean')) throw new Refused('a variable of several kinds');
    const above = `(${value.text} == ${UNDEFINED} ? ${text('undefined')} : ${text('string')})`;
    return { text: `(${value.text} < ${LIMIT} ? ${text('number')} : ${above})`, kinds: kinds('string') };
  }

  private unary(operator: string, value: Value): Value {
    if (operator === '-' || operator === '+') return numberValue(`(${operator}${this.number(value)})`);
    throw new Refused(`the operator ${operator}`);
  }

  private logical(operator: string, a: Value, b: Value): Value {
    const word = operator === '&&' ? 'and' : 'or';
    if (isOnly(a, 'boolean') && isOnly(b, 'boolean')) return truthValue(`(${a.text} ${word} ${b.text})`);
    const [taken, other] = operator === '&&' ? [b, a] : [a, b];
    return { text: `(${this.truth(a)} ? ${taken.text} : ${other.text})`, kinds: either(a, b) };
  }

  private binary(operator: string, a: Value, b: Value): Value {
    switch (operator) {
      case '===':
      case '==':
        return truthValue(this.equal(a, b, operator === '==='));
      case '!==':
      case '!=':
        return truthValue(`(not ${this.equal(a, b, operator === '!==')})`);
    }
    const comparison = COMPARISONS[operator];
    if (comparison !== undefined) return truthValue(this.compare(comparison, a, b));
    const sign = ARITHMETIC[operator];
    if (sign !== undefined) return numberValue(`(${this.number(a)} ${sign} ${this.number(b)})`);
    throw new Refused(`the operator ${operator}`);
  }

  private equal(a: Value, b: Value, isStrict: boolean): string {
    const common = [...a.kinds].filter((kind) => may(b, kind));
    const all = either(a, b);
    if (common.length === 0 && (isStrict || isOnly(a, 'undefined') || isOnly(b, 'undefined'))) return 'false';
    if (!isStrict && all.has('string') && (all.has('number') || all.has('boolean')))
      throw new Refused('text compared with numbers');
    return `(${a.text} == ${b.text})`;
  }

  /** Nothing is less or greater than `undefined`. */
  private compare(operator: string, a: Value, b: Value): string {
    if (may(a, 'string') || may(b, 'string')) throw new Refused('the order of text');
    const known = [a, b].flatMap((value) => (may(value, 'undefined') ? [`${value.text} < ${LIMIT}`] : []));
    return `(${[...known, `${a.text} ${operator} ${b.text}`].join(' and ')})`;
  }

  /** For arithmetic; where `undefined` would give NaN, the trial fails. */
  private number(value: Value): string {
    if (may(value, 'string')) throw new Refused('arithmetic with text');
    return may(value, 'undefined') ? `(${value.text} < ${LIMIT} ? ${value.text} : log(-1))` : value.text;
  }
}
