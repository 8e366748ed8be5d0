import { expect, test } from 'vitest';
import { placeFor, placesIn, type Place } from './places.ts';
import { openPack, placesOf } from './testing.ts';

test('the small exercise reads without a word, with its scenario', async () => {
  const read = await openPack('fishing-bank/exercise.yaml');
  expect(placesOf(read)).toEqual([]);
  expect(read.exercise?.seats.map(({ name, optional }) => [name, optional])).toEqual([
    ['east', false],
    ['west', false],
    ['inspectors', true],
  ]);
  expect(read.world?.model.id).toBe('fishing-bank');
  expect(read.world?.ir.seats?.seats).toHaveLength(3);
});

/** Everybody who comes, one after the other. */
async function arrivals(people: number, expected?: number): Promise<readonly (Place | undefined)[]> {
  const { exercise } = await openPack('fishing-bank/exercise.yaml');
  if (!exercise) throw new Error('no exercise');
  const taken: Place[] = [];
  return Array.from({ length: people }, () => {
    const place = placeFor(exercise, taken, expected);
    if (place) taken.push(place);
    return place;
  });
}
const said = (places: readonly (Place | undefined)[]): readonly string[] =>
  places.map((place) => (place ? `${place.seat}.${place.role}` : 'none'));

test('seats that are not optional come first, one person each, then roles in order', async () => {
  expect(said(await arrivals(9))).toEqual([
    ...['east.leader', 'west.leader', 'east.crews', 'west.crews'],
    ...['inspectors.leader', 'inspectors.press', 'east.scout', 'west.scout'],
    // The third place of the inspectors is that of a second reporter; harbours have four roles before theirs.
    'inspectors.press',
  ]);
});

test('an assignment for as many as are expected seats exactly them', async () => {
  expect(said(await arrivals(8, 8)).toSorted()).toEqual([
    ...['east.crews', 'east.leader', 'east.scout'],
    ...['inspectors.leader', 'inspectors.press', 'west.crews', 'west.leader', 'west.scout'],
  ]);
});

test('when all places are taken there is none', async () => {
  const { exercise } = await openPack('fishing-bank/exercise.yaml');
  const places = exercise ? placesIn(exercise) : 0;
  expect(places).toBe(5 + 5 + 3);
  const all = said(await arrivals(places + 1));
  expect(all.indexOf('none')).toBe(places);
});
