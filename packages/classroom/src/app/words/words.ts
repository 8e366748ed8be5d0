/** What the pages say, in the language that the person chose. Messages are in ICU syntax. */
import { IntlMessageFormat } from 'intl-messageformat';
import { withParticles } from '../../grammar/particles.ts';
import { en } from './en.ts';
import { ja } from './ja.ts';
import { ko } from './ko.ts';
import { zh } from './zh.ts';

export type Key = keyof typeof en;
export type Words = Readonly<Record<Key, string>>;
export type Say = (key: Key, values?: Readonly<Record<string, string | number>>) => string;

export const catalogues: Readonly<Record<string, Words>> = { en, zh, ja, ko };

/** Each language by its own name: whoever looks for theirs may not read the present one. */
export const LANGUAGE_NAMES: Readonly<Record<string, string>> = {
  en: 'English',
  zh: '中文',
  ja: '日本語',
  ko: '한국어',
};

/** Of `wanted`, the first that there are words for; English otherwise. */
export const languageFor = (wanted: readonly string[]): string =>
  wanted.map((tag) => tag.toLowerCase().split('-')[0] ?? '').find((tag) => tag in catalogues) ?? 'en';

const compiled = new Map<string, IntlMessageFormat>();

export const sayIn =
  (language: string): Say =>
  (key, values) => {
    const id = `${language}/${key}`;
    let message = compiled.get(id);
    if (message === undefined) {
      message = new IntlMessageFormat((catalogues[language] ?? en)[key], language);
      compiled.set(id, message);
    }
    const said = String(message.format(values === undefined ? undefined : { ...values }));
    return language === 'ko' ? withParticles(said) : said;
  };
