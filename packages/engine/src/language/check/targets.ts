/** Targets of one transition, or of a history state, can be active together: they lie in different regions. */
import type { Span } from '../../diagnostics/diagnostic.ts';
import { Chart } from '../chart.ts';
import type { Model, State } from '../model.ts';
import type { Reader } from '../reader.ts';
import { transitionsOf } from './sites.ts';

export function checkTargets(model: Model, reader: Reader): void {
  for (const driver of model.drivers) {
    const chart = new Chart(driver);
    const check = (to: readonly string[] | undefined, span: Span): void => {
      const conflict = firstConflict(chart, to ?? []);
      if (!conflict) return;
      const [a, b] = conflict;
      reader.report.add('target-conflict', `\`${a}\` and \`${b}\` are not in different regions`, span, {
        help: 'name at most one state in each region of a parallel state',
      });
    };
    for (const { transition } of transitionsOf(driver)) check(transition.to, transition.span);
    for (const { history, span } of driver.states) check(history?.to, span);
  }
}

function firstConflict(chart: Chart, to: readonly string[]): readonly [string, string] | undefined {
  for (const [i, a] of to.entries()) {
    const b = to.slice(i + 1).find((other) => !areApart(chart, a, other));
    if (b !== undefined) return [a, b];
  }
  return undefined;
}

function areApart(chart: Chart, a: string, b: string): boolean {
  const pathOfA = place(chart, a);
  const pathOfB = place(chart, b);
  // A state that is not there is another fault.
  if (pathOfA.length === 0 || pathOfB.length === 0) return true;
  const around = pathOfA.find((state) => pathOfB.includes(state));
  return around?.kind === 'parallel' && around !== pathOfA[0] && around !== pathOfB[0];
}

/** The state and those around it; a history state stands for anything in its parent. */
function place(chart: Chart, name: string): readonly State[] {
  const state = chart.state(name);
  if (!state) return [];
  return state.history ? chart.ancestors(state) : [state, ...chart.ancestors(state)];
}
