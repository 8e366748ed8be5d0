import { expect, it } from 'vitest';
import { killed } from './kills.testing.ts';

it('loses nothing that it acknowledged when it is killed, three times', async () => {
  const moments = [0.2, 0.9, 0.5, 0.1, 0.7, 0.3];
  let at = 0;
  const result = await killed(3, () => moments[at++ % moments.length]!);
  expect(result.lost).toEqual([]);
  expect(result.differs).toBeUndefined();
  // It was killed in the middle of something: answers were under way, and turns were made.
  expect(result.acknowledged).toBeGreaterThan(50);
  expect(result.sentAgain).toBeGreaterThan(0);
  expect(result.turns).toBeGreaterThan(0);
});
