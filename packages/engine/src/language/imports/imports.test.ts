/** Scenarios in several files: what they come to, what may be restated, and where faults are shown. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { renderDiagnostics } from '../../diagnostics/render.ts';
import { modelHashInput } from '../hash.ts';
import { armProblems, checkFragment, readKept, readScenario, readStudy, type ReadResult } from '../index.ts';
import type { Model } from '../model.ts';
import { HEAD, importsOf } from '../testing.ts';
import { pathProblem, resolvedPath } from './path.ts';

const FRAGMENT = 'stave-fragment: 1\n';

const readIn = (text: string, files: Readonly<Record<string, string>>): Promise<ReadResult> =>
  readScenario({ name: 'here/scenario.yaml', text: HEAD + text }, { imports: importsOf(files) });

/** `file: code at the text of the span` of all that is found. */
async function faultsIn(text: string, files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { diagnostics, sources } = await readIn(text, files);
  return sources
    .apart(diagnostics)
    .flatMap(({ source, diagnostics: found }) =>
      found.map(
        ({ code, span }) => `${source.name}: ${code} at ${source.text.slice(span?.start, span?.end)}`,
      ),
    );
}

async function modelIn(text: string, files: Readonly<Record<string, string>>): Promise<Model> {
  const { model, diagnostics } = await readIn(text, files);
  expect(diagnostics).toEqual([]);
  if (!model) throw new Error('no model');
  return model;
}

const EVIDENCE = `evidence:
  E1: { claim: c, source: s, date: 2020, kind: data }
  E2: { claim: c, source: s, date: 2021, kind: data }
`;
const PARAMETERS = `parameters:
  rate: { prior: "uniform(0.01, 0.1)", unit: 1/month, basis: data, evidence: [E1], why: Old. }
  level: { prior: "uniform(0, 1)", basis: judgement, evidence: [E2] }
  slope: { prior: "normal(0, 1)", basis: judgement }
correlations:
  - { between: [level, slope], r: 0.5 }
`;
const DRIVERS = `drivers:
  mood:
    basis: judgement
    variables: { shocks: { type: integer, start: 2, range: [0, 9] } }
    initial: calm
    states:
      calm: { chance: [{ to: angry, rate: rate }] }
      angry: { states: { loud: { entry: [{ set: shocks, to: shocks * 2 }] }, quiet: {} }, on: { hush: { to: quiet } } }
    on: { hush: { when: shocks > 3, to: calm } }
`;
const INDICATORS = `indicators:
  warmth: { start: 0.45, next: warmth * 0.99, basis: data, evidence: [E1], why: Old. }
measures:
  cold: 1 - warmth
  both: { value: level + slope, range: [-9, 9] }
`;
const CALENDAR = `calendar:
  - { event: hush, at: 2024-05-05 }
`;
const QUESTIONS = `questions:
  ends: { ask: Cold?, kind: binary, yes: cold > 0.5, at: end, internal: true, basis: judgement }
  falls: { ask: Cold by?, kind: binary, yes: cold > 0.6, from: 2024-02-01, by: 2024-06-30, internal: true, basis: judgement }
`;
const ALL = EVIDENCE + PARAMETERS + DRIVERS + INDICATORS + CALENDAR + QUESTIONS;
const MECHANISM = { 'mechanism.yaml': FRAGMENT + ALL };
const IMPORT = 'import: [mechanism.yaml]\n';

