/**
 * The journal of one shard of a batch: what it is of, what it is to reach, and the counts of every piece that was
 * finished. It is only ever appended to, or replaced as a whole by a rename, so there is no moment at which a kill
 * takes more than what is being written.
 */
import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import type { BatchRecord, RecordHead, Store, Target } from '../batch/batch.ts';
import { bytesAt, recordBytes, Room, scan, type Damage } from './records.ts';

/** Why a journal cannot be used. */
export class JournalError extends Error {
  readonly reason: 'unreadable' | 'unwritable' | 'foreign' | 'damaged' | 'busy';
  /** Of the system, such as ENOSPC. */
  readonly code: string | undefined;

  constructor(reason: JournalError['reason'], message: string, code?: string) {
    super(message);
    this.reason = reason;
    this.code = code;
  }
}

export const JOURNAL_SCHEMA = 'stave-journal/3';

type Head = { readonly schema: string; readonly identity: object } | { readonly target: Target } | RecordHead;

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
  write(path, [recordBytes({ schema: JOURNAL_SCHEMA, identity }, EMPTY), recordBytes({ target }, EMPTY)]);
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

function attempt<T>(reason: JournalError['reason'], path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new JournalError(reason, `${path}: ${message}`, code);
  }
}

/** What a journal holds; `file` stays open for the bodies. */
function readContent(path: string, file: number): JournalContent & { readonly end: number } {
  const { records: all, damage, end, size } = attempt('unreadable', path, () => scan(file));
  const heads = all.map(({ head }) => head as Head);
  const room = new Room();
  const [first] = heads;
  if (!first || !('schema' in first)) {
    const found = damage.length > 0 && size > 0 ? 'its beginning is damaged, or it is none' : 'it is empty';
    throw new JournalError('foreign', `${path} is not a journal of a batch: ${found}`);
  }
  if (first.schema !== JOURNAL_SCHEMA)
    throw new JournalError('foreign', `${path} is a journal of another edition (${first.schema})`);
  return {
    identity: first.identity,
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
  /** Takes damaged records out, so that their trials are run again. */
  readonly repair?: boolean;
  /** The same trials in fewer records (`folded`). */
  readonly fold: (records: readonly BatchRecord[]) => Iterable<RecordHead & { readonly content: Uint8Array }>;
  readonly foldBytes?: number;
}

/** A journal that is written; one process at a time. */
export class Journal implements Store {
  readonly identity: object;
  /** Bytes at the end that a kill had cut off, and places that were damaged and have been taken out. */
  readonly torn: number;
  readonly repaired: number;
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
      const { end, ...content } = readContent(path, this.file);
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
      if (content.torn > 0) attempt('unwritable', path, () => ftruncateSync(this.file, end));
      if (content.damage.length > 0) this.replace(withContents(content.records));
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
    this.write({ target }, EMPTY);
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
        if (target) yield recordBytes({ target }, EMPTY);
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

/** Names the process that writes; one that is gone on this machine holds nothing. */
function lock(path: string): () => void {
  const mine = `${hostname()} ${process.pid}`;
  for (;;) {
    try {
      writeFileSync(path, mine, { flag: 'wx' });
      return () => rmSync(path, { force: true });
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code !== 'EEXIST') throw new JournalError('unwritable', `${path}: ${message}`, code);
      const [host, pid] = holder(path);
      if (host === '' || (host === hostname() && !isAlive(pid))) {
        rmSync(path, { force: true });
        continue;
      }
      throw new JournalError('busy', `${path} says that process ${pid} on ${host} is writing`);
    }
  }
}

function holder(path: string): readonly [host: string, pid: number] {
  try {
    const [host = '', pid = ''] = readFileSync(path, 'utf8').split(' ');
    return [host, Number(pid)];
  } catch {
    return [hostname(), 0];
  }
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
