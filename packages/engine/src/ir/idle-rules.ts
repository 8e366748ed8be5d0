/**
 * Rules of bots that never hold, because a parameter with a fixed value switches them off: `seoulBot == 1 and …`.
 * Without them a seat that nobody plays costs a batch nothing. An arm that sets the parameter is lowered anew.
 */
import { constantOf } from '../language/expression/constant.ts';
import type * as model from '../language/model.ts';

export function withoutIdleRules({ seats, parameters }: model.Model): readonly model.Seat[] {
  const fixed = new Map(
    parameters.flatMap(({ name, value }) => {
      const number = 'fixed' in value ? constantOf(value.fixed) : undefined;
      return number === undefined ? [] : [[name, number] as const];
    }),
  );
  const holds = ({ when }: model.Rule): boolean => !when || !isNever(when, fixed);
  return seats.map((seat) =>
    seat.bot
      ? {
          ...seat,
          bot: { ...seat.bot, open: seat.bot.open.filter(holds), covert: seat.bot.covert.filter(holds) },
        }
      : seat,
  );
}

/** Whether a condition is false whatever a trial is like; what cannot be told is not. */
function isNever(test: model.Expr, fixed: ReadonlyMap<string, number>): boolean {
  if (test.op === 'and') return isNever(test.left, fixed);
  if (!('left' in test)) return false;
  const left = numberOf(test.left, fixed);
  const right = numberOf(test.right, fixed);
  if (left === undefined || right === undefined) return false;
  return test.op === 'eq' ? left !== right : test.op === 'ne' && left === right;
}

const numberOf = (expr: model.Expr, fixed: ReadonlyMap<string, number>): number | undefined =>
  expr.op === 'ref' && expr.kind === 'parameter' ? fixed.get(expr.name) : constantOf(expr);
