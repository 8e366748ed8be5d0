/** Functions of a few numbers, written value by value as chance has them. */
import { F64, type Body, type Code, type Local } from '../encoder.ts';
import { choose, f64, give, i32, when } from '../instructions.ts';

const { const: c, eq, lt, gt, sub } = f64;

/** Lines of a body, with a local for every value that is named. */
export class Steps {
  readonly lines: Code[] = [];
  private readonly body: Body;

  constructor(body: Body) {
    this.body = body;
  }

  /** A value that is computed once, here. */
  let(value: Code): Code {
    return this.var(value).get;
  }

  /** One that may be set again. */
  var(value: Code): Local {
    const local = this.body.local(F64);
    this.lines.push(local.set(value));
    return local;
  }

  do(...lines: readonly Code[]): void {
    this.lines.push(...lines);
  }

  /** Gives the value where the test holds. */
  giveIf(test: Code, value: Code): void {
    this.lines.push(when(test, give(value)));
  }

  /** The lines, and the value they come to. */
  end(value: Code): Code {
    return [this.lines, value];
  }
}

export const both = (...tests: readonly [Code, ...Code[]]): Code => tests.reduce((a, b) => i32.and(a, b));
export const not = i32.eqz;
export const isFinite = (x: Code): Code => eq(sub(x, x), c(0));
export const isNaN = (x: Code): Code => f64.ne(x, x);
export const isPositive = (x: Code): Code => both(isFinite(x), gt(x, c(0)));

/** test ? yes : no, of which one is computed. */
export const ifElse = (test: Code, yes: Code, no: Code): Code => choose(F64, test, yes, no);

/** x < low ? low : x > high ? high : x, for codes without cost. */
export const clamped = (x: Code, low: Code, high: Code): Code =>
  ifElse(lt(x, low), low, ifElse(gt(x, high), high, x));

/** ((c[0] x + c[1]) x + …) */
export const horner = (x: Code, [first = 0, ...rest]: readonly number[]): Code =>
  rest.reduce<Code>((sum, coefficient) => f64.add(f64.mul(sum, x), c(coefficient)), c(first));
