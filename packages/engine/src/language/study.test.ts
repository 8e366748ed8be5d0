/** Study files, and arms as scenarios with some parameters written elsewhere. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { armProblems, readScenario, readStudy, type Study } from './index.ts';
import { modelHashInput } from './hash.ts';

const HEAD = 'stave-study: 1\nid: test\ntitle: Test\nscenario: s.yaml\ntrials: 1000\nseed: 007\n';
const SCENARIO = `stave: 1
id: test
title: Test
clock: { start: 2024-01, step: 1 month, steps: 12 }
evidence:
  E1: { claim: c, source: s, date: 2020, kind: data }
parameters:
  half: { value: level / 2, basis: assumption }
  rate: { prior: "uniform(0.01, 0.1)", unit: 1/month, basis: judgement, evidence: [E1] }
  level: { prior: "uniform(0, 1)", basis: judgement }
  slope: { prior: "normal(0, 1)", basis: judgement }
correlations:
  - { between: [level, slope], r: 0.5 }
drivers:
  opinion:
    initial: calm
    states:
      calm: { chance: [{ to: angry, rate: rate }] }
      angry: {}
measures:
  both: level + slope + half
`;

const study = (text: string): Study => {
  const { study: found, diagnostics } = readStudy({ name: 'study.yaml', text });
  expect(diagnostics).toEqual([]);
  if (!found) throw new Error('no study');
  return found;
};

const codes = (text: string, list: readonly Diagnostic[]): string[] =>
  list.map(({ code, span }) => `${code} at ${text.slice(span?.start, span?.end)}`);

/** What the first arm of a study says of itself, and the model it comes to. */
async function arm(parameters: string, scenario = SCENARIO) {
  const text = `${HEAD}arms:\n  x:\n    parameters: ${parameters}\n`;
  const [first] = study(text).arms;
  if (!first) throw new Error('no arm');
  const overlay = { arm: first, source: { name: 'study.yaml', text } };
  const { model, diagnostics, sources } = await readScenario({ name: 's.yaml', text: scenario }, { overlay });
  const [ofScenario, ofStudy] = armProblems(diagnostics, sources, first);
  if (!ofScenario || !ofStudy) throw new Error('no files');
  const problems = { scenario: ofScenario.diagnostics, study: ofStudy.diagnostics };
  return {
    model,
    scenario: codes(scenario, problems.scenario),
    study: codes(text, problems.study),
    problems,
  };
}

test('without arms the scenario runs as it is; a seed is the text that was written', () => {
  expect(study(HEAD)).toEqual({
    id: 'test',
    title: { en: 'Test' },
    scenario: { path: 's.yaml', span: { start: 46, end: 52 } },
    trials: 1000,
    replications: 1,
    seed: '007',
    arms: [{ name: 'base', parameters: [] }],
  });
});

test('an arm may say nothing', () => {
  expect(study(`${HEAD}arms:\n  a:\n  b: {}\n`).arms.map(({ name }) => name)).toEqual(['a', 'b']);
});

test('a valid study', () => {
  const text = readFileSync(new URL('fixtures/studies/valid/arms.yaml', import.meta.url), 'utf8');
  expect(study(text).arms.map(({ name, label }) => [name, label?.['en']])).toEqual([
    ['base', undefined],
    ['calm', 'No new rate'],
    ['worse', undefined],
    ['forced', undefined],
  ]);
});

test.each([
  ['an unknown key', `${HEAD}arm: {}\n`, ['shape-unknown-key at arm']],
  ['a map where a list is wanted', `${HEAD}arms: { a: { put: {} } }\n`, ['shape-type at {}']],
  ['a script without moves', `${HEAD}arms: { a: { scripts: { s: [] } } }\n`, ['shape-value at []']],
  ['a state without driver', `${HEAD}arms: { a: { put: [ { state: x, at: 1 } ] } }\n`, ['name-invalid at x']],
  ['a missing key', HEAD.replace('seed: 007\n', ''), ['shape-missing-key at ']],
  ['a scenario', SCENARIO, ['file-kind at stave']],
  ['no trials', HEAD.replace('1000', '0'), ['study-trials at 0']],
  ['too many trials', HEAD.replace('1000', '5e9'), ['study-trials at 5e9']],
  ['no arms', `${HEAD}arms: {}\n`, ['study-arms at {}']],
  ['an arm that is no name', `${HEAD}arms: { ../x: {} }\n`, ['name-invalid at ../x']],
  ['another edition', HEAD.replace('study: 1', 'study: 2'), ['shape-value at 2']],
  ['nothing', '', ['shape-type at ']],
])('%s', (_what, text, found) => {
  const { study: none, diagnostics } = readStudy({ name: 'study.yaml', text });
  expect(codes(text, diagnostics)).toEqual(found);
  expect(none).toBeUndefined();
});

