/** What the flagship's exercise promises: times, places, texts, and that everything in it can happen. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { seedKey, type Effect } from '@stave/engine';
import { Play } from '@stave/engine/reference';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Exercise } from './exercise.ts';
import { placeFor, placesIn, type Place } from './places.ts';
import { openPack, PACKS, placesOf } from './testing.ts';
import { minutesOf, stepsOfTurn, turnOfInject, turnsOfSeat } from './turns.ts';

const read = await openPack('trilateral-2023/exercise.yaml');
const { exercise, world } = read as Required<typeof read>;

test('nothing is wrong with it: names, texts in four languages, effects', () => {
  expect(placesOf(read)).toEqual([]);
  expect(exercise.languages).toEqual(['en', 'zh', 'ja', 'ko']);
});

test('whatever may come of a move is said in words', () => {
  const named = world.model.seats.flatMap(({ name: seat, moves }) =>
    moves.flatMap(({ name: move, outcomes }) => outcomes.map(({ name }) => `${seat}.${move}.${name}`)),
  );
  expect(Object.keys(exercise.outcomes ?? {}).sort()).toEqual(named.sort());
  expect(named.length).toBeGreaterThan(30);
});

describe('timetables', () => {
  const preset = (id: string): Exercise['presets'][number] => exercise.presets.find((one) => one.id === id)!;

  test('ninety minutes are the default: five turns of about nine months, 12 + 5 × 11 + 20 minutes', () => {
    const [first] = exercise.presets;
    expect(first?.id).toBe('90min');
    expect(first?.turns).toEqual([9, 9, 9, 9, 6]);
    expect([first?.join, first?.debrief, minutesOf(first!)]).toEqual([12, 20, 87]);
  });

  test.each(['50min', '90min', '180min'])(
    '%s fits its name, ends with 2026, and lets every seat decide',
    (id) => {
      const one = preset(id);
      expect(minutesOf(one)).toBeLessThanOrEqual(Number.parseInt(id, 10));
      // July 2023 to December 2026 are 42 months.
      expect(stepsOfTurn(one, one.turns.length).last).toBe(42);
      for (const { name } of exercise.seats) {
        const every = world.model.seats.find((seat) => seat.name === name)!.turn;
        for (const turn of one.turns.keys())
          // The first step of the turn is a turn of the seat, so that people decide on what they have just read.
          expect(turnsOfSeat(one, turn + 1, every)[0]).toBe(stepsOfTurn(one, turn + 1).first);
      }
    },
  );

  test('more turns where there is more time, none below a quarter', () => {
    const turns = ['50min', '90min', '180min'].map((id) => preset(id).turns);
    expect(turns.map(({ length }) => length)).toEqual([3, 5, 9]);
    expect(Math.min(...turns.flat())).toBe(3);
  });

  test('an inject with a date comes in every preset, in the turn that holds it', () => {
    // The first step is July 2023, so March 2024 is the ninth: turn 1 of nine months, turn 2 of half years.
    const campaign = exercise.injects.find(({ id }) => id === 'assemblyCampaign')!;
    expect(['90min', '50min', '180min'].map((id) => turnOfInject(preset(id), campaign))).toEqual([1, 1, 2]);
    for (const inject of exercise.injects)
      if (inject.when.kind === 'turn')
        for (const one of exercise.presets) expect(turnOfInject(one, inject)).toBeGreaterThan(0);
  });
});

describe('places', () => {
  const arrivals = (people: number, expected?: number): readonly Place[] => {
    const taken: Place[] = [];
    while (taken.length < people) taken.push(placeFor(exercise, taken, expected)!);
    return taken;
  };
  const said = (places: readonly Place[]): readonly string[] =>
    places.map(({ seat, role }) => `${seat}.${role}`).toSorted();

  test('the three capitals must be held, the others need not', () => {
    expect(exercise.seats.filter(({ optional }) => !optional).map(({ name }) => name)).toEqual([
      'us',
      'japan',
      'korea',
    ]);
  });

  test.each([12, 18, 24, 30])('%i people sit as their assignment says', (people) => {
    const assignment = exercise.assignments.find((one) => one.people === people)!;
    const wanted = Object.entries(assignment.seats).flatMap(([seat, roles]) =>
      roles.map((role) => ({ seat, role })),
    );
    expect(wanted).toHaveLength(people);
    expect(said(arrivals(people, people))).toEqual(said(wanted));
  });

  test('for any number of people everybody has a place of their own, the capitals first', () => {
    for (const people of [1, 2, 3, 5, 7, 11, 13, 17, 21, 27, 31, placesIn(exercise)]) {
      const places = arrivals(people, people);
      const first = places.slice(0, 3).map(({ seat }) => seat);
      expect(new Set(first).size).toBe(Math.min(people, 3));
      expect(first.every((seat) => ['us', 'japan', 'korea'].includes(seat))).toBe(true);
      for (const seat of exercise.seats)
        for (const { id, most } of seat.roles) {
          const held = places.filter((place) => place.seat === seat.name && place.role === id);
          expect(held.length).toBeLessThanOrEqual(most);
        }
    }
    expect(placesIn(exercise)).toBeGreaterThanOrEqual(30);
  });

  test('every team has somebody who drafts and submits among its first, and every role that the scenario asks', () => {
    for (const { name, roles, answersFor } of exercise.seats) {
      expect(roles[0]?.rights).toEqual(['draft', 'submit']);
      const asked = world.model.seats.find((seat) => seat.name === name)!.roles.map((role) => role.name);
      expect(Object.keys(answersFor)).toEqual(asked);
    }
  });
});

/** Every string in it, wherever. */
function strings(part: unknown): readonly string[] {
  if (typeof part === 'string') return [part];
  return typeof part === 'object' && part !== null ? Object.values(part).flatMap(strings) : [];
}

