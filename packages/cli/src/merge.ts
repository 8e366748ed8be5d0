/** `stave merge DIR…`: the shards of one batch, added up to the results of one run. */
import { trialsLacking, type BatchRecord, type Target } from '@stave/engine';
import { readJournal, type JournalContent } from '@stave/engine/node';
import {
  answersOf,
  batchFolder,
  difference,
  explained,
  journalsIn,
  meansElse,
  requireSameBatch,
  requireWithin,
  writeResults,
  type Identity,
  type JournalFile,
} from './batch-folder.ts';
import { printBatch, tablesStopped } from './batch-text.ts';
import { chosenExecutor, startThreads, threadsFor } from './executors.ts';
import type { ExecutorName } from './executor-names.ts';
import { InputError } from './failure.ts';
import { listenForInterrupt } from './interrupt.ts';
import { counted, grouped } from './numbers.ts';
import { prepareFolder } from './outputs.ts';
import { lockResults } from './results-lock.ts';
import { examineStudy, unitsOf, withTrials, type OpenedStudy } from './study.ts';
import { wantedTables, type TrialTableOptions } from './trial-tables.ts';
import { version } from './version.ts';

export interface MergeOptions extends TrialTableOptions {
  /** The first folder, unless said. */
  readonly out?: string;
  /** Who runs trials again for tables with a row for each. */
  readonly executor?: ExecutorName;
  readonly threads?: number;
  readonly lang: string;
  readonly json?: true;
}

type Part = JournalFile & JournalContent & { readonly own: Identity; close(): void };

export async function merge(folders: readonly string[], options: MergeOptions): Promise<void> {
  const out = options.out ?? folders[0] ?? '.';
  const parts: Part[] = [];
  try {
    for (const file of folders.flatMap(filesIn)) {
      const content = readJournal(file.path);
      parts.push({ ...file, ...content, own: content.identity as Identity });
    }
    await mergeParts(parts, out, options);
  } catch (error) {
    throw explained(error, folders.join(', '));
  } finally {
    for (const part of parts) part.close();
  }
}

function filesIn(folder: string): readonly JournalFile[] {
  const files = journalsIn(folder);
  if (files.length === 0)
    throw new InputError(
      `${folder} holds no journal of a batch`,
      'name folders that stave batch has written',
    );
  return files;
}

async function mergeParts(parts: readonly Part[], out: string, options: MergeOptions): Promise<void> {
  const [first] = parts;
  if (!first) return;
  const { own } = first;
  const target = agreed(parts, first);
  const { study, scenario } = own;
  const { opened: found } = await examineStudy(
    { name: study.path, text: study.text },
    { kept: scenario, seed: own.seed },
  );
  if (!found || found.arms.some((arm, i) => arm.scenario.ir.hash !== own.arms[i]?.hash))
    throw meansElse(first.path);
  const opened = withTrials(found, target.trials);
  const arms = unitsOf(opened);
  const { replications } = opened.study;
  for (const { shard, records, path } of parts) {
    const store = { records, append: () => undefined };
    const left = trialsLacking({ arms, replications, shard, store }, target.trials);
    if (left > 0)
      throw new InputError(
        `${path} is not whole: ${counted(left, 'trial')} of shard ${shard.index} of ${shard.of} are left`,
        `run stave batch … --resume --shard ${shard.index}/${shard.of}`,
      );
  }
  await prepareFolder(out, batchFolder(opened));
  const release = lockResults(out);
  try {
    requireSameBatch(out, own);
    await writeMerged(parts, opened, { seed: own.seed, trials: target.trials }, out, options);
  } finally {
    release();
  }
}

async function writeMerged(
  parts: readonly Part[],
  opened: OpenedStudy,
  { seed, trials }: { readonly seed: string; readonly trials: number },
  out: string,
  options: MergeOptions,
): Promise<void> {
  const start = performance.now();
  const started = new Date();
  const records: readonly BatchRecord[] = parts.flatMap((part) => part.records);
  const answers = answersOf(opened, records, trials, seed);
  const seconds = (performance.now() - start) / 1000;
  const ran = { executor: 'merge', threads: 1, seconds } as const;
  const arms = unitsOf(opened);
  const wanted = wantedTables(options, arms, trials);
  const executor = chosenExecutor(options.executor, Infinity);
  const interrupt = listenForInterrupt();
  const threads = threadsFor({ ...options, executor }, trials);
  const pool = wanted.table || wanted.trajectories > 0 ? await startThreads(threads) : undefined;
  try {
    const tables = { seed, trials, wanted, executor, pool, interrupt };
    const info = { ...ran, shards: parts.length, started: started.toISOString(), ran: 0 };
    const isWhole = await writeResults(out, opened, answers, tables, info);
    if (!isWhole) {
      tablesStopped(out, interrupt, 'merge again');
      return;
    }
  } finally {
    interrupt.release();
    await pool?.close();
  }
  const run = { trials, ran: 0, left: 0 };
  printBatch({ opened, out, shard: { index: 1, of: 1 }, seed, run, ...ran }, answers, options);
}

/** What all parts are to reach; they must be the shards of one batch, each there once. */
function agreed(parts: readonly Part[], { own, path, shard: { of }, target: goal }: Part): Target {
  if (own.stave !== version)
    throw new InputError(
      `${path} was written by stave ${own.stave}, and this is stave ${version}`,
      'merge it with the edition that wrote it',
    );
  const seen = new Map<number, string>();
  for (const part of parts) {
    const differs =
      part.shard.of === of
        ? difference(part.own, own)
        : `it is one of ${part.shard.of} shards, and ${path} is one of ${of}`;
    if (differs !== undefined)
      throw new InputError(
        `${part.path} is of another batch than ${path}: ${differs}`,
        'merge shards of one batch',
      );
    const { index } = part.shard;
    const other = seen.get(index);
    if (other !== undefined)
      throw new InputError(
        `shard ${index} of ${of} is there twice: ${other} and ${part.path}`,
        'name each folder once',
      );
    seen.set(index, part.path);
    if (part.damage.length > 0)
      throw new InputError(
        `${part.path} is damaged at byte ${part.damage.map(({ start }) => start).join(', ')}`,
        'bring it back from a copy, or run that shard again with --resume --repair',
      );
    if (!part.target)
      throw new InputError(
        `${part.path} does not say any more what it is to reach`,
        `say it again: stave batch … --resume --shard ${index}/${of} --trials N, the number of the others`,
      );
    requireWithin(part.path, part.records, part.target);
    if (part.target.trials !== goal?.trials)
      throw new InputError(
        `${part.path} is to reach ${grouped(part.target.trials)} trials, and ${path} ${grouped(goal?.trials ?? 0)}`,
        'raise the smaller one with --resume --trials',
      );
  }
  const missing = Array.from({ length: of }, (_, i) => i + 1).filter((index) => !seen.has(index));
  if (missing.length > 0)
    throw new InputError(
      `of ${counted(of, 'shard')} ${missing.length === 1 ? 'one is' : 'some are'} missing: ${missing.join(', ')}`,
      'name the folders of all shards',
    );
  if (!goal || goal.precision !== undefined)
    throw new InputError(
      `${path} is a batch with a precision, which has no shards`,
      'its results are in its own folder; stave batch … --resume writes them again',
    );
  return goal;
}
