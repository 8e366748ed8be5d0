/** What trials say of a question: a probability for each outcome, or a number, and how it differs between two options. */
import {
  addNumber,
  CATEGORY,
  emptySample,
  estimateNumber,
  NOT_APPLICABLE,
  PairSums,
  proportion,
  shareDifference,
  type Difference,
  type Ir,
} from '@stave/engine';
import type { Ran } from './task.ts';

/** 95% interval of the simulation error; null where nothing bounds it. */
export interface Estimate {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export interface OutcomeEstimate extends Estimate {
  readonly id: string;
  /** Less that of the first option, trial by trial on the same luck. */
  readonly difference?: Estimate;
}

export interface QuestionAnswer {
  readonly id: string;
  /** Probabilities; of a question that asks when: `passed`, by its end. None where the answer is a number. */
  readonly outcomes: readonly OutcomeEstimate[];
  /** The mean. */
  readonly number?: Omit<OutcomeEstimate, 'id'>;
  /** Trials in which the question did not apply. */
  readonly notApplicable: number;
}

const PAIRED = { paired: true, identical: false } as const;

/**
 * @param q the question's place among those that were asked for
 * @param against what the first option came to on the same trials
 */
export function estimated(ir: Ir, slot: number, q: number, ran: Ran, against?: Ran): QuestionAnswer {
  const question = ir.questions[slot];
  if (!question) throw new Error('InvariantError: no such question');
  const { id, kind } = question;
  const answers = answersOf(ran, q);
  const notApplicable = countOf(answers, (x) => x === NOT_APPLICABLE);
  if (question.number !== undefined) {
    const number = { ...meanOf(ran, q), ...(against && { difference: meanDifference(q, against, ran) }) };
    return { id, outcomes: [], number, notApplicable };
  }
  const ids = kind === 'time' ? ['passed'] : question.outcomes.map((outcome) => outcome.id);
  const trials = answers.length - notApplicable;
  const failed = countOf(answers, (x) => x === -1);
  const outcomes = ids.map((outcome, o): OutcomeEstimate => {
    const holds = (x: number): boolean => (kind === 'time' ? x >= 0 && x <= ir.clock.steps : x === o);
    const { probability: value, low, high } = proportion(countOf(answers, holds), trials, failed);
    const difference = against && shareBetween(answersOf(against, q), answers, holds);
    return { ...{ id: outcome, value, low, high }, ...(difference && { difference }) };
  });
  return { id, outcomes, notApplicable };
}

export const answersOf = ({ answers, count }: Ran, q: number): Int32Array =>
  answers.subarray(q * count, (q + 1) * count);

export const numbersOf = ({ numbers, count }: Ran, q: number): Float64Array =>
  numbers.subarray(q * count, (q + 1) * count);

/** How many hold. */
export const countOf = (answers: Int32Array, holds: (x: number) => boolean): number => {
  let count = 0;
  for (const x of answers) if (holds(x)) count++;
  return count;
};

/** What an answer is to one outcome, as pairs are counted by. */
function categoryOf(answer: number, holds: (x: number) => boolean): number {
  if (answer === -1) return CATEGORY.failed;
  if (answer === NOT_APPLICABLE) return CATEGORY.not;
  return holds(answer) ? CATEGORY.yes : CATEGORY.no;
}

function shareBetween(a: Int32Array, b: Int32Array, holds: (x: number) => boolean): Estimate {
  const table = new Float64Array(16);
  a.forEach((x, i) => (table[4 * categoryOf(x, holds) + categoryOf(b[i]!, holds)]! += 1));
  return told(shareDifference(table, PAIRED));
}

/** Two options on the same trials: B less A. */
function meanDifference(q: number, a: Ran, b: Ran): Estimate {
  return told(sumsOf(q, a, b).difference(PAIRED));
}

function sumsOf(q: number, a: Ran, b: Ran): PairSums {
  const sums = new PairSums();
  const [answersA, answersB] = [answersOf(a, q), answersOf(b, q)];
  const [numbersA, numbersB] = [numbersOf(a, q), numbersOf(b, q)];
  answersA.forEach((x, i) => {
    if (x === -1 || answersB[i] === -1) sums.failed++;
    else sums.add(numbersA[i]!, numbersB[i]!);
  });
  return sums;
}

const told = ({ difference: value, low, high }: Difference): Estimate => ({ value, low, high });

/** Nothing bounds the mean once a trial has failed, whose number nobody knows. */
function meanOf(ran: Ran, q: number): Estimate {
  const sample = emptySample();
  const answers = answersOf(ran, q);
  numbersOf(ran, q).forEach((x, i) => {
    if (answers[i] !== -1 && !Number.isNaN(x)) addNumber(sample, x);
  });
  const {
    mean: value,
    low,
    high,
  } = estimateNumber(
    sample,
    countOf(answers, (x) => x === -1),
  );
  return { value, low, high };
}
