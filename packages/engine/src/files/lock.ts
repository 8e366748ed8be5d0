/**
 * One writer at a time: a file that names the process that writes. One that is gone on this machine holds nothing, and
 * its file is taken away, by whoever holds a second lock for that: between reading a file and removing it nobody else
 * can have put another in its place, since what is there belongs to a dead process until then. A kill in that moment
 * leaves a second lock of the same kind, which is taken over in the same way.
 */
import { randomUUID } from 'node:crypto';
import { linkSync, lstatSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { attempt, JournalError } from './journal-error.ts';

/** @returns what gives it back. @throws JournalError where another holds it ('busy'), or nothing can be written there. */
export function lock(path: string): () => void {
  const mine = `${hostname()} ${process.pid} ${randomUUID()}`;
  while (!isMade(path, mine)) {
    const found = textOf(path);
    if (found === undefined) continue;
    if (!isStale(found)) {
      const [host, pid] = found.split(' ');
      throw new JournalError('busy', `${path} says that process ${pid} on ${host} is writing`);
    }
    const release = lock(`${path}.takeover`);
    try {
      const still = textOf(path);
      if (still !== undefined && isStale(still)) rmSync(path, { force: true });
    } finally {
      release();
    }
  }
  return () => {
    // Whoever removed it by hand has let another in.
    if (textOf(path) === mine) rmSync(path, { force: true });
  };
}

/** A link, so that the file is never there without its text; where there are no links, the text follows at once. */
function isMade(path: string, text: string): boolean {
  const own = `${path}.${randomUUID()}`;
  try {
    try {
      writeFileSync(own, text);
      linkSync(own, path);
    } catch (error) {
      if (isThere(error)) return false;
      attempt('unwritable', path, () => writeFileSync(path, text, { flag: 'wx' }));
    }
    return true;
  } catch (error) {
    if (isThere(error)) return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

const isThere = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EEXIST';

/** None where there is no such file any more. */
function textOf(path: string): string | undefined {
  try {
    return attempt('unwritable', path, () => readFileSync(path, 'utf8'));
  } catch (error) {
    // A link to nothing is there, and would be waited for without end.
    const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink();
    if ((error as JournalError).code === 'ENOENT' && !isLink) return undefined;
    throw error;
  }
}

function isStale(text: string): boolean {
  const [host = '', pid] = text.split(' ');
  return host === '' || (host === hostname() && !isAlive(Number(pid)));
}

function isAlive(pid: number): boolean {
  if (!(pid > 0) || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
