import { displayWidth, type RunDocument } from '@stave/engine';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { terminalReport } from './terminal.ts';
import { DOCUMENT, PRESENTATION } from './testing.ts';

const plain = { lang: 'en', width: 80, color: false };

test('a forecast', () => {
  expect(terminalReport(DOCUMENT, PRESENTATION, plain)).toMatchInlineSnapshot(`
    "Two neighbours
    two-neighbours · 20,000 trials · seed 7 · 0 failed
    Numbers by basis: 60% data, 30% judgement, 10% unmarked

    Question          Probability                 Simulation  Assumptions  Base rate
      Outcome                                            95%        5–95%           
    ────────────────────────────────────────────────────────────────────────────────
    Do they sign a treaty?                                                          
      yes                     40%  █████▎         39.7–41.1%       20–60%      0.15%
                                                                                    
    Does trade strengthen, hold or erode?                                           
      Erodes                  70%  █████████▏         69–71%       30–90%           
      Holds                   30%  ███▉               29–31%       10–70%           
      strengthen            <0.1%  ▏              0.02–0.08%   0.01–0.20%           
    ────────────────────────────────────────────────────────────────────────────────

    internal: cannot be scored                                                      
    Question          Probability                 Simulation  Assumptions  Base rate
      Outcome                                            95%        5–95%           
    ────────────────────────────────────────────────────────────────────────────────
    When does cohesion first fall?                                                  
      by 2023-12-31            6%  ▊                5.4–6.6%        3–12%           
      by 2024-12-31           18%  ██▍                16–20%        9–36%           
      by 2025-11-30           29%  ███▊               26–32%       14–58%           
      later or never          71%  █████████▎         70–72%       40–90%           
    ────────────────────────────────────────────────────────────────────────────────

    Cohesion (model)
      p95 0.50 ▅▅▆▆▆▆▆▆▆▆▆▇▇▇▇▇▇▇▇▇██████████ 0.60
      p50 0.50 ▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅ 0.47
      p5  0.50 ▅▅▅▅▅▅▄▄▄▄▄▄▃▃▃▃▃▃▂▂▂▂▂▂▁▁▁▁▁▁ 0.34
               2023-07-01          2025-12-01

    Simulation 95%: what is due to a finite number of trials; more trials shrink it.
    Assumptions 5–95%: how far the probability moves over draws of the parameters;
    more trials do not shrink it. (nested 384x52, binomial mixture)
    "
  `);
});

test.each([
  ['en', 'Numbers by basis: 60% data, 30% judgement, 10% unmarked; 20% judged with hindsight'],
  ['zh', '其中 20% 带有事后之见'],
  ['ja', 'うち 20% は後知恵を含む'],
  ['ko', '그중 20%는 사후 지식에 따른 판단'],
])('how many numbers are judged with hindsight, in %s', (lang, says) => {
  const total = DOCUMENT.basisShares?.reduce((sum, { count }) => sum + count, 0) ?? 0;
  const document = { ...DOCUMENT, hindsightNumbers: total / 5 };
  expect(terminalReport(document, PRESENTATION, { ...plain, lang, width: 120 })).toContain(says);
});

/** Rows of the tables: from the head above the first rule of each to its last rule. */
function tableRows(report: string): string[] {
  const lines = report.split('\n');
  const rules = lines.flatMap((line, i) => (/^─+$/.test(line) ? [i] : []));
  expect(rules.length % 2).toBe(0);
  return rules.flatMap((from, i) => (i % 2 === 0 ? lines.slice(from - 2, (rules[i + 1] ?? 0) + 1) : []));
}

const words = fc
  .array(
    fc.constantFrom(
      'treaty',
      'a',
      '条约',
      '贸易，',
      '（增强）',
      '관계가',
      '조약',
      '強まるか',
      'ﾃｽﾄ',
      'é',
      'q\u0323',
      '👍',
      '\n',
      ' ',
    ),
    { minLength: 1, maxLength: 40 },
  )
  .map((parts) => parts.join(''));

test('every row of the table is equally wide, in any language', () => {
  fc.assert(
    fc.property(words, words, words, fc.integer({ min: 40, max: 160 }), (ask, label, title, width) => {
      for (const lang of ['en', 'zh', 'ja', 'ko']) {
        const [treaty, trend, when] = PRESENTATION.questions;
        const presentation = {
          ...PRESENTATION,
          title: { en: title },
          questions: [
            { ...treaty!, ask: { en: ask } },
            { ...trend!, labels: { erode: { en: label } } },
            { ...when!, ask: { en: label } },
          ],
        };
        const rows = tableRows(terminalReport(DOCUMENT, presentation, { lang, width, color: false }));
        const widths = new Set(rows.map(displayWidth));
        expect(widths.size).toBe(1);
        if (width >= 80) expect([...widths][0]).toBeLessThanOrEqual(width);
      }
    }),
  );
});

