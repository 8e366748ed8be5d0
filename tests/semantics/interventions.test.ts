/** What people put into a trial, with answers worked out by hand, on every executor; and what is no intervention. */
import {
  compileJs,
  frameInto,
  frameOutOf,
  intervened,
  interventionProblem,
  seedKey,
  solveExact,
  type Intervention,
  type Ir,
} from '@stave/engine';
import { Play, traceTrial } from '@stave/engine/reference';
import { describe, expect, it } from 'vitest';
import { irOfArm } from '../support/arm.ts';
import { bits, irOf, runAll, scenario, type Run } from '../support/scenario.ts';

const CLOCK = '{ step: 1 day, steps: 5 }';
const log = (digit: number): string => `actions: [{ set: seq, to: 10 * seq + ${digit} }]`;

/** A log: each digit of `seq` is something that happened. */
const LOGGED = scenario(
  `
drivers:
  d:
    variables: { seq: { type: integer, start: 0, range: [0, 1000000000] }, level: { type: number, start: 1, range: [0, 4] } }
    initial: a
    states:
      a: { on: { bell: { ${log(1)} } } }
      b: { entry: [ { set: seq, to: 10 * seq + 2 } ], on: { bell: { ${log(3)} } } }
      over: { final: true }
    on: { south.press: { ${log(4)} }, south.hum: { ${log(5)} }, sized: { actions: [{ set: level, to: event.size }] } }
  e: { initial: p, states: { p: { on: { done.d: { to: q } } }, q: {} } }
calendar: [ { event: bell, at: 1 }, { event: sized, at: 4.5, with: { size: 3 } } ]
indicators: { x: { start: 1, next: x + 1, range: [0, 20] } }
seats:
  south:
    sees: all
    capital: { start: 2, income: 1, carry: 1, most: 6 }
    roles: { elder: { consents: d.b } }
    moves: { press: { cost: 1 }, hum: { consent: [elder, north] }, leak: { covert: true } }
    bot: [{ move: press }]
  north: { turn: 2 days, moves: { wait: { outcomes: { long: 0.5, short: else } } }, bot: none }
measures: { order: seq, level1: level, x1: x, capital: south.capital, q: e.q, b: d.b }
questions:
  rich: { ask: A?, kind: binary, yes: south.capital > 4, from: 1, by: 3, internal: true }
  when: { ask: A?, kind: time, first: d.b, by: end, internal: true }
  final: { ask: A?, kind: numeric, value: x, at: end, internal: true }`,
  CLOCK,
);
const QUIET = LOGGED.replace('bot: [{ move: press }]', 'bot: none');

const logged: Promise<Ir> = irOf(LOGGED);

const runOf = async (text: string, list: readonly Intervention[], trials = 1): Promise<Run> =>
  runAll(intervened(await irOf(text), list), { trials });
const attempt = (
  step: number,
  effects: Extract<Intervention, { kind: 'attempt' }>['effects'],
  probability = 1,
) => ({ kind: 'attempt', step, id: `a${step}`, probability, effects }) as const;
const press = (step: number): Intervention => ({ kind: 'choice', step, seat: 'south', open: 'press' });

