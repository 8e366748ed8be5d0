/** `stave trace FILE --trial K --seed S`: one trial told step by step, of an arm where the file is a study. */
import { didYouMean, shownVariables, type Ir, type Wording } from '@stave/engine';
import { printTrace, traceTrial, type Trace } from '@stave/engine/reference';
import { bulletinsOf, printBulletins, type Bulletin } from './bulletin.ts';
import { UsageError } from './failure.ts';
import { openScenario, type Scenario } from './scenario.ts';
import { counted } from './numbers.ts';
import { hasResults, openResults } from './results-folder.ts';
import { openStudy, withTrials } from './study.ts';

export interface TraceOptions {
  readonly trial: number;
  readonly seed: string;
  readonly arm?: string;
  /** From 1. */
  readonly replication?: number;
  /** Of a Latin hypercube: how many trials it has. */
  readonly trials?: number;
  readonly draws?: true;
  /** Names whose values are told where they change. */
  readonly show?: readonly string[];
  /** Tell only the news lines, in this language. */
  readonly news?: true;
  readonly lang: string;
  readonly term?: Wording;
  readonly json?: true;
}

export async function trace(path: string, options: TraceOptions): Promise<void> {
  const { trial, seed, arm, replication = 1, draws, show, news, lang, term, json } = options;
  const scenario = hasResults(path)
    ? await armIn(path, options)
    : arm === undefined
      ? await openScenario(path, term)
      : await openArm(path, arm, options);
  if (!scenario) return;
  const { ir, model } = scenario;
  checkNames(show ?? [], ir);
  const told = traceTrial(ir, { seed, trial, replication });
  const claims = Object.fromEntries(model.evidence.map(({ id, claim }) => [id, claim]));
  const telling = { claims, ...(show && { show }), ...(draws && { draws }) };
  if (news) tellNews(bulletinsOf(told, model, lang), told, json);
  else process.stdout.write(json ? `${JSON.stringify(told, null, 2)}\n` : printTrace(told, telling));
  if (told.failure) process.exitCode = 1;
}

function tellNews(bulletins: readonly Bulletin[], { scenario, seed, trial }: Trace, json?: true): void {
  const document = { schema: 'stave-bulletins/1', scenario, seed, trial, bulletins };
  const width = Math.min(process.stdout.columns ?? 80, 100);
  process.stdout.write(json ? `${JSON.stringify(document, null, 2)}\n` : printBulletins(bulletins, width));
}

/** @throws UsageError on the first name that has no value in this scenario. */
function checkNames(names: readonly string[], ir: Ir): void {
  const known = [...ir.measures.slice(0, ir.reported), ...ir.indicators, ...shownVariables(ir)].map(
    ({ name }) => name,
  );
  const wrong = names.find((name) => !known.includes(name));
  if (wrong === undefined) return;
  throw new UsageError(
    `\`${wrong}\` is no measure, indicator or variable of this scenario`,
    `${didYouMean(wrong, known) ?? 'it has none'} (stave trace --help shows how it is used)`,
    ' trace',
  );
}

/** An arm of a folder of results, as it was run. */
async function armIn(path: string, { arm: name = 'base' }: TraceOptions): Promise<Scenario> {
  const { arms } = await openResults(path);
  const found = arms.find((other) => other.name === name);
  if (found) return found.scenario;
  const names = arms.map((other) => other.name);
  throw new UsageError(
    `${path} has no arm ${name}`,
    `${didYouMean(name, names) ?? `it has ${names.join(', ')}`} (stave trace --help shows how it is used)`,
    ' trace',
  );
}

/** Nothing when the study is in error; that has been said then. */
async function openArm(
  path: string,
  name: string,
  { seed, trials, replication = 1, term }: TraceOptions,
): Promise<Scenario | undefined> {
  const study = await openStudy(path, { seed, wording: term });
  const opened = study && withTrials(study, trials ?? study.study.trials);
  if (opened && replication > opened.study.replications)
    throw new UsageError(
      `${path} has ${counted(opened.study.replications, 'replication')}`,
      'stave trace --help shows how it is used',
      ' trace',
    );
  const found = opened?.arms.find((other) => other.name === name);
  if (found || !opened) return found?.scenario;
  throw new UsageError(
    `${path} has no arm ${name}`,
    `${didYouMean(
      name,
      opened.arms.map((other) => other.name),
    )} (stave trace --help shows how it is used)`,
    ' trace',
  );
}
