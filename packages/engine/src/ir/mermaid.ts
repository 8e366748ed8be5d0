/** The drivers as a Mermaid state diagram: what moves each, in the words of the scenario. */
import type { Ir, IrTransition } from './ir.ts';
import { printIrExpr } from './print.ts';

/** Characters that end or break a label in Mermaid, spelt as its entity codes. */
const label = (text: string): string =>
  text.replaceAll(/[#;:"<>{}]/g, (c) => `#${c.codePointAt(0)};`).replaceAll('\n', ' ');

/** Fits a label to what a diagram can show. */
const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

export function printMermaid(ir: Ir): string {
  const id = (slot: number): string => `s${slot}`;
  const lines = ['stateDiagram-v2', `  %% ${ir.id}: ${ir.drivers.length} drivers`];
  ir.drivers.forEach((driver, d) => {
    lines.push(`  state "${label(driver.name)}" as d${d} {`);
    for (const slot of driver.states) {
      const state = ir.states[slot];
      if (!state) continue;
      lines.push(`    state "${label(state.name.slice(driver.name.length + 1))}" as ${id(slot)}`);
    }
    for (const { state, probability } of driver.initial) {
      const share = driver.site === undefined ? '' : ` : ${label(short(printIrExpr(probability, ir)))}`;
      lines.push(`    [*] --> ${id(state)}${share}`);
    }
    for (const slot of driver.states) {
      const state = ir.states[slot];
      if (!state) continue;
      const arrow = (t: IrTransition, why: string): void => {
        if (t.to === undefined) return;
        const when = t.when ? ` [${short(printIrExpr(t.when, ir))}]` : '';
        lines.push(`    ${id(slot)} --> ${id(t.to)} : ${label(why + when)}`);
      };
      for (const a of state.chance?.alternatives ?? []) {
        arrow(a, a.weight === 'else' ? 'else' : `${state.chance?.kind} ${short(printIrExpr(a.weight, ir))}`);
      }
      for (const t of state.always) arrow(t, 'always');
      for (const t of state.after) arrow(t, `after ${ir.delays[t.delay]?.text ?? ''}`);
      for (const h of [...state.on, ...driver.on]) {
        for (const t of h.transitions) {
          arrow(
            t,
            `on ${ir.events[h.event] ?? ''}${t.probability ? ` ${short(printIrExpr(t.probability, ir))}` : ''}`,
          );
        }
      }
      if (state.final) lines.push(`    ${id(slot)} --> [*]`);
    }
    lines.push('  }');
  });
  return lines.join('\n') + '\n';
}
