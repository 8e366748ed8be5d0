/** From a path, or from the files that a log holds, to the world that a game is played in. */
import {
  makeWorld,
  openedExercise,
  openExercise,
  type ExerciseFiles,
  type ExerciseRead,
  type ReadFile,
  type World,
} from '@stave/classroom';
import { diagnostic } from '@stave/engine';
import { InputError, UsageError } from '../failure.ts';
import { readSource } from '../files.ts';
import { filesText } from '../problems.ts';
import { wantsColour } from '../terminal.ts';

export interface OpenedExercise {
  readonly world: World;
  /** The exercise, its scenario and what that imports, with paths from the folder of the exercise. */
  readonly files: ExerciseFiles;
}

/** Says on stderr what is wrong with the files; nothing when there is an error, and the exit code is set. */
export async function openForPlay(path: string): Promise<OpenedExercise | undefined> {
  const read: { path: string; text: string }[] = [];
  const readAndKeep: ReadFile = async (named) => {
    const file = await readSource(named);
    if ('source' in file && read.every((one) => one.path !== named))
      read.push({ path: named, text: file.source.text });
    return file;
  };
  const world = told(await openExercise(path, readAndKeep));
  if (!world) return undefined;
  return { world, files: { exercise: path, files: read } };
}

/** @throws InputError where what a log holds is no exercise, so that it was changed. */
export async function openKept({ exercise, files }: ExerciseFiles): Promise<World> {
  const readKept: ReadFile = (named) => {
    const kept = files.find(({ path }) => path === named);
    return Promise.resolve(
      kept
        ? { source: { name: named, text: kept.text } }
        : { problem: diagnostic('file-missing', 'the log does not hold this file') },
    );
  };
  const own = files.find(({ path }) => path === exercise);
  const world = own && told(await openedExercise({ name: own.path, text: own.text }, readKept));
  if (!world)
    throw new InputError('the exercise in the log is in error', 'the log was changed: take another copy');
  return world;
}

function told({ exercise, world, files }: ExerciseRead): World | undefined {
  process.stderr.write(filesText(files, wantsColour(process.stderr, process.env)));
  if (exercise && world) return makeWorld(exercise, world.model, world.ir);
  process.exitCode = 1;
  return undefined;
}

/** @throws UsageError on an id that is not among those there are. */
export function known<T extends { readonly id: string }>(
  what: string,
  id: string,
  all: readonly T[],
  verb: string,
): T {
  const found = all.find((one) => one.id === id);
  if (found) return found;
  throw new UsageError(
    `this exercise has no ${what} \`${id}\``,
    `it has ${all.map((one) => one.id).join(', ')} (stave ${verb} --help shows how it is used)`,
    ` ${verb}`,
  );
}
