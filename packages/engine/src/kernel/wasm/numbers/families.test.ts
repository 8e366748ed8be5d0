/** Distributions of the module against those of chance, bit for bit: how they are written, drawn and cut. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DISTRIBUTIONS,
  resolveForm,
  toUnit,
  truncatedQuantile,
  type ArgNames,
  type Distribution,
  type ResolvedForm,
} from '../../../chance/index.ts';
import { log1p } from '../../../chance/logarithm.ts';
import { normalCdf } from '../../../chance/normal.ts';
import { ModuleBuilder } from '../encoder.ts';
import { Layout } from '../layout.ts';
import { elementary } from './elementary.ts';
import { defineFamilies } from './families.ts';
import { Forms } from './forms.ts';

type Numbers = (...values: number[]) => number;

/** Ways to write each distribution, by argument names; numbers of list entries where it has lists. */
const WRITTEN: readonly (readonly [name: string, names: ArgNames, list?: number])[] = [
  ...DISTRIBUTIONS.flatMap(({ name, examples }) =>
    examples.map(({ argNames, args }) => {
      const isList = name === 'categorical';
      return isList ? ([name, argNames, args.length / 2] as const) : ([name, argNames] as const);
    }),
  ),
  ['normal', ['sd', 'mean']],
  ['lognormal', ['p95', 'p5']],
  ['pert', [null, null, null, null]],
  ['categorical', [null, null], 1],
  ['categorical', ['weights', 'values'], 6],
];

const m = new ModuleBuilder();
const layout = new Layout();
const all = elementary(m, layout);
const families = defineFamilies(m, all);
const forms = new Forms(m, all, families);
m.export('log1p', families.log1p);
m.export('normalCdf', families.normalCdf);
for (const [name, { quantile, truncated }] of Object.entries(families.of)) {
  m.export(`${name}.quantile`, quantile);
  m.export(`${name}.truncated`, truncated);
}
const written = WRITTEN.map(([name, argNames, list], i) => {
  const resolved = resolveForm(name, argNames, list === undefined ? undefined : argNames.map(() => list));
  if (!('form' in resolved)) throw new Error(resolved.problem);
  const count = resolved.form.order.length * (list ?? 1);
  const exported = `${i}: ${resolved.form.canonicalCode}`;
  m.export(exported, forms.of(resolved.form, count));
  return { name, form: resolved.form, list: list ?? 1, exported };
});
const ARGS = layout.take(1024);
const OUT = layout.take(4096);
const memory = new WebAssembly.Memory({ initial: layout.pages });
for (const { at, values } of layout.filled)
  new Uint8Array(memory.buffer).set(new Uint8Array(values.buffer), at);
const module = new WebAssembly.Module(m.bytes(layout.pages));
const wasm = new WebAssembly.Instance(module, { e: { memory } }).exports as Readonly<Record<string, Numbers>>;
const floats = new Float64Array(memory.buffer);

function put(at: number, values: readonly number[]): void {
  values.forEach((value, i) => (floats[at / 8 + i] = value));
}

/** Arguments as written, brought into the form's order. */
const inOrder = ({ order }: ResolvedForm, list: number, args: readonly number[]): readonly number[] =>
  order.flatMap((one) =>
    'value' in one ? [one.value] : args.slice(one.place * list, (one.place + 1) * list),
  );

/** Entries of a list that the family's parameters have. */
const countOf = (name: string, parameters: readonly number[]): number =>
  name === 'quantiles' || name === 'categorical' ? parameters.length / 2 : 0;

const sensible = fc.oneof(
  fc.double({ min: 0.06, max: 9, noNaN: true }),
  fc.integer({ min: -4, max: 9 }),
  fc.double({ min: 0, max: 1, noNaN: true }),
);
const share = fc.integer({ min: 1, max: 999 }).map((n) => n / 1000);
const any = fc.oneof(
  { weight: 3, arbitrary: sensible },
  fc.constantFrom(
    0,
    -0,
    0.05,
    1,
    1e6,
    1e300,
    -1e300,
    5e-324,
    NaN,
    Infinity,
    -Infinity,
    2 ** 53,
    1e-9,
    999_999,
  ),
  fc.double(),
);

