/**
 * What came of questions, as CSV or YAML:
 *
 *   question, state, outcome, resolved_at, source[, share, happened_at, why]
 *
 * `state` is resolved, revised (resolved again: says of an earlier row that it no longer holds), partial (several rows
 * of one question and moment, with shares that sum to 1), void (with `why`) or open. The latest counts; the earlier
 * ones stay in the file.
 */
import * as z from 'zod';
import type { Outcome, Resolution } from '../records/resolution.ts';
import { MOMENT, SHARE, TEXT, wordOf } from './cells.ts';
import { full, gaps, maybe, shortened, tableFormat, type Located, type RowOf } from './columns.ts';
import { readLocated } from './located-yaml.ts';
import { daysBetween, momentOf } from './moment.ts';
import { Problems, type Read } from './problem.ts';
import { outcomeOf, outcomesSaid, type QuestionSpec } from './question.ts';
import type { Sheet } from './sheet.ts';
import { didYouMean } from './suggest.ts';

const STATES = ['resolved', 'revised', 'partial', 'void', 'open'] as const;
/** Shares that come from percentages may miss 1 by this. */
const SHARE_TOLERANCE = 1e-6;

export const RESOLUTIONS = tableFormat({
  question: full('question', TEXT, 'id'),
  state: full('state', wordOf(...STATES)),
  outcome: gaps('outcome', TEXT),
  resolvedAt: gaps('resolved_at', MOMENT),
  source: gaps('source', TEXT),
  share: maybe('share', SHARE),
  happenedAt: maybe('happened_at', MOMENT),
  why: maybe('why', TEXT),
});

export type ResolutionRow = RowOf<typeof RESOLUTIONS.columns>;

export const readResolutions = (sheet: Sheet): Read<readonly Located<ResolutionRow>[]> =>
  RESOLUTIONS.read(sheet);
export const writeResolutions = (rows: readonly ResolutionRow[]): string => RESOLUTIONS.write(rows);

const moment = z.string().refine((text) => momentOf(text) !== undefined, `not ${MOMENT.what}`);
const yamlSchema = z.strictObject({
  'stave-resolutions': z.literal(1),
  resolutions: z.array(
    z.strictObject({
      question: z.string().min(1),
      state: z.enum(STATES),
      outcome: z.union([z.string(), z.number(), z.boolean()]).optional(),
      resolved_at: moment.optional(),
      source: z.string().optional(),
      share: z.number().gt(0).lte(1).optional(),
      happened_at: moment.optional(),
      why: z.string().optional(),
    }),
  ),
});

/** `stave-resolutions: 1` and a list under `resolutions` with the columns' names as keys. */
export function readResolutionsYaml(text: string, source: string): Read<readonly Located<ResolutionRow>[]> {
  const { value, problems } = readLocated(text, source, yamlSchema, 'a file of resolutions');
  if (!value) return { problems };
  const rows = value.value.resolutions.map((entry, i): Located<ResolutionRow> => ({
    row: value.lineOf(['resolutions', i]),
    question: entry.question,
    state: entry.state,
    outcome: entry.outcome === undefined ? undefined : outcomeWord(entry.outcome),
    resolvedAt: entry.resolved_at === undefined ? undefined : momentOf(entry.resolved_at),
    source: entry.source,
    share: entry.share,
    happenedAt: entry.happened_at === undefined ? undefined : momentOf(entry.happened_at),
    why: entry.why,
  }));
  return { value: rows, problems };
}

const outcomeWord = (value: string | number | boolean): string =>
  typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);

/**
 * Rows as resolutions of known questions. Rows of other questions are kept out with a warning, since one file may
 * serve several forecasts; a misspelt one is named with what is near.
 */
