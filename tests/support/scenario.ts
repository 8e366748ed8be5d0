/** Small scenarios in tests: read, lowered, and run on every executor at once, which must agree. */
import {
  compileJs,
  compileWasm,
  lower,
  readScenario,
  seedKey,
  type Executor,
  type Ir,
  type ReadImport,
  type TrialBlock,
  type TrialRange,
} from '@stave/engine';
import { referenceExecutor } from '@stave/engine/reference';
import { expect } from 'vitest';

export async function irOf(text: string, name = 'test.yaml', imports?: ReadImport): Promise<Ir> {
  const read = await readScenario({ name, text }, imports && { imports });
  const errors = read.diagnostics.filter((d) => d.severity === 'error');
  if (!read.model) throw new Error(`${JSON.stringify(errors, null, 1)}\n${text}`);
  const { ir, diagnostics } = lower(read.model);
  if (!ir) throw new Error(`${JSON.stringify(diagnostics)}\n${text}`);
  return ir;
}

/** A scenario of 6 monthly steps from 2023-01-01 around the given sections. */
export const scenario = (body: string, clock = '{ start: 2023-01, step: 1 month, steps: 6 }'): string =>
  `stave: 1\nid: test\ntitle: Test\nclock: ${clock}\n${body}\n`;

export interface Run {
  readonly ir: Ir;
  readonly block: TrialBlock;
  /** Values of a measure over the frames of a trial. */
  measure(name: string, trial?: number): number[];
  /** A question's answer in a trial: an outcome's id, the frame for `time`, a number. */
  answer(id: string, trial?: number): string | number;
}

export interface RunOptions {
  readonly trials?: number;
  readonly seed?: string;
  readonly share?: number;
  readonly stream?: number;
}

/** Bits, so that -0 is not 0 and every NaN is one NaN. */
export function bits(block: TrialBlock): object {
  return {
    answers: [...block.answers],
    numbers: bitsOf(block.numbers),
    measures: bitsOf(block.measures),
    failures: block.failures,
  };
}

const bitsOf = (values: Float64Array): string =>
  Buffer.from(values.map((x) => (Number.isNaN(x) ? Number.NaN : x)).buffer).toString('hex');

const rangeOf = ({ trials = 1, seed = '7', share = 1, stream = 0 }: RunOptions): TrialRange => ({
  ...{ seed: seedKey(seed), stream, first: 0, count: trials, share },
});

/** Runs on the reference and on both kernels and demands equal bits. */
export function runAll(ir: Ir, options: RunOptions = {}): Run {
  const executor = referenceExecutor(ir);
  const reference = run(executor, ir, options);
  const range = rangeOf(options);
  const drawn = bitsOf(executor.parameters(range));
  for (const kernel of [compileJs(ir), wasmOf(ir)]) {
    const { block } = run(kernel, ir, options);
    expect(block.failures, kernel.name).toEqual(reference.block.failures);
    expect(bits(block), kernel.name).toEqual(bits(reference.block));
    expect(bitsOf(kernel.parameters(range)), kernel.name).toEqual(drawn);
  }
  return reference;
}

/** The WebAssembly kernel, without which these tests would say nothing of it. */
export function wasmOf(ir: Ir): Executor {
  const executor = compileWasm(ir);
  if (!executor) throw new Error('no WebAssembly with SIMD here');
  return executor;
}

export function run(executor: Executor, ir: Ir, options: RunOptions): Run {
  const block = executor.run(rangeOf(options));
  const frames = ir.clock.recorded.length;
  return {
    ir,
    block,
    measure(name, trial = 0) {
      const m = indexOf(ir.measures.slice(0, ir.reported), (x) => x.name === name);
      const from = (trial * ir.reported + m) * frames;
      return [...block.measures.subarray(from, from + frames)];
    },
    answer(id, trial = 0) {
      const q = indexOf(ir.questions, (x) => x.id === id);
      const value = block.answers[trial * ir.questions.length + q] ?? -1;
      const question = ir.questions[q];
      if (value === -2) return 'not applicable';
      if (value >= 0 && question?.number !== undefined) {
        const columns = ir.questions.filter(({ number }) => number !== undefined).length;
        return block.numbers[trial * columns + question.number] ?? Number.NaN;
      }
      return question?.kind === 'time' ? value : (question?.outcomes[value]?.id ?? 'failed');
    },
  };
}

function indexOf<T>(list: readonly T[], test: (item: T) => boolean): number {
  const index = list.findIndex(test);
  if (index < 0) throw new Error('no such thing in this scenario');
  return index;
}
