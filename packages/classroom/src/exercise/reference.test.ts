/** Every example of docs/reference/exercise.md is an exercise with the small scenario, and every key is explained. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PACKS, placesOf, readTexts } from './testing.ts';
import { exerciseJsonSchema, exerciseShape } from './shape.ts';

const page = readFileSync(join(PACKS, '../../docs/reference/exercise.md'), 'utf8');
const examples = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text);
const scenario = readFileSync(join(PACKS, 'fishing-bank/scenario.yaml'), 'utf8');

/** Text of each key of a file, in order. */
const sectionsOf = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text
      .split(/^(?=[a-zA-Z-]+:)/m)
      .map((section) => [section.slice(0, section.indexOf(':')), section] as const),
  );

test.each(examples.map((text, i) => [i + 1, text] as const))('example %i', async (_, text) => {
  // A part stands in for the same keys of the first example, which is whole.
  const whole = new Map([...sectionsOf(examples[0] ?? ''), ...sectionsOf(text)]);
  const read = await readTexts([...whole.values()].join(''), { 'scenario.yaml': scenario });
  expect(placesOf(read)).toEqual([]);
  expect(read.exercise?.id).toBe('two-harbours');
});

test('every key of the file is in the table of keys, and no other', () => {
  const table = page.slice(page.indexOf('| key '), page.indexOf('Bots of a scenario may wait'));
  const keys = [...table.matchAll(/^\| ([^|]*)\|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([\w-]+)`/g)].map(([, key = '']) => key),
  );
  expect(keys.toSorted()).toEqual(Object.keys(exerciseShape.shape).toSorted());
});

test('every key of every part is explained', () => {
  const explained = new Set([...page.matchAll(/`([\w-]+)[:`]/g)].map(([, key = '']) => key));
  const inTables = new Set([...page.matchAll(/[`{ ]([A-Za-z]+):/g)].map(([, key = '']) => key));
  const keys = propertiesOf(exerciseJsonSchema());
  expect(keys.length).toBeGreaterThan(60);
  expect(keys.filter((key) => !explained.has(key) && !inTables.has(key))).toEqual([]);
});

/** Keys of maps at whatever depth; those of an arm stand in the reference of studies. */
function propertiesOf(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, part]): readonly string[] =>
    key === 'properties'
      ? Object.entries(part as object).flatMap(([name, inner]) =>
          name === 'arm' ? [name] : [name, ...propertiesOf(inner)],
        )
      : propertiesOf(part),
  );
}
