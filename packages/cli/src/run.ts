/** `stave run FILE`: many trials, and what follows from them. */
import {
  forecast,
  type Forecast,
  type Ir,
  type RunDocument,
  type Stopped,
  type Wording,
} from '@stave/engine';
import type { Threads } from '@stave/engine/node';
import { presentationOf, svgChart, terminalReport } from '@stave/report';
import { documentOf, estimatesOf, replay } from './document.ts';
import { expectToRunShortly } from './brief.ts';
import { chosenExecutor, counterFor, isShort, startThreads, threadsFor } from './executors.ts';
import type { ExecutorName } from './executor-names.ts';
import { InputError, UsageError } from './failure.ts';
import { listenForInterrupt } from './interrupt.ts';
import { counted, grouped } from './numbers.ts';
import { json, prepareFile, prepareFolder, writeFolder, writeText } from './outputs.ts';
import { precisionMissed, precisionText } from './precision.ts';
import { progressHere } from './progress.ts';
import { openScenario, textsOf, type Scenario } from './scenario.ts';
import { wantsColour, widthOf } from './terminal.ts';
import { tablesOf, writeTrialTables, type TrialTableOptions } from './trial-tables.ts';
import { version } from './version.ts';

export interface RunOptions extends TrialTableOptions {
  /** With `precision` the most that are run. */
  readonly trials?: number;
  readonly precision?: number;
  readonly seed: string;
  /** What runs the trials; the soonest done unless said. */
  readonly executor?: ExecutorName;
  /** As many as the machine has, unless said. */
  readonly threads?: number;
  readonly out?: string;
  readonly chart?: string;
  readonly lang: string;
  readonly term?: Wording;
  readonly json?: true;
}

const TRIALS = 10_000;
/** Of a run that is to be precise. */
export const TRIALS_FOR_PRECISION = 10_000_000;
const FAILURES_SHOWN = 10;

export async function run(path: string, wanted: RunOptions): Promise<void> {
  const trials = wanted.trials ?? (wanted.precision === undefined ? TRIALS : TRIALS_FOR_PRECISION);
  checkUsage(wanted);
  const options: Options = { ...wanted, trials, executor: chosenExecutor(wanted.executor, trials) };
  const threads = threadsFor(options, trials);
  if (threads === 1 && isShort(trials)) expectToRunShortly();
  const pool = await startThreads(threads);
  try {
    await runOn(path, options, threads, pool);
  } finally {
    await pool?.close();
  }
}

function checkUsage({ out, trialsTable, trajectories }: RunOptions): void {
  if (out !== undefined || (trialsTable === undefined && trajectories === undefined)) return;
  throw new UsageError(
    `--${trajectories === undefined ? 'trials-table' : 'trajectories'} needs a folder to write into`,
    'name one with --out; stave run --help shows how it is used',
    'run',
  );
}

type Options = RunOptions & { readonly trials: number; readonly executor: ExecutorName };

async function runOn(
  path: string,
  options: Options,
  threads: number,
  pool: Threads | undefined,
): Promise<void> {
  const scenario = await openScenario(path, options.term);
  if (!scenario) return;
  if (options.precision !== undefined) requireQuestions(scenario);
  if (options.out !== undefined) await prepareFolder(options.out);
  if (options.chart !== undefined) await prepareFile(options.chart);
  const release = options.out === undefined ? undefined : await heldResults(options.out);
  try {
    await runScenario(path, scenario, options, threads, pool);
  } finally {
    release?.();
  }
}

/** Only a run with a folder waits for what this needs to be loaded. */
const heldResults = async (folder: string): Promise<() => void> =>
  (await import('./results-lock.ts')).lockResults(folder);

async function runScenario(
  path: string,
  scenario: Scenario,
  options: Options,
  threads: number,
  pool: Threads | undefined,
): Promise<void> {
  const started = new Date();
  const start = performance.now();
  const outcome = await runTrials(scenario.ir, options, pool);
  const seconds = (performance.now() - start) / 1000;
  if (outcome === undefined) return;

  const { seed } = options;
  const document = documentOf(scenario, outcome, { ...options, threads, seconds }, (trial) =>
    replay(path, trial, seed),
  );
  if (!(await writeOutputs(document, scenario, options, started, threads, pool))) return;
  process.stdout.write(options.json ? json(document) : text(document, scenario, options));
  for (const written of [options.chart, options.out])
    if (written !== undefined) process.stderr.write(`wrote ${written}\n`);
  if (document.precision && !document.precision.reached) {
    process.stderr.write(precisionMissed(document.precision, document.trials));
    process.exitCode = 1;
  }
  if (document.failed > 0) {
    process.stderr.write(failuresText(document));
    process.exitCode = 1;
  }
}

