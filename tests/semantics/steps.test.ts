/** What a step means, case by case, with answers worked out by hand from docs/reference/semantics.md. */
import { describe, expect, it } from 'vitest';
import { irOf, runAll, scenario, type Run } from '../support/scenario.ts';

const runOf = async (body: string, clock?: string): Promise<Run> => runAll(await irOf(scenario(body, clock)));

describe('timers', () => {
  it('a state with `after: 3 steps` is active in three frames', async () => {
    const r = await runOf(`
drivers:
  a: { initial: on, states: { on: { after: { 3 steps: off } }, off: {} } }
measures: { active: a.on }`);
    expect(r.measure('active')).toEqual([1, 1, 1, 0, 0, 0, 0]);
  });

  it('counts months by the calendar from the frame of entry', async () => {
    // From 31 January, two months end on 31 March: the step from 28 February to 31 March is too early by none.
    const r = await runOf(
      `
drivers:
  a: { initial: on, states: { on: { after: { 2 months: off } }, off: {} } }
measures: { active: a.on }`,
      '{ start: 2023-01-31, step: 1 month, steps: 4 }',
    );
    expect(r.measure('active')).toEqual([1, 1, 0, 0, 0]);
  });

  it('rounds a delay up to whole steps', async () => {
    const r = await runOf(`
drivers:
  a: { initial: on, states: { on: { after: { 40 days: off } }, off: {} } }
measures: { active: a.on }`);
    expect(r.measure('active')).toEqual([1, 1, 0, 0, 0, 0, 0]);
  });

  it('is cancelled when the state is left, and starts anew when it is entered', async () => {
    const r = await runOf(`
drivers:
  a:
    initial: on
    states:
      on: { after: { 3 steps: off }, on: { kick: { to: on } } }
      off: {}
calendar: [ { event: kick, at: 2023-02-10 } ]
measures: { active: a.on }`);
    // Re-entered in step 2, so off in step 5.
    expect(r.measure('active')).toEqual([1, 1, 1, 1, 1, 0, 0]);
  });

  it('orders what is due in one step by due date, then by when it was set', async () => {
    const r = await runOf(`
drivers:
  a:
    variables: { first: { type: integer, start: 0, range: [0, 9] } }
    initial: s
    states: { s: { entry: [ { send: late, delay: 25 days }, { send: early, delay: 20 days } ] } }
    on:
      late: { when: first == 0, actions: [ { set: first, to: 2 } ] }
      early: { when: first == 0, actions: [ { set: first, to: 1 } ] }
measures: { which: first }`);
    expect(r.measure('which').slice(0, 3)).toEqual([0, 1, 1]);
  });
});

