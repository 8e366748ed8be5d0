/** Signing a contract by exchanging N pairs of secrets of L bits, bit by bit: who knows a whole pair first? */
import { binary, ended, head, lines, qcomp, range } from './text.ts';

interface Parameters {
  /** At least 2. */
  readonly N: number;
  readonly L: number;
}

export function egl({ N, L }: Parameters): string {
  const pairs = range(0, N - 1);
  // Messages of one bit: B gets its bit of pair 0, A the bits of all pairs, B those of the other pairs.
  const turnOf = (party: 'a' | 'b', pair: number): number => {
    if (party === 'a') return 1 + pair;
    return pair === 0 ? 0 : N + pair;
  };
  const halfDone = (half: string, party: 'a' | 'b', pair: number): string =>
    `(${half}HalvesOut or ${half}HalvesLastBit and turn > ${turnOf(party, pair)})`;
  const knows = (party: 'a' | 'b', pair: number): string =>
    `(${party}${pair}.hasFirst ? ${halfDone('second', party, pair)} : ${halfDone('first', party, pair)})`;
  return `${head({
    id: `egl-${N}-${L}`,
    title: 'Contract signing',
    about: [
      `Parties A and B each have N = ${N} pairs of secrets of L = ${L} bits. By oblivious transfer each first gets one`,
      'whole half of every pair of the other, without choosing which. Then the first halves of all pairs are sent bit',
      'by bit, then the second halves. A message is a step; the transfers are the initial states.',
      ...qcomp('dtmc/egl', 'Even, Goldreich and Lempel 1985, doi 10.1145/3812.3818'),
      'Horizon: 4 N L messages, then the protocol is over.',
    ],
    steps: 4 * N * L,
    until: 'exchange.over',
  })}drivers:
${lines(
  pairs,
  (
    i,
  ) => `  a${i}: { basis: literature, initial: { hasFirst: 0.5, hasSecond: 0.5 }, states: { hasFirst: {}, hasSecond: {} } }
  b${i}: { basis: literature, initial: { hasFirst: 0.5, hasSecond: 0.5 }, states: { hasFirst: {}, hasSecond: {} } }`,
)}  exchange:
    basis: literature
    variables:
      bit: { type: integer, start: 1, range: [1, ${L}] }
      turn: { type: integer, start: 0, range: [0, ${2 * N - 1}] }
    initial: firstHalves
    states:
      firstHalves: { chance: [${sending('secondHalves', N, L)}] }
      secondHalves: { chance: [${sending('over', N, L)}] }
      over: { final: true }
measures:
  firstHalvesOut: { value: exchange.secondHalves or exchange.over, report: false, basis: literature }
  firstHalvesLastBit: { value: exchange.firstHalves and bit == ${L}, report: false, basis: literature }
  secondHalvesOut: { value: exchange.over, report: false, basis: literature }
  secondHalvesLastBit: { value: exchange.secondHalves and bit == ${L}, report: false, basis: literature }
  knowsA: { value: '${pairs.map((i) => knows('a', i)).join(' or ')}', report: false, basis: literature }
  knowsB: { value: '${pairs.map((i) => knows('b', i)).join(' or ')}', report: false, basis: literature }
  toA: { value: not exchange.over and turn >= 1 and turn <= ${N}, report: false, basis: literature }
  # A message to A that is sent while only B, or only A, knows a pair.
  aNeeds: toA and knowsB and not knowsA
  bNeeds: toA and knowsA and not knowsB
questions:
${ended('exchange.over')}${binary('unfairToA', 'knowsB and not knowsA')}${binary('unfairToB', 'knowsA and not knowsB')}`;
}

/** The alternatives of one phase; after its last message `next` begins. */
const sending = (next: string, N: number, L: number): string =>
  [
    `{ when: turn < ${2 * N - 1}, probability: 1, actions: [{ set: turn, to: turn + 1 }] }`,
    `{ when: turn == ${2 * N - 1} and bit < ${L}, probability: 1, actions: [{ set: turn, to: 0 }, { set: bit, to: bit + 1 }] }`,
    `{ when: turn == ${2 * N - 1} and bit == ${L}, to: ${next}, probability: 1, actions: [{ set: turn, to: 0 }, { set: bit, to: 1 }] }`,
  ].join(', ');
