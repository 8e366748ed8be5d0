/** A room before anybody is in it. */
import type { RoomDeed } from './events.ts';
import { readingOf, writable } from './records.ts';
import { RULES } from './rules.ts';
import { addressOf, type World } from './world.ts';

export interface RoomOptions {
  readonly room: string;
  /** Of the exercise; the first when left out. */
  readonly preset?: string;
  readonly seed: string;
  /** Trial whose luck it has, from 0. */
  readonly trial: number;
  readonly forkOf?: { readonly room: string; readonly seq: number };
  /** Edition of the rules; the present one when left out. */
  readonly rules?: number;
}

export type OpenedDeed = Extract<RoomDeed, { kind: 'opened' }>;

/** A room that cannot be opened, in words for people. */
export class RoomError extends Error {}

/**
 * The first deed of a room, with frame 0 of its trial.
 * @throws RoomError where there is no such preset, or where the trial fails or ends as it begins
 */
export function openRoom(
  world: World,
  { room, preset = world.exercise.presets[0]?.id ?? '', seed, trial, forkOf, rules = RULES }: RoomOptions,
): OpenedDeed {
  const { exercise, ir, play, digest } = world;
  if (!exercise.presets.some(({ id }) => id === preset)) {
    const known = exercise.presets.map(({ id }) => id).join(', ');
    throw new RoomError(`there is no preset ${preset}; the exercise has ${known}`);
  }
  const { frame, reading, failure } = play.begin(addressOf({ seed, trial }));
  if (failure) {
    throw new RoomError(
      `trial ${trial} of seed ${seed} fails at its start (${failure.code} at ${failure.place}): choose another seed`,
    );
  }
  if (!frame || !reading) throw new RoomError('the scenario is over at its start: its clock says until when');
  return {
    kind: 'opened',
    room,
    exercise: digest,
    scenario: ir.hash,
    preset,
    seed,
    trial,
    frame: writable(frame),
    reading: readingOf(reading),
    held: Object.fromEntries(exercise.seats.map(({ name, bot }) => [name, bot])),
    ...(forkOf && { forkOf }),
    ...(rules > 1 && { rules }),
  };
}
