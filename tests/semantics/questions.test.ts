/** Numbers, totals, budgets, counted events and conditional questions, by hand, on both executors at once. */
import { describe, expect, it } from 'vitest';
import { irOf, runAll, scenario, type Run } from '../support/scenario.ts';

/** x is 0, 1, 2, … by frame; `a` is in s for frames 0 to 2, in t from frame 3 on. */
const COUNTING = `
drivers: { a: { initial: s, states: { s: { after: { 3 steps: t } }, t: {} } } }
indicators: { x: { start: 0, next: x + 1 } }`;

const ask = async (questions: string, body = COUNTING, clock?: string): Promise<Run> =>
  runAll(await irOf(scenario(`${body}\nquestions:\n${questions}`, clock)));

const line = (id: string, text: string): string => `  ${id}: { ask: A?, internal: true, ${text} }`;

async function one(text: string, body?: string): Promise<string | number> {
  return (await ask(line('q', text), body)).answer('q');
}

describe('numeric', () => {
  it('reads its value at its frame, or the last one of a trial that ended', async () => {
    expect(await one('kind: numeric, value: 10 * x, at: end')).toBe(60);
    expect(await one('kind: numeric, value: 10 * x, at: 2023-02-28')).toBe(20);
    const ended = await ask(
      line('q', 'kind: numeric, value: x, at: end'),
      COUNTING,
      '{ start: 2023-01, step: 1 month, steps: 6, until: x >= 4 }',
    );
    expect(ended.answer('q')).toBe(4);
  });

  it('stores 0 for -0, and fails the trial where it is not finite', async () => {
    expect(await one('kind: numeric, value: -(x - x), at: end')).toBe(0);
    const run = await ask(line('q', 'kind: numeric, value: 1 / (x - 6), at: end'));
    expect(run.block.failures).toEqual([{ trial: 0, step: 6, code: 'not-finite', place: 'questions.q' }]);
    expect([...run.block.numbers]).toEqual([Number.NaN]);
  });

  it('has a column of its own beside others', async () => {
    const run = await ask(
      [
        line('one', 'kind: numeric, value: x, at: end'),
        line('two', 'kind: binary, yes: x > 1, at: end'),
        line('three', 'kind: total, value: 1, by: end'),
      ].join('\n'),
    );
    expect([...run.block.answers]).toEqual([0, 0, 0]);
    expect([...run.block.numbers]).toEqual([6, 7]);
    expect([run.answer('one'), run.answer('three')]).toEqual([6, 7]);
  });
});

describe('total', () => {
  it('sums over the frames of its window, both ends included', async () => {
    expect(await one('kind: total, value: x, by: end')).toBe(21);
    expect(await one('kind: total, value: x, by: 2023-02-28')).toBe(3);
    expect(await one('kind: total, value: x, from: 2023-02-01, by: 2023-03-31')).toBe(5);
  });

  it('stops at the first frame where `until` holds: without its value, with its transitions', async () => {
    expect(await one('kind: total, value: x, until: x == 3, by: end')).toBe(0 + 1 + 2);
    expect(await one('kind: total, transitions: x, until: x == 3, by: end')).toBe(0 + 1 + 2 + 3);
    expect(await one('kind: total, value: 100, transitions: x, until: x == 3, by: end')).toBe(306);
    expect(await one('kind: total, value: x, until: x == 0, by: end')).toBe(0);
    // It has stopped for good.
    expect(await one('kind: total, value: x, until: x == 3 or x == 9, by: end')).toBe(3);
  });

  it('does not look at `until` outside its window', async () => {
    expect(await one('kind: total, value: x, until: x == 1, from: 2023-02-01, by: end')).toBe(20);
  });

  it('of a window that opens after the trial has ended is 0', async () => {
    const clock = '{ start: 2023-01, step: 1 month, steps: 6, until: x >= 2 }';
    const run = await ask(line('q', 'kind: total, value: 1, from: 2023-04-01, by: end'), COUNTING, clock);
    expect(run.answer('q')).toBe(0);
  });

  it('fails on a sum that is not finite', async () => {
    const run = await ask(line('q', 'kind: total, value: 1 / (x - 2), by: end'));
    expect(run.block.failures).toEqual([{ trial: 0, step: 2, code: 'not-finite', place: 'questions.q' }]);
  });

  it('is what a count sums, too', async () => {
    const outcomes = 'outcomes: [ { id: six, when: count == 6 }, { id: other } ]';
    expect(await one(`kind: count, transitions: x, until: a.t, by: end, ${outcomes}`)).toBe('six');
    expect(await one(`kind: count, count: x, until: a.t, by: end, ${outcomes}`)).toBe('other');
    expect(await one(`kind: count, count: 2 * x, until: a.t, by: end, ${outcomes}`)).toBe('six');
  });
});

