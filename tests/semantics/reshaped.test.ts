/** An Ir with other results: states as numbers beside the measures, or the last frame alone. Trials go as they did. */
import { compileJs, lastFrameOnly, seedKey, withStates, type Ir } from '@stave/engine';
import { referenceExecutor, traceTrial } from '@stave/engine/reference';
import { expect, test } from 'vitest';
import { nested } from '../cli/scenarios.ts';
import { scenarioOf } from '../differential/compare.ts';
import { packIr } from '../support/packs.ts';
import { bits, irOf, runAll, scenario, wasmOf } from '../support/scenario.ts';

const flagship = (): Promise<Ir> => packIr('trilateral-2023/scenario.yaml');
/** Helpers that others read: a reported measure, a question and a driver. */
const helpers = scenario(`
drivers:
  d: { initial: a, states: { a: { chance: [{ to: b, probability: half / 2 }] }, b: {} } }
measures:
  half: { value: "1 / (1 + d.b)", report: false }
  seen: half * 3
questions:
  ends: { ask: "?", kind: numeric, value: half + seen, at: end, internal: true }`);
const manyStates = scenario(`
drivers:
  d: { initial: s0, states: { ${Array.from({ length: 120 }, (_, i) => `s${i}: { always: ${i < 119 ? `{ to: s${i + 1}, when: t > ${i / 20} }` : '[]'} }`).join(', ')} } }
measures: { time: t }`);

const frames = (ir: Ir): Ir => ({
  ...ir,
  clock: { ...ir.clock, recorded: Array.from({ length: ir.clock.steps + 1 }, (_, k) => k) },
});

const cases: readonly (readonly [name: string, from: string | (() => Promise<Ir>), trials: number])[] = [
  ['regions and histories', nested, 3],
  ['helpers', helpers, 20],
  ['more states than a number holds', manyStates, 1],
  ['the flagship', flagship, 4],
  ...Array.from({ length: 12 }, (_, i) => [`random ${i}`, scenarioOf(4000 + i), 6] as const),
];

test.each(cases)(
  '%s: states are those of the trace, and nothing else changes',
  async (_name, from, trials) => {
    const plain = frames(await (typeof from === 'string' ? irOf(from) : from()));
    const { ir, states } = withStates(plain);
    const { block } = runAll(ir, { trials });
    const before = runAll(plain, { trials }).block;
    expect(block.answers).toEqual(before.answers);
    expect(block.numbers).toEqual(before.numbers);
    expect(block.failures).toEqual(before.failures);
    const length = plain.clock.steps + 1;
    for (let trial = 0; trial < trials; trial++) {
      const cells = block.measures.subarray(trial * ir.reported * length, (trial + 1) * ir.reported * length);
      const own = plain.reported * length;
      expect(cells.subarray(0, own)).toEqual(before.measures.subarray(trial * own, (trial + 1) * own));
      if (block.failures.some((failure) => failure.trial === trial)) continue;
      for (const frame of traceTrial(plain, { seed: '7', trial }).frames)
        for (const { driver, from, to, text: textOf } of states) {
          const codes = Array.from(
            { length: to - from },
            (_, i) => cells[(from + i) * length + frame.step] ?? -1,
          );
          expect(textOf(codes), `trial ${trial}, frame ${frame.step}`).toBe(frame.states[driver]);
        }
    }
  },
);

test('the last frame alone: the answers are the same', async () => {
  const ir = await flagship();
  const range = { seed: seedKey('7'), stream: 0, first: 0, count: 40, share: 1 };
  const whole = compileJs(ir).run(range);
  const { length } = ir.clock.recorded;
  const last = whole.measures.filter((_, cell) => cell % length === length - 1);
  for (const executor of [compileJs, wasmOf, referenceExecutor].map((make) => make(lastFrameOnly(ir))))
    expect(bits(executor.run(range))).toEqual(bits({ ...whole, measures: last }));
});
