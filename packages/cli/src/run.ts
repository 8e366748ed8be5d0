/** `stave run FILE`: many trials, and what follows from them. */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import {
  compileKernel,
  countHere,
  forecast,
  hasWasm,
  type Counter,
  type Forecast,
  type Ir,
  type RunDocument,
  type Stopped,
} from '@stave/engine';
import type { Threads } from '@stave/engine/node';
import { presentationOf, svgChart, terminalReport } from '@stave/report';
import { documentOf, estimatesOf } from './document.ts';
import { listenForInterrupt } from './interrupt.ts';
import { counted, grouped } from './numbers.ts';
import { json, prepareFile, prepareFolder, writeFolder, writeText } from './outputs.ts';
import { Progress } from './progress.ts';
import { openScenario, type Scenario } from './scenario.ts';
import { wantsColour, wantsProgress, widthOf } from './terminal.ts';
import { version } from './version.ts';

export interface RunOptions {
  readonly trials: number;
  readonly seed: string;
  readonly executor: 'js' | 'wasm' | 'reference';
  /** As many as the machine has, unless said. */
  readonly threads?: number;
  readonly out?: string;
  readonly chart?: string;
  readonly lang: string;
  readonly json?: true;
}

/** Below this, starting threads costs more than they save. */
const TRIALS_FOR_THREADS = 10_000;
/** Stands beside the bundle; run from its sources, the command has no worker and one thread. */
const WORKER = new URL('./worker.mjs', import.meta.url);
const FAILURES_SHOWN = 10;

export async function run(path: string, options: RunOptions): Promise<void> {
  if (options.executor === 'wasm' && !hasWasm()) {
    process.stderr.write(
      'error: there is no WebAssembly with SIMD here\n  help: --executor js gives the same results\n',
    );
    process.exitCode = 1;
    return;
  }
  const threads = threadsFor(options);
  const pool = threads > 1 ? await startThreads(threads) : undefined;
  try {
    await runOn(path, options, threads, pool);
  } finally {
    await pool?.close();
  }
}

/** Threads load while the scenario is read. */
async function startThreads(threads: number): Promise<Threads> {
  const { Threads: Pool } = await import('@stave/engine/node');
  return new Pool(WORKER, threads);
}

async function runOn(
  path: string,
  options: RunOptions,
  threads: number,
  pool: Threads | undefined,
): Promise<void> {
  const scenario = await openScenario(path);
  if (!scenario) return;
  if (options.out !== undefined) await prepareFolder(options.out);
  if (options.chart !== undefined) await prepareFile(options.chart);

  const started = new Date();
  const start = performance.now();
  const outcome = await runTrials(scenario.ir, options, pool);
  const seconds = (performance.now() - start) / 1000;
  if (outcome === undefined) return;

  const document = documentOf(path, scenario, outcome, { ...options, threads, seconds });
  await writeOutputs(document, scenario, options, started, threads);
  process.stdout.write(options.json ? json(document) : text(document, scenario, options));
  for (const written of [options.chart, options.out])
    if (written !== undefined) process.stderr.write(`wrote ${written}\n`);
  if (document.failed > 0) {
    process.stderr.write(failuresText(document));
    process.exitCode = 1;
  }
}

function threadsFor({ executor, threads, trials }: RunOptions): number {
  if (executor === 'reference' || !existsSync(fileURLToPath(WORKER))) return 1;
  return threads ?? (trials < TRIALS_FOR_THREADS ? 1 : availableParallelism());
}

async function counterFor(ir: Ir, name: RunOptions['executor'], pool: Threads | undefined): Promise<Counter> {
  if (name === 'reference') {
    const { referenceExecutor } = await import('@stave/engine/reference');
    return countHere(ir, referenceExecutor(ir), pauseNow());
  }
  return pool ? pool.counter(ir, name) : countHere(ir, compileKernel(ir, name), pauseNow());
}

/** Signals are heard and progress is drawn this often, however small the chunks. */
const PAUSE_EVERY_MS = 50;

function pauseNow(): () => Promise<void> | undefined {
  let last = performance.now();
  return () => {
    if (performance.now() - last < PAUSE_EVERY_MS) return undefined;
    return new Promise((resolve) =>
      setImmediate(() => {
        last = performance.now();
        resolve();
      }),
    );
  };
}

/** Nothing when the run was stopped; that has been said then. */
async function runTrials(
  ir: Ir,
  options: RunOptions,
  pool: Threads | undefined,
): Promise<Forecast | undefined> {
  const { trials, seed, executor: name } = options;
  const count = await counterFor(ir, name, pool);
  const { stderr } = process;
  const progress = wantsProgress(stderr, process.env)
    ? new Progress((line) => stderr.write(line), widthOf(stderr))
    : undefined;
  const interrupt = listenForInterrupt();
  let outcome: Forecast | Stopped;
  try {
    outcome = await forecast({
      ir,
      count,
      seed,
      trials,
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
  options: RunOptions,
  started: Date,
  threads: number,
): Promise<void> {
  if (options.chart === undefined && options.out === undefined) return;
  const chart = svgChart(document, presentationOf(scenario.model), { lang: options.lang });
  if (options.chart !== undefined) await writeText(options.chart, chart);
  if (options.out === undefined) return;
  await writeFolder(options.out, {
    manifest: {
      schema: 'stave-manifest/1',
      scenario: { ...document.scenario, text: scenario.source.text },
      seed: options.seed,
      trials: options.trials,
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
    },
    chart,
  });
}

function text(document: RunDocument, { model }: Scenario, { lang }: RunOptions): string {
  const { stdout, env } = process;
  const options = { lang, color: wantsColour(stdout, env), width: widthOf(stdout) };
  return terminalReport(document, presentationOf(model), options);
}

/** Each failed trial with the command that shows it again. */
function failuresText({ failed, trials, failures = [] }: RunDocument): string {
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
