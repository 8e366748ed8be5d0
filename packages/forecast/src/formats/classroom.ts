/**
 * Forecasts of a class, as small as can be: a row a category.
 *
 *   forecaster, team, question, issued_at, category, probability[, rationale][, turn]
 *
 * `turn` is that of an exercise in which it was said. Rows of one forecaster, question and moment are one forecast; a later one revises it. A row with neither category
 * nor probability takes the forecaster's standing forecast back. Of a binary question `yes` is enough. Questions and
 * outcomes of a class:
 *
 *   questions.csv    id, type, options, opens, closes[, text][, option_texts]   options parted by |, low to high where ordinal
 *   resolutions.csv  id, resolved_at, outcome, void[, outcome_text]
 */
import type { Forecast } from '../records/forecast.ts';
import { COUNT, FLAG, MOMENT, PROBABILITY, TEXT, wordOf } from './cells.ts';
import { full, gaps, maybe, shortened, tableFormat, type Located, type RowOf } from './columns.ts';
import { Problems, type Read } from './problem.ts';
import type { QuestionSpec } from './question.ts';
import type { ResolutionRow } from './resolutions.ts';
import type { Sheet } from './sheet.ts';
import { didYouMean } from './suggest.ts';

export const CLASSROOM = tableFormat({
  forecaster: full('forecaster', TEXT),
  team: gaps('team', TEXT),
  question: full('question', TEXT),
  issuedAt: full('issued_at', MOMENT),
  category: gaps('category', TEXT),
  probability: gaps('probability', PROBABILITY),
  rationale: maybe('rationale', TEXT),
  turn: maybe('turn', COUNT),
});
export const CLASSROOM_QUESTIONS = tableFormat({
  id: full('id', TEXT),
  type: full('type', wordOf('binary', 'nominal', 'ordinal')),
  options: gaps('options', TEXT),
  opens: gaps('opens', MOMENT),
  closes: gaps('closes', MOMENT),
  text: maybe('text', TEXT),
  optionTexts: maybe('option_texts', TEXT),
});
export const CLASSROOM_RESOLUTIONS = tableFormat({
  id: full('id', TEXT),
  resolvedAt: gaps('resolved_at', MOMENT),
  outcome: gaps('outcome', TEXT),
  void: gaps('void', FLAG),
  outcomeText: maybe('outcome_text', TEXT),
});

export type ClassroomRow = RowOf<typeof CLASSROOM.columns>;

/** By which the probabilities of a forecast may miss 1: people round thirds to two decimals. */
export const CLASSROOM_TOLERANCE = 0.015;

export interface ClassroomForecast extends Forecast {
  readonly team?: string;
  readonly rationale?: string;
  /** Of an exercise; 0 is before its first. */
  readonly turn?: number;
}

/** From that moment on the forecaster has no forecast, until the next one. */
export interface Withdrawal {
  readonly forecaster: string;
  readonly task: string;
  readonly at: string;
}

export interface Classroom {
  /** All that was ever said, in the order of the file. */
  readonly forecasts: readonly ClassroomForecast[];
  readonly withdrawals: readonly Withdrawal[];
}

