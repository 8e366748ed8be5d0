/** What a turn means: who chooses when, what is paid, what lapses, who agrees, what the trial is without players. */
import { expect, test } from 'vitest';
import { irOf, runAll, scenario } from '../support/scenario.ts';

const clock = '{ step: 1 day, steps: 6 }';

test('a first rule that holds is followed, paid, and taken as an event', async () => {
  const ir = await irOf(
    scenario(
      `
drivers:
  mood:
    variables: { presses: { type: integer, start: 0, range: [0, 9] } }
    initial: calm
    states: { calm: {} }
    on: { south.press: { actions: [{ set: presses, to: presses + 1 }] } }
seats:
  south:
    capital: { start: 3, income: 1, carry: 2 }
    moves: { press: { cost: 2 } }
    bot: [{ move: press }]
measures: { presses0: presses, capital: south.capital }`,
      clock,
    ),
  );
  const run = runAll(ir, { trials: 3 });
  // 3 - 2 = 1, then min(1, 2) + 1 = 2; 2 - 2 = 0, then 0 + 1 = 1; 1 is too little: 1 + 1 = 2; and so on.
  expect(run.measure('capital')).toEqual([3, 2, 1, 2, 1, 2, 1]);
  expect(run.measure('presses0')).toEqual([0, 1, 2, 2, 3, 3, 4]);
});