describe('a choice', () => {
  it('takes the place of the bot in its step, and no move is one too', async () => {
    const r = await runOf(LOGGED, [
      { kind: 'choice', step: 1, seat: 'south' },
      { kind: 'choice', step: 3, seat: 'south', open: 'press', covert: 'leak' },
    ]);
    // Bell in step 2; the bot presses in 2, 4 and 5.
    expect(r.measure('order')).toEqual([0, 0, 14, 144, 1444, 14444]);
  });

  it('is played where nobody else plays, in that step alone', async () => {
    const r = await runOf(QUIET, [press(4)]);
    expect(r.measure('order')).toEqual([0, 0, 1, 1, 14, 14]);
    expect(r.measure('capital')).toEqual([2, 2, 2, 2, 2, 2]);
  });

  it("is a script's move, to the last bit, where that can be made", async () => {
    for (const text of [LOGGED, QUIET]) {
      const arm = '{ scripts: { south: [ { at: 0, move: press }, { at: 2, move: leak } ] } }';
      const scripted = await irOfArm(text, arm);
      const list: Intervention[] = [press(1), { kind: 'choice', step: 3, seat: 'south', covert: 'leak' }];
      // A script of a covert move leaves the open one to the bot.
      if (text === LOGGED) list[1] = { ...list[1], open: 'press' } as Intervention;
      expect(bits((await runOf(text, list)).block)).toEqual(bits(runAll(scripted).block));
    }
  });

  it('lapses where its time has passed', async () => {
    const poor = QUIET.replace('start: 2, income: 1', 'start: 2, income: 0');
    const list = [1, 2, 3].map(press);
    // After step 1 capital is 1 of 1, after step 2 it is spent.
    expect((await runOf(poor, list)).measure('order').at(-1)).toBe(414);
  });
});

describe('consent', () => {
  const hum: Intervention = { kind: 'choice', step: 2, seat: 'south', open: 'hum' };
  const says = (who: string, agrees: boolean, step = 2): Intervention => ({
    ...{ kind: 'consent', step, move: 'south.hum', who, agrees },
  });
  const agreed = async (list: readonly Intervention[]): Promise<boolean> =>
    (await runOf(QUIET, [hum, ...list])).measure('order').at(-1) === 15;

  it('comes from outside, else from rules; who is played and silent refuses', async () => {
    // The elder agrees only in b; north has no bot.
    expect(await agreed([])).toBe(false);
    expect(await agreed([says('south.elder', true), says('north', true)])).toBe(true);
    expect(await agreed([says('south.elder', true), says('north', false)])).toBe(false);
    const put: Intervention = { kind: 'put', step: 1, driver: 'd', state: 'b' };
    const digits = await runOf(QUIET, [put, hum, says('north', true)]);
    expect(digits.measure('order').at(-1)).toBe(235);
    const kind = QUIET.replace('turn: 2 days, moves', 'turn: 2 days, bot: { consents: true }, moves').replace(
      ', bot: none }\nmeasures',
      ' }\nmeasures',
    );
    const last = async (list: readonly Intervention[]): Promise<number | undefined> =>
      (await runOf(kind, [put, hum, ...list])).measure('order').at(-1);
    expect(await last([])).toBe(235);
    expect(await last([{ kind: 'choice', step: 2, seat: 'north' }])).toBe(23);
    expect(await last([{ kind: 'choice', step: 2, seat: 'north' }, says('north', true)])).toBe(235);
  });

  it('to a move that was not chosen leaves nothing behind', async () => {
    const list = [says('south.elder', true, 1), says('north', true, 1)];
    expect(bits((await runOf(QUIET, list)).block)).toEqual(bits(runAll(await irOf(QUIET)).block));
  });
});

describe('events and states', () => {
  it("an event is one that an arm adds, after the scenario's own", async () => {
    const list: readonly Intervention[] = [
      { kind: 'event', step: 2, event: 'bell' },
      { kind: 'event', step: 5, event: 'sized', data: { size: 2 } },
    ];
    const arm =
      '{ events: { add: [ { event: bell, at: 1 }, { event: sized, at: 4.5, with: { size: 2 } } ] } }';
    const r = await runOf(QUIET, list);
    expect(bits(r.block)).toEqual(bits(runAll(await irOfArm(QUIET, arm)).block));
    expect([r.measure('order').at(-1), r.measure('level1').at(-1)]).toEqual([11, 2]);
  });

  it("a put is an arm's put: before dated events, out of an end, into nested states", async () => {
    const nested = QUIET.replace(
      '      over:',
      '      c: { states: { c1: {}, c2: { entry: [ { raise: bell } ] } } }\n      over:',
    );
    const puts = [
      ['b', 2],
      ['over', 3],
      ['c2', 4],
      ['c1', 5],
    ] as const;
    const list = puts.map(([state, step]): Intervention => ({ kind: 'put', step, driver: 'd', state }));
    const arm = puts.map(([state, step]) => `{ state: d.${state}, at: ${step - 1} }`).join(', ');
    const r = await runOf(nested, list);
    expect(bits(r.block)).toEqual(bits(runAll(await irOfArm(nested, `{ put: [ ${arm} ] }`)).block));
    expect([r.measure('order').at(-1), r.measure('q')]).toEqual([23, [0, 0, 0, 1, 1, 1]]);
    // On top of an arm that puts the same.
    const both = intervened(await irOfArm(nested, `{ put: [ { state: d.b, at: 3 } ] }`), list.slice(0, 1));
    expect(runAll(both).measure('order').at(-1)).toBe(232);
  });
});