test('numbers are never cut, however narrow the terminal', () => {
  const report = terminalReport(DOCUMENT, PRESENTATION, { ...plain, width: 20 });
  for (const number of ['40%', '39.7–41.1%', '20–60%', '0.15%', '<0.1%']) expect(report).toContain(number);
});

test('no escape without colour; with it the same text', () => {
  const coloured = terminalReport(DOCUMENT, PRESENTATION, { ...plain, color: true });
  const uncoloured = terminalReport(DOCUMENT, PRESENTATION, plain);
  expect(uncoloured).not.toContain('\u001b');
  expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(uncoloured);
  expect(coloured).not.toBe(uncoloured);
});

test('text from a file brings no escapes of its own', () => {
  const presentation = { ...PRESENTATION, title: { en: 'x\u001b[2J\u0007' } };
  const document = { ...DOCUMENT, seed: '\u001b[31m' };
  expect(terminalReport(document, presentation, plain)).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
});

test('internal questions stand apart and say that they cannot be scored', () => {
  const report = terminalReport(DOCUMENT, PRESENTATION, plain);
  const mark = report.indexOf('internal: cannot be scored');
  expect(mark).toBeGreaterThan(report.indexOf('Does trade strengthen'));
  expect(mark).toBeLessThan(report.indexOf('When does cohesion first fall?'));
});

test('no number that a wide range does not support', () => {
  expect(terminalReport(DOCUMENT, PRESENTATION, plain)).not.toMatch(/40\.[34]%/);
});

test('a run in which every trial failed', () => {
  const nothing = {
    probability: null,
    se: null,
    low: 0,
    high: 1,
    range: { low: null, high: null, method: 'none' },
  };
  const document: RunDocument = {
    ...DOCUMENT,
    trials: 5,
    failed: 5,
    questions: [{ id: 'treaty', kind: 'binary', outcomes: [{ value: 'yes', ...nothing }] }],
    measures: [{ id: 'cohesion', steps: [0, 1], quantiles: [] }],
  };
  const report = terminalReport(document, PRESENTATION, plain);
  expect(report).toContain('5 trials · seed 7 · 5 failed');
  expect(report).toMatch(/yes +–/);
  expect(report).not.toMatch(/NaN|null|undefined/);
});

test('a clock without dates, a question and a measure without words', () => {
  const document: RunDocument = {
    ...DOCUMENT,
    questions: [
      {
        id: 'first',
        kind: 'time',
        outcomes: DOCUMENT.questions[2]!.outcomes.slice(1, 4).map((outcome, i) => ({
          ...outcome,
          value: String(i / 4),
        })),
      },
    ],
    measures: [
      { id: 'bare', steps: DOCUMENT.measures[0]!.steps, quantiles: DOCUMENT.measures[0]!.quantiles },
    ],
  };
  const report = terminalReport(document, PRESENTATION, plain);
  expect(report).toMatch(/^first +$/m);
  expect(report).toContain('by t = 0.25');
  expect(report).toMatch(/^bare$/m);
  expect(report).toMatch(/^ +0 +29$/m);
});

test('numbers stand in a table of their own, with what they are conditional on', () => {
  const document: RunDocument = {
    ...DOCUMENT,
    questions: [
      {
        id: 'cost',
        kind: 'total',
        outcomes: [],
        given: { applicable: 1234, of: 20_000 },
        number: {
          trials: 1234,
          mean: 12.3456,
          se: 0.2,
          low: 11.95,
          high: 12.74,
          method: 'normal',
          least: 0,
          most: 40,
          quantiles: [
            { q: 0.05, value: 3, low: null, high: 4 },
            { q: 0.5, value: 12, low: 12, high: 12 },
          ],
          range: { low: -2, high: 20, method: 'nested 384x52, normal mixture' },
        },
      },
      { ...DOCUMENT.questions[0]!, given: { applicable: 7, of: 9 } },
    ],
  };
  const report = terminalReport(document, PRESENTATION, plain);
  expect(report).toMatch(/^ {2}mean +10 +11\.95–12\.74 +-2 … 20 /m);
  expect(report).toMatch(/^ {2}5% +3 +≤ 4\.0 *$/m);
  expect(report).toMatch(/^ {2}median +12 +12 *$/m);
  expect(report).toContain('given its condition: 1,234 of 20,000 trials');
  expect(report).toContain('given its condition: 7 of 9 trials');
  expect(report).toContain('quantiles have no such range');
  expect(report).toMatch(/^Question +Value +Simulation/m);
  expect(report.indexOf('Do they sign')).toBeLessThan(report.indexOf('Value'));
  expect(new Set(tableRows(report).map(displayWidth)).size).toBe(1);
  const nothing = {
    ...document.questions[0]!.number!,
    ...{ trials: 0, mean: null, se: null, low: null, high: null, quantiles: [] },
    range: { low: null, high: null, method: 'the condition held in no trial' },
  };
  const empty = { ...document, questions: [{ ...document.questions[0]!, number: nothing }] };
  expect(terminalReport(empty, PRESENTATION, plain)).toMatch(/^ {2}mean +– +– +– *$/m);
});

