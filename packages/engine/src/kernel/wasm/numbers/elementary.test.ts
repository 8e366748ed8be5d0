import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as chance from '../../../chance/index.ts';
import { F64, ModuleBuilder, V128, type Callable } from '../encoder.ts';
import { f64x2 } from '../instructions.ts';
import { Layout } from '../layout.ts';
import { elementary, type Elementary } from './elementary.ts';

type Numbers = (...values: number[]) => number;

/** Every function of one number, those of two at a time by their upper lane with another number in the lower. */
function instance(): Readonly<Record<string, Numbers>> {
  const m = new ModuleBuilder();
  const layout = new Layout();
  const all = elementary(m, layout);
  const { exp2, log2, normalQuantile2, scoresOfWords: _, ...single } = all;
  for (const [name, f] of Object.entries(single)) m.export(name, f);
  for (const [name, f] of Object.entries({ exp2, log2, normalQuantile2 } satisfies Partial<Elementary>)) {
    for (const lane of [0, 1]) m.export(`${name}_${lane}`, lifted(m, f, lane));
  }
  const memory = new WebAssembly.Memory({ initial: layout.pages });
  for (const { at, values } of layout.filled)
    new Uint8Array(memory.buffer).set(new Uint8Array(values.buffer), at);
  const module = new WebAssembly.Module(m.bytes(layout.pages));
  return new WebAssembly.Instance(module, { e: { memory } }).exports as Record<string, Numbers>;
}

/** f(x, other) with x in a lane. */
const lifted = (m: ModuleBuilder, f: Callable, lane: number): Callable =>
  m.define([F64, F64], [F64], (body, x, other) => {
    const both = body.local(V128);
    return [both.set(f64x2.replace(f64x2.splat(other.get), lane, x.get)), f64x2.lane(f.call(both.get), lane)];
  });

const wasm = instance();

const EDGES = [
  0,
  -0,
  1,
  -1,
  0.5,
  2,
  3,
  -2,
  -3,
  1.5,
  Infinity,
  -Infinity,
  NaN,
  5e-324,
  -5e-324,
  2.2250738585072014e-308,
  2.225073858507201e-308,
  1.7976931348623157e308,
  -1.7976931348623157e308,
  709.7827128933841,
  709.78271289338,
  -745.1332191019412,
  -745,
  -708.4,
  -700,
  693,
  -693,
  710,
  1e300,
  1048576,
  1048577,
  -1048576,
  0.9999999999999999,
  1.0000000000000002,
  2 ** 64,
  -(2 ** 64),
  2 ** 65,
  Math.SQRT2,
  Math.SQRT1_2,
  0.425 + 0.5,
  0.075,
  2 ** -33,
  1 - 2 ** -33,
  2 ** 1000,
  2 ** 1001,
  1e-10,
  9e-11,
  1.2e-20,
  1e-300,
  1.4142135623730951 * 2 ** 1023,
];

const number = fc.oneof(
  fc.constantFrom(...EDGES),
  fc.double(),
  fc.double({ min: -800, max: 800, noNaN: true }),
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.double({ min: -3, max: 3, noNaN: true }),
);

/** NaN is NaN whatever its bits, which nothing reads. */
const sameOnMany = (name: string, f: (x: number) => number): void =>
  fc.assert(
    fc.property(number, (x) => {
      expect(wasm[name]?.(x)).toBe(f(x));
    }),
    { seed: 11, numRuns: 20_000, examples: EDGES.map((x) => [x] as [number]) },
  );

describe('the functions of one number have the bits of chance', () => {
  const { exp, log, sin, cos, normalQuantile } = chance;
  it.each(Object.entries({ exp, log, sin, cos, normalQuantile }))('%s', (name, f) => sameOnMany(name, f));

  it('pow', () => {
    fc.assert(
      fc.property(number, number, (x, y) => {
        expect(wasm['pow']?.(x, y)).toBe(chance.pow(x, y));
      }),
      {
        seed: 12,
        numRuns: 30_000,
        examples: EDGES.flatMap((x) => EDGES.map((y) => [x, y] as [number, number])),
      },
    );
  });
});

describe('two at a time they are the same, whatever is beside', () => {
  const { exp: exp2, log: log2, normalQuantile: normalQuantile2 } = chance;
  it.each(Object.entries({ exp2, log2, normalQuantile2 }))('%s', (name, f) => {
    for (const lane of [0, 1]) {
      fc.assert(
        fc.property(number, number, (x, other) => {
          expect(wasm[`${name}_${lane}`]?.(x, other)).toBe(f(x));
        }),
        {
          seed: 13 + lane,
          numRuns: 20_000,
          examples: EDGES.flatMap((x) => EDGES.map((y) => [x, y] as [number, number])),
        },
      );
    }
  });

  it('on a dense grid of what draws can be', () => {
    let different = 0;
    for (let i = 0; i < 200_000; i++) {
      const u = chance.toUnit((i * 21474) >>> 0);
      if (wasm['normalQuantile2_0']?.(u, 1 - u) !== chance.normalQuantile(u)) different++;
      const x = (u - 0.5) * 100;
      if (wasm['exp2_1']?.(x, -x) !== chance.exp(x)) different++;
    }
    expect(different).toBe(0);
  });
});
