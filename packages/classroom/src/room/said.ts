/** Text of scenarios and exercises in the language of whoever reads it. */
import type { Text } from '@stave/engine';

/** `zh-Hans` takes `zh`, then `en`, then whatever comes first. */
export function said(text: Text, language: string): string {
  const primary = language.split('-')[0] ?? language;
  const near = Object.keys(text).find((tag) => tag.split('-')[0] === primary);
  return text[language] ?? text[near ?? 'en'] ?? text['en'] ?? Object.values(text)[0] ?? '';
}

/** The label of something, or its name where it has none. */
export const labelled = (label: Text | undefined, name: string, language: string): string =>
  label ? said(label, language) : name;
