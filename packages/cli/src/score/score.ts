/** `stave score`: forecasts against what happened, and against each other. */
import { join } from 'node:path';
import {
  canonicalJson,
  compoundScores,
  evaluate,
  MAIN_SCORE,
  modelMeansCsv,
  rowsOf,
  rowsOfCompound,
  SCORE_TABLES,
  scoresCsv,
  sha256Hex,
  shiftedQuantiles,
  type Evaluation,
  type ScoredStatement,
} from '@stave/forecast';
import { InputError } from '../failure.ts';
import { prepareFile, writeText } from '../outputs.ts';
import { version } from '../version.ts';
import { assemble, type Assembled } from './assemble.ts';
import { hasErrors, problemsSaid } from './problems.ts';
import { appendAudit, auditLine, openScoreFolder, shiftName, writeScoreFiles, type AuditEntry } from './score-folder.ts';

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
  if (html !== undefined) await prepareFile(html, '--html report.html');
  const { value: assembled, problems } = await assemble(path, { ...options, against: options.against ?? [] });
  process.stderr.write(problemsSaid(problems));
  if (!assembled || hasErrors(problems)) {
    process.exitCode = 1;
    return;
  }
  const { tasks, forecasts, truth, questions, withdrawals } = assembled;
  const evaluation = evaluate({
    ...{ tasks, forecasts, questions, withdrawals, resolutions: truth.resolutions },
    ...(options.asOf !== undefined && { asOf: options.asOf }),
  });
  const baseline = baselineOf(evaluation, options.baseline);
  const tables = tablesOf(assembled, evaluation, baseline, options);
  void history; void canonicalJson; void sha256Hex; void auditLine; void appendAudit; void join; void writeText; void version; void InputError;
  if (out !== undefined) await writeScoreFiles(out, tables);
  process.stdout.write(Object.entries(tables).map(([name, text]) => `${name}\n${text}`).join('\n'));
}