describe('an attempt', () => {
  it('acts after all moves, effect by effect, and cuts off what lies beyond a range', async () => {
    const list = [
      press(3),
      attempt(3, [
        { raise: 'bell' },
        { put: 'd.b' },
        { raise: 'bell' },
        { add: -9, to: 'level' },
        { add: 2.5, to: 'south.capital' },
        { add: 5, to: 'x' },
        { add: 0.25, to: 'x' },
      ]),
      attempt(4, [
        { add: 1.5, to: 'level' },
        { add: 100, to: 'south.capital' },
        { add: 100, to: 'x' },
        { add: -1, to: 'x' },
      ]),
    ];
    const r = await runOf(QUIET, list);
    expect(r.measure('order')).toEqual([0, 0, 1, 14123, 14123, 14123]);
    expect(r.measure('level1')).toEqual([1, 1, 1, 0, 1.5, 3]);
    // min(2 - 1, 1) + 1 + 2.5; what an attempt gives, the carry of the same step does not take.
    expect(r.measure('capital')).toEqual([2, 2, 2, 4.5, 6, 2]);
    expect(r.measure('x1')).toEqual([1, 2, 3, 9.25, 20, 20]);
  });

  it('that is sure to fail does nothing, and all others as often as it should', async () => {
    const never = await runOf(QUIET, [attempt(2, [{ put: 'd.b' }], 0)]);
    expect(never.measure('b').at(-1)).toBe(0);
    const ir = intervened(await irOf(QUIET), [attempt(2, [{ put: 'd.b' }], 0.3)]);
    const trials = 4000;
    const run = { seed: seedKey('odds'), stream: 0, first: 0, count: trials, share: 1 };
    const when = compileJs(ir)
      .run(run)
      .answers.filter((_, i) => i % 3 === 1);
    const count = when.filter((frame) => frame === 2).length;
    // Five standard errors: a false alarm in 1.7 million.
    expect(Math.abs(count - 0.3 * trials)).toBeLessThan(5 * Math.sqrt(trials * 0.3 * 0.7));
    expect(new Set(when)).toEqual(new Set([2, 6]));
  });

  it('is solved exactly', async () => {
    const list = [attempt(2, [{ put: 'd.b' }], 0.25), attempt(4, [{ put: 'd.b' }], 0.5)];
    const result = solveExact(intervened(await irOf(QUIET), list));
    if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
    const b = result.answers.measures.find(({ id }) => id === 'b');
    expect(b?.expected.map((mean) => Number(mean.toFixed(12)))).toEqual([0, 0, 0.25, 0.25, 0.625, 0.625]);
  });

  it('is told by the game, with its draw', async () => {
    const play = new Play(await irOf(QUIET));
    const address = { seed: seedKey('play'), stream: 0, first: 0, share: 1 };
    const { frame } = play.begin(address);
    if (!frame) throw new Error('no frame');
    const turn = play.advance(
      frame,
      [attempt(1, [{ put: 'd.b' }], 1), { ...attempt(1, [], 0.5), id: 'other' }],
      address,
    );
    expect(turn.attempts.map(({ id, probability, succeeded }) => [id, probability, succeeded])).toEqual([
      ['a1', 1, true],
      ['other', 0.5, (turn.attempts[1]?.draw ?? 1) < 0.5],
    ]);
    expect(turn.moves.map(({ to, cause }) => [to, cause])).toEqual([['b', 'on put:d.b']]);
  });
});

