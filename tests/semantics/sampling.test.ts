/** Parameters drawn by a design over trials: the same words on every executor, and each its share of the prior. */
import { withSampling, type Ir } from '@stave/engine';
import { describe, expect, it } from 'vitest';
import { irOfArm } from '../support/arm.ts';
import { irOf, runAll, scenario } from '../support/scenario.ts';

const BODY = scenario(
  `
parameters:
  a: { prior: "uniform(0, 1)" }
  b: { prior: "normal(0, 1)" }
  c: { prior: "normal(0, 1) within [-1, 2]" }
  d: { prior: "uniformInteger(1, 64)" }
  half: { value: a / 2 }
  dead: { prior: "uniform(0, 9)" }
correlations: [ { between: [b, c], r: 0.6 } ]
drivers:
  s: { initial: x, states: { x: { chance: [ { to: y, probability: a } ] }, y: {} } }
indicators: { w: { start: b, next: w + c, noise: "normal(0, 1)" } }
measures: { ma: a, mb: b, mc: c, md: d, mw: w, my: s.y }`,
  '{ step: 1 day, steps: 2 }',
);
const NAMES = ['a', 'b', 'c', 'd', 'dead', 'half'];
const of = (ir: Ir, kind: 'sobol' | 'latinHypercube', points: number): Ir =>
  withSampling(ir, { kind, of: points }, NAMES);

const column = (ir: Ir, name: string, trials: number, stream = 0): number[] => {
  const r = runAll(ir, { trials, stream });
  return Array.from({ length: trials }, (_, trial) => r.measure(name, trial)[0] ?? Number.NaN);
};

describe.each(['sobol', 'latinHypercube'] as const)('%s', (kind) => {
  it('gives each of n equal parts of a prior one of n trials', async () => {
    const ir = of(await irOf(BODY), kind, 128);
    const strata = column(ir, 'ma', 128).map((x) => Math.floor(x * 128));
    expect(new Set(strata).size).toBe(128);
    const counts = new Map<number, number>();
    for (const d of column(ir, 'md', 128)) counts.set(d, (counts.get(d) ?? 0) + 1);
    expect([...counts.values()]).toEqual(new Array(64).fill(2));
  });

  it('differs from stream to stream, and leaves noise and chance as they are', async () => {
    const plain = await irOf(BODY);
    const ir = of(plain, kind, 64);
    expect(column(ir, 'ma', 64, 2)).not.toEqual(column(ir, 'ma', 64));
    const steps = (which: Ir): number[] => {
      const r = runAll(which, { trials: 20 });
      return Array.from({ length: 20 }, (_, trial) => {
        const [w, c] = [r.measure('mw', trial), r.measure('mc', trial)];
        return (w[1] ?? 0) - (w[0] ?? 0) - (c[0] ?? 0);
      });
    };
    const noise = steps(plain);
    for (const [i, x] of steps(ir).entries()) expect(x).toBeCloseTo(noise[i] ?? Number.NaN, 12);
  });

  it('does not move what a nested run draws', async () => {
    const plain = await irOf(BODY);
    const run = (ir: Ir): number[] => runAll(ir, { trials: 40, share: 4, stream: 1 }).measure('ma', 17);
    expect(run(of(plain, kind, 40))).toEqual(run(plain));
  });

  it('an arm that fixes a parameter moves no other', async () => {
    const free = of(await irOf(BODY), kind, 64);
    const fixed = of(await irOfArm(BODY, '{ parameters: { b: 0.5 } }'), kind, 64);
    for (const name of ['ma', 'mc', 'md']) expect(column(fixed, name, 64)).toEqual(column(free, name, 64));
  });
});

it('the first trials of a Sobol design are those of a longer one', async () => {
  const ir = await irOf(BODY);
  expect(column(of(ir, 'sobol', 4e9), 'mb', 30)).toEqual(column(of(ir, 'sobol', 4e9), 'mb', 60).slice(0, 30));
});
