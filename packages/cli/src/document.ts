/** What `stave run --json` prints, and the part of it that every machine gives alike. */
import type { Forecast, Model, RunDocument } from '@stave/engine';
import type { Scenario } from './scenario.ts';

export interface Ran {
  readonly seed: string;
  readonly executor: string;
  readonly threads: number;
  readonly seconds: number;
}

/** `replayOf` is the command that tells a trial. */
export function documentOf(
  { ir, model }: Scenario,
  forecast: Forecast,
  ran: Ran,
  replayOf: (trial: number) => string,
): RunDocument {
  const { seed, executor, threads, seconds } = ran;
  return {
    schema: 'stave-run/1',
    scenario: { id: ir.id, hash: ir.hash },
    seed,
    trials: forecast.trials,
    failed: forecast.failed,
    executor,
    threads,
    seconds,
    ...(forecast.precision && { precision: forecast.precision }),
    ...(forecast.nested && { nested: forecast.nested }),
    questions: forecast.questions,
    measures: forecast.measures,
    occupancy: forecast.occupancy,
    failures: forecast.failures.map((failure) => ({ ...failure, replay: replayOf(failure.trial) })),
    basisShares: basisShares(model),
    ...withHindsight(model),
  };
}

/** What depends on nothing but scenario, seed and trials. */
export function estimatesOf(document: RunDocument): object {
  const { scenario, seed, trials, failed, nested, questions, measures, occupancy, failures = [] } = document;
  return {
    schema: 'stave-estimates/1',
    scenario,
    seed,
    trials,
    failed,
    failures: failures.map(({ trial, step, code, place }) => ({ trial, step, code, place })),
    ...(nested && { nested }),
    questions,
    measures,
    ...(occupancy && { occupancy }),
  };
}

/** Of a study: the arm, with its point, and what tells its trials from others of the same number. */
export interface ReplayOf {
  readonly arm: string;
  /** From 1. */
  readonly replication?: number;
  /** Of a Latin hypercube. */
  readonly trials?: number;
}

/** The command that tells a trial, of an arm where the file is a study; words a shell would take apart are quoted. */
export function replay(path: string, trial: number, seed: string, of?: ReplayOf): string {
  const { arm, replication = 1, trials } = of ?? {};
  const options = [
    ...(arm === undefined ? [] : [`--arm ${arm}`]),
    ...(replication > 1 ? [`--replication ${replication}`] : []),
    ...(trials === undefined ? [] : [`--trials ${trials}`]),
    `--trial ${trial} --seed ${quoted(seed)}`,
  ].join(' ');
  // What begins with a dash would be taken for an option.
  return path.startsWith('-')
    ? `stave trace ${options} -- ${quoted(path)}`
    : `stave trace ${quoted(path)} ${options}`;
}

const quoted = (word: string): string =>
  /^[\w./:@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

function basisShares({ numbers }: Model): { basis: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { basis = 'unmarked' } of numbers) counts.set(basis, (counts.get(basis) ?? 0) + 1);
  return [...counts].map(([basis, count]) => ({ basis, count }));
}

/** Nothing where nobody says so. */
function withHindsight({ numbers }: Model): { readonly hindsightNumbers?: number } {
  const count = numbers.filter(({ hindsight }) => hindsight !== undefined).length;
  return count > 0 ? { hindsightNumbers: count } : {};
}
