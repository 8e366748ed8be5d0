/** `stave batch STUDY --out DIR`: every arm of a study, in a folder that survives whatever stops the command. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  folded,
  pieceTrials,
  runBatch,
  TRIALS_MAX,
  type BatchRun,
  type Shard,
  type Source,
  type Target,
} from '@stave/engine';
import type { Threads } from '@stave/engine/node';
import { createJournal, Journal } from '@stave/engine/node';
import {
  answersOf,
  batchFolder,
  explained,
  identityOf,
  journalName,
  journalsIn,
  meansElse,
  requireSame,
  requireSameBatch,
  requireWithin,
  writeResults,
  type Identity,
} from './batch-folder.ts';
import { printBatch, stoppedText, tablesStopped, type BatchTold } from './batch-text.ts';
import { chosenExecutor, piecesFor, startThreads, threadsFor } from './executors.ts';
import type { ExecutorName } from './executor-names.ts';
import { InputError, UsageError } from './failure.ts';
import { listenForInterrupt, type Interrupt } from './interrupt.ts';
import { counted, grouped } from './numbers.ts';
import { prepareFolder, prepareFolderIn } from './outputs.ts';
import { progressHere } from './progress.ts';
import { lockResults } from './results-lock.ts';
import { requireQuestions, TRIALS_FOR_PRECISION } from './run.ts';
import { examineStudy, openStudy, unitsOf, withTrials, type OpenedStudy } from './study.ts';
import { wantedTables, type TrialTableOptions } from './trial-tables.ts';

export interface BatchOptions extends TrialTableOptions {
  readonly out: string;
  readonly resume?: true;
  readonly repair?: true;
  /** Those of the study, unless said; with `precision` the most that are run. */
  readonly trials?: number;
  readonly seed?: string;
  readonly precision?: number;
  readonly shard?: Shard;
  readonly threads?: number;
  readonly executor?: ExecutorName;
  readonly lang: string;
  readonly json?: true;
}

const WHOLE: Shard = { index: 1, of: 1 };

type Options = BatchOptions & { readonly executor: ExecutorName };

export async function batch(path: string, wanted: BatchOptions): Promise<void> {
  checkUsage(wanted);
  const options: Options = { ...wanted, executor: chosenExecutor(wanted.executor, Infinity) };
  const opened = await openStudy(path, { ...(options.seed !== undefined && { seed: options.seed }) });
  if (!opened) return;
  const precision = options.precision ?? opened.study.precision;
  if (precision !== undefined) {
    requireQuestions(opened.scenario);
    requireIndependent(opened);
    if (options.shard)
      throw new InputError(
        'the study says a precision, and a shard does not see the answers of the others',
        'leave --shard out',
      );
  }
  const { out } = options;
  try {
    await batchOf(opened, options);
  } catch (error) {
    throw explained(error, out);
  }
}

function checkUsage(options: BatchOptions): void {
  const { precision, shard, repair, resume, trialsTable, trajectories } = options;
  const wrong = (message: string, help: string): UsageError =>
    new UsageError(message, `${help}; stave batch --help shows how it is used`, 'batch');
  if (precision !== undefined && shard)
    throw wrong(
      '--precision and --shard exclude each other: a shard does not see the answers of the others',
      'say --trials instead, or run it as one',
    );
  if (shard && (trialsTable !== undefined || trajectories !== undefined))
    throw wrong(
      `a shard writes no tables, so --${trajectories === undefined ? 'trials-table' : 'trajectories'} is for stave merge`,
      'say it there',
    );
  if (repair && !resume) throw wrong('--repair is for --resume', 'say both');
}

async function batchOf(written: OpenedStudy, options: Options): Promise<void> {
  const { out, shard = WHOLE } = options;
  await prepareFolder(out, batchFolder(written));
  await prepareFolderIn(out, 'journal');
  // A shard writes no results, and several may be run in one folder.
  const release = shard.of === 1 ? lockResults(out) : undefined;
  try {
    await batchIn(written, shard, options);
  } finally {
    release?.();
  }
}

