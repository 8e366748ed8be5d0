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
  const mine = [hostname(), process.pid, randomUUID(), lifeOf(process.pid) ?? ''].join(' ').trim();
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
  const [host = '', pid, , life] = text.split(' ');
  return host === '' || (host === hostname() && !isAlive(Number(pid), life));
}

/**
 * Which of all processes that ever had the number it is: after a power cut, or after many others, a number is somebody
 * else's. Where the system does not say (it is no Linux), nothing. One that has ended and was not waited for is nobody.
 */
function lifeOf(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    // After the name, which may hold spaces and brackets: the state, and nineteen fields on the start since the boot.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    const [state, start] = [fields[0], fields[19]];
    return state === 'Z' || start === undefined ? undefined : `${boot}.${start}`;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number, life: string | undefined): boolean {
  if (!(pid > 0) || pid === process.pid) return false;
  if (life !== undefined && lifeOf(pid) !== life) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
