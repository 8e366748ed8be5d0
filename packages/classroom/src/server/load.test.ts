import { expect, it } from 'vitest';
import { realClock } from './clock.ts';
import { load, turnsOf } from './load.testing.ts';
import { hosted } from './testing.ts';

it('plays a turn of two small rooms, in which everybody does something', async () => {
  const options = {
    exercise: 'fishing-bank/exercise.yaml',
    preset: '25min',
    rooms: 2,
    people: 5,
    seconds: 0.2,
  };
  const { base, secret, rooms, faults, close } = await hosted({ ...options, rooms: 1, clock: realClock });
  const end = async (): Promise<number> => {
    const count = turnsOf(rooms.store);
    await close();
    return count;
  };
  const { times, refused, turns } = await load(options, { base, secret, end });
  expect(turns).toBeGreaterThanOrEqual(2);
  // Each took a place, wrote two messages and gave three forecasts.
  expect(times.length).toBeGreaterThan(2 * 5 * 5);
  // Somebody may draft again before others have looked; nothing else is refused.
  expect(Object.keys(refused).filter((what) => !/^(consent|submit): |: tooMany$/.test(what))).toEqual([]);
  expect(faults).toEqual([]);
});
