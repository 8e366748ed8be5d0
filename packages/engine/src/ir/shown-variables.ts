/** Variables for people: those of drivers and the capital of seats, not what choices leave behind for a moment. */
import type { Ir } from './ir.ts';

export function shownVariables(ir: Ir): readonly { readonly name: string; readonly slot: number }[] {
  const capital = new Set(ir.seats?.seats.map((seat) => seat.capital));
  return ir.variables.flatMap(({ name, driver }, slot) =>
    driver >= 0 || capital.has(slot) ? [{ name, slot }] : [],
  );
}
