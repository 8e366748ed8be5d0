import { describe, expect, it } from 'vitest';
import { atomCount, atoms } from './atoms.ts';
import {
  bounds,
  cdf,
  DISTRIBUTIONS,
  findDistribution,
  quantile,
  resolveForm,
  truncatedQuantile,
  truncationProblem,
} from './distributions.ts';
import { drawWord, toUnit, type DrawKey } from './draw.ts';
import type { ArgNames, ResolvedForm } from './forms.ts';
import { distributionLaws } from './laws.ts';

const key: DrawKey = { seed: [20, 26], stream: 0 };
const words = Array.from({ length: 60 }, (_, i) => drawWord(key, 1, i, 0, 0));

function formOf(name: string, argNames: ArgNames, lists?: readonly number[]): ResolvedForm {
  const resolution = resolveForm(name, argNames, lists);
  if (!('form' in resolution)) throw new Error(resolution.problem);
  return resolution.form;
}

function expectNear(actual: number, expected: number, tolerance = 1e-14): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected)));
}

for (const distribution of DISTRIBUTIONS) {
  describe(`the laws of ${distribution.name}`, () => {
    it('has examples, and every form has one', () => {
      const codes = distribution.examples.map(
        ({ argNames }) => formOf(distribution.name, argNames).canonicalCode,
      );
      for (const form of distribution.forms) {
        const prefix =
          form.kind === 'quantiles' ? `${distribution.name}:q` : `${distribution.name}:${form.code}`;
        expect(
          codes.some((code) => code.startsWith(prefix)),
          prefix,
        ).toBe(true);
      }
    });
    for (const [i, example] of distribution.examples.entries()) {
      it.each(distributionLaws)(`example ${i + 1}: $name`, ({ violations }) => {
        expect(violations(distribution, example, words)).toEqual([]);
      });
    }
  });
}

describe('the laws catch a planted fault', () => {
  it.each([
    ['a quantile function that falls', { quantile: (_: readonly number[], u: number) => 1 - u }],
    ['values outside the bounds', { bounds: () => [0.4, 0.6] as const }],
    ['a wrong distribution function', { cdf: (_: readonly number[], x: number) => x * x }],
  ])('%s', (_, fault) => {
    const broken = { ...findDistribution('uniform')!, ...fault };
    const found = distributionLaws.flatMap((law) => law.violations(broken, broken.examples[0]!, words));
    expect(found).not.toEqual([]);
  });
});

