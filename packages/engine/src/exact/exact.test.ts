/** Answers that have a closed form, a hand calculation or a publication. */
import { describe, expect, test } from 'vitest';
import { lower } from '../ir/index.ts';
import type { Ir } from '../ir/ir.ts';
import { readScenario } from '../language/index.ts';
import { solveExact, type ExactAnswers, type ExactOptions, type ExactQuestion } from './index.ts';

async function irOf(text: string): Promise<Ir> {
  const read = await readScenario({ name: 'test.yaml', text });
  const errors = read.diagnostics.filter(({ severity }) => severity === 'error');
  if (!read.model) throw new Error(`${JSON.stringify(errors, null, 1)}\n${text}`);
  const { ir, diagnostics } = lower(read.model);
  if (!ir) throw new Error(`${JSON.stringify(diagnostics)}\n${text}`);
  return ir;
}

/** A scenario around the given sections, on a clock without dates of 10 steps unless said otherwise. */
const scenario = (body: string, clock = '{ step: 1 day, steps: 10 }'): string =>
  `stave: 1\nid: test\ntitle: Test\nclock: ${clock}\n${body}\n`;

interface Solved extends ExactAnswers {
  question(id: string): ExactQuestion;
  /** Probability of an outcome. */
  p(id: string, outcome: string): number | null;
}

async function solved(text: string, options?: ExactOptions): Promise<Solved> {
  const result = solveExact(await irOf(text), options);
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  const { answers } = result;
  const question = (id: string): ExactQuestion => {
    const found = answers.questions.find((q) => q.id === id);
    if (!found) throw new Error(`no question ${id}`);
    return found;
  };
  return {
    ...answers,
    question,
    p(id, outcome) {
      const found = question(id).outcomes.find(({ value }) => value === outcome);
      if (!found) throw new Error(`no outcome ${outcome}`);
      return found.probability;
    },
  };
}

const near = (x: number): number => expect.closeTo(x, 12) as number;