/** Nothing can be precise where nothing is asked. */
export function requireQuestions({ ir }: Scenario): void {
  if (ir.questions.length === 0)
    throw new InputError(
      `${ir.id} asks no question, so no precision can be reached`,
      'say --trials instead, or write a question',
    );
}

/** Nothing when the run was stopped; that has been said then. */
async function runTrials(ir: Ir, options: Options, pool: Threads | undefined): Promise<Forecast | undefined> {
  const { trials, precision, seed, executor: name } = options;
  const count = await counterFor(ir, name, pool);
  const { stderr } = process;
  const progress = progressHere();
  const interrupt = listenForInterrupt();
  let outcome: Forecast | Stopped;
  try {
    outcome = await forecast({
      ir,
      count,
      seed,
      trials,
      ...(precision !== undefined && { precision }),
      signal: interrupt.signal,
      onProgress: (done, total) => progress?.show(done, total),
    });
  } finally {
    progress?.clear();
    interrupt.release();
  }
  if (!('stopped' in outcome)) return outcome;
  const { done, total, nested } = outcome;
  const also = nested > 0 ? `, ${grouped(nested)} of them for the range over assumptions` : '';
  stderr.write(`stopped: ${grouped(done)} of ${counted(total, 'trial')}${also}; nothing was written\n`);
  process.exitCode = interrupt.exitCode() ?? 1;
  return undefined;
}

async function writeOutputs(
  document: RunDocument,
  scenario: Scenario,
  options: Options,
  started: Date,
  threads: number,
  pool: Threads | undefined,
): Promise<boolean> {
  if (options.chart === undefined && options.out === undefined) return true;
  const chart = svgChart(document, presentationOf(scenario.model), { lang: options.lang });
  if (options.chart !== undefined) await writeText(options.chart, chart);
  const { out } = options;
  if (out === undefined) return true;
  const isWhole = await writeFolder(out, {
    trialTables: (results) => trialTables(results, scenario, document.trials, options, pool),
    manifest: {
      schema: 'stave-manifest/1',
      scenario: { ...document.scenario, ...textsOf(scenario) },
      seed: options.seed,
      trials: document.trials,
    },
    estimates: estimatesOf(document),
    run: {
      schema: 'stave-run-info/1',
      stave: version,
      node: process.version,
      platform: `${process.platform}-${process.arch}`,
      executor: options.executor,
      threads,
      started: started.toISOString(),
      seconds: document.seconds,
      ...(document.precision && { precision: document.precision }),
    },
    chart,
  });
  return isWhole;
}

/** Nothing where the command was stopped; that has been said then. */
async function trialTables(
  results: string,
  { ir }: Scenario,
  trials: number,
  { seed, executor, trialsTable, trajectories = 0 }: Options,
  pool: Threads | undefined,
): Promise<readonly object[] | undefined> {
  const wanted = { table: trialsTable === 'all', trajectories };
  const interrupt = listenForInterrupt();
  try {
    // A scenario alone is the only arm there is.
    const arms = [{ arm: 'base', ir }];
    const of = { arms, replications: 1, seed, trials, wanted, executor, pool, interrupt };
    const rows = await writeTrialTables(results, of);
    if (rows) return tablesOf(rows, of);
    process.stderr.write(
      'stopped: the tables were not written, so the results are not whole; run it again\n',
    );
    process.exitCode = interrupt.exitCode() ?? 1;
    return undefined;
  } finally {
    interrupt.release();
  }
}

function text(document: RunDocument, { model }: Scenario, { lang }: RunOptions): string {
  const { stdout, env } = process;
  const options = { lang, color: wantsColour(stdout, env), width: widthOf(stdout) };
  const { precision, trials } = document;
  const reached = precision?.reached ? `\n${precisionText(precision, trials)}\n` : '';
  return terminalReport(document, presentationOf(model), options) + reached;
}

/** Each failed trial with the command that shows it again. */
export function failuresText({
  failed,
  trials,
  failures = [],
}: Pick<RunDocument, 'failed' | 'trials' | 'failures'>): string {
  const shown = failures.slice(0, FAILURES_SHOWN);
  const lines = shown.flatMap(({ trial, step, code, place, replay }) => [
    `  trial ${trial}: ${code} at ${place} in step ${step}`,
    `    ${replay}`,
  ]);
  const more = failed > shown.length ? [`  and ${grouped(failed - shown.length)} more`] : [];
  return [`error: ${grouped(failed)} of ${counted(trials, 'trial')} failed`, ...lines, ...more, ''].join(
    '\n',
  );
}