describe('what the files come to', () => {
  test.each<[string, string, Readonly<Record<string, string>>]>([
    ['one fragment', IMPORT, MECHANISM],
    [
      'sections in several files',
      `import: [a.yaml, b.yaml]\n${QUESTIONS}`,
      { 'a.yaml': FRAGMENT + EVIDENCE + PARAMETERS, 'b.yaml': FRAGMENT + DRIVERS + INDICATORS + CALENDAR },
    ],
    [
      'fragments of fragments, one of them twice',
      `import: [deep/b.yaml, deep/../a.yaml]\n${INDICATORS}`,
      {
        'a.yaml': FRAGMENT + EVIDENCE + PARAMETERS,
        'deep/b.yaml': `${FRAGMENT}import: [../a.yaml, ./c.yaml]\n${QUESTIONS}`,
        'deep/c.yaml': FRAGMENT + DRIVERS + CALENDAR,
      },
    ],
    [
      'a table cut in two',
      `import: [a.yaml]\n${ALL.replace(/ {2}rate:.*\n/, '')}`,
      { 'a.yaml': `${FRAGMENT}${/parameters:\n {2}rate:.*\n/.exec(ALL)?.[0] ?? ''}` },
    ],
  ])('%s: the hash is that of one file', async (_, text, files) => {
    const whole = await modelIn(ALL, {});
    const cut = await modelIn(text, files);
    expect(modelHashInput(cut)).toBe(modelHashInput(whole));
    const numbers = ({ numbers: list }: Model): string[] =>
      list.map(({ path, text: number, basis }) => `${path} ${number} ${basis}`).sort();
    expect(numbers(cut)).toEqual(numbers(whole));
  });

  test('what was read is kept, by its path from the scenario, and reads again', async () => {
    const files = {
      '../shared/a.yaml': `${FRAGMENT}import: [more/b.yaml]\n${EVIDENCE}`,
      '../shared/more/b.yaml': FRAGMENT + INDICATORS.replace(/measures:[^]*/, ''),
    };
    const { imports, sources, model } = await readIn('import: [../shared/a.yaml]\n', files);
    expect(imports).toEqual(Object.entries(files).map(([path, text]) => ({ path, text })));
    expect(sources.list.map(({ name }) => name)).toEqual([
      'here/scenario.yaml',
      'there/../shared/a.yaml',
      'there/../shared/more/b.yaml',
    ]);
    const again = await readScenario(
      { name: 'elsewhere', text: `${HEAD}import: [../shared/a.yaml]\n` },
      { imports: readKept(imports) },
    );
    expect(model && again.model && modelHashInput(again.model)).toBe(model && modelHashInput(model));
  });
});