describe('events', () => {
  it('a calendar event belongs to the step whose interval holds its date', async () => {
    const r = await runOf(`
drivers:
  a: { initial: off, states: { off: { on: { go: { to: on } } }, on: {} } }
calendar: [ { event: go, at: 2023-03-01 } ]
measures: { active: a.on }`);
    // 1 March is the first day of step 3.
    expect(r.measure('active')).toEqual([0, 0, 0, 1, 1, 1, 1]);
  });

  it('`raise` goes before what waits, `send` after it, both in the same step', async () => {
    const r = await runOf(`
drivers:
  a:
    variables: { tape: { type: integer, start: 0, range: [0, 9999] } }
    initial: s
    states: { s: {} }
    on:
      go: { actions: [ { send: sent }, { raise: raised } ] }
      raised: { actions: [ { set: tape, to: tape * 10 + 1 } ] }
      other: { actions: [ { set: tape, to: tape * 10 + 2 } ] }
      sent: { actions: [ { set: tape, to: tape * 10 + 3 } ] }
calendar: [ { event: go, at: 2023-01-10 }, { event: other, at: 2023-01-20 } ]
measures: { seen: tape }`);
    expect(r.measure('seen').slice(0, 2)).toEqual([0, 123]);
  });

  it('the state answers before its driver, and the first enabled transition in file order is taken', async () => {
    const r = await runOf(`
drivers:
  a:
    initial: s
    states:
      s: { on: { go: [ { when: t > 99, to: x }, { to: y }, { to: x } ] } }
      x: {}
      y: {}
    on: { go: { to: x } }
calendar: [ { event: go, at: 2023-01-10 }, { event: go, at: 2023-02-10 } ]
measures: { inX: a.x, inY: a.y }`);
    expect(r.measure('inY')).toEqual([0, 1, 0, 0, 0, 0, 0]);
    expect(r.measure('inX')).toEqual([0, 0, 1, 1, 1, 1, 1]);
  });

  it('exits run in reverse document order, actions and entries in document order', async () => {
    const r = await runOf(`
drivers:
  a:
    variables: { va: { type: integer, start: 1, range: [0, 99] } }
    initial: s
    states:
      s: { exit: [ { set: va, to: 2 } ], on: { go: { to: s2, actions: [ { set: va, to: va + 10 } ] } } }
      s2: { entry: [ { set: va, to: va + 20 } ] }
  b:
    variables:
      atExit: { type: integer, start: 0, range: [0, 99] }
      atAction: { type: integer, start: 0, range: [0, 99] }
      atEntry: { type: integer, start: 0, range: [0, 99] }
    initial: s
    states:
      s: { exit: [ { set: atExit, to: va } ], on: { go: { to: s2, actions: [ { set: atAction, to: va } ] } } }
      s2: { entry: [ { set: atEntry, to: va } ] }
calendar: [ { event: go, at: 2023-01-10 } ]
measures: { exitSaw: atExit, actionSaw: atAction, entrySaw: atEntry }`);
    // b leaves first and sees 1; then a leaves (2) and acts (12), b's action sees 12; a enters (32), b's entry sees 32.
    expect([r.measure('exitSaw')[1], r.measure('actionSaw')[1], r.measure('entrySaw')[1]]).toEqual([
      1, 12, 32,
    ]);
  });

  it('a driver in a final state stays there, and the trial goes on', async () => {
    const r = await runOf(`
drivers:
  a:
    initial: s
    states: { s: { after: { 1 step: done } }, done: { final: true } }
    on: { back: { to: s } }
calendar: [ { event: back, at: 2023-03-10 } ]
measures: { ended: a.done, time: t / month }`);
    expect(r.measure('ended')).toEqual([0, 1, 1, 1, 1, 1, 1]);
    expect(r.measure('time')[6]).toBe(6);
  });

  it('a transition to the own state leaves and enters it; one without `to` does not', async () => {
    const r = await runOf(`
drivers:
  a:
    variables: { entries: { type: integer, start: 0, range: [0, 9] } }
    initial: s
    states: { s: { entry: [ { set: entries, to: entries + 1 } ], on: { again: { to: s }, stay: { actions: [] } } } }
calendar: [ { event: again, at: 2023-01-10 }, { event: stay, at: 2023-02-10 } ]
measures: { n: entries }`);
    expect(r.measure('n').slice(0, 4)).toEqual([1, 2, 2, 2]);
  });
});

describe('always', () => {
  it('sees at the start of a step what indicators did in the last', async () => {
    const r = await runOf(`
drivers:
  a: { initial: low, states: { low: { always: { when: x > 1.5, to: high } }, high: {} } }
indicators: { x: { start: 0, next: x + 1 } }
measures: { level: x, high: a.high }`);
    expect(r.measure('level')).toEqual([0, 1, 2, 3, 4, 5, 6]);
    // x passes 1.5 in frame 2; the driver follows in step 3.
    expect(r.measure('high')).toEqual([0, 0, 0, 1, 1, 1, 1]);
  });

  it('is taken at once in frame 0', async () => {
    const r = await runOf(`
drivers:
  a: { initial: s, states: { s: { always: { when: true, to: z } }, z: {} } }
measures: { done: a.z }`);
    expect(r.measure('done')[0]).toBe(1);
  });

  it('for ever fails the trial by name', async () => {
    const r = await runOf(`
drivers:
  a:
    initial: calm
    states:
      calm: { on: { go: { to: s } } }
      s: { always: { when: true, to: z } }
      z: { always: { when: true, to: s } }
calendar: [ { event: go, at: 2023-02-10 } ]
measures: { done: a.z }`);
    expect(r.block.failures).toEqual([{ trial: 0, step: 2, code: 'microsteps', place: 'step' }]);
    expect(r.measure('done').every(Number.isNaN)).toBe(true);
  });
});

