/** The checks beyond one fixture a code: where they must speak and where they must stay silent. */
import { describe, expect, test } from 'vitest';
import { readScenario } from '../index.ts';
import { faults, HEAD, modelOf } from '../testing.ts';

const driver = (body: string): string =>
  `${HEAD}drivers:\n  a:\n    basis: data\n    initial: b\n    states:\n      b: { ${body} }\n      c: {}\n`;
const measures = (...list: readonly string[]): string =>
  `${HEAD}parameters:
  month1: { value: 3, unit: month, basis: data }
  rate1: { value: 3, unit: 1/month, basis: data }
  rate2: { value: 3, unit: 1/year, basis: data }
  plain: { value: 3, basis: data }
  none: { value: 3, unit: 1, basis: data }
drivers: { a: { initial: b, states: { b: {} }, variables: { flag: { type: boolean, start: false } } } }
measures:
  used: month1 * rate1 + rate2 * year + plain + none + flag
${list.map((text, i) => `  m${i}: { value: "${text}", basis: data }`).join('\n')}
`;

describe('units', () => {
  test.each([
    'month1 + 3',
    'month1 + plain',
    'month1 * rate1 + none',
    'rate2 * year + 1',
    'month1 > 2 * month',
    't > month1',
    'months(a.b) / month1',
    'a.b * month1 + month',
    'sqrt(month1 * month1) + month1',
    'month1^2 / month1 + month',
    'exp(month1 / month)',
    'max(month1, t, 2)',
    'a.b ? month1 : t',
    'plain * month1 + rate1',
    'dt + month1',
    'smooth(rate1, month1, order = 3) + rate1',
    'delay(rate1, 2 * week, 0) + rate1',
    'delay(rate1, 0) + rate1',
    'table(month1, [0, 2 * month], [1, 2])',
    'step(rate1, 3 * year) + rate1',
    'ramp(rate1, month1) + 1',
  ])('%s is right', async (text) => {
    expect(await faults(measures(text))).toEqual([]);
  });

  test.each([
    ['rate1 + rate2', 'unit-mismatch at rate2'],
    ['month1 + none', 'unit-mismatch at none'],
    ['years(a.b) > month1', 'unit-mismatch at month1'],
    ['steps(a.b) > month1', 'unit-mismatch at month1'],
    ['log(month1)', 'unit-argument at month1'],
    ['2^month1', 'unit-argument at month1'],
    ['sqrt(month1)', 'unit-argument at sqrt(month1)'],
    ['mean([month1, rate1])', 'unit-mismatch at rate1'],
    ['halfLife(rate1)', 'unit-time at rate1'],
    ['halfLife(plain)', 'unit-time at plain'],
    ['delay(rate1, 3)', 'unit-time at 3'],
    ['smooth(rate1, plain)', 'unit-time at plain'],
    ['smooth(rate1, 0 * month)', 'time-range at 0 * month'],
    ['delay(rate1, -1 * month)', 'time-range at -1 * month'],
    ['delay(rate1, 0 * month, order = 2)', 'time-range at 0 * month'],
    ['delay(rate1, month, none)', 'unit-mismatch at none'],
    ['delay(rate1, month, order = 0)', 'function-arguments at 0'],
    ['smooth(rate1, month, order = plain)', 'function-arguments at plain'],
    ['smooth(rate1, order = 2)', 'function-arguments at smooth(rate1, order = 2)'],
    ['smooth(rate1, month, orders = 2)', 'expression-form at orders = 2'],
    ['delay(now(x1), month)', 'context-now at now(x1)'],
    ['table(month1, [0, month], [0, 1, 2])', 'table-points at [0, 1, 2]'],
    ['table(month1, [0], [0])', 'table-points at [0]'],
    ['table(month1, [0, month1], [0, 1])', 'table-points at month1'],
    ['table(month1, [0, 0], [0, 1])', 'table-points at 0'],
    ['table(month1, [0, 1 / 0], [0, 1])', 'table-points at 1 / 0'],
    ['table(month1, 0, 1)', 'function-arguments at table(month1, 0, 1)'],
    ['tableStepped(month1, [0, rate2], [0, 1])', 'table-points at rate2'],
    ['table(month1, [0, 2 * year], [0, 1])', 'unit-mismatch at 2 * year'],
    ['step(1, rate1)', 'unit-time at rate1'],
    ['pulse(month, 3)', 'unit-time at 3'],
    ['pulse(month, -1 * month)', 'time-range at -1 * month'],
    ['pulseTrain(0, month, 0 * month, year)', 'time-range at 0 * month'],
    ['ramp(rate1, month1) + month1', 'unit-mismatch at month1'],
    ['used + m1', 'unit-mismatch at m1'],
  ])('%s is wrong', async (text, found) => {
    expect(await faults(measures(text, 't'))).toEqual([found]);
  });

  test('factors of rates and half-lives', async () => {
    const model = await modelOf(
      driver(
        'chance: [{ to: c, rate: 0.1 / year, when: halfLife(2 * quarter) < 1 }, { to: c, rate: 0.1 / month }]',
      ),
    );
    const chance = model.drivers[0]?.states[0]?.chance;
    expect(chance?.unitsPerStep).toEqual([1 / 12, 1]);
    expect(JSON.stringify(chance)).toContain('"stepsPerUnit":3');
  });
});

