/** Compilers and Python with NumPy where the machine has them, and programs printed for them as processes. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CStyle, Outputs, Sample } from '@stave/engine/bench';
import type { Ir } from '@stave/engine';
import type { Runner, Timing } from './rounds.ts';

export interface Tool {
  readonly name: string;
  readonly version: string;
}

export interface Tools {
  readonly compilers: readonly Tool[];
  readonly numpy?: Tool;
  /** What was looked for and is not there. */
  readonly missing: readonly string[];
}

export function findTools(): Tools {
  const compilers = ['gcc', 'clang'].flatMap((name) => compiler(name) ?? []);
  const found = compilers.length > 0 ? compilers : [compiler('cc') ?? []].flat();
  const version = run('python3', ['-c', 'import numpy; print(numpy.__version__)']).text?.trim();
  const numpy = version === undefined ? undefined : { name: 'numpy', version };
  const there = new Set([...found, ...(numpy ? [numpy] : [])].map(({ name }) => name));
  return {
    compilers: found,
    ...(numpy && { numpy }),
    missing: ['gcc', 'clang', 'numpy'].filter((name) => !there.has(name)),
  };
}

function compiler(name: string): Tool | undefined {
  const [version] = run(name, ['--version']).text?.split('\n') ?? [];
  return version === undefined ? undefined : { name, version };
}

/** What a compiler may do is the difference of the styles: the one that promises bytes may not fuse operations. */
const FLAGS: Readonly<Record<CStyle, readonly string[]>> = {
  plain: ['-O3', '-march=native'],
  same: ['-O3', '-march=native', '-ffp-contract=off'],
};

/** A compiled program, or what the compiler said. */
export function compileC(
  compilerName: string,
  style: CStyle,
  text: string,
  folder: string,
): { readonly program: string } | { readonly problem: string } {
  const program = join(folder, `${style}-${compilerName}`);
  writeFileSync(`${program}.c`, text);
  const { problem } = run(compilerName, [...FLAGS[style], '-o', program, `${program}.c`, '-lm']);
  return problem === undefined ? { program } : { problem };
}

/** Words of the seed as the program takes them. */
type Seed = readonly [number, number];

const words = (seed: Seed): string[] => seed.map((word) => String(word >>> 0));

/** Trials from 0 on, as the program gives them. */
export function blockOfC(program: string, seed: Seed, count: number, ir: Ir): Outputs {
  const bytes = Uint8Array.from(expectRun(program, ['block', ...words(seed), String(count)])).buffer;
  const answers = count * ir.questions.length;
  return {
    answers: new Int32Array(bytes.slice(0, 4 * answers)),
    measures: new Float64Array(bytes.slice(4 * answers)),
  };
}

export function runnerOfC(name: string, program: string, seed: Seed, trials: number): Runner {
  return { name, trials, time: () => timingIn(expectRun(program, ['time', ...words(seed), String(trials)])) };
}

export function sampleOfNumpy(script: string, count: number): Sample {
  const sample = JSON.parse(expectRun('python3', [script, 'sample', String(count)]).toString());
  return { count, ...(sample as Omit<Sample, 'count'>) };
}

export function runnerOfNumpy(name: string, script: string, trials: number): Runner {
  return { name, trials, time: () => timingIn(expectRun('python3', [script, 'time', String(trials)])) };
}

function timingIn(output: Buffer): Timing {
  const [clock = Number.NaN, processor = Number.NaN] = output.toString().split(/\s+/).map(Number);
  return { clock, processor };
}

const OUTPUT_MAX = 1e9;

function run(
  command: string,
  args: readonly string[],
): { readonly text?: string; readonly problem?: string } {
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: OUTPUT_MAX,
  });
  return status === 0 ? { text: stdout } : { problem: error?.message ?? stderr };
}

function expectRun(command: string, args: readonly string[]): Buffer {
  const { status, error, stdout, stderr } = spawnSync(command, args, { maxBuffer: OUTPUT_MAX });
  if (status === 0) return stdout;
  throw error ?? new Error(`InvariantError: a printed program ended with ${status}: ${stderr.toString()}`);
}
