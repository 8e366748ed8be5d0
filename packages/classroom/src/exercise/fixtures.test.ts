/** Every code of exercises has a file in which it alone is found, at the place that its first line says. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codes } from '@stave/engine/reading';
import { expect, test } from 'vitest';
import { openExercise } from './open.ts';
import { placesOf, readHere } from './testing.ts';

const folder = join(import.meta.dirname, 'fixtures');
const fixtures = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

test('there is one for every code, and none besides', () => {
  const wanted = Object.keys(codes).filter((code) => code.startsWith('exercise-'));
  expect(fixtures.map((name) => name.replace('.yaml', '')).toSorted()).toEqual(wanted.toSorted());
});

test.each(fixtures)('%s yields exactly what it expects', async (name) => {
  const path = join(folder, name);
  const read = await openExercise(path, async (file) =>
    file.endsWith('scenery.yaml')
      ? { problem: { code: 'file-missing', severity: 'error', message: 'there is no such file' } }
      : await readHere(file),
  );
  expect(placesOf(read).map((place) => `# expect: ${place}`)).toEqual([
    readFileSync(path, 'utf8').split('\n', 1)[0],
  ]);
  const [found] = read.files.flatMap(({ diagnostics }) => diagnostics);
  expect(found?.code).toBe(name.replace('.yaml', ''));
  expect(found?.help).toMatch(/\w/);
  expect(read.exercise !== undefined).toBe(found?.severity === 'warning');
});
