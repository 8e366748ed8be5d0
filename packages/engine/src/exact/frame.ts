/**
 * The frame the interpreter works on: everything that expressions read and steps change, by slot. One frame is
 * loaded, stepped and read again and again; compiled expressions hold on to it.
 */
import type { Ir } from '../ir/ir.ts';

/** Something that waits. Lists of timers are in the order in which they are due: by `left`, `rank`, then age. */
export interface Timer {
  /** Steps until it is due, from the frame on. */
  readonly left: number;
  /** Orders timers that are due in one step. */
  readonly rank: number;
  readonly what:
    | { readonly kind: 'after'; readonly state: number; readonly index: number }
    | {
        readonly kind: 'send';
        readonly event: number;
        readonly data: readonly number[];
        readonly id: number;
      };
}

export interface Frame {
  readonly parameters: Float64Array;
  readonly starts: Float64Array;
  readonly previous: Float64Array;
  readonly variables: Float64Array;
  /** Of the frame before, while indicators move. */
  indicators: Float64Array;
  /** This step's indicators, as far as they are known. */
  now: Float64Array;
  readonly active: Uint8Array;
  /** Step of entry, by state, on the same count as `step`. */
  readonly entered: Int32Array;
  /** What waits in each delay line, the next to leave it first; nothing before it is started. */
  readonly lines: (readonly number[])[];
  /** How often each counted event was taken from a queue in this step. */
  readonly happened: Float64Array;
  /** By history state: what it stands for, once its parent has been left. */
  readonly remembered: (readonly number[] | undefined)[];
  timers: readonly Timer[];
  /** The step that runs or is complete. Where steps are alike this is a count of its own, see timing.ts. */
  step: number;
  /** `step` less one while a step runs. */
  clockStep: number;
  /** Data of the event that is being handled. */
  data: readonly number[];
  /** What a question's outcomes read as `value` or `count`. */
  answer: number;
}

export function blankFrame(ir: Ir): Frame {
  return {
    parameters: new Float64Array(ir.parameters.length),
    starts: new Float64Array(ir.starts.length),
    previous: new Float64Array(ir.previous.length),
    variables: new Float64Array(ir.variables.length),
    indicators: new Float64Array(ir.indicators.length),
    now: new Float64Array(ir.indicators.length),
    active: new Uint8Array(ir.states.length),
    entered: new Int32Array(ir.states.length),
    lines: ir.lines.map(() => []),
    happened: new Float64Array(ir.counted.length),
    remembered: ir.states.map(() => undefined),
    timers: [],
    step: 0,
    clockStep: 0,
    data: [],
    answer: Number.NaN,
  };
}

/** Everything as before any trial. */
export function clearFrame(frame: Frame): void {
  frame.parameters.fill(0);
  frame.starts.fill(0);
  frame.previous.fill(0);
  frame.variables.fill(0);
  frame.indicators.fill(0);
  frame.now.fill(0);
  frame.active.fill(0);
  frame.entered.fill(0);
  frame.lines.fill([]);
  frame.happened.fill(0);
  frame.remembered.fill(undefined);
  frame.timers = [];
  frame.step = 0;
  frame.clockStep = 0;
  frame.data = [];
  frame.answer = Number.NaN;
}
