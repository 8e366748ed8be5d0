/**
 * `always` transitions that go round without a condition: whoever enters the circle never comes to rest, and the trial
 * fails. Only what is certain is told: circles through one innermost state at a time, so none in regions.
 */
import { Chart } from '../chart.ts';
import { constantOf } from '../expression/constant.ts';
import type { Driver, Model, State, Transition } from '../model.ts';
import type { Reader } from '../reader.ts';

/** What is certainly taken in an innermost state, and the innermost state it leads to. */
interface Way {
  readonly from: State;
  readonly transition: Transition;
  readonly to: State;
}

export function checkEndless(model: Model, reader: Reader): void {
  for (const driver of model.drivers) {
    for (const circle of circlesOf(driver)) {
      const names = circle.map(({ from }) => `\`${from.name}\``).join(', ');
      const [first] = circle.toSorted((a, b) => a.transition.span.start - b.transition.span.start);
      if (!first) continue;
      reader.report.add(
        'always-endless',
        `this \`always\` goes round without end in ${names}: every trial that comes here fails`,
        first.transition.span,
        { help: 'give it a `when` that ends it, or a `to` that leads elsewhere' },
      );
    }
  }
}

function circlesOf(driver: Driver): readonly (readonly Way[])[] {
  const chart = new Chart(driver);
  const circles: (readonly Way[])[] = [];
  const seen = new Set<State>();
  for (const start of driver.states) {
    const path = new Map<State, Way>();
    let at: State | undefined = start;
    while (at && !seen.has(at)) {
      seen.add(at);
      const way: Way | undefined = certainWay(at, chart);
      if (way) path.set(at, way);
      at = way?.to;
    }
    // Back on this very path, not on an earlier one, whose circle is told.
    if (!at || !path.has(at)) continue;
    const states = [...path.keys()];
    circles.push([...path.values()].slice(states.indexOf(at)));
  }
  return circles;
}

/** The innermost state is asked first, then those around it; what hangs on a condition is not certain. */
function certainWay(state: State, chart: Chart): Way | undefined {
  if (!isAlone(state, chart)) return undefined;
  const transition = [state, ...chart.ancestors(state)]
    .flatMap(({ always }) => always)
    .find(({ when }) => !when || constantOf(when) !== 0);
  if (!transition || (transition.when && constantOf(transition.when) === undefined)) return undefined;
  const to = transition.to === undefined ? state : innermost(transition.to, chart);
  return to && isAlone(to, chart) ? { from: state, transition, to } : undefined;
}

/** Whether it is all of its driver that is active, and the driver is not at its end. */
function isAlone(state: State, chart: Chart): boolean {
  const isInnermost = state.kind === 'atomic' || (state.kind === 'final' && state.parent !== undefined);
  return isInnermost && !chart.ancestors(state).some(({ kind }) => kind === 'parallel');
}

/** What a single target leads to by default. */
function innermost([name, ...others]: readonly string[], chart: Chart): State | undefined {
  let state = name === undefined || others.length > 0 ? undefined : chart.state(name);
  while (state?.kind === 'compound') {
    const { initial } = state;
    // Only ever further inwards, also in a file with faults.
    state = chart.children(state.name).find((child) => child.name === initial?.to);
  }
  return state;
}
