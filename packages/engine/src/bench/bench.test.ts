/** The measured model, what is printed of it, and what counts as agreement. Programs run in tests/cli/bench.test.ts. */
import { describe, expect, it } from 'vitest';
import type { TrialBlock } from '../ir/executor.ts';
import type { Ir } from '../ir/ir.ts';
import { lower } from '../ir/lower.ts';
import { compileJs } from '../kernel/js.ts';
import { readScenario } from '../language/index.ts';
import { greatestDistance, greatestScore, haveSameBytes, sampleOf } from './agreement.ts';
import { printC } from './c.ts';
import { printNumpy } from './numpy.ts';
import { plainModel } from './plain-model.ts';
import { PROTOTYPE, prototypeText, STRESS, type PrototypeSize } from './prototype.ts';

const SMALL: PrototypeSize = { drivers: 3, indicators: 4, parameters: 2, steps: 5 };

async function irOf(text: string): Promise<Ir> {
  const { model, diagnostics } = await readScenario({ name: 'test', text });
  const lowered = model && lower(model);
  expect([...diagnostics, ...(lowered?.diagnostics ?? [])]).toEqual([]);
  if (!lowered?.ir) throw new Error('no Ir');
  return lowered.ir;
}

const small = await irOf(prototypeText('small', SMALL));

describe('the prototype', () => {
  it('has the size that the targets speak of', async () => {
    const { drivers, states, indicators, parameters, clock } = await irOf(prototypeText('p', PROTOTYPE));
    expect([drivers.length, states.length, indicators.length, parameters.length, clock.steps]).toEqual([
      10, 40, 12, 8, 60,
    ]);
    const weights = states.flatMap(({ chance }) => chance?.alternatives ?? []);
    expect(weights.length).toBe(60);
    const indicatorsWithExp = indicators.filter(({ next }) => JSON.stringify(next).includes('"exp"'));
    expect(indicatorsWithExp.length).toBe(9);
  });

  it('grows to the stress', async () => {
    const { drivers, indicators, states } = await irOf(prototypeText('s', STRESS));
    expect([drivers.length, indicators.length, states.length]).toEqual([40, 60, 160]);
  });
});

