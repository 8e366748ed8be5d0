import { describe, expect, test } from 'vitest';
import { readScenario, scenarioJsonSchema } from './index.ts';
import { faults, HEAD } from './testing.ts';

const indicator = (body: string): string => `${HEAD}indicators:\n  warmth: { ${body} }\n`;

describe('shape', () => {
  test.each([
    [
      'a missing and a misspelt key are one fault',
      indicator('strat: 1, next: 1'),
      ['shape-unknown-key at strat'],
    ],
    [
      'missing and unknown keys that do not match are two',
      indicator('start: 1, colour: 2'),
      ['shape-missing-key at warmth', 'shape-unknown-key at colour'],
    ],
    ['another edition', HEAD.replace('stave: 1', 'stave: 2'), ['shape-value at 2']],
    ['no clock', 'stave: 1\nid: a\ntitle: b\n', ['shape-missing-key at ']],
    ['an id that is not kebab-case', HEAD.replace('id: test', 'id: Test'), ['name-invalid at Test']],
    [
      'a language that is none',
      HEAD.replace('title: Test', 'title: { english: Test }'),
      ['name-invalid at english'],
    ],
    ['a number for a text', HEAD.replace('title: Test', 'title: 5'), ['shape-type at 5']],
    [
      'a comma in an unquoted expression',
      indicator('start: 1, next: min(warmth, 2)'),
      ['shape-unknown-key at 2)'],
    ],
    [
      'an action that is none',
      `${HEAD}drivers:\n  a: { initial: b, states: { b: { entry: [ { rase: c } ] } } }`,
      ['shape-unknown-key at rase'],
    ],
    [
      'a question of no kind',
      `${HEAD}questions:\n  a: { ask: b, at: end, internal: true, kind: binray, yes: t > 1 }`,
      ['shape-value at binray'],
    ],
    [
      'a key of another kind of question',
      `${HEAD}questions:\n  a: { ask: b, at: end, internal: true, kind: binary, yes: t > 1, outcomes: [] }`,
      ['shape-unknown-key at outcomes'],
    ],
  ])('%s', async (_what, text, found) => {
    expect(await faults(text)).toEqual(found);
  });

  test('what is wrong in shape does not hide what is wrong in meaning', async () => {
    const text = `${HEAD}indicators:
  warmth: { start: 1, nxet: warmth + cold }
  cold: { start: 1, next: 2, range: 7 }
  mild: { start: 1, next: cold + wramth }
`;
    // `cold` is broken, so not knowing it is no fault of its own.
    expect(await faults(text)).toEqual([
      'shape-unknown-key at nxet',
      'shape-type at 7',
      'unknown-name at wramth',
    ]);
  });

  test('the message names what was meant', async () => {
    const { diagnostics } = await readScenario({ name: 'x', text: indicator('strat: 1, next: 1') });
    expect(diagnostics[0]?.help).toBe('did you mean `start`?');
  });
});

test('the JSON Schema describes the file for editors', () => {
  const schema = scenarioJsonSchema() as {
    properties: Record<string, unknown>;
    required: string[];
    additionalProperties: boolean;
  };
  expect(schema.required).toEqual(['stave', 'id', 'title', 'clock']);
  expect(Object.keys(schema.properties)).toContain('questions');
  expect(schema.additionalProperties).toBe(false);
  expect(JSON.stringify(schema)).toContain('An expression in mathjs syntax');
});
