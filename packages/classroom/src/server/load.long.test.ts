import { expect, it } from 'vitest';
import { load, ofItsOwn, quantile } from './load.testing.ts';

it('acknowledges within 100 ms at the 99th percentile with ten rooms of thirty people', async () => {
  const options = {
    ...{ exercise: 'trilateral-2023/exercise.yaml', preset: '90min', rooms: 10, people: 30, seconds: 20 },
  };
  const { times, whileAdjudicating, turns, joinToMoveSeconds } = await load(options, await ofItsOwn(options));
  const told = (list: readonly number[]): string =>
    [0.5, 0.9, 0.99, 1].map((share) => quantile(list, share).toFixed(1)).join(' / ');
  console.log(`${times.length} commands, ms at 50 / 90 / 99 / 100%: ${told(times)}`);
  console.log(`${whileAdjudicating.length} while rooms adjudicate: ${told(whileAdjudicating)}`);
  expect(turns).toBeGreaterThanOrEqual(10);
  expect(times.length).toBeGreaterThan(2000);
  expect(quantile(times, 0.99)).toBeLessThan(100);
  expect(quantile(whileAdjudicating, 0.99)).toBeLessThan(100);
  // Of thirty students in a room, from the first who joins to everybody's first move, all ten rooms at once.
  expect(joinToMoveSeconds).toBeLessThan(60);
});
