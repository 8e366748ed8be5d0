/**
 * The forecast as one picture: the fan of a measure over time, and below it the probabilities of the main questions
 * with both uncertainties. The same input gives the same bytes; text is set in the reader's own fonts, so widths are
 * estimated from terminal columns and nothing depends on them closely.
 *
 * Colours are those of Okabe and Ito (Color universal design, 2008): blue for what the model says, orange for the
 * range over assumptions, black for simulation error.
 */
import {
  displayWidth,
  estimateTexts,
  percentText,
  type MeasureEstimate,
  type RunDocument,
} from '@stave/engine';
import { frameAxis, valueAxis } from './axis.ts';
import { fanOf, valueText, type Fan } from './fan.ts';
import type { Presentation } from './presentation.ts';
import { questionRows, type QuestionRows, type Row } from './rows.ts';
import { clean, grouped, inLanguage, wrap } from './text.ts';
import { wordsFor, type Words } from './words.ts';
import { element, escape, fixed, text } from './xml.ts';

export interface SvgOptions {
  readonly lang: string;
  /** Measure of the fan; the first one when absent. */
  readonly measure?: string;
  /** Ids of the questions shown; the first one when absent. */
  readonly questions?: readonly string[];
}

const WIDTH = 960;
const MARGIN = 40;
const INNER = WIDTH - 2 * MARGIN;

const INK = '#1b1f24';
const GREY = '#5b636d';
const GRID = '#e4e7eb';
const OUTER = '#d6e8f5';
const INNER_BAND = '#9dcbea';
const BLUE = '#0072b2';
const SKY = '#56b4e9';
const PALE_ORANGE = '#f8dfae';
const ORANGE = '#e69f00';

/** Chinese, Japanese and Korean share code points and not the shapes of letters: those of the language come first. */
const OWN: Readonly<Record<string, readonly string[]>> = {
  zh: ["'PingFang SC'", "'Microsoft YaHei'", "'Noto Sans CJK SC'"],
  ja: ["'Hiragino Sans'", "'Yu Gothic'", "'Noto Sans CJK JP'"],
  ko: ["'Apple SD Gothic Neo'", "'Malgun Gothic'", "'Noto Sans CJK KR'"],
};
const LATIN = ['system-ui', '-apple-system', "'Segoe UI'", 'Roboto', "'Helvetica Neue'", "'Noto Sans'"];
const ALL = ["'PingFang SC'", "'Hiragino Sans'", "'Apple SD Gothic Neo'", "'Microsoft YaHei'", "'Yu Gothic'", "'Malgun Gothic'", "'Noto Sans CJK SC'"]; // prettier-ignore

export const fontsFor = (lang: string): string =>
  [...new Set([...LATIN, ...(OWN[lang.split('-')[0] ?? ''] ?? []), ...ALL, 'sans-serif'])].join(', ');

/** Of a text in any language. */
export const FONTS = fontsFor('en');

/** Part of a font's size that one terminal column takes, on the safe side. */
const COLUMN = 0.54;

export function svgChart(document: RunDocument, presentation: Presentation, options: SvgOptions): string {
  const { lang } = options;
  const words = wordsFor(lang);
  const measure = document.measures.find(({ id }) => id === options.measure) ?? document.measures[0];
  // Numbers are no shares of 1 and have no place on its bars.
  const probable = document.questions.filter(({ outcomes }) => outcomes.length > 0);
  const shown = options.questions ?? probable.slice(0, 1).map(({ id }) => id);
  const questions = probable
    .filter(({ id }) => shown.includes(id))
    .map((question) => questionRows(question, presentation, lang, words));
  const title = inLanguage(presentation.title, lang);

  const page = new Page();
  heading(page, title, document, words);
  if (measure) fanPanel(page, measure, presentation, words, lang);
  if (questions.length > 0) questionsPanel(page, questions, words);
  return page.print(title, describe(measure, questions, words, presentation, lang), lang);
}

/** Marks from top to bottom; `y` is where the next ones may begin. */
class Page {
  y = MARGIN;
  private readonly marks: string[] = [];

