/**
 * What a scenario's hashes are taken of: canonical JSON (RFC 8785: keys in order of UTF-16 code units, numbers as
 * ECMAScript writes them). The digest itself is computed elsewhere.
 */
import type { Model } from './model.ts';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/** Keys for people: never part of what runs. */
const TEXT = new Set([
  'title',
  'summary',
  'label',
  'news',
  'languages',
  'terms',
  'ask',
  'brief',
  'text',
  'resolution',
  'proxy',
  'provenance',
  'startProvenance',
  'evidence',
  'source',
]);
/** Keys of neither: places in the text, and the list of numbers, which follows from the rest. */
const NEITHER = new Set(['span', 'numbers']);

/** The model without places, human text and evidence: equal exactly when the same thing would run. */
export function modelHashInput({ knownUntil: _, odd: __, ...model }: Model): string {
  return canonical(model as unknown as Json, isOfNoMeaning);
}

/** What any part of a model means, as text: equal where nothing that runs differs. */
export const meaningOf = (part: unknown): string => canonical(withoutProvenance(part as Json), isOfNoMeaning);

/** Basis and reason are for people, too, but stand in what a hash is taken of. */
function withoutProvenance(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => withoutProvenance(item));
  if (value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value).filter(([key]) => !NO_MEANING.has(key));
  return Object.fromEntries(
    kept.map(([key, part]) => [key, part === undefined ? part : withoutProvenance(part)]),
  );
}

const NO_MEANING = new Set([
  'span',
  'provenance',
  'label',
  'ask',
  'resolution',
  'proxy',
  'cluster',
  'baseline',
  'internal',
  'title',
]);

/** The human text and evidence that `modelHashInput` leaves out, each at its path. */
export function modelTextInput({ knownUntil, odd, ...model }: Model): string {
  const texts: Record<string, Json> = {
    ...(knownUntil !== undefined && { '/knownUntil': knownUntil }),
    ...(odd && { '/odd': odd as unknown as Json }),
  };
  collect(model as unknown as Json, '', texts);
  return canonical(texts);
}

/** What runs the same with it and without it. */
const isOfNoMeaning = (key: string, part: Json): boolean =>
  TEXT.has(key) ||
  NEITHER.has(key) ||
  // A scenario without seats is what it was before there were any.
  (key === 'seats' && Array.isArray(part) && part.length === 0);

/** Maps of numbers by names that people chose: ids of outcomes, and what a dated event carries. */
const isNamed = (key: string, part: Json): boolean =>
  key === 'probabilities' || (key === 'data' && !Array.isArray(part));

function collect(value: Json, path: string, texts: Record<string, Json>): void {
  if (Array.isArray(value)) {
    value.forEach((item: Json, i) => collect(item, `${path}/${i}`, texts));
  } else if (value !== null && typeof value === 'object') {
    for (const [key, part] of Object.entries(value)) {
      if (NEITHER.has(key) || part === undefined || isNamed(key, part)) continue;
      if (TEXT.has(key)) texts[`${path}/${key}`] = withoutSpans(part);
      else collect(part, `${path}/${key}`, texts);
    }
  }
}

function withoutSpans(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => withoutSpans(item));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'span')
      .map(([key, part]) => [key, withoutSpans(part as Json)]),
  );
}

const isNothing = (): boolean => false;

/**
 * RFC 8785. Values are those of a model: finite numbers, no functions.
 *
 * @param isLeftOut of which entries nothing is written
 */
export function canonical(value: Json, isLeftOut: (key: string, part: Json) => boolean = isNothing): string {
  if (Array.isArray(value)) return `[${value.map((item: Json) => canonical(item, isLeftOut)).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const map = value as { readonly [key: string]: Json | undefined };
  let text = '';
  for (const key of Object.keys(map).sort()) {
    const part = map[key];
    if (part === undefined || isLeftOut(key, part)) continue;
    const written = canonical(part, isNamed(key, part) ? isNothing : isLeftOut);
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${written}`;
  }
  return `{${text}}`;
}
