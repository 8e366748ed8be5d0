/** What a turn means: who chooses when, what is paid, what lapses, who agrees, and what a trial is without players. */
import { solveExact, type Ir } from '@stave/engine';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scenarioText } from '../differential/arbitrary-scenario.ts';
import { bits, irOf, runAll, scenario } from '../support/scenario.ts';

const clock = '{ step: 1 day, steps: 4 }';
const ir = (body: string, at = clock): Promise<Ir> => irOf(scenario(body, at));

/** A driver that counts how often something was taken. */
const counter = (name: string, events: string): string => `
  ${name}:
    variables: { ${name}N: { type: integer, start: 0, range: [0, 99] } }
    initial: on
    states: { on: {} }
    on: { ${events
      .split(' ')
      .map((event) => `${event}: { actions: [{ set: ${name}N, to: ${name}N + 1 }] }`)
      .join(', ')} }`;

describe('capital', () => {
  it('pays for moves, brings an income each turn and carries over what it may', async () => {
    const run = runAll(
      await ir(`
drivers: ${counter('d', 'south.press')}
seats:
  south:
    capital: { start: 3, income: 1, carry: 2 }
    moves: { press: { cost: 2 } }
    bot: [{ move: press }]
measures: { n: dN, capital: south.capital }`),
    );
    // 3 - 2 = 1, and 1 more; 2 - 2 = 0, and 1; 1 is too little, and 1 more; 2 - 2, and 1.
    expect(run.measure('capital')).toEqual([3, 2, 1, 2, 1]);
    expect(run.measure('n')).toEqual([0, 1, 2, 2, 3]);
  });

  it('is never below 0 nor above `most`, and `carry` cuts what is left before the income', async () => {
    const run = runAll(
      await ir(`
drivers: { season: { initial: lean, states: { lean: { after: { 2 steps: rich } }, rich: {} } } }
seats:
  south:
    capital: { start: 5, income: 'season.lean ? -9 : 4', carry: 3, most: 5 }
    moves: {}
  north: { capital: { income: 2 }, moves: {} }
measures: { ofSouth: south.capital, ofNorth: north.capital }`),
    );
    // Step 1: min(5, 3) - 9 is 0. Step 2: rich since its dated phase, 0 + 4; then min(4, 3) + 4 is at most 5.
    expect(run.measure('ofSouth')).toEqual([5, 0, 4, 5, 5]);
    expect(run.measure('ofNorth')).toEqual([2, 4, 6, 8, 10]);
  });

  it('comes as the turn before ends, where turns are longer than a step', async () => {
    const run = runAll(
      await ir(
        `
drivers: ${counter('d', 'south.press')}
seats:
  south: { turn: 3 days, capital: { income: 2, carry: 0 }, moves: { press: { cost: 1 } }, bot: [{ move: press }] }
measures: { n: dN, capital: south.capital }`,
        '{ step: 1 day, steps: 7 }',
      ),
    );
    // Turns in steps 1, 4 and 7.
    expect(run.measure('n')).toEqual([0, 1, 1, 1, 2, 2, 2, 3]);
    expect(run.measure('capital')).toEqual([2, 1, 1, 2, 1, 1, 2, 1]);
  });

  it('of an open move is put aside for the covert one, and gains are gained', async () => {
    const run = runAll(
      await ir(`
drivers: ${counter('d', 'south.press')} ${counter('e', 'south.leak')}
seats:
  south:
    capital: { start: 3, income: 0 }
    moves: { press: { cost: 2 }, leak: { cost: 2, covert: true }, beg: { cost: -1 } }
    bot:
      open: [{ move: press, when: south.capital == 3 }, { move: beg }]
      covert: [{ move: leak }]
measures: { presses: dN, leaks: eN, capital: south.capital }`),
    );
    // Step 1: 3 - 2 = 1 is too little to leak. Step 2: begs, 2, and leaks. Then it begs once more, and so on.
    expect(run.measure('presses')).toEqual([0, 1, 1, 1, 1]);
    expect(run.measure('leaks')).toEqual([0, 0, 1, 1, 2]);
    expect(run.measure('capital')).toEqual([3, 1, 0, 1, 0]);
  });
});

