/** What every part of a page needs of the room it stands in: the view, the words, and a way to send commands. */
import { createContext } from 'preact';
import { useContext, useEffect } from 'preact/hooks';
import type { Rooms } from '../protocol/http.ts';
import type { Command, MoveView, TeamView, View } from '../protocol/protocol.ts';
import type { Connection, Outcome, Typed } from './connection.ts';
import { date } from './words/formats.ts';
import type { Say } from './words/words.ts';

/** An open and a covert move, by name. */
export type Orders = NonNullable<TeamView['draft']>['orders'];

export interface Room {
  readonly view: View;
  readonly connection: Connection;
  readonly language: string;
  readonly say: Say;
  /** Sends, and tells of a refusal where everybody sees it. */
  readonly send: (command: Command, typed?: Typed) => Promise<Outcome>;
  /** Tells a screen reader, and shows for a moment. `detail` is what the server says, in English. */
  readonly tell: (text: string, kind?: 'good' | 'bad', detail?: string) => void;
  /** The name of a field in which this person types in this room. */
  readonly field: (name: string) => string;
  /** The token that opens downloads. */
  readonly token: string;
}

export const RoomContext = createContext<Room | undefined>(undefined);

export function useRoom(): Room {
  const room = useContext(RoomContext);
  if (room === undefined) throw new Error('InvariantError: a part of a room stands outside of one');
  return room;
}

/** The server words what it says in the person's language. */
export function useLanguageAt(language: string): void {
  const { view, send } = useRoom();
  const isOffered = view.exercise.languages.includes(language);
  useEffect(() => {
    if (isOffered && view.me.language !== language) void send({ do: 'language', language });
    // Once a choice; the answer of the server comes by itself.
  }, [language, isOffered]);
}

/** Dates of the exercise as people say them: where all turns begin on a first, days mean nothing. */
export function useDate(): (iso: string | undefined) => string {
  const { view, language } = useRoom();
  const isByMonth = view.exercise.turns.every(({ from }) => from === undefined || from.endsWith('-01'));
  return (iso) => date(language, iso, isByMonth);
}

/** `room-2` is room 2. */
export const roomLabel = (say: Say, room: string): string =>
  say('roomN', { room: room.replace(/^room-/, '') });

export const seatLabel = (view: View, seat: string | null | undefined): string =>
  view.places.find((place) => place.seat === seat)?.label ?? seat ?? '';

export const moveLabel = (moves: readonly MoveView[], move: string): string =>
  moves.find((one) => one.move === move)?.label ?? move;

/** What a facilitator has over all rooms. */
export interface House {
  readonly secret: string;
  readonly rooms: Rooms;
  /** Asks the server which rooms there are now. */
  readonly look: () => void;
}

export const HouseContext = createContext<House>({
  secret: '',
  rooms: { rooms: [], addresses: [] },
  look: () => {},
});

/** The first address at which others reach the server; none where it is this computer's own. */
export const sharedAddress = (addresses: readonly string[]): string | undefined =>
  addresses.find((address) => !/^https?:\/\/(localhost|127\.|\[::1\])/.test(address));

export const useHouse = (): House => useContext(HouseContext);
