/**
 * What it costs to count: histograms, means and states of every recorded frame, read out as often as a batch does,
 * against the same trials of which the answers alone are kept.
 */
import { compileKernel, hasWasm, seedKey, type Executor, type Ir, type Tally } from '@stave/engine';
import { race, ratioOf, type Ratio, type Runner, type Timing } from './rounds.ts';

/** As a batch cuts its trials. */
const PIECE = 4096;

/** By kernel: time of a trial that is counted over time of one that is not. */
export async function quantileCosts(
  ir: Ir,
  trials: number,
  rounds: number,
  onTurn: (done: number, total: number) => void,
): Promise<Readonly<Record<string, Ratio>>> {
  const kernels = hasWasm() ? (['wasm', 'js'] as const) : (['js'] as const);
  const runners = kernels.flatMap((name) => pairOf(compileKernel(ir, name), trials));
  const times = await race(runners, rounds, onTurn);
  return Object.fromEntries(
    kernels.map((name, i) => [name, ratioOf(times[2 * i + 1] ?? [], times[2 * i] ?? [])]),
  );
}

function pairOf(executor: Executor, trials: number): readonly Runner[] {
  let tally: Tally | undefined;
  const runner = (name: string, act: (range: Parameters<Executor['count']>[0]) => void): Runner => ({
    name,
    trials,
    time: (): Timing => {
      const processor = process.cpuUsage();
      const clock = performance.now();
      for (let first = 0; first < trials; first += PIECE)
        act({ seed: seedKey('7'), stream: 0, first, count: Math.min(PIECE, trials - first), share: 1 });
      const seconds = (performance.now() - clock) / 1000;
      const { user, system } = process.cpuUsage(processor);
      return { clock: seconds, processor: (user + system) / 1e6 };
    },
  });
  return [
    runner('answers', (range) => executor.answer(range)),
    runner('counts', (range) => {
      executor.count(range);
      tally = executor.takeTally(tally);
    }),
  ];
}
