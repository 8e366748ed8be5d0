/** Text for people, in the language of whoever reads it. */
import type { Text } from './model.ts';

/** In the language or its nearest (`zh-Hans` takes `zh`), else in English, else in whatever comes first; else nothing. */
export function textIn(text: Text, language: string): string {
  const primary = language.split('-')[0] ?? language;
  const near = Object.keys(text).find((tag) => tag.split('-')[0] === primary);
  return text[language] ?? text[primary] ?? text[near ?? 'en'] ?? text['en'] ?? Object.values(text)[0] ?? '';
}
