/** A room from the lobby to its end, on a clock in hand. */
import { describe, expect, it } from 'vitest';
import { replay } from './apply.ts';
import { makeTestWorld, TestRoom } from './fixture.testing.ts';

describe('a room', () => {
  it('goes from the lobby to the debrief by the clock, and is its log again', async () => {
    const room = new TestRoom(await makeTestWorld());
    const leader = room.sit('north', 'leader');
    expect(room.state.held).toEqual({ north: 'people', south: 'rules', east: 'random' });
    room.must('control', { do: 'start' });
    room.wait(1);
    expect(room.state.clock).toMatchObject({ turn: 1, phase: 'deliberation' });
    room.must(leader, { do: 'draft', orders: { open: 'press' } });
    room.must(leader, { do: 'submit', revision: 1 });
    for (let minute = 0; minute < 30; minute++) room.wait(1);
    expect(room.state.clock).toMatchObject({ turn: 3, phase: 'debrief' });
    expect(room.state.past.map(({ orders }) => orders)).toEqual([
      { north: { open: 'press' } },
      { north: {} },
      { north: {} },
    ]);
    expect(replay(room.events)).toEqual(room.state);
    expect(replay(JSON.parse(JSON.stringify(room.events)))).toEqual(room.state);
  });
});
