/** One command at a time writes the results of a folder: two would write the same files under the same names. */
import { join } from 'node:path';
import { JournalError, lock } from '@stave/engine/node';
import { InputError } from './failure.ts';
import { RESULTS_LOCK, unwritable } from './outputs.ts';

/** Held until what it returns is called. @throws InputError where another command holds it. */
export function lockResults(folder: string): () => void {
  const path = join(folder, RESULTS_LOCK);
  try {
    return lock(path);
  } catch (error) {
    if (!(error instanceof JournalError)) throw error;
    if (error.reason !== 'busy') throw unwritable(path, error);
    throw new InputError(
      `the results of ${folder} are being written: ${error.message}`,
      'wait until it has ended, or name another folder; if it is certain that nobody writes, remove that file',
    );
  }
}
