/** Luck belongs to names, on random scenarios: order, renaming and additions change nobody else's draws. */
import fc from 'fast-check';
import { compileJs, lower, readScenario, seedKey, type Ir, type TrialBlock } from '@stave/engine';
import { describe, expect, it } from 'vitest';
import { scenarioText } from '../differential/arbitrary-scenario.ts';
import { bits, irOf } from '../support/scenario.ts';

const texts = (seed: number, numRuns: number): readonly string[] =>
  fc.sample(scenarioText, { numRuns, seed });

const run = (ir: Ir): TrialBlock =>
  compileJs(ir).run({ seed: seedKey('luck'), stream: 0, first: 0, count: 8, share: 1 });

/** Failed trials name slots of the file, so they are compared by number and code alone. */
const results = (block: TrialBlock): object => ({
  ...bits(block),
  failures: block.failures.map(({ trial, step, code }) => ({ trial, step, code })),
});

describe('random scenarios', () => {
  it('without an order warning give the same numbers with their drivers in any order', async () => {
    let compared = 0;
    for (const text of texts(1848, 280)) {
      const { model, diagnostics } = await readScenario({ name: 'random', text });
      if (!model || model.drivers.length < 2 || diagnostics.some(({ code }) => code.startsWith('order-')))
        continue;
      const [ir, turned] = [model, { ...model, drivers: [...model.drivers].reverse() }].map(
        (m) => lower(m).ir,
      );
      if (!ir || !turned) throw new Error('cannot be lowered');
      // Of several faults in one step the first is named, and which is first depends on the order.
      const [a, b] = [run(ir), run(turned)];
      if (a.failures.length + b.failures.length > 0) continue;
      compared++;
      expect(results(b), text).toEqual(results(a));
    }
    expect(compared).toBeGreaterThan(20);
  });

  it('an unrelated driver changes nobody else, wherever it stands', async () => {
    const other =
      '  zz: { initial: { x: 0.5, y: 0.5 }, states: { x: { chance: [ { to: y, probability: 0.3 } ] }, y: {} } }\n';
    for (const text of texts(1830, 40)) {
      const alone = results(run(await irOf(text)));
      const first = text.replace('drivers:\n', `drivers:\n${other}`);
      const last = text.replace('indicators:\n', `${other}indicators:\n`);
      expect(results(run(await irOf(first))), text).toEqual(alone);
      expect(results(run(await irOf(last))), text).toEqual(alone);
    }
  });

  it('a renamed driver has other luck, and no other place has; with a `luck:` label its own stays', async () => {
    let renamed = 0;
    for (const text of texts(1871, 40)) {
      const before = await irOf(text);
      const ir = await irOf(text.replaceAll(/\bd0\b/g, 'q0'));
      const sites = (of: Ir): string[] => of.sites.map(({ name, hash }) => `${name} ${hash}`);
      const isOwn = (site: string): boolean => /^[dq]0\./.test(site);
      expect(sites(ir).filter((site) => !isOwn(site))).toEqual(sites(before).filter((site) => !isOwn(site)));
      const [own, old] = [sites(ir).filter(isOwn), new Set(sites(before))];
      expect(own.filter((site) => old.has(site))).toEqual([]);
      renamed += own.length;
      const labelled = text.replaceAll(/\bd0\b/g, 'q0').replace('  q0:\n', '  q0:\n    luck: d0\n');
      expect(results(run(await irOf(labelled))), text).toEqual(results(run(before)));
    }
    expect(renamed).toBeGreaterThan(60);
  });
});