it('nobody else has other luck because somebody stepped in', async () => {
  const noisy = scenario(
    `
drivers:
  d: { initial: a, states: { a: { chance: [{ to: b, probability: 0.3 }] }, b: { on: { idle: {} }, chance: [{ to: a, probability: 0.4 }] } } }
  far: { initial: u, states: { u: {}, v: {} } }
  heard:
    variables: { good: { type: integer, start: 0, range: [0, 9] } }
    initial: h
    states: { h: { on: { south.press.good: { actions: [{ set: good, to: good + 1 }] } } } }
indicators: { x: { start: 0, next: 0.9 * x + d.b, noise: 'normal(0, 1)' } }
seats:
  south: { moves: { press: { outcomes: { good: 0.5, bad: else } }, wait: {} }, bot: { open: [{ move: press, weight: 4 }, { hold: true, weight: 1 }] } }
  north: { moves: { mope: {} }, bot: none }
measures: { xs: x, bs: d.b, goods: good }`,
    CLOCK,
  );
  const ir = await irOf(noisy);
  const alone = runAll(ir, { trials: 20 });
  const list: readonly Intervention[] = [
    attempt(1, [{ put: 'far.v' }], 0.5),
    attempt(2, [{ raise: 'idle' }], 0.5),
    attempt(3, [{ add: 0, to: 'x' }], 0.9),
    { kind: 'put', step: 2, driver: 'far', state: 'v' },
    { kind: 'choice', step: 3, seat: 'north', open: 'mope' },
    { kind: 'event', step: 5, event: 'idle' },
  ];
  expect(bits(runAll(intervened(ir, list), { trials: 20 }).block)).toEqual(bits(alone.block));
  // Who waits in step 4 has all other outcomes as they were.
  const waited = runAll(intervened(ir, [...list, { kind: 'choice', step: 4, seat: 'south', open: 'wait' }]), {
    trials: 20,
  });
  const steps = (run: Run, trial: number): number[] => run.measure('goods', trial).map((x, k, all) => x - (all[k - 1] ?? 0)); // prettier-ignore
  let good = 0;
  for (let trial = 0; trial < 20; trial++) {
    expect(steps(waited, trial)).toEqual(steps(alone, trial).with(4, 0));
    good += steps(alone, trial)[4] ?? 0;
  }
  expect(good).toBeGreaterThan(0);
});

