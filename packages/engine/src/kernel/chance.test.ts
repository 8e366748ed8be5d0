/** What chance picks, against addressed draws and closed forms. */
import { describe, expect, it } from 'vitest';
import {
  drawSecondWord,
  drawWord,
  exp,
  normalQuantile,
  quantile,
  resolveForm,
  siteHash,
  toUnit,
  truncatedQuantile,
} from '../chance/index.ts';
import type { IrAlternative, IrExpr } from '../ir/ir.ts';
import {
  add,
  bin,
  dist,
  expr,
  go,
  indicator,
  irOf,
  measuring,
  mul,
  parameter,
  send,
  set,
  state,
  sub,
  t,
  un,
  variable,
  type Drivers,
  type IrLiteral,
  type Written,
} from './ir-literals.ts';
import { run, SEED } from './run-literal.ts';

const KEY = { seed: SEED, stream: 0 };
const word = (site: string, trial: number, step: number, occurrence = 0): number =>
  drawWord(KEY, siteHash(site), trial, step, occurrence);
const unit = (site: string, trial: number, step = 0): number => toUnit(word(site, trial, step));
const TWO_32 = 4294967296;

const alternative = (to: number, weight: Written | 'else', when?: Written): IrAlternative => ({
  ...go(to),
  weight: weight === 'else' ? weight : expr(weight),
  ...(when !== undefined && { when: expr(when) }),
});

/** One step of chance from state 0; the measure is the number of the state at its end. */
function ends(
  kind: 'probability' | 'rate',
  alternatives: readonly IrAlternative[],
  count = 400,
): readonly number[] {
  const ir = irOf({
    steps: 1,
    sites: ['c'],
    drivers: [{ states: [{ chance: { site: 0, kind, alternatives } }, {}, {}, {}] }],
    measures: measuring(add(state(1), add(mul(2, state(2)), mul(3, state(3))))),
  });
  const result = run(ir, { count });
  expect(result.block.failures).toEqual([]);
  return result.ends();
}

/** The same by thresholds worked out here. */
const expected = (thresholds: readonly number[], count = 400): readonly number[] =>
  Array.from(
    { length: count },
    (_, trial) => 1 + thresholds.findIndex((c) => word('c', trial, 1) < c * TWO_32),
  );

/** A number that the kernel cannot know before it runs. */
const hidden = (value: number): IrExpr => add(value, mul(0, t));

describe('alternatives of a chance block', () => {
  it('stand in file order on [0, 1)', () => {
    for (const write of [expr, hidden] as const) {
      const list = [alternative(1, write(0.2)), alternative(2, write(0.3)), alternative(3, write(0.1))];
      expect(ends('probability', list)).toEqual(expected([0.2, 0.5, 0.6]));
    }
  });

  it('a false `when` counts as 0', () => {
    const list = [alternative(1, 0.2), alternative(2, 0.3, bin('gt', t, 5)), alternative(3, 0.1)];
    expect(ends('probability', list)).toEqual(expected([0.2, 0.2, 0.2 + 0.1]));
  });

  it('`else` takes the rest while its condition holds', () => {
    const list = (when?: Written): IrAlternative[] => [alternative(1, 0.2), alternative(2, 'else', when)];
    expect(ends('probability', list())).toEqual(expected([0.2, 1]));
    expect(ends('probability', list(bin('ge', t, 0)))).toEqual(expected([0.2, 1]));
    expect(ends('probability', list(bin('lt', t, 0)))).toEqual(expected([0.2]));
  });

  it('a total within 1e-9 of 1 always picks, the last that has a weight', () => {
    for (const write of [expr, hidden] as const) {
      for (const rest of [0.5, 0.5 - 9e-10, 0.5 + 9e-10]) {
        const list = [alternative(1, write(0.5)), alternative(2, write(rest)), alternative(3, write(0))];
        expect(ends('probability', list)).toEqual(expected([0.5, 1]));
      }
    }
  });

  it('rates share 1 - exp(-total)', () => {
    const any = 1 - exp(-0.9);
    for (const write of [expr, hidden] as const) {
      const list = [alternative(1, write(0.2)), alternative(2, write(0.6)), alternative(3, write(0.1))];
      const total = 0.2 + 0.6 + 0.1;
      expect(total).toBe(0.9);
      expect(ends('rate', list)).toEqual(expected([any * (0.2 / total), any * ((0.2 + 0.6) / total), any]));
      expect(ends('rate', [alternative(1, write(0))])).toEqual(expected([]));
    }
  });

  it('the second word decides where the first is equal', () => {
    const trial = 3;
    const first = word('c', trial, 1);
    const second = drawSecondWord(KEY, siteHash('c'), trial, 1, 0);
    // The threshold's bits after the first 32: 20 are enough for a binary64 here.
    const cut = Math.floor(second / 4096) * 4096;
    const exactly = (rest: number): number => (first + rest / TWO_32) / TWO_32;
    for (const write of [expr, hidden] as const) {
      expect(ends('probability', [alternative(1, write(exactly(cut + 4096)))], 4)[trial]).toBe(1);
      expect(ends('probability', [alternative(1, write(exactly(cut)))], 4)[trial]).toBe(0);
      expect(ends('probability', [alternative(1, write(exactly(0)))], 4)[trial]).toBe(0);
    }
  });
});