describe('forms', () => {
  it.each<[string, ArgNames, number[], string, number[]]>([
    ['normal', [null, null], [3, 2], 'normal:mean,sd', [3, 2]],
    ['normal', [null, 'sd'], [3, 2], 'normal:mean,sd', [3, 2]],
    ['normal', ['sd', 'mean'], [2, 3], 'normal:mean,sd', [3, 2]],
    // the 97.5% point of the normal is 1.959963984540054
    ['normal', ['p97_5', 'p2_5'], [1.959963984540054, -1.959963984540054], 'normal:q2.5,q97.5', [0, 1]],
    ['normal', ['median', 'p97_5'], [10, 11.959963984540054], 'normal:q50,q97.5', [10, 1]],
    ['lognormal', [null, null], [1, 0.5], 'lognormal:median,sigma', [0, 0.5]],
    ['lognormal', ['p97_5', 'p50'], [Math.exp(1.959963984540054), 1], 'lognormal:q50,q97.5', [0, 1]],
    // sd = mean: sigma^2 = ln 2
    ['lognormal', ['mean', 'sd'], [1, 1], 'lognormal:mean,sd', [-Math.LN2 / 2, Math.sqrt(Math.LN2)]],
    // Beta(2, 2) has mean 1/2 and variance 1/20
    ['beta', ['sd', 'mean'], [Math.sqrt(0.05), 0.5], 'beta:mean,sd', [2, 2]],
    ['pert', [null, null, null], [0, 1, 4], 'pert:low,mode,high,shape', [0, 4, 2, 4]],
    ['pert', [null, null, null, 'shape'], [0, 1, 4, 8], 'pert:low,mode,high,shape', [0, 4, 3, 7]],
    ['quantiles', ['p100', 'p0', 'median'], [9, 1, 2], 'quantiles:q0,q50,q100', [0, 0.5, 1, 1, 2, 9]],
    ['categorical', [null, null], [5, 3, 3, 1, 1, 2], 'categorical:values,weights', [3, 5, 0.75, 1]],
    ['categorical', ['weights', 'values'], [1, 0, 3, 7, 8, 9], 'categorical:values,weights', [7, 9, 0.25, 1]],
  ])('%s(%j) of %j is %s', (name, argNames, args, code, canonical) => {
    const form = formOf(name, argNames);
    expect(form.problem(args)).toBeUndefined();
    expect(form.canonicalCode).toBe(code);
    const actual = form.canonical(args);
    expect(actual.length).toBe(canonical.length);
    for (const [i, value] of canonical.entries()) expectNear(actual[i]!, value);
  });

  it('meets the quantiles it was given', () => {
    const form = formOf('lognormal', ['median', 'p90']);
    const parameters = form.canonical([0.03, 0.08]);
    expectNear(quantile('lognormal', parameters, 0.5), 0.03, 1e-16);
    expectNear(quantile('lognormal', parameters, 0.9), 0.08, 1e-16);
  });

  it.each<[string, ArgNames, string]>([
    ['normal', [], 'normal needs arguments'],
    ['normal', [null], 'normal does not take 1 argument by place'],
    ['normal', [null, null, null], 'normal does not take 3 arguments by place'],
    ['normal', ['mean', 'p5'], 'normal does not take mean, p5 together'],
    ['normal', ['p5', 'p50', 'p95'], 'normal does not take p5, p50, p95 together'],
    ['normal', ['mean', null], 'an argument without a name must come before those with a name'],
    ['normal', [null, 'mean'], 'normal does not take argument 1, mean together'],
    ['normal', ['mean', 'mean'], 'mean is given twice'],
    ['lognormal', ['median', 'p50'], 'median and p50 are the same quantile'],
    ['normal', ['p0', 'p50'], "normal takes no argument 'p0'"],
    ['normal', ['p100_5', 'p50'], "normal takes no argument 'p100_5'"],
    ['uniform', ['low', 'top'], "uniform takes no argument 'top'"],
    ['quantiles', ['p0', 'p50'], 'quantiles does not take p0, p50 together'],
  ])('%s(%j) is refused: %s', (name, argNames, problem) => {
    const resolution = resolveForm(name, argNames);
    expect('problem' in resolution && resolution.problem).toBe(problem);
  });

  it('says how it may be written', () => {
    expect(resolveForm('lognormal', ['mu'])).toEqual({
      problem: "lognormal takes no argument 'mu'",
      expected: [
        'lognormal(median, sigma)',
        'lognormal(mean =, sd =)',
        'lognormal(p5 =, p95 =) or any two quantiles',
      ],
    });
  });

  it.each<[string, ArgNames, number[], string]>([
    ['categorical', [null, null], [3, 2], 'the lists must have the same length but have 3 and 2 entries'],
    ['categorical', ['values', 'weights'], [2, 0], 'weights must be a list of at least one number'],
    ['normal', ['mean', 'sd'], [0, 2], 'sd must be a number but is a list'],
  ])('%s(%j) with lists %j is refused: %s', (name, argNames, lists, problem) => {
    const resolution = resolveForm(name, argNames, lists);
    expect('problem' in resolution && resolution.problem).toBe(problem);
  });

  it('throws for a name that is no distribution', () => {
    expect(() => resolveForm('gaussian', [])).toThrow(TypeError);
  });
});

