/**
 * The log of a game as it is played: each event is on the disk before anything is said of it, so that a game that was
 * killed goes on where it was. Words stand before the event that holds them; `stave-log/1` allows that, and the file
 * is put into its usual order when the game is over.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  eventLines,
  firstLink,
  lastLink,
  logText,
  readLog,
  type ExerciseFiles,
  type Log,
  type RoomEvent,
} from '@stave/classroom';
import { InputError } from '../failure.ts';

export class LogWriter {
  readonly path: string;
  private readonly file: number;

  /** The last in the chain of the log. */
  private link: string;

  private constructor(path: string, file: number, link: string) {
    this.path = path;
    this.file = file;
    this.link = link;
  }

  /** @throws InputError where the file is there already, or cannot be made. */
  static create(path: string, room: string, { exercise, files }: ExerciseFiles): LogWriter {
    const writer = new LogWriter(path, opened(path, 'wx'), firstLink(room, { exercise, files }));
    writer.write([
      logText({ room, exercise: { exercise, files }, texts: new Map(), names: new Map(), events: [] }),
    ]);
    return writer;
  }

  /** A log that is not finished, but for a last line that a kill cut off: it was never told. */
  static read(path: string): Log {
    const text = textOf(path);
    return logIn(path, text.slice(0, text.lastIndexOf('\n') + 1));
  }

  /** Goes on with what is left of a log; the file holds the old or the new one at any moment. */
  static resume(path: string, log: Log): LogWriter {
    replaceBy(path, log);
    return new LogWriter(path, opened(path, 'a'), lastLink(log));
  }

  append(texts: readonly (readonly [number, string])[], events: readonly RoomEvent[]): void {
    const words = texts.map(([text, value]) => `${JSON.stringify({ text, value })}\n`);
    const { lines, link } = eventLines(this.link, events);
    this.write([...words, ...lines]);
    this.link = link;
  }

  /** The same log in its usual order; the file is whole at any moment. */
  close(log?: Log): void {
    closeSync(this.file);
    if (log) replaceBy(this.path, log);
  }

  private write(lines: readonly string[]): void {
    try {
      writeFileSync(this.file, lines.join(''));
      fsyncSync(this.file);
    } catch (error) {
      throw new InputError(
        `the log ${this.path} cannot be written: ${(error as Error).message}`,
        'make room on its disk; what was told so far is in it, and --resume goes on',
      );
    }
  }
}

function replaceBy(path: string, log: Log): void {
  const beside = `${path}.tmp`;
  const file = opened(beside, 'w');
  try {
    writeFileSync(file, logText(log));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(beside, path);
}

function opened(path: string, how: 'wx' | 'a' | 'w'): number {
  try {
    mkdirSync(dirname(path), { recursive: true });
    return openSync(path, how);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST')
      throw new InputError(`${path} is there already`, 'name another file, or go on with it by --resume');
    throw new InputError(`the log ${path} cannot be opened: ${message}`, 'name a file that can be written');
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new InputError(`${path} cannot be read: ${(error as Error).message}`, 'name the log of a game');
  }
}

/** @throws InputError with the first line that is none of a log */
export function logIn(path: string, text: string): Log {
  const read = readLog(text);
  if ('log' in read) return read.log;
  const { line, message, help } = read.problem;
  throw new InputError(`${path}:${line}: ${message}`, help);
}
