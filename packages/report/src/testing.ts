/** A small forecast for tests: every kind of question, two languages, a fan. */
import type { OutcomeEstimate, ProportionEstimate, RunDocument } from '@stave/engine';
import type { Presentation } from './presentation.ts';

export function estimated(
  probability: number,
  simulation: readonly [number, number],
  range: readonly [number, number],
): ProportionEstimate {
  return {
    probability,
    se: 0.003,
    low: simulation[0],
    high: simulation[1],
    range: { low: range[0], high: range[1], method: 'nested 384x52, binomial mixture' },
  };
}

const months = Array.from({ length: 30 }, (_, k) => {
  const month = 6 + k; // from July 2023
  return `${2023 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`;
});
const when = months.map((value, k): OutcomeEstimate => {
  const p = k / 100;
  const estimate = estimated(p, [p * 0.9, p * 1.1], [p / 2, p * 2]);
  return { value, ...estimate, cumulative: estimate };
});

export const DOCUMENT: RunDocument = {
  schema: 'stave-run/1',
  scenario: { id: 'two-neighbours', hash: '0123456789abcdef'.repeat(4) },
  seed: '7',
  trials: 20_000,
  failed: 0,
  executor: 'js',
  threads: 1,
  seconds: 1.5,
  nested: { points: 384, share: 52 },
  questions: [
    {
      id: 'treaty',
      kind: 'binary',
      outcomes: [
        { value: 'yes', ...estimated(0.4037, [0.397, 0.4105], [0.2, 0.6]) },
        { value: 'no', ...estimated(0.5963, [0.5895, 0.603], [0.4, 0.8]) },
      ],
    },
    {
      id: 'trend',
      kind: 'ordered',
      outcomes: [
        { value: 'erode', ...estimated(0.7, [0.69, 0.71], [0.3, 0.9]) },
        { value: 'hold', ...estimated(0.2996, [0.29, 0.31], [0.1, 0.7]) },
        { value: 'strengthen', ...estimated(0.0004, [0.0002, 0.0008], [0.0001, 0.002]) },
      ],
    },
    {
      id: 'when',
      kind: 'time',
      outcomes: [...when, { value: 'never', ...estimated(0.71, [0.7, 0.72], [0.4, 0.9]) }],
    },
  ],
  measures: [
    {
      id: 'cohesion',
      steps: months.map((_, k) => k),
      dates: months,
      quantiles: [0.05, 0.25, 0.5, 0.75, 0.95].map((q) => ({
        q,
        values: months.map((_, k) => 0.5 + (q - 0.6) * 0.01 * k),
      })),
    },
  ],
  basisShares: [
    { basis: 'unmarked', count: 1 },
    { basis: 'judgement', count: 3 },
    { basis: 'data', count: 6 },
  ],
};

export const PRESENTATION: Presentation = {
  title: { en: 'Two neighbours', zh: '两个邻国' },
  questions: [
    {
      id: 'treaty',
      ask: { en: 'Do they sign a treaty?', zh: '两国是否签署条约？' },
      internal: false,
      baseline: { yes: 0.0015 },
      labels: {},
    },
    {
      id: 'trend',
      ask: { en: 'Does trade strengthen, hold or erode?', zh: '贸易是增强、维持还是削弱？' },
      internal: false,
      labels: { erode: { en: 'Erodes', zh: '削弱' }, hold: { en: 'Holds', zh: '维持' } },
    },
    {
      id: 'when',
      ask: { en: 'When does cohesion first fall?', zh: '凝聚力何时首次下降？' },
      internal: true,
      labels: {},
    },
  ],
  measures: [{ id: 'cohesion', label: { en: 'Cohesion (model)', zh: '凝聚力（模型内）' } }],
};
