import { expect, it } from 'vitest';
import { load } from './load.testing.ts';

it('plays a turn of two small rooms, in which everybody does something', async () => {
  const { times, refused, turns } = await load({
    ...{ exercise: 'fishing-bank/exercise.yaml', preset: '25min', rooms: 2, people: 8, seconds: 0.5 },
  });
  expect(turns).toBeGreaterThanOrEqual(2);
  // Each took a place, wrote two messages and gave forecasts.
  expect(times.length).toBeGreaterThan(2 * 8 * 5);
  // Somebody may draft again before others have looked; nothing else is refused.
  expect(Object.keys(refused).filter((what) => !/^(consent|submit): |: tooMany$/.test(what))).toEqual([]);
});
