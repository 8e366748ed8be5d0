/** States inside states, case by case, with answers worked out by hand from docs/reference/semantics.md. */
import { describe, expect, it } from 'vitest';
import { irOf, runAll, scenario, type Run } from '../support/scenario.ts';

const CLOCK = '{ step: 1 day, steps: 6 }';

const runOf = async (body: string): Promise<Run> => runAll(await irOf(scenario(body, CLOCK)));

/** A driver `d` with a log: each `log` appends a digit, so the number tells what ran in which order. */
const logged = (states: string, rest = ''): string => `
drivers:
  d:
    variables: { seq: { type: integer, start: 0, range: [0, 1000000000] } }
${states}
${rest}
measures: { order: seq }`;
const log = (digit: number): string => `{ set: seq, to: 10 * seq + ${digit} }`;

describe('compound states', () => {
  it('are entered outside in, left inside out, with initial actions after entry actions', async () => {
    const r = await runOf(
      logged(
        `    initial: a
    states:
      a: { on: { go: { to: b, actions: [ ${log(1)} ] } } }
      b:
        entry: [ ${log(2)} ]
        exit: [ ${log(7)} ]
        initial: { to: c, actions: [ ${log(3)} ] }
        states:
          c: { entry: [ ${log(4)} ], exit: [ ${log(6)} ] }
        on: { back: { to: a, actions: [ ${log(8)} ] }, stay: { actions: [ ${log(5)} ] } }`,
        'calendar: [ { event: go, at: 0 }, { event: stay, at: 1 }, { event: back, at: 2 } ]',
      ),
    );
    expect(r.measure('order')).toEqual([0, 1234, 12345, 12345678, 12345678, 12345678, 12345678]);
  });

  it('run initial actions only when they are entered by default', async () => {
    const r = await runOf(
      logged(
        `    initial: a
    states:
      a: { on: { go: { to: c } } }
      b:
        entry: [ ${log(1)} ]
        initial: { to: c, actions: [ ${log(9)} ] }
        states: { c: { entry: [ ${log(2)} ] } }`,
        'calendar: [ { event: go, at: 0 } ]',
      ),
    );
    expect(r.measure('order').at(-1)).toBe(12);
  });

  it('a state inside answers before the state around it; `internal` keeps the state around', async () => {
    const r = await runOf(
      logged(
        `    initial: b
    states:
      b:
        exit: [ ${log(9)} ]
        states:
          c: { on: { go: { to: e, actions: [ ${log(1)} ] } }, exit: [ ${log(2)} ] }
          e: { entry: [ ${log(3)} ] }
        on: { go: { to: c, internal: true, actions: [ ${log(4)} ] } }`,
        'calendar: [ { event: go, at: 0 }, { event: go, at: 1 }, { event: go, at: 2 } ]',
      ),
    );
    // c answers (leaving c, entering e); then b, staying inside; then c again.
    expect(r.measure('order').slice(0, 4)).toEqual([0, 213, 2134, 2134213]);
  });

  it('time in a state counts for the state around too', async () => {
    const r = await runOf(`
drivers:
  d:
    initial: b
    states: { b: { states: { c: { after: { 2 steps: e } }, e: {} } } }
measures: { around: days(d.b) / day, inside: days(d.e) / day }`);
    expect(r.measure('around')).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(r.measure('inside')).toEqual([0, 0, 0, 1, 2, 3, 4]);
  });
});

