/** Packets of the small exercise: what stands in which, and for whose eyes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { openExercise } from '../exercise/open.ts';
import { placeFor, type Place } from '../exercise/places.ts';
import { openRoom } from '../room/open.ts';
import { makeWorld, type World } from '../room/world.ts';
import { goalsOf } from '../room/bots.ts';
import { said } from '../room/said.ts';
import { markup } from './html.ts';
import { packets, type PacketOptions } from './packets.ts';

const folder = join(import.meta.dirname, '../../../scenarios/fishing-bank');
let world: World;
let page: string;

beforeAll(async () => {
  const { exercise, world: checked } = await openExercise(join(folder, 'exercise.yaml'), (name) =>
    Promise.resolve({ source: { name, text: readFileSync(name, 'utf8') } }),
  );
  world = makeWorld(exercise!, checked!.model, checked!.ir);
  page = packets(world, options());
});

const options = (more: Partial<PacketOptions> = {}): PacketOptions => ({
  preset: world.exercise.presets[0]!,
  language: 'en',
  size: 'a4',
  frame: openRoom(world, { room: 'paper', seed: 'x', trial: 0 }).frame,
  places: [],
  ...more,
});

/** The packet of each seat, by name. */
const bySeat = (text: string): Map<string, string> =>
  new Map(
    [...text.matchAll(/<article class="packet" data-seat="(\w+)">([\s\S]*?)<\/article>/g)].map(
      ([, seat, body]) => [seat!, body!],
    ),
  );

const matches = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([, found]) => found!);

test('each move of each seat is on one card, in the packet of its seat', () => {
  const cards = matches(page, /data-move="([\w.]+)"/g);
  const moves = world.model.seats.flatMap(({ name, moves: own }) =>
    own.map((move) => `${name}.${move.name}`),
  );
  expect([...cards].sort()).toEqual([...moves].sort());
  for (const [seat, body] of bySeat(page))
    for (const card of matches(body, /data-move="([\w.]+)"/g)) expect(card.split('.')[0]).toBe(seat);
  // Two in three, as the scenario says of what is likely; prices at the start.
  expect(page).toMatch(/data-move="east.fishHard">[\s\S]*?Gains: 1 capital/);
  expect(page).toMatch(/data-move="east.offerQuota">[\s\S]*?Asks: West harbour, Council \(East harbour\)/);
});

test('a packet has every goal of its seat on a sheet of its own, and none of another seat', () => {
  const found = bySeat(page);
  expect([...found.keys()]).toEqual(world.exercise.seats.map(({ name }) => name));
  for (const { name, goals } of world.exercise.seats) {
    const body = found.get(name)!;
    expect(matches(body, /data-goal="([\w.]+)"/g)).toEqual(goals.map(({ id }) => `${name}.${id}`));
    for (const sheet of body.split('<section').slice(1))
      expect(matches(sheet, /data-goal="([\w.]+)"/g).length).toBeLessThanOrEqual(1);
    const others = world.exercise.seats.filter((seat) => seat.name !== name).flatMap((seat) => seat.goals);
    const own = new Set(goals.map(({ text }) => said(text, 'en')));
    for (const { text } of others)
      if (!own.has(said(text, 'en'))) expect(body).not.toContain(markup`${said(text, 'en')}`.text);
  }
  for (const part of page.split('<article').filter((article) => !article.includes('data-seat='))) {
    expect(part).not.toContain('data-goal');
  }
});

test('with a seed there is the goal that a room of that seed draws, and no other', () => {
  const goals = goalsOf(world, { seed: '7' });
  const drawn = packets(world, options({ goals }));
  expect(matches(drawn, /data-goal="([\w.]+)"/g)).toEqual(
    world.exercise.seats.flatMap(({ name }) => (goals[name] === undefined ? [] : [`${name}.${goals[name]}`])),
  );
});

test('there is an order form a seat and turn, a bulletin a turn, a form a paper, a slip and a forecast sheet a person', () => {
  const places: Place[] = [];
  while (places.length < 8) places.push(placeFor(world.exercise, places, 8)!);
  const text = packets(world, options({ places }));
  const sheets = (what: string): number => matches(text, new RegExp(`data-sheet="(${what})"`, 'g')).length;
  const { turns } = world.exercise.presets[0]!;
  expect(sheets('orders')).toBe(world.exercise.seats.length * turns.length);
  expect(sheets('bulletin')).toBe(turns.length);
  expect(sheets('paper')).toBe(world.exercise.proposals.length);
  expect(sheets('forecasts')).toBe(8);
  expect(matches(text, /data-place="(\d+)"/g)).toHaveLength(8);
  // 4 to join, three turns of 5 minutes, 6 of debrief.
  expect(text).toMatch(/data-table="timing">[\s\S]*?<th>Together<\/th>\s*<th>25<\/th>/);
});

test.each(['en', 'zh', 'ja', 'ko'])(
  'in %s it is one page without scripts or anything from outside',
  (language) => {
    const text = packets(world, options({ language }));
    expect(text).toContain(`<html lang="${language}">`);
    expect(text).toContain(said(world.exercise.title, language));
    expect(text).not.toMatch(/<script|<link|<img|https?:|@import|url\(/);
    const inside = text.replace(/<style>[\s\S]*?<\/style>/, '');
    // Everything that is opened is closed, in order.
    const open: string[] = [];
    for (const [, close, tag] of inside.matchAll(/<(\/?)(\w+)[^>]*>/g)) {
      if (tag === 'meta') continue;
      if (close === '/') expect(open.pop()).toBe(tag);
      else open.push(tag!);
    }
    expect(open).toEqual([]);
  },
);

test('text of an exercise is no markup', () => {
  expect(markup`<p title="${'a"b'}">${'<script>&'}</p>`.text).toBe(
    '<p title="a&quot;b">&lt;script&gt;&amp;</p>',
  );
});

test('the state that brings an inject is said in words, in each language', () => {
  const { model } = world;
  const driver = model.drivers.find(({ name }) => name === 'quota')!;
  const state = driver.states.find(({ name }) => name === 'broken')!;
  expect(world.exercise.injects.map(({ when }) => when)).toContainEqual({
    kind: 'condition',
    state: 'quota.broken',
  });
  for (const language of ['en', 'zh', 'ja', 'ko']) {
    const text = packets(world, options({ language }));
    const colon = { zh: '：', ja: '：' }[language] ?? ': ';
    expect(text).toContain(`${said(driver.label!, language)}${colon}${said(state.label!, language)}`);
    expect(text).not.toContain('quota.broken');
  }
});
