/** What people read of names of the scenario, in their language. */
import type { Model } from '@stave/engine';
import { expect, it } from 'vitest';
import { stateSaid } from './said.ts';

const model = {
  drivers: [
    {
      name: 'mood',
      label: { en: 'Mood', ja: '空気' },
      states: [{ name: 'tense', label: { en: 'Tense', ja: '緊張' } }, { name: 'calm' }],
    },
  ],
} as unknown as Pick<Model, 'drivers'>;

it.each([
  ['mood.tense', 'en', 'Mood: Tense'],
  ['mood.tense', 'ja', '空気：緊張'],
  ['mood.tense', 'ko', 'Mood: Tense'],
  ['mood.calm', 'en', 'Mood: calm'],
])('%s in %s is %s', (path, language, text) => expect(stateSaid(model, path, language)).toBe(text));