describe('a frame of the game', () => {
  const address = { seed: seedKey('play'), stream: 0, first: 0, share: 1 };

  it('is read as a trace tells it, and says which answers are settled', async () => {
    const ir = await irOf(LOGGED);
    const play = new Play(ir);
    const trace = traceTrial(ir, { seed: 'play', trial: 0 });
    let turn = play.begin(address);
    for (const told of trace.frames) {
      const { moves, decisions, draws, ...reading } = told;
      expect(turn.reading).toEqual(reading);
      expect([turn.moves, turn.decisions, turn.draws]).toEqual([moves, decisions, draws]);
      if (!turn.frame) {
        expect(turn.last).toEqual(reading);
        expect(turn.ended?.texts).toEqual(trace.answers);
        return;
      }
      expect(play.read(turn.frame)).toEqual(reading);
      const settled = play.answers(turn.frame);
      const isOver = turn.frame.step >= 3;
      expect(settled).toEqual([
        { id: 'rich', ...(isOver && { settled: 'no' }) },
        { id: 'when' },
        { id: 'final' },
      ]);
      turn = play.advance(turn.frame, [], address);
    }
    throw new Error('the trial did not end');
  });

  it('of a driver that has ended can be put elsewhere, and is closed to all else', async () => {
    const ir = await irOf(QUIET);
    const play = new Play(ir);
    const put = (step: number, state: string): Intervention => ({ kind: 'put', step, driver: 'd', state });
    const list = [put(1, 'over'), put(2, 'over'), press(3), put(4, 'b'), press(5)];
    let turn = play.begin(address);
    while (turn.frame) {
      const { frame } = turn;
      // Where the driver has ended nothing takes the move, so nobody may choose it.
      if (frame.step === 2) expect(play.problem(frame, [press(3)])).toMatch(/nothing takes it/);
      const now = list.filter(({ step, kind }) => step === frame.step + 1 && (kind === 'put' || step > 3));
      turn = play.advance(frame, now, address);
    }
    const { block, measure } = runAll(intervened(ir, list), { seed: 'play' });
    expect(turn.ended?.numbers).toEqual(block.numbers);
    expect(turn.last?.variables['seq']).toBe(24);
    expect([measure('order').at(-1), measure('q')]).toEqual([24, [0, 1, 1, 1, 1, 1]]);
  });

  it('settles an answer as soon as it is given', async () => {
    const play = new Play(await irOf(QUIET));
    const { frame } = play.begin(address);
    if (!frame) throw new Error('no frame');
    const list = [attempt(1, [{ put: 'd.b' }, { add: 4, to: 'south.capital' }])];
    const next = play.advance(frame, list, address).frame;
    expect(next && play.answers(next)).toEqual([
      { id: 'rich', settled: 'yes' },
      { id: 'when', settled: '1' },
      { id: 'final' },
    ]);
  });

  it('goes into its own intervened scenario and into no other', async () => {
    const ir = await irOf(QUIET);
    const list = [attempt(2, [{ add: 1, to: 'level' }])];
    const [one, other] = [intervened(ir, list), intervened(ir, [{ ...attempt(2, []), id: 'b' }])];
    expect(intervened(ir, [])).toBe(ir);
    expect(new Set([ir.hash, one.hash, other.hash]).size).toBe(3);
    expect(intervened(ir, JSON.parse(JSON.stringify(list)) as typeof list).hash).toBe(one.hash);
    const { frame } = new Play(ir).begin(address);
    if (!frame) throw new Error('no frame');
    const inside = frameInto(ir, one, frame);
    expect(inside.variables).toEqual([...frame.variables, 0]);
    expect(frameOutOf(ir, one, inside)).toEqual(frame);
    expect(() => compileJs(one).run({ ...address, count: 1 }, frame)).toThrow(/another scenario/);
    expect(() => frameOutOf(ir, other, inside)).toThrow(/other interventions/);
    const stranger = await logged;
    expect(() => frameInto(stranger, one, frame)).toThrow(/InvariantError/);
  });
});

