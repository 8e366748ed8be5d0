/**
 * A debrief as CSV files. Forecasts, questions and resolutions are those of a class as `stave score` reads them
 * (`packages/forecast`, formats/classroom), so that the folder is a class. Every row of what was done has its turn.
 */
import {
  numberText,
  writeClassroom,
  writeClassroomQuestions,
  writeClassroomResolutions,
  writeCsv,
  type ClassroomForecast,
} from '@stave/forecast';
import type { DebriefDocument, Doings, ForecastsTold, QuestionTold, ScoresTold } from './document.ts';
import { DOINGS } from './people.ts';
import { seatName } from './section.ts';
import { wordsFor } from './words.ts';

export const TABLES = [
  'forecasts',
  'questions',
  'resolutions',
  'moves',
  'people',
  'people-by-turn',
  'scores',
] as const;

export type TableName = (typeof TABLES)[number];

/** UTF-8 text. */
export function debriefTable(document: DebriefDocument, table: TableName): string {
  switch (table) {
    case 'forecasts':
      return forecastsCsv(document);
    case 'questions':
      return writeClassroomQuestions(document.forecasts.questions.map(specOf));
    case 'resolutions':
      return writeClassroomResolutions(
        document.forecasts.questions.flatMap(({ id, outcome, outcomes, resolvedAt }) =>
          outcome === undefined
            ? []
            : [
                {
                  ...{ id, outcome, ...(resolvedAt !== undefined && { resolvedAt }) },
                  outcomeText: harmless(outcomes.find((one) => one.id === outcome)?.label ?? outcome),
                },
              ],
        ),
      );
    case 'moves':
      return written(MOVES, movesRows(document));
    case 'people':
      return written(PEOPLE, peopleRows(document));
    case 'people-by-turn':
      return written(PEOPLE_BY_TURN, peopleByTurnRows(document));
    case 'scores':
      return written(SCORES, [
        ...scoreRows(document.forecasts, document.forecasts.scores, 'exercise'),
        ...(document.forecasts.history
          ? scoreRows(document.forecasts, document.forecasts.history, 'history')
          : []),
      ]);
  }
}

// ---------------------------------------------------------------- forecasts

const isBinary = ({ outcomes }: Pick<QuestionTold, 'outcomes'>): boolean =>
  outcomes.length === 2 && outcomes[0]?.id === 'yes' && outcomes[1]?.id === 'no';

const specOf = (question: QuestionTold): Parameters<typeof writeClassroomQuestions>[0][number] => ({
  id: question.id,
  kind: isBinary(question) ? 'binary' : 'nominal',
  options: question.outcomes.map(({ id }) => id),
  opens: question.opensAt,
  ...(question.closesAt !== undefined && { closes: question.closesAt }),
  text: harmless(question.label),
  optionTexts: question.outcomes.map(({ label }) => harmless(label.replaceAll('|', '/'))),
});

function forecastsCsv({ forecasts: { said, questions } }: DebriefDocument): string {
  const forecasts = said.flatMap(
    ({ name, seat, turn, question: id, at, probabilities }): ClassroomForecast[] => {
      const question = questions.find((one) => one.id === id);
      if (!question) return [];
      const categories = question.outcomes.map((outcome) => outcome.id);
      const values = categories.map((category) => probabilities[category] ?? 0);
      return [
        {
          ...{ forecaster: name, task: id, issuedAt: at, turn },
          ...(seat !== undefined && { team: seat }),
          statement: isBinary(question)
            ? { kind: 'binary', probability: values[0] ?? 0 }
            : { kind: 'nominal', categories, probabilities: values },
        },
      ];
    },
  );
  return writeClassroom({ forecasts, withdrawals: [] });
}

// ---------------------------------------------------------------- tables of our own

type Cell = string | number | boolean | undefined;

/** What people wrote must not be taken for a formula by a spreadsheet: a quote goes before what would be one. */
const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

const cellText = (value: Cell): string =>
  value === undefined
    ? ''
    : typeof value === 'number'
      ? Number.isFinite(value)
        ? numberText(value)
        : ''
      : typeof value === 'boolean'
        ? value
          ? 'yes'
          : 'no'
        : harmless(value);

const written = <C extends string>(
  columns: readonly C[],
  rows: readonly Readonly<Partial<Record<C, Cell>>>[],
): string =>
  writeCsv(
    columns,
    rows.map((row) => columns.map((column) => cellText(row[column]))),
  );

const MOVES = [
  ...['turn', 'date', 'seat', 'held', 'kind', 'move', 'label', 'fate', 'reason', 'capital_before', 'cost', 'outcome'],
  ...['probability', 'draw', 'why', 'outcome_label', 'by', 'judge', 'seat_label', 'reason_label'],
] as const; // prettier-ignore

