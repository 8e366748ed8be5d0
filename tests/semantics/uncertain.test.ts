/** Which questions an uncertain parameter reaches: by each way of the language, alone. */
import { expect, test } from 'vitest';
import { compileJs, countHere, forecast, uncertainQuestions, type Forecast } from '@stave/engine';
import { irOf, scenario } from '../support/scenario.ts';

/** Two questions: `plain` reads a coin of its own, `moved` what the case is about. */
const withQuestions = (drivers: string, yes: string, more = ''): string =>
  scenario(`
parameters:
  pu: { prior: "uniform(0.1, 0.9)", basis: assumption }
  twice: { value: 2 * pu, basis: assumption }
  fixed: { value: 0.5, basis: assumption }
drivers:
  coin: { basis: assumption, initial: { x: 0.5, y: 0.5 }, states: { x: {}, y: { chance: [{ to: x, probability: fixed }] } } }
${drivers}
${more}
questions:
  plain: { ask: q, kind: binary, yes: coin.x, at: end, internal: true }
  moved: { ask: q, kind: binary, yes: ${yes}, at: end, internal: true }
`);

const RELAY = '  relay: { basis: assumption, initial: x, states: { x: { on: { go: { to: y } } }, y: {} } }';
const sender = (action: string): string =>
  `  sender: { basis: assumption, initial: x, states: { x: { chance: [{ to: y, probability: pu, actions: [${action}] }] }, y: {} } }`;

const CASES: Readonly<Record<string, string>> = {
  'a parameter': withQuestions('', 'pu > 0.5'),
  'a parameter of a parameter': withQuestions('', 'twice > 1'),
  'a chance': withQuestions(
    '  d: { basis: assumption, initial: x, states: { x: { chance: [{ to: y, probability: pu }] }, y: {} } }',
    'd.y',
  ),
  'the income of a seat': withQuestions(
    '',
    'south.capital > 1',
    'seats: { south: { basis: assumption, capital: { start: 0, income: pu }, moves: {} } }',
  ),
  'a move of a bot': withQuestions(
    RELAY.replace('go:', 'south.go:'),
    'relay.y',
    'seats: { south: { basis: assumption, moves: { go: {} }, bot: [{ move: go, weight: pu }, { hold: true, weight: 1 }] } }',
  ),
  'an outcome of a move': withQuestions(
    RELAY.replace('go:', 'south.try.go:'),
    'relay.y',
    'seats: { south: { basis: assumption, moves: { try: { outcomes: { go: pu } } }, bot: [{ move: try }] } }',
  ),
  'an initial state': withQuestions(
    '  d: { basis: assumption, initial: { x: pu, y: 1 - pu }, states: { x: {}, y: {} } }',
    'd.y',
  ),
  'time in a state': withQuestions(
    '  d: { basis: assumption, initial: x, states: { x: { chance: [{ to: y, probability: pu }] }, y: {} } }',
    'months(d.y) > 2',
  ),
  'a raised event': withQuestions(`${sender('{ raise: go }')}\n${RELAY}`, 'relay.y'),
  'a delayed event': withQuestions(`${sender('{ send: go, delay: 1 month }')}\n${RELAY}`, 'relay.y'),
  "an event's data": withQuestions(
    `  sender: { basis: assumption, initial: x, states: { x: { chance: [{ to: y, probability: 0.5, actions: [{ raise: go, with: { size: pu } }] }] }, y: {} } }
  relay: { basis: assumption, initial: x, states: { x: { on: { go: { to: y, when: event.size > 0.5 } } }, y: {} } }`,
    'relay.y',
  ),
  'a done event': withQuestions(
    `  sender: { basis: assumption, initial: x, states: { x: { chance: [{ to: y, probability: pu }] }, y: { final: true } } }
  relay: { basis: assumption, initial: x, states: { x: { on: { done.sender: { to: y } } }, y: {} } }`,
    'relay.y',
  ),
  'a send that is cancelled': withQuestions(
    `  ${sender('{ cancel: late }').trim()}
  sends: { basis: assumption, initial: x, states: { x: { entry: [{ send: go, delay: 3 months, id: late }] } } }
${RELAY}`,
    'relay.y',
  ),
  'a variable': withQuestions(
    '  d: { basis: assumption, variables: { v: { type: number, start: pu, range: [0, 1] } }, initial: x, states: { x: {} } }',
    'v > 0.5',
  ),
  'an indicator': withQuestions(
    '',
    'i > 3',
    'indicators: { i: { start: 0, next: i + pu, basis: assumption } }',
  ),
  noise: withQuestions(
    '',
    'i > 0',
    'indicators: { i: { start: 0, next: i, noise: "normal(0, pu)", basis: assumption } }',
  ),
  'a measure': withQuestions('', 'm > 0.5', 'measures: { m: pu }'),
  'the frame before': withQuestions(
    '',
    'prev(i) > 3',
    'indicators: { i: { start: 0, next: i + pu, basis: assumption } }',
  ),
};

test.each(Object.entries(CASES))('through %s', async (_, text) => {
  expect(uncertainQuestions(await irOf(text))).toEqual([false, true]);
});

test('the end of a trial reaches every question', async () => {
  const clock = '{ start: 2023-01, step: 1 month, steps: 6, until: i > 3 }';
  const text = CASES['an indicator']!.replace(/^clock:.*$/m, `clock: ${clock}`);
  expect(uncertainQuestions(await irOf(text))).toEqual([true, true]);
});

test('an operation nobody knows counts as uncertain', async () => {
  const ir = await irOf(CASES['a measure']!);
  const questions = ir.questions.map((question) => ({
    ...question,
    test: { op: 'novel', slot: 0 } as never,
  }));
  expect(uncertainQuestions({ ...ir, questions })).toEqual([true, true]);
});

async function run(text: string, seed: number, trials: number): Promise<Forecast> {
  const ir = await irOf(text);
  const done = await forecast({ ir, count: countHere(ir, compileJs(ir)), seed: String(seed), trials });
  if ('stopped' in done) throw new Error('stopped');
  return done;
}

test('what reads no uncertain parameter has an exact range, with any seed and few trials', async () => {
  for (const [seed, trials] of [
    [1, 1],
    [2, 300],
    [3, 2000],
    [11, 2000],
  ] as const) {
    const { questions } = await run(CASES['a chance']!, seed, trials);
    const [yes] = questions[0]!.outcomes;
    expect(yes!.range).toEqual({
      low: yes!.probability,
      high: yes!.probability,
      method: 'reads no uncertain parameter',
    });
    const moved = questions[1]!.outcomes[0]!.range;
    if (trials < 240) expect(moved.low).toBeNull();
    else expect(moved.high! - moved.low!).toBeGreaterThan(0.1);
  }
});
