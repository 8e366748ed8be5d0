/** Exact answers as a reader sees them. */
import { displayWidth, type ExactDocument } from '@stave/engine';
import { expect, test } from 'vitest';
import { exactReport } from './exact.ts';
import type { Presentation } from './presentation.ts';

const presentation: Presentation = {
  title: { en: 'A walk', zh: '漫步' },
  questions: [
    { id: 'home', ask: { en: 'Does it come home?' }, internal: true, labels: {} },
    { id: 'when', ask: { en: 'When?' }, internal: true, labels: {} },
    { id: 'far', ask: { en: 'How far?' }, internal: true, labels: {} },
    { id: 'rests', ask: { en: 'Where does it rest?' }, internal: true, labels: {} },
    { id: 'asked', ask: { en: 'And if it flies?' }, internal: true, labels: {} },
    { id: 'height', ask: { en: 'How high does it fly?' }, internal: true, labels: {} },
  ],
  measures: [],
};

const document: ExactDocument = {
  schema: 'stave-exact/1',
  scenario: { id: 'walk', hash: '' },
  unbounded: false,
  seconds: 0.1,
  states: 1200,
  transitions: 1,
  dated: false,
  failed: 0.125,
  failures: [{ code: 'out-of-range', place: 'x', probability: 0.125 }],
  questions: [
    {
      id: 'home',
      kind: 'binary',
      unbounded: false,
      outcomes: [
        { value: 'yes', probability: 1 / 3 },
        { value: 'no', probability: 2 / 3 },
      ],
      expectations: [],
      given: { probability: 1 - 1e-12 },
    },
    {
      id: 'when',
      kind: 'time',
      unbounded: true,
      outcomes: [
        { value: 'ever', probability: 0.5 },
        { value: 'never', probability: 0.5 },
      ],
      expectations: [
        { of: 'steps', value: 'infinite' },
        { of: 'steps', value: 3.2, given: 'passage' },
      ],
    },
    {
      id: 'far',
      kind: 'numeric',
      unbounded: false,
      outcomes: [],
      expectations: [{ of: 'number', value: 2 }],
      number: { sd: 1, least: 0, most: 4, quantiles: [{ q: 0.5, value: 2 }] },
    },
    {
      id: 'rests',
      kind: 'numeric',
      unbounded: true,
      outcomes: [],
      expectations: [{ of: 'number', value: 1.5, given: 'rest' }],
      unsettled: 0.25,
    },
    {
      id: 'asked',
      kind: 'binary',
      unbounded: false,
      outcomes: [
        { value: 'yes', probability: null },
        { value: 'no', probability: null },
      ],
      expectations: [],
      given: { probability: 0 },
    },
    {
      id: 'height',
      kind: 'total',
      unbounded: false,
      outcomes: [],
      expectations: [],
      given: { probability: 0 },
    },
  ],
  measures: [],
  check: {
    trials: 20_000,
    seed: '7',
    failed: 0,
    comparisons: [
      { question: 'home', what: 'yes', exact: 1 / 3, estimate: 0.33, low: 0.32, high: 0.3333, inside: false },
      { question: 'far', what: 'mean', exact: 2, estimate: 2.01, low: null, high: 2.1, inside: true },
    ],
  },
};

const lines = (text: string, lang = 'en', color = false): string[] =>
  exactReport({ ...document, scenario: { id: text, hash: '' } }, presentation, {
    lang,
    width: 80,
    color,
  }).split('\n');

test('sizes, failure, and what is not 1 is not shown as 1', () => {
  const text = lines('walk');
  expect(text.slice(0, 2)).toEqual([
    'A walk',
    'walk · 1,200 states · 1 transition · fails with probability 0.125',
  ]);
  expect(text).toContain('given its condition, which has probability 1 - 1e-12');
});

test('what a condition that never holds leaves undefined, and means of what comes to rest', () => {
  const text = lines('walk').map((line) => line.trim().split(/ {2,}/));
  const block = (ask: string): readonly (readonly string[])[] => {
    const rest = text.slice(text.findIndex(([first]) => first === ask) + 1);
    return rest.slice(
      0,
      rest.findIndex(([first]) => first === '' || first?.startsWith('─')),
    );
  };
  expect(block('Where does it rest?')).toEqual([
    ['mean, if it comes to rest', '1.5'],
    ['never at rest', '0.25'],
  ]);
  expect(block('And if it flies?').slice(1)).toEqual([['yes', 'undefined']]);
  expect(block('How high does it fly?').slice(1)).toEqual([['mean', 'undefined']]);
});

test('exact numbers, their estimates and whether they lie inside', () => {
  const words = lines('walk').map((line) => line.trim().split(/ {2,}/));
  expect(words).toContainEqual(['yes', '0.3333333333', '0.33', '0.32 – 0.3333', 'outside']);
  expect(words).toContainEqual(['expected steps', 'infinite']);
  expect(words).toContainEqual(['expected steps, if it happens', '3.2']);
  expect(words).toContainEqual(['mean', '2', '2.01', '… – 2.1', 'inside']);
  expect(words).toContainEqual(['median', '2']);
  expect(words).toContainEqual(['20,000 trials · seed 7 · 0 failed']);
  expect(lines('walk').join('\n')).toMatch(/^1 of 2 exact numbers lie inside their interval\./m);
});

test('no line is wider than the terminal, in any language; colour marks what lies outside', () => {
  for (const lang of ['en', 'zh', 'ja', 'ko'])
    for (const line of lines('walk', lang)) expect(displayWidth(line)).toBeLessThanOrEqual(80);
  expect(lines('walk', 'en', true).filter((line) => line.includes('\u001b[31m'))).toHaveLength(1);
});
