/**
 * What a seat does in the second phase of a step: the chosen move is refused, lapses or is made, capital is granted.
 *
 * Invariant: what a choice leaves in variables is 0 again when the moves of the step are done, but for `made` and
 * capital, so that it lengthens no frame.
 */
import { fateEvent, type FATES } from '../language/events.ts';
import type * as model from '../language/model.ts';
import { capitalOf } from '../language/scope.ts';
import { binary, constant } from './arithmetic.ts';
import { momentaryOf, type IrDeed, type IrMove, type IrPlan } from './ir-seats.ts';
import type * as ir from './ir.ts';
import { all, SeatTerms } from './seat-terms.ts';
import { choiceName, movesOf, outcomeName } from './seat-variables.ts';

export class DeedLowering extends SeatTerms {
  /** One for each move, of which at most one is the chosen one; at last the choice is forgotten. */
  ofPlan(
    seat: model.Seat,
    plan: IrPlan,
    of: { readonly seat: number; readonly plan: number },
  ): readonly Pick<IrDeed, 'actions' | 'move' | 'forgets'>[] {
    const place = choiceName(seat.name, plan.kind);
    const cases = movesOf(seat, plan.kind).map((move, i) => ({
      move: { ...of, move: i },
      actions: [
        {
          do: 'if',
          test: this.is(place, i + 1),
          then: this.deed(seat, move, plan.moves[i]),
          otherwise: [],
          place,
        } as const,
      ],
    }));
    const clear = momentaryOf(plan).map((variable): ir.IrAction => ({
      do: 'set',
      variable,
      to: constant(0),
      place,
    }));
    const any = binary('gt', this.variable(place), constant(0));
    // Helpers are set whether or not a move was chosen.
    const forget: readonly ir.IrAction[] =
      plan.helpers.length > 0 ? clear : [{ do: 'if', test: any, then: clear, otherwise: [], place }];
    return [...cases, { forgets: of, actions: forget }];
  }

  /** Refused, lapsed, or made: then it is paid, and its event handled. */
  private deed(seat: model.Seat, move: model.Move, lowered: IrMove | undefined): readonly ir.IrAction[] {
    if (!lowered) return [];
    const place = lowered.name;
    const { cost, made, outcome } = lowered;
    const capital = seat.capital && this.slot(capitalOf(seat.name));
    const data = move.data.map(({ value }) => this.numbering.expr(value));
    const send = (event: string): ir.IrAction => ({
      do: 'send',
      event: this.numbering.event(event),
      data,
      id: this.numbering.sendId(event),
      place,
    });
    const make: readonly ir.IrAction[] = [
      ...(cost && seat.capital && capital !== undefined
        ? [this.pay(cost, seat.capital.most, capital, place)]
        : []),
      ...(made === undefined ? [] : [{ do: 'set', variable: made, to: constant(1), place } as const]),
      send(lowered.name),
      ...(outcome?.names ?? []).map((name, i): ir.IrAction => ({
        do: 'if',
        test: this.is(outcomeName(seat.name, move.name), i + 1),
        then: [send(`${lowered.name}.${name}`)],
        otherwise: [],
        place,
      })),
    ];
    const paid =
      cost && capital !== undefined ? binary('le', cost, { op: 'variable', slot: capital }) : undefined;
    const holds = all([this.unmade(lowered), paid, lowered.when, lowered.accepted]);
    const agreed = all(
      lowered.consents.map(({ variable }): ir.IrExpr => ({ op: 'variable', slot: variable })),
    );
    const unless = (
      test: ir.IrExpr | undefined,
      then: readonly ir.IrAction[],
      fate: (typeof FATES)[number],
    ): readonly ir.IrAction[] =>
      test ? [{ do: 'if', test, then, otherwise: this.tell(fate, seat.name, move.name), place }] : then;
    return unless(agreed, unless(holds, make, 'lapsed'), 'refused');
  }

  /** The event that tells what became of a move, if anybody listens. */
  private tell(fate: (typeof FATES)[number], seat: string, move: string): readonly ir.IrAction[] {
    const name = fateEvent(fate, seat, move);
    const event = this.numbering.events.get(name);
    if (event === undefined) return [];
    return [{ do: 'send', event, data: [], id: this.numbering.sendId(name), place: `${seat}.${move}` }];
  }

  private pay(cost: ir.IrExpr, most: number, capital: number, place: string): ir.IrAction {
    const rest = binary('sub', { op: 'variable', slot: capital }, cost);
    return { do: 'set', variable: capital, to: binary('min', rest, constant(most)), place };
  }

  grant(seat: string, { income, carry, most }: model.Capital): ir.IrAction {
    const capital = this.variable(capitalOf(seat));
    const kept = carry === undefined ? capital : binary('min', capital, constant(carry));
    const sum = binary('add', kept, this.numbering.expr(income));
    return {
      do: 'set',
      variable: this.slot(capitalOf(seat)),
      to: binary('min', binary('max', sum, constant(0)), constant(most)),
      place: `${capitalOf(seat)}.income`,
    };
  }
}