describe('invalid arguments are named in plain words', () => {
  it.each<[string, ArgNames, number[], string]>([
    ['normal', [null, null], [0, -1], 'sd must be above 0 but is -1'],
    ['normal', [null, null], [NaN, 1], 'mean must be a finite number but is NaN'],
    ['normal', ['p95', 'p5'], [1, 2], 'p5 must be below p95 but 2 is not below 1'],
    ['normal', ['p5', 'p95'], [-1e308, 1e308], 'p5 and p95 are too extreme (-1e+308 and 1e+308)'],
    ['lognormal', ['p5', 'p95'], [0, 2], 'p5 must be above 0 but is 0'],
    ['lognormal', ['mean', 'sd'], [1, 0], 'sd must be above 0 but is 0'],
    ['beta', [null, null], [0, 1], 'alpha must be between 0.05 and 1000000 but is 0'],
    ['beta', ['mean', 'sd'], [0.5, 0.5], 'sd must be below 0.5, the most that mean 0.5 allows, but is 0.5'],
    ['beta', ['mean', 'sd'], [1.5, 0.5], 'mean must be between 0 and 1 but is 1.5'],
    ['uniform', [null, null], [2, 2], 'low must be below high but 2 is not below 2'],
    ['triangular', [null, null, null], [0, 5, 4], 'mode must be between low 0 and high 4 but is 5'],
    ['pert', [null, null, null], [0, -1, 4], 'mode must be between low 0 and high 4 but is -1'],
    ['uniformInteger', [null, null], [0.5, 2], 'low must be a whole number but is 0.5'],
    ['uniformInteger', [null, null], [3, 2], 'low must not be above high but 3 is above 2'],
    ['bernoulli', [null], [1.2], 'p must be between 0 and 1 but is 1.2'],
    ['categorical', [null, null], [1, 2, 1, -1], 'weight 2 must not be below 0 but is -1'],
    ['categorical', [null, null], [1, 2, 0, 0], 'one weight at least must be above 0 but all are 0'],
    ['quantiles', ['p0', 'p50', 'p100'], [0, 3, 2], 'p50 must be below p100 but 3 is not below 2'],
    ['fixed', [null], [Infinity], 'value must be a finite number but is Infinity'],
    ['normal', [null, null], [1], 'there must be 2 arguments but there are 1'],
  ])('%s(%j) of %j: %s', (name, argNames, args, problem) => {
    expect(formOf(name, argNames).problem(args)).toBe(problem);
  });
});

describe('quantiles in closed form', () => {
  it.each<[string, number[], number, number]>([
    ['uniform', [2, 6], 0.25, 3],
    // triangular(0, 1, 4): F(1) = 1/4; F(x) = 1 - (4 - x)^2/12 above
    ['triangular', [0, 1, 4], 0.25, 1],
    ['triangular', [0, 1, 4], 0.0625, 0.5],
    ['triangular', [0, 1, 4], 1 - 1 / 12, 3],
    ['uniformInteger', [1, 6], 0.5, 4],
    ['uniformInteger', [1, 6], 0.499, 3],
    ['bernoulli', [0.3], 0.69, 0],
    ['bernoulli', [0.3], 0.71, 1],
    ['categorical', [7, 9, 0.25, 1], 0.249, 7],
    ['categorical', [7, 9, 0.25, 1], 0.25, 9],
    ['quantiles', [0, 0.5, 1, 1, 2, 9], 0.25, 1.5],
    ['quantiles', [0, 0.5, 1, 1, 2, 9], 0.75, 5.5],
    // pert(0, 2, 4) is symmetric
    ['pert', [0, 4, 3, 3], 0.5, 2],
    ['lognormal', [0, 1], 0.5, 1],
    ['fixed', [4.5], 0.9, 4.5],
  ])('%s %j at %d is %d', (name, parameters, u, expected) => {
    expectNear(quantile(name, parameters, u), expected);
  });

  it('knows its bounds', () => {
    expect(bounds('normal', [0, 1])).toEqual([-Infinity, Infinity]);
    expect(bounds('lognormal', [0, 1])).toEqual([0, Infinity]);
    expect(bounds('pert', [-1, 4, 2, 2])).toEqual([-1, 4]);
    expect(bounds('quantiles', [0, 0.5, 1, 1, 2, 9])).toEqual([1, 9]);
    expect(bounds('categorical', [7, 9, 0.25, 1])).toEqual([7, 9]);
    expect(bounds('bernoulli', [1])).toEqual([1, 1]);
  });
});