async function batchIn(written: OpenedStudy, shard: Shard, options: Options): Promise<void> {
  const { out } = options;
  const seed = options.seed ?? written.study.seed;
  const { journal, opened: begun } = await openJournal(written, seed, shard, options);
  const started = new Date();
  let pool: Threads | undefined;
  const interrupt = listenForInterrupt();
  try {
    const target = aim(journal, written, options, join(out, 'journal', journalName(shard)));
    const opened = withTrials(begun, target.trials);
    const { study } = opened;
    const threads = threadsFor(options, target.trials * study.replications);
    pool = await startThreads(threads);
    const start = performance.now();
    const run = await runOn(opened, { ...options, shard, seed }, target, journal, pool, interrupt);
    const seconds = (performance.now() - start) / 1000;
    const { executor } = options;
    const told: BatchTold = { opened, out, shard, seed, run, executor, threads, seconds };
    if (run.left > 0) return;
    if (shard.of > 1) {
      printBatch(told, undefined, options);
      return;
    }
    const { ran, precision, trials } = run;
    const answers = answersOf(opened, journal.records, trials, seed);
    const wanted = wantedTables(options, unitsOf(opened), trials);
    const tables = { seed, trials, wanted, executor, pool, interrupt };
    const isWhole = await writeResults(out, opened, answers, tables, {
      ...{ executor, threads, shards: 1, started: started.toISOString(), seconds, ran },
      ...(precision && { precision: { ...precision, arm: armOf(opened, precision.arm) } }),
    }).catch((error: unknown) => {
      throw withResume(error);
    });
    if (isWhole) printBatch(told, answers, options);
    else tablesStopped(out, interrupt, '--resume writes them');
  } finally {
    interrupt.release();
    await pool?.close();
    journal.close();
  }
}

/** Results that cannot be written cost no trial. */
const withResume = (error: unknown): unknown =>
  error instanceof InputError
    ? new InputError(
        error.message,
        `${error.help}; all trials are counted, and --resume writes what is missing`,
      )
    : error;

/** The journal of a shard, made or gone on with, and the study it is of: that with which it was begun. */
async function openJournal(
  written: OpenedStudy,
  seed: string,
  shard: Shard,
  { out, resume, repair, ...options }: BatchOptions,
): Promise<{ readonly journal: Journal; readonly opened: OpenedStudy }> {
  const path = join(out, 'journal', journalName(shard));
  const other = journalsIn(out).find(({ shard: { of } }) => of !== shard.of);
  if (other)
    throw new InputError(
      `${out} holds shard ${other.shard.index} of ${other.shard.of}, and this would be one of ${shard.of}`,
      'name another folder, or cut the batch as it was cut before',
    );
  const identity = identityOf(written, seed, shard);
  const isThere = existsSync(path);
  if (isThere && !resume)
    throw new InputError(
      `${out} holds a batch already`,
      '--resume goes on with it; else name another folder',
    );
  if (!isThere) {
    requireSameBatch(out, identity);
    if (resume) process.stderr.write(`${out} holds nothing to go on with: the batch begins\n`);
    createJournal(path, identity, targetOf(written, options));
  }
  let arms = unitsOf(written);
  const fold = { fold: (records: Journal['records']) => folded(arms, records) };
  const journal = new Journal(path, { ...fold, ...(repair && { repair, identity }) });
  try {
    const found = journal.identity as Identity;
    requireSame(out, found, identity);
    if (isThere) requireSameBatch(out, identity, path);
    if (journal.torn > 0)
      process.stderr.write(
        `${path}: ${counted(journal.torn, 'byte')} of a piece that was cut off were dropped\n`,
      );
    if (journal.repaired > 0)
      process.stderr.write(
        `${path}: ${counted(journal.repaired, 'damaged place')} taken out; the trials are run again\n`,
      );
    if (journal.doubled > 0)
      process.stderr.write(
        `${path}: ${counted(journal.doubled, 'record')} of trials that were there already taken out\n`,
      );
    const opened = isThere ? await begunWith(path, found, written) : written;
    arms = unitsOf(opened);
    return { journal, opened };
  } catch (error) {
    journal.close();
    throw error;
  }
}

/** Comments and texts for people may have changed since; results have those it was begun with. */
async function begunWith(
  path: string,
  { study, scenario, seed }: Identity,
  written: OpenedStudy,
): Promise<OpenedStudy> {
  const source: Source = { name: written.source.name, text: study.text };
  const { opened } = await examineStudy(source, { kept: scenario, seed });
  if (!opened) throw meansElse(path);
  return opened;
}

