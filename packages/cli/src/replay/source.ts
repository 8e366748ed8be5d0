/** Where a log comes from: a file that was written, or the folder of a server. */
import { readFileSync, statSync } from 'node:fs';
import type { Log } from '@stave/classroom';
import { InputError } from '../failure.ts';
import { logIn } from '../play/log-writer.ts';

/** More than a day's class; a file beyond it is something else. */
const BYTES_MAX = 256 * 1024 * 1024;

/** @throws InputError where there is no log, or several rooms and none was named */
export async function logFrom(path: string, room?: string): Promise<Log> {
  const found = infoOf(path);
  if (found.isDirectory()) {
    const { logInFolder } = await import('./folder.ts');
    return logInFolder(path, room);
  }
  if (found.size > BYTES_MAX)
    throw new InputError(`${path} has more than 256 MB: it is no log of a room`, 'name the log of a room');
  const log = logIn(path, read(path));
  if (room !== undefined && room !== log.room)
    throw new InputError(`${path} is the log of ${log.room}`, 'leave --room out');
  return log;
}

function infoOf(path: string) {
  try {
    return statSync(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): InputError {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'ENOENT'
    ? new InputError(`${path}: there is no such file`, 'name a log, or the folder of stave host')
    : new InputError(`${path} cannot be read: ${message}`, 'give yourself the right to read it');
}
