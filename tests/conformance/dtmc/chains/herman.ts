/** Herman's ring: N processes in a circle get rid of all tokens but one. */
import { ended, head, lines, qcomp, range } from './text.ts';

interface Parameters {
  /** Odd. */
  readonly N: number;
  /** Values of processes 1 to N at the start, such as `00011`; left out: three tokens as far apart as they can be. */
  readonly start?: string;
}

export function herman({ N, start = threeTokens(N) }: Parameters): string {
  const left = (i: number): number => (i === 1 ? N : i - 1);
  const ring = range(1, N);
  const equal = (i: number): string => `(x${i}.one == x${left(i)}.one)`;
  // From any state E(T) <= 4 N^2 / 27, so by Markov 2 E(T) steps halve what is left, from wherever it is.
  const steps = 50 * Math.ceil((8 * N * N) / 27);
  return `${head({
    id: `herman-${N}`,
    title: "Herman's self-stabilising ring",
    about: [
      `N = ${N} processes in a ring, all moving at once. One that equals its left neighbour holds a token and takes 0`,
      'or 1 evenly; one that differs takes the value of its left neighbour.',
      ...qcomp('dtmc/herman', 'Herman 1990, doi 10.1016/0020-0190(90)90107-9'),
      `Horizon: E(T) <= 4 N^2 / 27 from any start (Bruna et al. 2015), so ${steps} steps leave at most 2^-50 < 1e-15.`,
    ],
    steps,
    until: 'tokens == 1',
  })}drivers:
${lines(
  ring,
  (i) => `  x${i}:
    basis: literature
    initial: ${start[i - 1] === '1' ? 'one' : 'zero'}
    states:
      zero: { chance: [{ to: one, probability: 'x${left(i)}.zero ? 0.5 : 1' }] }
      one: { chance: [{ to: zero, probability: 'x${left(i)}.one ? 0.5 : 1' }] }`,
)}measures:
  tokens: { value: '${ring.map(equal).join(' + ')}', report: false }
questions:
${ended('tokens == 1')}  steps: { internal: true, ask: How many steps until one token is left?, kind: time, first: tokens == 1, by: end }
`;
}

/** A process with a token has its left neighbour's value, one without has the other one. */
function threeTokens(N: number): string {
  const gap = Math.floor(N / 3);
  const tokens = new Set([0, gap, N - Math.ceil((N - gap) / 2)]);
  let value = 0;
  return range(0, N - 1)
    .map((i) => {
      if (i > 0 && !tokens.has(i)) value = 1 - value;
      return String(value);
    })
    .join('');
}