describe('chance', () => {
  it('reads the snapshot: two drivers that swap on each other both move', async () => {
    const r = await runOf(`
drivers:
  a: { initial: one, states: { one: { chance: [ { to: two, probability: 1 * b.one } ] }, two: {} } }
  b: { initial: one, states: { one: { chance: [ { to: two, probability: 1 * a.one } ] }, two: {} } }
measures: { both: a.two + b.two }`);
    expect(r.measure('both')).toEqual([0, 2, 2, 2, 2, 2, 2]);
  });

  it('comes after dated events of the step, before indicators', async () => {
    const r = await runOf(`
drivers:
  a:
    initial: s
    states:
      s: { on: { go: { to: u } } }
      u: { chance: [ { to: v, probability: 1 } ] }
      v: {}
indicators: { x: { start: 0, next: 10 * a.v } }
calendar: [ { event: go, at: 2023-01-10 } ]
measures: { inV: a.v, level: x }`);
    expect(r.measure('inV').slice(0, 2)).toEqual([0, 1]);
    expect(r.measure('level').slice(0, 2)).toEqual([0, 10]);
  });

  it('a `set` in a chance block stores the value of the snapshot', async () => {
    const r = await runOf(`
drivers:
  a:
    variables: { n: { type: integer, start: 0, range: [0, 99] } }
    initial: s
    states: { s: { exit: [ { set: n, to: 50 } ], chance: [ { to: z, probability: 1, actions: [ { set: n, to: n + 1 } ] } ] }, z: {} }
measures: { seen: n }`);
    // Evaluated on the snapshot (0 + 1), stored after the exit action.
    expect(r.measure('seen')[1]).toBe(1);
  });

  it('`else` takes what is left, and probabilities that sum to 1 always pick', async () => {
    const r = await runOf(`
drivers:
  a: { initial: s, states: { s: { chance: [ { to: x, probability: 0 }, { else: true, to: y } ] }, x: {}, y: {} } }
  b: { initial: s, states: { s: { chance: [ { to: x, probability: 0.3 }, { to: x, probability: 0.7 } ] }, x: {} } }
measures: { y: a.y, x: b.x }`);
    expect(r.measure('y')[1]).toBe(1);
    expect(r.measure('x')[1]).toBe(1);
  });

  it('a false `when` counts as 0, and an alternative without `to` only acts', async () => {
    const r = await runOf(`
drivers:
  a:
    variables: { n: { type: integer, start: 0, range: [0, 99] } }
    initial: s
    states:
      s:
        chance:
          - { to: z, probability: 1, when: t >= 3 }
          - { else: true, actions: [ { set: n, to: n + 1 } ] }
      z: {}
measures: { inZ: a.z, counted: n }`);
    // t is the clock step: 3 in step 4.
    expect(r.measure('inZ')).toEqual([0, 0, 0, 0, 1, 1, 1]);
    expect(r.measure('counted')).toEqual([0, 1, 2, 3, 3, 3, 3]);
  });
});

