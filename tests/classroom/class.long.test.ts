/** Thirty students join the flagship by their devices and make the first move: below a minute, by far. */
import { describe, expect, test } from 'vitest';
import { joinToFirstMove } from './support/class.ts';

describe('from the code on the board to the first move', () => {
  test('thirty students take less than a minute', async () => {
    const { people, submitted, milliseconds } = await joinToFirstMove(30);
    console.log(`30 students, from joining to the first move: ${(milliseconds / 1000).toFixed(1)} s`);
    expect(people).toBe(30);
    expect(submitted).toBe(6);
    expect(milliseconds).toBeLessThan(60_000);
  });
});