describe('within a budget', () => {
  it('a target counts when what was spent before it is at most the budget', async () => {
    // Frames 0, 1, 2 are paid for when frame 3 is the target: 1 each, or x each.
    const target = 'kind: binary, yes: a.t, by: end';
    expect(await one(`${target}, within: { value: 1, most: 3 }`)).toBe('yes');
    expect(await one(`${target}, within: { value: 1, most: 2.999 }`)).toBe('no');
    expect(await one(`${target}, within: { value: x, most: 3 }`)).toBe('yes');
    // The way into frame 3 is paid for, too.
    expect(await one(`${target}, within: { transitions: x, most: 5.999 }`)).toBe('no');
    expect(await one(`${target}, within: { transitions: x, most: 6 }`)).toBe('yes');
    expect(await one(`${target}, within: { value: 1, transitions: x, most: 9 }`)).toBe('yes');
    expect(await one(`${target}, within: { value: 1, transitions: x, most: 8 }`)).toBe('no');
  });

  it('the sum begins with the window, and may fall', async () => {
    expect(await one('kind: time, first: a.t, by: end, within: { value: 1, most: 3 }')).toBe(3);
    expect(await one('kind: time, first: a.t, by: end, within: { value: 1, most: 2 }')).toBe(7);
    expect(
      await one('kind: binary, yes: a.t, from: 2023-01-01, by: end, within: { value: 1, most: 2 }'),
    ).toBe('yes');
    // 5 in frames 0 to 3, then back by 4 a frame: 20, 16, 12.
    const falling = 'within: { value: "x < 4 ? 5 : -4", most: 13 }';
    expect(await one(`kind: time, first: a.t, by: end, ${falling}`)).toBe(6);
  });

  it('the budget may move', async () => {
    expect(await one('kind: time, first: a.t, by: end, within: { value: 2, most: 3 * x - 6 }')).toBe(6);
  });

  it('an answered question is evaluated no more', async () => {
    const run = await ask(
      line('q', 'kind: binary, yes: a.t, by: end, within: { value: 1 / (x - 3), most: 9 }'),
    );
    expect(run.block.failures).toEqual([]);
    expect(run.answer('q')).toBe('yes');
  });
});

describe('given', () => {
  it('makes trials in which the condition never held not applicable', async () => {
    const run = await ask(
      [
        line('met', 'kind: binary, yes: x > 9, at: end, given: x == 2'),
        line('unmet', 'kind: binary, yes: x > 1, at: end, given: x == 9'),
        line('number', 'kind: numeric, value: x, at: end, given: x == 9'),
        line('time', 'kind: time, first: x > 1, by: end, given: x > 99'),
        line('count', 'kind: count, count: 1, by: end, outcomes: [{ id: all }], given: false'),
      ].join('\n'),
    );
    expect(run.answer('met')).toBe('no');
    expect([...run.block.answers.slice(1)]).toEqual([-2, -2, -2, -2]);
    expect([...run.block.numbers]).toEqual([Number.NaN]);
  });

  it('has the window of the question, all frames up to it for a question at one frame, or its own', async () => {
    const at = 'kind: binary, yes: true, at: 2023-03-31'; // frame 3
    expect(await one(`${at}, given: x == 3`)).toBe('yes');
    expect(await one(`${at}, given: x == 0`)).toBe('yes');
    expect(await one(`${at}, given: x == 4`)).toBe('not applicable');
    expect(await one(`${at}, given: { that: x == 4, by: end }`)).toBe('yes');
    expect(await one(`${at}, given: { that: x == 0, at: 2023-03-31 }`)).toBe('not applicable');
    expect(await one(`${at}, given: { that: x == 6, at: end }`)).toBe('yes');
    expect(await one(`${at}, given: { that: x == 1, from: 2023-02-01, by: end }`)).toBe('not applicable');
    expect(await one(`${at}, given: { that: x == 3 }`)).toBe('yes');
    const window = 'kind: binary, yes: true, from: 2023-02-01, by: 2023-03-31'; // frames 2 and 3
    expect(await one(`${window}, given: x == 2`)).toBe('yes');
    expect(await one(`${window}, given: x == 1`)).toBe('not applicable');
  });

  it('at a frame beyond the end of the trial reads the last one', async () => {
    const clock = '{ start: 2023-01, step: 1 month, steps: 6, until: x >= 4 }';
    const run = await ask(
      [
        line('q', 'kind: binary, yes: true, at: end, given: { that: x == 4, at: end }'),
        line('r', 'kind: binary, yes: true, at: end, given: { that: x >= 0, from: 2023-05-01, by: end }'),
      ].join('\n'),
      COUNTING,
      clock,
    );
    expect([run.answer('q'), run.answer('r')]).toEqual(['yes', 'not applicable']);
  });

  it('faults at its question, and not any more once it has held', async () => {
    const given = 'given: x == 2 or 1 / (x - 4) > 9';
    const run = await ask(line('q', `kind: binary, yes: true, at: end, ${given}`));
    expect(run.block.failures).toEqual([]);
    const late = await ask(line('q', 'kind: binary, yes: true, at: end, given: 1 / (x - 4) > 9'));
    expect(late.block.failures).toEqual([{ trial: 0, step: 4, code: 'not-finite', place: 'questions.q' }]);
  });
});

