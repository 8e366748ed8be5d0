/** Frames of the first trial in memory as data, and frames as data into every trial (ir/saved-frame.ts). */
import type { Ir } from '../../ir/ir.ts';
import { itemOf } from '../../ir/item.ts';
import type { SavedFrame, SavedTimer } from '../../ir/saved-frame.ts';
import type { ModuleData } from './generate.ts';
import { LANES, NARROW, WIDE } from './layout.ts';
import { strideOf } from './lines.ts';
import { NODE } from './sending.ts';
import type { View } from './view.ts';

/** Must be called when frame `step` has been read and kept. */
export function saveFrame(ir: Ir, generated: ModuleData, view: View, step: number): SavedFrame {
  const { map, poolAt, rings } = generated;
  const { narrow } = map;
  const numbers = (at: number, count: number): readonly number[] =>
    Array.from({ length: count }, (_, slot) => view.float(at + slot * WIDE));
  const flags = (at: number): readonly boolean[] =>
    ir.questions.map((_, q) => view.integer(at + q * WIDE) !== 0);
  const states = ir.states.map((_, slot) => slot);
  return {
    schema: 'stave-frame/1',
    scenario: ir.hash,
    step,
    parameters: numbers(map.parameters, ir.parameters.length),
    variables: numbers(map.variables, ir.variables.length),
    indicators: numbers(map.indicators, ir.indicators.length),
    previous: numbers(map.previous, ir.previous.length),
    starts: numbers(map.starts, ir.starts.length),
    active: states
      .filter((slot) => view.float(map.active + slot * WIDE) !== 0)
      .map((state) => ({ state, entered: view.integer(narrow.entered + state * NARROW) })),
    remembered: states.flatMap((history) => {
      const count = view.integer(narrow.remembered + history * NARROW);
      if (!itemOf(ir.states, history).history || count < 0) return [];
      const at = narrow.pool + itemOf(poolAt, history) * NARROW;
      return [{ history, states: Array.from({ length: count }, (_, i) => view.integer(at + i * NARROW)) }];
    }),
    timers: savedTimers(ir, generated, view),
    lines: rings.map((ring, line) => {
      const size = view.integer(narrow.lineSizes + line * NARROW);
      const at = view.integer(narrow.lineRings + line * NARROW);
      return Array.from({ length: size }, (_, i) =>
        view.float(at + ((step + 1 + i) % size) * strideOf(ring)),
      );
    }),
    answers: numbers(map.answers, ir.questions.length),
    sums: numbers(map.sums, ir.questions.length),
    met: flags(map.given),
    stopped: flags(map.stopped),
  };
}

function savedTimers(ir: Ir, { map, after }: ModuleData, view: View): readonly SavedTimer[] {
  const found: { readonly order: number; readonly timer: SavedTimer }[] = [];
  const { narrow } = map;
  for (let node = view.integer(narrow.timers); node !== 0; node = view.integer(node + NODE.next)) {
    const from = view.integer(node + NODE.state);
    const stay = view.integer(node + NODE.stay);
    const what = view.integer(node + NODE.what);
    const order = view.integer(node + NODE.order);
    const due = { due: view.integer(node + NODE.due), dueAt: view.float(node + NODE.dueAt) };
    if (from >= 0) {
      if (stay !== view.integer(narrow.left + from * NARROW)) continue;
      const index = itemOf(after, from).indexOf(what);
      found.push({ order, timer: { ...due, state: from, index } });
      continue;
    }
    const id = -1 - from;
    if (stay !== view.integer(narrow.cancelled + id * NARROW)) continue;
    const data = itemOf(ir.eventFields, what).map((_, i) => view.float(node + NODE.data + 8 * i));
    found.push({ order, timer: { ...due, event: what, data, id } });
  }
  return found.sort((a, b) => a.order - b.order).map(({ timer }) => timer);
}

/** Memory must be as before trials. Parameters are set by the caller, since what is kept of them must follow. */
export function restoreFrame(ir: Ir, generated: ModuleData, view: View, frame: SavedFrame): void {
  const { map, poolAt, rings } = generated;
  const { narrow } = map;
  const setAll = (at: number, values: readonly number[]): void =>
    values.forEach((value, slot) => view.fillFloats(at + slot * WIDE, value));
  const setFlags = (at: number, values: readonly boolean[]): void =>
    values.forEach((value, q) => view.fillMask(at + q * WIDE, value));
  setAll(map.variables, frame.variables);
  setAll(map.indicators, frame.indicators);
  setAll(map.previous, frame.previous);
  setAll(map.starts, frame.starts);
  for (const { state, entered } of frame.active) {
    view.fillFloats(map.active + state * WIDE, 1);
    view.fillIntegers(narrow.entered + state * NARROW, entered);
    view.fillIntegers(narrow.state + itemOf(ir.states, state).driver * NARROW, state);
  }
  for (const { history, states } of frame.remembered) {
    const at = narrow.pool + itemOf(poolAt, history) * NARROW;
    states.forEach((state, i) => view.fillIntegers(at + i * NARROW, state));
    view.fillIntegers(narrow.remembered + history * NARROW, states.length);
  }
  rings.forEach((ring, line) => {
    const values = itemOf(frame.lines, line);
    const size = values.length;
    view.fillIntegers(narrow.lineSizes + line * NARROW, size);
    const from = ring ?? view.take(map.room, LANES * size * 8);
    for (let lane = 0; lane < LANES; lane++) {
      const at = from + lane * 8 * (ring === undefined ? size : 1);
      view.set(narrow.lineRings + line * NARROW + 4 * lane, at);
      values.forEach((value, i) => view.setFloat(at + ((frame.step + 1 + i) % size) * strideOf(ring), value));
    }
  });
  setAll(map.answers, frame.answers);
  setAll(map.sums, frame.sums);
  setFlags(map.given, frame.met);
  setFlags(map.stopped, frame.stopped);
  restoreTimers(generated, view, frame.timers);
}

/** Gives every trial a list of its own. */
function restoreTimers({ map, after }: ModuleData, view: View, timers: readonly SavedTimer[]): void {
  const inOrder = timers
    .map((timer, order) => ({ timer, order }))
    .sort((a, b) => a.timer.due - b.timer.due || a.timer.dueAt - b.timer.dueAt || a.order - b.order);
  const size = NODE.data + 8 * map.fields;
  const bytes = inOrder.length * size;
  const from = view.take(map.room, LANES * bytes);
  view.set(map.order, timers.length);
  for (let lane = 0; lane < LANES; lane++) {
    inOrder.forEach(({ timer, order }, i) => {
      const node = from + lane * bytes + i * size;
      view.set(node + NODE.next, i + 1 < inOrder.length ? node + size : 0);
      view.set(node + NODE.due, timer.due);
      view.setFloat(node + NODE.dueAt, timer.dueAt);
      view.set(node + NODE.order, order);
      view.set(node + NODE.isTimer, 1);
      view.set(node + NODE.stay, 0);
      if ('state' in timer) {
        view.set(node + NODE.what, itemOf(itemOf(after, timer.state), timer.index));
        view.set(node + NODE.state, timer.state);
      } else {
        view.set(node + NODE.what, timer.event);
        view.set(node + NODE.state, -1 - timer.id);
        timer.data.forEach((value, j) => view.setFloat(node + NODE.data + 8 * j, value));
      }
    });
    view.set(map.narrow.timers + 4 * lane, inOrder.length > 0 ? from + lane * bytes : 0);
  }
}
