/**
 * Where the logs of an exercise are kept: one folder, from which everything can be taken up again without the pack it
 * came from. Events are only added. What is personal (names, tokens, texts) stands in tables of its own and can go.
 */
import type { By, EventHead, RoomEvent, TextId } from '../room/events.ts';
import type { Break } from './chain.ts';
import type { DraftDeed } from '../room/texts.ts';

/** The exercise's text and those of the scenario and of what it imports, by the path the exercise file names them. */
export interface ExerciseFiles {
  /** Which of the files is the exercise. */
  readonly exercise: string;
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

export interface RoomRow {
  readonly room: string;
  /** By which people join. */
  readonly code: string;
}

/** Whose a token is. */
export type Holder =
  /** The facilitator's secret itself. */
  | { readonly kind: 'host' }
  | { readonly kind: 'control'; readonly room: string }
  | { readonly kind: 'person'; readonly room: string; readonly person: By }
  /** Of a code by which the person comes in again, once. */
  | { readonly kind: 'return'; readonly room: string; readonly person: By }
  | { readonly kind: 'projector'; readonly room: string };

/** A draft of an event; the number comes with writing. */
export interface Entry {
  readonly deed: DraftDeed;
  readonly by: By;
  readonly ref?: string;
}

export interface Store {
  /** As they were given when the folder was made. */
  readonly exercise: ExerciseFiles;
  /** When whoever had the folder open before last said that it was there; nothing of a new one. */
  readonly aliveAt: number | undefined;
  /** Says that the server is there, for whoever opens the folder next. */
  alive(at: number): void;
  rooms(): readonly RoomRow[];
  events(room: string): readonly RoomEvent[];
  /** The first event of a room that somebody changed in the file, by the chain. */
  broken(room: string): Break | undefined;
  text(room: string, id: TextId): string | undefined;
  texts(room: string): readonly { readonly id: TextId; readonly text: string }[];
  name(room: string, person: By): string | undefined;
  /** @param hash of a token; a token itself is never kept */
  holder(hash: string): Holder | undefined;
  /**
   * What `work` writes is on the disk when this returns; where it throws, or the disk fails, nothing of it is.
   * @throws StoreError where it cannot be written.
   */
  write<T>(work: (writer: Writer) => T): T;
  /**
   * Takes names, tokens and texts of a room out of the file for good; its events stay. `forgotten` is added last.
   * @param written told when that is on the disk, before what is left of them is wiped
   * @throws StoreError where nothing was forgotten, or all was and could not be wiped: to be called again
   */
  forget(room: string, head: Omit<EventHead, 'ref'>, written?: (event: RoomEvent) => void): RoomEvent;
  close(): void;
}

export interface Writer {
  addRoom(row: RoomRow): void;
  /** @param first number of the first of them, one above the last in the log */
  append(room: string, first: number, at: number, entries: readonly Entry[]): readonly RoomEvent[];
  /** Events with the numbers they have, and the texts they name: a fork, or a log that is taken in. */
  copy(
    room: string,
    events: readonly RoomEvent[],
    texts: readonly { readonly id: TextId; readonly text: string }[],
  ): void;
  nameIs(room: string, person: By, name: string): void;
  tokenIs(hash: string, holder: Holder): void;
  /** A person's code to come in again by, in place of the one before. */
  returnIs(hash: string, room: string, person: By): void;
  /** Of a person's tokens this one alone is left. */
  onlyToken(hash: string, room: string, person: By): void;
  /** Nobody has the person's tokens and name any more. */
  unname(room: string, person: By): void;
  /** Tokens of a person, and the code to come in again by, are those of another from now on. */
  moveTokens(room: string, person: By, toRoom: string, toPerson: By): void;
}

/** A fault of the disk or of the folder, in words for whoever started the server. */
export class StoreError extends Error {
  readonly help: string;
  constructor(message: string, help: string) {
    super(message);
    this.help = help;
  }
}
