/** Moves that an arm writes for a seat, with answers worked out by hand, on every executor. */
import { describe, expect, it } from 'vitest';
import { irOfArm, readArm } from '../support/arm.ts';
import { irOf, runAll, scenario, type Run } from '../support/scenario.ts';

const CLOCK = '{ step: 1 day, steps: 5 }';
/** The number of times each move was taken, as digits: press, wait, leak. */
const body = (bot: string, rest = ''): string =>
  scenario(
    `
drivers:
  d:
    variables: { n: { type: integer, start: 0, range: [0, 100000] } }
    initial: on
    states: { on: {} }
    on:
      south.press: { actions: [{ set: n, to: n + 1 }] }
      south.wait: { actions: [{ set: n, to: n + 100 }] }
      south.leak: { actions: [{ set: n, to: n + 10000 }] }
seats:
  south:
    ${rest}
    moves: { press: { cost: 1 }, wait: {}, leak: { covert: true } }
    ${bot}
measures: { m: n }`,
    CLOCK,
  );
const RICH = 'capital: { start: 9, income: 0 }';
const runOf = async (text: string, arm: string, trials = 1): Promise<Run> =>
  runAll(await irOfArm(text, arm), { trials });
const steps = (run: Run, trial = 0): number[] => {
  const values = run.measure('m', trial);
  return values.slice(1).map((value, i) => value - (values[i] ?? 0));
};

describe('a script', () => {
  it('is played in its turns, and the bot in all others', async () => {
    const text = body('bot: [{ move: wait }]', RICH);
    expect(steps(await runOf(text, '{}'))).toEqual([100, 100, 100, 100, 100]);
    const arm =
      '{ scripts: { south: [ { at: 1, move: press }, { at: 3.5, hold: true }, { at: 4, move: leak } ] } }';
    expect(steps(await runOf(text, arm))).toEqual([100, 1, 100, 0, 10100]);
  });

  it('makes no move of one kind alone, and leaves the other to its own line or to the bot', async () => {
    const text = body('bot: { open: [{ move: wait }], covert: [{ move: leak }] }', RICH);
    expect(steps(await runOf(text, '{}'))).toEqual([10100, 10100, 10100, 10100, 10100]);
    const arm =
      '{ scripts: { south: [ { at: 0, hold: covert }, { at: 1, hold: open }, { at: 2, move: press }, { at: 2, hold: covert }, { at: 3, hold: true } ] } }';
    expect(steps(await runOf(text, arm))).toEqual([100, 10000, 1, 0, 10100]);
  });

  it('makes nothing where its move cannot be made, and plays a seat that has no bot', async () => {
    const text = body('bot: none', 'capital: { start: 1, income: 0 }');
    const arm =
      '{ scripts: { south: [ { at: 0, move: press }, { at: 2, move: press }, { at: 3, move: wait } ] } }';
    expect(steps(await runOf(text, arm))).toEqual([1, 0, 0, 100, 0]);
  });

  it('is made for sure where the bot draws, whose other draws stay as they are', async () => {
    const text = body('bot: { open: [{ move: press, weight: 1 }, { move: wait, weight: 2 }] }', RICH);
    const [free, scripted] = [
      runAll(await irOf(text), { trials: 40 }),
      await runOf(text, '{ scripts: { south: [ { at: 2, move: press } ] } }', 40),
    ];
    for (let trial = 0; trial < 40; trial++) {
      const [one, other] = [steps(free, trial), steps(scripted, trial)];
      expect(other).toEqual(one.map((value, i) => (i === 2 ? 1 : value)));
    }
  });

  it('is of the turn that holds its date, where turns are longer than a step', async () => {
    const text = body('bot: [{ move: wait }]', `turn: 2 days\n    ${RICH}`);
    expect(steps(await runOf(text, '{}'))).toEqual([100, 0, 100, 0, 100]);
    expect(steps(await runOf(text, '{ scripts: { south: [ { at: 3, move: press } ] } }'))).toEqual([
      100, 0, 1, 0, 100,
    ]);
  });
});

it.each([
  ['{ scripts: { north: [ { at: 1, move: press } ] } }', ['unknown-name at north']],
  ['{ scripts: { south: [ { at: 1, move: pres } ] } }', ['unknown-name at pres']],
  ['{ scripts: { south: [ { at: 5, move: press } ] } }', ['arm-state at 5']],
  [
    '{ scripts: { south: [ { at: 1, move: press }, { at: 1.5, move: wait } ] } }',
    ['arm-state at { at: 1.5, move: wait }'],
  ],
  ['{ scripts: { south: [ { at: 1, move: press }, { at: 1, move: leak } ] } }', []],
  ['{ scripts: { south: [ { at: 1, move: press }, { at: 1, hold: covert } ] } }', []],
  [
    '{ scripts: { south: [ { at: 1, move: press }, { at: 1, hold: open } ] } }',
    ['arm-state at { at: 1, hold: open }'],
  ],
])('%s', async (arm, found) => {
  expect((await readArm(body('bot: none', RICH), arm)).inStudy).toEqual(found);
});

it('a scenario without seats has nobody to play a script', async () => {
  const text = scenario('measures: { m: 1 }', CLOCK);
  const { inStudy } = await readArm(text, '{ scripts: { south: [ { at: 1, hold: true } ] } }');
  expect(inStudy).toEqual(['study-scripts at south']);
});
