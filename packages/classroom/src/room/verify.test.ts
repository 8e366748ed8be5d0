/** Logs that were changed after they were written: the first event that does not follow is named, and in what. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { RoomEvent } from './events.ts';
import { makeTestWorld, TestRoom } from './fixture.testing.ts';
import { verify } from './verify.ts';
import type { World } from './world.ts';

/** Events that may be changed. */
interface Loose {
  kind: string;
  phase?: string;
  at: number;
  by: string;
  trial: number;
  scenario: string;
  orders: object;
  goals: Record<string, string>;
  bots: Record<string, object>;
  frame: { indicators: number[] };
  steps: { decisions: unknown[] }[];
}

let world: World;
/** A turn and a half, in which somebody decides. */
let log: string;
beforeAll(async () => {
  world = await makeTestWorld();
  const room = new TestRoom(world);
  const leader = room.sit('north', 'leader');
  room.sit('north', 'party');
  room.until(1, 'deliberation');
  room.must(leader, { do: 'draft', orders: { open: 'press' } });
  room.must(leader, { do: 'submit', revision: 1 });
  room.wait(5);
  room.until(2, 'briefing');
  log = JSON.stringify(room.events);
});

describe('a log that is as it was written', () => {
  it('verifies', () => {
    expect(verify(world, JSON.parse(log) as RoomEvent[])).toBeUndefined();
  });

  it('verifies with people who were away, came back to their place, and went over to another room', () => {
    const room = new TestRoom(world);
    const [leader, party, south] = [
      room.sit('north', 'leader'),
      room.sit('north', 'party'),
      room.sit('south', 'leader'),
    ];
    room.until(1, 'deliberation');
    const back = (): void => {
      room.write(leader, { kind: 'joined', person: leader, language: 'en' });
      room.write(leader, { kind: 'assigned', person: leader, seat: 'north', role: 'leader' });
    };
    room.write('server', { kind: 'left', person: leader });
    room.must(party, { do: 'draft', orders: { open: 'press' } });
    room.must(party, { do: 'submit', revision: 1 });
    back();
    // The seat stays people's though nobody is there.
    room.write('control', { kind: 'left', person: south });
    expect(room.state.held['south']).toBe('people');
    room.until(3, 'debrief');
    room.write('server', { kind: 'left', person: leader });
    back();
    room.must(leader, { do: 'reflect', question: 0, text: 'Much' });
    expect(verify(world, room.events)).toBeUndefined();
    room.write('p9', { kind: 'joined', person: 'p9', language: 'en' });
    expect(verify(world, room.events)?.message).toMatch(/\(joined\): this could not come about here/);
  });

  it('verifies in a room that goes on from another, with nobody in it and its clock standing still', () => {
    const events = (JSON.parse(log) as RoomEvent[]).slice(0, 9);
    const [opened, ...rest] = events;
    if (opened?.kind !== 'opened') throw new Error('not opened');
    const fork = new TestRoom(world, { room: 'B', forkOf: { room: 'A', seq: events.length } });
    for (const { seq: _, at, by, ref: __, ...deed } of rest) {
      fork.now = at;
      fork.write(by, deed);
    }
    for (const person of ['p1', 'p2'] as const) fork.write('server', { kind: 'left', person });
    fork.write('server', { kind: 'paused', left: 1000 });
    fork.must('control', { do: 'resume' });
    fork.wait(1);
    fork.until(1, 'reveal');
    expect(verify(world, fork.events)).toBeUndefined();
  });
});

describe('a log that was changed', () => {
  it('is found sound as it is', () => {
    expect(verify(world, JSON.parse(log) as never)).toBeUndefined();
  });

  it.each<[string, (events: Loose[]) => void, RegExp]>([
    [
      'a draw',
      (events) => {
        find(events, 'adjudicated').steps[0]!.decisions = [];
      },
      /^event \d+ \(adjudicated\): `steps\[0\]\.decisions/,
    ],
    [
      'a frame',
      (events) => {
        find(events, 'adjudicated').frame.indicators[0]! += 1e-12;
      },
      /`frame\.indicators\[0\]` is/,
    ],
    [
      'a random bot',
      (events) => {
        find(events, 'adjudicated').bots.east = { open: 'trade' };
      },
      /`bots\.east/,
    ],
    [
      'a goal',
      (events) => {
        find(events, 'started').goals.north = 'none';
      },
      /\(started\): `goals\.north` is "none" in the log/,
    ],
    [
      'an order',
      (events) => {
        find(events, 'submitted').orders = {};
      },
      /`orders\.open` is missing in the log/,
    ],
    [
      'somebody who does what he may not',
      (events) => {
        find(events, 'drafted').by = 'p2';
      },
      /\(drafted\): `party` may not draft/,
    ],
    [
      'a lost event',
      (events) => {
        events.splice(5, 1);
      },
      /its number is 7 and should be 6/,
    ],
    [
      'a lost end',
      (events) => {
        events.splice(events.findIndex(({ kind }) => kind === 'injected'));
      },
      /\(injected\) is missing/,
    ],
    [
      'an event of nobody',
      (events) => {
        events[4]!.kind = 'odd';
      },
      /could not do this/,
    ],
    [
      'a time',
      (events) => {
        events.find(({ phase }) => phase === 'deliberation')!.at -= 1;
      },
      /`endsAt` is \d+ in the log and should be \d+/,
    ],
    [
      'another scenario',
      (events) => {
        events[0]!.scenario = 'f'.repeat(64);
      },
      /another scenario/,
    ],
    [
      'no room',
      (events) => {
        events[0]!.trial = -1;
      },
      /which room/,
    ],
    [
      'nothing',
      (events) => {
        events.splice(0);
      },
      /no events/,
    ],
  ])('is told from a good one: %s', (_, change, message) => {
    const events = JSON.parse(log) as Loose[];
    change(events);
    expect(verify(world, events as unknown as RoomEvent[])?.message).toMatch(message);
  });
});

const find = (events: readonly Loose[], kind: string): Loose => events.find((event) => event.kind === kind)!;
