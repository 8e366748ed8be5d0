/** A report of scores as text and as a page: nothing that is not there is shown, nothing from outside is taken as markup. */
import { displayWidth } from '@stave/engine';
import { evaluate, scoreReport, type Forecast, type Resolution, type ScoreDocument } from '@stave/forecast';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scoreHtml } from './html.ts';
import { num, percent, pText } from './numbers.ts';
import { scoreText } from './terminal.ts';

const WILD = '<script>alert("x")</script> & \u202e\u0007 "quoted"';

function documentOf(
  names: readonly string[],
  probabilities: readonly (readonly number[])[],
  outcomes: readonly boolean[],
): ScoreDocument {
  const ids = outcomes.map((_, i) => `q${i}`);
  const tasks = ids.map((id, i) => ({ id, keys: { question: id }, cluster: `c${i % 3}`, proxy: WILD }));
  const forecasts: Forecast[] = names.flatMap((forecaster, k) =>
    ids.map((id, i): Forecast => ({
      ...{ forecaster, task: id, informationCutoff: '2024-01-01' },
      statement: { kind: 'binary', probability: probabilities[k]?.[i] ?? 0.5 },
    })),
  );
  const resolutions = ids.map((id, i): Resolution => ({
    ...{ task: id, resolvedAt: `2024-02-${String(i + 1).padStart(2, '0')}` },
    state: { is: 'resolved', outcome: { kind: 'binary', happened: outcomes[i] ?? false } },
  }));
  return scoreReport({
    ...{ tasks, forecasts, resolutions, withdrawals: [], questions: new Map(), teams: new Map() },
    evaluation: evaluate({ tasks, forecasts, resolutions }),
    truth: { path: WILD, hash: 'a'.repeat(64) },
    sources: names.map((name) => ({
      path: name,
      kind: 'batch',
      forecasters: [name],
      facts: { seed: WILD },
      notes: [WILD],
    })),
  });
}

const NAMES = ['东亚预测', `ana ${WILD}`, '한국'];
const OUTCOMES = [true, false, false, true, true, false, true, false, false, false, true, false];
const SPREAD = [0.9, 0.2, 0.1, 0.6, 0.7, 0.3, 0.55, 0.45, 0.05, 0.35, 0.65, 0.15];
const example = documentOf(
  NAMES,
  [SPREAD, SPREAD.map((p) => 1 - p), SPREAD.map((p, i) => (i > 0 && p > 0.5 ? 1 : 0))],
  OUTCOMES,
);

/** What a reader must never see. */
const LEFTOVERS = /NaN|undefined|\[object|Infinity|InvariantError/;

test('text has every part, without leftovers or control characters', () => {
  const text = scoreText(example, { width: 100, color: false });
  for (const part of [
    'Scores of forecasts',
    'What is compared',
    'A. Against what happened',
    'Calibration',
    'B. Against each other',
    'For who looks every week',
    'Pools',
    'Where they differ most',
    'C. Batch against batch',
  ])
    expect(text).toContain(part);
  expect(text).toMatch(/∞/);
  expect(text).not.toMatch(LEFTOVERS);
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
});

test('rows of a table are no wider than its rule, in any script', () => {
  const lines = scoreText(example, { width: 100, color: false }).split('\n');
  const rules = lines.flatMap((line, i) => (/^─{30,}$/.test(line) ? [i] : []));
  expect(rules.length).toBeGreaterThan(8);
  for (const rule of rules)
    for (let i = rule - 1; i < lines.length && lines[i] !== ''; i++)
      expect(displayWidth(lines[i] ?? ''), lines[i]).toBeLessThanOrEqual(displayWidth(lines[rule] ?? ''));
});

test('a page is whole, needs nothing else and takes nothing as markup', () => {
  const page = scoreHtml(example);
  expect(page).toMatch(/^<!doctype html>\n<html lang="en">[^]*<\/html>\n$/);
  expect(page).not.toMatch(/<script|\son\w+=|javascript:|@import|<link|<img|url\(/i);
  expect(page.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:/);
  expect(page).toMatch(/&lt;script&gt;alert\(&quot;x&quot;\)&lt;\/script&gt; &amp;/);
  expect(page).toMatch(/Noto Sans CJK/);
  expect(page.replace(/<style>[^]*?<\/style>/, '')).not.toMatch(LEFTOVERS);
  const svgs = page.match(/<svg [^>]*aria-label="[^"]+"/g) ?? [];
  expect(svgs.length).toBe(page.match(/<svg /g)?.length);
  expect(svgs.length).toBeGreaterThan(6);
  // Every element that is opened is closed, in order.
  const open: string[] = [];
  for (const [, close, name = '', rest = ''] of page.matchAll(
    /<(\/?)([a-z][a-z0-9]*)((?:"[^"]*"|[^">])*)>/g,
  )) {
    if (rest.endsWith('/') || ['meta'].includes(name)) continue;
    if (close === '') open.push(name);
    else expect(open.pop()).toBe(name);
  }
  expect(open).toEqual([]);
});

test('whatever was forecast, both forms can be written and show no leftovers', () => {
  const probability = fc.oneof(fc.constantFrom(0, 1, 0.5), fc.double({ min: 0, max: 1, noNaN: true }));
  const cases = fc.integer({ min: 0, max: 12 }).chain((n) =>
    fc.record({
      probabilities: fc.array(fc.array(probability, { minLength: n, maxLength: n }), {
        minLength: 1,
        maxLength: 3,
      }),
      outcomes: fc.array(fc.boolean(), { minLength: n, maxLength: n }),
    }),
  );
  fc.assert(
    fc.property(cases, ({ probabilities, outcomes }) => {
      const document = documentOf(
        probabilities.map((_, i) => `f${i}`),
        probabilities,
        outcomes,
      );
      expect(scoreText(document, { width: 80, color: false })).not.toMatch(LEFTOVERS);
      expect(scoreHtml(document).replace(/<style>[^]*?<\/style>/, '')).not.toMatch(LEFTOVERS);
    }),
    { seed: 19, numRuns: 10 },
  );
});

test('numbers have few digits and say what they are', () => {
  expect(
    [0.123456, 12.3456, 1234.5, 0, Infinity, -Infinity, Number.NaN, undefined, -0.5, 1e-7, 2e8].map((x) =>
      num(x),
    ),
  ).toEqual([...['0.123', '12.3', '1235', '0', '∞', '−∞', '–', '–', '−0.500', '1.00e−7', '2.00e+8']]);
  expect([0.25, -Infinity, -0.5].map((x) => percent(x))).toEqual(['25%', '−∞', '−50%']);
  expect([0, 0.0421, 0.5].map(pText)).toEqual(['<0.001', '0.042', '0.50']);
});
