/** What `stave trace` tells of nested charts, of draws and of loops. Every chance is 0, 1 or 1e-9, so nothing hangs on luck. */
import { expect, test } from 'vitest';
import { printTrace, traceTrial, type Trace } from '@stave/engine/reference';
import { irOf, scenario } from '../support/scenario.ts';

const told = async (drivers: string, rest = ''): Promise<Trace> =>
  traceTrial(await irOf(scenario(`drivers:\n${drivers}\n${rest}`, '{ step: 1 day, steps: 2 }')), {
    seed: '7',
    trial: 0,
  });

/** The paragraph of a step. */
const step = (text: string, k: number): readonly string[] =>
  text
    .split('\n\n')
    .find((paragraph) => paragraph.startsWith(`t = ${k}  `))
    ?.split('\n')
    .slice(1) ?? [];

const NESTED = `  talks:
    basis: assumption
    variables: { rounds: { type: integer, start: 1247, range: [0, 2000000] } }
    initial: open
    states:
      open:
        chance: [{ to: quiet, probability: 1 }]
        states:
          groups:
            parallel: true
            states:
              trade: { states: { t1: { chance: [{ to: t2, probability: 1, actions: [{ set: rounds, to: 1248000 }] }] }, t2: {} } }
              arms: { states: { a1: {}, a2: {} } }
      quiet: { always: { to: open } }
  still: { basis: assumption, initial: s, states: { s: { chance: [{ to: s, probability: 1e-9 * talks.t1 }] } } }`;

test('a pick that gave way is told, in text and as data', async () => {
  const trace = await told(NESTED);
  expect(trace.frames[1]?.draws.map(({ site, gaveWay }) => [site, gaveWay])).toEqual([
    ['talks.open.chance', true],
    ['talks.t1.chance', undefined],
    ['still.s.chance', undefined],
  ]);
  const lines = step(printTrace(trace), 1).filter((line) => line.startsWith('  . '));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^ {2}\. talks\.open\.chance: 100%, draw 0\.\d{6}, alternative 1, gave way$/);
});

test('so is one of an event, to a state inside or to what is certain', async () => {
  const trace = await told(
    `  d:
    basis: assumption
    initial: a
    states:
      a:
        on: { e: [{ to: c, probability: 1 }] }
        states: { b: { on: { e: { actions: [] } } } }
      c: {}
  f:
    basis: assumption
    initial: x
    states: { x: { on: { e: [{ to: y, probability: 0 }, { to: x }, { to: y, probability: 1 }] } }, y: {} }
  p:
    basis: assumption
    initial: q
    states:
      q:
        parallel: true
        states:
          r1: { states: { m: { on: { e: { to: out } } } } }
          r2: { states: { n: { on: { e: [{ to: out, probability: 1 }] } } } }
      out: {}`,
    'calendar: [{ event: e, at: 1 }]',
  );
  // d: `b` answers first, so nobody asks `a` and nothing is drawn there.
  const draws = trace.frames.flatMap((frame) => frame.draws);
  expect(draws).toMatchObject([
    { site: 'f.x.on.e', picked: 2, gaveWay: true },
    { site: 'p.n.on.e', picked: 0, gaveWay: true },
  ]);
});

test('every draw is told when asked for, those that picked nothing too', async () => {
  const trace = await told(NESTED);
  const draws = (k: number): readonly string[] =>
    step(printTrace(trace, { draws: true }), k).flatMap((line) => /^ {2}\. (\S+):/.exec(line)?.[1] ?? []);
  expect(draws(1)).toEqual(['talks.open.chance', 'talks.t1.chance', 'still.s.chance']);
  expect(printTrace(trace, { draws: true })).toMatch(/ still\.s\.chance: 1e-7%, draw .*, nothing\n/);
  expect(draws(2)).toEqual(['talks.open.chance']);
});

test('where a driver is now stands there when its last move does not say it', async () => {
  const text = printTrace(await told(NESTED));
  expect(step(text, 1)).toContain('  talks is in t2 + a1');
  expect(step(text, 2)).toEqual([
    expect.stringMatching(/^ {2}▸ talks: open → quiet /),
    '  ▸ talks: quiet → open  (always)',
    '  talks is in t1 + a1',
  ]);
  const plain = await told(
    '  d: { basis: assumption, initial: a, states: { a: { chance: [{ to: b, probability: 1 }] }, b: {} } }',
  );
  expect(printTrace(plain)).not.toContain('is in');
});

test('values that are asked for are told where they change, whole numbers whole', async () => {
  const trace = await told(NESTED, 'measures: { half: rounds / 3 }');
  expect(step(printTrace(trace, { show: ['rounds'] }), 1).at(-1)).toBe('  rounds 1247 → 1248000');
  expect(step(printTrace(trace), 0).at(-1)).toBe('  half 415.7');
});

test.each([
  [
    'one state',
    '{ b: { always: { actions: [] } } }',
    /\n {2}▸ d: stays b {2}\(always\)\n {4}… \(1,001 times\)\n/,
  ],
  [
    'three states',
    '{ b: { always: { to: c } }, c: { always: { to: e } }, e: { always: { to: b } } }',
    / b → c .*\n.* c → e .*\n.* e → b .*\n {4}… \(these 3 lines 333 times\)\n.* b → c .*\n.* c → e .*\n\n/,
  ],
])('a loop through %s is told once', async (_, states, says) => {
  // 1,000 microsteps are allowed in a step, and the one beyond them fails the trial.
  const trace = await told(`  d: { basis: assumption, initial: b, states: ${states} }`);
  expect(trace.failure?.code).toBe('microsteps');
  expect(trace.failure?.moves.filter(({ cause }) => cause === 'always')).toHaveLength(1001);
  expect(printTrace(trace)).toMatch(says);
});

test('moves, consents, lapses and capital are told before what they move', async () => {
  const trace = await told(
    `  mood:
    initial: calm
    states: { calm: { on: { south.press: { to: tense }, north.press: { to: tense } } }, tense: { chance: [{ to: calm, probability: 1 }] } }`,
    `seats:
  south:
    controls: [mood]
    capital: { start: 3, income: 0 }
    roles: { elder: {} }
    moves:
      press: { cost: 2, outcomes: { good: 1 } }
      pact: { consent: [elder, north] }
      beg: { covert: true, cost: -1 }
    bot: { open: [{ move: press, when: south.capital >= 3 }, { move: pact }], covert: [{ move: beg }] }
  north: { controls: [mood], moves: { press: {} }, bot: { open: [{ move: press }], consents: true } }`,
  );
  const text = printTrace(trace, { show: ['south.capital'] });
  expect(step(text, 1).map((line) => line.replace(/draw [\d.]+/, 'draw'))).toEqual([
    '  ◆ south makes press, which comes to good  (2 of 3 capital)',
    '  ▸ mood: calm → tense  (on south.press)',
    '  ◆ south covertly makes beg  (gains 1 to 1)',
    '  ◆ north had chosen press, which has lapsed  (nothing takes it any more)',
    '  ▸ mood: tense → calm  (chance 100%, draw below 1.000000)',
    '  south.capital 3 → 2',
  ]);
  expect(step(text, 2)[0]).toBe('  ◆ south is refused pact  (north agrees, south.elder refuses)');
  expect(trace.frames[1]?.decisions.map(({ move, fate, after }) => [move, fate, after])).toEqual([
    ['south.press', 'made', 0],
    ['south.beg', 'made', 1],
    ['north.press', 'lapsed', 1],
  ]);
  expect(trace.frames[0]?.variables).toEqual({ 'south.capital': 3 });
});
