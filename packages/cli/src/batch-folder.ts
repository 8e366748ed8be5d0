/**
 * The folder of a batch:
 *
 *   journal/shard-1-of-1.journal   every finished piece; what a batch goes on from
 *   results/                       bytes that depend on study, scenario, seed and trials alone
 *   run.json                       versions, times, threads, executor
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  forecastReplications,
  OverlapError,
  type BatchRecord,
  type RecordHead,
  type RunFailure,
  type Shard,
  type Target,
} from '@stave/engine';
import { identityIn, JournalError } from '@stave/engine/node';
import { documentOf, estimatesOf, replay } from './document.ts';
import { InputError } from './failure.ts';
import { counted, grouped } from './numbers.ts';
import {
  json,
  MANIFEST,
  readingReasonOf,
  reasonOf,
  TRIAL_TABLES,
  without,
  withoutManifest,
  writeWhole,
  type FolderForm,
} from './outputs.ts';
import { textsOf } from './scenario.ts';
import type { FailedPoint, Kept, OpenedStudy } from './study.ts';
import { csv } from './csv.ts';
import { ANSWER_TABLES, DESIGN_TABLES, tablesFor, type Answered } from './tables.ts';
import { tablesOf, writeTrialTables, type TrialTablesOf } from './trial-tables.ts';
import { version } from './version.ts';

const MANIFEST_SCHEMA = 'stave-batch-manifest/1';

const RESULTS = [
  'estimates',
  ...[...Object.keys(ANSWER_TABLES), ...DESIGN_TABLES].flatMap((name) => [`${name}.csv`, `${name}.parquet`]),
  ...TRIAL_TABLES,
  'manifest.json',
];

export const batchFolder = ({ arms }: OpenedStudy): FolderForm => ({
  top: ['journal', 'results', 'run.json'],
  results: RESULTS,
  estimates: arms.map(({ name }) => `${name}.json`),
});

export const journalName = ({ index, of }: Shard): string => `shard-${index}-of-${of}.journal`;
const JOURNAL_NAME = /^shard-(\d+)-of-(\d+)\.journal$/;

export interface JournalFile {
  readonly path: string;
  readonly shard: Shard;
}

/** None where there is no such folder. */
export function journalsIn(folder: string): readonly JournalFile[] {
  const inside = join(folder, 'journal');
  let names: readonly string[];
  try {
    names = readdirSync(inside).sort();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw new InputError(
      `${inside} cannot be read: ${readingReasonOf(code) ?? message}`,
      'give yourself the right to read it, or name another folder',
    );
  }
  return names.flatMap((name) => {
    const [, index, of] = JOURNAL_NAME.exec(name) ?? [];
    const shard = { index: Number(index), of: Number(of) };
    return of === undefined ? [] : [{ path: join(inside, name), shard }];
  });
}

/** What a journal says of its batch, so that it is never taken for another's and can be merged by itself. */
export interface Identity {
  /** The edition of the command: another may count otherwise. */
  readonly stave: string;
  readonly study: { readonly path: string; readonly text: string };
  readonly scenario: Kept & { readonly hash: string };
  readonly arms: readonly { readonly name: string; readonly hash: string }[];
  /** Only where it is more than once. */
  readonly replications?: number;
  /** Only a design over trials: the hashes of arms know nothing of it. */
  readonly drawn?: string;
  readonly seed: string;
  readonly shard: Shard;
}

export function identityOf(opened: OpenedStudy, seed: string, shard: Shard): Identity {
  const { source, scenario, arms, study, drawn } = opened;
  return {
    stave: version,
    study: { path: source.name, text: source.text },
    scenario: { ...textsOf(scenario), hash: scenario.ir.hash },
    arms: arms.map(({ name, scenario: { ir } }) => ({ name, hash: ir.hash })),
    ...(study.replications > 1 && { replications: study.replications }),
    ...(drawn && { drawn: drawn.kind }),
    seed,
    shard,
  };
}

/** How one batch differs from another that is wanted, in words; nothing when trials of both add up. */
export function difference(found: Identity, wanted: Identity): string | undefined {
  if (found.stave !== wanted.stave)
    return `it was begun by stave ${found.stave}, and this is stave ${wanted.stave}`;
  if (found.seed !== wanted.seed) return `its seed is ${found.seed}, not ${wanted.seed}`;
  if (found.replications !== wanted.replications)
    return `it has ${counted(found.replications ?? 1, 'replication')}, not ${wanted.replications ?? 1}`;
  if (found.drawn !== wanted.drawn)
    return `its design is ${found.drawn ?? 'none over trials'}, not ${wanted.drawn ?? 'none over trials'}`;
  const names = ({ arms }: Identity): string => arms.map(({ name }) => name).join(', ');
  if (names(found) !== names(wanted)) return `its arms are ${names(found)}, not ${names(wanted)}`;
  const other = found.arms.find(({ hash }, i) => hash !== wanted.arms[i]?.hash);
  if (other) return `its arm ${other.name} is of a scenario that says something else`;
  return undefined;
}

