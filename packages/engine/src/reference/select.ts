/**
 * Which transitions are taken together: `selectTransitions` and `removeConflictingTransitions` of W3C SCXML,
 * Appendix D. XState's own selection departs from it inside parallel states, where it asks the state around only
 * when no region answered.
 */
import type { Ir, IrTransition } from '../ir/ir.ts';
import { DRIVER, type Chart, type Remembered } from './chart.ts';

/** The first enabled transition of a state, or of the driver itself (`DRIVER`). */
export type Enabled = (slot: number, driver: number) => IrTransition | undefined;

/** In document order of the innermost active states that led to them. */
export function selectTransitions(
  ir: Ir,
  chart: Chart,
  active: ArrayLike<number>,
  remembered: Remembered,
  enabled: Enabled,
): readonly IrTransition[] {
  return ir.drivers.flatMap((driver, d) => {
    const innermost = driver.states.filter((slot) => active[slot] === 1 && isInnermost(chart, slot));
    // A driver in a final state of its own answers nothing any more.
    if (innermost.some((slot) => isEnd(chart, slot))) return [];
    const known = new Map<number, IrTransition | undefined>();
    const ask = (slot: number): IrTransition | undefined => {
      if (!known.has(slot)) known.set(slot, enabled(slot, d));
      return known.get(slot);
    };
    const selected = new Set<IrTransition>();
    for (const slot of innermost) {
      for (const owner of [...chart.path(slot), DRIVER]) {
        const found = ask(owner);
        if (!found) continue;
        selected.add(found);
        break;
      }
    }
    return withoutConflicts([...selected], chart, active, remembered, driver.states);
  });
}

const isInnermost = (chart: Chart, slot: number): boolean => {
  const { kind } = chart.state(slot);
  return kind === 'atomic' || kind === 'final';
};

const isEnd = (chart: Chart, slot: number): boolean => {
  const { kind, parent } = chart.state(slot);
  return kind === 'final' && parent === DRIVER;
};

function withoutConflicts(
  selected: readonly IrTransition[],
  chart: Chart,
  active: ArrayLike<number>,
  remembered: Remembered,
  states: readonly number[],
): readonly IrTransition[] {
  if (selected.length < 2) return selected;
  const exits = new Map(
    selected.map((t) => {
      const domain = t.to ? chart.domain(t, remembered) : undefined;
      const left = states.filter(
        (slot) => domain !== undefined && active[slot] === 1 && chart.isBelow(slot, domain),
      );
      return [t, new Set(left)] as const;
    }),
  );
  const leaves = (t: IrTransition): ReadonlySet<number> => exits.get(t) ?? new Set();
  let kept: IrTransition[] = [];
  for (const t of selected) {
    const rivals = kept.filter((other) => [...leaves(t)].some((slot) => leaves(other).has(slot)));
    if (rivals.some((other) => !chart.isBelow(t.source, other.source) || t.source === DRIVER)) continue;
    kept = [...kept.filter((other) => !rivals.includes(other)), t];
  }
  return kept;
}