describe('reading', () => {
  it('indicators move together; `now` reads this step', async () => {
    const r = await runOf(`
indicators:
  x: { start: 1, next: y }
  y: { start: 2, next: x }
  z: { start: 0, next: now(x) }
drivers: { a: { initial: s, states: { s: {} } } }
measures: { mx: x, my: y, mz: z }`);
    expect(r.measure('mx').slice(0, 3)).toEqual([1, 2, 1]);
    expect(r.measure('my').slice(0, 3)).toEqual([2, 1, 2]);
    expect(r.measure('mz').slice(0, 3)).toEqual([0, 2, 1]);
  });

  it('`prev` is the frame before, `start` is frame 0', async () => {
    const r = await runOf(`
indicators: { x: { start: 5, next: x + 1 } }
drivers: { a: { initial: s, states: { s: {} } } }
measures: { was: prev(x), began: start(x), grew: x - start(x), change: x - prev(x), twice: prev(prev(x)) }`);
    expect(r.measure('was')).toEqual([5, 5, 6, 7, 8, 9, 10]);
    expect(r.measure('began')).toEqual([5, 5, 5, 5, 5, 5, 5]);
    expect(r.measure('grew')).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(r.measure('change')).toEqual([0, 1, 1, 1, 1, 1, 1]);
    expect(r.measure('twice')).toEqual([5, 5, 5, 6, 7, 8, 9]);
  });

  it('`months(driver.state)` counts from the frame of entry', async () => {
    const r = await runOf(`
drivers:
  a: { initial: s, states: { s: { on: { go: { to: z } } }, z: {} } }
calendar: [ { event: go, at: 2023-02-10 } ]
measures: { inS: months(a.s), inZ: months(a.z), inQuarters: quarters(a.z) }`);
    expect(r.measure('inS')).toEqual([0, 1, 0, 0, 0, 0, 0]);
    expect(r.measure('inZ')).toEqual([0, 0, 0, 1, 2, 3, 4]);
    expect(r.measure('inQuarters')[6]).toBeCloseTo(4 / 3, 15);
  });

  it('`t` is k - 1 while step k runs and k when frame k is read', async () => {
    const r = await runOf(`
indicators: { x: { start: 0, next: t } }
drivers: { a: { initial: s, states: { s: {} } } }
measures: { seen: x, time: t }`);
    expect(r.measure('time')).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(r.measure('seen')).toEqual([0, 0, 1, 2, 3, 4, 5]);
  });

  it('a clock without dates multiplies', async () => {
    const r = await runOf(
      'indicators: { x: { start: 0, next: t } }\ndrivers: { a: { initial: s, states: { s: {} } } }\nmeasures: { time: t }',
      '{ step: 0.1 day, steps: 3 }',
    );
    expect(r.measure('time')).toEqual([0, 0.1, 0.2, 3 * 0.1]);
  });

  it('noise is added before the range clamps, and a start is clamped too', async () => {
    const r = await runOf(`
indicators: { x: { start: 7, next: 3, noise: "uniform(10, 11)", range: [0, 5] } }
drivers: { a: { initial: s, states: { s: {} } } }
measures: { seen: x }`);
    expect(r.measure('seen')).toEqual([5, 5, 5, 5, 5, 5, 5]);
  });
});