/**
 * A folder belongs to one batch: its journals say which, and so does its manifest. Another's trials are never written
 * beside them, nor its results over them. The journal at `opened` is looked into when it is, since it may have to be
 * repaired before.
 * @throws InputError where the folder belongs to another batch than `wanted`, or its manifest says nothing.
 */
export function requireSameBatch(folder: string, wanted: Identity, opened?: string): void {
  for (const { path } of journalsIn(folder))
    if (path !== opened) requireSame(folder, identityIn(path) as Identity, wanted);
  const manifest = manifestIn(folder);
  const differs = manifest && difference({ ...wanted, ...manifest }, wanted);
  if (differs !== undefined)
    throw new InputError(
      `${folder} holds the results of another batch: ${differs}`,
      `name another folder, or remove ${join(folder, 'results')} where nobody wants them any more`,
    );
}

/** @throws InputError where what was found in a folder is of another batch. */
export function requireSame(folder: string, found: Identity, wanted: Identity): void {
  const differs = difference(found, wanted);
  if (differs !== undefined)
    throw new InputError(
      `${folder} holds another batch: ${differs}`,
      'name another folder, run what it was begun with, or remove it where nobody wants it any more',
    );
}

/** What the results in a folder are of; nothing where there are none that are complete. */
function manifestIn(folder: string): Pick<Identity, 'seed' | 'arms'> | undefined {
  const path = join(folder, MANIFEST);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new InputError(
      `${path} cannot be read: ${readingReasonOf(code) ?? message}`,
      'give yourself the right to read it, or name another folder',
    );
  }
  try {
    const { schema, seed, arms } = JSON.parse(text) as { readonly schema: string } & Identity;
    if (schema === MANIFEST_SCHEMA) return { seed, arms };
  } catch {
    // Said below.
  }
  throw new InputError(
    `${path} is not the manifest of a batch`,
    `name another folder, or remove ${join(folder, 'results')} where nobody wants it any more`,
  );
}

/**
 * Records lie within what their journal is to reach, unless the record that says so was damaged.
 * @throws InputError where some lie beyond.
 */
export function requireWithin(path: string, records: readonly RecordHead[], { trials }: Target): void {
  const main = records.filter(({ share }) => share === undefined);
  const end = main.reduce((most, { ranges }) => Math.max(most, ranges.at(-1)?.[1] ?? 0), 0);
  if (end <= trials) return;
  throw new InputError(
    `${path} holds ${grouped(end)} trials, more than the ${grouped(trials)} it is to reach: what it was to reach was damaged`,
    `say it again with stave batch … --resume: --trials ${end} or the number it was raised to, or its --precision`,
  );
}

/** The texts in a journal come to no study, or to another. */
export const meansElse = (path: string): InputError =>
  new InputError(
    `${path} holds a study that means something else to this edition of stave`,
    'use the edition that wrote it',
  );

/** Faults of journals as people are told of them; others as they are. */
export function explained(error: unknown, folder: string): unknown {
  if (error instanceof OverlapError)
    return new InputError(
      `journals of ${folder} hold the same trials twice`,
      'say --resume --repair: records of trials that are there already are taken out',
    );
  if (!(error instanceof JournalError)) return error;
  const reason = error.reason === 'unreadable' ? readingReasonOf(error.code) : reasonOf(error.code);
  const message = reason === undefined ? error.message : `${error.message.split(': ')[0]}: ${reason}`;
  switch (error.reason) {
    case 'unwritable':
      return new InputError(
        `the journal cannot be written: ${message}`,
        'what was finished before is safe: make room or give yourself the right, then go on with --resume',
      );
    case 'unreadable':
      return new InputError(`the journal cannot be read: ${message}`, 'give yourself the right to read it');
    case 'busy':
      return new InputError(
        message,
        'wait until it has ended; if it is certain that nobody writes, remove that file',
      );
    case 'foreign':
      return new InputError(
        message,
        'name another folder, or the edition of stave that wrote it; or remove it, and its trials are run again',
      );
    case 'unproven':
      return new InputError(
        message,
        'bring it back from a copy, name study, scenario, seed and shard just as they were, or remove it: its trials are run again',
      );
    case 'damaged':
      return new InputError(
        message,
        'bring it back from a copy, or say --resume --repair: the damaged records are taken out and their trials run again',
      );
  }
}

/** A failed trial of an arm that was run several times says of which time it is. */
export type ArmFailure = RunFailure & { readonly replication?: number };

export interface BatchAnswers {
  readonly arms: readonly (Answered & { readonly failures: readonly ArmFailure[] })[];
  /** Arms and points that are in error, and those all of whose trials failed. */
  readonly failed: readonly FailedPoint[];
}

