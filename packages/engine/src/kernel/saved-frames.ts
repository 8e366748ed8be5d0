/** Frames of the trial in memory as data, and back (ir/saved-frame.ts). */
import type { Ir } from '../ir/ir.ts';
import { itemOf } from '../ir/item.ts';
import type { SavedFrame, SavedTimer } from '../ir/saved-frame.ts';
import type { Configuration } from './configuration.ts';
import type { DelayLines } from './lines.ts';
import { CLOCK_STEP, MOMENT, STEP, type Memory } from './memory.ts';
import type { Queues } from './queues.ts';

/** The parts of a machine that hold something from one step to the next. */
export interface Parts {
  readonly ir: Ir;
  readonly memory: Memory;
  readonly configuration: Configuration;
  readonly lines: DelayLines;
  /** By state: its `after` transitions. */
  readonly after: readonly (readonly number[])[];
  readonly queues: Queues;
}

/** Must be called when frame `step` has been read and kept. */
export function saveFrame(parts: Parts, step: number): SavedFrame {
  const { ir, configuration, lines, queues } = parts;
  const { P, V, X, K, L, S, E, Q, C, I } = parts.memory;
  const states = ir.states.map((_, slot) => slot);
  return {
    schema: 'stave-frame/1',
    scenario: ir.hash,
    step,
    parameters: [...P],
    variables: [...V],
    indicators: [...X],
    previous: [...K],
    starts: [...L],
    active: states.filter((slot) => S[slot] !== 0).map((state) => ({ state, entered: E[state]! })),
    remembered: states.flatMap((history) => {
      const remembered = configuration.remembers(history);
      return remembered ? [{ history, states: remembered }] : [];
    }),
    timers: queues.timers.waiting(step).flatMap((timer) => savedTimer(parts, timer)),
    lines: lines.save(),
    answers: [...Q],
    sums: [...C],
    met: ir.questions.map((_, q) => I[2 * q] !== 0),
    stopped: ir.questions.map((_, q) => I[2 * q + 1] !== 0),
  };
}

function savedTimer(parts: Parts, timer: number): readonly SavedTimer[] {
  const { after } = parts;
  const { timers, left, cancelled, fields, stride } = parts.queues;
  const from = timers.state[timer]!;
  const what = timers.what[timer]!;
  const due = { due: timers.due[timer]!, dueAt: timers.dueAt[timer]! };
  if (from >= 0) {
    const isGone = timers.stay[timer] !== left[from];
    return isGone ? [] : [{ ...due, state: from, index: itemOf(after, from).indexOf(what) }];
  }
  const id = -1 - from;
  if (timers.stay[timer] !== cancelled[id]) return [];
  const data = timers.data.slice(timer * stride, timer * stride + fields[what]!);
  return [{ ...due, event: what, data, id }];
}

/** Memory must be as before a trial. Parameters are set by the caller, since what is kept of them must follow. */
export function restoreFrame(parts: Parts, frame: SavedFrame): void {
  const { ir, memory, configuration, lines, after } = parts;
  const { timers, left, cancelled, stride } = parts.queues;
  const { V, X, K, L, S, A, E, Q, C, I, R } = memory;
  R[STEP] = R[CLOCK_STEP] = frame.step;
  R[MOMENT]!++;
  V.set(frame.variables);
  X.set(frame.indicators);
  K.set(frame.previous);
  L.set(frame.starts);
  for (const { state, entered } of frame.active) {
    S[state] = 1;
    E[state] = entered;
    A[itemOf(ir.states, state).driver] = state;
  }
  for (const { history, states } of frame.remembered) configuration.recall(history, states);
  for (const saved of frame.timers) {
    const { due, dueAt } = saved;
    if ('state' in saved) {
      timers.set(
        due,
        dueAt,
        itemOf(itemOf(after, saved.state), saved.index),
        saved.state,
        left[saved.state]!,
      );
      continue;
    }
    const timer = timers.set(due, dueAt, saved.event, -1 - saved.id, cancelled[saved.id]!);
    saved.data.forEach((value, i) => (timers.data[timer * stride + i] = value));
  }
  lines.restore(frame.lines);
  Q.set(frame.answers);
  C.set(frame.sums);
  frame.met.forEach((met, q) => (I[2 * q] = Number(met)));
  frame.stopped.forEach((stopped, q) => (I[2 * q + 1] = Number(stopped)));
}