describe('restating', () => {
  const over = (restate: string): Promise<Model> => modelIn(`${IMPORT}restate:\n${restate}`, MECHANISM);

  test.each<[string, string, (text: string) => string]>([
    [
      'a prior',
      '  parameters: { rate: { prior: "uniform(0.02, 0.2)", basis: judgement } }\n',
      (text) => text.replace('uniform(0.01, 0.1)', 'uniform(0.02, 0.2)'),
    ],
    [
      'a value for a prior',
      '  parameters: { rate: { value: 0.02 / month, basis: judgement } }\n',
      (text) => text.replace('prior: "uniform(0.01, 0.1)"', 'value: 0.02 / month'),
    ],
    [
      'a correlation, its pair turned round',
      '  correlations: [{ between: [slope, level], r: -0.25 }]\n',
      (text) => text.replace('[level, slope], r: 0.5', '[slope, level], r: -0.25'),
    ],
    [
      'a correlation that is dropped with its prior',
      '  parameters: { slope: { value: 2, basis: judgement } }\n  correlations: [{ between: [level, slope], r: dropped }]\n',
      (text) => text.replace('prior: "normal(0, 1)"', 'value: 2').replace(/correlations:\n.*\n/, ''),
    ],
    [
      'an initial state',
      '  drivers: { mood: { initial: angry } }\n',
      (text) => text.replace('initial: calm', 'initial: angry'),
    ],
    [
      'initial states with probabilities',
      '  drivers: { mood: { initial: { calm: 0.5, angry: 0.5 }, basis: data } }\n',
      (text) => text.replace('initial: calm', 'initial: { calm: 0.5, angry: 0.5 }'),
    ],
    [
      'the start of a variable',
      '  drivers: { mood: { variables: { shocks: { start: 5, basis: data } } } }\n',
      (text) => text.replace('start: 2', 'start: 5'),
    ],
    [
      'the start of an indicator',
      '  indicators: { warmth: { start: 0.2, basis: judgement } }\n',
      (text) => text.replace('start: 0.45', 'start: 0.2'),
    ],
    [
      'dates of a question, as a whole',
      '  questions: { falls: { at: 2024-12-31 } }\n',
      (text) => text.replace('from: 2024-02-01, by: 2024-06-30', 'at: 2024-12-31'),
    ],
    [
      'a question that is dropped',
      '  questions: { falls: dropped }\n',
      (text) => text.replace(/ {2}falls:.*\n/, ''),
    ],
    [
      'what a measure reports',
      '  measures: { cold: { range: [0, 2] }, both: { report: false } }\n',
      (text) =>
        text
          .replace('cold: 1 - warmth', 'cold: { value: 1 - warmth, range: [0, 2] }')
          .replace('range: [-9, 9]', 'range: [-9, 9], report: false'),
    ],
  ])('%s', async (_, restate, asWritten) => {
    const changed = asWritten(ALL);
    expect(changed).not.toBe(ALL);
    const expected = await modelIn(changed, {});
    expect(modelHashInput(await over(restate))).toBe(modelHashInput(expected));
  });

  test('states that a later start is past are no dead ends; others are', async () => {
    const states = '{ sooner: { after: { 2 months: later } }, later: {}, never: {} }';
    const files = {
      'a.yaml': `${FRAGMENT}drivers: { d: { initial: sooner, basis: data, states: ${states} } }\n`,
    };
    const text =
      'import: [a.yaml]\nrestate: { drivers: { d: { initial: later } } }\nmeasures: { m: d.later }\n';
    expect(await faultsIn(text, files)).toEqual(['there/a.yaml: state-unreachable at never']);
  });

  test('labels, at whatever depth', async () => {
    const model = await over(
      '  drivers: { mood: { label: { en: Mood, ko: M }, states: { loud: { label: Loud }, calm: { label: Calm } } } }\n' +
        '  measures: { cold: { label: Cold } }\n  questions: { ends: { ask: Is it cold? } }\n',
    );
    const [mood] = model.drivers;
    expect(mood?.label).toEqual({ en: 'Mood', ko: 'M' });
    expect(mood?.states.map(({ name, label }) => [name, label?.['en']])).toEqual([
      ['calm', 'Calm'],
      ['angry', undefined],
      ['loud', 'Loud'],
      ['quiet', undefined],
    ]);
    expect(model.measures[0]?.label).toEqual({ en: 'Cold' });
    expect(model.questions[0]?.ask).toEqual({ en: 'Is it cold?' });
  });

  test('a number brings its provenance, and the rest keeps its own', async () => {
    const { numbers, parameters, indicators } = await over(`  parameters:
    rate: { prior: "uniform(0.02, 0.2)", basis: assumption, evidence: [E2] }
  indicators:
    warmth: { start: 0.2, basis: judgement, evidence: [E2] }
  drivers:
    mood: { variables: { shocks: { start: 5, basis: data, evidence: [E1] } } }
`);
    const said = numbers.map(
      ({ path, text, basis, evidence }) => `${path} ${text} ${basis} ${evidence.join()}`,
    );
    expect(said).toEqual(
      expect.arrayContaining([
        'parameters.rate.prior 0.02 assumption E2',
        'parameters.rate.prior 0.2 assumption E2',
        'indicators.warmth.start 0.2 judgement E2',
        'indicators.warmth.next 0.99 data E1',
        'drivers.mood.variables.shocks.start 5 data E1',
        'drivers.mood.angry.loud.set.shocks 2 judgement ',
      ]),
    );
    expect(parameters[0]?.provenance).toEqual({ basis: 'assumption', evidence: ['E2'] });
    expect(indicators[0]?.provenance).toEqual({ basis: 'data', evidence: ['E1'], why: 'Old.' });
  });

  test('a restated state cites too, and what it cites must be there', async () => {
    const rest = `${IMPORT}restate: { drivers: { mood: { initial: angry, basis: data, evidence: `;
    const { drivers } = await modelIn(`${rest}[E2] } } }\n`, MECHANISM);
    expect(drivers[0]?.startProvenance).toEqual({ basis: 'data', evidence: ['E2'] });
    expect(drivers[0]?.provenance).toEqual({ basis: 'judgement', evidence: [] });
    expect(await faultsIn(`${rest}[E3] } } }\n`, MECHANISM)).toEqual([
      'here/scenario.yaml: unknown-evidence at E3',
    ]);
  });

  test('a number without a word of its own is told of, however sure the old one was', async () => {
    expect(
      await faultsIn(`${IMPORT}restate:\n  indicators: { warmth: { start: 0.2 } }\n`, MECHANISM),
    ).toEqual(['here/scenario.yaml: number-without-basis at 0.2']);
  });

  test('hindsight of a source, and a resolution', async () => {
    const late = {
      'm.yaml': `${FRAGMENT}works: { w: { source: s, date: 2024-06, kind: data } }
evidence: { E1: { claim: c, work: w } }
parameters: { p: { value: 2, basis: data, evidence: [E1] } }
measures: { m: p }
resolution: { criteria: Old., resolver: r }
`,
    };
    const text = `import: [m.yaml]\nrestate:\n  resolution: { criteria: New. }\n`;
    expect(await faultsIn(text, late)).toEqual(['there/m.yaml: evidence-hindsight at w']);
    expect(
      (await modelIn(`${text}  works: { w: { hindsight: Sets the size alone. } }\n`, late)).evidence,
    ).toMatchObject([{ id: 'E1', hindsight: 'Sets the size alone.' }]);
  });

  test.each<[string, string, readonly string[]]>([
    ['a name that is not there', '  parameters: { rat: { value: 1 } }\n', ['restate-unknown at rat']],
    ['a state', '  drivers: { mood: { states: { lout: { label: x } } } }\n', ['restate-unknown at lout']],
    ['a pair', '  correlations: [{ between: [rate, level], r: 0.1 }]\n', ['restate-unknown at {']],
    ['what moves an indicator', '  indicators: { warmth: { next: 1 } }\n', ['shape-unknown-key at next']],
    ['a unit', '  parameters: { rate: { unit: month } }\n', ['shape-unknown-key at unit']],
    ['nothing for something', '  questions: { falls: }\n', ['shape-type at ']],
    [
      'a baseline of another kind',
      '  questions: { ends: { baseline: { probabilities: {}, source: s } } }\n',
      ['shape-unknown-key at probabilities'],
    ],
    [
      'an unknown evidence',
      '  indicators: { warmth: { start: 2, basis: data, evidence: [E3] } }\n',
      ['unknown-evidence at E3'],
    ],
    ['an unknown state', '  drivers: { mood: { initial: clam } }\n', ['unknown-state at clam']],
  ])('%s is refused', async (_, restate, expected) => {
    const found = await faultsIn(`${IMPORT}restate:\n${restate}`, MECHANISM);
    expect(found).toHaveLength(expected.length);
    for (const [i, fault] of expected.entries())
      expect(found[i]?.startsWith(`here/scenario.yaml: ${fault}`), found[i]).toBe(true);
  });

  test('what the scenario defines itself is written there', async () => {
    const { diagnostics } = await readIn(
      `${IMPORT}restate: { measures: { own: { label: x } } }\nmeasures: { own: 1 - warmth }\n`,
      MECHANISM,
    );
    expect(diagnostics.map(({ code, message, help }) => [code, message, help])).toEqual([
      [
        'restate-unknown',
        '`own` is defined in this file, so there is nothing to restate',
        'write it where it is defined',
      ],
    ]);
  });

  test('without imports there is nothing to restate', async () => {
    expect(await faultsIn('restate: { indicators: { warmth: { start: 2 } } }\n', {})).toEqual([
      'here/scenario.yaml: restate-unknown at warmth',
    ]);
  });
});

