/**
 * A comparison as one HTML page that needs nothing else: a table a question, what pairing gained, the differences with
 * their intervals, survival curves, and the quantiles of each measure's paired difference.
 */
import type { CurveComparison, MeasureComparison, QuestionComparison, Switched } from '@stave/engine';
import { frameAxis, valueAxis } from './axis.ts';
import {
  cellsOf,
  decimalsOf,
  HEADS,
  headline,
  rowsOf,
  signedText,
  verdictText,
  type ComparedPair,
} from './compare.ts';
import { grouped, inLanguage } from './text.ts';
import { element, escape, fixed, text } from './xml.ts';

const WIDTH = 760;
const BLUE = '#0072b2';
const ORANGE = '#e69f00';
const GREY = '#5b636d';
const GRID = '#e4e7eb';
const BAND = '#d6e8f5';
const INNER_BAND = '#9dcbea';

const CSS = `
body { font: 15px/1.5 system-ui, sans-serif; color: #1b1f24; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; margin: .5rem 0; } th, td { padding: .15rem .6rem; text-align: right; }
th:first-child, td:first-child { text-align: left; } th { border-bottom: 1px solid #b8bec6; font-weight: 600; }
h2 { margin-top: 2.5rem; } .dim { color: #5b636d; } code { font-size: .85em; } svg { max-width: 100%; height: auto; }
`;

export function comparisonPage(pairs: readonly ComparedPair[], { lang }: { readonly lang: string }): string {
  const title = pairs[0] ? inLanguage(pairs[0].presentation.title, lang) : 'Comparison';
  return `<!doctype html>
<html lang="${escape(lang)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escape(title)}: arms compared</title><style>${CSS}</style></head><body>
<h1>${escape(title)}: arms compared</h1>
${comparisonSections(pairs, { lang })}
</body></html>
`;
}

/** What stands in that page, for one that says more. */
export function comparisonSections(
  pairs: readonly ComparedPair[],
  { lang }: { readonly lang: string },
): string {
  return `<p>A is the first arm, B the second. Intervals are those of the simulation error; the range over assumptions does not
shrink with more trials. Variance reduction is that of the difference on the same luck against independent luck.</p>
${pairs.map((pair) => section(pair, lang)).join('\n')}`;
}

function section(pair: ComparedPair, lang: string): string {
  const { a, b, result } = pair;
  const facts = headline(pair, 400).map((line) => `<p class="dim">${escape(line)}</p>`);
  const questions = result.questions.map((question) => questionPart(question, pair, lang));
  const measures = result.identical ? [] : result.measures.map((measure) => measurePart(measure, pair, lang));
  const only = [
    ...(result.onlyA.length > 0
      ? [`<p>Asked in A alone, or otherwise: ${escape(result.onlyA.join(', '))}</p>`]
      : []),
    ...(result.onlyB.length > 0
      ? [`<p>Asked in B alone, or otherwise: ${escape(result.onlyB.join(', '))}</p>`]
      : []),
  ];
  return [
    `<section><h2>${escape(b)} less ${escape(a)}</h2>`,
    `<p>A: <b>${escape(a)}</b> <code>${pair.hashes[0].slice(0, 12)}</code>, B: <b>${escape(b)}</b> <code>${pair.hashes[1].slice(0, 12)}</code></p>`,
    ...facts,
    ...questions,
    ...(measures.length > 0 ? ['<h3>Measures: the difference, trial by trial</h3>', ...measures] : []),
    ...only,
    '</section>',
  ].join('\n');
}

function questionPart(question: QuestionComparison, pair: ComparedPair, lang: string): string {
  const { presentation, desynchronised } = pair;
  const asked = presentation.questions.find(({ id }) => id === question.id);
  const rows = rowsOf(question);
  const apart = desynchronised?.questions.find(({ id }) => id === question.id);
  const heads = [...HEADS, ...(apart ? ['variance reduction, desynchronised'] : [])];
  const others = apart ? rowsOf(apart) : [];
  const cells = rows.map((row, i) => [...cellsOf(row), ...(others[i] ? [cellsOf(others[i])[7] ?? ''] : [])]);
  return [
    `<h3>${escape(asked ? inLanguage(asked.ask, lang) : question.id)}</h3>`,
    tableOf(heads, cells),
    ...rows.map(
      ({ label, difference, isShare }) => `<p>${escape(`${label}: ${verdictText(difference, isShare)}`)}</p>`,
    ),
    differencePlot(rows),
    ...question.outcomes.map((outcome) => switchedPart(outcome, pair)),
    ...(question.number && question.number.quantiles.length > 0
      ? [
          `<p>Quantiles of the difference of each trial: ${question.number.quantiles
            .map(
              ({ q, value }) =>
                `${Math.round(q * 100)}%: ${signedText(value, false, decimalsOf(question.number as NonNullable<typeof question.number>, false))}`,
            )
            .join(', ')}</p>`,
        ]
      : []),
    ...(question.curve ? [curvePlot(question.curve)] : []),
  ].join('\n');
}