describe('choosing and deciding', () => {
  it('nobody sees what another chooses; what nothing takes any more lapses, unpaid', async () => {
    const run = runAll(
      await ir(`
drivers:
  mood:
    initial: calm
    states: { calm: { on: { north.press: { to: tense }, south.press: { to: tense } } }, tense: {} }
seats:
  north: { controls: [mood], capital: { start: 9, income: 0 }, moves: { press: { cost: 1 } }, bot: [{ move: press }] }
  south: { controls: [mood], capital: { start: 9, income: 0 }, moves: { press: { cost: 1 } }, bot: [{ move: press }] }
measures:
  ofNorth: north.capital
  ofSouth: south.capital
  lapsed: happened(lapsed.south.press)
  made: happened(north.press)`),
    );
    expect(run.measure('ofNorth')).toEqual([9, 8, 8, 8, 8]);
    expect(run.measure('ofSouth')).toEqual([9, 9, 9, 9, 9]);
    // In step 2 nothing would take it, so no bot chooses it.
    expect(run.measure('lapsed')).toEqual([0, 1, 0, 0, 0]);
    expect(run.measure('made')).toEqual([0, 1, 0, 0, 0]);
  });

  it('what is dated comes between, and chance after', async () => {
    const run = runAll(
      await ir(`
drivers:
  gate:
    initial: open
    states: { open: { on: { close: { to: shut } } }, shut: { chance: [{ to: open, probability: 1 }] } }
  mood:
    initial: calm
    states: { calm: { on: { south.press: { when: gate.open, to: tense } } }, tense: {} }
seats:
  south: { controls: [gate], moves: { press: {} }, bot: [{ move: press, when: gate.open }] }
calendar: [{ event: close, at: 0 }]
measures: { tense: mood.tense, lapsed: happened(lapsed.south.press), open: gate.open }`),
    );
    // Chosen on frame 0 with the gate open; shut before its turn, open again after it.
    expect(run.measure('lapsed')).toEqual([0, 1, 0, 0, 0]);
    expect(run.measure('tense')).toEqual([0, 0, 1, 1, 1]);
    expect(run.measure('open')).toEqual([1, 1, 1, 1, 1]);
  });

  it('a move and what it sends are handled before the next move has its turn', async () => {
    const run = runAll(
      await ir(`
drivers:
  a: { initial: off, states: { off: { on: { north.call: { actions: [{ send: ring }] } } } } }
  b:
    initial: asleep
    states: { asleep: { on: { ring: { to: awake }, south.whisper: {} } }, awake: { on: { south.whisper: { to: gone } } }, gone: {} }
seats:
  north: { moves: { call: {} }, bot: [{ move: call }] }
  south: { moves: { whisper: {} }, bot: [{ move: whisper }] }
measures: { gone: b.gone }`),
    );
    expect(run.measure('gone')).toEqual([0, 1, 1, 1, 1]);
  });

  it('`once` is once a trial, and a driver at its end takes nothing', async () => {
    const run = runAll(
      await ir(`
drivers:
  d:
    initial: s
    states: { s: { after: { 3 steps: over } }, over: { final: true } }
    variables: { n: { type: integer, start: 0, range: [0, 99] } }
    on: { south.a: { actions: [{ set: n, to: n + 1 }] }, south.b: { actions: [{ set: n, to: n + 10 }] } }
seats:
  south: { moves: { a: { once: true }, b: {} }, bot: [{ move: a }, { move: b }] }
measures: { taken: n }`),
    );
    expect(run.measure('taken')).toEqual([0, 1, 11, 11, 11]);
  });

  it('what an event carries decides who takes it', async () => {
    const run = runAll(
      await ir(`
drivers:
  d:
    initial: s
    states: { s: { on: { south.press: { when: event.size > 2, to: moved } } }, moved: {} }
seats:
  south:
    capital: { start: 1, income: 1 }
    moves: { press: { with: { size: south.capital } } }
    bot: [{ move: press }]
measures: { moved: d.moved, capital: south.capital }`),
    );
    expect(run.measure('moved')).toEqual([0, 0, 0, 1, 1]);
  });

  it('a rule with a date holds in the turn in whose steps it lies, in order or by weight', async () => {
    const body = (turn: string, weight: string): string =>
      scenario(`
drivers: ${counter('a', 'south.a')} ${counter('b', 'south.b')}
seats:
  south:
    turn: ${turn}
    moves: { a: {}, b: {} }
    bot: [{ move: b, at: 2023-04-10${weight} }, { move: a, at: 2023-01-01${weight} }, { move: a, at: 2023-05-31${weight} }]
measures: { as: aN, bs: bN }`);
    for (const weight of ['', ', weight: 0.5']) {
      const monthly = runAll(await irOf(body('1 month', weight)));
      expect(monthly.measure('as')).toEqual([0, 1, 1, 1, 1, 2, 2]);
      expect(monthly.measure('bs')).toEqual([0, 0, 0, 0, 1, 1, 1]);
    }
    // Turns in steps 1, 3 and 5: April is in the turn that begins with March.
    const twice = runAll(await irOf(body('2 months', '')));
    expect(twice.measure('as')).toEqual([0, 1, 1, 1, 1, 2, 2]);
    expect(twice.measure('bs')).toEqual([0, 0, 0, 1, 1, 1, 1]);
  });

  it('a script goes before the rules, where its move can be made, and needs none beside it', async () => {
    const body = (bot: string): string => `
drivers: ${counter('a', 'south.a')} ${counter('b', 'south.b')} ${counter('c', 'south.c')}
seats:
  south:
    capital: { start: 1, income: 0 }
    moves: { a: {}, b: { cost: 1 }, c: { covert: true } }
    bot: { ${bot}script: [{ at: 1, move: b }, { at: 1, move: a }, { at: 2, move: b }, { at: 3, move: c }] }
measures: { as: aN, bs: bN, cs: cN }`;
    for (const rules of ['open: [{ move: a }], ', 'open: [{ move: a, weight: 1 }], ', '']) {
      const run = runAll(await ir(body(rules)));
      // Steps 1 to 4 begin at 0 to 3. At 2 there is no capital left, so the rules have their way.
      const isRuled = rules === '' ? 0 : 1;
      expect(run.measure('as')).toEqual([0, 1, 1, 2, 3].map((n) => n * isRuled));
      expect(run.measure('bs')).toEqual([0, 0, 1, 1, 1]);
      expect(run.measure('cs')).toEqual([0, 0, 0, 0, 1]);
    }
  });

  it('a rule that holds is followed only where its move can be made', async () => {
    const run = runAll(
      await ir(`
drivers: ${counter('a', 'south.a')} ${counter('b', 'south.b')}
indicators: { x: { start: 0, next: x + 1 } }
seats:
  south:
    sees: [x]
    capital: { start: 0, income: 0 }
    moves: { a: { when: x >= 2 }, b: {}, dear: { cost: 1 } }
    bot: [{ move: dear }, { move: a }, { hold: true, when: x == 1 }, { move: b }]
measures: { as: aN, bs: bN }`),
    );
    expect(run.measure('bs')).toEqual([0, 1, 1, 1, 1]);
    expect(run.measure('as')).toEqual([0, 0, 0, 1, 2]);
  });
});