describe('conditions', () => {
  test.each([
    'a.b',
    'flag',
    'not flag',
    'true',
    '1 < t',
    '1 < t / month < 3',
    'a.b ? flag : true',
    'prev(flag)',
    'delay(flag, month, true)',
    'pulse(month, month)',
    'm0',
  ])('%s is one', async (text) =>
    expect(await faults(measures('a.b and flag', `(${text}) and flag`))).toEqual([]),
  );

  test.each([
    '1',
    't',
    'delay(flag, month, 2)',
    'step(1, month)',
    'a.b + 1',
    'a.b ? 1 : flag',
    'm0',
    'not t < 3',
  ])('%s is none', async (text) => {
    expect((await faults(measures('t', `(${text}) and flag`)))[0]).toMatch(/^type-condition/);
  });
});

describe('questions', () => {
  const asked = (text: string): string => `${HEAD}drivers:
  a: { initial: b, states: { b: { entry: [{ raise: go }] }, c: {} }, on: { go: { to: c } } }
questions:
  q: { ask: A?, internal: true, ${text} }
`;

  test.each([
    'kind: numeric, value: a.b, at: end',
    'kind: total, value: 1, by: end',
    'kind: total, transitions: happened(go), until: a.c, from: 2024-02-01, by: end',
    'kind: count, transitions: happened(go), by: end, outcomes: [{ id: all }]',
    'kind: time, first: a.c, by: end, within: { value: 1, most: 1 }',
    'kind: binary, yes: a.c, by: end, given: a.b',
    'kind: binary, yes: a.c, at: end, given: { that: a.b, at: 2024-01-31 }',
    'kind: numeric, value: 1, at: end, given: { that: a.b, from: 2024-02-01, by: 2024-04-30 }',
  ])('%s is right', async (text) => expect(await faults(asked(text))).toEqual([]));

  test.each([
    ['kind: binary, yes: a.c, at: end, within: { value: 1, most: 1 }', 'question-window at within'],
    ['kind: binary, yes: a.c, by: end, within: { most: 1 }', 'shape-missing-key at within'],
    ['kind: binary, yes: a.c, by: end, within: { value: 1 }', 'shape-missing-key at within'],
    ['kind: total, by: end', 'shape-missing-key at q'],
    ['kind: count, by: end, outcomes: [{ id: all }]', 'shape-missing-key at q'],
    ['kind: numeric, value: 1, at: end, given: 1 + 1', 'type-condition at 1 + 1'],
    ['kind: numeric, value: 1, at: end, given: { that: a.b, at: end, by: end }', 'question-window at given'],
    ['kind: numeric, value: 1, at: end, given: { that: a.b, from: 2024-02-01 }', 'question-window at given'],
    [
      'kind: numeric, value: 1, at: end, given: { that: a.b, from: 2024-04-01, by: 2024-02-29 }',
      'question-window at 2024-04-01',
    ],
    ['kind: numeric, value: happened(came), at: end', 'event-uncaused at happened(came)'],
    ['kind: numeric, value: happened(1), at: end', 'function-arguments at happened(1)'],
    ['kind: total, value: 1, until: 3, by: end', 'type-condition at 3'],
  ])('%s is wrong', async (text, found) =>
    expect((await faults(asked(text))).filter((f) => !f.startsWith('number-'))).toEqual([found]),
  );

  test('an event that is counted needs no handler', async () => {
    const sent = `${HEAD}drivers: { a: { initial: b, states: { b: { entry: [{ raise: go }] } } } }\n`;
    expect(await faults(sent)).toEqual(['event-unhandled at { raise: go }']);
    expect(await faults(`${sent}measures: { m: happened(go) }\n`)).toEqual([]);
  });

  test('an event that a file is ready for needs nobody who causes it', async () => {
    const ready = `${HEAD}hears: [north.*, rain]
drivers: { a: { initial: b, states: { b: { on: { north.call: {}, rain: {}, hail: {}, northern.call: {} } } } } }
`;
    expect(await faults(ready)).toEqual(['event-uncaused at hail', 'event-uncaused at northern.call']);
  });

  test('an event may have dots, done events too', async () => {
    const done = `${HEAD}drivers:
  a: { initial: b, states: { b: { states: { c: { always: { when: t > 3 * month, to: d } }, d: { final: true } } } } }
measures: { m: happened(done.a.b), n: happened(a.b) }
`;
    expect((await faults(done)).filter((f) => !f.startsWith('number-'))).toEqual([
      'event-uncaused at happened(a.b)',
    ]);
    expect(await faults(`${HEAD}measures: { m: a.b.c + 1 }\n`)).toEqual(['expression-form at a.b.c']);
  });

  test('what happened in a step is not there before the first', async () => {
    const start = `${HEAD}drivers: { a: { initial: b, states: { b: { entry: [{ raise: go }] } } } }
indicators: { x: { start: happened(go), next: x } }
`;
    expect(await faults(start)).toContain('context-unreadable at happened(go)');
  });
});

