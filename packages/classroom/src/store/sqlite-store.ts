/**
 * The store in one SQLite file (libsql). A commit waits for the disk (`synchronous = FULL` on a write-ahead log), so
 * that what it holds survives a kill and a power cut alike; deleted rows are overwritten. Names and texts are held in
 * memory too, since every view reads them.
 */
import { timingSafeEqual } from 'node:crypto';
import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { JournalError, lock } from '@stave/engine/node';
import Database from 'libsql';
import type { By, EventHead, RoomEvent, TextId } from '../room/events.ts';
import { chainBreak, firstLink, nextLink, type Break } from './chain.ts';
import { withTextIds } from '../room/texts.ts';
import {
  StoreError,
  type ExerciseFiles,
  type Holder,
  type RoomRow,
  type Store,
  type Writer,
} from './store.ts';
import { makeFolder } from './folders.ts';
import { TABLES, TABLES_VERSION } from './tables.ts';
import { Witness, WITNESS, witnessed, type Reached } from './witness.ts';

export const DATABASE = 'exercise.sqlite';

/** Whether a folder holds an exercise that can be resumed. */
export const holdsExercise = (folder: string): boolean => existsSync(join(folder, DATABASE));

/** A new folder, or one without an exercise. @throws StoreError */
export function createStore(folder: string, exercise: ExerciseFiles): Store {
  if (holdsExercise(folder)) {
    throw new StoreError(
      `${folder} holds an exercise already`,
      `go on with it by --resume ${folder}, or name another folder`,
    );
  }
  return inFolder(folder, (db) => {
    inOne(db, () => {
      db.exec(TABLES);
      const add = db.prepare('INSERT INTO files VALUES (?, ?, ?)');
      for (const [place, { path, text }] of exercise.files.entries()) add.run(place, path, text);
      db.prepare('INSERT INTO about VALUES (?, ?)').run('exercise', exercise.exercise);
    });
    // The exercise itself stands in the database from the beginning, whatever becomes of the log beside it.
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  });
}

/** A folder that holds an exercise. @throws StoreError */
export function openStore(folder: string): Store {
  if (!holdsExercise(folder)) {
    throw new StoreError(
      `${folder} holds no exercise: there is no ${DATABASE} in it`,
      'name the folder that stave host printed when the exercise began',
    );
  }
  return inFolder(folder, (db) => {
    checkVersion(db, folder);
    checkWhole(db, folder);
  });
}

/** A rehearsal: gone when the process ends. */
export function memoryStore(exercise: ExerciseFiles): Store {
  const db = new Database(':memory:');
  db.exec(TABLES);
  return new SqliteStore(db, exercise, () => undefined, undefined);
}

