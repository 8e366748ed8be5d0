/** Runs the trials of two arms again, side by side, and compares them. */
import { seedKey } from '../chance/index.ts';
import type { TrialBlock } from '../ir/executor.ts';
import type { Ir } from '../ir/ir.ts';
import { lastFrameOnly } from '../ir/reshaped.ts';
import { blockTrials, type BlockOrder, type BlockRunner } from './blocks.ts';
import { Comparison, withReplications, type ComparisonResult } from './comparison.ts';
import { nestedPlanOf } from './counts.ts';

export interface CompareRequest {
  readonly a: Ir;
  readonly b: Ir;
  readonly seeds: readonly [string, string];
  /** Whether trial i of A and trial i of B meet the same luck. */
  readonly paired: boolean;
  /** Of each replication. */
  readonly trials: number;
  readonly replications: number;
  /** B once more on luck of its own, to see what pairing gains. */
  readonly desynchronised: boolean;
  readonly executor: Parameters<typeof blockTrials>[0];
  readonly runnerFor: (irs: readonly Ir[]) => Promise<BlockRunner>;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

export interface Compared {
  readonly result: ComparisonResult;
  readonly desynchronised?: ComparisonResult;
}

/** Far from the streams of replications, of which there are 10,000 at most. */
const OTHER_LUCK = 1_000_000;
/** Above so many values a trial, frames but the last are left out. */
const CELLS_MAX = 20_000;

/** Nothing where `signal` stopped it. */
export async function compareTrials(request: CompareRequest): Promise<Compared | undefined> {
  const { seeds, paired, trials, replications, executor, signal } = request;
  const isLarge = [request.a, request.b].some((ir) => ir.reported * ir.clock.recorded.length > CELLS_MAX);
  const [a, b] = isLarge ? [lastFrameOnly(request.a), lastFrameOnly(request.b)] : [request.a, request.b];
  const plan = paired && a.hash !== b.hash ? (nestedPlanOf(a, trials) ?? nestedPlanOf(b, trials)) : undefined;
  const comparison = new Comparison(a, b, paired, plan);
  const apart = request.desynchronised ? new Comparison(a, b, true) : undefined;
  // Pairs of a design are not independent, so that whole replications say how far a difference may be off.
  const each =
    paired && a.sampling && replications > 1
      ? Array.from({ length: replications }, () => new Comparison(a, b, true, undefined, false))
      : [];
  const irs = [a, b, lastFrameOnly(a), lastFrameOnly(b)];
  /** A, B, and B apart. */
  const sides = apart ? 3 : 2;
  const size = blockTrials(executor);
  const nestedTrials = plan ? plan.points * plan.share : 0;
  const total = sides * trials * replications + 2 * nestedTrials;
  const second = seedKey(seeds[1]);
  function* orders(): Generator<BlockOrder> {
    for (let replication = 0; replication < replications; replication++)
      for (let first = 0; first < trials; first += size) {
        const count = Math.min(size, trials - first);
        yield { ir: 0, replication, first, count };
        yield { ir: 1, replication, first, count, seed: second };
        if (apart) yield { ir: 1, replication: replication + OTHER_LUCK, first, count, seed: second };
      }
    for (let first = 0; first < nestedTrials; first += size) {
      const nested = { first, count: Math.min(size, nestedTrials - first), share: plan?.share ?? 1 };
      yield { ir: 2, ...nested };
      yield { ir: 3, ...nested };
    }
  }
  let done = 0;
  let waiting: TrialBlock[] = [];
  const run = await request.runnerFor(irs);
  await run(seedKey(seeds[0]), orders(), {
    signal,
    onBlock: ({ order, block }) => {
      done += block.count;
      request.onProgress(done, total);
      waiting.push(block);
      const isNested = order.share !== undefined;
      if (waiting.length < (isNested ? 2 : sides)) return;
      const [one, two, three] = waiting as [TrialBlock, TrialBlock, TrialBlock?];
      const replication = ((order.replication ?? 0) % OTHER_LUCK) + 1;
      if (isNested) comparison.addNested(one, two);
      else {
        comparison.add(one, two, replication);
        each[replication - 1]?.add(one, two, replication);
      }
      if (three) apart?.add(one, three, replication);
      waiting = [];
    },
  });
  if (signal.aborted) return undefined;
  const result = comparison.result();
  return {
    result:
      each.length > 0
        ? withReplications(
            result,
            each.map((one) => one.result()),
          )
        : result,
    ...(apart && { desynchronised: apart.result() }),
  };
}
