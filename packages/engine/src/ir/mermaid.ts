/** The drivers as a Mermaid state diagram: what moves each, in the words of the scenario. */
import type { IrSeat } from './ir-seats.ts';
import type { Ir, IrState, IrTransition } from './ir.ts';
import { printIrExpr } from './print.ts';

/** Characters that end or break a label in Mermaid, spelt as its entity codes. */
const label = (text: string): string =>
  text.replaceAll(/[#;:"<>{}]/g, (c) => `#${c.codePointAt(0)};`).replaceAll('\n', ' ');

/** Fits a label to what a diagram can show. */
const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

const id = (slot: number): string => `s${slot}`;

export function printMermaid(ir: Ir): string {
  const lines = [
    'stateDiagram-v2',
    `  %% ${ir.id}: ${ir.drivers.length} ${ir.drivers.length === 1 ? 'driver' : 'drivers'}`,
  ];
  ir.drivers.forEach((driver, d) => {
    lines.push(`  state "${label(driver.name)}" as d${d} {`);
    lines.push(...inside(ir, -1, driver.states, '    '));
    for (const { state, probability } of driver.initial) {
      const share = driver.site === undefined ? '' : ` : ${label(short(printIrExpr(probability, ir)))}`;
      lines.push(`    [*] --> ${id(state)}${share}`);
    }
    for (const slot of driver.states) lines.push(...arrows(ir, slot));
    lines.push('  }');
  });
  ir.seats?.seats.forEach((seat, i) => lines.push(...movesOf(ir, seat, i)));
  return lines.join('\n') + '\n';
}

/** A seat is no driver: what it can do stands side by side, and arrows `on` its events show what that moves. */
function movesOf(ir: Ir, { name, plans }: IrSeat, i: number): readonly string[] {
  const moves = plans.flatMap(({ kind, moves: list }) => list.map((move) => ({ kind, move })));
  if (moves.length === 0) return [];
  return [
    `  state "${label(`seat ${name}`)}" as p${i} {`,
    ...moves.map(({ kind, move: { name: event, cost, when } }, m) => {
      const price = cost ? ` for ${short(printIrExpr(cost, ir))}` : '';
      const need = when ? ` [${short(printIrExpr(when, ir))}]` : '';
      return `    state "${label(`${kind === 'covert' ? 'covert ' : ''}${event}${price}${need}`)}" as p${i}m${m}`;
    }),
    '  }',
  ];
}

/** The states directly inside one, each with those inside it. */
function inside(ir: Ir, parent: number, slots: readonly number[], indent: string): readonly string[] {
  const own = slots.flatMap((slot) => {
    const state = ir.states[slot];
    return state?.parent === parent ? [{ slot, state }] : [];
  });
  // A history state is no region: it stands in whichever is drawn.
  const regions =
    ir.states[parent]?.kind === 'parallel' ? own.filter(({ state }) => !state.history).slice(1) : [];
  return own.flatMap(({ slot, state }) => {
    const name = state.name.slice(state.name.indexOf('.') + 1);
    const text = state.history ? `${name} (${state.history.deep ? 'H*' : 'H'})` : name;
    const head = `${indent}state "${label(text)}" as ${id(slot)}`;
    const divider = regions.some((region) => region.slot === slot) ? [`${indent}--`] : [];
    // Where it is written is what it is the end of.
    const end = state.kind === 'final' ? [`${indent}${id(slot)} --> [*]`] : [];
    if (state.end === slot + 1) return [...divider, head, ...end];
    const initial = state.initial?.to.map((to) => `${indent}  [*] --> ${id(to)}`) ?? [];
    return [...divider, `${head} {`, ...inside(ir, slot, slots, `${indent}  `), ...initial, `${indent}}`];
  });
}

function arrows(ir: Ir, slot: number): readonly string[] {
  const state = ir.states[slot];
  if (!state) return [];
  const lines: string[] = [];
  const arrow = (t: Pick<IrTransition, 'to' | 'when'>, why: string, fields?: readonly string[]): void => {
    const when = t.when ? ` [${short(printIrExpr(t.when, ir, fields))}]` : '';
    for (const to of t.to ?? []) lines.push(`    ${id(slot)} --> ${id(to)} : ${label(why + when)}`);
  };
  for (const a of state.chance?.alternatives ?? []) {
    arrow(a, a.weight === 'else' ? 'else' : `${state.chance?.kind} ${short(printIrExpr(a.weight, ir))}`);
  }
  for (const t of state.always) arrow(t, 'always');
  for (const t of state.after) arrow(t, `after ${ir.delays[t.delay]?.text ?? ''}`);
  if (state.history) arrow({ to: state.history.to }, 'default');
  for (const h of [...state.on, ...driverHandlers(ir, state)]) {
    const fields = ir.eventFields[h.event];
    for (const t of h.transitions) {
      const odds = t.probability ? ` ${short(printIrExpr(t.probability, ir, fields))}` : '';
      arrow(t, `on ${ir.events[h.event] ?? ''}${odds}`, fields);
    }
  }
  return lines;
}

/** The driver's own handlers are drawn from each of its outermost states. */
const driverHandlers = (ir: Ir, state: IrState): IrState['on'] =>
  state.parent < 0 && state.kind !== 'final' ? (ir.drivers[state.driver]?.on ?? []) : [];
