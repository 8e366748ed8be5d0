/**
 * What travels beside the sockets: joining, rooms and downloads, as JSON over plain HTTP. Whoever needs a token sends it
 * as `Authorization: Bearer TOKEN`, never in an address. Anything but 2xx comes with a `Problem`.
 */
import type { BotKind, Phase } from '../exercise/exercise.ts';
import type { RefusalCode, Said } from './protocol.ts';

/** `GET /api/rooms/by-code/CODE`: what people read before they join. Needs no token. */
export interface Door {
  readonly room: string;
  readonly code: string;
  readonly title: Said;
  readonly summary?: Said;
  readonly contentNotes: readonly Said[];
  readonly languages: readonly string[];
  readonly isClosed: boolean;
}

/** `POST /api/join` → `Joined`. Without a name the person is known by the pseudonym. */
export interface Join {
  /** Of a room, or a person's own to come in again by, which asks for nothing else. */
  readonly code: string;
  readonly name?: string;
  readonly language?: string;
  /** Takes no seat. */
  readonly observer?: boolean;
}

export interface Joined {
  readonly token: string;
  readonly person: string;
  readonly room: string;
  /** Of the room. */
  readonly code: string;
  /** By which the person comes in again from another device, or where the server has a new address. For no other eyes. */
  readonly returnCode: string;
}

/** `POST /api/return` of a person: another code, while the one before and all other devices of the person are out. */
export type Returning = Pick<Joined, 'returnCode'>;

/** `POST /api/line` of whoever has a token: a line for where a WebSocket does not come through. */
export interface PollLine {
  readonly line: string;
}

/** `GET /api/line/LINE` waits for what the server says; `POST` there sends `{ messages }`. As over a socket. */
export interface Polled {
  readonly messages: readonly string[];
  /** Nothing more comes. */
  readonly isOver: boolean;
}

/** `GET /api/rooms` of control. */
export interface Rooms {
  readonly rooms: readonly RoomEntry[];
  /** How others get here, best first; a room's code is added as `/?code=CODE`. */
  readonly addresses: readonly string[];
}

export interface RoomEntry {
  readonly room: string;
  readonly code: string;
  /** To connect with, as control of that room and as its projector, which sees no secrets. */
  readonly token: string;
  readonly projector: string;
  readonly preset: string;
  readonly turn: number;
  readonly phase: Phase | 'lobby' | 'debrief' | 'closed';
  readonly people: number;
  readonly here: number;
  readonly held: Readonly<Record<string, BotKind | 'people'>>;
  readonly forkOf?: { readonly room: string; readonly seq: number };
  readonly seq: number;
}

/** `POST /api/rooms` of control → `RoomEntry`: another room of the exercise. */
export interface NewRoom {
  readonly preset?: string;
}

/** `POST /api/rooms/ROOM/fork` of control → `RoomEntry`: a new room with the log up to `seq`, or to a turn's briefing. */
export interface Fork {
  readonly seq?: number;
  readonly turn?: number;
  /** People are not in the new room unless they are taken along; then they stay in the old one too, by new tokens. */
  readonly people?: boolean;
}

/** `POST /api/rooms/ROOM/move` of control: a person goes to another room, and reconnects there by the same token. */
export interface Move {
  readonly person: string;
  readonly to: string;
}

/** `GET /api/rooms/ROOM/downloads`: what there is for whoever asks; each is at `…/downloads/NAME`. */
export interface DownloadEntry {
  readonly name: string;
  readonly label: Said;
  readonly type: string;
}

export interface Problem {
  readonly code: RefusalCode | 'forbidden' | 'tooLarge' | 'failed';
  readonly message: Said;
}
