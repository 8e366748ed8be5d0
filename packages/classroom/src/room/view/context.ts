/** What every section is made from. */
import type { By } from '../events.ts';
import type { Person, RoomState } from '../state.ts';
import type { World } from '../world.ts';
import type { ScoreRow, View } from '../../protocol/protocol.ts';

export type Viewer =
  | { readonly kind: 'control'; readonly language?: string }
  | { readonly kind: 'person'; readonly person: By }
  /** A screen that everybody sees. */
  | { readonly kind: 'projector'; readonly language?: string };

/** What is not in the log: words, names, and the code that people join by. */
export interface Lookups {
  readonly text: (id: number) => string;
  readonly name: (person: string) => string;
  readonly code: string;
  /** Of the room's forecasts, the best first; asked when the turns are over. */
  readonly scores?: (state: RoomState) => readonly ScoreRow[];
  /** What trials say of luck against decision so far, in a language; asked when the turns are over. */
  readonly luck?: (language: string) => Pick<View, 'luck' | 'luckProgress'>;
}

export interface Context {
  readonly world: World;
  readonly state: RoomState;
  readonly lookups: Lookups;
  readonly language: string;
  readonly kind: 'control' | 'seat' | 'observer' | 'projector' | 'waiting';
  readonly person?: Person;
  /** The seat whose secrets these are. */
  readonly seat?: string;
}

export function contextOf(world: World, state: RoomState, viewer: Viewer, lookups: Lookups): Context {
  const [first = 'en'] = world.exercise.languages;
  const base = { world, state, lookups };
  if (viewer.kind !== 'person') return { ...base, kind: viewer.kind, language: viewer.language ?? first };
  const person = state.people[viewer.person];
  if (!person) return { ...base, kind: 'waiting', language: first };
  const { seat, language } = person;
  if (seat === undefined) return { ...base, kind: 'waiting', language, person };
  if (seat === null) return { ...base, kind: 'observer', language, person };
  return { ...base, kind: 'seat', language, person, seat };
}

/** Secrets are out: what was intended, wanted and done in secret is shown to all. */
export const isOver = ({ clock }: RoomState): boolean =>
  clock.phase === 'debrief' || clock.phase === 'closed';

/** What a turn's forecasts and covert plans wait for. */
export const isRevealed = ({ clock }: RoomState, turn: number): boolean =>
  turn < clock.turn || clock.phase === 'reveal' || clock.phase === 'debrief' || clock.phase === 'closed';

/** Members of a seat. */
export const membersOf = (state: RoomState, seat: string): readonly Person[] =>
  Object.values(state.people).filter((person) => person.seat === seat);
