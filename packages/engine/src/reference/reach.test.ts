/** What a change of a variable moves: by hand, and by trials that differ in nothing else. */
import { expect, it } from 'vitest';
import { readScenario } from '../language/index.ts';
import { lower } from '../ir/index.ts';
import type { Ir } from '../ir/ir.ts';
import { Play } from './play.ts';
import { reachOf } from './reach.ts';

const TEXT = `
stave: 1
id: reach
title: { en: Reach }
clock: { start: 2031-01, step: 1 month, steps: 3 }
parameters:
  twice: { value: 2 }
  pull: { prior: 'normal(mean = 0.3, sd = 0.1)' }
  wide: { prior: 'lognormal(median = 4, p90 = 9)' }
drivers:
  work:
    variables:
      push: { type: number, start: 0, range: [-100, 100] }
      idle: { type: number, start: 0, range: [-100, 100] }
    initial: on
    states: { on: {} }
indicators:
  once: { start: 1, next: 'once + pull * (push - prev(push))' }
  lasting: { start: 1, next: 'lasting - (twice * push) / 8 + 1' }
  through: { start: 0, next: 'half + idle * 0' }
  bent: { start: 0, next: 'push > 3 ? 1 : 0' }
  product: { start: 0, next: 'wide * push * (1 + twice)' }
  untouched: { start: 0, next: 'untouched + twice' }
measures: { half: 0.5 * push }
`;

const IR = (async (): Promise<Ir> => {
  const { model, diagnostics } = await readScenario({ name: 'reach.yaml', text: TEXT });
  const { ir } = model ? lower(model) : {};
  if (!ir) throw new Error(JSON.stringify(diagnostics));
  return ir;
})();

it('is read off the rules of indicators, with parameters at their medians', async () => {
  const found = reachOf(await IR, 'push');
  expect(found.map(({ indicator, isOnce }) => [indicator, isOnce])).toEqual([
    ['once', true],
    ['lasting', false],
    ['through', false],
    ['bent', false],
    ['product', false],
  ]);
  const [once, lasting, through, bent, product] = found.map(({ by }) => by);
  expect(once).toBeCloseTo(0.3, 12);
  expect(lasting).toBe(-0.25);
  expect(through).toBe(0.5);
  expect(bent).toBeUndefined();
  expect(product).toBeCloseTo(12, 12);
  // What it is read with, it is multiplied by 0.
  expect(reachOf(await IR, 'idle')).toEqual([]);
  expect(reachOf(await IR, 'once')).toEqual([]);
  expect(reachOf(await IR, 'nothing')).toEqual([]);
});

it('is what a step with the change differs by from one without, where no parameter is drawn', async () => {
  const ir = await IR;
  const play = new Play(ir);
  const address = { seed: [1, 2], stream: 0, first: 0, share: 1 } as const;
  const { frame } = play.begin(address);
  if (!frame) throw new Error('no frame');
  const put = {
    kind: 'attempt',
    step: 1,
    id: 'x',
    probability: 1,
    effects: [{ add: 2, to: 'push' }],
  } as const;
  const [without, changed] = [[], [put]].map(
    (list) => play.advance(frame, list, address).reading?.indicators,
  );
  for (const name of ['lasting', 'through']) {
    const { by = Number.NaN } = reachOf(ir, 'push').find(({ indicator }) => indicator === name) ?? {};
    expect((changed?.[name] ?? 0) - (without?.[name] ?? 0)).toBe(2 * by);
  }
});