describe('consent', () => {
  it('is asked of seats and roles; a refusal is heard, costs nothing, and silence refuses', async () => {
    const run = runAll(
      await ir(`
drivers: ${counter('d', 'south.pact south.deal south.treaty')}
indicators: { x: { start: 0, next: x + 1 } }
seats:
  south:
    sees: [x]
    capital: { start: 9, income: 0 }
    roles: { elder: { consents: { pact: x != 1 } } }
    moves:
      pact: { cost: 1, consent: [elder, north] }
      deal: { covert: true, cost: 2, consent: [north.aide] }
    bot: { open: [{ move: pact }], covert: [{ move: deal }] }
  north:
    sees: [x]
    roles: { aide: {} }
    moves: {}
    bot: { consents: { south.pact: x < 3 } }
measures:
  made: dN
  capital: south.capital
  pact: happened(refused.south.pact)
  deal: happened(refused.south.deal)`),
    );
    // x is 0, 1, 2, 3 on the frames before; the elder refuses on 1, the north on 3.
    expect(run.measure('made')).toEqual([0, 1, 1, 2, 2]);
    expect(run.measure('pact')).toEqual([0, 0, 1, 0, 1]);
    expect(run.measure('deal')).toEqual([0, 1, 1, 1, 1]);
    expect(run.measure('capital')).toEqual([9, 8, 8, 7, 7]);
  });
});

