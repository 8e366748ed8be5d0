/** From the path of an exercise to a checked exercise. How files are read is handed in, so nothing here needs Node. */
import type { Diagnostic, Source } from '@stave/engine';
import { readExercise, type ExerciseOptions, type ExerciseRead } from './read.ts';

/** A file's text, or why it cannot be read. */
export type ReadFile = (
  path: string,
) => Promise<{ readonly source: Source } | { readonly problem: Diagnostic }>;

/** All that can be said about the exercise at a path. Paths in files begin at the folder of the file. */
export async function openExercise(
  path: string,
  readFile: ReadFile,
  options: ExerciseOptions = {},
): Promise<ExerciseRead> {
  const file = await readFile(path);
  if ('problem' in file)
    return { files: [{ source: { name: path, text: '' }, diagnostics: [file.problem] }] };
  return await openedExercise(file.source, readFile, options);
}

/** The same for a text that has been read. */
export const openedExercise = (
  source: Source,
  readFile: ReadFile,
  options: ExerciseOptions = {},
): Promise<ExerciseRead> =>
  readExercise(
    source,
    async (named) => {
      const scenario = beside(source.name, named);
      const file = await readFile(scenario);
      return 'problem' in file
        ? file
        : { ...file, imports: (fragment) => readFile(beside(scenario, fragment)) };
    },
    options,
  );

/** The path of what a file names, `..` taken out of it where that can be. */
function beside(file: string, named: string): string {
  if (/^(\/|[A-Za-z]:)/.test(named)) return named;
  const folder = file.slice(0, Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  const steps: string[] = [];
  for (const step of `${folder}${named}`.split('/')) {
    if (step === '.') continue;
    const last = steps.at(-1);
    if (step === '..' && last !== undefined && last !== '..' && last !== '') steps.pop();
    else steps.push(step);
  }
  return steps.join('/');
}
