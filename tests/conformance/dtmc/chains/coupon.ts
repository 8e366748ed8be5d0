/** Coupon collector: each draw brings DRAWS independent coupons out of N; how many draws until all are held? */
import { binary, ended, head, lines, qcomp, range } from './text.ts';

interface Parameters {
  readonly N: number;
  readonly DRAWS: number;
  /** Bound of the question on few draws. */
  readonly B: number;
}

export function coupon({ N, DRAWS, B }: Parameters): string {
  const coupons = range(0, N - 1);
  const all = coupons.map((i) => `coupon${i}.held`).join(' and ');
  // N (1 - 1/N)^(DRAWS n) bounds the chance that some coupon is missing after n draws.
  const steps = Math.max(B, Math.ceil(Math.log(1e-15 / N) / (DRAWS * Math.log(1 - 1 / N))));
  return `${head({
    id: `coupon-${N}-${DRAWS}`,
    title: 'Coupon collector',
    about: [
      `A draw brings DRAWS = ${DRAWS} coupons, each one of N = ${N} with equal probability. A draw is a step.`,
      ...qcomp('dtmc/coupon', 'Jansen et al. 2016, doi 10.1007/978-3-319-46520-3_5'),
      'Horizon: N (1 - 1/N)^(DRAWS n) < 1e-15 bounds the chance that a coupon is missing then.',
    ],
    steps,
    until: all,
  })}drivers:
${lines(
  range(1, DRAWS),
  (slot) => `  draw${slot}:
    basis: literature
    initial: drawing
    states:
      drawing:
        chance:
${lines(coupons, (i) => `          - { probability: 1 / ${N}, actions: [{ raise: brings${i} }] }`)}`,
)}${lines(
    coupons,
    (i) =>
      `  coupon${i}: { initial: missing, states: { missing: { on: { brings${i}: { to: held } } }, held: { final: true } } }`,
  )}questions:
${ended(all)}  draws: { internal: true, ask: How many draws until all coupons are held?, kind: time, first: '${all}', by: end }
${binary('fewDraws', all, B)}`;
}
