/** Variables for people: those of drivers and the capital of seats, not what choices leave behind for a moment. */
import type { Ir } from './ir.ts';

export function shownVariables(ir: Ir): readonly { readonly name: string; readonly slot: number }[] {
  const capital = new Set(ir.seats?.seats.map((seat) => seat.capital));
  return ir.variables.flatMap(({ name, driver }, slot) =>
    driver >= 0 || capital.has(slot) ? [{ name, slot }] : [],
  );
}

/** The others, by slot: no expression that has a name reads them, so whatever is kept of measures stays true. */
export function unseenVariables(ir: Ir): ReadonlySet<number> {
  const shown = new Set(shownVariables(ir).map(({ slot }) => slot));
  return new Set(ir.variables.flatMap((_, slot) => (shown.has(slot) ? [] : [slot])));
}
