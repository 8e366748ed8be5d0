/** Faults of journals in words. */
import { expect, test } from 'vitest';
import { JournalError } from '@stave/engine/node';
import { explained } from './batch-folder.ts';

test.each([
  ['unreadable', 'the journal cannot be read: a.journal: there is no right to read it'],
  ['unwritable', 'the journal cannot be written: a.journal: there is no right to write there'],
] as const)('a missing right: %s', (reason, says) => {
  const fault = explained(new JournalError(reason, 'a.journal: EACCES: permission denied', 'EACCES'), 'a');
  expect((fault as Error).message).toBe(says);
});
