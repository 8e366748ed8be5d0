/**
 * The same scenario with other results: trials go as they did, and what is read of them differs. An executor needs to
 * know nothing of it.
 */
import type { Ir, IrDriver, IrExpr, IrMeasure } from './ir.ts';
import { stateName } from './state-name.ts';

/** Measures of the last frame alone, for who wants the answers and has no use for frames. */
export const lastFrameOnly = (ir: Ir): Ir => ({
  ...ir,
  clock: { ...ir.clock, recorded: [ir.clock.steps] },
});

/** Where each driver was, as numbers that the executors report like measures. */
export interface StateColumn {
  readonly driver: string;
  /** Its measures, after those of the scenario. */
  readonly from: number;
  readonly to: number;
  /** The innermost active states, as traces name them: `open`, or `trade + arms` of a parallel state. */
  readonly text: (codes: readonly number[]) => string;
}

/** So many states to a number: a sum of this many powers of two is exact. */
const STATES_A_NUMBER = 50;

/**
 * The reported measures, then numbers whose bits are the states of each driver that have none inside them. These never
 * fail, so a trial fails where it did.
 */
export function withStates(ir: Ir): { readonly ir: Ir; readonly states: readonly StateColumn[] } {
  const added: IrMeasure[] = [];
  const states = ir.drivers.map((driver): StateColumn => {
    const groups = groupsOf(innermost(ir, driver));
    const from = ir.reported + added.length;
    groups.forEach((slots, i) => added.push({ name: `${driver.name}:${i}`, value: bitsOf(slots) }));
    const names = groups.map((slots) => slots.map((slot) => stateName(ir, slot)));
    const text = (codes: readonly number[]): string =>
      names.flatMap((group, i) => group.filter((_, bit) => hasBit(codes[i] ?? 0, bit))).join(' + ');
    return { driver: driver.name, from, to: from + groups.length, text };
  });
  const moved = withHelpersMoved(ir, added.length);
  const measures = [...moved.measures.slice(0, ir.reported), ...added, ...moved.measures.slice(ir.reported)];
  return { ir: { ...moved, measures, reported: ir.reported + added.length }, states };
}

const innermost = (ir: Ir, { states }: IrDriver): readonly number[] =>
  states.filter((slot) => ['atomic', 'final'].includes(ir.states[slot]?.kind ?? ''));

const groupsOf = (slots: readonly number[]): readonly (readonly number[])[] =>
  Array.from({ length: Math.ceil(slots.length / STATES_A_NUMBER) }, (_, i) =>
    slots.slice(i * STATES_A_NUMBER, (i + 1) * STATES_A_NUMBER),
  );

/** The sum of 2^i over the active states, i their places. */
function bitsOf(slots: readonly number[]): IrExpr {
  let sum: IrExpr = { op: 'const', value: 0 };
  let bit = 1;
  for (const slot of slots) {
    const term: IrExpr = { op: 'mul', left: { op: 'const', value: bit }, right: { op: 'state', slot } };
    sum = { op: 'add', left: sum, right: term };
    bit *= 2;
  }
  return sum;
}

function hasBit(code: number, bit: number): boolean {
  let rest = code;
  for (let i = 0; i < bit; i++) rest = Math.floor(rest / 2);
  return rest % 2 === 1;
}

/** Helpers stand after what is reported, so whoever reads one finds it so many places on. */
function withHelpersMoved(ir: Ir, by: number): Ir {
  const moved = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(moved);
    if (typeof value !== 'object' || value === null) return value;
    const e = value as { readonly op?: unknown; readonly slot?: unknown };
    if (e.op === 'measure' && typeof e.slot === 'number')
      return e.slot < ir.reported ? e : { ...e, slot: e.slot + by };
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, moved(part)]));
  };
  return moved(ir) as Ir;
}