test('a bound stands in brackets, and the footer says what they mean, in each language', () => {
  const [treaty] = DOCUMENT.questions;
  const range = { low: 0.43, high: 0.575, bound: true, method: 'nested 256x39, bound' } as const;
  const outcomes = treaty!.outcomes.map((outcome) => ({ ...outcome, range }));
  const document = { ...DOCUMENT, questions: [{ ...treaty!, outcomes }] };
  for (const [lang, word] of [
    ['en', 'In brackets'],
    ['zh', '括号内'],
    ['ja', '括弧内'],
    ['ko', '괄호 안'],
  ] as const) {
    const report = terminalReport(document, PRESENTATION, { ...plain, lang });
    expect(report).toContain('(43–58%)');
    expect(report).toContain(word);
    expect(terminalReport(DOCUMENT, PRESENTATION, { ...plain, lang })).not.toContain(word);
  }
});

test('without a nested run the footer says why, in the language of the report', () => {
  const [treaty] = DOCUMENT.questions;
  const { nested: _, ...rest } = DOCUMENT;
  const report = (low: number | null, lang: string): string => {
    const range = { low, high: low, method: '' };
    const outcomes = treaty!.outcomes.map((outcome) => ({ ...outcome, range }));
    const document = { ...rest, questions: [{ ...treaty!, outcomes }] };
    return terminalReport(document, PRESENTATION, { ...plain, lang }).replaceAll('\n', '');
  };
  expect(report(0.4, 'en')).toContain('(no uncertain parameters)');
  expect(report(0.4, 'zh')).toContain('没有不确定的参数');
  expect(report(null, 'en')).toContain('too few trials');
  expect(report(null, 'zh')).toContain('试验次数太少');
});

test('outcomes may have any name', () => {
  const ids = ['valueOf', 'constructor', 'toString', '__proto__'];
  const [, trend] = DOCUMENT.questions;
  const outcomes = ids.map((value) => ({ ...trend!.outcomes[0]!, value }));
  const document = { ...DOCUMENT, questions: [{ ...trend!, outcomes }] };
  const baseline = Object.fromEntries(ids.map((id, i) => [id, i / 4]));
  const [, shown] = PRESENTATION.questions;
  const plainly = terminalReport(document, PRESENTATION, plain);
  for (const id of ids) expect(plainly).toMatch(new RegExp(`^ {2}${id} +70%`, 'm'));
  expect(plainly).not.toContain('NaN');
  const labelled = terminalReport(
    document,
    {
      ...PRESENTATION,
      questions: [{ ...shown!, baseline, labels: { constructor: { en: 'The maker' } } }],
    },
    plain,
  );
  expect(labelled).toMatch(/^ {2}The maker +70% .* 25%$/m);
  expect(labelled).toMatch(/^ {2}__proto__ +70% .* 75%$/m);
});

test('a quantile that is not known is a dash, and its line has a gap', () => {
  const quantiles = [
    { q: 0.05, values: [0, 0, 0] },
    { q: 0.5, values: [null, 4, 8] },
    { q: 0.95, values: [null, null, null] },
  ];
  const document = { ...DOCUMENT, measures: [{ id: 'bare', steps: [0, 1, 2], quantiles }] };
  const report = terminalReport(document, PRESENTATION, plain);
  expect(report).toMatch(/^ +p95 +– +–$/m);
  expect(report).toMatch(/^ +p50 +–  ▅█ +8.0$/m);
  expect(report).not.toMatch(/NaN|null|undefined/);
});
