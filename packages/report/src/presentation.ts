/**
 * What people read beside the numbers. A run's document has ids and numbers alone; title, questions and labels come
 * from the scenario's text, in its languages.
 */
import type { Model, Text } from '@stave/engine';

export interface QuestionPresentation {
  readonly id: string;
  readonly ask: Text;
  /** Nobody can look the answer up, so it can never be scored. */
  readonly internal: boolean;
  /** Probabilities fixed in advance from past frequencies, by outcome id. */
  readonly baseline?: Readonly<Record<string, number>>;
  /** By outcome id; an outcome without one shows its id. */
  readonly labels: Readonly<Record<string, Text>>;
}

export interface Presentation {
  readonly title: Text;
  /** Languages whose texts nobody fluent has read. */
  readonly unreviewed?: readonly string[];
  readonly questions: readonly QuestionPresentation[];
  readonly measures: readonly { readonly id: string; readonly label?: Text }[];
}

export function presentationOf(model: Model): Presentation {
  return {
    title: model.title,
    unreviewed: Object.entries(model.languages).flatMap(([tag, state]) =>
      state === 'unreviewed' ? [tag] : [],
    ),
    questions: model.questions.map((question) => ({
      id: question.id,
      ask: question.ask,
      internal: question.internal,
      ...(question.baseline && { baseline: question.baseline.probabilities }),
      labels:
        'outcomes' in question
          ? Object.fromEntries(question.outcomes.flatMap(({ id, label }) => (label ? [[id, label]] : [])))
          : {},
    })),
    measures: model.measures.map(({ name, label }) => ({ id: name, ...(label && { label }) })),
  };
}
