/** The part that asks whether memory grows with trials: the peak of a whole `stave run` of few and of many trials. */
import type { RunDocument } from '@stave/engine';
import { COMMAND, isBundled, NOT_BUNDLED } from './bundle.ts';
import { fileOf, type ModelName } from './models.ts';
import { missingPart, ROUNDS_QUICK, type Part, type PartOptions } from './part.ts';
import { runNode } from './processes.ts';
import { spreadOf, type Spread } from './spread.ts';

export interface MemoryReport {
  readonly model: ModelName;
  readonly rounds: number;
  readonly executor: string;
  readonly threads: number;
  /** Absent where something did not agree, like all that follows from it. Megabytes (10^6 bytes) of resident memory. */
  readonly peaks?: readonly { readonly trials: number; readonly megabytes: Spread }[];
  /** The peak of many trials over that of few, round by round. */
  readonly ratio?: Spread;
}

const TRIALS = 10_000_000;
const TRIALS_QUICK = 20_000;
const FEWER = 100;
const FEWER_QUICK = 2;
/** A peak hardly differs from one run to the next, and a run is long. */
const ROUNDS = 3;

export async function memoryPart(options: PartOptions): Promise<Part> {
  if (!isBundled()) return missingPart('memory', NOT_BUNDLED);
  const { model: asked = 'prototype', open, isQuick, folder, onTurn } = options;
  const { rounds = isQuick ? ROUNDS_QUICK : ROUNDS, trials = isQuick ? TRIALS_QUICK : TRIALS } = options;
  const path = fileOf(await open(asked), folder, 'memory');
  const sizes = [Math.ceil(trials / (isQuick ? FEWER_QUICK : FEWER)), trials];
  const first = await runOf(path, sizes[0] ?? 0);
  const peaks = sizes.map((): number[] => []);
  const head = { model: asked, rounds, executor: first.executor, threads: first.threads };
  return {
    differing: [],
    report: async (isTimed) => {
      if (!isTimed) return { memory: head satisfies MemoryReport };
      for (let round = 0; round < rounds; round++) {
        for (const [i, size] of sizes.entries()) {
          peaks[i]?.push((await runOf(path, size)).peak);
          onTurn(round * sizes.length + i + 1, rounds * sizes.length);
        }
      }
      const [few = [], many = []] = peaks;
      const memory: MemoryReport = {
        ...head,
        peaks: sizes.map((size, i) => ({
          trials: size,
          megabytes: spreadOf((peaks[i] ?? []).map((bytes) => bytes / 1e6)),
        })),
        ratio: spreadOf(many.map((bytes, round) => bytes / (few[round] ?? Number.NaN))),
      };
      return { memory };
    },
    close: () => Promise.resolve(),
  };
}

interface Run {
  readonly executor: string;
  readonly threads: number;
  readonly peak: number;
}

async function runOf(path: string, trials: number): Promise<Run> {
  const args = [COMMAND, 'run', path, '--trials', String(trials), '--seed', '7', '--json'];
  const { stdout, peak = Number.NaN } = await runNode(args, true);
  const document = JSON.parse(stdout) as RunDocument;
  if (document.trials !== trials || document.failed > 0)
    throw new Error(`InvariantError: ${document.trials - document.failed} good trials of ${trials}`);
  return { executor: document.executor, threads: document.threads, peak };
}