describe('what is no intervention is told in words', () => {
  const choice = { kind: 'choice', step: 1, seat: 'south' };
  const consent = { kind: 'consent', step: 1, move: 'south.hum', who: 'north', agrees: true };
  const odds = { kind: 'attempt', step: 1, id: 'a', probability: 0.5, effects: [] };
  const effect = (what: unknown): unknown => ({ ...odds, effects: [what] });
  it.each<[string, unknown, RegExp]>([
    ['no list', { kind: 'choice' }, /must be a list/],
    ['no object', [7], /^intervention 1: 7 is no intervention/],
    ['null', [null], /^intervention 1: null is no/],
    ['an unknown kind', [{ ...choice, kind: 'chioce' }], /`kind` is "chioce"; it is one of choice, consent/],
    ['a step beyond the clock', [{ ...choice, step: 6 }], /`step` is 6; it is a whole number from 1 to 5/],
    ['step 0', [{ ...choice, step: 0 }], /from 1 to 5/],
    ['a step as text', [{ ...choice, step: '1' }], /`step` is "1"/],
    ['a key that is not there', [{ ...choice, covret: 'leak' }], /no `covret` here; did you mean `covert`/],
    [
      'an unknown seat',
      [choice, { ...choice, seat: 'suoth' }],
      /^intervention 2 \(choice, step 1\): there is no seat `suoth`; did you mean `south`/,
    ],
    ['a seat that is a number', [{ ...choice, seat: 3 }], /no seat 3; known here: `south`, `north`/],
    ['a move that is none', [{ ...choice, open: 'leak' }], /no open move `leak`; known here: `press`, `hum`/],
    [
      'a move out of turn',
      [{ ...choice, seat: 'north', step: 2, open: 'wait' }],
      /`north` has no turn in step 2/,
    ],
    ['a seat twice', [choice, choice], /`south` is played twice/],
    [
      'an unknown move',
      [{ ...consent, move: 'south.humm' }],
      /no move `south.humm`; did you mean `south.hum`/,
    ],
    ['who is not asked', [{ ...consent, who: 'south' }], /`south` is not asked about `south.hum`/],
    ['an answer that is none', [{ ...consent, agrees: 'yes' }], /`agrees` is "yes"/],
    ['two answers', [consent, consent], /`north` answers twice/],
    ['an unknown event', [{ kind: 'event', step: 1, event: 'bel' }], /no event `bel`; did you mean `bell`/],
    ['data left out', [{ kind: 'event', step: 1, event: 'sized' }], /carries `size`: give it/],
    [
      'data of another name',
      [{ kind: 'event', step: 1, event: 'bell', data: { by: 1 } }],
      /`bell` carries no `by`/,
    ],
    [
      'data that is no number',
      [{ kind: 'event', step: 1, event: 'sized', data: { size: Number.NaN } }],
      /`size` is NaN/,
    ],
    ['data that is a list', [{ kind: 'event', step: 1, event: 'sized', data: [1] }], /numbers by name/],
    ['an unknown driver', [{ kind: 'put', step: 1, driver: 'x', state: 'b' }], /no driver `x`/],
    [
      'an unknown state',
      [{ kind: 'put', step: 1, driver: 'd', state: 'bb' }],
      /`d` has no state `bb`; did you mean `b`/,
    ],
    ['no state', [{ kind: 'put', step: 1, driver: 'd' }], /`d` has no state nothing/],
    ['no id', [{ ...odds, id: '' }], /`id` is ""/],
    ['an id with spaces', [{ ...odds, id: 'a b' }], /`id` is "a b"/],
    ['an id twice', [odds, { ...odds, step: 2 }], /`a` would have the luck of `attempt.a`/],
    ['no probability', [{ ...odds, probability: 1.2 }], /`probability` is 1.2; it is a number from 0 to 1/],
    ['no effects', [{ ...odds, effects: undefined }], /`effects` is nothing/],
    ['two effects in one', [effect({ raise: 'bell', put: 'd.b' })], /effect 1: an effect has one of/],
    ['an effect with more', [effect({ put: 'd.b', to: 'x' })], /no `to` here/],
    ['a part of a number', [effect({ add: 0.5, to: 'seq' })], /`seq` takes whole numbers/],
    [
      'a sum for nobody',
      [effect({ add: 0.5, to: 'lvel' })],
      /no variable or indicator `lvel`; did you mean `level`/,
    ],
    [
      'a sum for what chooses',
      [effect({ add: 1, to: 'south.open' })],
      /no variable or indicator `south.open`/,
    ],
    ['no number', [effect({ add: Infinity, to: 'x' })], /`add` is Infinity/],
    ['an event that is none', [effect({ raise: 'put:d.b' })], /no event `put:d.b`/],
    ['a state without its driver', [effect({ put: 'b' })], /as `driver.state`/],
  ])('%s', async (_, list, words) => {
    const ir = await logged;
    expect(interventionProblem(ir, list as readonly Intervention[])).toMatch(words);
    expect(() => intervened(ir, list as readonly Intervention[])).toThrow(/^InvariantError: /);
  });

  it('more of them for what has some already', async () => {
    const ir = intervened(await logged, [press(1)]);
    expect(interventionProblem(ir, [press(2)])).toMatch(/give all of them in one list/);
  });
});