describe('within the clock', () => {
  const waiting = scenario(`
drivers:
  coin:
    initial: up
    states:
      up: { chance: [{ to: down, probability: 0.25 }] }
      down: {}
measures: { isDown: coin.down }
questions:
  down: { ask: A?, kind: binary, yes: coin.down, by: end, internal: true }
  late: { ask: A?, kind: binary, yes: coin.down, at: 3, internal: true }
  window: { ask: A?, kind: binary, yes: coin.up, from: 2, by: 5, internal: true }
  first: { ask: A?, kind: time, first: coin.down, by: end, internal: true }
  steps:
    { ask: A?, kind: count, count: coin.up, by: 2, internal: true, outcomes: [{ id: one, when: count == 1 }, { id: more }] }
  total: { ask: A?, kind: total, value: 2 * coin.up, by: 2, internal: true }
  kept: { ask: A?, kind: binary, yes: coin.down, at: 1, internal: true, given: { that: coin.down, at: 2 } }
`);

  test('a geometric waiting time', async () => {
    const { p, question, measures, states } = await solved(waiting);
    expect(states).toBe(2);
    expect(p('down', 'yes')).toEqual(near(1 - 0.75 ** 10));
    expect(p('late', 'yes')).toEqual(near(1 - 0.75 ** 3));
    expect(p('window', 'yes')).toEqual(near(0.75 ** 2));
    expect(p('first', '4')).toEqual(near(0.75 ** 3 * 0.25));
    expect(question('first').outcomes[4]?.cumulative?.probability).toEqual(near(1 - 0.75 ** 4));
    expect(p('first', 'never')).toEqual(near(0.75 ** 10));
    expect(measures[0]?.expected).toEqual(Array.from({ length: 11 }, (_, k) => near(1 - 0.75 ** k)));
  });

  test('counts, totals and conditions', async () => {
    const { p, question } = await solved(waiting);
    // Frames 0, 1 and 2: up in frame 0 for sure, in frame 1 with 3/4, in frame 2 with 9/16.
    expect(p('steps', 'one')).toEqual(near(1 / 4));
    expect(question('steps').expectations).toEqual([{ of: 'count', value: near(1 + 3 / 4 + 9 / 16) }]);
    expect(question('total')).toMatchObject({
      expectations: [{ of: 'number', value: near(2 * (1 + 3 / 4 + 9 / 16)) }],
      number: {
        least: 2,
        most: 6,
        quantiles: [{ value: 2 }, { value: 2 }, { value: 6 }, { value: 6 }, { value: 6 }],
      },
    });
    // Down in frame 2 has 7/16; in frame 1 already 1/4.
    expect(question('kept').given).toEqual({ probability: near(7 / 16) });
    expect(p('kept', 'yes')).toEqual(near(4 / 7));
  });

  test('competing hazards: 1 - exp(-sum) and shares', async () => {
    const { p } = await solved(
      scenario(
        `
drivers:
  war:
    initial: on
    states:
      on: { chance: [{ to: won, rate: 0.3 / year }, { to: lost, rate: 0.1 / year }] }
      won: {}
      lost: {}
questions:
  won: { ask: A?, kind: binary, yes: war.won, by: end, internal: true }
  lost: { ask: A?, kind: binary, yes: war.lost, by: end, internal: true }`,
        '{ start: 2023-01, step: 1 month, steps: 30 }',
      ),
    );
    expect(p('won', 'yes')).toEqual(near(0.75 * (1 - Math.exp(-1))));
    expect(p('lost', 'yes')).toEqual(near(0.25 * (1 - Math.exp(-1))));
  });

  test('a prior and a noise of few values', async () => {
    const { p, measures } = await solved(
      scenario(`
parameters:
  sides: { prior: "uniformInteger(1, 6) within [2, 4]" }
  loaded: { prior: "bernoulli(0.25)" }
indicators:
  score: { start: 0, next: score + sides, noise: "categorical([-1, 1], [1, 3])" }
measures: { total: score }
questions:
  far: { ask: A?, kind: binary, yes: score >= 5 and loaded == 1, at: 1, internal: true }
`),
    );
    // One step: 2, 3 or 4, and one more with 3/4 or one less with 1/4; five is 4 + 1.
    expect(p('far', 'yes')).toEqual(near((1 / 4) * (1 / 3) * (3 / 4)));
    expect(measures[0]?.expected.slice(0, 3)).toEqual([0, near(3.5), near(7)]);
  });

  test('a calendar makes only its own steps differ', async () => {
    const body = (at: number): string => `
calendar: [{ event: bell, at: ${at} }]
drivers:
  dog:
    initial: asleep
    states:
      asleep: { on: { bell: { to: awake, probability: 0.5 } } }
      awake: { after: { 2 days: asleep } }
measures: { awake: dog.awake }
`;
    const { measures, states } = await solved(scenario(body(2)));
    // Date 2 lies in step 3; two days later, in step 5, it sleeps again.
    expect(measures[0]?.expected).toEqual([0, 0, 0, 0.5, 0.5, 0, 0, 0, 0, 0, 0]);
    expect(states).toBe(6);
  });

  test('a branch that fails is probability of failure, and low and high keep it', async () => {
    const { p, failed, failures, question, measures } = await solved(
      scenario(
        `
drivers:
  bomb:
    variables: { x: { type: integer, start: 1, range: [0, 1] } }
    initial: armed
    states:
      armed:
        chance:
          - { to: off, probability: 0.5 }
          - { probability: 0.25, actions: [{ set: x, to: 2 }] }
      off: { chance: [{ to: safe, probability: 0.5, actions: [{ set: x, to: 0 }] }] }
      safe: {}
measures: { ratio: 1 / x }
questions:
  armed: { ask: A?, kind: binary, yes: bomb.armed, at: 1, internal: true }
`,
        '{ step: 1 day, steps: 2 }',
      ),
    );
    // Step 1: off 1/2, fails 1/4, armed 1/4. Step 2: armed fails with 1/4, off divides by 0 with 1/2.
    expect(failures).toEqual([
      { code: 'out-of-range', place: 'bomb.armed.chance[1].actions[0]', probability: near(1 / 4 + 1 / 16) },
      { code: 'not-finite', place: 'ratio', probability: near(1 / 4) },
    ]);
    expect(failed).toEqual(near(9 / 16));
    expect(p('armed', 'yes')).toEqual(near(3 / 16 / (7 / 16)));
    expect(question('armed').outcomes[0]).toMatchObject({ low: near(3 / 16), high: near(12 / 16) });
    expect(measures[0]?.expected).toEqual([1, 1, 1]);
  });

  test('a question that can fail only while it is open', async () => {
    const { p, failed } = await solved(
      scenario(
        `
drivers:
  walk:
    variables: { x: { type: integer, start: 1, range: [0, 2] } }
    initial: go
    states:
      go:
        chance:
          - { probability: 0.5, when: x == 1, actions: [{ set: x, to: 2 }] }
          - { probability: 0.5, when: x == 1, actions: [{ set: x, to: 0 }] }
          - { probability: 1, when: x == 2, actions: [{ set: x, to: 0 }] }
questions:
  low: { ask: A?, kind: binary, yes: 1 / x < 0.6, by: end, internal: true }
`,
        '{ step: 1 day, steps: 4 }',
      ),
    );
    // x = 2 answers yes, and then x = 0 is not read any more; straight to 0 is a division by 0.
    expect(failed).toEqual(near(0.5));
    expect(p('low', 'yes')).toBe(1);
  });
});

