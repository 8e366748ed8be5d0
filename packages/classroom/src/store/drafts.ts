/**
 * Deeds before and after they are written: people's words stand in a draft as they are, and in the log by number. The
 * keys that hold words are the same in all kinds of events.
 */
import type { RoomDeed, TextId } from '../room/events.ts';

const WORDS = ['text', 'reason', 'why', 'action'] as const;
const LISTS = ['reasons'] as const;

/** The same with every text as it was written. */
export type WithTexts<Deed> = Deed extends unknown
  ? {
      readonly [Key in keyof Deed]: Key extends (typeof WORDS)[number]
        ? TextId extends Deed[Key]
          ? string | Exclude<Deed[Key], TextId>
          : Deed[Key]
        : Key extends (typeof LISTS)[number]
          ? readonly string[]
          : Deed[Key];
    }
  : never;

export type DraftDeed = WithTexts<RoomDeed>;

/** @param number gives a text the number by which the log knows it */
export function withNumbers(deed: DraftDeed, number: (text: string) => TextId): RoomDeed {
  const written: Record<string, unknown> = { ...deed };
  for (const key of WORDS) {
    const value = written[key];
    if (typeof value === 'string') written[key] = number(value);
  }
  for (const key of LISTS) {
    const value = written[key];
    if (Array.isArray(value)) written[key] = value.map((text: string) => number(text));
  }
  return written as unknown as RoomDeed;
}
