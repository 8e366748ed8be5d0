/**
 * What people write. Before an event stands in the log its texts are strings under the same keys; the store gives each
 * a number and keeps it apart, so that it can be deleted.
 */
import type { RoomDeed, TextId } from './events.ts';

/** Keys of events that hold a text, or texts. */
type TextKey = 'text' | 'reason' | 'why' | 'action';

type Written<T> = {
  readonly [K in keyof T]: K extends TextKey ? string : K extends 'reasons' ? readonly string[] : T[K];
};

/** A deed as it is decided, with its texts as strings. */
export type WithTexts<T> = T extends unknown ? Written<T> : never;

export type DraftDeed = WithTexts<RoomDeed>;

/** The deed with numbers in place of its texts; `add` keeps a text and gives its number. */
export function withTextIds(deed: DraftDeed, add: (text: string) => TextId): RoomDeed {
  const entries = Object.entries(deed).map(([key, value]): [string, unknown] => {
    if (key === 'reasons' && Array.isArray(value)) return [key, value.map((text) => add(String(text)))];
    return [key, isTextKey(key) && typeof value === 'string' ? add(value) : value];
  });
  return Object.fromEntries(entries) as unknown as RoomDeed;
}

const TEXT_KEYS: readonly string[] = ['text', 'reason', 'why', 'action'] satisfies TextKey[];

const isTextKey = (key: string): boolean => TEXT_KEYS.includes(key);

/** Control characters but for tabs and line ends, marks that turn or isolate the direction of writing, halves of pairs. */
const UNSEEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A text as it is kept: NFC, trimmed, without what cannot be seen. It can come to nothing. */
export const cleaned = (text: string): string =>
  text.replaceAll('\r\n', '\n').replace(UNSEEN, '').normalize('NFC').trim();

/** At most 40 characters on one line. */
export const NAME_LONGEST = 40;

/** A name as it is kept, cut to its length; nothing where it comes to nothing. */
export function cleanedName(name: string): string | undefined {
  const line = cleaned(name).replace(/\s+/gu, ' ');
  const cut = [...line].slice(0, NAME_LONGEST).join('').trim();
  return cut === '' ? undefined : cut;
}

/** In characters, as people count them: a pair of surrogates is one. */
export const lengthOf = (text: string): number => [...text].length;
