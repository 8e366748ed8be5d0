/**
 * The state of the one trial that is being run, as typed arrays by slot. Generated code and machine.ts share it; the
 * short names are those of the generated code.
 */
import type { Ir } from '../ir/ir.ts';
import type { Generated } from './generate.ts';

export interface Memory {
  /** Parameters. */
  readonly P: Float64Array;
  /** Draws of the parameters: numbers in (0, 1), or normal scores where these are wanted. */
  readonly PU: Float64Array;
  /** Values that follow from parameters alone and are kept through the trial. */
  readonly H: Float64Array;
  /** Variables. */
  readonly V: Float64Array;
  /** Indicators, and those of the step that is being made. */
  readonly X: Float64Array;
  readonly Y: Float64Array;
  /** 1 where a state is active, else 0. */
  readonly S: Float64Array;
  /** What `prev` reads, what it will read in the next step, and what `start` reads. */
  readonly K: Float64Array;
  readonly N: Float64Array;
  readonly L: Float64Array;
  /** Measures of the frame, -0 included. */
  readonly M: Float64Array;
  /** What functions of measures gave last, and at which moment. */
  readonly F: Float64Array;
  readonly G: Int32Array;
  /** Running sums, and the answers of `numeric` questions, by question. */
  readonly C: Float64Array;
  /**
   * By question, two flags: whether the trial is applicable (0 while the condition of a conditional question has not
   * held), and whether its sum has stopped.
   */
  readonly I: Int32Array;
  /** How often each counted event was taken from a queue in this step. */
  readonly J: Float64Array;
  /** What the event carries that is being handled, and what one carries that is about to be sent. */
  readonly B: Float64Array;
  readonly O: Float64Array;
  /** What actions of picked alternatives took from the snapshot. */
  readonly Z: Float64Array;
  /** Active state, by driver; -1 between its exit and the next entry. */
  readonly A: Int32Array;
  /** Step of entry, by state. */
  readonly E: Int32Array;
  /** Answers, by question. */
  readonly Q: Int32Array;
  /** Registers, by the names below. */
  readonly R: Int32Array;
  /** First words of draws of chance blocks: four steps for each state, those that T says. */
  readonly W: Uint32Array;
  /** By state: which four steps W holds (step >>> 2), or -1. */
  readonly T: Int32Array;
  /** Noise of four steps for each indicator: numbers in (0, 1), or their normal scores where these are wanted. */
  readonly U: Float64Array;
}

export const STEP = 0;
export const CLOCK_STEP = 1;
/** How often parameters were drawn. */
export const PARAMETER_DRAWS = 2;
/** Counts up whenever anything changes that an expression can read. */
export const MOMENT = 3;

export function allocate(ir: Ir, { hoisted, snapshotSets }: Generated): Memory {
  const fields = Math.max(0, ...ir.eventFields.map(({ length }) => length));
  // Over a buffer of their own even where they are short: V8 keeps short arrays among its objects, which may move, and
  // then looks up at each access where they are.
  const floats = (length: number): Float64Array => new Float64Array(new ArrayBuffer(8 * length));
  const integers = (length: number): Int32Array => new Int32Array(new ArrayBuffer(4 * length));
  return {
    P: floats(ir.parameters.length),
    PU: floats(ir.parameters.length),
    H: floats(hoisted),
    V: floats(ir.variables.length),
    X: floats(ir.indicators.length),
    Y: floats(ir.indicators.length),
    S: floats(ir.states.length),
    K: floats(ir.previous.length),
    N: floats(ir.previous.length),
    L: floats(ir.starts.length),
    M: floats(ir.reported),
    F: floats(ir.measures.length),
    G: integers(ir.measures.length),
    C: floats(ir.questions.length),
    I: integers(2 * ir.questions.length),
    J: floats(ir.counted.length),
    B: floats(fields),
    O: floats(fields),
    Z: floats(snapshotSets),
    A: integers(ir.drivers.length),
    E: integers(ir.states.length),
    Q: integers(ir.questions.length),
    R: integers(4),
    W: new Uint32Array(4 * ir.states.length),
    T: integers(ir.states.length),
    U: floats(4 * ir.indicators.length),
  };
}
