import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printExpr, printModel, readScenario } from './index.ts';
import { HEAD, modelOf } from './testing.ts';

/** Expressions as text, with random parentheses, over two indicators and a state. */
const leaf = fc.constantFrom(
  'a',
  'b',
  '2',
  '0.5',
  '1e-7',
  'pi',
  't / month',
  'dt / month',
  'x.on',
  'prev(a)',
);
const { number } = fc.letrec<{ number: string; condition: string }>((tie) => ({
  number: fc.oneof(
    { maxDepth: 5 },
    leaf,
    fc
      .tuple(tie('number'), fc.constantFrom('+', '-', '*', '/'), tie('number'))
      .map(([l, op, r]) => `(${l}) ${op} (${r})`),
    tie('number').map((of) => `-(${of})`),
    tie('number').map((of) => `(${of})^2`),
    fc.tuple(tie('condition'), tie('number'), tie('number')).map(([c, l, r]) => `((${c}) ? (${l}) : (${r}))`),
    fc.tuple(tie('number'), tie('number'), tie('number')).map((args) => `clamp(${args.join(', ')})`),
    fc.tuple(tie('number'), tie('number'), tie('number')).map((args) => `max(${args.join(', ')})`),
    fc.tuple(tie('number'), tie('number')).map(([l, r]) => `weakestLink([${l}, ${r}], 3)`),
    fc.tuple(tie('number'), tie('number')).map(([l, r]) => `delay(${l}, month, ${r})`),
    tie('number').map((of) => `delay(${of}, 2 * month, order = 3)`),
    fc.tuple(tie('number'), tie('number')).map(([l, r]) => `smooth(${l}, month, ${r}, order = 2)`),
    tie('number').map((of) => `smooth(${of}, month)`),
    tie('number').map((of) => `tableExtended(${of}, [-1, 2 / 3], [0, 1e-7])`),
    tie('number').map((of) => `step(${of}, month) + ramp(1 / month, month, 2 * month)`),
  ),
  condition: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom('x.on', 'true', 'pulse(month, 0)', 'pulseTrain(0, month, 3 * month, year)'),
    fc
      .tuple(tie('number'), fc.constantFrom('<', '<=', '>', '>=', '==', '!='), tie('number'))
      .map(([l, op, r]) => `(${l}) ${op} (${r})`),
    fc
      .tuple(tie('condition'), fc.constantFrom('and', 'or'), tie('condition'))
      .map(([l, op, r]) => `(${l}) ${op} (${r})`),
    tie('condition').map((of) => `not (${of})`),
  ),
}));

const scenario = (expr: string): string => `${HEAD}indicators:
  a: { start: 1, next: a, basis: data }
  b: { start: 1, next: b, basis: data }
drivers: { x: { initial: on, states: { on: {} } } }
measures:
  m: { value: "${expr}", basis: data }
`;

const withoutSpans = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, part: unknown) => (key === 'span' ? undefined : part)));

test('what is printed reads back as the same expression', async () => {
  await fc.assert(
    fc.asyncProperty(
      number.filter((text) => text.length < 900),
      async (text) => {
        const { diagnostics } = await readScenario({ name: 'random', text: scenario(text) });
        // Constants may be drawn that no scenario may hold.
        fc.pre(
          !diagnostics.some(
            ({ code }) => code === 'range-order' || code === 'range-width' || code === 'expression-value',
          ),
        );
        const first = (await modelOf(scenario(text))).measures[0]?.value;
        if (!first) throw new Error('no measure');
        const printed = printExpr(first);
        const second = (await modelOf(scenario(printed))).measures[0]?.value;
        expect(withoutSpans(second)).toEqual(withoutSpans(first));
      },
    ),
    { numRuns: 200 },
  );
});

test('the printed model names every element, with units and basis', async () => {
  const text = printModel(
    await modelOf(readFileSync(new URL('fixtures/valid/two-neighbours.yaml', import.meta.url), 'utf8')),
  );
  expect(text).toContain(
    'backlashRate ~ lognormal(median = 0.03, p90 = 0.08) within [0, 0.5] [1/month]  # judgement from C-B1',
  );
  expect(text).toContain('chance rate 0.002 / month when cohesion > 0.6 -> alliance');
  expect(text).toContain('none when count == 0 | some when count <= 6 | many');
});
