/** Questions that two arms have in common. */
import type { Ir, IrQuestion } from '../ir/ir.ts';

export interface Matched {
  /** Places among the questions of A and of B. */
  readonly a: number;
  readonly b: number;
  readonly question: IrQuestion;
  readonly other: IrQuestion;
}

/** In the order of A. */
export const matchedQuestions = (a: Ir, b: Ir): readonly Matched[] =>
  a.questions.flatMap((question, i): Matched[] => {
    const j = b.questions.findIndex((other) => isSameQuestion(question, other));
    const other = b.questions[j];
    return other ? [{ a: i, b: j, question, other }] : [];
  });

function isSameQuestion(a: IrQuestion, b: IrQuestion): boolean {
  const ids = (question: IrQuestion): readonly string[] => question.outcomes.map(({ id }) => id);
  return a.id === b.id && a.kind === b.kind && same(ids(a), ids(b));
}

export function same(a: readonly unknown[] | undefined, b: readonly unknown[] | undefined): boolean {
  if (!a || !b) return a === b;
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

/** Questions whose answers are numbers: so many columns a block has for them. */
export const numbersOf = ({ questions }: Ir): number =>
  questions.filter(({ number }) => number !== undefined).length;

/** When a question that asks when was answered, up to its end and in the clock's unit. */
export const timeOf = ({ clock }: Ir, { last }: IrQuestion, answer: number): number =>
  Math.min(answer, last) * clock.perStep;
