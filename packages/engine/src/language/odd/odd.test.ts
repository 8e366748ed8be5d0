/** The ODD protocol: that it has everything, in its place, and as text. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readScenario } from '../index.ts';
import { modelHashInput, modelTextInput } from '../hash.ts';
import { HEAD, faults, importsOf, modelOf } from '../testing.ts';
import { partsOf } from './assign.ts';
import { printOdd } from './index.ts';
import { plain, table } from './markdown.ts';

const valid = readFileSync(new URL('../fixtures/valid/two-neighbours.yaml', import.meta.url), 'utf8');

test('seats: who decides on what, with which rules', async () => {
  const seats = readFileSync(new URL('../fixtures/valid/seats.yaml', import.meta.url), 'utf8');
  const model = await modelOf(seats);
  const text = printOdd(model);
  expect(text).toMatch(/^2\. Decided: /m);
  expect(text).toMatch(
    /\| `seoul` +\| Seoul +\| `fund`, `proposeAcsa`, `leak` +\| `warmth`, `spent`, `tokyo` +\| `opinion` +\|/,
  );
  expect(text).toMatch(/\| `tokyo` +\| +\| `visit` +\| everything +\|/);
  expect(text).toContain(
    '\n- Start: `6`\n- Income a turn: `6 - campaign.season`\n- Carried over at most: 2\n- Held at most: 12\n',
  );
  expect(text).toMatch(
    /\| `proposeAcsa` +\| +\| `luck acsa` +\| `1 \+ warmth` +\| `warmth > 0.3` +\| +\| `seoul.opposition`, `tokyo`, `tokyo.elder` +\| `signed: 0.66`, `stalled: else` +\|/,
  );
  expect(text).toMatch(/\| `leak` +\| covert +\| `months\(opinion.tolerant\) > 1` +\| `boldness` +\|/);
  expect(text).toMatch(/\| no move +\|/);
  expect(text).toMatch(/\| `seoul.proposeAcsa.signed` +\| `seoul` +\| `pact` +\|/);
  expect(text).toContain('Drawn by seats: choices with weights 1, moves with several outcomes 1.');
  for (const lang of ['zh', 'ja', 'ko']) expect(printOdd(model, lang)).not.toMatch(/Decided|covert|no move/);
});

test('a submodel may name a seat, and its parameters go with it', async () => {
  const seats = readFileSync(new URL('../fixtures/valid/seats.yaml', import.meta.url), 'utf8');
  const model = await modelOf(`${seats}odd: { submodels: [{ id: x, title: X, elements: [seoul] }] }\n`);
  const [first, others] = partsOf(model);
  expect(first?.seats.map(({ name }) => name)).toEqual(['seoul']);
  expect(first?.parameters.map(({ name }) => name)).toEqual(['boldness']);
  expect(others?.seats.map(({ name }) => name)).toEqual(['tokyo']);
  expect(others?.borrowed).toEqual([{ name: 'boldness', from: 0 }]);
});

/** A pin: our own output, read by a person when it changes. */
test('pin: the protocol of the small scenario', async () => {
  await expect(printOdd(await modelOf(valid))).toMatchFileSnapshot('two-neighbours.odd.md');
});

