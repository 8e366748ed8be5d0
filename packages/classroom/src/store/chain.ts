/**
 * The chain of a log: each event has a link, the SHA-256 of the link before it and its own text, and the first stands
 * on the header, which holds the exercise. Whoever changes, takes out or puts in anything breaks it there, and who
 * knows the last link can tell that the whole log is the one it was. Words and names stay outside: they can be deleted,
 * and nothing may be left by which somebody could find out whether they were what he guesses.
 */
import { createHash } from 'node:crypto';
import type { RoomEvent } from '../room/events.ts';
import type { ExerciseFiles } from './store.ts';

export const LOG_SCHEMA = 'stave-log/1';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What a link is made from: JSON as it is written here, with no space and with keys in the order they have. */
const textOf = (event: RoomEvent): string => JSON.stringify(event);

/** The first line of a log, without its link. */
export const headerOf = (room: string, { exercise, files }: ExerciseFiles): object => ({
  schema: LOG_SCHEMA,
  room,
  exercise,
  files: files.map(({ path, text }) => ({ path, text })),
});

/** What the first event is linked to. */
export const firstLink = (room: string, exercise: ExerciseFiles): string =>
  sha256(JSON.stringify(headerOf(room, exercise)));

export const nextLink = (before: string, event: RoomEvent): string => sha256(before + textOf(event));

/** A line of a log file. */
export const linked = (line: object, chain: string): string => `${JSON.stringify({ ...line, chain })}\n`;

export interface Break {
  /** Number of the first event that is not as it was written. */
  readonly seq: number;
  readonly message: string;
}

/** Where events and the links that were kept with them part; nothing where they do not. */
export function chainBreak(
  first: string,
  events: readonly RoomEvent[],
  links: readonly string[],
): Break | undefined {
  let link = first;
  for (const [i, event] of events.entries()) {
    link = nextLink(link, event);
    if (links[i] !== link) return brokenAt(event);
  }
  return undefined;
}

export const brokenAt = ({ seq, kind }: RoomEvent): Break => ({
  seq,
  message: `event ${seq} (${kind}) is not as it was written, or something before it was taken out or put in: its link in the chain does not fit`,
});