describe('without a horizon', () => {
  test("gambler's ruin: (1 - r^i) / (1 - r^n), r = q / p", async () => {
    const [n, i, up] = [20, 7, 0.45];
    const text = scenario(`
drivers:
  purse:
    variables: { money: { type: integer, start: ${i}, range: [0, ${n}] } }
    initial: play
    states:
      play:
        chance:
          - { probability: ${up}, when: 0 < money < ${n}, actions: [{ set: money, to: money + 1 }] }
          - { probability: ${1 - up}, when: 0 < money < ${n}, actions: [{ set: money, to: money - 1 }] }
questions:
  rich: { ask: A?, kind: binary, yes: money == ${n}, by: end, internal: true }
  both: { ask: A?, kind: binary, yes: money == 0 or money == ${n}, by: end, internal: true }
  rounds: { ask: A?, kind: time, first: money == 0 or money == ${n}, by: end, internal: true }
  last: { ask: A?, kind: numeric, value: money, at: end, internal: true }
`);
    const { p, question, method } = await solved(text, { unbounded: true });
    const r = (1 - up) / up;
    const rich = (1 - r ** i) / (1 - r ** n);
    expect(method).toBe('eliminated');
    expect(p('rich', 'yes')).toEqual(near(rich));
    expect(p('both', 'yes')).toBe(1);
    expect(p('both', 'no')).toBe(0);
    // Feller I, XIV.3: (i - n * P(rich)) / (q - p).
    expect(question('rounds').expectations).toEqual([
      { of: 'steps', value: near((i - n * rich) / (1 - 2 * up)) },
    ]);
    expect(question('last').expectations).toEqual([{ of: 'number', value: near(n * rich) }]);
  });

  test('the coupon collector: n (1 + 1/2 + … + 1/n)', async () => {
    const n = 12;
    const text = scenario(`
drivers:
  album:
    variables: { have: { type: integer, start: 0, range: [0, ${n}] } }
    initial: buy
    states:
      buy: { chance: [{ probability: (${n} - have) / ${n}, actions: [{ set: have, to: have + 1 }] }] }
questions:
  full: { ask: A?, kind: time, first: have == ${n}, by: end, internal: true }
  bought: { ask: A?, kind: total, value: 3, until: have == ${n}, by: end, internal: true }
`);
    const { question } = await solved(text, { unbounded: true });
    const harmonic = Array.from({ length: n }, (_, k) => 1 / (k + 1)).reduce((a, b) => a + b);
    expect(question('full').expectations).toEqual([{ of: 'steps', value: near(n * harmonic) }]);
    expect(question('bought').expectations).toEqual([{ of: 'number', value: near(3 * n * harmonic) }]);
  });

  test("Herman's ring of five: 16/5 steps from 0, 0, 0, 1, 1", async () => {
    // T. Herman, Information Processing Letters 35, 1990: who agrees with the left neighbour tosses, else copies it.
    const bits = [0, 0, 0, 1, 1];
    const driver = (b: number, i: number): string => {
      const left = (i + 4) % 5;
      const same = `x${i}.one == x${left}.one`;
      return `
  x${i}:
    initial: ${b === 1 ? 'one' : 'zero'}
    states:
      zero: { chance: [{ to: one, probability: "${same} ? 0.5 : 1" }] }
      one: { chance: [{ to: zero, probability: "${same} ? 0.5 : 1" }] }`;
    };
    const tokens = bits.map((_, i) => `(x${i}.one == x${(i + 4) % 5}.one ? 1 : 0)`).join(' + ');
    const text = scenario(`drivers:${bits.map(driver).join('')}
questions:
  stable: { ask: A?, kind: time, first: "${tokens} == 1", by: end, internal: true }
`);
    const { question, p } = await solved(text, { unbounded: true });
    expect(p('stable', 'ever')).toBe(1);
    expect(question('stable').expectations).toEqual([{ of: 'steps', value: near(16 / 5) }]);
  });

  test('the die of Knuth and Yao', async () => {
    const toss = (name: string, a: string, b: string): string =>
      `      ${name}: { chance: [{ to: ${a}, probability: 0.5 }, { to: ${b}, probability: 0.5 }] }\n`;
    const faces = [1, 2, 3, 4, 5, 6];
    const text = scenario(`
drivers:
  die:
    initial: s0
    states:
${toss('s0', 's1', 's2')}${toss('s1', 's3', 's4')}${toss('s2', 's5', 's6')}${toss('s3', 's1', 'f1')}${toss('s4', 'f2', 'f3')}${toss('s5', 'f4', 'f5')}${toss('s6', 'f6', 's2')}
${faces.map((f) => `      f${f}: {}`).join('\n')}
questions:
  face:
    ask: A?
    kind: nominal
    at: end
    internal: true
    outcomes: [${faces
      .slice(0, 5)
      .map((f) => `{ id: f${f}, when: die.f${f} }`)
      .join(', ')}, { id: f6 }]
  tosses:
    { ask: A?, kind: time, first: "${faces.map((f) => `die.f${f}`).join(' or ')}", by: end, internal: true }
`);
    const { p, question } = await solved(text, { unbounded: true });
    for (const face of faces) expect(p('face', `f${face}`)).toEqual(near(1 / 6));
    expect(question('face').unsettled).toBeUndefined();
    expect(question('tosses').expectations).toEqual([{ of: 'steps', value: near(11 / 3) }]);
  });

  test('what may never happen takes infinitely long, and its mean when it happens is given beside', async () => {
    const text = scenario(`
drivers:
  path:
    initial: start
    states:
      start: { chance: [{ to: goal, probability: 0.25 }, { to: pit, probability: 0.25 }] }
      goal: {}
      pit: { chance: [{ to: deep, probability: 0.5 }] }
      deep: { chance: [{ to: pit, probability: 0.5 }] }
questions:
  goal: { ask: A?, kind: time, first: path.goal, by: end, internal: true }
  out: { ask: A?, kind: binary, yes: path.start and path.goal, by: end, internal: true }
  waits: { ask: A?, kind: total, value: path.start, by: end, internal: true }
  stays: { ask: A?, kind: total, value: path.deep, by: end, internal: true }
  ends: { ask: A?, kind: binary, yes: path.goal, at: end, internal: true }
  where: { ask: A?, kind: numeric, value: 3 * path.goal, at: end, internal: true }
`);
    const { p, question } = await solved(text, { unbounded: true });
    expect(p('goal', 'ever')).toEqual(near(0.5));
    expect(question('goal').expectations).toEqual([
      { of: 'steps', value: 'infinite' },
      { of: 'steps', value: near(2), given: 'passage' },
    ]);
    expect(p('out', 'yes')).toBe(0);
    expect(question('waits').expectations).toEqual([{ of: 'number', value: near(2) }]);
    expect(question('stays').expectations).toEqual([{ of: 'number', value: 'infinite' }]);
    expect(question('ends').unsettled).toEqual(near(0.5));
    expect(question('where')).toMatchObject({
      unsettled: near(0.5),
      expectations: [{ of: 'number', value: near(3), given: 'rest' }],
    });
  });

  test('a number that never comes to rest has no mean', async () => {
    const text = scenario(`
drivers: { d: { initial: a, states: { a: { chance: [{ to: b, probability: 1 }] }, b: { chance: [{ to: a, probability: 1 }] } } } }
questions: { where: { ask: A?, kind: numeric, value: d.a, at: end, internal: true } }
`);
    const { question } = await solved(text, { unbounded: true });
    expect(question('where')).toMatchObject({ unsettled: 1, expectations: [] });
  });

  test('a trial that ends is at rest, and failures are followed for ever', async () => {
    const text = scenario(
      `
drivers:
  game:
    variables: { x: { type: integer, start: 0, range: [0, 1] } }
    initial: play
    states:
      play:
        chance:
          - { to: won, probability: 0.2 }
          - { to: lost, probability: 0.2 }
          - { probability: 0.1, actions: [{ set: x, to: 2 }] }
      won: {}
      lost: {}
questions:
  won: { ask: A?, kind: binary, yes: game.won, by: end, internal: true }
  early: { ask: A?, kind: binary, yes: game.won, by: 1, internal: true }
  prize: { ask: A?, kind: numeric, value: 10 * game.won + 2, at: end, internal: true }
`,
      '{ step: 1 day, steps: 10, until: not game.play }',
    );
    const { p, failed, question } = await solved(text, { unbounded: true });
    expect(failed).toEqual(near(0.2));
    expect(p('won', 'yes')).toEqual(near(0.5));
    expect(question('won').outcomes[0]).toMatchObject({ low: near(0.4), high: near(0.6) });
    // Among those that do not fail, half are won: 0.5 * 12 + 0.5 * 2.
    expect(question('prize').expectations).toEqual([{ of: 'number', value: near(7) }]);
    // Of the 8/10 that do not fail, 2/10 are won in step 1.
    expect(p('early', 'yes')).toEqual(near(0.25));
  });
});