describe('chance', () => {
  const exactly = (of: Ir, id: string): number => {
    const result = solveExact(of);
    if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
    const outcomes = result.answers.questions.find((question) => question.id === id)?.outcomes;
    return outcomes?.find(({ value }) => value === 'yes')?.probability ?? Number.NaN;
  };

  it('a weight is a share of those that hold and can be made', async () => {
    const of = await ir(
      `
drivers: ${counter('a', 'south.a')} ${counter('b', 'south.b')}
seats:
  south:
    controls: [a]
    capital: { start: 0, income: 0 }
    moves: { a: {}, b: {}, dear: { cost: 1 } }
    bot:
      - { move: a, weight: 1 }
      - { move: b, weight: 2 }
      - { hold: true, weight: 3 }
      - { move: a, weight: 4, when: a.on }
      - { move: dear, weight: 50 }
      - { move: b, weight: 60, when: not a.on }
questions:
  a: { ask: A?, kind: binary, yes: aN == 1, at: end, internal: true }
  b: { ask: A?, kind: binary, yes: bN == 1, at: end, internal: true }`,
      '{ step: 1 day, steps: 1 }',
    );
    expect(exactly(of, 'a')).toBeCloseTo(5 / 10, 12);
    expect(exactly(of, 'b')).toBeCloseTo(2 / 10, 12);
    const run = runAll(of, { trials: 2000, seed: 'weights' });
    const count = (id: string): number =>
      Array.from({ length: 2000 }, (_, i) => run.answer(id, i)).filter((answer) => answer === 'yes').length;
    // Five standard errors: a false alarm in about one seed of a million.
    expect(Math.abs(count('a') - 1000)).toBeLessThan(5 * Math.sqrt(2000 * 0.25));
    expect(Math.abs(count('b') - 400)).toBeLessThan(5 * Math.sqrt(2000 * 0.16));
  });

  it('all drivers see one outcome of a move, `else` what is left', async () => {
    const of = await ir(
      `
drivers: ${counter('a', 'south.go.good')} ${counter('b', 'south.go.good south.go.bad')} ${counter('c', 'south.go.bad')}
seats: { south: { moves: { go: { outcomes: { good: 0.3, fair: 0.25, bad: else } } }, bot: [{ move: go }] } }
questions:
  good: { ask: A?, kind: binary, yes: aN == 1, at: end, internal: true }
  both: { ask: A?, kind: binary, yes: aN == 1 and bN == 1, at: end, internal: true }
  bad: { ask: A?, kind: binary, yes: cN == 1 and bN == 1, at: end, internal: true }`,
      '{ step: 1 day, steps: 1 }',
    );
    expect(exactly(of, 'good')).toBeCloseTo(0.3, 12);
    expect(exactly(of, 'both')).toBeCloseTo(0.3, 12);
    expect(exactly(of, 'bad')).toBeCloseTo(0.45, 12);
    runAll(of, { trials: 50 });
  });

  it('without a horizon the exact executor follows turns of a step, and refuses longer ones', async () => {
    const body = (turn: string): string => `
drivers: { a: { initial: s, states: { s: { on: { south.go: { to: gone } } }, gone: {} } } }
seats: { south: { turn: ${turn}, moves: { go: {} }, bot: [{ move: go, weight: 1 }, { hold: true, weight: 2 }] } }
questions: { first: { ask: A?, kind: time, first: a.gone, by: end, internal: true } }`;
    const one = solveExact(await ir(body('1 day')), { unbounded: true });
    const [expectation] = one.ok ? (one.answers.questions[0]?.expectations ?? []) : [];
    expect(Number(expectation?.value)).toBeCloseTo(3, 12);
    const two = solveExact(await ir(body('2 days')), { unbounded: true });
    expect(!two.ok && two.diagnostics[0]?.message).toMatch(/a turn lasts several steps/);
    // Turns in steps 1 and 3: gone by the end with 1 - (2/3)^2.
    const dated = solveExact(await ir(body('2 days')));
    const never = dated.ok
      ? dated.answers.questions[0]?.outcomes.find(({ value }) => value === 'never')
      : undefined;
    expect(never?.probability).toBeCloseTo(4 / 9, 12);
  });

  it('a weight below 0 is a bad probability of its site', async () => {
    const run = runAll(
      await ir(`
drivers: ${counter('a', 'south.a')}
indicators: { x: { start: 1, next: x - 1 } }
seats: { south: { sees: [x], moves: { a: {} }, bot: [{ move: a, weight: x }, { hold: true, weight: 1 }] } }
measures: { as: aN }`),
    );
    expect(run.block.failures).toEqual([{ trial: 0, step: 3, code: 'bad-probability', place: 'south.open' }]);
  });

  it('seats and their luck leave every other luck alone', async () => {
    const others = `
drivers:
  w: { initial: s, states: { s: { chance: [{ to: r, probability: 0.5 }] }, r: { chance: [{ to: s, probability: 0.5 }] } } }
indicators: { x: { start: 0, next: x, noise: 'normal(0, 1)' } }
measures: { s: w.s, xs: x }`;
    const seats = `
seats:
  south: { moves: { a: { outcomes: { good: 0.5 } } }, bot: [{ move: a, weight: 1 }, { hold: true, weight: 1 }] }`;
    const alone = runAll(await ir(others), { trials: 20 });
    const beside = runAll(await ir(others + seats), { trials: 20 });
    expect(bits(beside.block)).toEqual(bits(alone.block));
  });
});

