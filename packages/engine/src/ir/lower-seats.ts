/**
 * Seats of a Model to what is chosen and what is done. Here the rules of the game are written out once, as
 * expressions and actions that every executor knows: docs/reference/semantics.md, "Seats".
 */
import type * as model from '../language/model.ts';
import { capitalOf } from '../language/scope.ts';
import type { IrChoice, IrDeed, IrSeat, IrSeats } from './ir-seats.ts';
import { ChoiceLowering, isPlayed } from './lower-choices.ts';
import { DeedLowering } from './lower-deeds.ts';
import { MoveLowering } from './lower-moves.ts';
import type { Numbering } from './numbering.ts';
import { KINDS, movesOf } from './seat-variables.ts';

export function lowerSeats(checked: model.Model, numbering: Numbering): IrSeats | undefined {
  const { seats } = checked;
  if (seats.length === 0) return undefined;
  const moves = new MoveLowering(checked, numbering);
  const choices = new ChoiceLowering(checked, numbering);
  const deeds = new DeedLowering(checked, numbering);
  const chosen: IrChoice[] = [];
  const done: IrDeed[] = [];
  const lowered = seats.map((seat, index): IrSeat => {
    const plans = KINDS.filter((kind) => movesOf(seat, kind).length > 0).map((kind) =>
      moves.plan(seat, kind),
    );
    plans.forEach((plan, i) => {
      const occasion = { first: 1, every: seat.turn, idle: !isPlayed(seat, plan.kind) };
      chosen.push(...choices.ofPlan(seat, plan).map((choice) => ({ ...choice, ...occasion })));
      done.push(
        ...deeds.ofPlan(seat, plan, { seat: index, plan: i }).map((deed) => ({ ...deed, ...occasion })),
      );
    });
    return {
      name: seat.name,
      every: seat.turn,
      ...(seat.capital && { capital: deeds.slot(capitalOf(seat.name)) }),
      goals: seat.goals.map(({ id, when }) => ({ id, ...(when && { when: numbering.expr(when) }) })),
      plans,
    };
  });
  for (const seat of seats) {
    if (!seat.capital) continue;
    // As the turn before ends, so that a frame says what can be spent in the turn that follows it.
    const occasion = { first: seat.turn, every: seat.turn, idle: false };
    done.push({ ...occasion, actions: [deeds.grant(seat.name, seat.capital)] });
  }
  return { chosen, done, seats: lowered };
}
