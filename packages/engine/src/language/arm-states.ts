/** States that an arm forces: that there are such states and dates, and that no two of them contradict each other. */
import type { Report } from '../diagnostics/report.ts';
import { readMoment } from './build/moment.ts';
import { Chart } from './chart.ts';
import { child, moved, place, type Located } from './located.ts';
import type { Forced, Model, Moment, State } from './model.ts';
import type { Reader } from './reader.ts';
import type { StudyArm } from './study-arm.ts';
import { Timeline } from './timeline.ts';

/** A forced state with the steps in which it is: one of a `put`, the first and last of a `hold`. */
interface Placed {
  readonly forced: Forced;
  readonly at: Located;
  readonly first: number;
  readonly last: number;
}

/** The model with what the arm forces; `offset` is where the text of the study begins. */
export function withForcedStates(
  model: Model,
  { put = [], hold = [] }: StudyArm,
  offset: number,
  reader: Reader,
): Model {
  if (put.length + hold.length === 0) return model;
  const timeline = new Timeline(model.clock);
  const read = new ForcedReader(model, timeline, reader);
  const placed = [
    ...put.map(({ input, at }) => read.put(input.state, moved(at, offset))),
    ...hold.map(({ input, at }) => read.hold(input.state, moved(at, offset))),
  ].filter((found) => found !== undefined);
  reportConflicts(model, placed, reader.report);
  return { ...model, forced: placed.map(({ forced }) => forced) };
}

class ForcedReader {
  private readonly model: Model;
  private readonly timeline: Timeline;
  private readonly reader: Reader;

  constructor(model: Model, timeline: Timeline, reader: Reader) {
    this.model = model;
    this.timeline = timeline;
    this.reader = reader;
  }

  put(name: string, at: Located): Placed | undefined {
    const state = this.state(name, place(at, 'state'));
    const when = this.moment(at, 'at');
    if (!state || !when) return undefined;
    const forced = { kind: 'put', span: at.span, ...state, at: when.moment } as const;
    return { forced, at, first: when.step, last: when.step };
  }

  hold(name: string, at: Located): Placed | undefined {
    const state = this.state(name, place(at, 'state'));
    const from = child(at, 'from') && this.moment(at, 'from');
    const to = child(at, 'to') && this.moment(at, 'to');
    if (!state || (child(at, 'from') && !from) || (child(at, 'to') && !to)) return undefined;
    const first = from?.step ?? 1;
    const last = to?.step ?? this.timeline.clock.steps;
    if (first > last) {
      this.reader.report.add('arm-state', 'this ends before it begins', place(at, 'to').span, {
        help: 'swap `from` and `to`, or mend one of them',
      });
      return undefined;
    }
    const forced = {
      ...({ kind: 'hold', span: at.span } as const),
      ...state,
      ...(from && { from: from.moment }),
      ...(to && { to: to.moment }),
    } as const;
    return { forced, at, first, last };
  }

  /** A state that one can be in. */
  private state(name: string, at: Located): Pick<Forced, 'driver' | 'state'> | undefined {
    const [driver = '', state = ''] = name.split('.');
    const { scope, report } = this.reader;
    const known = this.model.drivers.find((other) => other.name === driver);
    if (!known) {
      report.add('unknown-name', `no driver is called \`${driver}\``, at.span, {
        help: report.suggest(driver, () => scope.states.keys()) ?? 'a state is written `driver.state`',
      });
      return undefined;
    }
    if (scope.states.get(driver)?.has(state) === true) return { driver, state };
    const isHistory = scope.targets.get(driver)?.has(state) === true;
    report.add(
      'unknown-state',
      isHistory
        ? `\`${name}\` is a history state, which is never active`
        : `\`${driver}\` has no state \`${state}\``,
      at.span,
      { help: report.suggest(state, () => scope.states.get(driver) ?? []) ?? 'name a state of the driver' },
    );
    return undefined;
  }

  /** A date inside the clock, with its step. */
  private moment(at: Located, key: string): { readonly moment: Moment; readonly step: number } | undefined {
    const { timeline, reader } = this;
    const here = place(at, key);
    const dated = readMoment(here.value as string | number, here, timeline, reader);
    if (!dated) return undefined;
    const step = timeline.lastAt(dated.time) + 1;
    if (step >= 1 && step <= timeline.clock.steps) return { moment: dated.moment, step };
    reader.report.add('arm-state', `\`${String(dated.moment)}\` lies outside the clock`, here.span, {
      help: 'a state is forced in the step that holds the date',
    });
    return undefined;
  }
}

/** While a state is held, nothing may be put or held that would leave it. */
function reportConflicts(model: Model, placed: readonly Placed[], report: Report): void {
  for (const held of placed) {
    if (held.forced.kind !== 'hold') continue;
    const { driver, state } = held.forced;
    const own = model.drivers.find(({ name }) => name === driver);
    const chart = own && new Chart(own);
    for (const other of placed) {
      const { forced } = other;
      const isSame = forced.driver === driver && forced.state === state;
      const together = other.first <= held.last && held.first <= other.last;
      if (!chart || isSame || !together || forced.driver !== driver) continue;
      if (!leavesWhenEntered(chart, forced.state, state)) continue;
      report.add('arm-state', `this leaves \`${driver}.${state}\`, which is held then`, other.at.span, {
        notes: [{ message: 'held here', span: held.at.span }],
        help: 'let one end before the other begins, or put them into different arms',
      });
    }
  }
}

/** Whether entering a state leaves another that is active. */
function leavesWhenEntered(chart: Chart, entered: string, active: string): boolean {
  const state = chart.state(active);
  const target = chart.state(entered);
  if (!state || !target) return false;
  const around = [state, ...chart.ancestors(state)];
  const domain = chart
    .ancestors(target)
    .find((outer) => outer.kind === 'compound' && isSurelyActive(chart, outer, around));
  // Without one the whole driver is left.
  return domain === undefined || (domain !== state && around.includes(domain));
}

/** Whether a state is active whenever those are that stand around another: it is one, or a region beside them. */
function isSurelyActive(chart: Chart, outer: State, around: readonly State[]): boolean {
  if (around.includes(outer)) return true;
  const parent = outer.parent === undefined ? undefined : chart.state(outer.parent);
  return parent?.kind === 'parallel' && isSurelyActive(chart, parent, around);
}