describe('parallel states', () => {
  it('every region answers, in document order; a transition of one region leaves the others alone', async () => {
    const r = await runOf(
      logged(
        `    initial: p
    states:
      p:
        parallel: true
        states:
          left: { states: { l1: { exit: [ ${log(2)} ], on: { go: { to: l2, actions: [ ${log(3)} ] } } }, l2: { entry: [ ${log(5)} ] } } }
          right: { states: { r1: { exit: [ ${log(1)} ], on: { go: { to: r2, actions: [ ${log(4)} ] } } }, r2: { entry: [ ${log(6)} ] } } }`,
        'calendar: [ { event: go, at: 0 } ]',
      ),
    );
    expect(r.measure('order').at(-1)).toBe(123456);
  });

  it('a region to itself leaves the whole (decision 0009, fork 1)', async () => {
    const r = await runOf(
      logged(
        `    initial: p
    states:
      p:
        parallel: true
        entry: [ ${log(1)} ]
        exit: [ ${log(2)} ]
        states:
          left: { entry: [ ${log(3)} ], exit: [ ${log(4)} ], on: { again: { to: left } } }
          right: { entry: [ ${log(5)} ], exit: [ ${log(6)} ] }`,
        'calendar: [ { event: again, at: 0 } ]',
      ),
    );
    expect(r.measure('order').slice(0, 2)).toEqual([135, 135642135]);
  });

  it('of two transitions that would leave one state, the inner source wins, else the first in the document', async () => {
    const r = await runOf(`
drivers:
  d:
    initial: p
    states:
      p:
        parallel: true
        states:
          left: { states: { l1: { on: { inner: { to: l2 }, outer: { to: x } } }, l2: {} } }
          right: { states: { r1: { on: { outer: { to: y } } } } }
        on: { inner: { to: z } }
      x: { on: { reset: { to: p } } }
      y: {}
      z: {}
calendar: [ { event: outer, at: 0 }, { event: reset, at: 1 }, { event: inner, at: 2 } ]
measures: { x: d.x, l2: d.l2, z: d.z }`);
    expect(r.measure('x').slice(0, 4)).toEqual([0, 1, 0, 0]);
    // right asks p for \`inner\`, which would leave left too: left's own transition is written inside p.
    expect(r.measure('l2').slice(0, 4)).toEqual([0, 0, 0, 1]);
    expect(r.measure('z').at(-1)).toBe(0);
  });

  it('a transition without target of the state around is taken beside that of a region', async () => {
    const r = await runOf(
      logged(
        `    initial: p
    states:
      p:
        parallel: true
        states:
          left: { states: { l1: { on: { go: { actions: [ ${log(1)} ] } } } } }
          right: { states: { r1: {} } }
        on: { go: { actions: [ ${log(2)} ] } }`,
        'calendar: [ { event: go, at: 0 } ]',
      ),
    );
    expect(r.measure('order').at(-1)).toBe(12);
  });

  it('several targets enter several regions, the others by default', async () => {
    const r = await runOf(`
drivers:
  d:
    initial: a
    states:
      a: { on: { go: { to: [l2, r2] } } }
      p:
        parallel: true
        states:
          left: { states: { l1: {}, l2: {} } }
          right: { states: { r1: {}, r2: {} } }
          third: { states: { t1: {}, t2: {} } }
calendar: [ { event: go, at: 0 } ]
measures: { all: d.l2 + 10 * d.r2 + 100 * d.t1 }`);
    expect(r.measure('all').slice(0, 2)).toEqual([0, 111]);
  });
});

describe('done events', () => {
  it('of a compound state and of a parallel state, in that order, in the same step', async () => {
    const r = await runOf(
      logged(
        `    initial: p
    states:
      p:
        parallel: true
        states:
          left: { states: { l1: { on: { go: { to: l2 } } }, l2: { final: true } } }
          right: { states: { r1: { on: { go: { to: r2 } } }, r2: { final: true } } }
        on:
          done.d.left: { actions: [ ${log(1)} ] }
          done.d.right: { actions: [ ${log(2)} ] }
          done.d.p: { to: over, actions: [ ${log(3)} ] }
      over: { final: true }`,
        'calendar: [ { event: go, at: 0 } ]',
      ),
    );
    expect(r.measure('order').slice(0, 2)).toEqual([0, 123]);
  });

  it('of a driver reach the others, and it answers nothing more', async () => {
    const r = await runOf(`
drivers:
  war: { initial: on, states: { on: { on: { peace: { to: over } } }, over: { final: true } }, on: { again: { to: on } } }
  mood: { initial: tense, states: { tense: { on: { done.war: { to: calm } } }, calm: {} } }
calendar: [ { event: peace, at: 1 }, { event: again, at: 3 } ]
measures: { over: war.over, calm: mood.calm }`);
    expect(r.measure('over')).toEqual([0, 0, 1, 1, 1, 1, 1]);
    expect(r.measure('calm')).toEqual([0, 0, 1, 1, 1, 1, 1]);
  });
});

describe('history', () => {
  const body = (kind: string): string => `
drivers:
  d:
    initial: a
    states:
      a: { on: { back: { to: h } } }
      b:
        states:
          c: {}
          e: { states: { e1: { on: { go: { to: e2 } } }, e2: {} } }
          h: { history: ${kind}, to: e }
        on: { away: { to: a } }
calendar:
  - { event: back, at: 0 }
  - { event: go, at: 1 }
  - { event: away, at: 2 }
  - { event: back, at: 3 }
measures: { e1: d.e1, e2: d.e2 }`;

  it('deep remembers the innermost state; before, its default is entered', async () => {
    const r = await runOf(body('deep'));
    expect(r.measure('e1')).toEqual([0, 1, 0, 0, 0, 0, 0]);
    expect(r.measure('e2')).toEqual([0, 0, 1, 0, 1, 1, 1]);
  });

  it('of the very state that is left remembers what is left just now', async () => {
    const r = await runOf(
      logged(
        `    initial: b
    states:
      b:
        states:
          c: { initial: { to: c1, actions: [ ${log(1)} ] }, states: { c1: {} } }
          e: { initial: { to: e1, actions: [ ${log(2)} ] }, states: { e1: {} } }
          h: { history: shallow }
        on: { next: { to: e }, again: { to: h } }`,
        'calendar: [ { event: next, at: 0 }, { event: again, at: 1 } ]',
      ),
    );
    // c by default, then e; then b is left and e, which it was left in, is entered again by default.
    expect(r.measure('order').slice(0, 3)).toEqual([1, 12, 122]);
  });

  it('from inside leaves and enters only what is not around what it stands for', async () => {
    const r = await runOf(
      logged(
        `    initial: p
    states:
      p:
        parallel: true
        states:
          a:
            entry: [ ${log(1)} ]
            exit: [ ${log(2)} ]
            states: { a1: { on: { back: { to: h } } } }
          h: { history: deep }`,
        'calendar: [ { event: back, at: 0 }, { event: back, at: 1 } ]',
      ),
    );
    // Its default is the region itself, so p is left and entered; then a1, which lies inside the region, is remembered.
    expect(r.measure('order').slice(0, 3)).toEqual([1, 121, 121]);
  });

  it('shallow remembers the child alone, whose own default is entered', async () => {
    const r = await runOf(body('shallow'));
    expect(r.measure('e1')).toEqual([0, 1, 0, 0, 1, 1, 1]);
    expect(r.measure('e2')).toEqual([0, 0, 1, 0, 0, 0, 0]);
  });
});