  add(...marks: readonly string[]): void {
    this.marks.push(...marks);
  }

  print(title: string, description: string, lang: string): string {
    const height = Math.round(this.y + MARGIN - 8);
    const head = {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${WIDTH} ${height}`,
      width: String(WIDTH),
      height: String(height),
      role: 'img',
      'aria-labelledby': 'stave-title stave-desc',
      'xml:lang': lang,
      'font-family': fontsFor(lang),
      fill: INK,
    };
    const content = [
      element('title', { id: 'stave-title' }, escape(title)),
      element('desc', { id: 'stave-desc' }, escape(description)),
      element('rect', { width: String(WIDTH), height: String(height), fill: '#ffffff' }),
      ...this.marks,
    ];
    return `${element('svg', head, `\n${content.join('\n')}\n`)}\n`;
  }
}

function heading(page: Page, title: string, document: RunDocument, words: Words): void {
  for (const line of wrapTo(title, INNER, 22)) {
    page.y += 24;
    page.add(text(line, MARGIN, page.y - 4, { 'font-size': '22', 'font-weight': '600' }));
    page.y += 4;
  }
  const { scenario, seed, trials, failed } = document;
  const facts = [
    words.trials(grouped(trials)),
    words.seed(seed),
    words.failed(grouped(failed)),
    `${scenario.id} ${scenario.hash.slice(0, 12)}`,
  ];
  page.y += 18;
  page.add(text(facts.join('  ·  '), MARGIN, page.y, { 'font-size': '13', fill: GREY }));
  page.y += 14;
}

// ---------------------------------------------------------------- fan

const PLOT_LEFT = MARGIN + 50;
const PLOT_RIGHT = WIDTH - MARGIN - 92;
const PLOT_HEIGHT = 270;

function fanPanel(
  page: Page,
  measure: MeasureEstimate,
  presentation: Presentation,
  words: Words,
  lang: string,
): void {
  const fan = fanOf(measure);
  if (!fan) return;
  const label = measureLabel(measure, presentation, lang);
  page.y += 22;
  panelTitle(page, label, [
    { name: words.median, swatch: (x, y) => line(x, y, x + 18, y, BLUE, 2.5), width: 18 },
    { name: '25–75%', swatch: (x, y) => box(x, y - 6, 18, 12, INNER_BAND), width: 18 },
    { name: '5–95%', swatch: (x, y) => box(x, y - 6, 18, 12, OUTER), width: 18 },
  ]);
  const top = page.y + 26;
  const bottom = top + PLOT_HEIGHT;
  const axis = valueAxis(fan.low, fan.high, 6);
  const { steps } = measure;
  const last = Math.max(1, steps.at(-1) ?? 0);
  /** By place among the recorded frames. */
  const x = (at: number): number => PLOT_LEFT + ((PLOT_RIGHT - PLOT_LEFT) * (steps[at] ?? 0)) / last;
  const y = (value: number): number =>
    bottom - ((bottom - top) * (value - axis.low)) / (axis.high - axis.low);

  page.add(
    band(fan.values(0.05), fan.values(0.95), x, y, OUTER),
    band(fan.values(0.25), fan.values(0.75), x, y, INNER_BAND),
  );
  for (const tick of axis.ticks) {
    page.add(
      line(PLOT_LEFT, y(tick.at), PLOT_RIGHT, y(tick.at), INK, 1, { 'stroke-opacity': '0.09' }),
      text(tick.label, PLOT_LEFT - 8, y(tick.at) + 4, {
        'font-size': '12',
        'text-anchor': 'end',
        fill: GREY,
      }),
    );
  }
  page.add(curve(fan.values(0.5), x, y));
  page.add(line(PLOT_LEFT, bottom, PLOT_RIGHT, bottom, GREY, 1));
  for (const tick of frameAxis(measure, 10)) {
    page.add(
      line(x(tick.at), bottom, x(tick.at), bottom + 5, GREY, 1),
      text(tick.label, x(tick.at), bottom + 19, { 'font-size': '12', 'text-anchor': 'middle', fill: GREY }),
    );
  }
  page.add(...endLabels(fan, y));
  const unit = measure.dates ? words.date : words.step;
  page.add(
    text(unit, (PLOT_LEFT + PLOT_RIGHT) / 2, bottom + 38, {
      'font-size': '12',
      'text-anchor': 'middle',
      fill: GREY,
    }),
    element(
      'text',
      {
        transform: `translate(${fixed(MARGIN + 9)} ${fixed((top + bottom) / 2)}) rotate(-90)`,
        'font-size': '12',
        'text-anchor': 'middle',
        fill: GREY,
      },
      escape(wrapTo(label, PLOT_HEIGHT, 12)[0] ?? ''),
    ),
  );
  page.y = bottom + 44;
}

/** The values at the last frame, moved apart where they would touch. */
function endLabels(fan: Fan, y: (value: number) => number): string[] {
  const labels = [
    { name: '95%', q: 0.95 },
    { name: '50%', q: 0.5 },
    { name: '5%', q: 0.05 },
  ].flatMap(({ name, q }) => {
    const value = fan.values(q).at(-1) ?? null;
    return value === null ? [] : [{ name, q, value, at: y(value) }];
  });
  const middle = labels.find(({ q }) => q === 0.5)?.at;
  return labels.map(({ name, q, value, at }) => {
    const placed =
      middle === undefined || q === 0.5
        ? at
        : q > 0.5
          ? Math.min(at, middle - 16)
          : Math.max(at, middle + 16);
    const weight = q === 0.5 ? { 'font-weight': '600', fill: BLUE } : { fill: GREY };
    return (
      text(valueText(value, fan.low, fan.high), PLOT_RIGHT + 8, placed + 4, {
        'font-size': '13',
        ...weight,
      }) + text(name, WIDTH - MARGIN, placed + 4, { 'font-size': '12', 'text-anchor': 'end', fill: GREY })
    );
  });
}

type Scale = (value: number) => number;

type Values = readonly (number | null)[];

/** Frames in which all of them are known, run by run: what is not known is a gap. */
function knownRuns(values: readonly Values[]): readonly (readonly number[])[] {
  const runs: number[][] = [];
  let run: number[] | undefined;
  for (const frame of values[0]?.keys() ?? []) {
    if (values.some((one) => (one[frame] ?? null) === null)) run = undefined;
    else if (run) run.push(frame);
    else runs.push((run = [frame]));
  }
  return runs;
}

const pointsAt = (frames: readonly number[], values: Values, x: Scale, y: Scale): string[] =>
  frames.map((frame) => `${fixed(x(frame))} ${fixed(y(values[frame] ?? 0))}`);

function band(low: Values, high: Values, x: Scale, y: Scale, fill: string): string {
  const parts = knownRuns([low, high]).map((frames) => {
    const there = pointsAt(frames, high, x, y);
    const back = pointsAt(frames, low, x, y).reverse();
    return `M${[...there, ...back].join('L')}Z`;
  });
  return parts.length === 0 ? '' : element('path', { d: parts.join(''), fill });
}

function curve(values: Values, x: Scale, y: Scale): string {
  const d = knownRuns([values])
    .map((frames) => `M${pointsAt(frames, values, x, y).join('L')}`)
    .join('');
  if (d === '') return '';
  return element('path', {
    d,
    fill: 'none',
    stroke: BLUE,
    'stroke-width': '2.5',
    'stroke-linejoin': 'round',
  });
}

// ---------------------------------------------------------------- probabilities

const LABEL_WIDTH = 170;
const BAR_LEFT = MARGIN + LABEL_WIDTH + 12;
const BAR_RIGHT = WIDTH - MARGIN - 150;
const ROW_HEIGHT = 30;
const LABEL_LINE = 15;
const PERCENT_TICKS = [0, 0.25, 0.5, 0.75, 1];

const barX = (probability: number): number => BAR_LEFT + (BAR_RIGHT - BAR_LEFT) * probability;

function questionsPanel(page: Page, questions: readonly QuestionRows[], words: Words): void {
  page.y += 30;
  const simulation = words.simulation.join(' ');
  const range = words.range.join(' ');
  const based = questions.some(({ rows }) => rows.some(({ baseline }) => baseline !== undefined));
  panelTitle(page, words.probability, [
    { name: words.probability, swatch: (x, y) => box(x, y - 4, 18, 8, SKY), width: 18 },
    { name: simulation, swatch: (x, y) => whisker(x, x + 18, y), width: 18 },
    { name: range, swatch: (x, y) => rangeBox(x, x + 18, y), width: 18 },
    ...(based
      ? [{ name: words.baseRate, swatch: (x: number, y: number) => diamond(x + 6, y), width: 12 }]
      : []),
  ]);
  page.y += 8;
  for (const question of questions) questionBlock(page, question, words);
}

function questionBlock(page: Page, question: QuestionRows, words: Words): void {
  const ask = question.internal ? `${question.ask} (${words.internal})` : question.ask;
  page.y += 10;
  for (const part of wrapTo(ask, INNER, 14)) {
    page.y += 19;
    page.add(text(part, MARGIN, page.y, { 'font-size': '14' }));
  }
  const top = page.y + 10;
  const heights = question.rows.map(({ label }) =>
    Math.max(ROW_HEIGHT, labelLines(label).length * LABEL_LINE + 6),
  );
  const bottom = heights.reduce((sum, height) => sum + height, top + 4);
  for (const at of PERCENT_TICKS) {
    page.add(
      line(barX(at), top, barX(at), bottom, at === 0 ? GREY : GRID, 1),
      text(percentText(at, 0), barX(at), bottom + 15, {
        'font-size': '11',
        'text-anchor': 'middle',
        fill: GREY,
      }),
    );
  }
  let y = top + 2;
  question.rows.forEach((row, i) => {
    const height = heights[i] ?? ROW_HEIGHT;
    page.add(...rowMarks(row, y + height / 2));
    y += height;
  });
  page.y = bottom + 20;
}

const labelLines = (label: string): string[] => wrapTo(label, LABEL_WIDTH, 13);

function rowMarks({ label, estimate, baseline }: Row, y: number): string[] {
  const { probability, low, high, range } = estimate;
  const texts = estimateTexts(estimate);
  const lines = labelLines(label);
  const spread = range.low !== null && range.high !== null && range.high > range.low;
  return [
    ...lines.map((part, i) =>
      text(part, BAR_LEFT - 12, y + 4.5 + (i - (lines.length - 1) / 2) * LABEL_LINE, {
        'font-size': '13',
        'text-anchor': 'end',
      }),
    ),
    ...(spread ? [rangeBox(barX(range.low ?? 0), barX(range.high ?? 0), y, range.bound)] : []),
    ...(probability === null ? [] : [box(BAR_LEFT, y - 4, barX(probability) - BAR_LEFT, 8, SKY)]),
    whisker(barX(low), barX(high), y),
    ...(baseline === undefined ? [] : [diamond(barX(baseline), y)]),
    text(texts.probability, BAR_RIGHT + 62, y + 5, {
      'font-size': '15',
      'font-weight': '600',
      'text-anchor': 'end',
    }),
    text(texts.range, WIDTH - MARGIN, y + 5, { 'font-size': '12', 'text-anchor': 'end', fill: '#8a5a00' }),
  ];
}

// ---------------------------------------------------------------- marks

interface LegendItem {
  readonly name: string;
  readonly swatch: (x: number, y: number) => string;
  readonly width: number;
}

/** Name of a panel on the left, its legend on the right, or below where there is no room. */
function panelTitle(page: Page, name: string, items: readonly LegendItem[]): void {
  page.add(line(MARGIN, page.y, WIDTH - MARGIN, page.y, GRID, 1));
  page.y += 26;
  const widths = items.map((item) => item.width + 6 + 1.15 * columnsTo(item.name, 12) + 16);
  const total = widths.reduce((sum, width) => sum + width, -16);
  const lines = wrapTo(name, INNER, 15);
  for (const [i, part] of lines.entries()) {
    if (i > 0) page.y += 20;
    page.add(text(part, MARGIN, page.y, { 'font-size': '15', 'font-weight': '600' }));
  }
  const fits = columnsTo(lines.at(-1) ?? '', 15) + 24 + total <= INNER;
  if (!fits) page.y += 22;
  let x = fits ? WIDTH - MARGIN - total : MARGIN;
  items.forEach((item, i) => {
    page.add(
      item.swatch(x, page.y - 4.5),
      text(item.name, x + item.width + 6, page.y, { 'font-size': '12', fill: GREY }),
    );
    x += widths[i] ?? 0;
  });
}

function line(
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  stroke: string,
  width: number,
  more: Readonly<Record<string, string>> = {},
): string {
  return element('line', { x1, y1, x2, y2, stroke, 'stroke-width': width, ...more });
}

function box(x: number, y: number, width: number, height: number, fill: string): string {
  return element('rect', { x, y, width: Math.max(0, width), height, fill });
}

/** A bound is an outline: what lies inside was not seen. */
function rangeBox(from: number, to: number, y: number, bound = false): string {
  const [x, width] = [from, Math.max(2, to - from)];
  return element('rect', {
    x,
    y: y - 10,
    width,
    height: 20,
    rx: 2,
    fill: bound ? 'none' : PALE_ORANGE,
    stroke: ORANGE,
    'stroke-width': 1,
    ...(bound && { 'stroke-dasharray': '3 3' }),
  });
}

function whisker(from: number, to: number, y: number): string {
  const d = [
    `M${fixed(from)} ${fixed(y)}H${fixed(to)}`,
    `M${fixed(from)} ${fixed(y - 6)}V${fixed(y + 6)}`,
    `M${fixed(to)} ${fixed(y - 6)}V${fixed(y + 6)}`,
  ].join('');
  return element('path', { d, fill: 'none', stroke: INK, 'stroke-width': 1.5 });
}

function diamond(x: number, y: number): string {
  const d = `M${fixed(x)} ${fixed(y - 6)}l6 6l-6 6l-6 -6Z`;
  return element('path', { d, fill: '#ffffff', stroke: INK, 'stroke-width': 1.5 });
}

const columnsTo = (content: string, size: number): number => displayWidth(content) * size * COLUMN;

function wrapTo(content: string, width: number, size: number): string[] {
  return wrap(content, Math.floor(width / (size * COLUMN)));
}

function measureLabel({ id }: MeasureEstimate, presentation: Presentation, lang: string): string {
  const label = presentation.measures.find((measure) => measure.id === id)?.label;
  return label ? inLanguage(label, lang) : clean(id);
}

/** What the picture shows, in words. */
function describe(
  measure: MeasureEstimate | undefined,
  questions: readonly QuestionRows[],
  words: Words,
  presentation: Presentation,
  lang: string,
): string {
  const fan = measure && fanOf(measure);
  const parts = questions.map(({ ask, rows }) => {
    const outcomes = rows.map(({ label, estimate }) => {
      const { probability, simulation, range } = estimateTexts(estimate);
      return `${label} ${probability} (${words.simulation.join(' ')}: ${simulation}; ${words.range.join(' ')}: ${range})`;
    });
    return `${ask} ${outcomes.join('; ')}.`;
  });
  if (measure && fan) {
    const ends = [0, -1].map((end, i) => {
      const at = (q: number): string => valueText(fan.values(q).at(end) ?? null, fan.low, fan.high);
      return `${fan.ends[i] ?? ''}: ${at(0.5)} (5–95%: ${at(0.05)} – ${at(0.95)})`;
    });
    parts.unshift(`${measureLabel(measure, presentation, lang)}, ${words.median}: ${ends.join('; ')}.`);
  }
  return parts.join(' ');
}
