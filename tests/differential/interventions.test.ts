/** Interventions on random scenarios: one trial whoever runs it, nobody else's luck, and an arm's bits where arms can. */
import { compileJs, intervened, seedKey, type Intervention } from '@stave/engine';
import { describe, expect, it } from 'vitest';
import { irOfArm } from '../support/arm.ts';
import { bits, irOf } from '../support/scenario.ts';
import { interventionsIn } from './arbitrary-interventions.ts';
import { compareOnInterventions } from './compare-interventions.ts';
import { scenarioOf } from './compare.ts';

const FIRST = 20260101;
const run = { seed: seedKey('luck'), stream: 0, first: 0, count: 5, share: 1 };

describe('interventions in random scenarios', () => {
  it('are the same trial on all executors, at once and step by step, from any frame', async () => {
    const { ended, kinds } = await compareOnInterventions({ first: FIRST, count: 16 });
    expect([...kinds].sort()).toEqual(['attempt', 'choice', 'consent', 'event', 'put']);
    expect(ended).toBeGreaterThan(8);
  });

  it('move no luck: attempts that come to nothing change no bit', async () => {
    for (let seed = FIRST + 200; seed < FIRST + 216; seed++) {
      const ir = await irOf(scenarioOf(seed));
      const steps = Array.from({ length: ir.clock.steps }, (_, i) => i + 1);
      const [indicator] = ir.indicators;
      const nothing = steps.map((step): Intervention => ({
        ...{ kind: 'attempt', step, id: String(step), probability: 0.5 },
        effects: indicator ? [{ add: 0, to: indicator.name }] : [],
      }));
      const [plain, other] = [ir, intervened(ir, nothing)].map((one) => bits(compileJs(one).run(run)));
      expect(other, String(seed)).toEqual(plain);
    }
  });

  it("put drivers where an arm's `put` does, to the same bits", async () => {
    let compared = 0;
    for (let seed = FIRST + 300; seed < FIRST + 320; seed++) {
      const text = scenarioOf(seed);
      const ir = await irOf(text);
      const puts = interventionsIn(ir, seed).filter((one) => one.kind === 'put');
      if (puts.length === 0) continue;
      const at = (step: number): string | number =>
        ir.clock.dates?.[step - 1] ?? (step - 1) * ir.clock.perStep;
      const arm = puts.map(({ driver, state, step }) => `{ state: ${driver}.${state}, at: ${at(step)} }`);
      const armed = await irOfArm(text, `{ put: [ ${arm.join(', ')} ] }`);
      const [put, other] = [armed, intervened(ir, puts)].map((one) => bits(compileJs(one).run(run)));
      expect(other, String(seed)).toEqual(put);
      compared++;
    }
    expect(compared).toBeGreaterThan(8);
  });
});
