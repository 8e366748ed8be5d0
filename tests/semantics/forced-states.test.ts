/** States that an arm forces, and events it adds or removes, with answers worked out by hand. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scenarioText } from '../differential/arbitrary-scenario.ts';
import { irOfArm, readArm } from '../support/arm.ts';
import { irOf, runAll, scenario, type Run, type RunOptions } from '../support/scenario.ts';

const CLOCK = '{ step: 1 day, steps: 6 }';

const runOf = async (body: string, arm: string, options: RunOptions = {}): Promise<Run> =>
  runAll(await irOfArm(scenario(body, CLOCK), arm), options);

/** A driver `d` with a log: each `log` appends a digit, so the number tells what ran in which order. */
const logged = (states: string, rest = ''): string => `
drivers:
  d:
    variables: { seq: { type: integer, start: 0, range: [0, 1000000000] } }
${states}
${rest}
measures: { order: seq }`;
const log = (digit: number): string => `{ set: seq, to: 10 * seq + ${digit} }`;

const TWO = logged(
  `    initial: a
    states:
      a: { entry: [ ${log(1)} ], exit: [ ${log(2)} ] }
      b: { entry: [ ${log(3)} ], exit: [ ${log(4)} ] }`,
);

describe('put', () => {
  it('leaves and enters in the step that holds the moment', async () => {
    const r = await runOf(TWO, '{ put: [ { state: d.b, at: 2 } ] }');
    expect(r.measure('order')).toEqual([1, 1, 1, 123, 123, 123, 123]);
  });

  it('enters an active state anew, and several in order of their moments', async () => {
    const r = await runOf(TWO, '{ put: [ { state: d.b, at: 2.5 }, { state: d.a, at: 2 } ] }');
    expect(r.measure('order').at(-1)).toBe(121_2_3);
  });

  it('comes after timers that are due and before dated events', async () => {
    const r = await runOf(
      logged(
        `    initial: a
    states:
      a: { after: { 3 days: c }, on: { go: { actions: [ ${log(9)} ] } } }
      b: { entry: [ ${log(3)} ], on: { go: { actions: [ ${log(5)} ] } } }
      c: { entry: [ ${log(4)} ] }`,
        'calendar: [ { event: go, at: 2 } ]',
      ),
      '{ put: [ { state: d.b, at: 2.9 } ] }',
    );
    expect(r.measure('order').at(-1)).toBe(435);
  });

  it('is nothing that anybody hears or counts', async () => {
    const r = await runOf(
      `
drivers:
  d:
    initial: a
    states: { a: { on: { "*": { to: c } } }, b: { on: { "*": { to: c } } }, c: {} }
    on: { "*": { to: c } }
  e: { initial: p, states: { p: { on: { "*": { to: q } } }, q: {} } }
measures: { b: d.b, q: e.q }`,
      '{ put: [ { state: d.b, at: 0 } ] }',
    );
    expect([r.measure('b').at(-1), r.measure('q').at(-1)]).toEqual([1, 0]);
  });

  const NESTED = logged(
    `    initial: out
    states:
      out: {}
      p:
        parallel: true
        entry: [ ${log(1)} ]
        states:
          one: { states: { x: { exit: [ ${log(2)} ] }, y: { entry: [ ${log(3)} ] } } }
          two: { states: { u: { exit: [ ${log(8)} ], on: { on: { to: v } } }, v: {} } }`,
    'calendar: [ { event: on, at: 1 } ]',
  );

  it('leaves regions beside alone, and enters them where they are not active', async () => {
    const inside = await runOf(
      NESTED.replace('initial: out', 'initial: p'),
      '{ put: [ { state: d.y, at: 2 } ] }',
    );
    expect(inside.measure('order').at(-1)).toBe(18_23);
    const outside = await runOf(NESTED, '{ put: [ { state: d.y, at: 2 } ] }');
    expect(outside.measure('order').at(-1)).toBe(13);
  });

  it('lets histories remember, and takes a driver on that has ended', async () => {
    const body = `
drivers:
  d:
    initial: c
    states:
      c:
        initial: x
        states: { x: { after: { 1 day: y } }, y: {}, h: { history: shallow } }
        on: { done.d: {} }
      f: { final: true }
      g: { on: { back: { to: h } } }
    on: { stop: { to: f } }
calendar: [ { event: stop, at: 1 }, { event: stop, at: 2 }, { event: back, at: 4 } ]
measures: { y: d.y, f: d.f, g: d.g }`;
    const r = await runOf(body, '{ put: [ { state: d.g, at: 3 } ] }');
    expect(r.measure('f')).toEqual([0, 0, 1, 1, 0, 0, 0]);
    expect(r.measure('g')).toEqual([0, 0, 0, 0, 1, 0, 0]);
    expect(r.measure('y')).toEqual([0, 1, 0, 0, 0, 1, 1]);
  });

  it('of a driver that would have ended, it has ended before and says so', async () => {
    const body = logged(
      `    initial: a
    states:
      a: { after: { 1 day: f } }
      f: { final: true, entry: [ ${log(1)} ] }
      g: { entry: [ ${log(4)} ] }
    on: { go: { actions: [ ${log(9)} ] }, '*': { actions: [ ${log(7)} ] } }
  e:
    initial: p
    states: { p: { on: { done.d: { to: q } } }, q: {} }`,
      'calendar: [ { event: go, at: 1 }, { event: go, at: 4 } ]',
    );
    // `go` at 1 is not heard, since `d` has ended; at 4 it is.
    const r = await runOf(
      body.replace('order: seq', 'order: seq, q: e.q'),
      '{ put: [ { state: d.g, at: 3 } ] }',
    );
    expect(r.measure('order')).toEqual([0, 1, 1, 1, 14, 149, 149]);
    expect(r.measure('q')).toEqual([0, 1, 1, 1, 1, 1, 1]);
  });
});

