/** What the Ir of seats is written with: variables of seats by their names, conditions put together. */
import type * as model from '../language/model.ts';
import { binary, constant } from './arithmetic.ts';
import type { IrMove } from './ir-seats.ts';
import type * as ir from './ir.ts';
import type { Numbering } from './numbering.ts';

export class SeatTerms {
  protected readonly model: model.Model;
  protected readonly numbering: Numbering;

  constructor(checked: model.Model, numbering: Numbering) {
    this.model = checked;
    this.numbering = numbering;
  }

  slot(name: string): number {
    const slot = this.numbering.names.slots.variable.get(name);
    if (slot === undefined) throw new Error(`InvariantError: no variable ${name} of a seat`);
    return slot;
  }

  protected variable(name: string): ir.IrExpr {
    return { op: 'variable', slot: this.slot(name) };
  }

  protected is(name: string, value: number): ir.IrExpr {
    return binary('eq', this.variable(name), constant(value));
  }

  protected unmade({ made }: IrMove): ir.IrExpr | undefined {
    return made === undefined ? undefined : { op: 'not', of: { op: 'variable', slot: made } };
  }
}

export const when = (test: ir.IrExpr, then: ir.IrExpr, otherwise: ir.IrExpr): ir.IrExpr => ({
  op: 'if',
  test,
  then,
  otherwise,
});

/** As a balanced tree, so that many make no deep one; they are asked in order all the same. */
export function anyOf(tests: readonly ir.IrExpr[]): ir.IrExpr {
  const [first = constant(0)] = tests;
  if (tests.length <= 1) return first;
  const half = tests.length >> 1;
  return binary('or', anyOf(tests.slice(0, half)), anyOf(tests.slice(half)));
}

export function all(tests: readonly (ir.IrExpr | undefined)[]): ir.IrExpr | undefined {
  const given = tests.filter((test) => test !== undefined);
  return given.length === 0 ? undefined : given.reduce((a, b) => binary('and', a, b));
}
