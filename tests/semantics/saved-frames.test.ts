/** What is no frame of a scenario is told apart from one, in words, before any executor goes on from it. */
import { compileJs, frameProblem, seedKey, type Ir, type SavedFrame } from '@stave/engine';
import { referenceExecutor } from '@stave/engine/reference';
import { describe, expect, it } from 'vitest';
import { irOf, scenario } from '../support/scenario.ts';

const body = `
drivers:
  d:
    variables: { v: { type: integer, start: 1, range: [0, 3] } }
    initial: p
    states:
      p:
        parallel: true
        entry: [ { send: e, delay: 3 steps, with: { size: 2 } } ]
        states:
          left: { states: { l1: { after: { 4 steps: l2 } }, l2: {}, h: { history: deep } } }
          right: { states: { r1: {}, r2: {} } }
        on: { e: { when: event.size > 1, to: q } }
      q: {}
indicators: { x: { start: 0, next: "0.5 * x + delay(v, 2 * day)" } }
measures: { m: x }
questions: { ask: { ask: A?, kind: total, value: x, by: end, internal: true } }`;

const savedFrame = async (): Promise<readonly [Ir, SavedFrame]> => {
  const ir = await irOf(scenario(body, '{ step: 1 day, steps: 6 }'));
  const frame = compileJs(ir).save({ seed: seedKey('7'), stream: 0, first: 0, count: 1, share: 1 }, 1);
  if (!frame) throw new Error('no frame');
  return [ir, frame];
};

describe('a frame', () => {
  it('as it was saved is one', async () => {
    const [ir, frame] = await savedFrame();
    expect(frameProblem(ir, frame)).toBeUndefined();
  });

  it.each<[string, (frame: SavedFrame, ir: Ir) => object, RegExp]>([
    ['of another format', () => ({ schema: 'stave-frame/2' }), /schema/],
    ['of another scenario', () => ({ scenario: 'other' }), /another scenario/],
    ['after the last step', () => ({ step: 77 }), /step is 77/],
    ['of the last step', () => ({ step: 6 }), /step is 6/],
    ['with text for a number', () => ({ variables: ['x'] }), /`variables`/],
    ['with a variable out of range', () => ({ variables: [9] }), /`v` is outside/],
    ['without indicators', () => ({ indicators: [] }), /`indicators`/],
    ['with nothing active', () => ({ active: [] }), /`d` must be in one/],
    ['with half a parallel state', ({ active }) => ({ active: active.slice(0, -1) }), /cannot be active/],
    [
      'entered in the future',
      ({ active }) => ({ active: active.map((a) => ({ ...a, entered: 5 })) }),
      /had not been/,
    ],
    ['with a history of elsewhere', () => ({ remembered: [{ history: 4, states: [0] }] }), /remembers/],
    ['with a timer of the past', ({ timers }) => ({ timers: timers.map((t) => ({ ...t, due: 1 })) }), /due/],
    [
      'with a timer without its data',
      ({ timers }) => ({ timers: timers.map((t) => ({ ...t, data: [] })) }),
      /data/,
    ],
    ['with an empty delay line', () => ({ lines: [[]] }), /delay line/],
    ['with answers of another number', () => ({ answers: [] }), /`answers`/],
  ])('%s is none', async (_, change, problem) => {
    const [ir, frame] = await savedFrame();
    const other = { ...frame, ...change(frame, ir) };
    expect(frameProblem(ir, other)).toMatch(problem);
    const range = { seed: seedKey('7'), stream: 0, first: 0, count: 1, share: 1 };
    for (const executor of [compileJs(ir), referenceExecutor(ir)])
      expect(() => executor.run(range, other)).toThrow(/InvariantError/);
  });
});

it('a frame between two steps holds no choice', async () => {
  const ir = await irOf(
    scenario(`
drivers: { d: { initial: s, states: { s: { on: { south.a: {} } } } } }
seats: { south: { capital: { income: 1 }, moves: { a: {} }, bot: [{ move: a }] } }`),
  );
  const range = { seed: seedKey('7'), stream: 0, first: 0, count: 1, share: 1 };
  const frame = compileJs(ir).save(range, 1);
  if (!frame) throw new Error('no frame');
  expect(frame.variables).toEqual([2, 0]);
  expect(frameProblem(ir, { ...frame, variables: [2, 1] })).toMatch(/`south.open` is 0 between steps/);
});
