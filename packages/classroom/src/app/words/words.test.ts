/** All languages say the same things, and can say them. */
import { IntlMessageFormat } from 'intl-messageformat';
import { expect, test } from 'vitest';
import { points } from './formats.ts';
import { catalogues, languageFor, sayIn, type Key } from './words.ts';

type Element = ReturnType<IntlMessageFormat['getAst']>[number];

/** Names of the values that a message needs, through plurals and choices. */
function placeholders(elements: readonly Element[]): string[] {
  const names = elements.flatMap((element) => {
    // The number of a plural has no name, and text (0) needs nothing.
    const kind: number = element.type;
    if (!('value' in element) || kind === 0) return [];
    const inner =
      'options' in element ? Object.values(element.options).flatMap(({ value }) => placeholders(value)) : [];
    return [element.value, ...inner];
  });
  return [...new Set(names)].sort();
}

const needs = (text: string, language: string): string[] =>
  placeholders(new IntlMessageFormat(text, language).getAst());

const english = catalogues['en'] ?? {};
const others = Object.entries(catalogues).filter(([language]) => language !== 'en');

test.each(others)('%s has the keys of English, and none is empty', (_language, words) => {
  expect(Object.keys(words).sort()).toEqual(Object.keys(english).sort());
  expect(Object.entries(words).filter(([, text]) => text.trim() === '')).toEqual([]);
});

test.each(others)('%s needs the values that English needs', (language, words) => {
  const wrong = Object.entries(english).filter(
    ([key, text]) => String(needs(String(text), 'en')) !== String(needs(words[key as Key], language)),
  );
  expect(wrong).toEqual([]);
});

test('a placeholder inside a plural is found', () => {
  expect(needs('{n, plural, one {# of {all}} other {# of {all}}} {who}', 'en')).toEqual(['all', 'n', 'who']);
});

test('plurals follow the language', () => {
  expect(sayIn('en')('minutesLeft', { n: 1 })).toBe('1 minute left');
  expect(sayIn('en')('minutesLeft', { n: 5 })).toBe('5 minutes left');
  expect(sayIn('ja')('minutesLeft', { n: 5 })).toBe('残り5分');
});

test('the language is the first wanted one that there are words for', () => {
  expect(languageFor(['', 'fr-CA', 'zh-Hans-CN', 'en'])).toBe('zh');
  expect(languageFor(['KO'])).toBe('ko');
  expect(languageFor(['fr'])).toBe('en');
});

/** What is written on a button, and what it is called where that is not enough to tell it from others. */
const NAMED: readonly (readonly [Key, Key])[] = [
  ['addReason', 'addReasonTo'],
  ['agree', 'agreeTo'],
  ['enterNo', 'enterNoFor'],
  ['enterOrders', 'enterOrdersOf'],
  ['enterYes', 'enterYesFor'],
  ['injectNow', 'injectWhat'],
  ['open', 'openRoom'],
  ['passOn', 'passOnFrom'],
  ['preview', 'previewByHand'],
  ['preview', 'previewOverride'],
  ['preview', 'previewWhat'],
  ['refuse', 'refuseTo'],
  ['remove', 'removeLever'],
  ['remove', 'removeOption'],
  ['sendOut', 'removeWho'],
  ['replaceByWho', 'replaceWhoBy'],
  ['ruleOrders', 'ruleOrdersOf'],
  ['save', 'saveAnswerTo'],
  ['sign', 'signWhat'],
  ['stopMessage', 'stopFrom'],
  ['strike', 'strikeWhat'],
  ['takePlace', 'takePlaceOf'],
  ['vote', 'voteOn'],
  ['withhold', 'withholdWhat'],
];

test.each(Object.entries(catalogues))(
  'in %s whoever speaks to a button may say what is written on it',
  (_, words) => {
    const wrong = NAMED.filter(
      ([seen, name]) => !words[name].toLowerCase().includes(words[seen].toLowerCase()),
    );
    expect(wrong.map(([seen, name]) => `${words[seen]} / ${words[name]}`)).toEqual([]);
  },
);

test('a difference of less than a point is not written as none', () => {
  expect([0.17, 0.01, 0.0042, -0.0042, 0].map((value) => points('en', value))).toEqual([
    '+17%',
    '+1%',
    '+0.4%',
    '-0.4%',
    '0%',
  ]);
});
