/**
 * The folder of a score: tables that are replaced, and a journal to which each scoring is added for good. A line of the
 * journal names the forecasts and the truth by their hashes, and what is otherwise than in the line before; it carries
 * the hash of that line, so a line that was changed or taken out later shows.
 */
import { access, appendFile, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson, sha256Hex } from '@stave/forecast';
import { InputError } from '../failure.ts';
import { prepareFolder, unwritable, writeWhole } from '../outputs.ts';

export const AUDIT = 'audit.jsonl';
const AUDIT_SCHEMA = 'stave-score-audit/1' as const;
/** Files a score may write, by which its folder is told from others. */
const TABLES = ['binary', 'pmf', 'quantile', 'sample', 'cdf', 'mean', 'median', 'time', 'compound'].flatMap(
  (name) => [`scores_${name}.csv`, `scores_${name}_by_model.csv`],
);
const SHIFTED = /^scores_quantile_logshift[\d.e+-]+(_by_model)?\.csv$/;
export const FILES = [
  ...TABLES,
  'score.json',
  'report.html',
  'report.txt',
  'tournament.csv',
  'leaderboard.csv',
  AUDIT,
];

export interface AuditOutcome {
  readonly task: string;
  readonly state: string;
  /** SHA-256 of the resolution that counted. */
  readonly hash: string;
}

export interface AuditScore {
  readonly forecaster: string;
  readonly table: string;
  readonly score: string;
  readonly mean: string;
  readonly n: number;
}

export interface AuditEntry {
  readonly at: string;
  readonly stave: string;
  readonly forecasts: readonly { readonly path: string; readonly hash: string }[];
  readonly truth: { readonly path: string; readonly hash: string };
  readonly outcomes: readonly AuditOutcome[];
  readonly scores: readonly AuditScore[];
}

export interface AuditLine extends AuditEntry {
  readonly schema: typeof AUDIT_SCHEMA;
  /** From 1. */
  readonly entry: number;
  /** Hash of the line before; of the first, none. */
  readonly before: string;
  readonly changes: Changes;
  readonly hash: string;
}

export interface Changes {
  readonly forecasts: readonly string[];
  readonly truth: boolean;
  /** Tasks whose outcome is new, another, or gone. */
  readonly outcomes: readonly { readonly task: string; readonly from: string; readonly to: string }[];
  readonly scores: readonly (AuditScore & { readonly from: string })[];
}

/** Of a forecaster of whom nothing is scored. */
const NO_MEAN = 'none';

/** @throws InputError where the folder holds other things or cannot be written. */
export async function prepareScoreFolder(folder: string, shifts: readonly number[]): Promise<void> {
  const shifted = shifts.flatMap((shift) => [
    shiftName(shift),
    `${shiftName(shift).slice(0, -4)}_by_model.csv`,
  ]);
  await prepareFolder(folder, { top: [...FILES, ...shifted, ...(await shiftedIn(folder))] });
}

/** Tables of an earlier scoring on another scale. */
async function shiftedIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((): string[] => []);
  return names.filter((name) => SHIFTED.test(name));
}

export const shiftName = (shift: number): string => `scores_quantile_logshift${shift}.csv`;

/** @throws InputError where a line is not as it was written. */
export async function readAudit(folder: string): Promise<readonly AuditLine[]> {
  const path = join(folder, AUDIT);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw new InputError(`${path} cannot be read: ${error.message}`, 'give yourself the right to read it');
  });
  const lines: AuditLine[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    if (line === '') continue;
    const entry = parsed(line);
    const { hash, ...body } = entry ?? { hash: '' };
    const isWhole =
      entry?.schema === AUDIT_SCHEMA &&
      sha256Hex(canonicalJson(body)) === hash &&
      entry.before === (lines.at(-1)?.hash ?? '') &&
      entry.entry === lines.length + 1;
    if (!entry || !isWhole)
      throw new InputError(
        `${path}:${i + 1}: this line is not as it was written`,
        'the journal says what was scored on which truth: bring it back from a copy, or score into a new folder',
      );
    lines.push(entry);
  }
  return lines;
}

function parsed(line: string): AuditLine | undefined {
  try {
    return JSON.parse(line) as AuditLine;
  } catch {
    return undefined;
  }
}

/** Nothing where everything is as in the last line. */
export function auditLine(history: readonly AuditLine[], entry: AuditEntry): AuditLine | undefined {
  const last = history.at(-1);
  const changes = changesSince(last, entry);
  const isSame =
    changes.forecasts.length === 0 &&
    !changes.truth &&
    changes.outcomes.length === 0 &&
    changes.scores.length === 0;
  if (last && isSame) return undefined;
  const body: Omit<AuditLine, 'hash'> = {
    ...{ schema: AUDIT_SCHEMA, entry: history.length + 1, before: last?.hash ?? '', changes },
    ...entry,
  };
  return { ...body, hash: sha256Hex(canonicalJson(body)) };
}

function changesSince(last: AuditLine | undefined, entry: AuditEntry): Changes {
  if (!last) return { forecasts: [], truth: false, outcomes: [], scores: [] };
  const before = new Map(last.forecasts.map(({ path, hash }) => [path, hash]));
  const told = (outcome: AuditOutcome | undefined): string => outcome?.state ?? 'open';
  const was = new Map(last.outcomes.map((outcome) => [outcome.task, outcome]));
  const is = new Map(entry.outcomes.map((outcome) => [outcome.task, outcome]));
  const keyOf = ({ forecaster, table, score }: AuditScore): string =>
    JSON.stringify([forecaster, table, score]);
  const means = new Map(last.scores.map((score) => [keyOf(score), score]));
  return {
    forecasts: [
      ...entry.forecasts.filter(({ path, hash }) => before.get(path) !== hash).map(({ path }) => path),
      ...last.forecasts
        .filter(({ path }) => !entry.forecasts.some((now) => now.path === path))
        .map(({ path }) => path),
    ],
    truth: last.truth.hash !== entry.truth.hash,
    outcomes: [...new Set([...was.keys(), ...is.keys()])]
      .filter((task) => was.get(task)?.hash !== is.get(task)?.hash)
      .map((task) => ({ task, from: told(was.get(task)), to: told(is.get(task)) })),
    scores: [
      ...entry.scores.flatMap((score) => {
        const from = means.get(keyOf(score)) ?? { mean: NO_MEAN, n: 0 };
        return from.mean !== score.mean || from.n !== score.n ? [{ ...score, from: from.mean }] : [];
      }),
      ...last.scores
        .filter((score) => !entry.scores.some((now) => keyOf(now) === keyOf(score)))
        .map((score) => ({ ...score, mean: NO_MEAN, n: 0, from: score.mean })),
    ],
  };
}

export async function appendAudit(folder: string, line: AuditLine): Promise<void> {
  const path = join(folder, AUDIT);
  await appendFile(path, `${canonicalJson(line)}\n`).catch((error: unknown) => {
    throw unwritable(path, error);
  });
}

/** Tables that are not among these any more go: they were of other forecasts. */
export async function writeScoreFiles(
  folder: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  for (const name of [...FILES, ...(await shiftedIn(folder))])
    if (name !== AUDIT && !(name in files)) {
      const path = join(folder, name);
      const isThere = await access(path).then(
        () => true,
        () => false,
      );
      if (isThere) await rm(path, { force: true });
    }
  for (const [name, text] of Object.entries(files)) await writeWhole(join(folder, name), text);
}