describe('survival', () => {
  it('under a constant hazard is exp(-rate * steps)', () => {
    const rate = 0.05;
    const steps = 24;
    const ir = irOf({
      steps,
      sites: ['c'],
      drivers: [
        { states: [{ chance: { site: 0, kind: 'rate', alternatives: [alternative(1, rate)] } }, {}] },
      ],
      measures: measuring(state(0)),
    });
    const count = 20_000;
    const survivors = run(ir, { count })
      .ends()
      .reduce((a, b) => a + b, 0);
    const p = Math.exp(-rate * steps);
    // Four standard errors: a false alarm in one of 16,000 seeds; this seed is fixed.
    expect(Math.abs(survivors / count - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / count));
  });

  it('under a hazard that falls with a drawn parameter is the mean of exp(-p * steps)', () => {
    const steps = 10;
    const ir = irOf({
      steps,
      sites: ['parameters.p', 'c'],
      parameters: [{ name: 'p', value: { prior: dist(0, 'uniform', 0, 0.2) } }],
      drivers: [
        { states: [{ chance: { site: 1, kind: 'rate', alternatives: [alternative(1, parameter(0))] } }, {}] },
      ],
      measures: measuring(state(0)),
    });
    const count = 20_000;
    const survivors = run(ir, { count })
      .ends()
      .reduce((a, b) => a + b, 0);
    const p = (1 - Math.exp(-2)) / 2;
    expect(Math.abs(survivors / count - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / count));
  });
});

describe('initial states', () => {
  it('are drawn by their probabilities in step 0', () => {
    const ir = irOf({
      steps: 0,
      sites: ['c'],
      drivers: [
        {
          site: 0,
          initial: [0.2, 0.3, 0.5].map((p, slot) => ({ state: slot, probability: expr(p) })),
          states: [{}, {}, {}],
        },
      ],
      measures: measuring(add(state(1), mul(2, state(2)))),
    });
    const count = 300;
    const draws = Array.from({ length: count }, (_, trial) => word('c', trial, 0) / TWO_32);
    expect(run(ir, { count }).ends()).toEqual(draws.map((u) => (u < 0.2 ? 0 : u < 0.5 ? 1 : 2)));
  });
});