/** The answers of all arms from records that hold all of their trials. */
export function answersOf(
  { arms, source, study: { replications }, failed, drawn }: OpenedStudy,
  records: readonly BatchRecord[],
  trials: number,
  seed: string,
): BatchAnswers {
  const answered = arms.map(({ name, arm, point, scenario: { ir } }, index) => {
    const first = index * replications;
    const { forecast, each } = forecastReplications(ir, first, records, trials, replications);
    const failures = each.flatMap((own, r): readonly ArmFailure[] =>
      own.failures.map((failure) => ({
        ...failure,
        ...(replications > 1 && { replication: r + 1 }),
        replay: replay(source.name, failure.trial, seed, {
          ...{ arm: name, replication: r + 1 },
          ...(drawn?.kind === 'latinHypercube' && { trials }),
        }),
      })),
    );
    return { name, arm: arm.name, ...(point && { point }), ir, forecast, each, failures };
  });
  return { arms: answered, failed: [...failed, ...answered.flatMap(withoutAnswer)] };
}

/** An arm or point all of whose trials failed is no better than one that cannot be read. */
function withoutAnswer({
  arm,
  point,
  forecast,
  failures,
}: BatchAnswers['arms'][number]): readonly FailedPoint[] {
  if (forecast.failed < forecast.trials) return [];
  const [first] = failures;
  const why = first ? `, the first with ${first.code} at ${first.place} in step ${first.step}` : '';
  const message = `all of ${counted(forecast.trials, 'trial')} failed${why}`;
  return [{ arm, ...(point && { point }), code: 'trials-failed', message }];
}

/**
 * Writes `results/` and `run.json`; the manifest comes last, so that a folder with one is complete. False where the
 * command was stopped before, so that there is none.
 */
export async function writeResults(
  folder: string,
  opened: OpenedStudy,
  { arms, failed }: BatchAnswers,
  trialTables: Omit<TrialTablesOf, 'arms' | 'replications'>,
  ran: object,
): Promise<boolean> {
  const { study, source, scenario } = opened;
  const { seed, trials } = trialTables;
  const manifest = await withoutManifest(folder);
  const results = join(folder, 'results');
  // What an earlier command wrote of other trials, or what this one is not asked for, must not stand beside.
  for (const name of TRIAL_TABLES) await without(join(results, name));
  const put = (name: string, text: string): Promise<void> => writeWhole(join(results, name), text);
  for (const [i, { name, forecast, failures }] of arms.entries()) {
    const own = opened.arms[i]?.scenario ?? scenario;
    // Who ran it is in no result.
    const nobody = { seed, executor: '', threads: 0, seconds: 0 };
    const estimates = estimatesOf(documentOf(own, forecast, nobody, () => ''));
    // Trials of several replications have the same numbers.
    const failedIn = failures.map(({ replay: _, ...failure }) => failure);
    const whole = study.replications > 1 ? { replications: study.replications, failures: failedIn } : {};
    await put(`estimates/${name}.json`, json({ ...estimates, ...whole }));
  }
  const { writeParquet } = await import('./parquet/file.ts');
  const tables: object[] = [];
  for (const [name, table] of tablesFor(opened, arms, failed)) {
    await put(`${name}.csv`, csv(Object.keys(table.columns), table.rows()));
    const rows = writeParquet(join(results, `${name}.parquet`), table);
    tables.push({ name, files: [`${name}.csv`, `${name}.parquet`], rows });
  }
  const start = performance.now();
  const { replications } = study;
  const rows = await writeTrialTables(results, { ...trialTables, arms, replications });
  if (!rows) return false;
  const tableSeconds = (performance.now() - start) / 1000;
  tables.push(...tablesOf(rows, trialTables));
  await writeWhole(
    join(folder, 'run.json'),
    json({
      schema: 'stave-batch-info/1',
      stave: version,
      node: process.version,
      platform: `${process.platform}-${process.arch}`,
      ...ran,
      tableSeconds,
      failures: arms.flatMap(({ name, failures }) => failures.map((failure) => ({ arm: name, ...failure }))),
    }),
  );
  await writeWhole(
    manifest,
    json({
      schema: MANIFEST_SCHEMA,
      study: { id: study.id, text: source.text },
      scenario: { id: scenario.ir.id, hash: scenario.ir.hash, ...textsOf(scenario) },
      seed,
      trials,
      ...designSaid(opened),
      arms: arms.map(({ name, ir, forecast }) => ({ name, hash: ir.hash, failed: forecast.failed })),
      ...(failed.length > 0 && { failedPoints: failed.map(failedSaid) }),
      tables,
    }),
  );
  return true;
}

/** What a manifest says of a design; nothing where there is none. */
const designSaid = ({ study, isPointed, drawn }: OpenedStudy): object => ({
  ...((isPointed || drawn) && { design: study.design?.input }),
  ...(study.replications > 1 && { replications: study.replications }),
});

export const failedSaid = ({ arm, point, code, message }: FailedPoint): object => ({
  ...{ arm, ...(point && { point: point.index }), code, message },
});
