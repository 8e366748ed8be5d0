/** How soon a class is at work: a share of it here, thirty people in `class.long.test.ts`. */
import { describe, expect, test } from 'vitest';
import { joinToFirstMove } from './support/class.ts';

describe('from the code on the board to the first move', () => {
  test('twelve students of six seats are quick', async () => {
    const { people, submitted, milliseconds } = await joinToFirstMove(12);
    expect(people).toBe(12);
    expect(submitted).toBe(6);
    // Of a machine that is busy with other tests; alone it is about two seconds.
    expect(milliseconds).toBeLessThan(30_000);
  });
});