describe('faults', () => {
  it.each<[string, string, object]>([
    [
      'a start without a value',
      'south: { capital: { start: 1 / (p0 - 2), income: 1 }, moves: {} }',
      { step: 0, code: 'not-finite', place: 'south.capital.start' },
    ],
    [
      'a start out of range',
      'south: { capital: { start: p0 - 3, income: 1 }, moves: {} }',
      { step: 0, code: 'out-of-range', place: 'south.capital.start' },
    ],
    [
      'an income without a value',
      'south: { turn: 2 days, capital: { start: 1, income: 1 / (x - 3) }, moves: {} }',
      { step: 4, code: 'not-finite', place: 'south.capital.income' },
    ],
    [
      'a rule that compares what has no value',
      'south: { sees: all, moves: { a: {} }, bot: [{ move: a, when: 1 / (x - 2) > 0 }] }',
      { step: 3, code: 'not-finite', place: 'south.open' },
    ],
    [
      'a weight without a value',
      'south: { sees: all, moves: { a: {} }, bot: [{ move: a, weight: 1 / (2 - x) }] }',
      { step: 3, code: 'not-finite', place: 'south.open' },
    ],
    [
      'odds above 1',
      'south: { moves: { a: { outcomes: { good: 0.4 * x, bad: 0.5 } } }, bot: [{ move: a }] }',
      { step: 3, code: 'bad-probability', place: 'south.a.outcome' },
    ],
    [
      'what a move carries has no value',
      'south: { moves: { a: { with: { size: 1 / (x - 2) } } }, bot: [{ move: a }] }',
      { step: 3, code: 'not-finite', place: 'south.a' },
    ],
  ])('%s is named by its place, the same everywhere', async (_, seat, failure) => {
    // No drivers at all: what no driver handles is always taken.
    const of = await ir(`
parameters: { p0: { value: 2 } }
indicators: { x: { start: 0, next: x + 1 } }
seats: { ${seat} }
measures: { xs: x }`);
    expect(runAll(of).block.failures).toEqual([{ trial: 0, ...failure }]);
  });
});

it('rules that a fixed parameter switches off cost nothing and change nothing', async () => {
  const body = (on: number): string => `
parameters: { playing: { value: ${on} } }
drivers: ${counter('d', 'south.press')}
seats:
  south:
    capital: { income: 1 }
    moves: { press: { cost: 1 } }
    bot: [{ move: press, when: playing == 1 and south.capital >= 1 }]
measures: { n: dN }`;
  const off = await ir(body(0));
  expect(off.seats?.chosen.filter(({ idle }) => !idle)).toEqual([]);
  expect(runAll(off).measure('n')).toEqual([0, 0, 0, 0, 0]);
  expect(runAll(await ir(body(1))).measure('n')).toEqual([0, 1, 2, 3, 4]);
});

it('without bots a scenario gives what it gives without its seats', async () => {
  const seats = `
seats:
  west:
    sees: all
    capital: { start: 3, income: 1 + d0.s1, carry: 1 }
    moves:
      press: { cost: 2, when: d0.s1, outcomes: { good: 0.5, bad: else } }
      pact: { consent: [east], once: true }
      leak: { covert: true }
    bot: none
  east: { moves: { visit: {} }, bot: { consents: true } }`;
  let compared = 0;
  for (const text of fc.sample(scenarioText, { numRuns: 8, seed: 1914 })) {
    if (text.includes('\nseats:')) continue;
    const plain = runAll(await irOf(text), { trials: 4 });
    const seated = runAll(await irOf(text + seats), { trials: 4 });
    expect(bits(seated.block), text).toEqual(bits(plain.block));
    compared++;
  }
  expect(compared).toBeGreaterThan(3);
});