function targetOf(
  { study }: OpenedStudy,
  { trials, precision }: Pick<BatchOptions, 'trials' | 'precision'>,
): Target {
  const wanted = precision ?? (trials === undefined ? study.precision : undefined);
  const most =
    trials ??
    (precision === undefined || study.precision !== undefined ? study.trials : TRIALS_FOR_PRECISION);
  const all = most * study.replications;
  if (all > TRIALS_MAX)
    throw new InputError(`${grouped(all)} trials cannot be counted`, `at most ${grouped(TRIALS_MAX)} can`);
  return { trials: most, ...(wanted !== undefined && { precision: wanted }) };
}

/** A run with a precision looks at its answers again and again, which asks of trials that each is a draw of its own. */
function requireIndependent({ drawn }: OpenedStudy): void {
  if (!drawn) return;
  throw new InputError(
    'the trials of a design over trials are not independent, so they have no looks at which to stop',
    'say --trials instead; their intervals come from the replications',
  );
}

/** A Latin hypercube of other trials is another one: its points lie elsewhere. */
function requireSamePoints(
  { drawn }: OpenedStudy,
  before: Target | undefined,
  { trials }: Target,
  out: string,
): void {
  if (drawn?.kind !== 'latinHypercube' || !before || before.trials === trials) return;
  throw new InputError(
    `${out} is a Latin hypercube of ${counted(before.trials, 'trial')}, which cannot be raised: one of ${grouped(trials)} has other points`,
    'name another folder; or use `sobol`, whose trials can be raised',
  );
}

const armOf = ({ arms, study }: OpenedStudy, unit: number): string | undefined =>
  arms[Math.floor(unit / study.replications)]?.name;

/** What the batch is to reach now, which its journal says from now on. */
function aim(journal: Journal, written: OpenedStudy, options: BatchOptions, path: string): Target {
  const before = journal.target;
  const target = raised(before, targetOf(written, options), options);
  requireSamePoints(written, before, target, options.out);
  requireWithin(path, journal.records, target);
  if (!before)
    process.stderr.write(`${path}: what it was to reach was damaged; it is to reach ${goal(target)} now\n`);
  if (!before || goal(target) !== goal(before)) journal.aim(target);
  return target;
}

/** More than before, or the same. */
function raised(before: Target | undefined, wanted: Target, options: BatchOptions): Target {
  if (!before) return wanted;
  if (before.precision === undefined && wanted.precision !== undefined)
    throw new InputError(
      `${options.out} was begun with a number of trials, so it has no looks at which to stop`,
      'raise its --trials, or begin a batch with --precision in another folder',
    );
  // Without a word it goes on to where it was to go.
  const precision = wanted.precision ?? before.precision;
  const trials =
    options.trials ?? (precision === undefined ? Math.max(wanted.trials, before.trials) : before.trials);
  if (trials < before.trials || (precision ?? 0) > (before.precision ?? Infinity))
    throw new InputError(
      `${options.out} is to reach ${goal(before)}, and ${goal({ trials, ...(precision !== undefined && { precision }) })} is less`,
      'a batch can be raised, never lowered: name another folder for less',
    );
  return { trials, ...(precision !== undefined && { precision }) };
}

const goal = ({ trials, precision }: Target): string =>
  precision === undefined
    ? counted(trials, 'trial')
    : `a precision of ${precision} within ${counted(trials, 'trial')}`;

async function runOn(
  opened: OpenedStudy,
  options: Options & { readonly shard: Shard; readonly seed: string },
  target: Target,
  journal: Journal,
  pool: Threads | undefined,
  interrupt: Interrupt,
): Promise<BatchRun> {
  const { executor, shard, seed, out } = options;
  const arms = unitsOf(opened);
  const { replications } = opened.study;
  const { stderr } = process;
  const progress = progressHere();
  let run: BatchRun;
  try {
    run = await runBatch({
      ...{ arms, replications, seed, target, shard, store: journal, size: pieceTrials(executor) },
      run: await piecesFor(arms, executor, pool),
      signal: interrupt.signal,
      onProgress: (done, total) => progress?.show(done, total),
    });
  } finally {
    progress?.clear();
  }
  if (run.left > 0) {
    stderr.write(stoppedText(run, out));
    process.exitCode = interrupt.exitCode() ?? 1;
  }
  return run;
}
