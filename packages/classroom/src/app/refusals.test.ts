/** Refusals are said in the person's language, and name what the person sees. */
import { expect, test } from 'vitest';
import { base, seatSections } from './fake/scene.ts';
import { REFUSALS, withLabels } from './refusals.ts';
import { catalogues, sayIn } from './words/words.ts';

const view = { ...base(), ...seatSections() };

test('each code has a sentence of its own in each language', () => {
  for (const language of Object.keys(catalogues)) {
    const said = new Set(Object.values(REFUSALS).map((key) => sayIn(language)(key)));
    // Eleven codes, of which two say what another says.
    expect(said.size, language).toBe(9);
  }
});

test('names of moves and seats become what stands on the page; others stay', () => {
  expect(withLabels('`us.hostSummit` costs more than `us` has', view)).toBe(
    '“Host a summit of three” costs more than “Washington” has',
  );
  expect(withLabels('there is no lever `moon`', view)).toBe('there is no lever “moon”');
  expect(withLabels('there is no lever `moon`', undefined)).toBe('there is no lever “moon”');
});