describe('frame 0', () => {
  const silent = driver("entry: [{ raise: e }], on: { e: { to: c, when: 't > 0' } }");
  test('what runs only later may read the past', async () => {
    expect(await faults(silent)).toEqual([]);
    expect(
      await faults(driver("chance: [{ to: c, probability: 0.1, when: 'prev(a.b) and start(a.b)' }]")),
    ).toEqual([]);
    expect(await faults(driver("after: [{ delay: 2 steps, to: c, when: 'prev(a.b)' }]"))).toEqual([]);
  });

  test.each(['delay(a.b, month)', 'smooth(t, month) > t'])('%s reads the past too', async (text) => {
    const found = await faults(silent.replace('t > 0', text));
    expect(found).toEqual([`context-frame-zero at ${text.replace(' > t', '')}`]);
  });

  test('what an entry action raises runs in frame 0', async () => {
    expect(await faults(silent.replace('t > 0', 'prev(a.b)'))).toEqual(['context-frame-zero at prev(a.b)']);
  });
});

describe('cycles are found and long chains are not', () => {
  const circle = (text: string): string => `${HEAD}measures:\n  m0: { value: "${text}", basis: data }\n`;
  test.each([
    ['smooth(m0, month)', ['delay-cycle at m0']],
    ['smooth(m0, month, 1)', []],
    ['delay(m0, month, m0)', ['delay-cycle at m0']],
    ['delay(1, month + 0 * m0 * month)', ['delay-cycle at m0']],
    ['smooth(1, month + m0 * month)', []],
    ['delay(1, month + m0 * month, order = 2)', ['measure-cycle at m0']],
    ['delay(prev(m0), month, 1)', []],
  ])('%s', async (text, expected) => {
    expect(await faults(circle(text))).toEqual(expected);
  });

  test('a chain of 400 measures', async () => {
    const chain = Array.from({ length: 400 }, (_, i) =>
      i === 0 ? '  m0: t' : `  m${i}: m${i - 1} + m${i - 1}`,
    );
    expect(await faults(`${HEAD}measures:\n${chain.join('\n')}\n`)).toEqual([]);
    expect(await faults(`${HEAD}measures:\n${chain.join('\n').replace('m0: t', 'm0: m399')}\n`)).toEqual([
      'measure-cycle at m0',
    ]);
  });

  test('very long chains and cycles have one fault, and no stack runs out', async () => {
    const list = (last: string): string =>
      `${HEAD}measures:\n${Array.from({ length: 12_000 }, (_, i) => `  m${i}: ${i === 11_999 ? last : `m${i + 1} + m${i + 1}`}`).join('\n')}\n`;
    expect(await faults(list('t'))).toEqual(['expression-too-deep at m11499']);
    expect((await faults(list('m0 + m5')))[0]).toBe('measure-cycle at m0');
  });

  test('`now` of itself', async () => {
    expect(await faults(`${HEAD}indicators: { a: { start: 1, next: now(a) } }`)).toEqual(['now-cycle at a']);
  });
});