describe('faults', () => {
  test('a name that two files define is shown in both', async () => {
    const { diagnostics, sources } = await readIn(
      `${IMPORT}indicators: { warmth: { start: 0, next: 0 } }\n`,
      MECHANISM,
    );
    const [found] = sources.apart(diagnostics);
    if (!found) throw new Error('nothing found');
    expect(renderDiagnostics(found.diagnostics, found.source)).toBe(
      [
        'here/scenario.yaml:6:15: error[name-declared-twice]: `warmth` is defined in two files',
        '    6 | indicators: { warmth: { start: 0, next: 0 } }',
        '      |               ^^^^^^',
        '  note: there/mechanism.yaml:21:3: first here',
        '   21 |   warmth: { start: 0.45, next: warmth * 0.99, basis: data, evidence: [E1], why: Old. }',
        '      |   ^^^^^^',
        '  help: rename one; a scenario says anew what a fragment defines under `restate`',
      ].join('\n'),
    );
  });

  test.each([
    ['evidence', EVIDENCE],
    ['questions', QUESTIONS],
    ['resolution', 'resolution: { criteria: c }\n'],
  ])('so it is in %s', async (section, text) => {
    const files = { 'a.yaml': FRAGMENT + text, 'b.yaml': FRAGMENT + text };
    const found = await faultsIn(`import: [a.yaml, b.yaml]\nmeasures: { cold: t }\n`, files);
    expect(found.length, section).toBeGreaterThan(0);
    for (const fault of found) expect(fault).toMatch(/^there\/b\.yaml: name-declared-twice at /);
  });

  test('each stands in its file', async () => {
    const files = {
      'a.yaml': `${FRAGMENT}measures: { x: warmht }\n`,
      'b.yaml': `${FRAGMENT}import: [c.yaml]\nindicators:\n  warmth:\n    start: 0\n    next: >\n      warmth +\n      mood.clam\n`,
      'c.yaml': `${FRAGMENT}drivers: { mood: { initial: calm, states: { calm: {}, angry: {} } } }\nmeasure: {}\n`,
    };
    expect(await faultsIn('import: [a.yaml, b.yaml]\nmeasures: { y: cold }\n', files)).toEqual([
      'here/scenario.yaml: unknown-name at cold',
      'there/a.yaml: unknown-name at warmht',
      'there/b.yaml: unknown-state at clam',
      'there/c.yaml: shape-unknown-key at measure',
    ]);
  });

  test('what is broken in a fragment is told of once, restated or not', async () => {
    const files = { 'a.yaml': `${FRAGMENT}parameters: { p: { value: [1] } }\nmeasures: { m: p }\n` };
    expect(await faultsIn('import: [a.yaml]\nrestate: { parameters: { p: { value: 2 } } }\n', files)).toEqual(
      ['there/a.yaml: shape-type at [1]'],
    );
  });

  test('the chain of a circle is named', async () => {
    const files = {
      'a.yaml': `${FRAGMENT}import: [sub/b.yaml]\n`,
      'sub/b.yaml': `${FRAGMENT}import: [c.yaml]\n`,
      'sub/c.yaml': `${FRAGMENT}import: [../sub/b.yaml]\n`,
    };
    const { diagnostics } = await readIn('import: [a.yaml]\n', files);
    expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ['import-cycle', 'fragments import each other: sub/b.yaml → sub/c.yaml → sub/b.yaml'],
    ]);
    const own = await readIn('import: [a.yaml]\n', { 'a.yaml': `${FRAGMENT}import: [a.yaml]\n` });
    expect(own.diagnostics[0]?.message).toBe('fragments import each other: a.yaml → a.yaml');
  });

  test('a scenario, a study and a list are no fragments', async () => {
    const files = {
      'a.yaml': HEAD,
      'b.yaml': 'stave-study: 1\n',
      'c.yaml': '- 1\n',
      'd.yaml': 'parameters: {}\n',
      'e.yaml': '',
      'f.yaml': 'a\ufffdb',
    };
    const paths = Object.keys(files).join(', ');
    expect((await faultsIn(`import: [${paths}]\n`, files)).map((fault) => fault.split(' at ')[0])).toEqual([
      'there/a.yaml: file-kind',
      'there/b.yaml: file-kind',
      'there/c.yaml: shape-type',
      'there/d.yaml: shape-missing-key',
      'there/e.yaml: shape-type',
      'there/f.yaml: text-binary',
    ]);
  });

  test('and a fragment is no scenario', async () => {
    const { diagnostics } = await readScenario({ name: 'x', text: FRAGMENT + ALL });
    expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ['file-kind', 'this is a fragment, and a scenario is wanted'],
    ]);
  });

  test('fragments restate nothing', async () => {
    const files = { 'a.yaml': `${FRAGMENT}import: [mechanism.yaml]\nrestate: {}\n`, ...MECHANISM };
    expect(await faultsIn('import: [a.yaml]\n', files)).toEqual([
      'there/a.yaml: shape-unknown-key at restate',
    ]);
  });

  test('a hundred fragments are read, a thousand are not', async () => {
    const names = Array.from({ length: 1000 }, (_, i) => `${i}.yaml`);
    const files = Object.fromEntries(names.map((name) => [name, FRAGMENT]));
    const text = (count: number): string =>
      `import: [${names.slice(0, count).join(', ')}]\nmeasures: { x: t }\n`;
    expect(await faultsIn(text(100), files)).toEqual([]);
    expect(await faultsIn(text(1000), files)).toEqual(['here/scenario.yaml: import-limit at 100.yaml']);
  });

  test('eight megabytes are read together, more are not', async () => {
    const comment = `${FRAGMENT}${`# ${'x'.repeat(997)}\n`.repeat(2000)}`;
    const files = Object.fromEntries(Array.from({ length: 5 }, (_, i) => [`${i}.yaml`, comment]));
    expect(await faultsIn('import: [0.yaml, 1.yaml, 2.yaml, 3.yaml]\nmeasures: { x: t }\n', files)).toEqual(
      [],
    );
    expect(
      await faultsIn('import: [0.yaml, 1.yaml, 2.yaml, 3.yaml, 4.yaml]\nmeasures: { x: t }\n', files),
    ).toEqual(['here/scenario.yaml: import-limit at 4.yaml']);
  });

  test('without a reader nothing is imported', async () => {
    const { diagnostics, model } = await readScenario({ name: 'x', text: HEAD + IMPORT });
    expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ['import-unreadable', 'mechanism.yaml: no files can be read here'],
    ]);
    expect(model).toBeUndefined();
  });

  test('an arm of a study that imports points into the study, and into the fragment', async () => {
    const text = `stave-study: 1\nid: x\ntitle: x\nscenario: x\ntrials: 9\nseed: 7\narms: { x: { parameters: { level: half, lever: 1 } } }\n`;
    const files = {
      'mechanism.yaml':
        FRAGMENT + ALL.replace('  rate:', '  half: { value: level / 2, basis: assumption }\n  rate:'),
    };
    const [arm] = readStudy({ name: 'study.yaml', text }).study?.arms ?? [];
    if (!arm) throw new Error('no arm');
    const { diagnostics, sources } = await readScenario(
      { name: 'scenario.yaml', text: `${HEAD}${IMPORT}` },
      { imports: importsOf(files), overlay: { arm, source: { name: 'study.yaml', text } } },
    );
    const found = armProblems(diagnostics, sources, arm).map(({ source, diagnostics: list }) => [
      source.name,
      list.map(({ code, span }) => `${code} at ${source.text.slice(span?.start, span?.end)}`),
    ]);
    expect(found).toEqual([
      ['scenario.yaml', []],
      ['there/mechanism.yaml', ['parameter-cycle at half']],
      ['study.yaml', ['unknown-name at lever']],
    ]);
  });
});