describe('hold', () => {
  /** Every way out of `s`, each of which would be taken in step 1 or 2. */
  const WAYS: Readonly<Record<string, string>> = {
    chance: 's: { chance: [ { to: o, probability: 1 } ] }, o: {}',
    else: 's: { chance: [ { probability: 0.5 }, { to: o, else: true } ] }, o: {}',
    rate: 's: { chance: [ { to: o, rate: 700 / day } ] }, o: {}',
    'an event': 's: { on: { go: { to: o } } }, o: {}',
    'an event by chance': 's: { on: { go: { to: o, probability: 1 } } }, o: {}',
    'any event': 's: { on: { "*": { to: o } } }, o: {}',
    always: 's: { always: { to: o, when: t > 0 } }, o: {}',
    after: 's: { after: { 1 day: o } }, o: {}',
    'the state around it': 'c: { states: { s: {}, z: {} }, on: { go: { to: o } } }, o: {}',
    'chance around it': 'c: { states: { s: {} }, chance: [ { to: o, probability: 1 } ] }, o: {}',
    'a region beside it':
      'p: { parallel: true, states: { k: { states: { s: {} } }, l: { states: { m: { on: { go: { to: o } } } } } } }, o: {}',
    'a history': 'c: { states: { s: { on: { go: { to: h } } }, z: {}, h: { history: deep, to: z } } }, o: {}',
    itself: 's: { on: { go: { to: s } }, exit: [ { raise: left } ] }, o: {}',
  };

  it.each(Object.keys(WAYS))('is not left by %s while it lasts', async (way) => {
    const states = WAYS[way] ?? '';
    const initial = states.slice(0, states.indexOf(':'));
    const body = `
drivers:
  d: { initial: ${initial}, states: { ${states} } }
calendar: [ { event: go, at: 0 }, { event: go, at: 1 }, { event: go, at: 2 }, { event: go, at: 3 } ]
measures: { s: d.s, left: happened(left) }`;
    const text = way === 'itself' ? body : body.replace(', left: happened(left)', '');
    const free = await runOf(text, '{}', { trials: 20 });
    const held = await runOf(text, '{ hold: [ { state: d.s, from: 0, to: 2 } ] }', { trials: 20 });
    const series = (r: Run, name: string): number[][] =>
      Array.from({ length: 20 }, (_, trial) => r.measure(name, trial).slice(0, 4));
    if (way === 'itself') {
      expect(series(free, 'left')[0]).toEqual([0, 1, 1, 1]);
      expect(
        series(held, 'left')
          .flat()
          .every((n) => n === 0),
      ).toBe(true);
      expect(held.measure('left')[4]).toBe(1);
      return;
    }
    expect(series(free, 's').flat()).toContain(0);
    expect(series(held, 's').flat()).not.toContain(0);
  });

  it('ends: what would leave it then does', async () => {
    const body = `
drivers:
  d: { initial: s, states: { s: { chance: [ { to: o, probability: 1 } ] }, o: {} } }
measures: { s: d.s }`;
    const r = await runOf(body, '{ hold: [ { state: d.s, from: 0, to: 2 } ] }');
    expect(r.measure('s')).toEqual([1, 1, 1, 1, 0, 0, 0]);
  });

  it('enters the state where it is not active, and only there', async () => {
    const entered = await runOf(TWO, '{ hold: [ { state: d.b, from: 1 } ] }');
    expect(entered.measure('order')).toEqual([1, 1, 123, 123, 123, 123, 123]);
    const there = await runOf(TWO, '{ hold: [ { state: d.a, from: 1 } ] }');
    expect(there.measure('order').at(-1)).toBe(1);
  });

  it('leaves what is inside free, and what is chosen beside', async () => {
    const r = await runOf(
      logged(
        `    initial: c
    states:
      c:
        initial: x
        states: { x: { after: { 1 day: y } }, y: { after: { 1 day: x } } }
        chance: [ { to: o, probability: 0.25 }, { probability: 0.75, actions: [ ${log(1)} ] } ]
        on: { go: [ { to: o, when: d.x }, { actions: [ ${log(2)} ] } ] }
      o: {}`,
        'calendar: [ { event: go, at: 1 }, { event: go, at: 2 } ]',
      ).replace('order: seq', 'order: seq, x: d.x'),
      '{ hold: [ { state: d.c } ] }',
      { trials: 120 },
    );
    expect(r.measure('x')).toEqual([1, 0, 1, 0, 1, 0, 1]);
    // `go` comes to nothing at 2, when `x` is active; the chance of the other alternative is what it is elsewhere.
    const firsts = Array.from({ length: 120 }, (_, trial) => r.measure('order', trial)[1] ?? 0);
    const ones = firsts.filter((n) => n === 1).length;
    // Binomial (120, 0.75): beyond 4 standard deviations once in 16,000.
    expect(Math.abs(ones - 90)).toBeLessThan(4 * Math.sqrt(120 * 0.75 * 0.25));
    expect(firsts.every((n) => n < 2)).toBe(true);
    const twos = Array.from({ length: 120 }, (_, trial) => String(r.measure('order', trial).at(-1))).map(
      (text) => [...text].filter((digit) => digit === '2').length,
    );
    expect(new Set(twos)).toEqual(new Set([1]));
  });

  it('a timer that was due meanwhile leaves in the step after; one due later in its own', async () => {
    const body = (days: number) => `
drivers:
  d: { initial: a, states: { a: {}, s: { after: { ${days} days: o } }, o: {} } }
measures: { s: d.s, o: d.o }`;
    const arm = '{ hold: [ { state: d.s, from: 0, to: 3 } ] }';
    expect((await runOf(body(2), arm)).measure('o')).toEqual([0, 0, 0, 0, 0, 1, 1]);
    expect((await runOf(body(5), arm)).measure('o')).toEqual([0, 0, 0, 0, 0, 0, 1]);
    expect((await runOf(body(9), arm)).measure('s')).toEqual([0, 1, 1, 1, 1, 1, 1]);
    const bare = '{ hold: [ { state: d.s, from: 0 } ] }';
    expect((await runOf(body(2), bare)).measure('s')).toEqual([0, 1, 1, 1, 1, 1, 1]);
  });

  it('of several timers that were due the first is taken, where its condition holds', async () => {
    const body = `
drivers:
  d:
    initial: s
    states:
      s: { after: [ { delay: 3 days, to: late }, { delay: 2 days, to: soon }, { delay: 1 day, to: never, when: t > 99 } ] }
      late: {}
      soon: {}
      never: {}
measures: { soon: d.soon }`;
    const r = await runOf(body, '{ hold: [ { state: d.s, to: 3 } ] }');
    expect(r.measure('soon')).toEqual([0, 0, 0, 0, 0, 1, 1]);
  });
});