describe('order of drivers', () => {
  const two = (north: string, south: string): string => `${HEAD}drivers:
  north: { basis: data, initial: calm, variables: { n: { type: boolean, start: false } }, states: { calm: { ${north} } } }
  south: { basis: data, initial: calm, variables: { s: { type: boolean, start: false } }, states: { calm: { ${south} } } }
measures: { m: n and s }
calendar: [{ event: e, at: 2024-05-01 }, { event: f, at: 2024-05-01 }]
`;
  test('chance actions read the snapshot, and events of their own do not meet', async () => {
    const pick = 'chance: [{ probability: 0.1, actions: [{ set: s, to: n }] }]';
    expect(
      await faults(
        two('chance: [{ probability: 0.1, actions: [{ set: n, to: true }] }], on: { e: {}, f: {} }', pick),
      ),
    ).toEqual([]);
    expect(
      await faults(
        two('on: { e: { actions: [{ set: n, to: true }] } }', 'on: { f: { actions: [{ set: s, to: n }] } }'),
      ),
    ).toEqual([]);
  });

  test('handlers of one event meet', async () => {
    const found = await faults(
      two(
        'on: { e: { actions: [{ set: n, to: true }] }, f: {} }',
        'on: { e: { actions: [{ set: s, to: n }] } }',
      ),
    );
    expect(found).toEqual(['order-read at n']);
  });
});

describe('numbers', () => {
  test('inherit their basis, and 0, 1, -1 and powers are none', async () => {
    const model = await modelOf(`${HEAD}drivers:
  a:
    basis: literature
    evidence: []
    initial: b
    states:
      b: { chance: [{ to: c, probability: 0.25, basis: data }], after: { 3 months: c } }
      c: { on: { e: { to: b, probability: 0.5, when: 't^2 > -1 * 7 * month^2' } } }
calendar: [{ event: e, at: 2024-02-01 }]
`);
    expect(model.numbers.map(({ path, text, basis }) => `${path} ${text} ${basis}`)).toEqual([
      'drivers.a.b.chance[0].probability 0.25 data',
      'drivers.a.b.after.delay 3 literature',
      'drivers.a.c.on.e[0].probability 0.5 literature',
      'drivers.a.c.on.e[0].when 7 literature',
    ]);
  });
});

