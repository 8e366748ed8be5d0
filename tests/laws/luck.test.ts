/** Luck belongs to names: what other drivers, orders and labels do to nobody else's draws. */
import { describe, expect, it } from 'vitest';
import { irOf, runAll, scenario } from '../support/scenario.ts';

const a =
  'a: { initial: calm, states: { calm: { chance: [ { to: hot, rate: 0.3 / month } ] }, hot: { after: { 2 steps: calm } } } }';
const b =
  'b: { initial: { x: 0.5, y: 0.5 }, states: { x: { chance: [ { to: y, probability: 0.2 } ] }, y: { chance: [ { to: x, probability: 0.4 } ] } } }';
const tail = `
parameters: { p: { prior: "normal(0, 1)" } }
indicators: { w: { start: p, next: 0.9 * w, noise: "normal(0, 1)" } }
measures: { hot: a.hot, level: w }`;

async function values(drivers: readonly string[], body = tail): Promise<number[][]> {
  const ir = await irOf(scenario(`drivers:\n${drivers.map((d) => `  ${d}\n`).join('')}${body}`));
  const r = runAll(ir, { trials: 40 });
  return Array.from({ length: 40 }, (_, trial) => [...r.measure('hot', trial), ...r.measure('level', trial)]);
}

describe('luck', () => {
  it('is the same whatever stands beside and in whatever order', async () => {
    const alone = await values([a]);
    expect(await values([a, b])).toEqual(alone);
    expect(await values([b, a])).toEqual(alone);
  });

  it('moves with the name of what was renamed, and only of that', async () => {
    const before = await values([a]);
    const renamed = await values([a.replaceAll('a:', 'c:')], tail.replace('a.hot', 'c.hot'));
    const hot = (rows: number[][]): number[][] => rows.map((row) => row.slice(0, 7));
    const level = (rows: number[][]): number[][] => rows.map((row) => row.slice(7));
    expect(level(renamed)).toEqual(level(before));
    expect(hot(renamed)).not.toEqual(hot(before));
  });

  it('stays with a `luck:` label', async () => {
    const labelled = (name: string): string =>
      `${name}: { initial: calm, states: { calm: { chance: { luck: mine, of: [ { to: hot, rate: 0.3 / month } ] } }, hot: { after: { 2 steps: calm } } } }`;
    expect(await values([labelled('c')], tail.replace('a.hot', 'c.hot'))).toEqual(
      await values([labelled('a')]),
    );
  });

  it('a longer run begins with the shorter one', async () => {
    const ir = await irOf(scenario(`drivers:\n  ${a}\n  ${b}\n${tail}`));
    const short = runAll(ir, { trials: 5 }).block;
    const long = runAll(ir, { trials: 9 }).block;
    expect([...long.measures.slice(0, short.measures.length)]).toEqual([...short.measures]);
  });
});
