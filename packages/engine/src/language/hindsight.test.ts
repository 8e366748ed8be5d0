/** What rests on hindsight, wherever it is said. */
import { expect, test } from 'vitest';
import { hindsightOf } from './hindsight.ts';
import { printModel, readScenario } from './index.ts';
import { HEAD, importsOf, modelOf } from './testing.ts';

const EVIDENCE = `evidence:
  early: { claim: c, source: s, date: 2023, kind: data }
  late: { claim: c, source: s, date: 2024-06, kind: data, hindsight: Sets the size. }
`;

test('elements by their own word or by what they cite, each once, in file order', async () => {
  const model = await modelOf(`${HEAD}${EVIDENCE}parameters:
  plain: { value: 2, basis: data, evidence: [early] }
  cites: { value: 2, basis: data, evidence: [early, late] }
  says: { value: 2, basis: judgement, hindsight: The outcome was known. }
drivers:
  d:
    evidence: [late]
    basis: data
    variables: { v: { type: integer, start: 2, range: [0, 9] } }
    initial: s
    states:
      s:
        chance: [{ to: t, rate: 0.1 / month }, { to: t, rate: 0.2 / month, evidence: [early] }]
        after: { 3 months: t }
      t:
        hindsight: It came to this.
        always: [{ when: v > 5, to: s, evidence: [late] }]
    on: { e: { to: s, hindsight: So it went. } }
indicators: { i: { start: says, next: i * plain, evidence: [early], basis: data } }
measures: { m: { value: cites, evidence: [late] } }
calendar: [{ event: e, at: 2024-03-01, hindsight: The day was not known. }]
questions:
  q: { ask: q, kind: binary, yes: i > 3, at: end, internal: true, basis: data, baseline: { probability: 0.5, source: s, evidence: [late] } }
`);
  expect(hindsightOf(model)).toEqual([
    { path: 'parameters.cites', rows: ['late'] },
    { path: 'parameters.says', rows: [], says: 'The outcome was known.' },
    { path: 'drivers.d', rows: ['late'] },
    { path: 'drivers.d.t', rows: ['late'], says: 'It came to this.' },
    { path: 'drivers.d.t.always[0]', rows: ['late'], says: 'It came to this.' },
    { path: 'drivers.d.on.e[0]', rows: ['late'], says: 'So it went.' },
    { path: 'measures.m', rows: ['late'] },
    { path: 'calendar[0]', rows: [], says: 'The day was not known.' },
    { path: 'questions.q.baseline', rows: ['late'] },
  ]);
  expect(model.numbers.filter(({ hindsight }) => hindsight !== undefined).map(({ path }) => path)).toEqual([
    'parameters.says.value',
    'drivers.d.t.always[0].when',
  ]);
  const printed = printModel(model);
  expect(printed).toContain('known until 2023-12-31');
  expect(printed).toContain('\n  drivers.d.t: late, by its own word\n');
  expect(printed).toContain('\n  late: data, 2024-06, hindsight\n');
});

test('a restated number by itself', async () => {
  const fragment = `stave-fragment: 1\nindicators: { i: { start: 2, next: i * 3, basis: data } }\n`;
  const { model, diagnostics } = await readScenario(
    {
      name: 'x',
      text: `${HEAD}import: [a.yaml]\nrestate: { indicators: { i: { start: 4, basis: judgement, hindsight: Seen since. } } }\n`,
    },
    { imports: importsOf({ 'a.yaml': fragment }) },
  );
  expect(diagnostics).toEqual([]);
  expect(model && hindsightOf(model)).toEqual([
    { path: 'indicators.i.start', rows: [], says: 'Seen since.' },
  ]);
});

test('none where nothing is late', async () => {
  expect(hindsightOf(await modelOf(`${HEAD}measures: { m: t }\n`))).toEqual([]);
});