describe('an arm', () => {
  test('that says nothing is the scenario', async () => {
    const base = await readScenario({ name: 's.yaml', text: SCENARIO });
    const { model } = await arm('{}');
    if (!model || !base.model) throw new Error('no model');
    expect(modelHashInput(model)).toBe(modelHashInput(base.model));
  });

  test('replaces a prior by a value; unit and label stay, the basis is its own', async () => {
    const { model, study: said } = await arm('{ rate: 0.02 }');
    expect(said).toEqual([]);
    const rate = model?.parameters.find(({ name }) => name === 'rate');
    expect(rate).toMatchObject({
      unit: '1/month',
      value: { fixed: { op: 'number', value: 0.02 } },
      provenance: { basis: 'assumption', evidence: [] },
    });
  });

  test('replaces a prior by a prior, and has the hash of the scenario that says the same', async () => {
    const { model } = await arm('{ rate: { prior: "uniform(0.02, 0.2)", basis: data, evidence: [E1] } }');
    const same = await readScenario({ name: 's', text: SCENARIO.replace('0.01, 0.1', '0.02, 0.2') });
    if (!model || !same.model) throw new Error('no model');
    expect(modelHashInput(model)).toBe(modelHashInput(same.model));
  });

  test('that fixes a correlated parameter leaves the luck of the other as it is', async () => {
    const { model, study: said, scenario } = await arm('{ level: 0.5 }');
    expect([said, scenario]).toEqual([[], []]);
    expect(model?.parameters.map(({ name, luck }) => [name, luck])).toEqual([
      ['half', undefined],
      ['rate', undefined],
      ['level.drawn', 'level'],
      ['level', undefined],
      ['slope', undefined],
    ]);
    expect(model?.correlations[0]?.between).toEqual(['level.drawn', 'slope']);
  });

  test.each([
    ['{ rat: 0.02 }', ['unknown-name at rat'], []],
    ['{ rate: levl }', ['unknown-name at levl'], []],
    ['{ rate: "uniform(0, 1)" }', ['unknown-function at uniform'], []],
    ['{ rate: { prior: "uniform(1, 0)" } }', ['distribution-value at uniform(1, 0)'], []],
    ['{ rate: { value: 0.1, prior: "uniform(0, 1)" } }', ['parameter-value at rate'], []],
    ['{ rate: "0.02 / year" }', ['unit-mismatch at 0.02 / year'], []],
    ['{ rate: { value: 0.1, evidence: [E9] } }', ['unknown-evidence at E9'], []],
    ['{ level: slope, slope: level }', ['parameter-cycle at level'], []],
    // A fault of the whole that shows in the scenario's text.
    ['{ level: half }', [], ['parameter-cycle at half']],
  ])('%s', async (parameters, inStudy, inScenario) => {
    const found = await arm(parameters);
    expect({ study: found.study, scenario: found.scenario }).toEqual({
      study: inStudy,
      scenario: inScenario,
    });
    for (const problem of [...found.problems.study, ...found.problems.scenario])
      expect(problem.notes?.at(-1)?.message).toBe('in the arm `x` of the study');
  });
});

test('a correlation needs two priors', async () => {
  const text = SCENARIO.replace('level: { prior: "uniform(0, 1)"', 'level: { value: 1');
  const { diagnostics } = await readScenario({ name: 's', text });
  expect(codes(text, diagnostics)).toEqual(['correlation-invalid at level']);
});
