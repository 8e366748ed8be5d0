/** The arithmetic of one number or of two, so that a formula is written once for both. */
import { F64, V128, type Code } from '../encoder.ts';
import { f64, f64x2, i32, v128 } from '../instructions.ts';
import type { Layout } from '../layout.ts';

export interface Arithmetic {
  readonly type: typeof F64 | typeof V128;
  readonly constant: (value: number) => Code;
  readonly add: (a: Code, b: Code) => Code;
  readonly sub: (a: Code, b: Code) => Code;
  readonly mul: (a: Code, b: Code) => Code;
  readonly div: (a: Code, b: Code) => Code;
  readonly floor: (a: Code) => Code;
  readonly sqrt: (a: Code) => Code;
}

export const ONE: Arithmetic = { ...f64, type: F64, constant: f64.const };

/** Constants come from memory, which costs less than making them. */
export function two(layout: Layout): Arithmetic {
  const written = new Map<number, Code>();
  const constant = (value: number): Code => {
    const address = layout.constant(value);
    let code = written.get(address);
    if (!code) written.set(address, (code = v128.load64Splat(i32.const(0), address)));
    return code;
  };
  return { ...f64x2, type: V128, constant };
}

/** c[0] + z (c[1] + z (…)) */
export function series(a: Arithmetic, z: Code, [first = 0, ...rest]: readonly number[]): Code {
  const head = a.constant(first);
  return rest.length === 0 ? head : a.add(head, a.mul(z, series(a, z, rest)));
}