it('an arm leaves the draws of every other place alone', async () => {
  const body = `
drivers:
  d: { initial: a, states: { a: { chance: [ { to: b, probability: 0.3 } ] }, b: { chance: [ { to: a, probability: 0.3 } ] } } }
  e: { initial: p, states: { p: { chance: [ { to: q, probability: 0.4 } ] }, q: { chance: [ { to: p, probability: 0.5 } ] } } }
indicators: { x: { start: 0, next: x, noise: "normal(0, 1)" } }
measures: { b: d.b, q: e.q, mx: x }`;
  const free = await runOf(body, '{}', { trials: 40 });
  const arm = await runOf(
    body,
    '{ put: [ { state: d.b, at: 1 } ], hold: [ { state: d.a, from: 3, to: 4 } ] }',
    {
      trials: 40,
    },
  );
  const series = (r: Run, name: string): number[][] =>
    Array.from({ length: 40 }, (_, trial) => r.measure(name, trial));
  for (const name of ['q', 'mx']) expect(series(arm, name)).toEqual(series(free, name));
  expect(series(arm, 'b')).not.toEqual(series(free, 'b'));
});

describe('events', () => {
  const BELL = `
drivers:
  d:
    variables: { n: { type: integer, start: 0, range: [0, 100] } }
    initial: a
    states: { a: { on: { bell: { actions: [ { set: n, to: n + event.by } ] } } } }
calendar: [ { event: bell, at: 1, with: { by: 1 } }, { event: bell, at: 3, with: { by: 10 } } ]
measures: { m: n }`;

  it('are added, and removed one by one or all', async () => {
    const last = async (arm: string): Promise<number | undefined> =>
      (await runOf(BELL, arm)).measure('m').at(-1);
    expect(await last('{ events: { add: [ { event: bell, at: 5, with: { by: 40 } } ] } }')).toBe(51);
    expect(await last('{ events: { remove: [ { event: bell, at: 3 } ] } }')).toBe(1);
    expect(await last('{ events: { remove: [ { event: bell } ] } }')).toBe(0);
    expect(
      await last(
        '{ events: { remove: [ { event: bell } ], add: [ { event: bell, at: 0, with: { by: 7 } } ] } }',
      ),
    ).toBe(7);
  });

  it('that come each year are removed on one day or for good', async () => {
    const body = scenario(
      BELL.replace(/calendar: .*/, 'calendar: [ { event: bell, every: year, at: 03-01, with: { by: 1 } } ]'),
      '{ start: 2024-01, step: 1 month, steps: 36 }',
    );
    const last = async (arm: string): Promise<number | undefined> =>
      runAll(await irOfArm(body, arm))
        .measure('m')
        .at(-1);
    expect(await last('{}')).toBe(3);
    expect(await last('{ events: { remove: [ { event: bell, at: 2025-03-01 } ] } }')).toBe(2);
    expect(await last('{ events: { remove: [ { event: bell, at: "03-01" } ] } }')).toBe(0);
    const found = await readArm(body, '{ events: { remove: [ { event: bell, at: 2025-03-02 } ] } }');
    expect(found.inStudy).toEqual(['arm-event at 2025-03-02']);
  });
});

