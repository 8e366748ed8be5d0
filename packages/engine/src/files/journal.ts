/**
 * The journal of one shard of a batch: what it is of, what it is to reach, and the counts of every piece that was
 * finished. It is only ever appended to, or replaced as a whole by a rename, so there is no moment at which a kill
 * takes more than what is being written.
 */
import { closeSync, fsyncSync, ftruncateSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import {
  withoutDoubles,
  type BatchRecord,
  type RecordHead,
  type Store,
  type Target,
} from '../batch/batch.ts';
import { attempt, JournalError } from './journal-error.ts';
import { lock } from './lock.ts';
import { bytesAt, recordBytes, Room, scan, sha, type Damage, type Scan } from './records.ts';

export const JOURNAL_SCHEMA = 'stave-journal/3';

type Head =
  | { readonly schema: string; readonly identity: object }
  /** `of` ties the records to the identity, should that be damaged. */
  | { readonly target: Target; readonly of?: string }
  | RecordHead;

const tieTo = (identity: object): string => sha(Buffer.from(JSON.stringify(identity))).toString('hex');

export interface JournalContent {
  /** What `createJournal` was given. */
  readonly identity: object;
  readonly target: Target | undefined;
  readonly records: readonly BatchRecord[];
  readonly damage: readonly Damage[];
  /** Bytes that were cut off. */
  readonly torn: number;
}

const EMPTY = new Uint8Array(0);

/** Records are folded when those since the last time take so much, and more than twice what was left then. */
const FOLD_BYTES = 64 * 1024 * 1024;

/** Makes a journal that has no records, as a whole or not at all. */
export function createJournal(path: string, identity: object, target: Target): void {
  write(path, [
    recordBytes({ schema: JOURNAL_SCHEMA, identity }, EMPTY),
    recordBytes({ target, of: tieTo(identity) }, EMPTY),
  ]);
}

/** A file under another name first, on the disk before it takes its place. */
function write(path: string, parts: Iterable<Uint8Array>): void {
  const part = `${path}.part`;
  attempt('unwritable', path, () => {
    const file = openSync(part, 'w');
    try {
      for (const bytes of parts) writeAll(file, bytes);
      fsyncSync(file);
    } catch (error) {
      rmSync(part, { force: true });
      throw error;
    } finally {
      closeSync(file);
    }
    renameSync(part, path);
  });
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
}

/** What a journal holds in its first `most` records; `file` stays open for the bodies. */
function readContent(
  path: string,
  file: number,
  { most = Infinity, wanted }: { readonly most?: number; readonly wanted?: object | undefined } = {},
): JournalContent & { readonly end: number } {
  const found = attempt('unreadable', path, () => scan(file, most));
  const { records: all, damage, end, size } = found;
  const heads = all.map(({ head }) => head as Head);
  const room = new Room();
  return {
    identity: identityFrom(path, heads, found, wanted),
    target: heads.flatMap((head) => ('target' in head ? head.target : [])).at(-1),
    records: all.flatMap(({ start, length }, i) => {
      const head = heads[i] as Head;
      return 'ranges' in head ? [{ ...head, body: () => bytesAt(file, start, length, room) }] : [];
    }),
    damage,
    torn: size - end,
    end,
  };
}

/** What its first record says, or `wanted` where that is damaged and what is left proves to be of it. */
function identityFrom(path: string, heads: readonly Head[], { damage, size }: Scan, wanted?: object): object {
  const [first] = heads;
  if (first && 'schema' in first) {
    if (first.schema === JOURNAL_SCHEMA) return first.identity;
    throw new JournalError('foreign', `${path} is a journal of another edition (${first.schema})`);
  }
  if (!first) {
    const isCut = damage.length === 0;
    const state = size === 0 ? 'is empty' : isCut ? 'is cut off in its beginning' : 'has another beginning';
    throw new JournalError('foreign', `${path} is not a journal of a batch: it ${state}`);
  }
  const place = `${path} is damaged at byte ${damage[0]?.start ?? 0}, where it says of what it is`;
  if (!wanted) throw new JournalError('damaged', place);
  const tie = tieTo(wanted);
  if (heads.some((head) => 'target' in head && head.of === tie)) return wanted;
  throw new JournalError('unproven', `${place}, and what is left does not prove to be of this batch`);
}

/** What `createJournal` was given, without reading further. */
export function identityIn(path: string): object {
  const file = attempt('unreadable', path, () => openSync(path, 'r'));
  try {
    return readContent(path, file, { most: 1 }).identity;
  } finally {
    closeSync(file);
  }
}

/** Reads a journal that others may be writing. `close` when no body is wanted any more. */
export function readJournal(path: string): JournalContent & { close(): void } {
  const file = attempt('unreadable', path, () => openSync(path, 'r'));
  try {
    return { ...readContent(path, file), close: () => closeSync(file) };
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

export interface JournalOptions {
  /** Takes out what is damaged, so that its trials are run again, and records of trials that are there already. */
  readonly repair?: boolean;
  /** Taken for the journal's where that is damaged, `repair` is wanted, and a record is tied to it. */
  readonly identity?: object;
  /** The same trials in fewer records (`folded`). */
  readonly fold: (records: readonly BatchRecord[]) => Iterable<RecordHead & { readonly content: Uint8Array }>;
  readonly foldBytes?: number;
}

/** A journal that is written; one process at a time. */
export class Journal implements Store {
  readonly identity: object;
  /** Bytes at the end that a kill had cut off. */
  readonly torn: number;
  /** Places that were damaged, and records of trials that were there twice, which have been taken out. */
  readonly repaired: number;
  readonly doubled: number;
  private readonly path: string;
  private readonly options: JournalOptions;
  private readonly release: () => void;
  private file: number;
  private end: number;
  private content: JournalContent;
  private list: BatchRecord[] = [];
  private foldedEnd = 0;
  private readonly room = new Room();

  constructor(path: string, options: JournalOptions) {
    this.path = path;
    this.options = options;
    this.release = lock(`${path}.lock`);
    this.file = -1;
    try {
      this.file = attempt('unwritable', path, () => openSync(path, 'r+'));
      const wanted = options.repair ? (options.identity ?? {}) : undefined;
      const { end, ...content } = readContent(path, this.file, { wanted });
      if (content.damage.length > 0 && options.repair !== true)
        throw new JournalError(
          'damaged',
          `${path} is damaged at byte ${content.damage.map(({ start }) => start).join(', ')}`,
        );
      this.content = content;
      this.list = [...content.records];
      this.end = end;
      this.identity = content.identity;
      this.torn = content.torn;
      this.repaired = content.damage.length;
      const kept = options.repair === true ? withoutDoubles(content.records) : content.records;
      this.doubled = content.records.length - kept.length;
      if (content.torn > 0) attempt('unwritable', path, () => ftruncateSync(this.file, end));
      if (this.repaired + this.doubled > 0) this.replace(withContents(kept));
    } catch (error) {
      this.close();
      throw error;
    }
  }

  get records(): readonly BatchRecord[] {
    return this.list;
  }

  get target(): Target | undefined {
    return this.content.target;
  }

  aim(target: Target): void {
    this.write({ target, of: tieTo(this.identity) }, EMPTY);
    this.content = { ...this.content, target };
  }

  append(head: RecordHead, body: Uint8Array): void {
    const start = this.write(head, body);
    const { file } = this;
    const { length } = body;
    this.list.push({ ...head, body: () => bytesAt(file, start, length, this.room) });
    const grown = this.end - this.foldedEnd;
    if (grown > (this.options.foldBytes ?? FOLD_BYTES) && grown > 2 * this.foldedEnd)
      this.replace(this.options.fold(this.list));
  }

  close(): void {
    if (this.file >= 0) closeSync(this.file);
    this.file = -1;
    this.release();
  }

  /** Where the body begins. What could not be written as a whole is taken away again. */
  private write(head: Head, body: Uint8Array): number {
    const bytes = recordBytes(head, body, this.room);
    attempt('unwritable', this.path, () => {
      try {
        for (let done = 0; done < bytes.length;)
          done += writeSync(this.file, bytes, done, bytes.length - done, this.end + done);
      } catch (error) {
        ftruncateSync(this.file, this.end);
        throw error;
      }
    });
    this.end += bytes.length;
    return this.end - body.length;
  }

  private replace(records: Iterable<RecordHead & { readonly content: Uint8Array }>): void {
    const { identity, target } = this.content;
    const { path } = this;
    write(
      path,
      (function* () {
        yield recordBytes({ schema: JOURNAL_SCHEMA, identity }, EMPTY);
        if (target) yield recordBytes({ target, of: tieTo(identity) }, EMPTY);
        for (const { content, ...head } of records) yield recordBytes(head, content);
      })(),
    );
    const file = attempt('unwritable', path, () => openSync(path, 'r+'));
    closeSync(this.file);
    this.file = file;
    const { end, ...content } = readContent(path, file);
    this.content = content;
    this.list = [...content.records];
    this.end = this.foldedEnd = end;
  }
}

/** One by one, since the next takes the memory of the one before. */
function* withContents(
  records: readonly BatchRecord[],
): Generator<RecordHead & { readonly content: Uint8Array }> {
  for (const { body, ...head } of records) yield { ...head, content: body() };
}