describe('statecharts', () => {
  test('history, parallel regions and done events inside the chain', async () => {
    const { measures, p } = await solved(
      scenario(
        `
calendar: [{ event: pause, at: 2 }, { event: resume, at: 3 }]
drivers:
  talks:
    initial: open
    states:
      open:
        parallel: true
        states:
          trade: { states: { t1: { chance: [{ to: t2, probability: 0.5 }] }, t2: { final: true } } }
          arms: { states: { a1: { chance: [{ to: a2, probability: 0.5 }] }, a2: { final: true } } }
          back: { history: deep }
        on: { pause: { to: paused }, done.talks.open: { to: treaty } }
      paused: { on: { resume: { to: back } } }
      treaty: { final: true }
measures: { treaty: talks.treaty, t2: talks.t2 }
questions:
  treaty: { ask: A?, kind: binary, yes: talks.treaty, by: end, internal: true }
`,
        '{ step: 1 day, steps: 5 }',
      ),
    );
    // Two tosses of each region before the pause in step 3, which takes step 3; resumed in step 4, before its chance.
    const done = (tosses: number): number => (1 - 0.5 ** tosses) ** 2;
    expect(measures[0]?.expected).toEqual([0, done(1), done(2), done(2), done(3), done(4)].map(near));
    expect(p('treaty', 'yes')).toEqual(near(done(4)));
    expect(measures[1]?.expected[3]).toEqual(near(0));
    expect(measures[1]?.expected[4]).toEqual(near((1 - 0.5 ** 3) * 0.5 ** 3));
  });
});