describe('events', () => {
  it('carry what they were sent with, also over a delay and from the calendar', async () => {
    const r = await runOf(`
drivers:
  a:
    initial: s
    states: { s: { entry: [ { send: shock, delay: 2 steps, with: { size: 2 * 3 } } ] } }
  b:
    variables: { felt: { type: number, start: 0, range: [0, 100] } }
    initial: s
    states: { s: { on: { shock: { when: event.size > 1, actions: [ { set: felt, to: felt + event.size } ] } } } }
calendar: [ { event: shock, at: 3, with: { size: 10 } }, { event: shock, at: 4, with: { size: 1 } } ]
measures: { level: felt }`);
    expect(r.measure('level')).toEqual([0, 0, 6, 6, 16, 16, 16]);
  });

  it('wildcards and names are tried in document order', async () => {
    const r = await runOf(
      logged(
        `    initial: s
    states:
      s:
        on:
          market.*: { when: seq < 1, actions: [ ${log(1)} ] }
          market.crash: { actions: [ ${log(2)} ] }
          "*": { actions: [ ${log(3)} ] }`,
        'calendar: [ { event: market.crash, at: 0 }, { event: market.crash, at: 1 }, { event: other, at: 2 } ]',
      ),
    );
    expect(r.measure('order').slice(0, 4)).toEqual([0, 1, 12, 123]);
  });

  it('`cancel` takes back what waits under its id, and nothing else', async () => {
    const r = await runOf(
      logged(
        `    initial: s
    states:
      s:
        entry:
          - { send: e, delay: 3 steps, id: first }
          - { send: e, delay: 4 steps, id: second }
          - { send: f, delay: 4 steps }
        on:
          stop: { actions: [ { cancel: first }, { cancel: f } ] }
          e: { actions: [ ${log(1)} ] }
          f: { actions: [ ${log(2)} ] }`,
        'calendar: [ { event: stop, at: 1 } ]',
      ),
    );
    expect(r.measure('order')).toEqual([0, 0, 0, 0, 1, 1, 1]);
  });

  it('`cancel` in the very step takes back what is due later in it', async () => {
    const r = await runOf(
      logged(
        `    initial: s
    states:
      s:
        entry: [ { send: stop, delay: 2 steps }, { send: e, delay: 2 steps } ]
        on: { stop: { actions: [ { cancel: e } ] }, e: { actions: [ ${log(1)} ] } }`,
      ),
    );
    expect(r.measure('order').at(-1)).toBe(0);
  });
});

describe('conditions in actions', () => {
  it('read what the actions before them left', async () => {
    const r = await runOf(
      logged(
        `    initial: s
    states:
      s:
        entry:
          - { if: seq == 0, then: [ ${log(1)} ] }
          - { if: seq == 0, then: [ ${log(2)} ], else: [ { if: seq == 1, then: [ ${log(3)} ] } ] }`,
      ),
    );
    expect(r.measure('order')[0]).toBe(13);
  });

  it('in a chance block read the snapshot, whatever happens in the microstep', async () => {
    const r = await runOf(`
drivers:
  a:
    variables: { seen: { type: integer, start: 0, range: [0, 99] } }
    initial: s
    states:
      s:
        exit: [ { set: seen, to: 50 } ]
        chance:
          - { to: s, probability: 1, actions: [ { if: seen == 0, then: [ { set: seen, to: seen + 1 } ], else: [ { set: seen, to: seen + 10 } ] } ] }
measures: { what: seen }`);
    expect(r.measure('what').slice(0, 4)).toEqual([0, 1, 11, 21]);
  });
});

describe('chance in states inside states', () => {
  it('a pick of a state inside beats that of the state around it', async () => {
    const r = await runOf(`
drivers:
  d:
    initial: b
    states:
      b:
        chance: [ { to: out, probability: 1 } ]
        states: { c: { chance: [ { to: e, probability: 1 } ] }, e: {} }
      out: {}
measures: { e: d.e, out: d.out }`);
    expect(r.measure('e').slice(0, 3)).toEqual([0, 1, 0]);
    expect(r.measure('out').slice(0, 3)).toEqual([0, 0, 1]);
  });
});