describe('dates', () => {
  const asked = (clock: string, window: string): string =>
    `${HEAD.replace(/clock: .*/, `clock: ${clock}`)}questions: { q: { ask: a, kind: binary, yes: t > t, internal: true, ${window} } }\n`;
  const monthly = '{ start: 2023-07, step: 1 month, steps: 48 }';

  test.each([
    [monthly, 'by: 2026-12-31'],
    [monthly, 'from: 2024-01-01, by: 2024-12-31'],
    [monthly, 'at: 2027-06-30'],
    [monthly, 'by: end'],
    ['{ step: 0.1 day, steps: 30 }', 'from: 0.3, by: 2.7'],
    ['{ step: 0.1 day, steps: 30 }', 'at: 3'],
    ['{ start: 2024-01-01, step: 1 week, steps: 4 }', 'at: 2024-01-14'],
  ])('%s with %s is exact', async (clock, window) => {
    expect(await faults(asked(clock, window))).toEqual([]);
  });

  test.each([
    [monthly, 'by: 2024-12-30', 'question-inside at 2024-12-30'],
    [monthly, 'from: 2024-01-02, by: 2024-12-31', 'question-inside at 2024-01-02'],
    [monthly, 'by: 2027-07-01', 'question-outside at 2027-07-01'],
    [monthly, 'by: 2023-06-29', 'question-outside at 2023-06-29'],
    [monthly, 'by: 2024-13-01', 'date-invalid at 2024-13-01'],
    [monthly, 'by: 3', 'date-kind at 3'],
    [monthly, 'at: end, by: end', 'question-window at q'],
    [monthly, 'at: end, from: 2024-01-01', 'question-window at from'],
    ['{ step: 0.1 day, steps: 30 }', 'by: 0.35', 'question-inside at 0.35'],
    ['{ step: 0.1 day, steps: 30 }', 'by: 3.2', 'question-outside at 3.2'],
    ['{ step: 0.1 day, steps: 30 }', 'by: 2024-01-01', 'date-kind at 2024-01-01'],
  ])('%s with %s is not', async (clock, window, found) => {
    expect(await faults(asked(clock, window))).toEqual([found]);
  });

  test('yearly events begin with the first day in the clock', async () => {
    const model = await modelOf(
      `${driver('on: { e: { to: c } }')}calendar: [{ event: e, every: year, at: 03-01 }]\n`,
    );
    expect(model.calendar[0]).toMatchObject({ at: '2024-03-01', yearly: true });
    expect(
      await faults(`${driver('on: { e: { to: c } }')}calendar: [{ event: e, every: year, at: 02-29 }]\n`),
    ).toEqual(['date-invalid at 02-29']);
  });
});

test('several faults of several kinds show at once, in order', async () => {
  const text = `${HEAD}parameters:
  a: { prior: 'normal(0, -1)' }
indicators:
  warmth: { start: 1, next: wramth + (1 }
  cold: { start: 2, next: cold > 1 and 3 }
measures:
  m: a + nothing
`;
  expect(await faults(text)).toEqual([
    'distribution-value at normal(0, -1)',
    'expression-syntax at ',
    'number-without-basis at 2',
    'type-condition at 3',
    'unknown-name at nothing',
  ]);
});

test('places inside folded and quoted text', async () => {
  const text = `${HEAD}measures:
  a: >-
    t +
      wrong1
  b: 't + wrong2'
  c: t +
    wrong3
  d: |
    t
    + wrong4
`;
  expect(await faults(text)).toEqual(
    ['wrong1', 'wrong2', 'wrong3', 'wrong4'].map((name) => `unknown-name at ${name}`),
  );
});

/** One row of evidence, which a number rests on. */
const cited = (row: string, more = ''): string =>
  `${HEAD}${more}evidence:\n  x: { claim: a, source: b, kind: data, ${row} }\nparameters: { p: { value: 2, basis: data, evidence: [x] } }\nmeasures: { m: p }\n`;

