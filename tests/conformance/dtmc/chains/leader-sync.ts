/** Leader election in a ring: N processes draw ids from K until one of the ids is unique. */
import { ended, head, lines, qcomp, range } from './text.ts';

export function leaderSync({ N, K }: { readonly N: number; readonly K: number }): string {
  const ring = range(1, N);
  const right = (i: number): number => (i === N ? 1 : i + 1);
  const some = ring.map((i) => `unique${i}`).join(' or ');
  const rounds = Math.ceil(Math.log(1e-15) / Math.log(1 - chanceOfUnique(N, K)));
  const read = (i: number): string =>
    `{ set: unique${i}, to: 'unique${i} and id${i} != value${right(i)}' }, { set: value${i}, to: value${right(i)} }`;
  return `${head({
    id: `leader-sync-${N}-${K}`,
    title: 'Synchronous leader election',
    about: [
      `N = ${N} processes in a ring, all moving at once. In a round each picks one of K = ${K} ids, then for N - 1 steps`,
      'takes over the value its right neighbour last had and so learns whether its own id is unique. If no id is,',
      'all pick again.',
      ...qcomp('dtmc/leader_sync', 'Itai and Rodeh 1990, doi 10.1016/0890-5401(90)90004-2'),
      `Horizon: ${rounds} rounds, of which all fail with less than 1e-15.`,
    ],
    steps: rounds * (N + 1),
    until: 'p1.elected',
  })}drivers:
${lines(
  ring,
  (i) => `  p${i}:
    basis: literature
    variables:
      id${i}: { type: integer, start: 0, range: [0, ${K - 1}] }
      value${i}: { type: integer, start: 0, range: [0, ${K - 1}] }
      unique${i}: { type: boolean, start: false }
      reads${i}: { type: integer, start: 0, range: [0, ${N - 1}] }
    initial: picking
    states:
      picking:
        chance:
${lines(
  range(0, K - 1),
  (id) =>
    `          - { to: reading, probability: 1 / ${K}, actions: [{ set: id${i}, to: ${id} }, { set: value${i}, to: ${id} }, { set: unique${i}, to: true }] }`,
)}      reading:
        chance:
          - { when: reads${i} < ${N - 2}, probability: 1, actions: [${read(i)}, { set: reads${i}, to: reads${i} + 1 }] }
          - { when: reads${i} == ${N - 2}, to: deciding, probability: 1, actions: [${read(i)}, { set: reads${i}, to: 0 }] }
      deciding:
        chance:
          - { when: '${some}', to: elected, probability: 1 }
          - { when: 'not (${some})', to: picking, probability: 1 }
      elected: { final: true }`,
)}measures:
  round: p1.picking
questions:
${ended('p1.elected')}`;
}

/** One minus the share of the K^N ways to pick in which no id is picked exactly once. */
export function chanceOfUnique(N: number, K: number): number {
  let ways: readonly number[] = range(0, N).map((n) => (n === 0 ? 1 : 0));
  for (let id = 0; id < K; id++)
    ways = range(0, N).map((n) =>
      range(0, n).reduce((sum, j) => (j === 1 ? sum : sum + choose(n, j) * (ways[n - j] ?? 0)), 0),
    );
  return 1 - (ways[N] ?? 0) / K ** N;
}

function choose(n: number, k: number): number {
  return range(1, k).reduce((product, i) => (product * (n - k + i)) / i, 1);
}
