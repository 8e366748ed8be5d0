/** What stands on the map, in which order, and what its list says. */
import { expect, test } from 'vitest';
import { base } from '../fake/scene.ts';
import { nodesOf } from './map-nodes.ts';

const { world } = base();

test('staves first, then what changed, then what has most links; numbers that nothing moves are left to the table', () => {
  const nodes = nodesOf(world);
  expect(nodes.slice(0, 3).map(({ name }) => name)).toEqual(['usJapan', 'usKorea', 'japanKorea']);
  // By links out and in, those to a stave counted three times: 5 + 2 of opinion, 4 + 2 of history, 1 of the peninsula.
  expect(nodes.slice(3, 6).map(({ name, changed }) => [name, changed])).toEqual([
    ['opinion', true],
    ['history', true],
    ['peninsula', true],
  ]);
  // Nothing moves the war, and it moves nothing that is shown.
  expect(nodes.at(-1)?.name).toBe('ukraine');
  expect(nodes.map(({ name }) => name)).not.toContain('tac');
  expect(nodes.find(({ name }) => name === 'history')).toMatchObject({
    moves: ['Japan-Korea', 'Opinion in Korea'],
    movedBy: ['Tokyo, cabinet', 'Seoul, presidency'],
  });
});

test('without a barrel the numbers that most things move are the middle', () => {
  const { barrel: _, ...rest } = world;
  expect(
    nodesOf(rest)
      .filter(({ isMiddle }) => isMiddle)
      .map(({ name }) => name),
  ).toEqual(['japanKorea', 'usKorea', 'usJapan']);
});