describe('events with probabilities', () => {
  const count = 300;
  const odds = (digit: number, probability?: Written, when?: Written) => ({
    ...go(undefined, { actions: [set(0, add(mul(10, variable(0)), digit))] }),
    ...(probability !== undefined && { probability: expr(probability) }),
    ...(when !== undefined && { when: expr(when) }),
  });
  const literal = (
    own: readonly ReturnType<typeof odds>[],
    driver: readonly ReturnType<typeof odds>[] = [],
    events = 1,
  ): IrLiteral => ({
    steps: 1,
    sites: ['c', 'd'],
    events: ['e'],
    calendar: Array.from({ length: events }, () => ({ step: 1, event: 0, at: 1 })),
    variables: [{ name: 'log', driver: 0, type: 'number', start: expr(0), low: 0, high: 1e9 }],
    drivers: [
      {
        states: [{ on: [{ event: 0, site: 0, transitions: own }] }],
        on: driver.length > 0 ? [{ event: 0, site: 1, transitions: driver }] : [],
      },
    ],
    measures: measuring(variable(0)),
  });
  const logs = (l: IrLiteral): readonly number[] => run(irOf(l), { count }).ends();
  const draw = (trial: number, occurrence = 0, site = 'c'): number =>
    word(site, trial, 1, occurrence) / TWO_32;
  const trials = Array.from({ length: count }, (_, trial) => trial);

  it('share one draw, in file order', () => {
    const pick = (u: number): number => (u < 0.25 ? 1 : u < 0.25 + 0.5 ? 2 : 0);
    expect(logs(literal([odds(1, 0.25), odds(2, 0.5)]))).toEqual(trials.map((trial) => pick(draw(trial))));
  });

  it('leave what they do not take to what is certain after them, and to the driver', () => {
    expect(logs(literal([odds(1, 0.25), odds(7)]))).toEqual(
      trials.map((trial) => (draw(trial) < 0.25 ? 1 : 7)),
    );
    const expectedLog = trials.map((trial) => (draw(trial) < 0.25 ? 1 : draw(trial, 0, 'd') < 0.5 ? 8 : 0));
    expect(logs(literal([odds(1, 0.25)], [odds(8, 0.5)]))).toEqual(expectedLog);
  });

  it('a certain one before them is taken without a draw', () => {
    expect(logs(literal([odds(7), odds(1, 5)]))).toEqual(trials.map(() => 7));
    expect(logs(literal([odds(7, undefined, 0), odds(1, 1)]))).toEqual(trials.map(() => 1));
  });

  it('each handling has an occurrence of its own', () => {
    const once = (trial: number, occurrence: number): number => (draw(trial, occurrence) < 0.5 ? 1 : 2);
    expect(logs(literal([odds(1, 0.5), odds(2)], [], 3))).toEqual(
      trials.map((trial) => 100 * once(trial, 0) + 10 * once(trial, 1) + once(trial, 2)),
    );
  });

  it('without a weight above 0 no draw is made, so that occurrences do not count it', () => {
    const odd = bin('eq', variable(0), 9);
    // First event: only the certain one is enabled. Second: the draw is the first of the site.
    const own = [odds(1, 0.5, odd), odds(9, undefined, bin('eq', variable(0), 0))];
    expect(logs(literal(own, [], 2))).toEqual(trials.map((trial) => (draw(trial) < 0.5 ? 91 : 9)));
  });

  it('occurrences start anew in each step', () => {
    const l = literal([odds(1, 0.5), odds(2)]);
    const ir = irOf({ ...l, steps: 2, calendar: [1, 2].map((step) => ({ step, event: 0, at: step })) });
    const digit = (trial: number, step: number): number => (word('c', trial, step) / TWO_32 < 0.5 ? 1 : 2);
    expect(run(ir, { count }).ends()).toEqual(trials.map((trial) => 10 * digit(trial, 1) + digit(trial, 2)));
  });
});

