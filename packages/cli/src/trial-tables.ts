/** Which tables with a row for each trial a command is to write, and the part of it that writes them. */
import type { Ir } from '@stave/engine';
import type { Threads } from '@stave/engine/node';
import type { ExecutorName } from './executor-names.ts';
import { blocksFor } from './executors.ts';
import type { Interrupt } from './interrupt.ts';
import { grouped } from './numbers.ts';
import type { ArmOfTrials, PerTrialRows } from './parquet/per-trial.ts';
import { trialColumns } from './parquet/trials.ts';
import { progressHere } from './progress.ts';

export interface TrialTableOptions {
  /** Unless said, all trials where there are few enough of them. */
  readonly trialsTable?: 'all' | 'none';
  /** Trials of each arm whose trajectories are kept; Infinity for all, none unless said. */
  readonly trajectories?: number;
}

/** Cells of a table of trials that nobody asked for, at most: 80 MB and some seconds. */
const CELLS_UNASKED = 10_000_000;

export interface TrialTables {
  readonly table: boolean;
  /** Trials of each arm. */
  readonly trajectories: number;
}

/** What a batch writes; where a table is left out for its size, that is said. */
export function wantedTables(
  { trialsTable, trajectories = 0 }: TrialTableOptions,
  arms: readonly Ir[],
  trials: number,
): TrialTables {
  const rows = arms.length * trials;
  const columns = arms[0] ? trialColumns(arms[0]).length : 0;
  const table = trialsTable === undefined ? rows * columns <= CELLS_UNASKED : trialsTable === 'all';
  if (trialsTable === undefined && !table)
    process.stderr.write(
      `trials.parquet is left out: it would have ${grouped(rows)} rows of ${columns} columns; ` +
        '--trials-table all writes it\n',
    );
  return { table, trajectories };
}

export interface TrialTablesOf {
  readonly arms: readonly ArmOfTrials[];
  readonly replications: number;
  readonly seed: string;
  readonly trials: number;
  readonly wanted: TrialTables;
  readonly executor: ExecutorName;
  readonly pool: Threads | undefined;
  readonly interrupt: Interrupt;
}

/** What a manifest says of them. */
export function tablesOf(
  rows: PerTrialRows,
  { wanted, trials }: Pick<TrialTablesOf, 'wanted' | 'trials'>,
): readonly object[] {
  const sample = Math.min(trials, wanted.trajectories);
  return [
    ...(wanted.table ? [{ name: 'trials', files: ['trials.parquet'], rows: rows.trials }] : []),
    ...(sample > 0
      ? [
          {
            name: 'trajectories',
            files: ['trajectories.parquet'],
            rows: rows.trajectories,
            trials: sample,
          },
        ]
      : []),
  ];
}

/** Writes them into a folder; nothing where the command was stopped meanwhile. */
export async function writeTrialTables(
  folder: string,
  { wanted, executor, pool, interrupt, ...of }: TrialTablesOf,
): Promise<PerTrialRows | undefined> {
  if (!wanted.table && wanted.trajectories === 0) return { trials: 0, trajectories: 0 };
  const progress = progressHere();
  const { writePerTrial } = await import('./parquet/per-trial.ts');
  try {
    return await writePerTrial({
      ...{ folder, ...of, ...wanted, executor },
      runnerFor: (irs) => blocksFor(irs, executor, pool),
      signal: interrupt.signal,
      onProgress: (done, total) => progress?.show(done, total),
    });
  } finally {
    progress?.clear();
  }
}
