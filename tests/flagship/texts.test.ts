/** What readers and players see stands in four languages; words that parties choose differently are one table. */
import { worded, type Text } from '@stave/engine';
import { expect, it } from 'vitest';
import { flagship } from './playing.ts';

const model = await flagship(0);
const LANGUAGES = ['en', 'zh', 'ja', 'ko'] as const;
const SEEN = new Set(['title', 'summary', 'label', 'news', 'ask', 'brief', 'text']);

interface Seen {
  readonly path: string;
  readonly key: string;
  readonly text: Text;
}

/** Every text for readers and players, with its place. The protocol and reasons are for those who judge the model. */
function seen(value: unknown, path = ''): readonly Seen[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, part]: [string, unknown]): readonly Seen[] => {
    if (['odd', 'evidence', 'terms', 'resolution', 'provenance', 'proxy', 'numbers'].includes(key)) return [];
    if (SEEN.has(key) && part !== undefined) return [{ path: `${path}/${key}`, key, text: part as Text }];
    const named = part as { readonly name?: string; readonly id?: string } | null;
    const name = typeof part === 'object' && Array.isArray(value) ? (named?.name ?? named?.id ?? key) : key;
    return seen(part, `${path}/${name}`);
  });
}

const texts = seen(model);
const written = texts.filter(({ text }) => Object.keys(text).length > 0);

it('every text that readers and players see is there in English, Chinese, Japanese and Korean', () => {
  const gaps = written.flatMap(({ path, text }) =>
    LANGUAGES.filter((language) => (text[language] ?? '').trim() === '').map(
      (language) => `${path}: ${language}`,
    ),
  );
  expect(gaps).toEqual([]);
  for (const { name, forms, use } of model.terms) {
    for (const { id, text } of forms) expect(Object.keys(text), `${name}.${id}`).toEqual([...LANGUAGES]);
    expect(Object.keys(use), name).toEqual([...LANGUAGES]);
  }
  // That the list is no list of nothing.
  for (const key of SEEN)
    expect(
      written.some((one) => one.key === key),
      key,
    ).toBe(true);
});

it('every driver, state, indicator, reported measure, question, seat and move has a text', () => {
  const { drivers, indicators, measures, questions, seats } = model;
  const states = drivers.flatMap((driver) => driver.states);
  const shown = [
    ...[...drivers, ...states, ...indicators, ...measures.filter(({ reported }) => reported)],
    ...[...seats, ...seats.flatMap(({ moves }) => moves)],
  ];
  expect(shown.filter(({ label }) => label === undefined).map(({ name }) => name)).toEqual([]);
  expect(questions.filter(({ ask }) => Object.keys(ask).length === 0).map(({ id }) => id)).toEqual([]);
});

it('no language is called reviewed, since no fluent reader has read any', () => {
  expect(Object.fromEntries(Object.entries(model.languages))).toEqual(
    Object.fromEntries(LANGUAGES.map((language) => [language, 'unreviewed'])),
  );
});

it('a reader may have another word in every language, and none is left in braces', () => {
  const ask = (wording: ReadonlyMap<string, string>, language: string): string =>
    worded(model, wording).questions.find(({ id }) => id === 'waterRelease202309')?.ask[language] ?? '';
  const plain = new Map<string, string>();
  const other = new Map([['water', 'contaminated']]);
  expect(ask(plain, 'zh')).toContain('处理水');
  expect(ask(other, 'zh')).toContain('核污染水');
  expect(ask(plain, 'ko')).toContain('처리수');
  expect(ask(other, 'ko')).toContain('오염수');
  for (const { path, text } of seen(worded(model)))
    for (const told of Object.values(text)) expect(told, path).not.toMatch(/[{}]/);
});

it('news is a line: one sentence or two, told of drivers of weight', () => {
  const news = written.filter(({ key }) => key === 'news');
  for (const { path, text } of news)
    for (const language of LANGUAGES) {
      const line = text[language] ?? '';
      expect(line, path).toMatch(/[.。]$/);
      expect(line.length, path).toBeLessThanOrEqual(language === 'en' ? 110 : 60);
    }
  const telling = new Set(news.map(({ path }) => path.split('/')[2]));
  const weight = `washington congress blueHouse assembly kantei diet ukraine peninsula usChina beijingTokyo beijingSeoul
    moscowPyongyang opinion history reconciliation compensation water industry deterrence leaders gsomia retaliation
    institution intelligence warning`;
  expect(weight.split(/\s+/).filter((driver) => !telling.has(driver))).toEqual([]);
});