const tableOf = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  `<table><tr>${heads.map((head) => `<th>${escape(head)}</th>`).join('')}</tr>${rows
    .map((row) => `<tr>${row.map((cell) => `<td>${escape(cell)}</td>`).join('')}</tr>`)
    .join('')}</table>`;

function switchedPart(
  { value, trials, switched }: QuestionComparison['outcomes'][number],
  { result, replayA, replayB }: ComparedPair,
): string {
  if (!result.paired || result.identical) return '';
  const n = (count: number): string => grouped(count);
  const grid = tableOf(
    [value, 'yes in B', 'no in B'],
    [
      ['yes in A', n(trials.both), n(trials.onlyA)],
      ['no in A', n(trials.onlyB), n(trials.neither)],
    ],
  );
  const list = (title: string, all: readonly Switched[]): string =>
    all.length === 0
      ? ''
      : `<details><summary>${title}</summary><ul>${all
          .map(
            (one) => `<li><code>${escape(replayA(one))}</code><br><code>${escape(replayB(one))}</code></li>`,
          )
          .join('')}</ul></details>`;
  return [
    grid,
    list('Trials that are a yes in A alone', switched.onlyA),
    list('Trials that are a yes in B alone', switched.onlyB),
  ].join('\n');
}

const svg = (height: number, name: string, marks: readonly string[]): string =>
  element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${WIDTH} ${height}`,
      width: String(WIDTH),
      height: String(height),
      role: 'img',
      'aria-label': name,
      'font-family': 'system-ui, sans-serif',
      'font-size': '12',
    },
    marks.join(''),
  );

/** Each difference with its interval, around nothing. Shares and numbers have scales of their own, so one plot is of shares. */
function differencePlot(rows: ReturnType<typeof rowsOf>): string {
  const shown = rows.filter(
    ({ isShare, difference }) => isShare && difference.low !== null && difference.high !== null,
  );
  if (shown.length === 0) return '';
  const left = 150;
  const ends = shown.flatMap(({ difference }) => [difference.low ?? 0, difference.high ?? 0]);
  const axis = valueAxis(Math.min(0, ...ends), Math.max(0, ...ends), 6);
  const x = (value: number): number =>
    left + ((value - axis.low) / (axis.high - axis.low)) * (WIDTH - left - 20);
  const height = 30 + 24 * shown.length;
  const marks = axis.ticks.flatMap(({ at }) => [
    element('line', {
      x1: x(at),
      x2: x(at),
      y1: 4,
      y2: height - 22,
      stroke: Math.abs(at) < 1e-12 ? GREY : GRID,
    }),
    text(`${Number((at * 100).toPrecision(6))}%`, x(at), height - 6, { 'text-anchor': 'middle', fill: GREY }),
  ]);
  shown.forEach(({ label, difference: { low, high, difference } }, i) => {
    const y = 18 + 24 * i;
    marks.push(
      text(label, 4, y + 4),
      element('line', { x1: x(low ?? 0), x2: x(high ?? 0), y1: y, y2: y, stroke: BLUE, 'stroke-width': '3' }),
      element('circle', { cx: x(difference ?? 0), cy: y, r: 4, fill: BLUE }),
    );
  });
  return svg(height, 'Differences with their 95% intervals', marks);
}

interface Frame {
  readonly x: (i: number) => number;
  readonly y: (value: number) => number;
  readonly marks: string[];
}

const HEIGHT = 220;

/** Axes of a picture over frames. */
function frameOf(
  frames: { readonly steps: readonly number[]; readonly dates?: readonly string[] },
  low: number,
  high: number,
  label: (at: string, value: number) => string,
): Frame {
  const [left, right, top, bottom] = [64, WIDTH - 16, 12, HEIGHT - 28];
  const axis = valueAxis(low, high, 5);
  const last = Math.max(1, frames.steps.length - 1);
  const x = (i: number): number => left + (i / last) * (right - left);
  const y = (value: number): number =>
    bottom - ((value - axis.low) / (axis.high - axis.low)) * (bottom - top);
  const marks = [
    ...axis.ticks.flatMap((tick) => [
      element('line', {
        x1: left,
        x2: right,
        y1: y(tick.at),
        y2: y(tick.at),
        stroke: Math.abs(tick.at) < 1e-12 ? GREY : GRID,
      }),
      text(label(tick.label, tick.at), left - 6, y(tick.at) + 4, { 'text-anchor': 'end', fill: GREY }),
    ]),
    ...frameAxis(frames, 8).map((tick) =>
      text(tick.label, x(tick.at), HEIGHT - 8, { 'text-anchor': 'middle', fill: GREY }),
    ),
  ];
  return { x, y, marks };
}

/** Runs of frames at which all of the values are known. */
function runs(count: number, isKnown: (i: number) => boolean): readonly (readonly number[])[] {
  const found: number[][] = [];
  for (let i = 0; i < count; i++) {
    if (!isKnown(i)) continue;
    const last = found.at(-1);
    if (last && last.at(-1) === i - 1) last.push(i);
    else found.push([i]);
  }
  return found;
}

type Values = readonly (number | null)[];

function line({ x, y }: Frame, values: Values, colour: string, width = '2'): string {
  return runs(values.length, (i) => values[i] !== null && values[i] !== undefined)
    .map((run) =>
      element('polyline', {
        points: run.map((i) => `${fixed(x(i))},${fixed(y(values[i] as number))}`).join(' '),
        fill: 'none',
        stroke: colour,
        'stroke-width': width,
      }),
    )
    .join('');
}

function band({ x, y }: Frame, low: Values, high: Values, colour: string): string {
  const point = (i: number, values: Values): string => `${fixed(x(i))},${fixed(y(values[i] as number))}`;
  return runs(low.length, (i) => low[i] !== null && high[i] !== null && high[i] !== undefined)
    .map((run) =>
      element('polygon', {
        points: [...run.map((i) => point(i, high)), ...[...run].reverse().map((i) => point(i, low))].join(
          ' ',
        ),
        fill: colour,
      }),
    )
    .join('');
}

function curvePlot(curve: CurveComparison): string {
  const percent = (_: string, at: number): string => `${Number((at * 100).toPrecision(6))}%`;
  const survival = frameOf(curve, 0, 1, percent);
  const known = [...curve.low, ...curve.high].filter((x) => x !== null);
  const apart = frameOf(curve, Math.min(0, ...known), Math.max(0, ...known), percent);
  return [
    '<p class="dim">Share of trials that had not passed: A orange, B blue; below, B less A with its 95% interval at each frame.</p>',
    svg(HEIGHT, 'Survival curves of A and B', [
      ...survival.marks,
      line(survival, curve.a, ORANGE),
      line(survival, curve.b, BLUE),
    ]),
    svg(HEIGHT, 'Difference of the survival curves', [
      ...apart.marks,
      band(apart, curve.low, curve.high, BAND),
      line(apart, curve.difference, BLUE),
    ]),
  ].join('\n');
}

function measurePart(measure: MeasureComparison, { presentation }: ComparedPair, lang: string): string {
  const shown = presentation.measures.find(({ id }) => id === measure.id);
  const of = (q: number): Values => measure.quantiles.find((quantile) => quantile.q === q)?.values ?? [];
  const known = measure.quantiles.flatMap(({ values }) => values).filter((x) => x !== null);
  if (known.length === 0) return '';
  const frame = frameOf(measure, Math.min(0, ...known), Math.max(0, ...known), (label) => label);
  const name = shown?.label ? inLanguage(shown.label, lang) : measure.id;
  return [
    `<h4>${escape(name)}</h4>`,
    svg(HEIGHT, `Difference of ${measure.id}`, [
      ...frame.marks,
      band(frame, of(0.05), of(0.95), BAND),
      band(frame, of(0.25), of(0.75), INNER_BAND),
      line(frame, of(0.5), BLUE),
      line(frame, measure.mean, ORANGE, '1'),
    ]),
  ].join('\n');
}
