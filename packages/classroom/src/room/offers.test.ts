/** Whoever waits is offered a place, each another, and takes it with one click. */
import { beforeAll, expect, it } from 'vitest';
import { makeTestWorld, TestRoom } from './fixture.testing.ts';
import { offersOf } from './offers.ts';
import { viewOf } from './view.ts';
import type { World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await makeTestWorld();
});

const offers = (room: TestRoom): unknown =>
  [...offersOf(world, room.state)].map(([person, { seat, role }]) => `${person} ${seat} ${role}`);

const lookups = { text: () => '', name: (person: string) => person, code: 'ABCD' };

it('offers each who waits another place, seats that must be held first', () => {
  const room = new TestRoom(world);
  const first = room.join();
  room.join();
  room.join();
  expect(offers(room)).toEqual(['p1 north leader', 'p2 south leader', 'p3 east leader']);
  expect(viewOf(world, room.state, { kind: 'person', person: first }, lookups).me.offered).toEqual({
    seat: 'north',
    role: 'leader',
    seatLabel: 'north',
    roleLabel: 'leader',
  });
  room.must('p2', { do: 'take', seat: 'south', role: 'leader' });
  expect(offers(room)).toEqual(['p1 north leader', 'p3 east leader']);
  expect(viewOf(world, room.state, { kind: 'person', person: 'p2' }, lookups).me.offered).toBeUndefined();
});

it('seats thirty who all click what they were offered at the same moment, while there are places', () => {
  const room = new TestRoom(world);
  for (let i = 0; i < 30; i++) room.join();
  const made = [...offersOf(world, room.state)];
  // Three seats of seven.
  expect(made.length).toBe(21);
  for (const [person, { seat, role }] of made) room.must(person as 'p1', { do: 'take', seat, role });
  expect(offers(room)).toEqual([]);
});

it('keeps the places of those who are away while there are others', () => {
  const room = new TestRoom(world);
  for (let i = 0; i < 21; i++) room.join();
  for (const [person, place] of offersOf(world, room.state))
    if (person !== 'p21') room.must(person as 'p1', { do: 'take', ...place });
  room.must('p1', { do: 'leave' });
  const last = room.join();
  expect(offers(room)).toEqual(['p21 east press', `${last} north leader`]);
  const view = viewOf(world, room.state, { kind: 'person', person: last }, lookups);
  expect(view.places.find(({ seat }) => seat === 'north')?.open).toEqual([
    { role: 'leader', label: 'leader', left: 1 },
  ]);
  room.must(last, { do: 'take', seat: 'north', role: 'leader' });
  // Whoever is away and replaced is not shown any more.
  const { places } = viewOf(world, room.state, { kind: 'person', person: last }, lookups);
  expect(places[0]?.members.filter(({ role }) => role === 'leader').map(({ person }) => person)).toEqual([
    last,
  ]);
});

it('offers nothing when the turns are over', () => {
  const room = new TestRoom(world);
  room.sit('north', 'leader');
  room.until(3, 'debrief');
  room.join();
  expect(offers(room)).toEqual([]);
});