describe('truncatedQuantile', () => {
  it('keeps its digits far out in the upper tail', () => {
    // the lower tail, mirrored, has them without further care
    const lower = truncatedQuantile('normal', [0, 1], 0.25, -Infinity, -9);
    expectNear(truncatedQuantile('normal', [0, 1], 0.75, 9, Infinity), -lower, 1e-15);
    // by definition P(Z < z | Z < -9) = Phi(z)/Phi(-9)
    expectNear(cdf('normal', [0, 1], lower) / cdf('normal', [0, 1], -9), 0.25, 1e-12);
  });

  it('keeps the shares of the values inside a discrete one', () => {
    // a die cut to 2.5 … 5: 3, 4, 5 alike
    const count = 3000;
    const tally = new Map<number, number>();
    for (let i = 0; i < count; i++) {
      const x = truncatedQuantile('uniformInteger', [1, 6], (i + 0.5) / count, 2.5, 5);
      tally.set(x, (tally.get(x) ?? 0) + 1);
    }
    expect([...tally]).toEqual([
      [3, 1000],
      [4, 1000],
      [5, 1000],
    ]);
  });

  it('keeps the whole probability of the value at the left edge', () => {
    // weights 1, 2, 1 on 1, 2, 3, cut to 2 … 3: two thirds and one third
    const parameters = [1, 2, 3, 0.25, 0.75, 1];
    expect(truncatedQuantile('categorical', parameters, 0.666, 2, 3)).toBe(2);
    expect(truncatedQuantile('categorical', parameters, 0.667, 2, 3)).toBe(3);
    expect(truncatedQuantile('bernoulli', [0.3], 0.01, 0.5, 2)).toBe(1);
  });

  it.each<[string, number[], number, number, string]>([
    ['normal', [0, 1], 50, 60, 'normal has no probability from 50 to 60'],
    ['normal', [0, 1], 1, 1, 'normal has no probability from 1 to 1'],
    ['normal', [0, 1], 2, 1, 'the lower limit 2 is above the upper limit 1'],
    ['normal', [0, 1], NaN, 1, 'the limits must be numbers but are NaN and 1'],
    ['uniform', [0, 1], 2, 3, 'uniform has no probability from 2 to 3'],
    ['uniformInteger', [1, 6], 2.2, 2.8, 'uniformInteger has no probability from 2.2 to 2.8'],
    ['categorical', [7, 9, 0.25, 1], 8, 8.5, 'categorical has no probability from 8 to 8.5'],
    ['bernoulli', [0], 1, 1, 'bernoulli has no probability from 1 to 1'],
    ['fixed', [4.5], 5, 6, 'fixed has no probability from 5 to 6'],
  ])('%s %j has no value in [%d, %d]', (name, parameters, low, high, problem) => {
    expect(truncatedQuantile(name, parameters, 0.5, low, high)).toBeNaN();
    expect(truncationProblem(name, parameters, low, high)).toBe(problem);
  });

  it('cuts where there is probability', () => {
    expect(truncationProblem('lognormal', [0, 1], 0, 0.5)).toBeUndefined();
    expectNear(truncatedQuantile('uniform', [0, 10], 0.5, 2, 4), 3);
  });
});

describe('draws have the distribution they name', () => {
  it.each<[string, number[]]>([
    ['normal', [1, 2]],
    ['lognormal', [0, 0.7]],
    ['beta', [0.5, 3]],
    ['triangular', [0, 1, 4]],
    ['pert', [0, 4, 2, 4]],
    ['quantiles', [0, 0.5, 1, 1, 2, 9]],
  ])('%s passes Kolmogorov and Smirnov', (name, parameters) => {
    // limit sqrt(-ln(alpha/2)/2)/sqrt(n) with alpha = 1e-6: one seed in a million alarms, and the seed is fixed
    const count = 20_000;
    const xs = Float64Array.from({ length: count }, (_, trial) =>
      quantile(name, parameters, toUnit(drawWord(key, 2, trial, 5, 0))),
    ).sort();
    let distance = 0;
    for (const [i, x] of xs.entries()) {
      const probability = cdf(name, parameters, x);
      distance = Math.max(distance, probability - i / count, (i + 1) / count - probability);
    }
    expect(distance).toBeLessThan(2.6935 / Math.sqrt(count));
  });
});

describe('values of discrete distributions', () => {
  it('a die cut to 2 … 4 has three alike', () => {
    expect(atoms('uniformInteger', [1, 6], 1.5, 4)).toEqual(
      [2, 3, 4].map((value) => ({ value, probability: expect.closeTo(1 / 3, 14) as number })),
    );
  });

  it('none where the interval has no probability, no list where values are not separate', () => {
    expect(atoms('bernoulli', [1], 0, 0.5)).toEqual([]);
    expect(atoms('normal', [0, 1])).toBeUndefined();
    expect(atomCount('uniformInteger', [1, 6])).toBe(6);
    expect(atomCount('uniform', [0, 1])).toBeUndefined();
  });
});