test('terms stand in the words of the scenario', () => {
  const { arm: _, ...texts } = exercise;
  expect(strings(texts).filter((text) => /[{}]/.test(text))).toEqual([]);
  expect(strings(exercise.injects).some((text) => text.includes('the Taiwan Strait'))).toBe(true);
});

test('what happened is what the records of the pack resolve, and nothing else', () => {
  const records = parse(readFileSync(join(PACKS, 'trilateral-2023/data/outcomes-2024-12.yaml'), 'utf8')) as {
    resolutions: readonly { question: string; state: string; outcome?: string }[];
  };
  const resolved = records.resolutions.filter(
    ({ question, state }) => state === 'resolved' && exercise.questions.some(({ id }) => id === question),
  );
  expect(exercise.history).toEqual(
    Object.fromEntries(resolved.map(({ question, outcome }) => [question, outcome])),
  );
});

type Named = readonly [string, readonly Effect[]];

test('every inject, paper and lever, a whole pull of it, can happen in the first step', () => {
  const { injects, proposals, levers } = exercise;
  const pulled = (sign: number) =>
    levers.map(({ id, effect, most }): Named => {
      const whole = 'add' in effect ? { add: effect.add * most * sign, to: effect.to } : effect;
      return [`lever.${id}`, [whole]];
    });
  const groups: readonly (readonly Named[])[] = [
    injects.map(({ id, effects }) => [`inject.${id}`, effects]),
    proposals.map(({ id, effects }) => [`paper.${id}`, effects]),
    pulled(1),
    pulled(-1),
  ];
  const play = new Play(world.ir);
  const address = { seed: seedKey('7'), stream: 0, first: 0, share: 1 };
  const { frame } = play.begin(address);
  for (const group of groups) {
    const attempts = group.map(([id, effects]) => ({
      ...({ kind: 'attempt', step: 1, probability: 1 } as const),
      id,
      effects,
    }));
    const turn = play.advance(frame!, attempts, address);
    expect(turn.failure).toBeUndefined();
    expect(turn.attempts).toMatchObject(group.map(([id]) => ({ id, succeeded: true })));
  }
});
