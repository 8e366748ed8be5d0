/** `stave score`: forecasts against what happened, and against each other. */
import {
  evaluate,
  SCORE_TABLES,
  mainScore,
  modelMeans,
  numberText,
  rowsOf,
  canonicalJson,
  sha256Hex,
  didYouMean,
  taggedJson,
  type Evaluation,
} from '@stave/forecast';
import { UsageError } from '../failure.ts';
import { prepareFile, writeText } from '../outputs.ts';
import { version } from '../version.ts';
import { assemble, type Assembled } from './assemble.ts';
import { hasErrors, problemsSaid } from './problems.ts';
import { appendAudit, auditLine, openScoreFolder, writeScoreFiles, type AuditEntry } from './score-folder.ts';
import { baselineOf, tableFiles } from './score-tables.ts';

export interface ScoreOptions {
  readonly truth?: string;
  readonly against?: readonly string[];
  readonly arm?: string;
  readonly baseline?: string;
  readonly map?: string;
  readonly asOf?: string;
  readonly compound?: readonly string[];
  readonly logShift?: readonly number[];
  readonly out?: string;
  readonly html?: string;
  readonly lang: string;
  readonly json?: true;
}

export async function score(path: string, options: ScoreOptions): Promise<void> {
  const { out, html, logShift = [] } = options;
  const history = out === undefined ? [] : await openScoreFolder(out, logShift);
  if (html !== undefined) await prepareFile(html, 'the report needs a file', '--html report.html');
  const { value: assembled, problems } = await assemble(path, { ...options, against: options.against ?? [] });
  if (!assembled || hasErrors(problems)) {
    if (options.json)
      process.stdout.write(`${taggedJson({ schema: 'stave-score/1', ok: false, problems }, 2)}\n`);
    else process.stderr.write(problemsSaid(problems));
    process.exitCode = 1;
    return;
  }
  process.stderr.write(problemsSaid(problems));
  const { tasks, forecasts, truth, questions, withdrawals, sources } = assembled;
  const evaluation = evaluate({
    ...{ tasks, forecasts, questions, withdrawals, resolutions: truth.resolutions },
    ...(options.asOf !== undefined && { asOf: options.asOf }),
  });
  const models = [...new Set(forecasts.map(({ forecaster }) => forecaster))].sort();
  if (options.baseline !== undefined && options.baseline !== 'none' && !models.includes(options.baseline))
    throw new UsageError(
      `no forecaster is called ${options.baseline}`,
      didYouMean(options.baseline, models),
      'score',
    );
  const baseline = baselineOf(models, options.baseline);
  const files = tableFiles(evaluation, sources, {
    logShift,
    ...(baseline !== undefined && { baseline }),
    ...(options.compound && { compound: options.compound }),
  });
  const entry = entryOf(assembled, evaluation, new Date().toISOString());
  const line = auditLine(history, entry);
  if (out !== undefined) {
    await writeScoreFiles(out, files);
    if (line) await appendAudit(out, line);
    process.stderr.write(`wrote ${out}\n`);
  }
  void writeText;
  process.stdout.write(`${Object.keys(files).join('\n')}\n`);
}

/** What the journal keeps of a scoring. */
export function entryOf(
  { sources, truth, questions }: Assembled,
  { rows }: Evaluation,
  at: string,
): AuditEntry {
  void questions;
  const standing = new Map(rows.map(({ task, resolution }) => [task.id, resolution]));
  return {
    ...{ at, stave: version },
    forecasts: sources.map(({ path, forecasts }) => ({ path, hash: sha256Hex(JSON.stringify(forecasts)) })),
    truth: { path: truth.path, hash: truth.hash },
    outcomes: [...standing].map(([task, resolution]) => ({
      task,
      state: stateText(resolution.state),
      hash: sha256Hex(canonicalJson(resolution)),
    })),
    scores: SCORE_TABLES.flatMap((table) => {
      const own = rowsOf(rows.filter((row) => row.table === table));
      return modelMeans(own).map(({ model, n, means }) => ({
        ...{ forecaster: model, table, score: mainScore(table), n },
        mean: numberText(means[mainScore(table)] ?? Number.NaN),
      }));
    }),
  };
}

const stateText = (state: Evaluation['rows'][number]['resolution']['state']): string =>
  state.is === 'resolved'
    ? `resolved ${Object.entries(state.outcome)
        .flatMap(([key, value]) => (key === 'kind' ? [] : [String(value)]))
        .join(' ')}`
    : state.is;