test('the seven elements stand in their order, hindsight first', async () => {
  const heads = printOdd(await modelOf(valid)).match(/^## .*$/gm);
  expect(heads).toEqual([
    '## Hindsight',
    '## 1. Purpose and patterns',
    '## 2. Entities, state variables and scales',
    '## 3. Process overview and scheduling',
    '## 4. Design concepts',
    '## 5. Initialization',
    '## 6. Input data',
    '## 7. Submodels',
    '## Claims',
    '## Sources',
    '## Hindsight',
    '## Numbers by basis',
  ]);
});

test('texts in the language that is asked, where there are any', async () => {
  const model = await modelOf(valid);
  expect(printOdd(model, 'zh')).toMatch(/^# 两个邻国\n/);
  expect(printOdd(model, 'zh-Hans')).toContain('舆论与排放');
  expect(printOdd(model, 'xx')).toBe(printOdd(model, 'en'));
});

test.each(['zh', 'ja', 'ko'])('the protocol has its own words in %s, everywhere', async (lang) => {
  const model = await modelOf(valid);
  const [en, text] = ['en', lang].map((tag) => printOdd(model, tag).split('\n'));
  expect(text?.length).toBe(en?.length);
  // Titles of submodels are the scenario's.
  const heads = (lines: readonly string[] = []): string[] =>
    lines.filter((line) => /^###? (?!7\.\d)/.test(line));
  expect(heads(text)).toHaveLength(heads(en).length);
  for (const [i, head] of heads(text).entries()) expect(head).not.toBe(heads(en)[i]);
});

test('without a date nothing is said of hindsight; without a section everything is still described', async () => {
  const text = printOdd(
    await modelOf('stave: 1\nid: x\ntitle: X\nclock: { step: 1 day, steps: 3 }\nmeasures: { m: t }\n'),
  );
  expect(text).not.toContain('Hindsight');
  expect(text).toContain('### 7.1 All elements');
  expect(text).toContain('_Not said._');
});

const BODY = `parameters:
  a: { value: b * 2, basis: data }
  b: { prior: "uniform(0, 1)", basis: data }
  c: { value: 3, basis: data }
  d: { value: 4, basis: data }
  q: { value: 5, basis: data }
drivers:
  mood: { variables: { v: { type: number, start: d, range: [0, 9] } }, initial: s, states: { s: {} }, basis: data, on: { e: { when: c > v } } }
indicators:
  heat: { start: a, next: heat }
measures:
  total: heat + c
  rest: d
calendar: [{ event: e, at: 2024-03-01 }]
questions: { high: { ask: H, kind: binary, yes: total > q, at: end, internal: true } }
`;
const submodels = (list: string): string => `${HEAD}${BODY}odd: { submodels: [${list}] }\n`;

describe('submodels', () => {
  const names = async (list: string): Promise<readonly (readonly string[])[]> =>
    partsOf(await modelOf(submodels(list))).map(({ drivers, indicators, measures, parameters, borrowed }) => [
      ...[...drivers, ...indicators, ...measures, ...parameters].map(({ name }) => name),
      ...borrowed.map(({ name, from }) => `${name} of ${from}`),
    ]);

  test('a parameter is where it is read first, the rest with the others', async () => {
    expect(
      await names('{ id: x, title: X, elements: [total, heat] }, { id: y, title: Y, elements: [mood] }'),
    ).toEqual([
      ['heat', 'total', 'a', 'b', 'c'],
      ['mood', 'd', 'c of 0'],
      ['rest', 'q', 'd of 1'],
    ]);
  });

  test('a parameter that is named stays where it was put', async () => {
    expect(
      await names('{ id: x, title: X, elements: [a] }, { id: y, title: Y, elements: [b, heat] }'),
    ).toEqual([
      ['a', 'b of 1'],
      ['heat', 'b', 'a of 0'],
      ['mood', 'total', 'rest', 'c', 'd', 'q'],
    ]);
  });

  test('without any, all stand together', async () => {
    expect(await names('')).toEqual([['mood', 'heat', 'total', 'rest', 'a', 'b', 'c', 'd', 'q']]);
  });

  test.each([
    ['{ id: x, title: X, elements: [haet] }', 'unknown-name at haet'],
    ['{ id: x, title: X, elements: [v] }', 'unknown-name at v'],
    ['{ id: x, title: X, elements: [high] }', 'unknown-name at high'],
    ['{ id: x, title: X, elements: [heat, heat] }', 'odd-twice at heat'],
    ['{ id: x, title: X }, { id: x, title: Y }', 'odd-twice at x'],
    ['{ id: x, title: X, evidence: [E1] }', 'unknown-evidence at E1'],
    ['{ id: x, title: X, element: [heat] }', 'shape-unknown-key at element'],
    ['{ id: x }', 'shape-missing-key at {'],
  ])('%s is refused', async (list, fault) => {
    const found = await faults(submodels(list));
    expect(found.map((one) => one.slice(0, fault.length))).toEqual([fault]);
  });

  test('evidence that a submodel rests on is cited', async () => {
    const evidence = 'evidence: { E1: { claim: c, source: s, date: 2020, kind: data } }\n';
    expect(await faults(`${submodels('{ id: x, title: X, evidence: [E1] }')}${evidence}`)).toEqual([]);
    expect(await faults(`${submodels('')}${evidence}`)).toEqual(['evidence-unused at E1']);
  });

  test('fragments bring theirs, and nothing is said twice', async () => {
    const read = (text: string) =>
      readScenario(
        { name: 'x', text: `${HEAD}import: [a.yaml]\n${text}` },
        {
          imports: importsOf({
            'a.yaml': `stave-fragment: 1\n${BODY}odd: { purpose: P, concepts: { emergence: E }, submodels: [{ id: x, title: X, elements: [heat] }] }\n`,
          }),
        },
      );
    const more = await read(
      'odd: { patterns: Q, concepts: { sensing: S }, submodels: [{ id: y, title: Y, elements: [mood] }] }\n',
    );
    expect(more.diagnostics).toEqual([]);
    expect(more.model?.odd).toMatchObject({
      purpose: { en: 'P' },
      patterns: { en: 'Q' },
      concepts: { emergence: { en: 'E' }, sensing: { en: 'S' } },
      submodels: [{ id: 'x' }, { id: 'y' }],
    });
    for (const [text, code] of [
      ['odd: { purpose: Q }', 'name-declared-twice'],
      ['odd: { concepts: { emergence: Q } }', 'name-declared-twice'],
      ['odd: { submodels: [{ id: z, title: Z, elements: [heat] }] }', 'odd-twice'],
    ] as const)
      expect((await read(`${text}\n`)).diagnostics.map((found) => found.code)).toEqual([code]);
  });
});

test('what people say changes nothing that runs, and is no number', async () => {
  const without = await modelOf(valid.replace(/\nodd:[^]*$/, '\n').replace(/ {2}felt:.*\n/, ''));
  const model = await modelOf(valid);
  expect(modelHashInput(without)).toBe(modelHashInput(model));
  expect(without.numbers.length).toBe(model.numbers.length);
  expect(modelTextInput(model)).toContain('forecasts nothing');
});

describe('Markdown', () => {
  test.each([
    ['a_b c* `d` [e](f) <g> h|i', 'a_b c\\* \\`d\\` \\[e](f) \\<g> h|i'],
    ['_a_ b_', '\\_a\\_ b\\_'],
    ['a\n  b\t c ', 'a b c'],
    ['# a', '\\# a'],
    ['- a', '\\- a'],
    ['2024. A year', '2024\\. A year'],
    ['2.5 a', '2.5 a'],
    ['&amp; & b', '\\&amp; & b'],
    ['国_际', '国_际'],
    ['a\\b ~c~ $5', 'a\\\\b \\~c\\~ \\$5'],
  ])('%j is %j', (text, expected) => {
    expect(plain(text)).toBe(expected);
  });

  test('tables are not padded, and leave out what is empty', () => {
    expect(
      table(
        ['a', 'b', 'c'],
        [
          ['国', '', 'x|y'],
          ['long', undefined, 'z'],
        ],
      ),
    ).toEqual([['| a | c |', '| --- | --- |', '| 国 | x\\|y |', '| long | z |'].join('\n')]);
    expect(table(['a'], [])).toEqual([]);
  });
});
