/**
 * The part that asks what several threads gain: the same trials by one worker thread and by two, turn by turn, while
 * this thread waits.
 */
import { availableParallelism } from 'node:os';
import { countHere, compileKernel, forecast, hasWasm, type Counter, type Ir } from '@stave/engine';
import { Threads } from '@stave/engine/node';
import { isBundled, NOT_BUNDLED, WORKER } from './bundle.ts';
import type { ModelName } from './models.ts';
import { missingPart, roundsOf, type Part, type PartOptions } from './part.ts';
import { race, ratioOf, type Ratio, type Rounds, type Timing } from './rounds.ts';
import type { Agreement } from './contestants.ts';

export interface ThreadsReport {
  readonly model: ModelName;
  readonly executor: 'wasm' | 'js';
  readonly rounds: number;
  /** Trials a turn, those of the nested run not counted. */
  readonly trials: number;
  /** The processors that were there for two threads. */
  readonly processors: number;
  /** How the forecast of so many threads compares with that of none but the main one. */
  readonly agreement: readonly Agreement[];
  /** Time of one thread over time of two. Absent where something did not agree. */
  readonly speedup?: Ratio & {
    /** The least time of one over the least of two. */
    readonly best: number;
  };
}

const TRIALS = 409_600;
const TRIALS_QUICK = 1024;
/** Several chunks for each of seven threads, and an odd number of trials. */
const COMPARED = 20_001;
const COMPARED_QUICK = 1025;
const COUNTS = [1, 2, 3, 7];
const TIMED = [1, 2];
const SEED = '7';

export async function threadsPart(options: PartOptions): Promise<Part> {
  if (!isBundled()) return missingPart('threads', NOT_BUNDLED);
  const { model: asked = 'prototype', open, isQuick, trials = isQuick ? TRIALS_QUICK : TRIALS } = options;
  const { ir } = await open(asked);
  const executor = hasWasm() ? 'wasm' : 'js';
  const compared = isQuick ? COMPARED_QUICK : COMPARED;
  const here = await bytesOf(ir, countHere(ir, compileKernel(ir, executor)), compared);
  const pools = new Map<number, Threads>();
  const agreement: Agreement[] = [];
  for (const count of COUNTS) {
    const pool = new Threads(WORKER, count);
    const bytes = await bytesOf(ir, pool.counter(ir, executor), compared);
    agreement.push({ with: nameOf(count), how: 'bytes', trials: compared, agrees: bytes === here });
    if (TIMED.includes(count)) pools.set(count, pool);
    else await pool.close();
  }
  const rounds = roundsOf(options);
  const runners = [...pools].map(([count, pool]) => ({
    name: nameOf(count),
    trials,
    time: () => timeOf(ir, pool.counter(ir, executor), trials),
  }));
  const report = (speedup?: ThreadsReport['speedup']): { readonly threads: ThreadsReport } => ({
    threads: {
      model: asked,
      executor,
      rounds,
      trials,
      processors: availableParallelism(),
      agreement,
      ...(speedup && { speedup }),
    },
  });
  return {
    differing: agreement.filter(({ agrees }) => !agrees).map((one) => `${one.with} on ${asked}`),
    report: async (isTimed) =>
      report(isTimed ? speedupOf(await race(runners, rounds, options.onTurn)) : undefined),
    close: async () => {
      for (const pool of pools.values()) await pool.close();
    },
  };
}

const nameOf = (count: number): string => (count === 1 ? '1 thread' : `${count} threads`);

/** All that is said of the trials: what `stave run --out` writes is made of it. */
async function bytesOf(ir: Ir, count: Counter, trials: number): Promise<string> {
  return JSON.stringify(await forecast({ ir, count, seed: SEED, trials }));
}

async function timeOf(ir: Ir, count: Counter, trials: number): Promise<Timing> {
  const processor = process.cpuUsage();
  const clock = performance.now();
  await forecast({ ir, count, seed: SEED, trials });
  const seconds = (performance.now() - clock) / 1000;
  const { user, system } = process.cpuUsage(processor);
  return { clock: seconds, processor: (user + system) / 1e6 };
}

function speedupOf([one = [], two = []]: readonly Rounds[]): ThreadsReport['speedup'] {
  const least = (rounds: Rounds): number => Math.min(...rounds.map(({ clock }) => clock));
  return { ...ratioOf(one, two), best: Number((least(one) / least(two)).toPrecision(4)) };
}
