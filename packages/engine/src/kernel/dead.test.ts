import { describe, expect, it } from 'vitest';
import { seedKey } from '../chance/index.ts';
import { withoutDead } from './dead.ts';
import {
  add,
  binary,
  bin,
  dist,
  div,
  expr,
  indicator,
  irOf,
  measure,
  measuring,
  mul,
  parameter,
  un,
  when,
  type IrLiteral,
  type Written,
} from './ir-literals.ts';
import { compileJs } from './js.ts';
import { run } from './run-literal.ts';
import { compileWasm } from './wasm/wasm.ts';

const prior = (site: number, ...args: readonly Written[]) => ({
  name: `p${site}`,
  value: { prior: dist(site, 'normal', ...args) },
});
const walk = (name: string, site: number, next: Written) => ({
  name,
  start: expr(0),
  next: expr(next),
  noise: dist(site, 'normal', 0, 1),
});

/** x is measured; y is read by nobody, and z by y alone; q is read by y alone. */
const base: IrLiteral = {
  steps: 6,
  sites: ['p0', 'p1', 'x', 'y', 'z'],
  parameters: [prior(0, 0, 1), prior(1, 0, 1)],
  indicators: [
    walk('x', 2, mul(0.5, indicator(0))),
    walk('y', 3, add(parameter(1), mul(0.25, un('sin', indicator(2))))),
    { ...walk('z', 4, 1), range: [expr(-2), expr(2)] as const },
  ],
  measures: measuring(add(indicator(0), parameter(0))),
};

const goneFrom = (literal: IrLiteral): { parameters: string[]; indicators: string[] } => {
  const ir = irOf(literal);
  const needed = withoutDead(ir);
  return {
    parameters: ir.parameters.filter((p, i) => needed.parameters[i] !== p).map(({ name }) => name),
    indicators: ir.indicators.filter((x, i) => needed.indicators[i] !== x).map(({ name }) => name),
  };
};

describe('what nothing reads', () => {
  it('is left out: indicators with their noise, and what they alone read', () => {
    expect(goneFrom(base)).toEqual({ parameters: ['p1'], indicators: ['y', 'z'] });
  });

  it('stays where a question, a helper of a measure or `until` reads it', () => {
    const y = bin('gt', indicator(1), 3);
    const all = { parameters: [], indicators: [] };
    expect(goneFrom({ ...base, questions: [binary(y)] })).toEqual(all);
    expect(goneFrom({ ...base, until: y })).toEqual(all);
    const helped = [
      ...(base.measures ?? []),
      { name: 'm', value: measure(2) },
      { name: 'h', value: when(y, 1, 0) },
    ];
    expect(goneFrom({ ...base, measures: helped, reported: 2 })).toEqual(all);
    expect(goneFrom({ ...base, measures: helped, reported: 1 }).indicators).toEqual(['y', 'z']);
  });

  it('stays where it might fail', () => {
    const [x, y, z] = base.indicators ?? [];
    if (!x || !y || !z) throw new Error('no indicators');
    const withZ = (other: object): IrLiteral => ({ ...base, indicators: [x, y, { ...z, ...other }] });
    const isKept = (literal: IrLiteral): boolean => !goneFrom(literal).indicators.includes('z');
    expect(isKept(base)).toBe(false);
    expect(isKept(withZ({ next: div(1, indicator(2)) }))).toBe(true);
    expect(isKept(withZ({ range: [indicator(0), expr(2)] }))).toBe(true);
    expect(isKept(withZ({ noise: dist(4, 'normal', 0, indicator(0)) }))).toBe(true);
    expect(isKept(withZ({ noise: dist(4, 'normal', 0, -1) }))).toBe(true);
    expect(isKept(withZ({ next: add(indicator(2), 1), range: undefined }))).toBe(true);
  });

  it('parameters stay where their prior is none', () => {
    expect(goneFrom({ ...base, parameters: [prior(0, 0, 1), prior(1, 0, -1)] }).parameters).toEqual([]);
    expect(goneFrom({ ...base, parameters: [prior(0, 0, 1), prior(1, parameter(0), 1)] }).parameters).toEqual(
      [],
    );
  });
});

it('frames and parameters of a trial are whole all the same, and its results are those of the whole', () => {
  const ir = irOf(base);
  const read = irOf({
    ...base,
    measures: [...(base.measures ?? []), ...measuring(add(indicator(1), indicator(2)))].map((m, i) => ({
      ...m,
      name: `m${i}`,
    })),
  });
  expect(withoutDead(read)).toBe(read);
  const range = { seed: seedKey('7'), stream: 0, first: 3, count: 1, share: 1 };
  for (const compile of [compileJs, compileWasm]) {
    const executor = compile(ir);
    const whole = compile(read);
    expect(executor?.save(range, 4)).toEqual(whole?.save(range, 4));
    expect(executor?.save(range, 4)?.indicators[1]).not.toBe(0);
    expect(executor?.parameters(range)).toEqual(whole?.parameters(range));
  }
  expect(run(ir, { count: 5 }).frames(0, 4)).toEqual(run(read, { count: 5 }).frames(0, 4));
});