describe('an arm is told where', () => {
  const BODY = scenario(
    `
drivers:
  d:
    initial: p
    states:
      p: { parallel: true, states: { k: { states: { s: {}, r: {} } }, l: { states: { m: {}, n: {}, h: { history: deep } } } } }
      o: {}`,
  );
  it.each([
    ['{ put: [ { state: e.s, at: 2023-02-01 } ] }', ['unknown-name at e.s']],
    ['{ put: [ { state: d.x, at: 2023-02-01 } ] }', ['unknown-state at d.x']],
    ['{ put: [ { state: d.h, at: 2023-02-01 } ] }', ['unknown-state at d.h']],
    ['{ put: [ { state: d.s, at: 3 } ] }', ['date-kind at 3']],
    ['{ put: [ { state: d.s, at: 2023-02-30 } ] }', ['date-invalid at 2023-02-30']],
    ['{ put: [ { state: d.s, at: 2022-12-31 } ] }', ['arm-state at 2022-12-31']],
    ['{ put: [ { state: d.s, at: 2023-07-01 } ] }', ['arm-state at 2023-07-01']],
    ['{ hold: [ { state: d.s, from: 2023-04-01, to: 2023-02-01 } ] }', ['arm-state at 2023-02-01']],
    ['{ events: { remove: [ { event: bell } ] } }', ['arm-event at bell']],
    ['{ hold: [ { state: d.s } ], put: [ { state: d.n, at: 2023-02-01 } ] }', []],
    ['{ hold: [ { state: d.s }, { state: d.n } ] }', []],
    ['{ hold: [ { state: d.p } ], put: [ { state: d.r, at: 2023-02-01 } ] }', []],
    ['{ hold: [ { state: d.s }, { state: d.p } ] }', ['arm-state at { state: d.p }']],
    [
      '{ hold: [ { state: d.s } ], put: [ { state: d.r, at: 2023-02-01 } ] }',
      ['arm-state at { state: d.r, at: 2023-02-01 }'],
    ],
    ['{ hold: [ { state: d.s, to: 2023-01-31 } ], put: [ { state: d.r, at: 2023-02-01 } ] }', []],
  ])('%s', async (arm, found) => {
    expect((await readArm(BODY, arm)).inStudy).toEqual(found);
  });
});

