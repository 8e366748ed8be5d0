import fc from 'fast-check';
import { expect, test } from 'vitest';
import { svgChart } from './svg.ts';
import { DOCUMENT, PRESENTATION } from './testing.ts';

/** A strict little parser: every element closed in order, attributes quoted and unique, entities known, one root. */
function parse(xml: string): { readonly names: string[]; readonly text: string } {
  const token =
    /<([a-z]+)((?: [a-zA-Z0-9:-]+="[^"<>]*")*)(\/?)>|<\/([a-z]+)>|((?:[^<>&]|&(?:amp|lt|gt|quot|#39);)+)/gy;
  const open: string[] = [];
  const names: string[] = [];
  let text = '';
  while (token.lastIndex < xml.length) {
    const at = token.lastIndex;
    const match = token.exec(xml);
    if (!match) throw new Error(`not well-formed at ${at}: ${xml.slice(at, at + 60)}`);
    const [, name, attributes = '', empty, closing, content] = match;
    if (name !== undefined) {
      const keys = [...attributes.matchAll(/ ([a-zA-Z0-9:-]+)=/g)].map(([, key]) => key);
      if (new Set(keys).size !== keys.length) throw new Error(`attribute twice: ${attributes}`);
      if (/&(?!(?:amp|lt|gt|quot|#39);)/.test(attributes)) throw new Error(`bare & in ${attributes}`);
      if (open.length === 0 && names.length > 0) throw new Error('more than one root');
      names.push(name);
      if (empty === '') open.push(name);
    } else if (closing !== undefined) {
      if (open.pop() !== closing) throw new Error(`</${closing}> closes nothing`);
    } else if (open.length === 0 && content?.trim() !== '') {
      throw new Error('text outside the root');
    } else {
      text += content ?? '';
    }
  }
  if (open.length > 0) throw new Error(`open: ${open.join(' ')}`);
  return { names, text };
}

test('the parser of this test is strict', () => {
  for (const bad of [
    '<a>',
    '<a></b>',
    '<a b="1" b="2"/>',
    '<a>&x;</a>',
    '<a/><b/>',
    '<a>\u0026 b</a>',
    '<a b=1/>',
  ]) {
    expect(() => parse(bad), bad).toThrow(/not well-formed|closes nothing|twice|bare|root|open/);
  }
});

test('well-formed, with title and description, whatever the texts hold', () => {
  const nasty = fc.string({ unit: 'binary', maxLength: 40 });
  fc.assert(
    fc.property(nasty, nasty, nasty, fc.constantFrom('en', 'zh', 'ja', 'ko'), (title, ask, label, lang) => {
      const [treaty, trend] = PRESENTATION.questions;
      const svg = svgChart(
        { ...DOCUMENT, seed: label },
        {
          title: { en: title },
          questions: [
            { ...treaty!, ask: { en: ask } },
            { ...trend!, ask: { en: title }, labels: { erode: { en: label } } },
          ],
          measures: [{ id: 'cohesion', label: { en: label } }],
        },
        { lang, questions: ['treaty', 'trend', 'when'] },
      );
      expect(parse(svg).names.slice(0, 3)).toEqual(['svg', 'title', 'desc']);
      // no character that XML forbids
      expect(svg).not.toMatch(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/);
    }),
  );
});

test('escapes', () => {
  const svg = svgChart(
    DOCUMENT,
    { ...PRESENTATION, title: { en: `<script>"A" & 'B'</script>` } },
    { lang: 'en' },
  );
  expect(svg).toContain('&lt;script&gt;&quot;A&quot; &amp; &#39;B&#39;&lt;/script&gt;');
  expect(svg).not.toContain('<script');
});

test('the same input gives the same bytes, and lengths have fixed decimals', () => {
  const draw = () => svgChart(DOCUMENT, PRESENTATION, { lang: 'zh' });
  expect(draw()).toBe(draw());
  for (const [, key, value] of draw().matchAll(/ (x|y|x1|x2|y1|y2|cx|cy|r|rx)="([^"]*)"/g)) {
    expect(value, key).toMatch(/^-?\d+\.\d\d$/);
  }
  expect(draw()).not.toMatch(/NaN|undefined|Infinity|-0\.00/);
});

test('shows the first measure and question unless told otherwise', () => {
  const first = parse(svgChart(DOCUMENT, PRESENTATION, { lang: 'en' })).text;
  expect(first).toContain('Cohesion (model)');
  expect(first).toContain('Do they sign a treaty?');
  expect(first).not.toContain('When does cohesion first fall?');
  const other = parse(svgChart(DOCUMENT, PRESENTATION, { lang: 'en', questions: ['when'] })).text;
  expect(other).not.toContain('Do they sign a treaty?');
  expect(other).toContain('When does cohesion first fall? (internal: cannot be scored)');
});

test('says in words what it shows', () => {
  const { text } = parse(svgChart(DOCUMENT, PRESENTATION, { lang: 'en' }));
  expect(text).toContain('yes 40% (Simulation 95%: 39.7–41.1%; Assumptions 5–95%: 20–60%).');
  expect(text).toMatch(
    /Cohesion \(model\), median: 2023-07-01: 0\.50 .*; 2025-12-01: 0\.47 \(5–95%: 0\.34 – 0\.60\)\./,
  );
});

test('bars stand where the numbers say', () => {
  const svg = svgChart(DOCUMENT, PRESENTATION, { lang: 'en' });
  const at = (percent: string): number => {
    const match = new RegExp(`<text x="([\\d.]+)"[^>]*>${percent}</text>`).exec(svg);
    return Number(match?.[1]);
  };
  const bar = new RegExp(
    `<rect x="([\\d.]+)" y="[\\d.]+" width="([\\d.]+)" height="8.00" fill="#56b4e9"/>`,
    'g',
  );
  const [, x, width] = [...svg.matchAll(bar)].at(-1)!; // the first is the legend's
  expect(Number(x)).toBe(at('0%'));
  expect(Number(width) / (at('100%') - at('0%'))).toBeCloseTo(0.4037, 3);
});

test('a long label is shown whole', () => {
  const [treaty, trend] = PRESENTATION.questions;
  const label =
    'one says hold and the other does not say anything at all about it, or speaks of something else';
  const presentation = {
    ...PRESENTATION,
    questions: [treaty!, { ...trend!, labels: { erode: { en: label } } }],
  };
  const { text } = parse(
    svgChart(DOCUMENT, presentation, { lang: 'en', questions: ['trend'] }).replace(/<desc.*?<.desc>/, ''),
  );
  for (const word of label.split(' ')) expect(text).toContain(word);
});

test('a run without measures, questions or quantiles is still a picture', () => {
  for (const document of [
    { ...DOCUMENT, measures: [] },
    { ...DOCUMENT, questions: [] },
    { ...DOCUMENT, measures: [{ id: 'cohesion', steps: [0, 1], quantiles: [] }] },
    { ...DOCUMENT, measures: [{ id: 'cohesion', steps: [0], quantiles: [{ q: 0.5, values: [1] }] }] },
  ]) {
    expect(svgChart(document, PRESENTATION, { lang: 'en' })).not.toMatch(/NaN|undefined|Infinity/);
  }
});

test('numbers have no place on the bars of probabilities', () => {
  const number = { id: 'cost', kind: 'total' as const, outcomes: [] };
  const svg = svgChart({ ...DOCUMENT, questions: [number, ...DOCUMENT.questions] }, PRESENTATION, {
    lang: 'en',
  });
  expect(svg).toBe(svgChart(DOCUMENT, PRESENTATION, { lang: 'en' }));
  expect(parse(svgChart({ ...DOCUMENT, questions: [number] }, PRESENTATION, { lang: 'en' })).names).toContain(
    'svg',
  );
});

test('where a quantile is not known the fan has a gap, and the words have a dash', () => {
  const values = (last: number | null) => [1, null, 3, 4, last];
  const measures = [
    {
      id: 'cohesion',
      steps: [0, 1, 2, 3, 4],
      quantiles: [0.05, 0.25, 0.5, 0.75, 0.95].map((q) => ({ q, values: values(q < 0.9 ? 5 : null) })),
    },
  ];
  const svg = svgChart({ ...DOCUMENT, measures }, PRESENTATION, { lang: 'en' });
  expect(svg).not.toMatch(/NaN|undefined|Infinity|null/);
  // The median: a point by itself, then the three that are known.
  expect(svg.match(/d="(M[^"]*)" fill="none" stroke="[^"]*" stroke-width="2.5"/)?.[1]).toMatch(
    /^M[\d. ]+M[\d. ]+L[\d. ]+L[\d. ]+$/,
  );
  expect(svg).toContain('4: 5.0 (5–95%: 5.0 – –)');
  const none = [{ ...measures[0]!, quantiles: [{ q: 0.5, values: [null, null, null, null, null] }] }];
  expect(svgChart({ ...DOCUMENT, measures: none }, PRESENTATION, { lang: 'en' })).not.toMatch(/NaN|null/);
});
