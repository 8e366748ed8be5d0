/** A frame for people: where every driver is and what everything is worth, by name. */
import type { Ir, IrDriver } from '../ir/ir.ts';
import { shownVariables } from '../ir/shown-variables.ts';
import { stateName } from '../ir/state-name.ts';
import type { Moment } from './evaluate.ts';

export interface Reading {
  readonly step: number;
  readonly date?: string;
  readonly time: number;
  /** By driver: its innermost active states, such as `open` or `trade + arms`. */
  readonly states: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, number>>;
  readonly indicators: Readonly<Record<string, number>>;
  readonly measures: Readonly<Record<string, number>>;
}

/** `measure`: the value of a reported measure in the frame; one without is left out. */
export function readingOf(
  ir: Ir,
  { active, variables, indicators }: Pick<Moment, 'active' | 'variables' | 'indicators'>,
  step: number,
  measure: (slot: number) => number | undefined,
): Reading {
  return {
    step,
    ...(ir.clock.dates?.[step] !== undefined && { date: ir.clock.dates[step] }),
    time: step * ir.clock.perStep,
    states: Object.fromEntries(ir.drivers.map((d) => [d.name, stateText(ir, d, active)])),
    variables: Object.fromEntries(
      shownVariables(ir).map(({ name, slot }) => [name, variables[slot] ?? Number.NaN]),
    ),
    indicators: Object.fromEntries(
      ir.indicators.map(({ name }, slot) => [name, indicators[slot] ?? Number.NaN]),
    ),
    measures: Object.fromEntries(
      ir.measures.slice(0, ir.reported).flatMap(({ name }, m) => {
        const value = measure(m);
        return value === undefined ? [] : [[name, value] as const];
      }),
    ),
  };
}

/** The innermost active states of a driver, such as `open` or `trade + arms`. */
export function stateText(ir: Ir, driver: IrDriver, active: ArrayLike<number>): string {
  const innermost = driver.states.filter((slot) => active[slot] === 1 && !isAround(ir, slot, active));
  return innermost.map((slot) => stateName(ir, slot)).join(' + ');
}

function isAround(ir: Ir, slot: number, active: ArrayLike<number>): boolean {
  const { end = slot + 1 } = ir.states[slot] ?? {};
  for (let inner = slot + 1; inner < end; inner++) if (active[inner] === 1) return true;
  return false;
}
