/** Everything that runs a model: whether it says what the first of them says, and how to time it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileKernel, hasWasm, seedKey, type Executor, type Ir, type TrialBlock } from '@stave/engine';
import {
  greatestDistance,
  greatestScore,
  haveSameBytes,
  printC,
  printNumpy,
  sampleOf,
  type CStyle,
} from '@stave/engine/bench';
import { referenceExecutor } from '@stave/engine/reference';
import type { Model } from './models.ts';
import { blockOfC, compileC, runnerOfC, runnerOfNumpy, sampleOfNumpy, type Tools } from './outside.ts';
import type { Runner, Timing } from './rounds.ts';

/** How one of them was compared with the first kernel. */
export interface Agreement {
  readonly with: string;
  /** bytes: every bit; rounding: answers, and measures up to `most`; samples: shares and means in standard errors. */
  readonly how: 'bytes' | 'rounding' | 'samples';
  readonly trials: number;
  readonly agrees: boolean;
  readonly greatest?: number;
  readonly most?: number;
}

export interface Contest {
  readonly model: Model;
  readonly agreements: readonly Agreement[];
  readonly runners: readonly Runner[];
  /** Programs that could not be made, and why. */
  readonly missing: readonly { readonly name: string; readonly why: string }[];
}

export interface Sizes {
  /** A turn of kernels and programs. */
  readonly trials: number;
  /** A turn of the reference. */
  readonly slow: number;
  /** Trials that are compared. */
  readonly compared: number;
  readonly comparedSlow: number;
}

const seed = seedKey('7');
const CHUNK = 4096;
/** Far above what rounding adds up to in a model that forgets, far below what one other pick would change. */
const ROUNDING = 1e-9;
/** For four shares and means a false alarm once in 37,000; with seeds that stand, once and for all. */
const STANDARD_ERRORS = 4.5;

const rangeOf = (first: number, count: number): Parameters<Executor['run']>[0] => ({
  seed,
  stream: 0,
  first,
  count,
  share: 1,
});

export function contestOf(model: Model, tools: Tools, sizes: Sizes, folder: string): Contest {
  const { ir } = model;
  const kernels = (hasWasm() ? (['wasm', 'js'] as const) : (['js'] as const)).map((name) =>
    compileKernel(ir, name),
  );
  const [first] = kernels;
  if (!first) throw new Error('InvariantError: no kernel');
  const block = first.run(rangeOf(0, sizes.compared));
  const reference = referenceExecutor(ir);
  const programs = [
    ...cPrograms(ir, block, tools, sizes, folder),
    ...numpyProgram(model, block, tools, sizes, folder),
  ];
  return {
    model,
    agreements: [
      ...kernels.slice(1).map((kernel) => sameBytes(kernel, block)),
      sameBytes(reference, first.run(rangeOf(0, sizes.comparedSlow))),
      ...programs.flatMap(({ agreement }) => agreement ?? []),
    ],
    runners: [
      ...kernels.map((kernel) => runnerOf(kernel, sizes.trials)),
      runnerOf(reference, sizes.slow),
      ...programs.flatMap(({ runner }) => runner ?? []),
    ],
    missing: programs.flatMap(({ name, why }) => (why === undefined ? [] : [{ name, why }])),
  };
}

function sameBytes(executor: Executor, block: TrialBlock): Agreement {
  const { count } = block;
  const agrees = haveSameBytes(executor.run(rangeOf(0, count)), block);
  return { with: executor.name, how: 'bytes', trials: count, agrees };
}

function runnerOf(executor: Executor, trials: number): Runner {
  // Like the programs in C, it writes into the same memory again and again.
  let room: TrialBlock | undefined;
  const time = (): Timing => {
    const processor = process.cpuUsage();
    const clock = performance.now();
    for (let done = 0; done < trials; done += CHUNK)
      room = executor.run(rangeOf(done, Math.min(CHUNK, trials - done)), undefined, room);
    const seconds = (performance.now() - clock) / 1000;
    const { user, system } = process.cpuUsage(processor);
    return { clock: seconds, processor: (user + system) / 1e6 };
  };
  return { name: executor.name, trials, time };
}

interface Program {
  readonly name: string;
  readonly agreement?: Agreement;
  readonly runner?: Runner;
  readonly why?: string;
}

const BEYOND = 'the model says more than is printed';

function cPrograms(
  ir: Ir,
  block: TrialBlock,
  { compilers }: Tools,
  { trials }: Sizes,
  folder: string,
): readonly Program[] {
  return compilers.flatMap((tool) =>
    (['plain', 'same'] as const).map((style): Program => {
      const name = `c-${style}-${tool.name}`;
      const text = printC(ir, style);
      if (text === undefined) return { name, why: BEYOND };
      const compiled = compileC(tool.name, style, text, folder);
      if ('problem' in compiled) return { name, why: compiled.problem };
      const { program } = compiled;
      const agreement = agreementOfC(name, style, program, block, ir);
      return { name, agreement, runner: runnerOfC(name, program, seed, trials) };
    }),
  );
}

function agreementOfC(name: string, style: CStyle, program: string, block: TrialBlock, ir: Ir): Agreement {
  const { count } = block;
  const outputs = blockOfC(program, seed, count, ir);
  if (style === 'same') {
    const { numbers, failures, first } = block;
    const agrees =
      haveSameBytes({ ...outputs, first, count, numbers, failures }, block) && failures.length === 0;
    return { with: name, how: 'bytes', trials: count, agrees };
  }
  const greatest = greatestDistance(outputs, block);
  return {
    with: name,
    how: 'rounding',
    trials: count,
    agrees: greatest <= ROUNDING,
    greatest,
    most: ROUNDING,
  };
}

function numpyProgram(
  { name: model, ir }: Model,
  block: TrialBlock,
  { numpy }: Tools,
  { trials }: Sizes,
  folder: string,
): readonly Program[] {
  if (!numpy) return [];
  const name = 'numpy';
  const text = printNumpy(ir);
  if (text === undefined) return [{ name, why: BEYOND }];
  const script = join(folder, `${model}.py`);
  writeFileSync(script, text);
  const { count } = block;
  const greatest = greatestScore(sampleOf(block, ir), sampleOfNumpy(script, count));
  const agrees = greatest <= STANDARD_ERRORS;
  const agreement: Agreement = {
    with: name,
    how: 'samples',
    trials: count,
    agrees,
    greatest,
    most: STANDARD_ERRORS,
  };
  return [{ name, agreement, runner: runnerOfNumpy(name, script, trials) }];
}