describe('printed programs', () => {
  const c = (ir: Ir): string => printC(ir, 'plain') ?? '';

  it('have every weight of every state', () => {
    const cases = small.states.length;
    const weights = small.states.flatMap(({ chance }) => chance?.alternatives ?? []).length;
    for (const style of ['plain', 'same'] as const) {
      const text = printC(small, style) ?? '';
      expect(text.match(/\bcase \d+: \{/g)).toHaveLength(cases);
      expect(text.match(/\bto\[\d+\] = \d+;/g)).toHaveLength(weights);
    }
    expect(printNumpy(small)?.match(/\bto\d+\[i\[/g)).toHaveLength(weights);
  });

  it("call the library's functions in the plain style and only our own in the other", () => {
    expect(c(small)).toMatch(/[^_]exp\(/);
    expect(c(small)).not.toContain('own_');
    expect(printC(small, 'same')).not.toMatch(/(?<!own_)\b(exp|log)\(/);
  });

  it('leave weights alone only above all that they can sum to', () => {
    // d0.s0 has one weight, 0.15 times a logistic of at most 1: 0.15 * 2^32 = 644245094.4
    const [, most = ''] =
      /case 0: \{[^}]*?if \(draw > (\d+)u\) break;/.exec(printC(small, 'same') ?? '') ?? [];
    expect(Number(most)).toBeGreaterThan(0);
    expect(Number(most)).toBeLessThan(644245095);
    expect(c(small)).not.toContain('break; }\n        if (draw >');
  });

  it.each<readonly [string, (ir: Ir) => Partial<Ir>]>([
    ['an end before the last step', () => ({ clock: { ...small.clock, until: { op: 'state', slot: 0 } } })],
    ['events', () => ({ events: ['e'] })],
    ['kept values', () => ({ previous: [{ op: 'indicator', slot: 0 }] })],
    [
      'fixed parameters',
      ({ parameters: [p, ...rest] }) => ({
        parameters: [{ ...p!, value: { fixed: { op: 'const', value: 1 } } }, ...rest],
      }),
    ],
    [
      'transitions besides chance',
      ({ states: [s, ...rest] }) => ({ states: [{ ...s!, on: [{ event: 0, transitions: [] }] }, ...rest] }),
    ],
    [
      'rates',
      ({ states: [s, ...rest] }) => ({
        states: [{ ...s!, chance: { ...s!.chance!, kind: 'rate' } }, ...rest],
      }),
    ],
    ['no noise', ({ indicators }) => ({ indicators: indicators.map(({ noise: _, ...x }) => x) })],
    [
      'an operation',
      ({ measures }) => ({ measures: measures.map((m) => ({ ...m, value: { op: 'log', of: m.value } })) }),
    ],
    ['other questions', ({ questions }) => ({ questions: questions.map((q) => ({ ...q, kind: 'time' })) })],
  ])('are not made of a model with %s', (_, change) => {
    expect(plainModel(small)).toBeDefined();
    const changed = { ...small, ...change(small) } as Ir;
    expect([printC(changed, 'plain'), printC(changed, 'same'), printNumpy(changed)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('agreement', () => {
  const block = compileJs(small).run({ seed: [1, 2], stream: 0, first: 0, count: 50, share: 1 });
  const changed = (key: 'answers' | 'measures', change: (value: number) => number): TrialBlock => ({
    ...block,
    [key]: block[key].map((value, i) => (i === 17 ? change(value) : value)),
  });

  it('in bytes is broken by a last bit, a sign of zero, an answer and a failure', () => {
    expect(haveSameBytes({ ...block, measures: block.measures.slice() }, block)).toBe(true);
    expect(
      haveSameBytes(
        changed('measures', (x) => x * (1 + Number.EPSILON)),
        block,
      ),
    ).toBe(false);
    expect(
      haveSameBytes(
        changed('measures', () => -0),
        changed('measures', () => 0),
      ),
    ).toBe(false);
    expect(
      haveSameBytes(
        changed('answers', (x) => 1 - x),
        block,
      ),
    ).toBe(false);
    expect(haveSameBytes({ ...block, count: 49 }, block)).toBe(false);
    const failures = [{ trial: 1, step: 2, code: 'not-finite' as const, place: 'x' }];
    expect(haveSameBytes({ ...block, failures }, block)).toBe(false);
  });

  it('within rounding tells the distance, and has none where answers differ', () => {
    expect(greatestDistance(block, block)).toBe(0);
    expect(
      greatestDistance(
        changed('measures', (x) => x + 0.25),
        block,
      ),
    ).toBeCloseTo(0.25, 12);
    expect(
      greatestDistance(
        changed('measures', () => Number.NaN),
        block,
      ),
    ).toBe(Infinity);
    expect(
      greatestDistance(
        changed('answers', (x) => 1 - x),
        block,
      ),
    ).toBe(Infinity);
  });

  it('of samples is in standard errors', () => {
    const base = { count: 100, yes: [50], means: [1], variances: [4] };
    expect(greatestScore(base, base)).toBe(0);
    // sqrt(0.6 * 0.4 * (1/100 + 1/100)) = 0.0692820323
    expect(greatestScore(base, { ...base, yes: [70] })).toBeCloseTo(0.2 / 0.0692820323, 8);
    // sqrt(4/100 + 5/100) = 0.3
    expect(greatestScore(base, { ...base, means: [1.6], variances: [5] })).toBeCloseTo(2, 12);
    expect(greatestScore({ ...base, yes: [] }, { ...base, yes: [], means: [2], variances: [4] })).toBeCloseTo(
      1 / Math.sqrt(0.08),
      12,
    );
    expect(greatestScore({ ...base, variances: [0] }, { ...base, means: [2], variances: [0] })).toBe(
      Infinity,
    );
    expect(greatestScore(base, { ...base, means: [] })).toBe(Infinity);
  });

  it('counts a sample by question and by measure at the last frame', () => {
    const ir = { ...small, clock: { ...small.clock, recorded: [0, 1] } };
    const two: TrialBlock = {
      ...block,
      count: 2,
      answers: Int32Array.from([0, 1, 0, 0]),
      // trial, measure, frame
      measures: Float64Array.from([9, 1, 9, 5, 9, 3, 9, 5]),
    };
    expect(sampleOf(two, ir)).toEqual({ count: 2, yes: [2, 1], means: [2, 5], variances: [2, 0] });
  });
});