describe('random scenarios', () => {
  /** `driver.state` of all states one can be in, and a window for each. */
  const sampled = fc.sample(scenarioText, { numRuns: 16, seed: 1905 });

  it('are in a state while it is held, on every executor, and go as ever before', async () => {
    let held = 0;
    for (const [i, text] of sampled.entries()) {
      const base = await irOf(text);
      if (base.clock.steps < 3) continue;
      const states = base.states.filter(({ kind }) => kind !== 'history');
      const state = states[i % states.length]?.name ?? '';
      const [first, last] = [2, Math.max(2, base.clock.steps - 1)];
      const moment = (step: number): string =>
        base.clock.dates?.[step - 1] ?? String((step - 1) * base.clock.perStep);
      const arm = `{ hold: [ { state: ${state}, from: ${moment(first)}, to: ${moment(last)} } ] }`;
      const shown = text.includes('\nmeasures:\n') ? text : `${text}measures:\n`;
      const measured = shown.replace('\nmeasures:\n', `\nmeasures:\n  zzHeld: ${state}\n`);
      const options = { trials: 6, seed: String(i) };
      const ir = await irOfArm(measured, arm);
      const run = runAll(ir, options);
      const free = runAll(await irOf(measured), options);
      for (let trial = 0; trial < 6; trial++) {
        const values = run.measure('zzHeld', trial);
        if (values.some((value) => Number.isNaN(value))) continue;
        const frames = ir.clock.recorded;
        const hasEnded = ir.clock.until !== undefined;
        for (const [cell, frame] of frames.entries()) {
          const other = free.measure('zzHeld', trial)[cell];
          if (frame < first && !Number.isNaN(other)) expect(values[cell], text).toBe(other);
          if (frame < first || frame > last || hasEnded) continue;
          expect(values[cell], `${arm}\n${measured}`).toBe(1);
          held++;
        }
      }
    }
    expect(held).toBeGreaterThan(80);
  });
});
