/** Runs Irs in tests and reads the results by name. */
import type { TrialBlock, TrialRange } from '../ir/executor.ts';
import type { Ir } from '../ir/ir.ts';
import { expect } from 'vitest';
import { encodeTally } from '../tally/index.ts';
import { compileJs } from './js.ts';
import { compileWasm } from './wasm/wasm.ts';

export const SEED: readonly [number, number] = [0x243f6a88, 0x85a308d3];

export interface Outcome {
  readonly block: TrialBlock;
  /** Values of a measure over the frames of a trial. */
  frames(measure?: number, trial?: number): readonly number[];
  /** A measure at the last frame, by trial. */
  ends(measure?: number): readonly number[];
  answers(question?: number): readonly number[];
}

/** Runs both kernels, which must agree. */
export function run(ir: Ir, range: Partial<TrialRange> = {}): Outcome {
  const whole = { seed: SEED, stream: 0, first: 0, count: 1, share: 1, ...range };
  const js = compileJs(ir);
  const wasm = compileWasm(ir);
  const block = js.run(whole);
  // Equal to the last bit, -0 and NaN included.
  expect(wasm?.run(whole)).toStrictEqual(block);
  js.count(whole);
  wasm?.count(whole);
  const tally = js.takeTally();
  // Comparing bytes is much faster, and all there is to see where they are equal.
  const other = wasm?.takeTally();
  const bytes = encodeTally(tally);
  if (!other || encodeTally(other).some((byte, i) => byte !== bytes[i])) expect(other).toEqual(tally);
  const frames = ir.clock.recorded.length;
  const row = (measure: number, trial: number): Float64Array => {
    const from = (trial * ir.reported + measure) * frames;
    return block.measures.subarray(from, from + frames);
  };
  const trials = Array.from({ length: block.count }, (_, i) => i);
  return {
    block,
    frames: (measure = 0, trial = 0) => [...row(measure, trial)],
    ends: (measure = 0) => trials.map((trial) => row(measure, trial).at(-1) ?? NaN),
    answers: (question = 0) =>
      trials.map((trial) => block.answers[trial * ir.questions.length + question] ?? NaN),
  };
}

/** The one failure of an Ir that fails in its first trial. */
export function failureOf(ir: Ir): { step: number; code: string; place: string } | undefined {
  const [failure] = run(ir).block.failures;
  return failure && { step: failure.step, code: failure.code, place: failure.place };
}
