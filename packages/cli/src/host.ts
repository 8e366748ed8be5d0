/** `stave host EXERCISE`: people join an exercise from their own devices, on this machine or on its network. */
import { existsSync } from 'node:fs';
import {
  ExerciseError,
  host as hostExercise,
  HostError,
  StoreError,
  type Hosting,
} from '@stave/classroom/server';
import { InputError, UsageError } from './failure.ts';
import { readSource } from './files.ts';
import { resumeText, welcome } from './host-welcome.ts';
import { filesText } from './problems.ts';
import { wantsColour } from './terminal.ts';

export interface HostOptions {
  readonly data?: string;
  readonly memory?: true;
  readonly resume?: string;
  readonly preset?: string;
  readonly seed?: string;
  readonly rooms: number;
  readonly sameLuck?: boolean;
  readonly language?: string;
  readonly lan?: true;
  readonly host: readonly string[];
  readonly port?: number;
}

/** Ends when it is told to, by Ctrl-C. */
export async function host(exercise: string | undefined, options: HostOptions): Promise<void> {
  const { data, memory, resume } = options;
  if (exercise === undefined && resume === undefined) {
    throw new UsageError('no exercise was named', 'name an exercise file, or a folder by --resume', ' host');
  }
  if ([data, memory, resume].filter((one) => one !== undefined).length > 1) {
    throw new UsageError(
      '--data, --memory and --resume exclude each other',
      'leave all but one out',
      ' host',
    );
  }
  if (exercise !== undefined && resume !== undefined) {
    throw new UsageError(
      'with --resume the exercise is the one in the folder',
      'leave the exercise file out',
      ' host',
    );
  }
  const folder = memory ? undefined : (resume ?? data ?? newFolder());
  const hosting = await startHosting(exercise, options, folder);
  // Listened for before anybody is told that it can be sent.
  const stopped = untilStopped();
  process.stdout.write(welcome(hosting, options, folder));
  await stopped;
  await hosting.server.close('the server has been stopped');
  const again = folder === undefined ? '' : `; go on with: ${resumeText(folder)}`;
  process.stdout.write(`stopped${again}\n`);
}

async function startHosting(
  exercise: string | undefined,
  options: HostOptions,
  folder: string | undefined,
): Promise<Hosting> {
  const { resume, preset, seed, rooms, sameLuck, language, lan, host: names, port } = options;
  try {
    return await hostExercise({
      ...(exercise !== undefined && { exercise }),
      readFile: readSource,
      ...(resume === undefined && folder !== undefined && { data: folder }),
      ...(resume !== undefined && { resume }),
      ...(preset !== undefined && { preset }),
      ...(seed !== undefined && { seed }),
      rooms,
      ...(sameLuck !== undefined && { sameLuck }),
      ...(language !== undefined && { language }),
      lan: lan ?? false,
      names,
      ...(port !== undefined && { port }),
      onFault: (error) => process.stderr.write(faultText(error)),
    });
  } catch (error) {
    if (error instanceof ExerciseError) {
      process.stdout.write(filesText(error.read.files, wantsColour(process.stdout, process.env)));
      throw new InputError('the exercise has errors', 'mend what is named above; stave check says it again');
    }
    if (error instanceof HostError || error instanceof StoreError) {
      throw new InputError(error.message, error.help);
    }
    throw error;
  }
}

/** A day's first exercise in the current folder, or its next. */
function newFolder(): string {
  const day = new Date().toISOString().slice(0, 10);
  const name = (number: number): string => `stave-exercise-${day}${number === 1 ? '' : `-${number}`}`;
  let number = 1;
  while (existsSync(name(number))) number++;
  return name(number);
}

const faultText = (error: unknown): string => {
  const { message, stack } = error as Error;
  const trace = process.env['STAVE_DEBUG'] ? `${stack ?? ''}\n` : '';
  return `${trace}warning: ${message}\n`;
};

/** A second signal ends at once. */
const untilStopped = (): Promise<void> =>
  new Promise((resolve) => {
    let isStopping = false;
    const stop = (): void => {
      if (isStopping) process.exit(130);
      isStopping = true;
      resolve();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
