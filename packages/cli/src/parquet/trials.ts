/**
 * The table of trials: a row for each trial of each arm, with what it drew and what it answered. A column that stands
 * for something of the scenario begins with what it is, so that no two names meet.
 */
import { dayNumber, NEVER, NOT_APPLICABLE, type BlockDone, type Ir } from '@stave/engine';
import type { Cells, Column, ParquetFile } from './file.ts';

type Question = Ir['questions'][number];

const questionColumns = ({ id, kind, number }: Question): readonly Column[] => [
  { name: `answer_${id}`, type: number === undefined ? 'text' : 'number' },
  ...(kind === 'time'
    ? ([
        { name: `step_${id}`, type: 'step', repeats: true },
        { name: `date_${id}`, type: 'date' },
      ] as const)
    : []),
];

/** What is drawn for the sake of other parameters alone has a name that nobody wrote. */
const isShown = ({ name }: Ir['parameters'][number]): boolean => !name.includes('.');

export const trialColumns = ({ parameters, questions }: Ir): readonly Column[] => [
  { name: 'arm', type: 'text', required: true, ordered: true },
  { name: 'trial', type: 'count', required: true, ordered: true },
  ...parameters.filter(isShown).map(({ name }): Column => ({ name: `parameter_${name}`, type: 'number' })),
  ...questions.flatMap(questionColumns),
  { name: 'failed', type: 'text' },
  { name: 'failed_step', type: 'step' },
  { name: 'failed_place', type: 'text' },
];

/** Writes a row for each trial of a block. */
export type RowsOf = (file: ParquetFile, done: BlockDone) => void;

/** @param first the arm whose columns the table has; `which` are the numbers that end each row */
export function trialRows(arm: string, ir: Ir, first: Ir, which: readonly number[]): RowsOf {
  const { parameters, questions, clock } = ir;
  const slots = first.parameters
    .filter(isShown)
    .map(({ name }) => parameters.findIndex((parameter) => parameter.name === name));
  const dates = clock.dates?.map(dayNumber);
  const numbered = questions.filter(({ number }) => number !== undefined).length;
  return (file, { block, parameters: drawn }) => {
    const { answers, numbers, failures } = block;
    let failed = 0;
    for (let i = 0; i < block.count; i++) {
      const { cells, row } = file;
      let c = 0;
      const put = (value: string | number | undefined): void => write(cells[c++], row, value);
      put(arm);
      put(block.first + i);
      for (const slot of slots) put(drawn[i * parameters.length + slot]);
      for (let q = 0; q < questions.length; q++) {
        const question = questions[q] as Question;
        const answer = answers[i * questions.length + q] ?? NOT_APPLICABLE;
        if (question.number !== undefined) put(numbers[i * numbered + question.number]);
        else put(outcomeOf(question, clock, answer));
        if (question.kind !== 'time') continue;
        const isPassed = answer >= 0 && answer <= clock.steps;
        put(isPassed ? answer : undefined);
        put(isPassed ? dates?.[answer] : undefined);
      }
      const failure = failures[failed]?.trial === block.first + i ? failures[failed++] : undefined;
      put(failure?.code);
      put(failure?.step);
      put(failure?.place);
      for (const number of which) put(number);
      file.next();
    }
  };
}

/** The outcome as the table of outcomes names it; nothing where the trial failed or the question did not apply. */
function outcomeOf({ kind, outcomes }: Question, clock: Ir['clock'], answer: number): string | undefined {
  if (answer < 0) return undefined;
  if (kind !== 'time') return outcomes[answer]?.id;
  return answer > clock.steps ? NEVER : (clock.dates?.[answer] ?? String(answer * clock.perStep));
}

function write(cells: Cells | undefined, row: number, value: string | number | undefined): void {
  if (cells instanceof Float64Array) cells[row] = value === undefined ? Number.NaN : Number(value);
  else if (cells) cells[row] = value === undefined ? null : String(value);
}
