/**
 * The files of an exercise, to be kept with its logs: names are those that the exercise file uses, so that nothing of
 * the machine they came from is kept.
 */
import { basename, dirname, relative, resolve } from 'node:path';
import { openExercise, type ReadFile } from '../exercise/open.ts';
import type { ExerciseRead } from '../exercise/read.ts';
import type { ExerciseFiles } from './store.ts';

/** Reads an exercise, and keeps every text that was read for it. */
export async function gathered(
  path: string,
  readFile: ReadFile,
): Promise<{ readonly read: ExerciseRead; readonly files: ExerciseFiles }> {
  const folder = dirname(path);
  const texts = new Map<string, string>();
  const read = await openExercise(path, async (named) => {
    const file = await readFile(named);
    if ('source' in file) texts.set(nameIn(folder, named), file.source.text);
    return file;
  });
  const files = [...texts].map(([name, text]) => ({ path: name, text }));
  return { read, files: { exercise: basename(path), files } };
}

const nameIn = (folder: string, path: string): string =>
  relative(resolve(folder), resolve(path)).replaceAll('\\', '/');

/** The exercise that was kept. */
export const openKept = ({ exercise, files }: ExerciseFiles): Promise<ExerciseRead> =>
  openExercise(exercise, (path) => {
    const text = files.find((file) => file.path === path)?.text;
    return Promise.resolve(
      text === undefined
        ? { problem: { code: 'file-missing', severity: 'error', message: `${path} was not kept` } }
        : { source: { name: path, text } },
    );
  });
