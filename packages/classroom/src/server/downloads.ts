/** What can be taken home from a room, by name. Other parts add theirs to the list. */
import { placesFor } from '../exercise/places.ts';
import { packets } from '../paper/packets.ts';
import type { Luck } from '../fan/luck.ts';
import type { RoomState } from '../room/state.ts';
import { presetOf, type World } from '../room/world.ts';
import { logOf, logText } from '../store/log-file.ts';
import type { Store } from '../store/store.ts';
import { DEBRIEF_DOWNLOADS } from './debrief-downloads.ts';
import { INSTEAD_DOWNLOADS } from './instead-download.ts';

export interface DownloadRequest {
  readonly world: World;
  readonly store: Store;
  readonly room: string;
  readonly state: RoomState;
  /** Luck against decision, when it is found; nothing while turns are to be played. */
  readonly luck: () => Promise<Luck | undefined>;
  /** Of the address, after the question mark; nothing in it is secret. */
  readonly options: Readonly<Record<string, string>>;
}

export interface Download {
  readonly name: string;
  readonly label: string;
  /** Of the content, such as `text/csv; charset=utf-8`. */
  readonly type: string;
  /** Of the file, such as `csv`. */
  readonly ending: string;
  /** Everybody may have it once the exercise is over; else control alone. */
  readonly isForAll?: boolean;
  /** What it is of has to be said in the address, so that it stands in no list. */
  readonly isAsked?: boolean;
  make(request: DownloadRequest): Made | Promise<Made>;
}

/** The content; or, in words, what was asked for that cannot be. */
export type Made = string | { readonly problem: string };

/** `?names=yes` puts names in, `?texts=no` leaves what people wrote out. */
const log: Download = {
  name: 'log',
  label: 'Log of the room, which replays',
  type: 'application/x-ndjson; charset=utf-8',
  ending: 'jsonl',
  make: ({ store, room, options }) =>
    logText(logOf(store, room), { names: options['names'] === 'yes', texts: options['texts'] !== 'no' }),
};

/** `?language=ja`, `?paper=letter`; `?people=18` adds places. Goals are the room's own once they are drawn. */
const paper: Download = {
  name: 'packets',
  label: 'Packets to print: briefs, goals, move cards, order forms',
  type: 'text/html; charset=utf-8',
  ending: 'html',
  make: ({ world, store, room, state, options }) => {
    const [opened] = store.events(room);
    if (opened?.kind !== 'opened') throw new Error('InvariantError: a room that was not opened');
    const { exercise } = world;
    const wanted = options['language'] ?? '';
    const people = Number(options['people'] ?? 0);
    return packets(world, {
      preset: presetOf(world, state),
      language: exercise.languages.find((language) => language === wanted) ?? exercise.languages[0] ?? 'en',
      size: options['paper'] === 'letter' ? 'letter' : 'a4',
      frame: opened.frame,
      places: placesFor(exercise, Number.isSafeInteger(people) ? people : 0),
      ...(Object.keys(state.goals).length > 0 && { goals: state.goals }),
    });
  },
};

export const DOWNLOADS: readonly Download[] = [log, ...DEBRIEF_DOWNLOADS, paper, ...INSTEAD_DOWNLOADS];
