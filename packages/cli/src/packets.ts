/** `stave packets EXERCISE --html FILE`: an exercise on paper. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  goalsOf,
  openRoom,
  packets as packetsOf,
  placesFor,
  placesIn,
  type PaperSize,
  type Place,
  type World,
} from '@stave/classroom';
import { InputError } from './failure.ts';
import { counted } from './numbers.ts';
import { known, openForPlay } from './play/exercise.ts';

export interface PacketsOptions {
  readonly html: string;
  readonly preset?: string;
  readonly language?: string;
  readonly people?: number;
  /** Draws the secret goals, as a room of that seed has them. */
  readonly seed?: string;
  readonly paper: PaperSize;
}

export async function packets(path: string, options: PacketsOptions): Promise<void> {
  const opened = await openForPlay(path);
  if (!opened) return;
  const { world } = opened;
  const { exercise } = world;
  const [firstPreset] = exercise.presets;
  const preset = known('preset', options.preset ?? firstPreset?.id ?? '', exercise.presets, 'packets');
  const [firstLanguage = 'en'] = exercise.languages;
  const languages = exercise.languages.map((id) => ({ id }));
  const language = known('language', options.language ?? firstLanguage, languages, 'packets').id;
  const { seed } = options;
  const { frame } = openRoom(world, { room: 'paper', preset: preset.id, seed: seed ?? '', trial: 0 });
  const page = packetsOf(world, {
    preset,
    language,
    size: options.paper,
    frame,
    places: placesOf(world, options.people ?? 0),
    ...(seed !== undefined && { goals: goalsOf(world, { seed }) }),
  });
  try {
    mkdirSync(dirname(options.html), { recursive: true });
    writeFileSync(options.html, page);
  } catch (error) {
    throw new InputError(
      `${options.html} cannot be written: ${(error as Error).message}`,
      'name a file that can be written',
    );
  }
  process.stderr.write(`wrote ${options.html}: open it in a browser and print it\n`);
}

/** @throws InputError where there are more people than places */
function placesOf({ exercise }: World, people: number): readonly Place[] {
  const most = placesIn(exercise);
  if (people > most)
    throw new InputError(`this exercise has ${counted(most, 'place')}`, `ask for at most ${most} people`);
  return placesFor(exercise, people);
}