/** Moves, plans that were vetoed, argued moves and papers, in the order in which a turn is told. */
function movesRows(document: DebriefDocument): readonly Readonly<Record<string, Cell>>[] {
  const words = wordsFor(document.language);
  const rows = document.turns.flatMap(({ turn, to, seats, argued, papers }) => [
    ...seats.flatMap(({ seat, held, fates, vetoes, why, submittedBy: by }) => [
      ...fates.map((fate) => ({
        ...{ turn, date: fate.date, seat, held, kind: fate.kind, move: fate.move, label: fate.label },
        ...{ fate: fate.fate, reason: fate.obstacles.join(' ') || fate.refusedBy.join(' ') },
        ...{ capital_before: fate.capital, cost: fate.cost, why, by },
        ...{ outcome: fate.outcome, outcome_label: fate.outcomeSaid, reason_label: fate.reason },
      })),
      ...vetoes.map(({ role, roleLabel, cost, orders, ordersSaid, why: wanted }) => ({
        ...{ turn, date: to, seat, held, kind: 'plan', fate: 'vetoed', reason: role, cost },
        reason_label: roleLabel,
        ...{
          move: Object.values(orders)
            .map((move) => `${seat}.${move}`)
            .join(' '),
          label: ordersSaid,
          why: wanted,
        },
      })),
    ]),
    ...argued.map((one) => ({
      ...{ turn, date: to, seat: one.seat, kind: 'argued', move: one.id, label: one.action },
      fate: one.struck !== undefined ? 'struck' : one.succeeded === undefined ? 'open' : 'made',
      reason: one.struck,
      ...(one.succeeded !== undefined && {
        outcome: one.succeeded ? 'succeeded' : 'failed',
        outcome_label: one.succeeded ? words.succeeded : words.didNotSucceed,
      }),
      ...{ by: one.by, judge: one.judge },
      ...{
        probability: one.probability,
        draw: one.draw,
        why: one.reasons.filter((reason) => reason !== '').join(' | '),
      },
    })),
    ...papers
      .filter(({ effective }) => effective === undefined || effective === turn)
      .map((one) => ({
        ...{ turn, date: to, seat: one.seat, kind: 'paper', move: one.id, label: one.label, why: one.text },
        fate: one.effective === undefined ? 'unsigned' : 'made',
      })),
  ]);
  return rows.map((row) => ({ ...row, seat_label: seatName(document, row.seat) }));
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const COUNTED = DOINGS.map(snake);

const countedOf = (doings: Doings): Readonly<Record<string, number>> =>
  Object.fromEntries(DOINGS.map((name) => [snake(name), doings[name]]));

const PEOPLE = ['person', 'name', 'seat', 'role', 'turns', ...COUNTED, 'reflections', 'notes_about_seat', 'questions', 'brier', 'time_averaged_brier', 'peer', 'seat_label', 'role_label']; // prettier-ignore

const peopleRows = (document: DebriefDocument): readonly Readonly<Record<string, Cell>>[] =>
  document.people.map(
    ({ person, name, seat, role, roleLabel, byTurn, total, reflections, notes, scores }) => ({
      ...{ person, name, seat: seat === null ? 'observer' : seat, role },
      turns: byTurn.map(({ turn }) => turn).join(' '),
      ...countedOf(total),
      ...{ reflections, notes_about_seat: notes, questions: scores?.questions, brier: scores?.brier },
      ...{ time_averaged_brier: scores?.timeAveraged, peer: scores?.peer },
      ...{ seat_label: seatName(document, seat), role_label: roleLabel },
    }),
  );

const PEOPLE_BY_TURN = ['turn', 'person', 'name', 'seat', 'role', ...COUNTED];

const peopleByTurnRows = ({ people }: DebriefDocument): readonly Readonly<Record<string, Cell>>[] =>
  people
    .flatMap(({ person, name, seat, role, byTurn }) =>
      byTurn.map(({ turn, ...doings }) => ({
        ...{ turn, person, name, seat: seat === null ? 'observer' : seat, role },
        ...countedOf(doings),
      })),
    )
    .sort((a, b) => a.turn - b.turn);

const SCORES = ['turn', 'measured_on', 'forecaster', 'name', 'kind', 'seat', 'question', 'outcome', 'brier', 'time_averaged_brier', 'peer', 'coverage', 'question_label', 'outcome_label']; // prettier-ignore

/** `turn` is that of the last forecast. */
const scoreRows = (
  { questions }: ForecastsTold,
  { rows, forecasters }: ScoresTold,
  measured: 'exercise' | 'history',
): readonly Readonly<Record<string, Cell>>[] =>
  rows.map(({ forecaster, question, outcome, turn, brier, timeAveraged, peer, coverage }) => {
    const who = forecasters.find((one) => one.forecaster === forecaster);
    const asked = questions.find(({ id }) => id === question);
    return {
      ...{ turn, measured_on: measured, forecaster, name: who?.name, kind: who?.kind, seat: who?.seat },
      ...{ question, outcome, brier, time_averaged_brier: timeAveraged, peer, coverage },
      question_label: asked?.label,
      outcome_label: asked?.outcomes.find(({ id }) => id === outcome)?.label,
    };
  });