describe('a fragment alone', () => {
  const check = async (
    text: string,
    files: Readonly<Record<string, string>> = {},
  ): Promise<readonly string[]> =>
    (await checkFragment({ name: 'f', text }, importsOf(files))).diagnostics.map(({ code }) => code);

  test('is checked for its shape, and that of what it imports', async () => {
    expect(await check(FRAGMENT + ALL)).toEqual([]);
    expect(await check(`${FRAGMENT}measures: { x: elsewhere }\n`)).toEqual([]);
    expect(await check(`${FRAGMENT}measurse: { x: 1 }\n`)).toEqual(['shape-unknown-key']);
    expect(await check(`${FRAGMENT}import: [a.yaml]\n`, { 'a.yaml': `${FRAGMENT}id: x\n` })).toEqual([
      'shape-unknown-key',
    ]);
    expect(await check(`${FRAGMENT}import: [mechanism.yaml]\n${EVIDENCE}`, MECHANISM)).toEqual([
      'name-declared-twice',
      'name-declared-twice',
    ]);
    expect(await check('- 1\n')).toEqual(['shape-type']);
  });
});

describe('paths', () => {
  test.each([
    ['', 'a.yaml', 'a.yaml'],
    ['', './x//a.yaml', 'x/a.yaml'],
    ['', '../../x/../a.yaml', '../../a.yaml'],
    ['../m/b.yaml', 'c.yaml', '../m/c.yaml'],
    ['../m/b.yaml', '../../c.yaml', '../../c.yaml'],
    ['m/b.yaml', '../../n/c.yaml', '../n/c.yaml'],
  ])('from %j, %j is %j', (from, path, expected) => {
    expect(resolvedPath(from, path)).toBe(expected);
  });

  test.each([
    ['', /empty/],
    ['  ', /empty/],
    ['/etc/x.yaml', /one machine/],
    ['~/x.yaml', /one machine/],
    ['c:/x.yaml', /one machine/],
    ['\\\\server\\x.yaml', /one machine/],
    ['https://example.org/x.yaml', /address/],
    ['file:x.yaml', /address/],
    ['..\\x.yaml', /backslash/],
  ])('%j cannot be followed', (path, says) => {
    expect(pathProblem(path)?.message).toMatch(says);
  });

  test.each(['a.yaml', '../a b/c.yaml', './.x', 'a.b/c'])('%j can', (path) => {
    expect(pathProblem(path)).toBeUndefined();
  });
});

test('the example of the reference is as it says', async () => {
  const page = readFileSync(new URL('../../../../../docs/reference/language.md', import.meta.url), 'utf8');
  const [fragment = '', scenario = ''] = [
    ...page.slice(page.indexOf('\n## Imports')).matchAll(/```yaml\n([^]*?)```/g),
  ].map(([, text]) => text);
  const { model, diagnostics } = await readScenario(
    { name: 'scenario.yaml', text: scenario },
    {
      imports: importsOf({
        '../trilateral/mechanism.yaml': fragment,
        '../trilateral/sources.yaml': FRAGMENT,
      }),
    },
  );
  // Nobody handles the event of so small an example.
  expect(diagnostics.map(({ code }) => code)).toEqual(['event-unhandled']);
  expect(model?.questions).toMatchObject([{ id: 'cold', by: '2020-12-31' }]);
  expect(model?.parameters[0]?.provenance.why).toBe('After the agreement of 2015.');
});
