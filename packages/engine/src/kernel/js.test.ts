import { describe, expect, it } from 'vitest';
import type { TrialBlock } from '../ir/executor.ts';
import {
  add,
  bin,
  dist,
  expr,
  indicator,
  irOf,
  logistic,
  measuring,
  mul,
  parameter,
  prototypeIr,
  state,
} from './ir-literals.ts';
import { Bounds } from './bounds.ts';
import { compileJs, printJs } from './js.ts';
import { run, SEED } from './run-literal.ts';

const range = { seed: SEED, stream: 0, first: 0, count: 100, share: 1 };

const joined = (...blocks: readonly TrialBlock[]): object => ({
  answers: blocks.flatMap(({ answers }) => [...answers]),
  measures: blocks.flatMap(({ measures }) => [...measures]),
  failures: blocks.flatMap(({ failures }) => failures),
});

describe('a block', () => {
  const ir = prototypeIr(4, 5, 20);
  const executor = compileJs(ir);

  it('is the same in parts, in any order, and on a fresh executor', () => {
    const whole = joined(executor.run(range));
    const second = executor.run({ ...range, first: 37, count: 63 });
    const first = executor.run({ ...range, count: 37 });
    expect(joined(first, second)).toEqual(whole);
    expect(joined(compileJs(ir).run(range))).toEqual(whole);
  });

  it('depends on seed, stream and trial', () => {
    const whole = joined(executor.run(range));
    expect(joined(executor.run({ ...range, seed: [SEED[0], SEED[1] + 1] }))).not.toEqual(whole);
    expect(joined(executor.run({ ...range, stream: 1 }))).not.toEqual(whole);
    expect(joined(executor.run({ ...range, first: 2 ** 32 }))).not.toEqual(whole);
  });

  it('shares parameters among trials, and nothing else', () => {
    const simple = irOf({
      steps: 3,
      sites: ['p', 'n'],
      parameters: [{ name: 'p', value: { prior: dist(0, 'uniform', 0, 1) } }],
      indicators: [{ name: 'x', start: expr(0), next: expr(0), noise: dist(1, 'uniform', 0, 1) }],
      measures: measuring(parameter(0), indicator(0)),
    });
    const alone = run(simple, { count: 10 });
    const shared = run(simple, { count: 10, first: 3, share: 4 });
    expect(shared.ends(0)).toEqual(
      [3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((trial) => alone.ends(0)[Math.floor(trial / 4)]),
    );
    expect(shared.ends(1).slice(0, 7)).toEqual(alone.ends(1).slice(3));
  });
});

describe('the generated text', () => {
  it('holds nothing of what a scenario says, so that no name can become code', () => {
    const evil = "x'];throw 'evil';//`${evil}\u2028";
    const ir = prototypeIr(2, 2, 3);
    const renamed = {
      ...ir,
      id: evil,
      sites: ir.sites.map((site) => ({ ...site, name: evil })),
      events: [evil],
      parameters: ir.parameters.map((p) => ({ ...p, name: evil })),
      drivers: ir.drivers.map((d) => ({ ...d, name: evil })),
      states: ir.states.map((s) => ({ ...s, name: evil })),
      indicators: ir.indicators.map((i) => ({ ...i, name: evil })),
      measures: ir.measures.map((m) => ({
        ...m,
        name: evil,
        value: bin('div', 1, bin('sub', indicator(0), indicator(0))),
      })),
      questions: ir.questions.map((q) => ({ ...q, id: evil })),
    };
    expect(printJs(renamed)).not.toContain('evil');
    expect(run(renamed).block.failures).toEqual([{ trial: 0, step: 0, code: 'not-finite', place: evil }]);
  });

  it('has no function that grows with the scenario as a whole', () => {
    // V8 gives up on functions above 60 KiB of bytecode, which is well above 60,000 characters here.
    const [text = ''] = printJs(prototypeIr(40, 60, 60)).split(/^return \{/m);
    const functions = text.split(/^function /m);
    expect(functions.length).toBeGreaterThan(250);
    expect(Math.max(...functions.map((text) => text.length))).toBeLessThan(5000);
  });

  it('works out what never changes before the trials, and once a trial what parameters decide', () => {
    const ir = irOf({
      steps: 1,
      sites: ['p'],
      parameters: [
        { name: 'a', value: { fixed: mul(2, 3) } },
        { name: 'b', value: { prior: dist(0, 'uniform', 1, 2) } },
      ],
      measures: measuring(add(parameter(0), 1), logistic(parameter(1))),
    });
    expect(printJs(ir)).toContain('M[0] = 7;');
    expect(printJs(ir)).toMatch(/M\[1\] = H\[\d\];/);
  });

  it('leaves out tests that bounds prove needless', () => {
    const ranged = (range: boolean) =>
      irOf({
        steps: 1,
        indicators: [
          {
            name: 'x',
            start: expr(0),
            next: logistic(indicator(0)),
            ...(range && { range: [expr(0), expr(1)] as const }),
          },
        ],
        measures: measuring(bin('max', mul(indicator(0), indicator(0)), 0.5)),
      });
    const test = / - t\d+ !== 0/;
    expect(printJs(ranged(true))).not.toMatch(test);
    expect(printJs(ranged(false))).toMatch(test);
  });
});

describe('bounds', () => {
  const ir = irOf({
    sites: ['p', 'q'],
    parameters: [
      { name: 'p', value: { prior: dist(0, 'normal', 0, 1) } },
      {
        name: 'q',
        value: { prior: { ...dist(1, 'lognormal', parameter(0), 1), within: [expr(0.5), expr(2)] } },
      },
    ],
    drivers: [{ states: [{}] }],
  });
  const bounds = new Bounds(ir);

  it('know where parameters lie', () => {
    expect(bounds.of(parameter(1)).range).toEqual({ low: 0.5, high: 2 });
    const { low, high } = bounds.of(parameter(0)).range!;
    expect([low, high].map((x) => Math.round(x * 10))).toEqual([-63, 63]);
  });

  it('tell what may fail from what may not', () => {
    expect(bounds.of(bin('lt', parameter(0), state(0))).safe).toBe(true);
    expect(bounds.of(bin('lt', bin('div', 1, parameter(0)), 0)).safe).toBe(false);
    expect(bounds.of(logistic(parameter(0))).range?.high).toBeLessThan(1);
    expect(bounds.of(bin('lt', parameter(1), 3)).constant).toBe(1);
  });
});