describe('distributions', () => {
  const count = 50;
  const trials = Array.from({ length: count }, (_, trial) => trial);
  const drawn = (prior: ReturnType<typeof dist>, more: IrLiteral = {}): readonly number[] =>
    run(
      irOf({
        steps: 0,
        sites: ['p'],
        parameters: [{ name: 'p', value: { prior } }],
        measures: measuring(parameter(0)),
        ...more,
      }),
      { count },
    ).ends();

  it.each([
    ['normal', [1, 2]],
    ['lognormal', [1, 0.5]],
    ['uniform', [-1, 4]],
    ['triangular', [0, 1, 4]],
    ['pert', [0, 1, 4]],
    ['beta', [2, 3]],
    ['bernoulli', [0.3]],
    ['uniformInteger', [1, 6]],
  ] as const)('%s is its quantile function of one draw', (name, args) => {
    const resolved = resolveForm(
      name,
      args.map(() => null),
    );
    if (!('form' in resolved)) throw new Error(resolved.problem);
    const canonical = resolved.form.canonical(args);
    expect(drawn(dist(0, name, ...args))).toEqual(
      trials.map((trial) => quantile(name, canonical, unit('p', trial)) + 0),
    );
    // The same where the arguments are known only while the trial runs.
    const late = { ...dist(0, name, ...args.map((_, i) => parameter(i + 1))) };
    const fixed = args.map((value, i) => ({ name: `a${i}`, value: { prior: dist(1 + i, 'fixed', value) } }));
    const parameters = [
      ...fixed.map((p) => p),
      { name: 'p', value: { prior: { ...late, args: args.map((_, i) => parameter(i)) } } },
    ];
    const sites = ['p', ...args.map((_, i) => `a${i}`)];
    expect(drawn(late, { sites, parameters, measures: measuring(parameter(args.length)) })).toEqual(
      drawn(dist(0, name, ...args)),
    );
  });

  it('within limits', () => {
    const prior = { ...dist(0, 'normal', 0, 1), within: [expr(-0.5), expr(2)] as const };
    expect(drawn(prior)).toEqual(
      trials.map((trial) => truncatedQuantile('normal', [0, 1], unit('p', trial), -0.5, 2)),
    );
  });

  it('by name of argument', () => {
    const prior = { ...dist(0, 'normal', 2, 1), argNames: ['sd', 'mean'] };
    expect(drawn(prior)).toEqual(trials.map((trial) => 1 + 2 * normalQuantile(unit('p', trial))));
  });

  it('without sense fail the trial at their site', () => {
    const bad = (prior: ReturnType<typeof dist>): unknown =>
      run(irOf({ steps: 0, sites: ['p'], parameters: [{ name: 'x', value: { prior } }] })).block.failures[0];
    const failure = { trial: 0, step: 0, code: 'bad-distribution', place: 'p' };
    expect(bad(dist(0, 'normal', 0, 0))).toEqual(failure);
    expect(bad(dist(0, 'normal', 0, un('log', sub(0, 1))))).toEqual(failure);
    expect(bad({ ...dist(0, 'normal', 0, 1), within: [expr(3), expr(2)] })).toEqual(failure);
  });

  it('noise is drawn by step, scaled by what it reads, and stored with the indicator', () => {
    for (const sd of [expr(0.5), add(0.5, mul(0, t))]) {
      const ir = irOf({
        steps: 9,
        sites: ['n', 'm'],
        indicators: [
          { name: 'x', start: expr(1), next: indicator(0), noise: dist(0, 'normal', 0, sd) },
          { name: 'y', start: expr(0), next: expr(0), noise: dist(1, 'uniform', 0, add(1, mul(0, t))) },
        ],
        measures: measuring(indicator(0), indicator(1)),
      });
      const walk = [1];
      for (let step = 1; step <= 9; step++)
        walk.push(walk[step - 1]! + (0 + 0.5 * normalQuantile(unit('n', 5, step))));
      const result = run(ir, { first: 5 });
      expect(result.frames(0)).toEqual(walk);
      expect(result.frames(1).slice(1)).toEqual(walk.slice(1).map((_, i) => unit('m', 5, i + 1)));
    }
  });

  it('noise without sense fails at its site', () => {
    const ir = irOf({
      steps: 3,
      sites: ['n'],
      indicators: [{ name: 'x', start: expr(0), next: expr(0), noise: dist(0, 'normal', 0, sub(1, t)) }],
    });
    expect(run(ir).block.failures).toEqual([{ trial: 0, step: 2, code: 'bad-distribution', place: 'n' }]);
  });

  it('correlated parameters have the correlation they were given', () => {
    const r = 0.7;
    const weights = [
      { parameter: 0, weight: r },
      { parameter: 1, weight: Math.sqrt(1 - r * r) },
    ];
    const ir = irOf({
      steps: 0,
      sites: ['a', 'b'],
      parameters: [
        { name: 'a', value: { prior: dist(0, 'normal', 0, 1) } },
        { name: 'b', value: { prior: dist(1, 'normal', 0, 1) }, copula: weights },
      ],
      measures: measuring(mul(parameter(0), parameter(1))),
    });
    const n = 20_000;
    const mean =
      run(ir, { count: n })
        .ends()
        .reduce((a, b) => a + b, 0) / n;
    // The product of standard normals with correlation r has variance 1 + r^2; four standard errors.
    expect(Math.abs(mean - r)).toBeLessThan(4 * Math.sqrt((1 + r * r) / n));
  });
});

it('a send with chance behind it keeps its place (no draw moves another)', () => {
  const drivers = (extra: boolean): Drivers => [
    { states: [{ chance: { site: 0, kind: 'probability', alternatives: [alternative(1, 0.3)] } }, {}] },
    ...(extra
      ? [
          {
            states: [
              {
                chance: {
                  site: 1,
                  kind: 'probability' as const,
                  alternatives: [{ ...alternative(2, 0.5), actions: [send(0)] }],
                },
              },
            ],
          },
        ]
      : []),
  ];
  const literal = (extra: boolean): IrLiteral => ({
    steps: 8,
    sites: ['c', 'd'],
    events: ['e'],
    drivers: drivers(extra),
    measures: measuring(state(1)),
  });
  const ends = (extra: boolean): readonly number[] => run(irOf(literal(extra)), { count: 60 }).ends();
  expect(ends(true)).toEqual(ends(false));
});