/** Also ascending ones, without which some forms would hardly ever be valid. */
const argsOf = (count: number): fc.Arbitrary<number[]> => {
  const exact = { minLength: count, maxLength: count };
  return fc.oneof(
    fc.array(any, exact),
    fc.array(sensible, exact),
    fc.array(share, exact),
    fc.array(sensible, exact).map((values) => values.toSorted((a, b) => a - b)),
  );
};

describe('a way to write a distribution has the validity and the parameters of chance', () => {
  it.each(written)('$exported, $form.argNames', ({ form, list, exported }) => {
    let valid = 0;
    fc.assert(
      fc.property(argsOf(form.argNames.length * list), (args) => {
        put(ARGS, inOrder(form, list, args));
        floats.fill(Number.NaN, OUT / 8, OUT / 8 + 64);
        const count = wasm[exported]?.(ARGS, OUT) ?? Number.NaN;
        expect(count > 0).toBe(form.problem(args) === undefined);
        if (count === 0) return;
        valid++;
        const parameters = form.canonical(args);
        expect([...floats.subarray(OUT / 8, OUT / 8 + parameters.length)]).toEqual(parameters);
        expect(count).toBe(countOf(form.distribution, parameters) || 1);
      }),
      { seed: 21, numRuns: 2000 },
    );
    expect(valid).toBeGreaterThan(100);
  });
});

/** Parameters of the examples, and of what random arguments make. */
function parametersOf(family: Distribution): readonly (readonly number[])[] {
  const own = written.filter(({ name }) => name === family.name);
  const random = own.flatMap(({ form, list }) =>
    fc
      .sample(argsOf(form.argNames.length * list), { seed: 22, numRuns: 60 })
      .filter((args) => form.problem(args) === undefined)
      .map((args) => form.canonical(args)),
  );
  const shown = family.examples.map(({ argNames, args }) => {
    const resolved = resolveForm(family.name, argNames);
    if (!('form' in resolved)) throw new Error(resolved.problem);
    return resolved.form.canonical(args);
  });
  return [...shown, ...random];
}

/** Words that are the least and the greatest, at the joints of regions, and all over. */
const UNITS = [
  ...[0, 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32 - 2, 322122547, 3972844748],
  ...Array.from({ length: 40 }, (_, i) => (i * 2654435769 + 12345) % 2 ** 32),
].map((word) => toUnit(word >>> 0));

describe('a distribution has the bits of chance', () => {
  it.each(DISTRIBUTIONS.map((family) => [family.name, family] as const))('%s', (name, family) => {
    for (const parameters of parametersOf(family)) {
      put(OUT, parameters);
      for (const u of UNITS)
        expect(wasm[`${name}.quantile`]?.(u, OUT, countOf(name, parameters))).toBe(
          family.quantile(parameters, u),
        );
    }
  });

  it.each(DISTRIBUTIONS.map((family) => [family.name, family] as const))(
    '%s within limits',
    (name, family) => {
      let inside = 0;
      for (const parameters of parametersOf(family)) {
        put(OUT, parameters);
        const marks = [0.001, 0.2, 0.5, 0.7, 0.999].map((u) => family.quantile(parameters, u));
        const ends = [-Infinity, ...marks, 0, 1, 2.5, Infinity, Number.NaN];
        for (const low of ends) {
          for (const high of ends) {
            for (const u of [UNITS[0]!, UNITS[4]!, UNITS[9]!]) {
              const value = wasm[`${name}.truncated`]?.(u, low, high, OUT, countOf(name, parameters));
              expect(value).toBe(truncatedQuantile(name, parameters, u, low, high));
              if (value === value) inside++;
            }
          }
        }
      }
      expect(inside).toBeGreaterThan(100);
    },
  );
});

describe('the functions that they need have the bits of chance', () => {
  const number = fc.oneof(
    fc.constantFrom(
      0,
      -0,
      -0.29,
      0.41,
      0.67448975,
      5.656854249492381,
      40,
      -40,
      -38,
      NaN,
      Infinity,
      -Infinity,
    ),
    fc.double({ min: -45, max: 45, noNaN: true }),
    fc.double({ min: -1, max: 1, noNaN: true }),
    fc.double(),
  );

  it.each([
    ['log1p', log1p],
    ['normalCdf', normalCdf],
  ] as const)('%s', (name, f) => {
    fc.assert(
      fc.property(number, (x) => {
        expect(wasm[name]?.(x)).toBe(f(x));
      }),
      { seed: 23, numRuns: 20_000 },
    );
  });
});
