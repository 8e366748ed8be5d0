/** Numbers of a game in a terminal: as many figures as somebody can use, and no certainty that is not there. */
import { expect, test } from 'vitest';
import { numberText, percentText, Telling } from './telling.ts';

test.each([
  [3, '3'],
  [38.217, '38.2'],
  [-5.247, '-5.25'],
  [0.4509, '0.451'],
  [1234.6, '1235'],
  [Number.NaN, '–'],
])('%d is written %s', (value, text) => expect(numberText(value)).toBe(text));

test.each([
  [0, '0%'],
  [0.0002, '<0.1%'],
  [0.0005, '0.1%'],
  [0.185, '18.5%'],
  [0.9999, '>99.9%'],
  [1, '100%'],
])('the probability %d is written %s', (value, text) => expect(percentText(value)).toBe(text));

test('a change has the figures of what has changed', () => {
  const said = new Telling(80).world({
    drivers: [],
    numbers: [{ name: 'mood', label: 'Mood', unit: 'point', dates: [], values: [38.217, 32.97] }],
  } as unknown as Parameters<Telling['world']>[0]);
  expect(said).toContain('Mood: 33 point (-5.2)');
});