describe('refusals', () => {
  const refused = async (body: string, options = {}): Promise<unknown> => {
    const result = solveExact(await irOf(scenario(body)), options);
    return result.ok ? 'solved' : result.diagnostics;
  };

  test('continuous noise and priors are named', async () => {
    const found = await refused(`
parameters:
  rate: { prior: "lognormal(median = 0.1, p90 = 0.2)" }
  a: { prior: "bernoulli(0.5)" }
  b: { prior: "bernoulli(0.5)" }
correlations: [{ between: [a, b], r: 0.5 }]
indicators:
  warmth: { start: 0, next: warmth + rate + a + b, noise: "normal(0, 1)" }
`);
    expect(found).toMatchObject([
      { code: 'exact-prior', element: { kind: 'parameter', name: 'rate' } },
      { code: 'exact-prior', element: { kind: 'parameter', name: 'b' } },
      { code: 'exact-noise', element: { kind: 'indicator', name: 'warmth' } },
    ]);
  });

  const walk = `
indicators:
  x: { start: 0, next: x, noise: "bernoulli(0.5)" }
`;

  test('too many states', async () => {
    expect(await refused(walk, { maxStates: 11 })).toBe('solved');
    expect(await refused(walk.replace('next: x', 'next: 2 * x'), { maxStates: 11 })).toMatchObject([
      {
        code: 'exact-too-large',
        message: expect.stringContaining('12 states were reached when step 4') as string,
      },
    ]);
    expect(await refused(walk, { maxStates: 1000, unbounded: true })).toMatchObject([
      { code: 'exact-too-large' },
    ]);
  });

  test('values that are too many to follow', async () => {
    expect(await refused(walk.replace('bernoulli(0.5)', 'uniformInteger(0, 1000000)'))).toMatchObject([
      { code: 'exact-noise' },
    ]);
  });

  test('without a horizon: time itself, delays beyond the clock, questions that cannot be read', async () => {
    const reading = (next: string): string => `
indicators: { x: { start: 0, next: "${next}" } }
questions: { q: { ask: A?, kind: binary, yes: 1 / x > 1, by: end, internal: true } }
`;
    expect(await refused(reading('t / day'), { unbounded: true })).toMatchObject([
      { code: 'exact-unbounded' },
    ]);
    expect(await refused(reading('x'), { unbounded: true })).toMatchObject([
      { code: 'exact-unbounded', element: { kind: 'question', name: 'q' } },
    ]);
    const late = `drivers: { d: { initial: a, states: { a: { after: { 20 days: b } }, b: {} } } }`;
    expect(await refused(late, { unbounded: true })).toMatchObject([{ code: 'exact-unbounded' }]);
    expect(await refused(late)).toBe('solved');
  });
});
