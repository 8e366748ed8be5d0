/** Exercises for tests: files in memory, and the shipped small exercise. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { placeOf } from '@stave/engine';
import { openedExercise, openExercise, type ReadFile } from './open.ts';
import type { ExerciseRead } from './read.ts';

/** The folder of the packs. */
export const PACKS = join(import.meta.dirname, '../../../scenarios');

export const readHere: ReadFile = (path) =>
  Promise.resolve({ source: { name: path, text: readFileSync(path, 'utf8') } });

export const openPack = (path: string): Promise<ExerciseRead> => openExercise(join(PACKS, path), readHere);

/** A file of this name is read as the exercise; others are looked for among the files. */
export const readTexts = (text: string, files: Readonly<Record<string, string>>): Promise<ExerciseRead> =>
  openedExercise({ name: 'exercise.yaml', text }, (path) => {
    const found = files[path];
    return Promise.resolve(
      found === undefined
        ? { problem: { code: 'file-missing', severity: 'error', message: 'there is no such file' } }
        : { source: { name: path, text: found } },
    );
  });

/** `code at line:column` of each diagnostic; of another file than the exercise with its name before. */
export const placesOf = ({ files }: ExerciseRead): readonly string[] =>
  files.flatMap(({ source, diagnostics }, i) =>
    diagnostics.map(({ code, span }) => {
      const { line, column } = placeOf(source.text, span?.start ?? 0);
      return `${i === 0 ? '' : `${source.name}: `}${code} at ${line}:${column}`;
    }),
  );
