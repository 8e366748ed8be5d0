import type { Ir } from './ir.ts';

/** The name of a state without that of its driver, as people write it. */
export function stateName(ir: Ir, slot: number): string {
  const name = ir.states[slot]?.name ?? '';
  return name.slice(name.indexOf('.') + 1);
}