describe('happened', () => {
  const EVENTS = `
drivers:
  a:
    initial: s
    states:
      s: { entry: [ { raise: go }, { send: go } ], after: { 2 steps: t } }
      t: { entry: [ { raise: go }, { send: later, delay: 1 step } ] }
    on: { go: { when: a.t } }
  b:
    variables: { n: { type: integer, start: 0, range: [0, 99] } }
    initial: s
    states: { s: { chance: [ { probability: 1, actions: [ { set: n, to: n + happened(go) } ] } ] } }
    on: { later: { actions: [ { raise: go }, { raise: go } ] } }
calendar: [ { event: go, at: 2023-01-10 }, { event: unheard, at: 2023-04-10 } ]
indicators: { x: { start: 0, next: happened(go) }, y: { start: 0, next: prev(happened(go)) } }
measures: { go: happened(go), unheard: happened(unheard), later: happened(later), seen: n, moved: x, kept: y }`;

  it('is how often an event was taken from a queue in the step, handled or not', async () => {
    const run = await ask(line('q', 'kind: total, value: happened(go), by: end'), EVENTS);
    // Frame 0: raised and sent on entry. Step 1: calendar. Step 2: entry of t. Step 3: two from `later`.
    expect(run.measure('go')).toEqual([2, 1, 1, 2, 0, 0, 0]);
    expect(run.measure('later')).toEqual([0, 0, 0, 1, 0, 0, 0]);
    expect(run.measure('unheard')).toEqual([0, 0, 0, 0, 1, 0, 0]);
    expect(run.answer('q')).toBe(6);
  });

  it('is read by indicators for the whole step, by chance as far as it has come, and kept by prev', async () => {
    const run = await ask(line('q', 'kind: numeric, value: n, at: end'), EVENTS);
    expect(run.measure('moved')).toEqual([0, 1, 1, 2, 0, 0, 0]);
    expect(run.measure('kept')).toEqual([0, 2, 1, 1, 2, 0, 0]);
    expect(run.measure('seen')).toEqual([0, 1, 2, 4, 4, 4, 4]);
  });

  it('counts what a chance pick raises, and the event that is being handled', async () => {
    const run = await ask(
      line('q', 'kind: numeric, value: seen, at: end'),
      `
drivers:
  a: { initial: s, states: { s: { chance: [ { probability: 1, actions: [ { raise: go }, { raise: go } ] } ] } } }
  b:
    variables: { seen: { type: integer, start: 0, range: [0, 99] } }
    initial: s
    states: { s: {} }
    on: { go: { actions: [ { set: seen, to: 10 * seen + happened(go) } ] } }`,
      '{ start: 2023-01, step: 1 month, steps: 1 }',
    );
    expect(run.answer('q')).toBe(12);
  });

  it('counts what the engine raises when something is done, though nobody else hears it', async () => {
    const run = await ask(
      line('q', 'kind: total, transitions: happened(done.a.b), by: end'),
      `
drivers:
  a:
    initial: b
    states:
      b: { states: { c: { after: { 2 steps: d } }, d: { final: true } }, on: { again: { to: b } } }
calendar: [ { event: again, at: 2023-03-10 } ]
measures: { done: happened(done.a.b) }`,
    );
    expect(run.measure('done')).toEqual([0, 0, 1, 0, 0, 1, 0]);
    expect(run.answer('q')).toBe(2);
  });
});
