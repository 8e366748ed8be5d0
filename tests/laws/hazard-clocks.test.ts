/**
 * Hazards under clocks of different steps. While what a hazard depends on stays as it is, a step of any length is exact.
 * What changes within a step is seen from the next one on, so where hazards depend on each other's outcome the error is
 * of first order in the step: with step d it is C d + O(d^2), and C is known in the cases below.
 *
 * Each comparison with a run is a 99.99% Wilson interval (z = 3.8906) with a fixed seed: 15 shares are compared, which
 * raises a false alarm for about 1 of 660 choices of the seed; the other assertions follow from these or have ten
 * standard errors of room.
 */
import { compileJs } from '@stave/engine';
import { describe, expect, it } from 'vitest';
import { irOf, run, scenario } from '../support/scenario.ts';

const TRIALS = 50_000;
const Z = 3.8906;

/** Two years each, or the whole weeks of them; the length of a step in years. */
const CLOCKS = [
  { step: '1 quarter', steps: 8, years: 1 / 4 },
  { step: '1 month', steps: 24, years: 1 / 12 },
  { step: '1 week', steps: 104, years: 7 / 365.25 },
] as const;

async function share(body: string, yes: string, { step, steps }: (typeof CLOCKS)[number]): Promise<number> {
  const ir = await irOf(
    scenario(
      `${body}\nquestions: { q: { internal: true, ask: q?, kind: binary, yes: ${yes}, by: end } }`,
      `{ step: ${step}, steps: ${steps} }`,
    ),
  );
  const { block } = run(compileJs(ir), ir, { trials: TRIALS, seed: 'hazard clocks' });
  expect(block.failures).toEqual([]);
  return block.answers.reduce((sum, answer) => sum + (answer === 0 ? 1 : 0), 0) / TRIALS;
}

/** Half the width of the interval and its middle. */
function interval(seen: number): { readonly middle: number; readonly half: number } {
  const scale = 1 + Z ** 2 / TRIALS;
  return {
    middle: (seen + Z ** 2 / (2 * TRIALS)) / scale,
    half: (Z / scale) * Math.sqrt((seen * (1 - seen)) / TRIALS + Z ** 2 / (4 * TRIALS ** 2)),
  };
}

function expectShare(seen: number, p: number): void {
  const { middle, half } = interval(seen);
  expect(Math.abs(p - middle)).toBeLessThan(half);
}

describe('competing hazards of constant rates', () => {
  it('share what happens by their rates, exactly, on every clock', async () => {
    for (const clock of CLOCKS) {
      const happened = 1 - Math.exp(-0.9 * clock.steps * clock.years);
      const body = `
drivers:
  a: { initial: s, states: { s: { chance: [ { to: x, rate: 0.3 / year }, { to: y, rate: 0.6 / year } ] }, x: {}, y: {} } }`;
      expectShare(await share(body, 'a.x', clock), happened / 3);
      expectShare(await share(body, 'a.y', clock), (happened * 2) / 3);
    }
  });
});

/**
 * A first event with rate a and, from then on, a second with rate b. In continuous time the second has happened by T
 * with 1 - (b exp(-aT) - a exp(-bT)) / (b - a). In steps of d the first happens in step k with (1 - r) r^(k-1), r =
 * exp(-a d), and the second can from step k + 1 on: by step n it has with 1 - r^n - (1 - r) (r^n - s^n) / (r - s), s =
 * exp(-b d). To first order in d that is less by C d, C = a b (exp(-aT) - exp(-bT)) / (2 (b - a)).
 */
const [a, b] = [0.8, 1.2];
const sequence = {
  continuous: (T: number) => 1 - (b * Math.exp(-a * T) - a * Math.exp(-b * T)) / (b - a),
  inSteps(d: number, n: number): number {
    const [r, s] = [Math.exp(-a * d), Math.exp(-b * d)];
    return 1 - r ** n - ((1 - r) * (r ** n - s ** n)) / (r - s);
  },
  order: (T: number) => (a * b * (Math.exp(-a * T) - Math.exp(-b * T))) / (2 * (b - a)),
};

