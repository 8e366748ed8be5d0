/** `stave score`: forecasts against what happened, and against each other. */
import {
  canonicalJson,
  didYouMean,
  evaluate,
  mainScore,
  modelMeans,
  numberText,
  rowsOf,
  SCORE_SCHEMA,
  SCORE_TABLES,
  scoreReport,
  sha256Hex,
  taggedJson,
  type Evaluation,
  type FormatProblem,
  type Outcome,
  type ScoreDocument,
} from '@stave/forecast';
import { comparisonSections, comparisonText, scoreHtml, scoreText } from '@stave/report';
import { comparedPairs, comparisonDocument } from '../compare.ts';
import { UsageError } from '../failure.ts';
import { prepareFile, writeText } from '../outputs.ts';
import { lockResults } from '../results-lock.ts';
import { wantsColour, widthOf } from '../terminal.ts';
import { version } from '../version.ts';
import { assemble, type Assembled } from './assemble.ts';
import { hasErrors, problemsSaid } from './problems.ts';
import {
  appendAudit,
  auditLine,
  prepareScoreFolder,
  readAudit,
  writeScoreFiles,
  type AuditEntry,
  type AuditLine,
} from './score-folder.ts';
import { baselineOf, tableFiles, taskIdsOf, tournamentFiles } from './score-tables.ts';
import type { Source } from './source.ts';

export interface ScoreOptions {
  readonly truth?: string;
  readonly against?: readonly string[];
  readonly arm?: string;
  readonly baseline?: string;
  readonly map?: string;
  readonly asOf?: string;
  readonly leastProbability?: number;
  readonly compound?: readonly string[];
  readonly logShift?: readonly number[];
  readonly out?: string;
  readonly html?: string;
  /** The batch's arms, or two batches, trial by trial too. */
  readonly compare?: true;
  readonly lang: string;
  readonly json?: true;
}

export async function score(path: string, options: ScoreOptions): Promise<void> {
  const { out, logShift = [] } = options;
  if (out === undefined) return scoreInto(path, options, []);
  await prepareScoreFolder(out, logShift);
  const release = lockResults(out);
  try {
    await scoreInto(path, options, await readAudit(out));
  } finally {
    release();
  }
}

async function scoreInto(path: string, options: ScoreOptions, history: readonly AuditLine[]): Promise<void> {
  const { out, html, logShift = [] } = options;
  if (html !== undefined) await prepareFile(html, 'the report needs a file', '--html report.html');
  const { value: assembled, problems } = await assemble(path, { ...options, against: options.against ?? [] });
  if (!assembled || hasErrors(problems)) {
    if (options.json)
      process.stdout.write(`${taggedJson({ schema: SCORE_SCHEMA, ok: false, problems }, 2)}\n`);
    else process.stderr.write(problemsSaid(problems));
    process.exitCode = 1;
    return;
  }
  const { tasks, forecasts, truth, questions, withdrawals, sources } = assembled;
  const warnings = [...problems, ...undated(truth, options.asOf)];
  process.stderr.write(problemsSaid(warnings));
  const evaluation = evaluate({
    ...{ tasks, forecasts, questions, withdrawals, resolutions: truth.resolutions },
    ...(options.asOf !== undefined && { asOf: options.asOf }),
  });
  const baseline = requiredBaseline(forecasts, options.baseline);
  requireTaskIds(options.compound, taskIdsOf(evaluation, sources));
  const report = reportOf(assembled, evaluation, baseline, options.leastProbability);
  const entry = entryOf(assembled, evaluation, new Date().toISOString());
  const line = auditLine(history, entry);
  const changes = line && history.length > 0 ? line.changes : undefined;
  const compared = options.compare ? await comparedPairs(batchesOf(report), { lang: options.lang }) : [];
  if (!compared) return;
  const document = {
    ...{ ...report, stave: version, warnings, ...(changes && { changes }) },
    ...(compared.length > 0 && { comparisons: comparisonDocument(compared).comparisons }),
  };
  const sections = compared.length > 0 ? comparisonSections(compared, { lang: options.lang }) : '';
  const page = html === undefined && out === undefined ? '' : scoreHtml(document, sections);
  const textOf = (form: { readonly width: number; readonly color: boolean }): string =>
    scoreText(document, form) +
    (compared.length > 0 ? `\n${comparisonText(compared, { ...form, lang: options.lang })}` : '');
  if (out !== undefined) {
    const files = tableFiles(evaluation, sources, {
      logShift,
      ...(baseline !== undefined && { baseline }),
      ...(options.compound && { compound: options.compound }),
    });
    await writeScoreFiles(out, {
      ...files,
      ...tournamentFiles(report),
      'score.json': `${taggedJson(document, 2)}\n`,
      'report.html': page,
      'report.txt': textOf({ width: 110, color: false }),
    });
    if (line) await appendAudit(out, line);
  }
  if (html !== undefined) await writeText(html, page);
  const { stdout, env } = process;
  process.stdout.write(
    options.json
      ? `${taggedJson(document, 2)}\n`
      : textOf({ width: widthOf(stdout), color: wantsColour(stdout, env) }),
  );
  for (const written of [html, out]) if (written !== undefined) process.stderr.write(`wrote ${written}\n`);
}

