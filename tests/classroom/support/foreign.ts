/** What a page says in another language than the one that somebody chose. */
import type { Page } from 'playwright-core';
import { catalogues, type Key } from '../../../packages/classroom/src/app/words/words.ts';

/** Words in Latin letters that belong on every page: names of things that have no other. */
// The condition of an inject is shown as its file has it.
const CONDITION = ['quota', 'broken'];
const NAMES = [
  ...CONDITION,
  'Stave',
  'English',
  'JSON',
  'Lines',
  'CSV',
  'HTML',
  'Brier',
  'http',
  '--lan',
  '--resume',
  'Ada',
  'IPv4',
  'VPN',
  'Wi-Fi',
];

/** Texts with words in Latin letters, and of the pages' own words those that are still in English. Of zh, ja and ko. */
export async function foreignOn(page: Page, language: string): Promise<readonly string[]> {
  const said = await page.evaluate<string[]>(ALL_TEXTS);
  const code = /^[A-Z]{4}$/;
  const latin = said.filter((text) =>
    (text.match(/[-A-Za-z][-A-Za-z0-9]{2,}/g) ?? []).some(
      (word) => !NAMES.includes(word) && !code.test(word) && !/^(room|[rp])-?\d+$/.test(word),
    ),
  );
  return [...latin, ...englishAmong(said, language)];
}

/** As `foreignOn`, where an exercise has names in Latin letters of its own. */
export const englishOn = async (page: Page, language: string): Promise<readonly string[]> =>
  englishAmong(await page.evaluate<string[]>(ALL_TEXTS), language);

function englishAmong(said: readonly string[], language: string): readonly string[] {
  const words = catalogues[language];
  const english = Object.entries(catalogues['en'] ?? {})
    .filter(([key, text]) => words?.[key as Key] !== text && !text.includes('{'))
    .map(([, text]) => text);
  return said.filter((text) => english.includes(text));
}

const ALL_TEXTS = `(() => {
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode())
    if (node.parentElement.closest('noscript') === null) texts.push(node.data.trim());
  for (const element of document.querySelectorAll('*'))
    for (const name of ['aria-label', 'alt', 'title', 'placeholder'])
      if (element.hasAttribute(name)) texts.push(element.getAttribute(name).trim());
  texts.push(document.title);
  return [...new Set(texts.filter((text) => text !== '' && !/^https?:/.test(text)))];
})()`;
