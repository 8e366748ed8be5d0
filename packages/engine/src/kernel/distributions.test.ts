/**
 * Every distribution as noise in both kernels, in every way to write it: arguments and limits that are known, and ones
 * that are known only while trials run. Expected values are chance's own functions of the addressed draw.
 */
import { describe, expect, it } from 'vitest';
import {
  DISTRIBUTIONS,
  drawWord,
  quantile,
  resolveForm,
  siteHash,
  toUnit,
  truncatedQuantile,
} from '../chance/index.ts';
import type { IrDistribution, IrExpr } from '../ir/ir.ts';
import { add, bin, expr, indicator, irOf, measuring, mul, t } from './ir-literals.ts';
import { run, SEED } from './run-literal.ts';
import { wasmBytes } from './wasm/wasm.ts';

const STEPS = 3;
const COUNT = 30;
const unit = (trial: number, step: number): number =>
  toUnit(drawWord({ seed: SEED, stream: 0 }, siteHash('n'), trial, step, 0));

/** The same number, which nobody knows before a trial runs. */
const late = (value: number): IrExpr => add(value, mul(0, t));

const irWith = (noise: IrDistribution): ReturnType<typeof irOf> =>
  irOf({
    steps: STEPS,
    sites: ['n'],
    indicators: [{ name: 'x', start: expr(0), next: expr(0), noise }],
    measures: measuring(indicator(0)),
  });

const cases = DISTRIBUTIONS.flatMap(({ name, examples }) =>
  examples.map(({ argNames, args }) => {
    const list = name === 'categorical' ? args.length / argNames.length : 0;
    const lists = argNames.map(() => list);
    const resolved = resolveForm(name, argNames, lists);
    if (!('form' in resolved)) throw new Error(resolved.problem);
    return { name, argNames, args, lists, parameters: resolved.form.canonical(args) };
  }),
);

describe.each(cases)('$name, $argNames, $args', ({ name, argNames, args, lists, parameters }) => {
  const noise = (write: (x: number) => IrExpr, within?: readonly [IrExpr, IrExpr]): IrDistribution => ({
    ...{ site: 0, name, argNames, args: args.map(write), lists },
    ...(within && { within }),
  });
  const drawn = (use: IrDistribution): readonly number[] => {
    const { block } = run(irWith(use), { count: COUNT });
    expect(block.failures).toEqual([]);
    return [...block.measures].filter((_, i) => i % (STEPS + 1) > 0);
  };
  const expected = (f: (u: number) => number): readonly number[] =>
    Array.from({ length: COUNT * STEPS }, (_, i) => {
      const trial = Math.floor(i / STEPS);
      return f(unit(trial, (i % STEPS) + 1)) + 0;
    });

  it('is its quantile function of the draw', () => {
    const values = expected((u) => quantile(name, parameters, u));
    expect(drawn(noise(expr))).toEqual(values);
    expect(drawn(noise(late))).toEqual(values);
  });

  it.each([
    [0, 1],
    [0.25, 0.75],
    [0.1, 0.3],
    [0.8, 0.9999],
  ])('within its own quantiles %d and %d', (from, to) => {
    const low = from === 0 ? -1e9 : quantile(name, parameters, from);
    const high = to === 1 ? 1e9 : quantile(name, parameters, to);
    const values = expected((u) => truncatedQuantile(name, parameters, u, low, high));
    for (const write of [expr, late])
      for (const limit of [expr, late])
        expect(drawn(noise(write, [limit(low), limit(high)]))).toEqual(values);
  });
});

describe('where it makes no sense', () => {
  const failures = (noise: IrDistribution): unknown => run(irWith(noise), { count: 3 }).block.failures[0];
  const use = (name: string, ...args: readonly IrExpr[]): IrDistribution => ({
    ...{ site: 0, name, argNames: args.map(() => null), args, lists: args.map(() => 0) },
  });
  /** 1, then 0 from the second step on. */
  const ends = bin('lt', t, 1);
  const fault = (step: number): object => ({ trial: 0, step, code: 'bad-distribution', place: 'n' });

  it('a trial fails at its site, in the step in which it does not', () => {
    expect(failures(use('beta', ends, expr(2)))).toEqual(fault(2));
    expect(failures(use('triangular', expr(0), expr(0.5), ends))).toEqual(fault(2));
    expect(failures(use('bernoulli', add(1, bin('ge', t, 1))))).toEqual(fault(2));
    expect(failures(use('uniformInteger', expr(0), mul(0.5, bin('ge', t, 1))))).toEqual(fault(2));
  });

  it('limits that leave nothing fail it too, after arguments and before what comes later', () => {
    const cut = (within: readonly [IrExpr, IrExpr]): IrDistribution => ({
      ...use('pert', expr(0), expr(1), expr(4)),
      within,
    });
    expect(failures(cut([expr(5), expr(6)]))).toEqual(fault(1));
    expect(failures(cut([expr(1), mul(3, ends)]))).toEqual(fault(2));
    expect(failures(cut([late(3), expr(2)]))).toEqual(fault(1));
  });
});

it('the module asks nothing of anyone outside: all it is given is its memory', () => {
  for (const { name, argNames, args, lists } of cases) {
    const ir = irWith({ site: 0, name, argNames, args: args.map(late), lists, within: [late(0), expr(1)] });
    expect(WebAssembly.Module.imports(new WebAssembly.Module(wasmBytes(ir)))).toEqual([
      { module: 'e', name: 'memory', kind: 'memory' },
    ]);
  }
});