/** The first two. */
function batchesOf({ batches }: Pick<ScoreDocument, 'batches'>): readonly string[] {
  if (batches.length > 0) return batches.slice(0, 2);
  throw new UsageError(
    '--compare needs a batch',
    'forecasts of other kinds have no trials; stave score --help shows how it is used',
    'score',
  );
}

function requiredBaseline(forecasts: Assembled['forecasts'], wanted: string | undefined): string | undefined {
  const models = [...new Set(forecasts.map(({ forecaster }) => forecaster))].sort();
  if (wanted !== undefined && wanted !== 'none' && !models.includes(wanted))
    throw new UsageError(`no forecaster is called ${wanted}`, didYouMean(wanted, models), 'score');
  return baselineOf(models, wanted);
}

/** A misspelt task id would join draws of different rounds. */
function requireTaskIds(compound: readonly string[] | undefined, known: readonly string[]): void {
  const unknown = compound?.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new UsageError(`--compound: no task id is called ${unknown}`, didYouMean(unknown, known), 'score');
}

/** Outcomes without a date count at every `--as-of`. */
function undated(
  { path, resolutions }: Assembled['truth'],
  asOf: string | undefined,
): readonly FormatProblem[] {
  const n = asOf === undefined ? 0 : resolutions.filter(({ resolvedAt }) => resolvedAt === undefined).length;
  if (n === 0) return [];
  return [
    {
      severity: 'warning',
      source: path,
      message: `${n} ${n === 1 ? 'outcome does not say when it was' : 'outcomes do not say when they were'} known, so --as-of leaves ${n === 1 ? 'it' : 'none of them'} ${n === 1 ? 'in' : 'out'}`,
      help: 'oracle output says it in the column as_of, resolutions in resolved_at',
    },
  ];
}

function reportOf(
  { sources, tasks, forecasts, withdrawals, questions, truth }: Assembled,
  evaluation: Evaluation,
  baseline: string | undefined,
  leastProbability: number | undefined,
): ScoreDocument {
  const timeSeries = sources.flatMap(({ hub }) => (hub?.timeSeries ? [hub.timeSeries] : []))[0];
  return scoreReport({
    ...{
      evaluation,
      tasks,
      forecasts,
      withdrawals,
      questions,
      resolutions: truth.resolutions,
      truth: { path: truth.path, hash: truth.hash },
    },
    sources: sources.map(sourceReport),
    aggregates: new Set(sources.flatMap(({ aggregates }) => [...(aggregates ?? [])])),
    published: sources.flatMap(({ published }) => published ?? []),
    teams: new Map(sources.flatMap(({ teams }) => [...(teams ?? [])])),
    ...(timeSeries && { timeSeries }),
    ...(baseline !== undefined && { baseline }),
    ...(leastProbability !== undefined && { leastProbability }),
  });
}

function sourceReport({ path, kind, forecasts, facts, notes }: Source): ScoreDocument['sources'][number] {
  const cutoffs = forecasts.flatMap(({ informationCutoff }) => informationCutoff ?? []).sort();
  const issued = forecasts.flatMap(({ issuedAt }) => issuedAt ?? []).sort();
  const [first, last, cutoff] = [issued[0], issued.at(-1), cutoffs.at(-1)];
  return {
    ...{ path, kind, facts, notes },
    forecasters: [...new Set(forecasts.map(({ forecaster }) => forecaster))],
    ...(cutoff !== undefined && { informationCutoff: cutoff }),
    ...(first !== undefined && last !== undefined && { issued: [first, last] as const }),
  };
}

/** What the journal keeps of a scoring. */
function entryOf({ sources, truth }: Assembled, { rows, standing }: Evaluation, at: string): AuditEntry {
  return {
    ...{ at, stave: version },
    forecasts: sources.map(({ path, forecasts }) => ({ path, hash: sha256Hex(JSON.stringify(forecasts)) })),
    truth: { path: truth.path, hash: truth.hash },
    outcomes: standing.map((resolution) => ({
      task: resolution.task,
      state: stateText(resolution.state),
      hash: sha256Hex(canonicalJson(resolution)),
    })),
    scores: SCORE_TABLES.flatMap((table) => {
      const own = rowsOf(rows.filter((row) => row.table === table));
      const name = mainScore(table, own);
      return modelMeans(own).map(({ model, n, means }) => ({
        ...{ forecaster: model, table, score: name, n },
        mean: numberText(means[name] ?? Number.NaN),
      }));
    }),
  };
}

function stateText(state: Evaluation['standing'][number]['state']): string {
  switch (state.is) {
    case 'open':
      return 'open';
    case 'void':
      return `void: ${state.why}`;
    case 'partial':
      return `partial ${state.outcomes.map(({ outcome, share }) => `${outcomeText(outcome)} ${numberText(share)}`).join(', ')}`;
    case 'resolved':
      return `resolved ${outcomeText(state.outcome)}`;
  }
}

function outcomeText(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'binary':
      return outcome.happened ? 'yes' : 'no';
    case 'category':
      return outcome.category;
    case 'number':
      return numberText(outcome.value);
    case 'time':
      return `${outcome.event ? 'at' : 'not by'} ${numberText(outcome.time)}`;
  }
}
