/** What changed in meaning, and each change put into the first version alone. */
import { describe, expect, test } from 'vitest';
import { changesOf, withChange } from './diff.ts';
import { modelHashInput } from './hash.ts';
import { HEAD, modelOf } from './testing.ts';

const A = `${HEAD}parameters:
  a: { value: 0.1, basis: judgement, why: One. }
  b: { prior: "uniform(0, 1)", basis: judgement }
drivers:
  d:
    variables: { n: { type: integer, start: 0, range: [0, 9] } }
    initial: x
    states:
      x:
        chance: [{ to: y, probability: a }]
        on: { go: { to: y } }
      y: { after: { 2 months: x } }
indicators:
  w: { start: b, next: w, noise: "normal(0, 1)" }
measures: { m: w + b }
calendar: [{ event: go, at: 2024-03-01 }]
questions:
  q: { ask: Yes?, kind: binary, yes: d.y, at: end, internal: true }
`;

async function diff(...edits: readonly (readonly [string, string])[]) {
  let text = A;
  for (const [from, to] of edits) {
    expect(text).toContain(from);
    text = text.replace(from, to);
  }
  const [a, b] = [await modelOf(A), await modelOf(text)];
  return { a, b, changes: changesOf(a, b) };
}
const paths = async (...edits: readonly (readonly [string, string])[]): Promise<string[]> =>
  (await diff(...edits)).changes.map(({ path, is }) => (is === 'changed' ? path : `${path} ${is}`));

test('comments, order, spans, texts and evidence are none', async () => {
  expect(
    await paths(
      ['parameters:\n', 'parameters: # of course\n'],
      ['why: One.', 'why: Another.'],
      ['basis: judgement }\ndrivers', 'basis: assumption, label: B }\ndrivers'],
      ['value: 0.1', 'value: 0.10'],
      ['ask: Yes?', 'ask: Really?'],
      ['      y: { after: { 2 months: x } }\n', ''],
      ['    states:\n', '    states:\n      y: { after: { 2 months: x } }\n'],
    ),
  ).toEqual([]);
});

test.each([
  [['value: 0.1', 'value: 0.2'], 'parameters.a'],
  [['prior: "uniform(0, 1)"', 'value: 0.5'], 'parameters.b'],
  [['probability: a', 'probability: 2 * a'], 'drivers.d.states.x.chance'],
  [['on: { go: { to: y } }', 'on: { go: { to: y, when: b > 0.5 } }'], 'drivers.d.states.x.on'],
  [['2 months: x', '3 months: x'], 'drivers.d.states.y.after'],
  [['initial: x', 'initial: y'], 'drivers.d.initial'],
  [['range: [0, 9]', 'range: [0, 8]'], 'drivers.d.variables.n'],
  [['next: w,', 'next: 0.9 * w,'], 'indicators.w.next'],
  [['normal(0, 1)"', 'normal(0, 2)"'], 'indicators.w.noise'],
  [['m: w + b', 'm: w'], 'measures.m'],
  [['2024-03-01', '2024-04-01'], 'calendar.go'],
  [['yes: d.y', 'yes: d.x'], 'questions.q'],
  [['steps: 12', 'steps: 13'], 'clock'],
  [['      y: {', '      z: {}\n      y: {'], 'drivers.d.states.z added'],
  [['measures: {', 'measures: { k: 1, '], 'measures.k added'],
] as const)('%j', async (edit, path) => {
  expect(await paths(edit)).toEqual([path]);
});

test('is told as it is printed, without evidence', async () => {
  const { changes } = await diff(['probability: a', 'probability: 2 * a']);
  expect(changes).toEqual([
    {
      path: 'drivers.d.states.x.chance',
      is: 'changed',
      before: 'chance probability a -> y',
      after: 'chance probability 2 * a -> y',
    },
  ]);
});

describe('one change in the first version', () => {
  test('comes with what it cannot be without, and with nothing else', async () => {
    const { a, b, changes } = await diff(
      ['parameters:\n', 'parameters:\n  c: { value: d.0 }\n'.replace('d.0', '0.4')],
      ['probability: a', 'probability: c'],
      ['next: w,', 'next: 2 * w,'],
    );
    const applied = withChange(a, b, 'drivers.d.states.x.chance', changes);
    expect(applied).toMatchObject({ with: ['parameters.c'] });
    const alone = await diff(
      ['parameters:\n', 'parameters:\n  c: { value: 0.4 }\n'],
      ['probability: a', 'probability: c'],
    );
    // The same but for the order of parameters.
    if (!('model' in applied)) throw new Error('not applied');
    expect(changesOf(alone.b, applied.model)).toEqual([]);
    expect(changesOf(a, applied.model)).toHaveLength(2);
  });

  test('all changes together are the second version', async () => {
    const { a, b, changes } = await diff(
      ['value: 0.1', 'value: 0.2'],
      ['2 months: x', '3 months: x'],
      ['m: w + b', 'm: w'],
    );
    let model = a;
    for (const { path } of changes) {
      const applied = withChange(model, b, path, changes);
      if ('lacks' in applied) throw new Error(applied.lacks);
      ({ model } = applied);
    }
    expect(changesOf(model, b)).toEqual([]);
    expect(modelHashInput(model)).toBe(modelHashInput(b));
  });

  test('that takes away what others read says what would be lacking', async () => {
    const { a, b, changes } = await diff(
      ['  a: { value: 0.1, basis: judgement, why: One. }\n', ''],
      ['probability: a', 'probability: b'],
    );
    expect(withChange(a, b, 'parameters.a', changes)).toEqual({ lacks: 'parameters.a' });
    expect(withChange(a, b, 'drivers.d.states.x.chance', changes)).toMatchObject({ with: [] });
  });

  test('a state that is added brings its variable, and stands inside the state that it is in', async () => {
    const { a, b, changes } = await diff(
      ['n: {', 'k: { type: integer, start: 0, range: [0, 9] }, n: {'],
      [
        '      y: { after: { 2 months: x } }',
        '      y: { after: { 2 months: x }, states: { i: { entry: [ { set: k, to: 1 } ] } } }',
      ],
    );
    const applied = withChange(a, b, 'drivers.d.states.i', changes);
    expect(applied).toMatchObject({ with: ['drivers.d.variables.k'] });
    expect(withChange(a, b, 'drivers.d.states.y.structure', changes)).toMatchObject({
      with: expect.arrayContaining(['drivers.d.states.i', 'drivers.d.variables.k']) as string[],
    });
  });
});