export function resolutionsOf(
  rows: readonly Located<ResolutionRow>[],
  questions: ReadonlyMap<string, QuestionSpec>,
  file: string,
): Read<readonly Resolution[]> {
  const problems = new Problems(file);
  const groups = new Map<string, Located<ResolutionRow>[]>();
  for (const entry of rows) {
    const question = questions.get(entry.question);
    if (!question) {
      problems.warn(
        `nobody forecasts \`${shortened(entry.question)}\``,
        didYouMean(entry.question, questions.keys()),
        {
          ...{ row: entry.row, column: 'question' },
        },
      );
      continue;
    }
    const key = JSON.stringify([entry.question, entry.resolvedAt, entry.state === 'partial']);
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  const resolutions = [...groups.values()].flatMap((group): Resolution[] => {
    const found = resolutionOf(group, questions, problems);
    return found ? [found] : [];
  });
  requireHistory([...groups.values()], problems);
  return problems.result(() => resolutions);
}

function resolutionOf(
  group: readonly Located<ResolutionRow>[],
  questions: ReadonlyMap<string, QuestionSpec>,
  problems: Problems,
): Resolution | undefined {
  const [first, second] = group;
  const question = first && questions.get(first.question);
  if (!first || !question) return undefined;
  const { row, state, resolvedAt, source, happenedAt, why } = first;
  const head = {
    task: question.id,
    ...(resolvedAt !== undefined && { resolvedAt }),
    ...(source !== undefined && { source }),
  };
  if (state !== 'partial' && second) {
    problems.error(
      `row ${row} says what came of ${question.id} already, at the same time`,
      'say when each was resolved, or remove one',
      {
        ...{ row: second.row, column: 'resolved_at' },
      },
    );
    return undefined;
  }
  // Where it happened it may be tomorrow already.
  if (happenedAt !== undefined && resolvedAt !== undefined && dayAfter(resolvedAt, happenedAt) > 1)
    problems.error(
      `${question.id} is said to have happened on ${happenedAt}, after it was resolved on ${resolvedAt}`,
      'check which of the two dates is wrong',
      { row, column: 'happened_at' },
    );
  for (const entry of group)
    if (entry.share !== undefined && state !== 'partial')
      problems.error(`a ${state} question has no shares`, 'leave the cell empty, or write partial', {
        row: entry.row,
        column: 'share',
      });
  if (state === 'void' || state === 'open') {
    if (first.outcome !== undefined)
      problems.error(`a question that is ${state} has no outcome`, 'leave the cell empty', {
        row,
        column: 'outcome',
      });
    if (state === 'open') return { ...head, state: { is: 'open' } };
    if (why === undefined && source === undefined)
      problems.error('a void question needs its reason', 'say it in why, or in source', {
        row,
        column: 'why',
      });
    return { ...head, state: { is: 'void', why: why ?? source ?? '' } };
  }
  const outcomes = group.map((entry) => typedOutcome(entry, question, problems));
  if (state !== 'partial') {
    const [outcome] = outcomes;
    if (!outcome) return undefined;
    return { ...head, state: { is: 'resolved', outcome, ...(happenedAt !== undefined && { happenedAt }) } };
  }
  const shared = group.flatMap(({ share, row: own }, i) => {
    if (share === undefined)
      problems.error('a partial outcome needs its share', 'shares of one question sum to 1', {
        row: own,
        column: 'share',
      });
    const outcome = outcomes[i];
    return share === undefined || !outcome ? [] : [{ outcome, share }];
  });
  if (shared.length < group.length) return undefined;
  const sum = shared.reduce((total, { share }) => total + share, 0);
  if (Math.abs(sum - 1) > SHARE_TOLERANCE) {
    problems.error(`the shares of ${question.id} sum to ${sum}`, 'they sum to 1', { row, column: 'share' });
    return undefined;
  }
  return { ...head, state: { is: 'partial', outcomes: shared } };
}

function typedOutcome(
  entry: ResolutionRow & { row: number },
  question: QuestionSpec,
  problems: Problems,
): Outcome | undefined {
  const { row, outcome: text } = entry;
  const place = { row, column: 'outcome' };
  if (text === undefined) {
    problems.error(`a ${entry.state} question needs its outcome`, `it is ${outcomesSaid(question)}`, place);
    return undefined;
  }
  const outcome = outcomeOf(question, text);
  if (!outcome)
    problems.error(
      `\`${shortened(text)}\` is no outcome of ${question.id}`,
      question.options.length > 0 ? didYouMean(text, question.options) : `it is ${outcomesSaid(question)}`,
      place,
    );
  if (outcome?.kind === 'time') requirePossible(entry, question, outcome.time, problems);
  return outcome;
}

const dayAfter = (from: string, to: string): number => daysBetween(from.slice(0, 10), to.slice(0, 10));

/** Nothing comes before its clock starts, and nobody knows a day that is still to come. */
function requirePossible(
  { row, outcome: text = '', resolvedAt }: ResolutionRow & { row: number },
  { id, origin }: QuestionSpec,
  time: number,
  problems: Problems,
): void {
  if (origin === undefined) return;
  const place = { row, column: 'outcome' };
  if (time < 1)
    problems.error(
      `\`${text}\` is before ${origin}, from which times of ${id} are counted`,
      'check the date; what came before the start is not forecast, so the question is void',
      place,
    );
  const [day] = /\d{4}-\d{2}-\d{2}$/.exec(text.trim()) ?? [];
  // Where it happened it may be tomorrow already.
  if (day !== undefined && resolvedAt !== undefined && dayAfter(resolvedAt, day) > 1)
    problems.error(
      `\`${text}\` is after ${resolvedAt}, when it was resolved`,
      'check which of the two dates is wrong',
      place,
    );
}

/** A revision needs something to revise, and a time after it. */
function requireHistory(groups: readonly (readonly Located<ResolutionRow>[])[], problems: Problems): void {
  for (const [first] of groups) {
    if (first?.state !== 'revised') continue;
    const place = { row: first.row, column: 'resolved_at' };
    const at = first.resolvedAt;
    if (at === undefined)
      problems.error('a revision needs its time', 'say when it was resolved again', place);
    else if (
      !groups.some(
        ([other]) =>
          other && other !== first && other.question === first.question && (other.resolvedAt ?? '') < at,
      )
    )
      problems.error(
        `nothing of ${first.question} was resolved before`,
        'keep the earlier row, so that both can be seen',
        place,
      );
  }
}