test('evidence from after the start', async () => {
  expect(await faults(cited('date: 2023-12'))).toEqual([]);
  expect(await faults(cited('date: 2024'))).toEqual(['evidence-hindsight at 2024']);
  expect(await faults(cited('date: 2024-01-01'))).toEqual(['evidence-hindsight at 2024-01-01']);
  expect(await faults(cited('date: 2024-01-01, hindsight: To set the start.'))).toEqual([]);
});

test('evidence from after what may be known, where that is said', async () => {
  const known = (until: string, date: string): Promise<readonly string[]> =>
    faults(cited(`date: ${date}`, `information: { until: ${until} }\n`));
  expect(await known('2023-10-15', '2023-10-15')).toEqual([]);
  expect(await known('2023-10-15', '2023-10-16')).toEqual(['evidence-hindsight at 2023-10-16']);
  expect(await known('2023-10-15', '2023-10')).toEqual(['evidence-hindsight at 2023-10']);
  expect(await known('2023-10', '2023-10')).toEqual([]);
  expect(await known('2024-02-10', '2024-02-01')).toEqual([]);
  expect(await known('2023-13', '2023-01')).toEqual(['date-invalid at 2023-13']);
  const { diagnostics } = await readScenario({
    name: 'x',
    text: cited('date: 2023', 'information: { until: 2023-06-30 }\n'),
  });
  expect(diagnostics.map(({ message }) => message)).toEqual([
    '`x` may be from after what may be known, 2023-06-30',
  ]);
  // A clock without dates knows no start.
  const undated = (more: string): string => cited('date: 2023-07', more).replace('start: 2024-01, ', '');
  expect(await faults(undated(''))).toEqual([]);
  expect(await faults(undated('information: { until: 2023-06-30 }\n'))).toEqual([
    'evidence-hindsight at 2023-07',
  ]);
});

describe('evidence is whole', () => {
  const rows = (more: string, cites: string): Promise<readonly string[]> =>
    faults(
      `${HEAD}works: { w: { source: s, date: 2020, kind: data } }\nevidence:\n  a: { claim: c, work: w${more} }\n  b: { claim: c, work: w }\nparameters: { p: { value: 2, basis: data, evidence: [b] } }\n${cites}`,
    );
  const plain = 'measures: { m: p }\n';

  test.each([
    ['a measure', 'measures: { m: { value: p, evidence: [a] } }\n'],
    ['an indicator', 'indicators: { m: { start: p, next: m, evidence: [a] } }\n'],
    ['a driver', 'drivers: { d: { evidence: [a], initial: s, states: { s: {} } } }\nmeasures: { m: p }\n'],
    ['a state', 'drivers: { d: { initial: s, states: { s: { evidence: [a] } } } }\nmeasures: { m: p }\n'],
    [
      'an alternative',
      'drivers: { d: { initial: s, states: { s: { chance: [{ to: t, probability: 1 / p, evidence: [a] }] }, t: {} } } }\n',
    ],
    [
      'a calendar entry',
      'calendar: [{ event: e, at: 2024-02-01, evidence: [a] }]\nmeasures: { m: p + happened(e) }\n',
    ],
    [
      'a baseline',
      'questions: { q: { ask: q, kind: binary, yes: p > 1, at: end, internal: true, baseline: { probability: 0.5, source: s, evidence: [a] } } }\n',
    ],
  ])('%s cites', async (_, cites) => {
    expect(await rows('', cites)).toEqual([]);
  });

  test('a row that nothing cites says why', async () => {
    expect(await rows('', plain)).toEqual(['evidence-unused at a']);
    expect(await rows(', omitted: No state stands for it.', plain)).toEqual([]);
    expect(await rows(', background: It says why there are two sides.', plain)).toEqual([]);
    expect(await rows(', omitted: "", background: ""', plain)).toEqual(['evidence-use at a']);
  });

  test('what is left out is not cited; what is background may be', async () => {
    const cites = 'measures: { m: { value: p, evidence: [a, b] } }\n';
    expect(await rows(', omitted: x', cites)).toEqual(['evidence-omitted at a']);
    expect(await rows(', background: x', cites)).toEqual([]);
  });

  test('a work that no row is of', async () => {
    const text = cited('date: 2023').replace(
      'evidence:',
      'works: { w: { source: s, date: 2020, kind: data } }\nevidence:',
    );
    expect(await faults(text)).toEqual(['evidence-unused at w']);
  });
});