/**
 * Two competing hazards, x with rate v at all times and y with rate w once another driver has moved, which it does with
 * rate u. With A = u + v and L = v + w, y has happened by T with u w / L ((1 - exp(-AT)) / A - (exp(-AT) - exp(-LT)) /
 * (L - A)). In steps the driver moves in step k and x has not happened by its end, y can from step k + 1 on: a sum of
 * geometric series. To first order in d that is less by C d, C = u w / (2 L) (v (1 - exp(-AT)) / A + w (exp(-AT) -
 * exp(-LT)) / (L - A)).
 */
const [u, v, w] = [1, 0.4, 1.5];
const [A, L] = [u + v, v + w];
const competing = {
  continuous: (T: number) =>
    ((u * w) / L) * ((1 - Math.exp(-A * T)) / A - (Math.exp(-A * T) - Math.exp(-L * T)) / (L - A)),
  inSteps(d: number, n: number): number {
    let sum = 0;
    for (let k = 1; k <= n; k++)
      sum += Math.exp(-u * d * (k - 1) - v * d * k) * (1 - Math.exp(-L * d * (n - k)));
    return (w / L) * (1 - Math.exp(-u * d)) * sum;
  },
  order: (T: number) =>
    ((u * w) / (2 * L)) *
    ((v * (1 - Math.exp(-A * T))) / A + (w * (Math.exp(-A * T) - Math.exp(-L * T))) / (L - A)),
};

const MODELS = {
  'the hazard of one driver reads the state of another': {
    law: sequence,
    yes: 'second.done',
    body: `
drivers:
  first: { initial: open, states: { open: { chance: [ { to: done, rate: ${a} / year } ] }, done: {} } }
  second: { initial: open, states: { open: { chance: [ { to: done, rate: ${b} / year * first.done } ] }, done: {} } }`,
  },
  'one driver goes through two hazards': {
    law: sequence,
    yes: 'a.third',
    body: `
drivers:
  a:
    initial: one
    states:
      one: { chance: [ { to: two, rate: ${a} / year } ] }
      two: { chance: [ { to: third, rate: ${b} / year } ] }
      third: {}`,
  },
  'one of two competing hazards reads the state of another driver': {
    law: competing,
    yes: 'a.y',
    body: `
drivers:
  other: { initial: open, states: { open: { chance: [ { to: done, rate: ${u} / year } ] }, done: {} } }
  a:
    initial: s
    states:
      s: { chance: [ { to: x, rate: ${v} / year }, { when: other.done, to: y, rate: ${w} / year } ] }
      x: {}
      y: {}`,
  },
} as const;

describe.each(Object.entries(MODELS))('%s', (_, { law, yes, body }) => {
  it('errs by first order of the step: the law in steps approaches that of continuous time so', () => {
    for (const { steps, years } of CLOCKS) {
      const T = steps * years;
      const error = law.continuous(T) - law.inSteps(years, steps);
      const half = law.continuous(T) - law.inSteps(years / 2, 2 * steps);
      // The next order is smaller by about the length of the step in years, as the rates are about 1 a year.
      expect(error / half).toBeGreaterThan(2 - years);
      expect(error / half).toBeLessThan(2 + years);
      expect(Math.abs(error / (law.order(T) * years) - 1)).toBeLessThan(years);
    }
  });

  it('the engine follows the law in steps, and its error shrinks with the step', async () => {
    for (const clock of CLOCKS) {
      const T = clock.steps * clock.years;
      const seen = await share(body, yes, clock);
      expectShare(seen, law.inSteps(clock.years, clock.steps));
      const { middle, half } = interval(seen);
      const error = law.continuous(T) - middle;
      // Within what the order allows on every clock, and plainly there on the coarsest.
      expect(Math.abs(error)).toBeLessThan(law.order(T) * clock.years * (1 + clock.years) + half);
      if (clock.years > 0.2) expect(error).toBeGreaterThan(half);
    }
  });

  it('a monthly and a weekly clock agree within the order of the longer step', async () => {
    const [, monthly, weekly] = CLOCKS;
    const [month, week] = [await share(body, yes, monthly), await share(body, yes, weekly)];
    const allowed = law.order(2) * (monthly.years + weekly.years) + law.continuous(2) - law.continuous(1.99);
    expect(Math.abs(week - month)).toBeLessThan(allowed + interval(month).half + interval(week).half);
  });
});