describe('questions', () => {
  const body = (questions: string): string => `
drivers:
  a:
    initial: off
    states:
      off: { on: { go: { to: on } } }
      on: { after: { 2 steps: off } }
calendar: [ { event: go, at: 2023-03-10 } ]
measures: { active: a.on }
questions:
${questions}`;

  it('windows and moments: a frame speaks for the day before its date', async () => {
    // a.on is active in frames 3 and 4 (2023-04-01 and 2023-05-01).
    const r = await runOf(
      body(`
  byMarch: { ask: Q?, kind: binary, yes: a.on, by: 2023-03-31, internal: true }
  byFebruary: { ask: Q?, kind: binary, yes: a.on, by: 2023-02-28, internal: true }
  atApril: { ask: Q?, kind: binary, yes: a.on, at: 2023-04-30, internal: true }
  atMay: { ask: Q?, kind: binary, yes: a.on, at: 2023-05-31, internal: true }
  fromMay: { ask: Q?, kind: binary, yes: a.on, from: 2023-05-01, by: end, internal: true }
  first: { ask: Q?, kind: time, first: a.on, by: end, internal: true }
  never: { ask: Q?, kind: time, first: a.on, by: 2023-02-28, internal: true }
  months:
    { ask: Q?, kind: count, count: a.on, from: 2023-01-01, by: 2023-04-30, internal: true,
      outcomes: [ { id: one, when: count == 1 }, { id: two, when: count == 2 }, { id: other } ] }
  onlyApril:
    { ask: Q?, kind: count, count: a.on, from: 2023-04-01, by: 2023-04-30, internal: true,
      outcomes: [ { id: one, when: count == 1 }, { id: other } ] }`),
    );
    expect(r.answer('byMarch')).toBe('yes');
    expect(r.answer('byFebruary')).toBe('no');
    expect(r.answer('atApril')).toBe('yes');
    expect(r.answer('atMay')).toBe('no');
    expect(r.answer('fromMay')).toBe('no');
    expect(r.answer('first')).toBe(3);
    expect(r.answer('never')).toBe(7);
    expect(r.answer('months')).toBe('two');
    expect(r.answer('onlyApril')).toBe('one');
  });

  it('`until` ends the trial: what is asked at a later frame reads the last, windows end', async () => {
    const r = await runOf(
      body(`
  later: { ask: Q?, kind: binary, yes: a.on, at: end, internal: true }
  lateWindow: { ask: Q?, kind: binary, yes: a.on, from: 2023-06-01, by: end, internal: true }`),
      '{ start: 2023-01, step: 1 month, steps: 6, until: a.on }',
    );
    expect(r.measure('active')).toEqual([0, 0, 0, 1, 1, 1, 1]);
    expect(r.answer('later')).toBe('yes');
    expect(r.answer('lateWindow')).toBe('no');
  });
});

describe('failures are named', () => {
  const failing = async (body: string): Promise<object | undefined> => (await runOf(body)).block.failures[0];
  const idle = 'drivers: { a: { initial: s, states: { s: {} } } }';

  it('a value that is not finite', async () => {
    expect(await failing(`${idle}\nindicators: { x: { start: 1, next: x / (t - 2) } }`)).toEqual({
      trial: 0,
      step: 3,
      code: 'not-finite',
      place: 'x.next',
    });
  });

  it('a comparison with what is not finite', async () => {
    expect(
      await failing(`
drivers: { a: { initial: s, states: { s: { always: { when: log(x) < 1, to: z } }, z: {} } } }
indicators: { x: { start: 0, next: x } }`),
    ).toEqual({ trial: 0, step: 0, code: 'not-finite', place: 'a.s.always[0]' });
  });

  it('a variable outside its range', async () => {
    expect(
      await failing(`
drivers:
  a:
    variables: { n: { type: integer, start: 0, range: [0, 1] } }
    initial: s
    states: { s: { after: { 1 step: s }, entry: [ { set: n, to: n + 1 } ] } }`),
    ).toEqual({ trial: 0, step: 1, code: 'out-of-range', place: 'a.s.entry[0]' });
  });

  it('a probability above 1', async () => {
    expect(
      await failing(`
drivers: { a: { initial: s, states: { s: { chance: [ { to: z, probability: 0.6 * (t / month + 1) } ] }, z: { after: { 1 step: s } } } } }`),
    ).toMatchObject({ code: 'bad-probability', place: 'a.s.chance' });
  });

  it('arguments that make no distribution', async () => {
    expect(
      await failing(`${idle}\nindicators: { x: { start: 0, next: 0, noise: "normal(0, 1 - t)" } }`),
    ).toEqual({
      trial: 0,
      step: 2,
      code: 'bad-distribution',
      place: 'x.noise',
    });
  });
});