/** @param questions - what may be answered; forecasts of other questions are an error. */
export function readClassroom(sheet: Sheet, questions: ReadonlyMap<string, QuestionSpec>): Read<Classroom> {
  const { value: rows, problems: found } = CLASSROOM.read(sheet);
  const problems = new Problems(sheet.source);
  problems.take(found);
  if (!rows) return { problems: problems.list() };
  const groups = new Map<string, Located<ClassroomRow>[]>();
  for (const entry of rows) {
    if (!questions.has(entry.question)) {
      problems.error(
        `there is no question \`${shortened(entry.question)}\``,
        didYouMean(entry.question, questions.keys()),
        {
          ...{ row: entry.row, column: 'question' },
        },
      );
      continue;
    }
    const key = JSON.stringify([entry.forecaster, entry.question, entry.issuedAt]);
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  const forecasts: ClassroomForecast[] = [];
  const withdrawals: Withdrawal[] = [];
  for (const group of groups.values()) {
    const [first] = group;
    const question = first && questions.get(first.question);
    if (!first || !question) continue;
    const { forecaster, issuedAt, team, rationale, turn } = first;
    if (first.category === undefined && first.probability === undefined) {
      if (group.length === 1) withdrawals.push({ forecaster, task: question.id, at: issuedAt });
      else
        problems.error('a forecast is made and taken back at one moment', 'give each its time', {
          row: first.row,
          column: 'issued_at',
        });
      continue;
    }
    const statement = statementOf(group, question, problems);
    if (statement)
      forecasts.push({
        ...{ forecaster, task: question.id, statement, issuedAt },
        ...(team !== undefined && { team }),
        ...(rationale !== undefined && { rationale }),
        ...(turn !== undefined && { turn }),
      });
  }
  return problems.result(() => ({ forecasts, withdrawals }));
}

function statementOf(
  group: readonly Located<ClassroomRow>[],
  { id, kind, options }: QuestionSpec,
  problems: Problems,
): Forecast['statement'] | undefined {
  const before = problems.list().length;
  const known = kind === 'binary' ? ['yes', 'no'] : options;
  const said = new Map<string, number>();
  for (const { row, category, probability } of group) {
    if (category === undefined)
      problems.error('the cell is empty', `it is one of ${known.join(', ')}`, { row, column: 'category' });
    else if (known.length === 0)
      problems.error(
        `${id} is answered by ${kind === 'number' ? 'a number' : 'a date'}, not by a category`,
        'ask a binary or a nominal question',
        { row, column: 'question' },
      );
    else if (!known.includes(category))
      problems.error(`\`${shortened(category)}\` is no answer of ${id}`, didYouMean(category, known), {
        row,
        column: 'category',
      });
    else if (said.has(category))
      problems.error(
        `${category} has a probability already, at the same time`,
        'remove one of them, or give the later one its time',
        { row, column: 'category' },
      );
    if (probability === undefined)
      problems.error('the cell is empty', `${PROBABILITY.what} stands here`, { row, column: 'probability' });
    else if (category !== undefined) said.set(category, probability);
  }
  if (problems.list().length > before) return undefined;
  const place = { row: group[0]?.row ?? 1, column: 'probability' };
  const sum = [...said.values()].reduce((total, p) => total + p, 0);
  const isWhole = known.every((category) => said.has(category));
  if (isWhole && Math.abs(sum - 1) > CLASSROOM_TOLERANCE) {
    problems.error(
      `the probabilities of this forecast sum to ${round(sum)}`,
      `they sum to 1, within ${CLASSROOM_TOLERANCE}`,
      place,
    );
    return undefined;
  }
  if (kind === 'binary') {
    const yes = said.get('yes');
    // What was said of `no` alone says the same.
    const p = yes === undefined ? 1 - (said.get('no') ?? 0) : isWhole ? yes / sum : yes;
    return { kind: 'binary', probability: p };
  }
  const missing = known.filter((category) => !said.has(category));
  if (missing.length > 0) {
    problems.error(
      `nothing is said of ${missing.join(', ')}`,
      'a forecast has a row for each answer, 0 where it is held impossible',
      place,
    );
    return undefined;
  }
  return {
    kind: kind === 'ordinal' ? 'ordinal' : 'nominal',
    categories: options,
    // Rounded thirds are made to sum to 1.
    probabilities: options.map((category) => (said.get(category) ?? 0) / sum),
  };
}

const round = (value: number): string => String(Number(value.toPrecision(6)));

/** A row a category; reading it gives the same probabilities. */
export function writeClassroom({ forecasts, withdrawals }: Classroom): string {
  const rows = forecasts.flatMap(
    ({ forecaster, team, task, issuedAt = '', statement, rationale, turn }): ClassroomRow[] => {
      const head = { forecaster, team, question: task, issuedAt, rationale, turn };
      if (statement.kind === 'binary')
        return [{ ...head, category: 'yes', probability: statement.probability }];
      if (statement.kind !== 'nominal' && statement.kind !== 'ordinal') return [];
      return statement.categories.map((category, i) => ({
        ...head,
        category,
        probability: statement.probabilities[i],
      }));
    },
  );
  const back = withdrawals.map(({ forecaster, task, at }): ClassroomRow => ({
    ...{ forecaster, team: undefined, question: task, issuedAt: at },
    ...{ category: undefined, probability: undefined, rationale: undefined, turn: undefined },
  }));
  return CLASSROOM.write([...rows, ...back]);
}

export function readClassroomQuestions(sheet: Sheet): Read<readonly QuestionSpec[]> {
  const { value: rows, problems: found } = CLASSROOM_QUESTIONS.read(sheet);
  const problems = new Problems(sheet.source);
  problems.take(found);
  const seen = new Map<string, number>();
  const questions = (rows ?? []).map(({ row, id, type, options: text, opens, closes }): QuestionSpec => {
    const first = seen.get(id);
    if (first !== undefined)
      problems.error(`${id} stands in row ${first} already`, 'give each question its own id', {
        row,
        column: 'id',
      });
    seen.set(id, row);
    const options =
      type === 'binary' ? ['yes', 'no'] : (text ?? '').split('|').map((option) => option.trim());
    const place = { row, column: 'options' };
    if (
      type !== 'binary' &&
      (options.length < 2 || options.includes('') || new Set(options).size < options.length)
    )
      problems.error(
        'these are no two or more different answers',
        'write them parted by |, such as falls|holds|rises',
        place,
      );
    if (type === 'binary' && text !== undefined && text !== 'yes|no')
      problems.error('the answers of a binary question are yes and no', 'leave the cell empty', place);
    return {
      ...{ id, kind: type, options },
      ...(opens !== undefined && { opens }),
      ...(closes !== undefined && { closes }),
    };
  });
  return problems.result(() => questions);
}

export const writeClassroomQuestions = (questions: readonly ClassroomQuestion[]): string =>
  CLASSROOM_QUESTIONS.write(
    questions.flatMap(({ id, kind, options, opens, closes, text, optionTexts }) =>
      kind === 'binary' || kind === 'nominal' || kind === 'ordinal'
        ? [
            {
              ...{ id, type: kind, options: kind === 'binary' ? undefined : options.join('|') },
              ...{ opens, closes, text, optionTexts: optionTexts?.join('|') },
            },
          ]
        : [],
    ),
  );

/** With what it asks and what may come of it in words, for people: reading passes them by. */
export type ClassroomQuestion = QuestionSpec & {
  readonly text?: string;
  readonly optionTexts?: readonly string[];
};

/** An outcome of each question that has one; a question without is left out, and open. */
export const writeClassroomResolutions = (
  resolved: readonly {
    readonly id: string;
    readonly resolvedAt?: string;
    readonly outcome: string;
    /** For people. */
    readonly outcomeText?: string;
  }[],
): string =>
  CLASSROOM_RESOLUTIONS.write(
    resolved.map(({ id, resolvedAt, outcome, outcomeText }) => ({
      ...{ id, resolvedAt, outcome, outcomeText, void: undefined },
    })),
  );

/** The short form of resolutions in the long one: `void` alone says so, an empty outcome is open. */
export function readClassroomResolutions(sheet: Sheet): Read<readonly Located<ResolutionRow>[]> {
  const { value: rows, problems } = CLASSROOM_RESOLUTIONS.read(sheet);
  if (!rows) return { problems };
  const value = rows.map(({ row, id, resolvedAt, outcome, void: isVoid }): Located<ResolutionRow> => ({
    ...{ row, question: id, resolvedAt, source: undefined, share: undefined, happenedAt: undefined },
    state: isVoid ? 'void' : outcome === undefined ? 'open' : 'resolved',
    outcome: isVoid ? undefined : outcome,
    why: isVoid ? (outcome ?? 'void') : undefined,
  }));
  return { value, problems };
}