test('a chained comparison cannot be nested where it would double', async () => {
  const { diagnostics } = await readScenario({
    name: 'x',
    text: `${HEAD}measures:\n  m: 1 < (1 < t < 2) < 3\n`,
  });
  expect(diagnostics.map((d) => d.code)).toContain('expression-form');
});

describe('history states', () => {
  const chart = (inside: string): string => driver(`initial: p, states: { p: { ${inside} }, q: {} }`);
  const states = (h: string): string => `states: { r: {}, s: { states: { u: {} } }, h: { ${h} } }`;

  test.each(['history: deep', 'history: deep, to: r', 'history: shallow, to: u'])(
    '%s remembers',
    async (h) => {
      expect((await faults(chart(states(h)))).filter((fault) => fault.startsWith('state-form'))).toEqual([]);
    },
  );

  test.each([
    [`initial: h, ${states('history: deep, to: u')}`, []],
    [`initial: h, ${states('history: deep')}`, ['state-form at h']],
    [states('history: deep, to: q'), ['state-form at q']],
    [states('history: deep, to: p'), ['state-form at p']],
    [states('history: deep, to: h'), ['state-form at h']],
  ])('%s', async (inside, found) => {
    expect((await faults(chart(inside))).filter((fault) => fault.startsWith('state-form'))).toEqual(found);
  });
});

test('one fault of a history state is told once', async () => {
  const chart = (states: string): string => driver('').replace('b: {  }', 'b: {}').replace('c: {}', states);
  expect(await faults(chart('h: { history: deep, to: b }'))).toEqual([
    'state-form at h',
    'state-unreachable at h',
  ]);
  for (const form of ['', 'parallel: true, ']) {
    const text = chart(`c: { ${form}states: { h: { history: deep } } }`);
    const { diagnostics } = await readScenario({ name: 'x', text });
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toMatchObject([
      { code: 'state-form', message: '`c` has only history states inside' },
    ]);
  }
});

test.each([
  ['1e3 days', []],
  ['1000000000 years', []],
  ['1000000001 years', ['delay-invalid: a delay of `1000000001 years` is too long']],
  ['1e300 days', ['delay-invalid: a delay of `1e300 days` is too long']],
  [`${'9'.repeat(400)} days`, [`delay-invalid: a delay of \`${'9'.repeat(400)} days\` is too long`]],
  ['0e9 days', ['delay-invalid: `0e9 days` is no delay']],
])('a delay of %s', async (delay, found) => {
  const { diagnostics } = await readScenario({ name: 'x', text: driver(`after: { ${delay}: c }`) });
  expect(
    diagnostics
      .filter(({ severity }) => severity === 'error')
      .map(({ code, message }) => `${code}: ${message}`),
  ).toEqual(found);
});

