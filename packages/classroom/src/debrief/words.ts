/**
 * The debrief's own words; labels are those of the exercise and the scenario. `{n}` is filled in. A language without
 * words here is told in English.
 */
import { PARTICLES, withParticle } from '../grammar/particles.ts';
import { en, type Key } from './words/en.ts';
import { ja } from './words/ja.ts';
import { ko } from './words/ko.ts';
import { zh } from './words/zh.ts';

export type Words = Readonly<Record<Key, string>>;

export const WORDS: Readonly<Record<string, Words>> = { en, zh, ja, ko };

/** `zh-Hans` takes `zh`. */
export const wordsFor = (language: string): Words => WORDS[language.split('-')[0] ?? ''] ?? en;

/** Puts values in the places of a phrase; a value is taken as it is, whatever stands in it. */
export const fill = (phrase: string, values: Readonly<Record<string, string | number>>): string =>
  phrase.replace(PLACE, (place, key: string, particle: string | undefined) => {
    const value = String(values[key] ?? place);
    return particle === undefined ? value : withParticle(value, particle);
  });

/** With the Korean particle that follows, which depends on the value. */
const PLACE = new RegExp(String.raw`\{(\w+)\}(${PARTICLES})?`, 'gu');