function inFolder(folder: string, prepare: (db: Database.Database) => void): Store {
  let release: (() => void) | undefined;
  try {
    // What people write and who they are is not for others on the same machine.
    makeFolder(folder);
    release = lock(join(folder, 'exercise.lock'));
    const db = new Database(join(folder, DATABASE));
    try {
      // What SQLite puts beside it gets the same rights.
      chmodSync(join(folder, DATABASE), 0o600);
      db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;');
      waits(db);
      prepare(db);
      const path = join(folder, WITNESS);
      const before = witnessed(path);
      const reached = reachedIn(db, folder, before.reached);
      const store = new SqliteStore(db, filesIn(db), release, new Witness(path, { ...before, reached }));
      store.aliveAt = before.aliveAt;
      return store;
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    release?.();
    throw told(error, folder);
  }
}

/** What went wrong, in words; what is known already goes on as it is. */
function told(error: unknown, folder: string): unknown {
  if (error instanceof StoreError) return error;
  const { message } = error as Error;
  const { code } = error as { readonly code?: unknown };
  if (code === 'SQLITE_CORRUPT' || code === 'SQLITE_NOTADB') return damaged(folder, message);
  if (error instanceof JournalError && error.reason === 'busy') {
    return new StoreError(
      `another server has ${folder} open: ${message}`,
      `end that one first, or name another folder; if it is no stave, remove ${join(folder, 'exercise.lock')}`,
    );
  }
  return new StoreError(
    `${folder} cannot be written: ${message}`,
    'look whether the disk has room, and whether the folder and its files are yours and unharmed',
  );
}

const isOfDisk = (error: unknown): boolean =>
  String((error as { readonly code?: unknown }).code).startsWith('SQLITE');

function checkVersion(db: Database.Database, folder: string): void {
  const row = db.prepare('PRAGMA user_version').get() as { readonly user_version: number };
  if (row.user_version === TABLES_VERSION) return;
  if (row.user_version === 0) {
    throw new StoreError(
      `${folder} holds the beginning of an exercise that was cut off while it was made: nobody had joined`,
      `remove ${join(folder, DATABASE)} and what stands beside it, and start the exercise anew`,
    );
  }
  throw new StoreError(
    `its ${DATABASE} is of form ${row.user_version}, and this version of stave reads form ${TABLES_VERSION}`,
    'use the version of stave that made it',
  );
}

/** That a commit waits for the disk is what everything rests on. @throws StoreError */
function waits(db: Database.Database): void {
  const { synchronous } = db.prepare('PRAGMA synchronous').get() as { readonly synchronous: number };
  if (synchronous >= FULL) return;
  throw new StoreError('this build of SQLite does not wait for the disk', 'install stave anew');
}

/** @throws StoreError where the file is damaged, as a power cut alone does not leave it */
function checkWhole(db: Database.Database, folder: string): void {
  const rows = db.prepare('PRAGMA quick_check(1)').all() as { readonly quick_check: string }[];
  const found = rows[0]?.quick_check ?? 'ok';
  if (found !== 'ok') throw damaged(folder, found);
}

const damaged = (folder: string, how: string): StoreError =>
  new StoreError(
    `${join(folder, DATABASE)} is damaged: ${how}`,
    `a power cut does not do that, a failing disk or a copy that was cut short does: go on with an earlier copy of the folder; what stave replay still reads of a room’s log file is whole`,
  );

/**
 * Number of the last event by room, which must be no less than what was acknowledged.
 * @throws StoreError
 */
function reachedIn(db: Database.Database, folder: string, acknowledged: Reached): Reached {
  const rows = db.prepare('SELECT room, max(seq) AS seq FROM events GROUP BY room').all() as {
    readonly room: string;
    readonly seq: number;
  }[];
  const reached = Object.fromEntries(rows.map(({ room, seq }) => [room, seq]));
  for (const [room, seq] of Object.entries(acknowledged)) {
    const found = reached[room] ?? 0;
    if (found >= seq) continue;
    throw new StoreError(
      `${folder} has lost what was on its disk: ${room} had ${seq} events, and ${found} are there`,
      `was ${DATABASE}-wal left behind when the folder was copied, or is the disk failing? Bring the file back, or go on with the ${found} events that are there by removing ${join(folder, WITNESS)}`,
    );
  }
  return reached;
}

/** `PRAGMA synchronous`: each commit waits until the disk has it. */
const FULL = 2;

function filesIn(db: Database.Database): ExerciseFiles {
  const { value } = db.prepare("SELECT value FROM about WHERE key = 'exercise'").get() as { value: string };
  const rows = db.prepare('SELECT path, text FROM files ORDER BY place').all() as {
    path: string;
    text: string;
  }[];
  return { exercise: value, files: rows.map(({ path, text }) => ({ path, text })) };
}

function inOne<T>(db: Database.Database, work: () => T): T {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

class SqliteStore implements Store {
  readonly exercise: ExerciseFiles;
  aliveAt: number | undefined;
  private readonly db: Database.Database;
  private readonly release: () => void;
  /** Of what is on a disk. */
  private readonly witness: Witness | undefined;
  private readonly sql: Statements;
  private readonly textsOf = new Map<string, Map<TextId, string>>();
  private readonly namesOf = new Map<string, Map<By, string>>();
  /** What memory learns of a write that is under way, once it is on the disk. */
  private learnt: (() => void)[] = [];

  constructor(
    db: Database.Database,
    exercise: ExerciseFiles,
    release: () => void,
    witness: Witness | undefined,
  ) {
    this.db = db;
    this.witness = witness;
    this.exercise = exercise;
    this.release = release;
    this.sql = statements(db);
    for (const { room } of this.rooms()) this.remember(room);
  }

  rooms(): readonly RoomRow[] {
    const rows = this.sql.rooms.all() as RoomRow[];
    return rows.map(({ room, code }) => ({ room, code }));
  }

  events(room: string): readonly RoomEvent[] {
    const rows = this.sql.events.all(room) as { readonly event: string }[];
    return rows.map(({ event }) => JSON.parse(event) as RoomEvent);
  }

  broken(room: string): Break | undefined {
    const links = (this.sql.links.all(room) as { readonly chain: string }[]).map(({ chain }) => chain);
    return chainBreak(firstLink(room, this.exercise), this.events(room), links);
  }

  text(room: string, id: TextId): string | undefined {
    return this.textsOf.get(room)?.get(id);
  }

  texts(room: string): readonly { readonly id: TextId; readonly text: string }[] {
    const found = this.textsOf.get(room) ?? new Map<TextId, string>();
    return [...found].map(([id, text]) => ({ id, text })).sort((a, b) => a.id - b.id);
  }

  name(room: string, person: By): string | undefined {
    return this.namesOf.get(room)?.get(person);
  }

  holder(hash: string): Holder | undefined {
    // Looked up by its beginning, which tells nothing of the token; the rest is compared in constant time.
    const prefix = hash.slice(0, PREFIX);
    const rows = this.sql.holders.all(prefix, `${prefix}~`) as Holding[];
    const row = rows.find((one) => isSame(one.hash, hash));
    if (!row) return undefined;
    const { kind, room, person } = row;
    if (kind === 'host') return { kind };
    return kind === 'person' || kind === 'return' ? { kind, room, person } : { kind, room };
  }

  write<T>(work: (writer: Writer) => T): T {
    this.learnt = [];
    try {
      const result = inOne(this.db, () => work(this.writer));
      this.learn();
      return result;
    } catch (error) {
      // Whatever the work itself throws is no fault of the disk.
      throw isOfDisk(error) ? told(error, DATABASE) : error;
    } finally {
      this.learnt = [];
    }
  }

  forget(room: string, head: Omit<EventHead, 'ref'>, written?: (event: RoomEvent) => void): RoomEvent {
    const event: RoomEvent = { ...head, kind: 'forgotten' };
    this.learnt = [];
    try {
      inOne(this.db, () => {
        for (const table of ['texts', 'people', 'tokens']) {
          this.db.prepare(`DELETE FROM ${table} WHERE room = ?`).run(room);
        }
        this.addEvent(room, event);
      });
      this.learn();
      this.textsOf.delete(room);
      this.namesOf.delete(room);
      written?.(event);
      // Rows are gone by now; this takes what is left of them out of the pages and of the write-ahead log.
      this.db.exec('VACUUM');
      const [log] = this.db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all() as { readonly busy: number }[];
      if (log?.busy !== 0)
        throw new StoreError(NOT_WIPED, 'close what else reads the file, and forget once more');
    } catch (error) {
      throw isOfDisk(error) ? told(error, DATABASE) : error;
    }
    return event;
  }

  alive(at: number): void {
    this.witness?.alive(at);
  }

  close(): void {
    this.db.close();
    this.witness?.close();
    this.release();
  }

  private learn(): void {
    for (const learn of this.learnt) learn();
    if (this.learnt.length > 0) this.witness?.write();
    this.learnt = [];
  }

  private readonly writer: Writer = {
    addRoom: ({ room, code }) => {
      this.sql.addRoom.run(room, code);
    },
    append: (room, first, at, entries) =>
      entries.map(({ deed, by, ref }, index) => {
        const head: EventHead = { seq: first + index, at, by, ...(ref !== undefined && { ref }) };
        const event: RoomEvent = { ...head, ...withTextIds(deed, (text) => this.addText(room, text)) };
        this.addEvent(room, event);
        return event;
      }),
    copy: (room, events, texts) => {
      for (const event of events) this.addEvent(room, event);
      for (const { id, text } of texts) this.putText(room, id, text);
      const last = texts.reduce((most, { id }) => Math.max(most, id), 0);
      this.sql.textsAre.run(last, room);
    },
    nameIs: (room, person, name) => {
      this.sql.nameIs.run(room, person, name);
      this.learnt.push(() => mapOf(this.namesOf, room).set(person, name));
    },
    tokenIs: (hash, holder) => {
      const room = holder.kind === 'host' ? '' : holder.room;
      const person = 'person' in holder ? holder.person : '';
      this.sql.tokenIs.run(hash, holder.kind, room, person);
    },
    returnIs: (hash, room, person) => {
      this.sql.noReturn.run(room, person);
      this.sql.tokenIs.run(hash, 'return', room, person);
    },
    onlyToken: (hash, room, person) => {
      this.sql.onlyToken.run(room, person, hash);
    },
    unname: (room, person) => {
      this.sql.noTokens.run(room, person);
      this.sql.noName.run(room, person);
      this.learnt.push(() => mapOf(this.namesOf, room).delete(person));
    },
    moveTokens: (room, person, toRoom, toPerson) => {
      this.sql.moveTokens.run(toRoom, toPerson, room, person);
    },
  };

  private addEvent(room: string, event: RoomEvent): void {
    const last = this.sql.lastLink.get(room) as { readonly chain: string } | undefined;
    const link = nextLink(last?.chain ?? firstLink(room, this.exercise), event);
    this.sql.addEvent.run(room, event.seq, JSON.stringify(event), link);
    this.learnt.push(() => this.witness?.note(room, event.seq));
  }

  private addText(room: string, text: string): TextId {
    const { texts: id } = this.sql.nextText.get(room) as { readonly texts: number };
    this.putText(room, id, text);
    return id;
  }

  private putText(room: string, id: TextId, text: string): void {
    this.sql.addText.run(room, id, text);
    this.learnt.push(() => mapOf(this.textsOf, room).set(id, text));
  }

  private remember(room: string): void {
    const texts = this.sql.texts.all(room) as { readonly id: number; readonly text: string }[];
    this.textsOf.set(room, new Map(texts.map(({ id, text }) => [id, text])));
    const names = this.sql.names.all(room) as { readonly person: By; readonly name: string }[];
    this.namesOf.set(room, new Map(names.map(({ person, name }) => [person, name])));
  }
}

interface Holding {
  readonly hash: string;
  readonly kind: Holder['kind'];
  readonly room: string;
  readonly person: By;
}

const NOT_WIPED = `what was forgotten still stands in ${DATABASE}-wal, since another program reads ${DATABASE}`;

/** Characters of a hash; `~` comes after all that a hash is written in. */
const PREFIX = 8;

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function mapOf<K, V>(maps: Map<string, Map<K, V>>, room: string): Map<K, V> {
  const found = maps.get(room) ?? new Map<K, V>();
  maps.set(room, found);
  return found;
}

type Statements = ReturnType<typeof statements>;

const statements = (db: Database.Database) => ({
  rooms: db.prepare('SELECT room, code FROM rooms ORDER BY rowid'),
  links: db.prepare('SELECT chain FROM events WHERE room = ? ORDER BY seq'),
  lastLink: db.prepare('SELECT chain FROM events WHERE room = ? ORDER BY seq DESC LIMIT 1'),
  events: db.prepare('SELECT event FROM events WHERE room = ? ORDER BY seq'),
  texts: db.prepare('SELECT id, text FROM texts WHERE room = ? ORDER BY id'),
  names: db.prepare('SELECT person, name FROM people WHERE room = ?'),
  holders: db.prepare('SELECT hash, kind, room, person FROM tokens WHERE hash >= ? AND hash < ?'),
  addRoom: db.prepare('INSERT INTO rooms VALUES (?, ?, 0)'),
  addEvent: db.prepare('INSERT INTO events VALUES (?, ?, ?, ?)'),
  nextText: db.prepare('UPDATE rooms SET texts = texts + 1 WHERE room = ? RETURNING texts'),
  textsAre: db.prepare('UPDATE rooms SET texts = ? WHERE room = ?'),
  addText: db.prepare('INSERT INTO texts VALUES (?, ?, ?)'),
  nameIs: db.prepare('INSERT OR REPLACE INTO people VALUES (?, ?, ?)'),
  tokenIs: db.prepare('INSERT OR REPLACE INTO tokens VALUES (?, ?, ?, ?)'),
  moveTokens: db.prepare(
    "UPDATE tokens SET room = ?, person = ? WHERE kind IN ('person', 'return') AND room = ? AND person = ?",
  ),
  noReturn: db.prepare("DELETE FROM tokens WHERE kind = 'return' AND room = ? AND person = ?"),
  onlyToken: db.prepare("DELETE FROM tokens WHERE kind = 'person' AND room = ? AND person = ? AND hash <> ?"),
  noTokens: db.prepare("DELETE FROM tokens WHERE kind IN ('person', 'return') AND room = ? AND person = ?"),
  noName: db.prepare('DELETE FROM people WHERE room = ? AND person = ?'),
});
