/**
 * Chance against closed forms. Each interval is a 99.99% Wilson interval (z = 3.8906), seeds are fixed; with about
 * 20 comparisons the suite would raise a false alarm in about 1 of 500 choices of seed.
 */
import { compileJs } from '@stave/engine';
import { describe, expect, it } from 'vitest';
import { irOf, run, scenario, type Run } from '../support/scenario.ts';

const TRIALS = 20_000;
const Z = 3.8906;

async function many(body: string, clock?: string): Promise<Run> {
  const ir = await irOf(scenario(body, clock));
  return run(compileJs(ir), ir, { trials: TRIALS, seed: 'closed forms' });
}

function share(r: Run, measure: string, frame: number): number {
  let sum = 0;
  for (let trial = 0; trial < TRIALS; trial++) sum += r.measure(measure, trial)[frame] ?? 0;
  return sum / TRIALS;
}

function expectShare(seen: number, p: number): void {
  const centre = (seen + Z ** 2 / (2 * TRIALS)) / (1 + Z ** 2 / TRIALS);
  const half =
    (Z / (1 + Z ** 2 / TRIALS)) * Math.sqrt((seen * (1 - seen)) / TRIALS + Z ** 2 / (4 * TRIALS ** 2));
  expect(p).toBeGreaterThan(centre - half);
  expect(p).toBeLessThan(centre + half);
}

describe('hazards', () => {
  it('survival is exp(-rate * time), on a monthly, a weekly and a quarterly clock', async () => {
    const body = `
drivers: { a: { initial: alive, states: { alive: { chance: [ { to: gone, rate: 0.5 / year } ] }, gone: {} } } }
measures: { alive: a.alive }`;
    const monthly = await many(body, '{ start: 2023-01, step: 1 month, steps: 24 }');
    expectShare(share(monthly, 'alive', 24), Math.exp(-0.5 * 2));
    const quarterly = await many(body, '{ start: 2023-01, step: 1 quarter, steps: 8 }');
    expectShare(share(quarterly, 'alive', 8), Math.exp(-0.5 * 2));
    const weekly = await many(body, '{ start: 2023-01-02, step: 1 week, steps: 52 }');
    expectShare(share(weekly, 'alive', 52), Math.exp((-0.5 * 52 * 7) / 365.25));
  });

  it('competing hazards share what happens by their rates', async () => {
    const r = await many(`
drivers:
  a:
    initial: s
    states:
      s: { chance: [ { to: x, rate: 0.1 / month }, { to: y, rate: 0.3 / month } ] }
      x: {}
      y: {}
measures: { x: a.x, y: a.y }`);
    const happened = 1 - Math.exp(-0.4 * 6);
    expectShare(share(r, 'x', 6), happened * 0.25);
    expectShare(share(r, 'y', 6), happened * 0.75);
  });
});

describe('probabilities', () => {
  it('initial states, alternatives and events come as often as they say', async () => {
    const r = await many(`
drivers:
  a: { initial: { x: 0.2, y: 0.5, z: 0.3 }, states: { x: {}, y: {}, z: {} } }
  b:
    initial: s
    states: { s: { chance: [ { to: u, probability: 0.15 }, { to: v, probability: 0.25 } ] }, u: {}, v: {} }
  c: { initial: s, states: { s: {}, hit: {} }, on: { go: { to: hit, probability: 0.35 } } }
calendar: [ { event: go, at: 2023-01-10 } ]
measures: { y: a.y, u: b.u, v: b.v, hit: c.hit }`);
    expectShare(share(r, 'y', 0), 0.5);
    expectShare(share(r, 'u', 1), 0.15);
    expectShare(share(r, 'v', 1), 0.25);
    expectShare(share(r, 'hit', 6), 0.35);
  });

  it('two draws of one event in one step are independent', async () => {
    const r = await many(`
drivers:
  c:
    variables: { n: { type: integer, start: 0, range: [0, 9] } }
    initial: s
    states: { s: {} }
    on: { go: { probability: 0.5, actions: [ { set: n, to: n + 1 } ] } }
calendar: [ { event: go, at: 2023-01-10 }, { event: go, at: 2023-01-20 } ]
measures: { none: n == 0, both: n == 2 }`);
    expectShare(share(r, 'none', 1), 0.25);
    expectShare(share(r, 'both', 1), 0.25);
  });
});

describe('parameters', () => {
  it('follow their priors, truncation, dependence and correlation', async () => {
    const r = await many(`
parameters:
  u: { prior: "uniform(2, 6)" }
  l: { prior: "lognormal(median = 3, p90 = 9)" }
  half: { prior: "normal(0, 1) within [0, 10]" }
  around: { prior: "normal(u, 1)" }
  c1: { prior: "normal(0, 1)" }
  c2: { prior: "normal(0, 1)" }
correlations: [ { between: [c1, c2], r: 0.6 } ]
drivers: { a: { initial: s, states: { s: {} } } }
measures:
  uLow: u < 3
  lLow: l < 3
  lHigh: l > 9
  halfLow: half < 0.6744897501960817
  aroundLow: around < u
  bothPositive: c1 > 0 and c2 > 0`);
    expectShare(share(r, 'uLow', 0), 0.25);
    expectShare(share(r, 'lLow', 0), 0.5);
    expectShare(share(r, 'lHigh', 0), 0.1);
    expectShare(share(r, 'halfLow', 0), 0.5);
    expectShare(share(r, 'aroundLow', 0), 0.5);
    // Orthant probability of a bivariate normal: 1/4 + asin(r) / (2 pi).
    expectShare(share(r, 'bothPositive', 0), 0.25 + Math.asin(0.6) / (2 * Math.PI));
  });
});
