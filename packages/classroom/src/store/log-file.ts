/**
 * A room's log as one text, `stave-log/1`: JSON Lines, the same bytes for the same log. First a header with all that a
 * replay needs (the texts of exercise and scenario), then texts that people wrote, then names where they are wanted,
 * then events. Texts and names may be left out; the log replays without them.
 */
import type { By, RoomEvent, TextId } from '../room/events.ts';
import { brokenAt, firstLink, headerOf, linked, LOG_SCHEMA, nextLink, type Break } from './chain.ts';
import type { ExerciseFiles, Store } from './store.ts';

export interface Log {
  readonly room: string;
  readonly exercise: ExerciseFiles;
  readonly texts: ReadonlyMap<TextId, string>;
  readonly names: ReadonlyMap<By, string>;
  readonly events: readonly RoomEvent[];
  /** The first event that is not as it was written. */
  readonly broken?: Break;
}

export interface LogWanted {
  /** Left out unless wanted: an export knows people by pseudonyms. */
  readonly names?: boolean;
  readonly texts?: boolean;
}

/** A room of a store. @param until number of the last event; all when left out */
export function logOf(store: Store, room: string, until?: number): Log {
  const events = store.events(room).filter(({ seq }) => until === undefined || seq <= until);
  const people = events.flatMap((event) => (event.kind === 'joined' ? [event.person] : []));
  const broken = store.broken(room);
  const named = people.map((person) => [person, store.name(room, person)] as const);
  return {
    room,
    exercise: store.exercise,
    texts: new Map(store.texts(room).map(({ id, text }) => [id, text])),
    names: new Map(named.flatMap(([person, name]) => (name === undefined ? [] : [[person, name]]))),
    events,
    ...(broken && broken.seq <= events.length && { broken }),
  };
}

export function logText(log: Log, wanted: LogWanted = {}): string {
  const { room, exercise, events } = log;
  const lines = [linked(headerOf(room, exercise), firstLink(room, exercise))];
  const loose: object[] = [];
  if (wanted.texts ?? true) {
    const texts = [...log.texts].sort(([a], [b]) => a - b);
    for (const [text, value] of texts) loose.push({ text, value });
  }
  if (wanted.names === true) for (const [person, name] of log.names) loose.push({ person, name });
  lines.push(...loose.map((line) => `${JSON.stringify(line)}\n`));
  return [...lines, ...eventLines(firstLink(room, exercise), events).lines].join('');
}

/** Lines of events that go on from a link, and the link that they end in. */
export function eventLines(
  from: string,
  events: readonly RoomEvent[],
): { readonly lines: readonly string[]; readonly link: string } {
  let link = from;
  const lines = events.map((event) => {
    link = nextLink(link, event);
    return linked(event, link);
  });
  return { lines, link };
}

/** The link that a log ends in: whoever has noted it can tell later that all of the log is as it was. */
export const lastLink = ({ room, exercise, events }: Log): string =>
  eventLines(firstLink(room, exercise), events).link;

export interface LogProblem {
  /** From 1. */
  readonly line: number;
  readonly message: string;
  readonly help: string;
}

/** What a log says, or the first line that is none. Whether it replays is for `verify` to say. */
export function readLog(text: string): { readonly log: Log } | { readonly problem: LogProblem } {
  const lines = text.split('\n');
  const isCut = lines.pop() !== '';
  const header = parsed(lines[0] ?? '');
  if (header?.['schema'] !== LOG_SCHEMA) return { problem: problem(1, 'this is no log of a room', HEAD) };
  const exercise = filesOf(header);
  const room = header['room'];
  if (!exercise || typeof room !== 'string') {
    return { problem: problem(1, 'the header lacks the room or the files of the exercise', AGAIN) };
  }
  const first = firstLink(room, exercise);
  if (lines[0] !== linked(headerOf(room, exercise), first).slice(0, -1)) {
    return { problem: problem(1, 'the room or the exercise in the header is not as it was written', AGAIN) };
  }
  const texts = new Map<TextId, string>();
  const names = new Map<By, string>();
  const events: RoomEvent[] = [];
  let link = first;
  let broken: Break | undefined;
  /** Line of the first event. */
  let firstAt: number | undefined;
  for (const [index, line] of lines.entries()) {
    if (index === 0) continue;
    const found = parsed(line);
    if (!found) return { problem: problem(index + 1, 'this line is no JSON object', AGAIN) };
    const { text: number, value, person, name, seq, kind } = found;
    if (typeof kind === 'string') {
      if (seq !== events.length + 1) {
        return { problem: problem(index + 1, `event ${events.length + 1} is missing`, AGAIN) };
      }
      const { chain: _, ...bare } = found;
      const event = bare as unknown as RoomEvent;
      link = nextLink(link, event);
      // Byte for byte, so that nothing can be hidden in how it is written.
      if (line !== linked(event, link).slice(0, -1)) broken ??= brokenAt(event);
      events.push(event);
      firstAt ??= index + 1;
    } else if (typeof number === 'number' && typeof value === 'string') texts.set(number, value);
    else if (typeof person === 'string' && typeof name === 'string') names.set(person as By, name);
    else return { problem: problem(index + 1, 'this line is neither a text, a name nor an event', AGAIN) };
  }
  if (isCut) return { problem: problem(lines.length + 1, 'the last line is cut off', AGAIN) };
  if (events[0]?.kind !== 'opened') {
    return { problem: problem(firstAt ?? lines.length, 'the log does not begin with an opened room', AGAIN) };
  }
  return { log: { room, exercise, texts, names, events, ...(broken && { broken }) } };
}

const HEAD = `name a file that stave host or stave play has written; its first line says ${LOG_SCHEMA}`;
const AGAIN = 'the file was changed or cut after it was written: export it again';

const problem = (line: number, message: string, help: string): LogProblem => ({ line, message, help });

function parsed(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function filesOf(header: Readonly<Record<string, unknown>>): ExerciseFiles | undefined {
  const { exercise, files } = header;
  if (typeof exercise !== 'string' || !Array.isArray(files)) return undefined;
  const isFile = (file: unknown): file is { path: string; text: string } =>
    typeof (file as { path?: unknown } | null)?.path === 'string' &&
    typeof (file as { text?: unknown }).text === 'string';
  if (!files.every(isFile) || !files.some(({ path }) => path === exercise)) return undefined;
  return { exercise, files: files.map(({ path, text }) => ({ path, text })) };
}
