/** Injects with dates act in the step that holds them, in logs that say so; logs from before replay as they were. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Inject } from '../exercise/exercise.ts';
import { bulletinOf } from './bulletin.ts';
import { EXERCISE, makeTestWorld, TestRoom } from './fixture.testing.ts';
import type { RoomOptions } from './open.ts';
import { verify } from './verify.ts';
import { viewOf } from './view.ts';
import type { World } from './world.ts';

/** Turns of three months from January 2023 on: step 5, May, is the second of turn 2. */
const MAY: Inject = {
  id: 'may',
  label: { en: 'May' },
  news: { en: 'Aid in May.' },
  when: { kind: 'turn', turn: 2, step: 5 },
  effects: [{ add: 2, to: 'purse' }],
};
const LATE: Inject = { ...MAY, id: 'late', when: { kind: 'turn', turn: 4, step: 11 } };

let world: World;
beforeAll(async () => {
  world = await makeTestWorld({ injects: [...EXERCISE.injects, MAY, LATE] }, (text) =>
    text.replace('indicators:\n', 'indicators:\n  purse: { start: 0, next: purse }\n'),
  );
});

function played(
  options: Partial<RoomOptions> = {},
  until: readonly [number, 'reveal' | 'deliberation'] = [3, 'reveal'],
): TestRoom {
  const room = new TestRoom(world, options);
  room.until(...until);
  return room;
}

const attemptsOf = (room: TestRoom): readonly unknown[] =>
  room.state.past.flatMap(({ interventions }) =>
    interventions.flatMap((one) =>
      one.kind === 'attempt' && one.id.startsWith('inject.') ? [[one.step, one.id]] : [],
    ),
  );
const purses = (room: TestRoom): readonly unknown[] =>
  room.state.readings.map(({ indicators }) => indicators['purse']);
const news = (room: TestRoom, turn: number): readonly unknown[] =>
  bulletinOf(world, room.state, turn, 'en', () => '')
    .filter(({ kind }) => kind === 'inject')
    .map(({ date, text }) => [date, text]);

describe('an inject with a date', () => {
  it('acts in the step that holds it, and is news of that month', () => {
    const room = played();
    expect(room.events[0]).toMatchObject({ kind: 'opened', rules: 2 });
    expect(room.events.find((event) => event.kind === 'injected' && event.id === 'may')).toMatchObject({
      step: 5,
    });
    expect(attemptsOf(room)).toContainEqual([4, 'inject.2.gale']);
    expect(attemptsOf(room)).toContainEqual([5, 'inject.2.may']);
    expect(purses(room)).toEqual([0, 0, 0, 0, 0, 2, 2, 2, 2, 2]);
    expect(news(room, 2)).toEqual([
      ['2023-04-01', 'A gale is coming.'],
      ['2023-05-01', 'Aid in May.'],
    ]);
    expect(verify(world, room.events)).toBeUndefined();
  });

  it('put in by hand acts at its date where the turn to come holds it, else as that begins', () => {
    const early = new TestRoom(world);
    early.until(1, 'deliberation');
    early.must('control', { do: 'inject', inject: 'may' });
    early.until(3, 'reveal');
    expect(purses(early).slice(0, 3)).toEqual([0, 2, 2]);
    expect(news(early, 1)).toEqual([['2023-01-01', 'Aid in May.']]);
    expect(verify(world, early.events)).toBeUndefined();
    const again = new TestRoom(world);
    again.until(2, 'deliberation');
    again.must('control', { do: 'withhold', id: 'may' });
    again.must('control', { do: 'inject', inject: 'may' });
    again.until(3, 'reveal');
    expect(purses(again).indexOf(2)).toBe(5);
    expect(verify(world, again.events)).toBeUndefined();
  });

  it('comes again at its date after an undo', () => {
    const room = played();
    room.must('control', { do: 'undo', turn: 2, reason: 'x' });
    room.until(3, 'reveal');
    expect(purses(room)).toEqual([0, 0, 0, 0, 0, 2, 2, 2, 2, 2]);
    expect(verify(world, room.events)).toBeUndefined();
  });

  it('stands in the console with its date and the turn of the room’s own timetable', () => {
    const lookups = { text: () => '', name: (person: string) => person, code: 'X' };
    const when = (preset: string): readonly unknown[] =>
      (
        viewOf(world, played({ preset }, [1, 'deliberation']).state, { kind: 'control' }, lookups).control
          ?.injects ?? []
      )
        .filter(({ id }) => id === 'may' || id === 'late')
        .map((one) => one.when);
    expect(when('short')).toEqual(['turn 2, May 2023', 'after the last turn of this timetable']);
    // Turns of four months: May begins the second one, November is in the third.
    expect(when('whole')).toEqual(['turn 2, May 2023', 'turn 3, Nov 2023']);
  });
});

describe('a log from before dates counted', () => {
  it('replays as it was: in the first step of the turn, and so it goes on', () => {
    const room = played({ rules: 1 }, [2, 'deliberation']);
    expect(Object.keys(room.events[0] ?? {})).not.toContain('rules');
    room.until(3, 'reveal');
    expect(JSON.stringify(room.events)).not.toMatch(/"rules":\d|"inject":"may","step"/);
    expect(attemptsOf(room)).toContainEqual([4, 'inject.2.may']);
    expect(purses(room)).toEqual([0, 0, 0, 0, 2, 2, 2, 2, 2, 2]);
    expect(verify(world, room.events)).toBeUndefined();
  });

  it('has people there who were forgotten, until they are missed', () => {
    const here = (rules: number): readonly boolean[] => {
      const room = new TestRoom(world, { rules });
      room.sit('north', 'leader');
      room.join();
      room.write('control', { kind: 'forgotten' });
      expect(verify(world, room.events)).toBeUndefined();
      return Object.values(room.state.people).map(({ isHere }) => isHere);
    };
    expect(here(1)).toEqual([true, true]);
    expect(here(2)).toEqual([false, false]);
  });

  it('does not pass for one of the present rules, nor the other way round', () => {
    type Events = TestRoom['events'];
    const [old, now] = [played({ rules: 1 }), played()].map(({ events }) => JSON.stringify(events));
    const without = JSON.parse(now!.replace(',"rules":2', '')) as Events;
    expect(without[0]).not.toHaveProperty('rules');
    expect(verify(world, without)?.message).toMatch(
      /\(injected\): `step` is 5 in the log and should be missing/,
    );
    const raised = JSON.parse(old!) as { rules?: number }[];
    raised[0]!.rules = 2;
    expect(verify(world, raised as unknown as Events)?.message).toMatch(
      /\(injected\): `step` is missing in the log and should be 5/,
    );
  });

  it.each([0, 1, 3, 2.5, '2', null])('rules %s are of no edition that is known here', (rules) => {
    const { events } = played({}, [1, 'deliberation']);
    const changed = JSON.parse(JSON.stringify(events)) as { rules?: unknown }[];
    changed[0]!.rules = rules;
    expect(verify(world, changed as unknown as typeof events)?.message).toMatch(
      /event 1 \(opened\): it follows edition .* of the rules, and here 2 is the latest/,
    );
  });
});
