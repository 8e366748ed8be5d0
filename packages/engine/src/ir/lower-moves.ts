/** Moves of seats as the Ir has them: what each costs, when it can be made, and what may come of it. */
import { matches } from '../language/events.ts';
import type * as model from '../language/model.ts';
import { capitalOf } from '../language/scope.ts';
import { binary, constant } from './arithmetic.ts';
import type { IrMove, IrPlan } from './ir-seats.ts';
import type * as ir from './ir.ts';
import { anyOf, SeatTerms, when } from './seat-terms.ts';
import {
  askedName,
  choiceName,
  consentName,
  isWeighted,
  madeName,
  movesOf,
  outcomeName,
  totalName,
  weightName,
  type Kind,
} from './seat-variables.ts';

export class MoveLowering extends SeatTerms {
  plan(seat: model.Seat, kind: Kind): IrPlan {
    const moves = movesOf(seat, kind);
    const weighted = isWeighted(seat.bot?.[kind] ?? []);
    return {
      kind,
      choice: this.slot(choiceName(seat.name, kind)),
      helpers: weighted
        ? [
            ...[...moves, 'hold'].map((_, i) => this.slot(weightName(seat.name, kind, i))),
            this.slot(totalName(seat.name, kind)),
          ]
        : [],
      moves: moves.map((move) => this.move(seat, move)),
    };
  }

  private move(seat: model.Seat, move: model.Move): IrMove {
    const name = `${seat.name}.${move.name}`;
    const cost = move.cost && this.numbering.expr(move.cost);
    const accepted = this.accepted(seat.name, move);
    return {
      name,
      event: this.numbering.event(name),
      ...(cost && { cost, affordable: binary('le', cost, this.budget(seat, move)) }),
      ...(move.when && { when: this.numbering.expr(move.when) }),
      ...(accepted && { accepted }),
      ...(move.once && { made: this.slot(madeName(seat.name, move.name)) }),
      consents: move.consent.map((asked) => ({
        who: askedName(asked),
        variable: this.slot(consentName(seat.name, move.name, askedName(asked))),
        asked: this.model.seats.findIndex((other) => other.name === asked.seat),
      })),
      ...(move.outcomes.length > 0 && {
        outcome: {
          variable: this.slot(outcomeName(seat.name, move.name)),
          names: move.outcomes.map((outcome) => outcome.name),
          weights: this.shares(move.outcomes),
        },
      }),
    };
  }

  /** What is left for a covert move is known with the open one of the turn. */
  private budget(seat: model.Seat, { covert }: model.Move): ir.IrExpr {
    const capital = this.variable(capitalOf(seat.name));
    const open = covert ? movesOf(seat, 'open') : [];
    const choice = choiceName(seat.name, 'open');
    const spent = open.reduceRight<ir.IrExpr | undefined>((rest, other, i) => {
      if (!other.cost) return rest;
      return when(this.is(choice, i + 1), this.numbering.expr(other.cost), rest ?? constant(0));
    }, undefined);
    return spent ? binary('sub', capital, spent) : capital;
  }

  /**
   * Some transition for an event of the move is enabled, probabilities aside: that is what taking it means. Nothing
   * where no driver handles it, since then nothing can stop taking it either.
   */
  private accepted(seat: string, move: model.Move): ir.IrExpr | undefined {
    const events = [
      `${seat}.${move.name}`,
      ...move.outcomes.map(({ name }) => `${seat}.${move.name}.${name}`),
    ];
    const carried = new Map(move.data.map(({ field, value }) => [field, value]));
    const ways: ir.IrExpr[] = [];
    for (const driver of this.model.drivers) {
      for (const owner of [driver, ...driver.states]) {
        const heard = owner.on.filter(({ descriptor }) => events.some((event) => matches(descriptor, event)));
        const guards = heard.flatMap(({ transitions }) => transitions.map((t) => t.when));
        if (guards.length === 0) continue;
        const tests = guards.map((guard) => guard && this.numbering.expr(withCarried(guard, carried)));
        const free = tests.every((test) => test !== undefined) ? anyOf(tests) : undefined;
        const isHere = owner === driver ? this.goesOn(driver) : this.active(driver, owner.name);
        ways.push(free && isHere ? binary('and', isHere, free) : (free ?? isHere ?? constant(1)));
      }
    }
    return ways.length === 0 ? undefined : anyOf(ways);
  }

  private active(driver: model.Driver, state: string): ir.IrExpr {
    return { op: 'state', slot: this.numbering.stateSlot(driver, state) };
  }

  /** A driver in a final state of its own answers nothing. */
  private goesOn(driver: model.Driver): ir.IrExpr | undefined {
    const ends = driver.states.filter(({ kind, parent }) => kind === 'final' && parent === undefined);
    if (ends.length === 0) return undefined;
    const over = anyOf(ends.map(({ name }) => this.active(driver, name)));
    return { op: 'not', of: over };
  }

  /** Probabilities of the outcomes; `else` takes what is left, if anything. */
  private shares(outcomes: readonly model.MoveOutcome[]): readonly ir.IrExpr[] {
    const known = outcomes.flatMap(({ probability }) =>
      probability === 'else' ? [] : [this.numbering.expr(probability)],
    );
    if (known.length === outcomes.length) return known;
    const sum = known.length === 0 ? constant(0) : known.reduce((a, b) => binary('add', a, b));
    return [...known, binary('max', constant(0), binary('sub', constant(1), sum))];
  }
}

/** An expression with what an event carries in place of the reading of it. */
function withCarried(expr: model.Expr, carried: ReadonlyMap<string, model.Expr>): model.Expr {
  if (expr.op === 'event') return carried.get(expr.field) ?? expr;
  const inside = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inside);
    if (typeof value !== 'object' || value === null) return value;
    return 'op' in value ? withCarried(value as model.Expr, carried) : value;
  };
  return Object.fromEntries(
    Object.entries(expr).map(([key, value]) => [key, inside(value)]),
  ) as unknown as model.Expr;
}
