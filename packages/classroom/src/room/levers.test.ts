/** What people are told of the levers of argued moves, what they are not, and what is refused. */
import { describe, expect, it } from 'vitest';
import { openPack } from '../exercise/testing.ts';
import type { View } from '../protocol/protocol.ts';
import { EXERCISE, makeTestWorld, TestRoom } from './fixture.testing.ts';
import { viewOf, type Viewer } from './view.ts';
import { makeWorld, type World } from './world.ts';

const LOOKUPS = { text: () => '', name: (person: string) => person, code: 'X' };

async function packWorld(pack: string): Promise<World> {
  const { exercise, world } = await openPack(pack);
  if (!exercise || !world) throw new Error('no exercise');
  return makeWorld(exercise, world.model, world.ir);
}

const seen = (room: TestRoom, viewer: Viewer): View => viewOf(room.world, room.state, viewer, LOOKUPS);
const lever = (view: View, id: string): View['exercise']['levers'][number] | undefined =>
  view.exercise.levers.find((one) => one.id === id);

describe('a lever', () => {
  it('that adds to an indicator says so, with unit and range, to whoever sees it', async () => {
    const room = new TestRoom(await packWorld('fishing-bank/exercise.yaml'));
    const east = room.sit('east', 'leader');
    const view = seen(room, { kind: 'person', person: east });
    expect(lever(view, 'calm')).toMatchObject({
      most: 2,
      isScale: true,
      moves: [{ name: 'anger', range: [0, 1], by: 0.1, isAbout: false, isLasting: false }],
    });
    expect(view.world.numbers.find(({ name }) => name === 'anger')?.values).toHaveLength(1);
    expect(lever(view, 'nets')).toMatchObject({ seats: ['west', 'inspectors'], isWhole: true });
    expect(lever(view, 'fund')?.puts).toMatchObject({ driver: 'help' });
  });

  it('that adds to something inside the scenario says what that moves at once, to whoever sees it', async () => {
    const room = new TestRoom(await packWorld('trilateral-2023/exercise.yaml'));
    const [us, dprk] = ['us', 'dprk'].map((seat) => room.sit(seat, 'leader'));
    const view = seen(room, { kind: 'person', person: us! });
    // Two per cent of a side: the middle of `moveSide`, a normal of mean 0.02 that is cut off at 0 and 0.05.
    const [moved] = lever(view, 'sideUsJapan')?.moves ?? [];
    expect(moved).toMatchObject({ name: 'usJapan', isAbout: true, isLasting: false });
    expect(moved?.by).toBeCloseTo(0.02, 3);
    expect(lever(view, 'gap')?.moves).toMatchObject([{ name: 'expectationGap' }]);
    expect(lever(view, 'capitalUs')?.moves).toMatchObject([{ name: 'us.capital', by: 1, isAbout: false }]);
    // What a seat does not see, and capital of others, is not told.
    const north = seen(room, { kind: 'person', person: dprk! });
    expect(lever(north, 'gap')).not.toHaveProperty('moves');
    expect(lever(north, 'capitalUs')).not.toHaveProperty('moves');
    expect(lever(north, 'reassured')).not.toHaveProperty('puts');
    expect(lever(north, 'capitalDprk')?.moves).toMatchObject([{ name: 'dprk.capital' }]);
    expect(lever(seen(room, { kind: 'projector' }), 'gap')).not.toHaveProperty('moves');
    const all = seen(room, { kind: 'control' });
    expect(all.exercise.levers.filter(({ isScale, moves }) => isScale && !moves)).toEqual([]);
  });

  it('of whole numbers is refused in parts, by its own name', async () => {
    const world = await makeTestWorld(
      { levers: [{ ...EXERCISE.levers[0]!, effect: { add: 1, to: 'heat' } }] },
      (text) => text.replace('heat: { type: number', 'heat: { type: integer'),
    );
    const room = new TestRoom(world);
    const leader = room.sit('north', 'leader');
    room.until(1, 'deliberation');
    const argue = (heat: number): object => ({ do: 'argue', action: 'x', pull: { heat }, reasons: ['x'] });
    expect(room.refusal(leader, argue(0.5))).toBe(
      'illegal: `heat` goes by whole units, such as 1 or -1, and not by 0.5',
    );
    expect(room.refusal(leader, argue(1e300))).toMatch(/^illegal: `heat` goes up or down by at most 4/);
    room.must(leader, argue(2) as Parameters<TestRoom['must']>[1]);
  });
});
