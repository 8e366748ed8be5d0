/** The outcomes of a question that people can give probabilities to. */
import type { Question, Text } from '@stave/engine';
import type { StandingQuestion } from './exercise.ts';

type WithOutcomes = Extract<Question, { readonly kind: 'binary' | 'ordered' | 'nominal' | 'count' }>;

const YES: Text = { en: 'Yes', zh: '是', ja: 'はい', ko: '예' };
const NO: Text = { en: 'No', zh: '否', ja: 'いいえ', ko: '아니요' };

export const isOutcomeKind = (question: Question): question is WithOutcomes =>
  question.kind === 'binary' || 'outcomes' in question;

export const outcomesOf = (question: WithOutcomes): StandingQuestion['outcomes'] =>
  question.kind === 'binary'
    ? [
        { id: 'yes', label: YES },
        { id: 'no', label: NO },
      ]
    : question.outcomes.map(({ id, label }) => ({ id, label: label ?? { en: id } }));
