/** Every view in light and dark, on a phone and on a wide screen. */
import { describe, expect, test } from 'vitest';
import { hasBrowser } from '../support/browser.ts';
import { LOOKS, problemsOf } from './support/looks.ts';
import { allViews } from './support/views.ts';

describe.skipIf(!hasBrowser)('every view', () => {
  test('has no violation that axe finds in any look, and fits a phone', async () => {
    const { count, problems } = await allViews((page) => problemsOf(page, LOOKS));
    expect(problems).toEqual([]);
    expect(count).toBeGreaterThan(35);
  });
});