describe('always without end', () => {
  const chart = (states: string): string =>
    `${HEAD}drivers:\n  a:\n    basis: data\n    variables: { n: { type: integer, start: 0, range: [0, 9] } }\n    initial: b\n    states: ${states}\n`;
  const told = async (states: string): Promise<readonly string[]> =>
    (await faults(chart(states))).filter((fault) => fault.startsWith('always-endless'));

  test.each([
    ['to nowhere', '{ b: { always: { actions: [{ set: n, to: 1 }] } } }'],
    ['to itself', '{ b: { always: { to: b } } }'],
    ['what always holds', '{ b: { always: { when: 1 < 2, to: b } } }'],
    ['what comes after what never holds', '{ b: { always: [{ when: 2 < 1, to: c }, { to: b }] }, c: {} }'],
    [
      'a circle, entered from outside',
      '{ b: { always: { to: c } }, c: { always: { to: d } }, d: { always: { to: c } } }',
    ],
    ['around the state it leads to', '{ b: { always: { to: c }, states: { c: {} } } }'],
    ['by default', '{ b: { states: { c: {}, d: { always: { to: b } } }, initial: d } }'],
    ['around an inner end', '{ b: { always: { actions: [] }, states: { c: { final: true } } } }'],
  ])('%s', async (_what, states) => {
    expect(await told(states)).toHaveLength(1);
  });

  test.each([
    ['with a condition', '{ b: { always: { when: n < 9, actions: [{ set: n, to: n + 1 }] } } }'],
    [
      'after one that may end it',
      '{ b: { always: [{ when: n > 3, to: c }, { actions: [{ set: n, to: n + 1 }] }] }, c: {} }',
    ],
    [
      'around one that ends it',
      '{ b: { always: { actions: [] }, states: { d: { always: { to: c } } } }, c: {} }',
    ],
    [
      'around one that may end it',
      '{ b: { always: { to: b }, states: { d: { always: { when: n > 0, to: c } } } }, c: {} }',
    ],
    ['that comes to rest', '{ b: { always: { to: c } }, c: {} }'],
    ['that ends', '{ b: { always: { to: c } }, c: { final: true } }'],
    [
      'beside a region that leaves both',
      '{ b: { parallel: true, states: { r: { always: { actions: [] } }, s: { always: { to: c } } } }, c: {} }',
    ],
  ])('but not one %s', async (_what, states) => {
    expect(await told(states)).toEqual([]);
  });

  test('a default that names its own state is a fault, and nothing goes round', async () => {
    expect(await faults(chart('{ b: { initial: b, always: { to: b }, states: { c: {} } } }'))).toContain(
      'unknown-state at b',
    );
  });
});

describe('several targets', () => {
  const chart = (to: string): string =>
    driver(`on: { e: { to: [${to}] } }`).replace(
      'c: {}',
      'p: { parallel: true, states: { r: { states: { r1: {}, r2: { states: { r3: {} } } } }, s: { states: { s1: {}, s2: {} } }, h: { history: deep } } }',
    );
  const conflicts = async (to: string): Promise<readonly string[]> =>
    (await faults(chart(to))).filter((fault) => fault.startsWith('target-conflict'));

  test.each(['r2, s2', 'r, s', 'r3, s', 's1, r', 'r1, r1'])('%s are apart', async (to) => {
    expect(await conflicts(to)).toEqual([]);
  });

  test.each(['r1, r2', 'r, r1', 'p, s1', 's1, r1, s2', 'h, s1', 'b, r'])('%s are not', async (to) => {
    expect(await conflicts(to)).toHaveLength(1);
  });
});

test('an event that the calendar says never happens is known, and carries what it would', async () => {
  const text = (calendar: string, handler: string): string =>
    `${HEAD}calendar: [${calendar}]\ndrivers: { d: { initial: s, states: { s: ${handler}, r: {} } } }\n`;
  const on = '{ on: { rain: { to: r, when: event.size > 1 } } }';
  const never = '{ event: rain, at: never, with: { size: 1 } }';
  expect(await faults(text('', '{ on: { rain: { to: r } } }'))).toEqual(['event-uncaused at rain']);
  expect(await faults(text(never, on))).toEqual([]);
  expect((await modelOf(text(never, on))).calendar).toEqual([]);
  expect(await faults(text('{ event: rain, at: never }', on))).toEqual(['event-data at event.size']);
  expect(await faults(text('{ event: rian, at: never }', '{ on: { rain: { to: r } } }'))).toEqual([
    'event-unhandled at { event: rian, at: never }',
    'event-uncaused at rain',
  ]);
  expect(
    await faults(text('{ event: rain, at: never, every: year }', '{ on: { rain: { to: r } } }')),
  ).toEqual(['date-invalid at never']);
});
