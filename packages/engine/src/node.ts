/** What needs Node: threads and files. Exported as `@stave/engine/node`. */
export {
  createJournal,
  identityIn,
  Journal,
  JOURNAL_SCHEMA,
  readJournal,
  type JournalContent,
} from './files/journal.ts';
export { JournalError } from './files/journal-error.ts';
export { lock } from './files/lock.ts';
export { Threads } from './threads/pool.ts';
