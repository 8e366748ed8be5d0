/** What needs Node: threads and files. Exported as `@stave/engine/node`. */
export {
  createJournal,
  Journal,
  JOURNAL_SCHEMA,
  JournalError,
  readJournal,
  type JournalContent,
} from './files/journal.ts';
export { Threads } from './threads/pool.ts';
