import { expect, it } from 'vitest';
import { killed } from './kills.testing.ts';

it('loses nothing that it acknowledged when it is killed, twenty times at random moments', async () => {
  const result = await killed(20, Math.random);
  expect(result.lost).toEqual([]);
  expect(result.differs).toBeUndefined();
  expect(result.acknowledged).toBeGreaterThan(400);
  expect(result.sentAgain).toBeGreaterThan(0);
});
