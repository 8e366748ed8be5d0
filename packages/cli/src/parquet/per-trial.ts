/**
 * Tables with a row for each trial. Trials are run again for them, block after block in order, so that neither memory
 * nor journal grows with their number and the bytes depend on the trials alone. docs/decisions/0017.
 */
import { join } from 'node:path';
import {
  blockTrials,
  lastFrameOnly,
  seedKey,
  withStates,
  type BlockDone,
  type BlockOrder,
  type BlockRunner,
  type Executor,
  type Ir,
} from '@stave/engine';
import { ParquetFile, type Column } from './file.ts';
import { trajectoryColumns, trajectoryRows, type Reported } from './trajectories.ts';
import { trialColumns, trialRows, type RowsOf } from './trials.ts';

export interface ArmOfTrials {
  readonly arm: string;
  readonly point?: { readonly index: number };
  readonly ir: Ir;
}

export interface PerTrialRequest {
  /** Where files go. */
  readonly folder: string;
  readonly arms: readonly ArmOfTrials[];
  readonly seed: string;
  /** Of each arm and replication. */
  readonly trials: number;
  readonly replications: number;
  /** Whether there is a table of trials. */
  readonly table: boolean;
  /** Trials of each arm whose trajectories are kept, from the first one on. */
  readonly trajectories: number;
  readonly executor: Executor['name'];
  readonly runnerFor: (irs: readonly Ir[]) => Promise<BlockRunner>;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/** Rows by table; nothing where `signal` stopped it, and no file is left then. */
export type PerTrialRows = Readonly<Record<'trials' | 'trajectories', number>>;

export async function writePerTrial(request: PerTrialRequest): Promise<PerTrialRows | undefined> {
  const { folder, arms, seed, trials, replications, table, trajectories, signal } = request;
  const [first] = arms;
  if (!first) throw new Error('InvariantError: a batch without arms');
  const sample = Math.min(trials, trajectories);
  const reported = arms.map(({ ir }): Reported => ({ measures: ir.reported, ...withStates(ir) }));
  const open = (name: string, columns: readonly Column[]): ParquetFile =>
    new ParquetFile(join(folder, `${name}.parquet`), columns);
  const files: { trials?: ParquetFile; trajectories?: ParquetFile } = {};
  try {
    const which = whichColumns(arms, replications);
    if (table) files.trials = open('trials', [...trialColumns(first.ir), ...which]);
    if (sample > 0)
      files.trajectories = open('trajectories', [...trajectoryColumns(reported[0] as Reported), ...which]);
    const whichOf = (arm: number, replication: number): readonly number[] =>
      which.map(({ name }) => (name === 'point' ? (arms[arm]?.point?.index ?? 0) : replication + 1));
    const each = arms.flatMap((_, arm) =>
      Array.from({ length: replications }, (__, r) => ({ arm, which: whichOf(arm, r) })),
    );
    const rows = each.map(({ arm, which: values }): RowsOf => {
      const { arm: name, ir } = arms[arm] as ArmOfTrials;
      return trialRows(name, ir, first.ir, values);
    });
    const steps = each.map(({ arm, which: values }) =>
      trajectoryRows(arms[arm]?.arm ?? '', reported[arm] as Reported, values),
    );
    // Two Irs an arm: for the answers alone, and with frames and states.
    const irs = arms.flatMap(({ ir }, arm) => [lastFrameOnly(ir), (reported[arm] as Reported).ir]);
    const total = arms.length * replications * (table ? trials : sample);
    let done = 0;
    const onBlock = (block: BlockDone): void => {
      const arm = (block.order.ir >> 1) * replications + (block.order.replication ?? 0);
      if (files.trials) rows[arm]?.(files.trials, block);
      if (files.trajectories && block.order.ir % 2 === 1) steps[arm]?.(files.trajectories, block);
      done += block.order.count;
      request.onProgress(done, total);
    };
    const run = await request.runnerFor(irs);
    await run(seedKey(seed), ordersOf(request, sample), { onBlock, signal });
    if (signal.aborted) return undefined;
    files.trials?.finish();
    files.trajectories?.finish();
    return { trials: files.trials?.rows ?? 0, trajectories: files.trajectories?.rows ?? 0 };
  } finally {
    files.trials?.abandon();
    files.trajectories?.abandon();
  }
}

/** All trials in the order of the tables: arm after arm, those with frames first. */
function* ordersOf(
  { arms, trials, replications, table, executor }: PerTrialRequest,
  sample: number,
): Generator<BlockOrder> {
  const size = blockTrials(executor);
  const end = table ? trials : sample;
  for (const arm of arms.keys())
    for (let replication = 0; replication < replications; replication++)
      for (let first = 0; first < end;) {
        const isSample = first < sample;
        const count = Math.min(size, (isSample ? sample : end) - first);
        yield { ir: 2 * arm + Number(isSample), replication, first, count };
        first += count;
      }
}

/** Columns that say which trials a row is of, beside arm and number, at the end. */
const whichColumns = (arms: readonly ArmOfTrials[], replications: number): readonly Column[] => [
  ...(arms.some(({ point }) => point) ? [{ name: 'point', type: 'count', required: true } as const] : []),
  ...(replications > 1 ? [{ name: 'replication', type: 'count', required: true } as const] : []),
];
