/** Small plots as SVG: axes with round ticks, and marks over them. The same input gives the same bytes. */
import { valueAxis } from '../axis.ts';
import { FONTS } from '../svg.ts';
import { element, escape, fixed, text } from '../xml.ts';

/** Okabe and Ito (Color universal design, 2008): told apart with any colour vision, and by their dashes. */
export const COLOURS = [
  '#0072b2',
  '#d55e00',
  '#009e73',
  '#cc79a7',
  '#e69f00',
  '#56b4e9',
  '#7a7a00',
  '#000000',
];
export const DASHES = ['', '6 3', '2 3', '8 3 2 3', '', '6 3', '2 3', '8 3 2 3'];
export const colourOf = (i: number): string => COLOURS[i % COLOURS.length] ?? '#000000';
export const dashOf = (i: number): string => DASHES[i % DASHES.length] ?? '';

const INK = '#1b1f24';
const GREY = '#5b636d';
const GRID = '#e4e7eb';

export type Point = readonly [x: number, y: number];

export interface PlotOptions {
  readonly title: string;
  readonly alt: string;
  readonly width: number;
  readonly height: number;
  readonly x: {
    readonly low: number;
    readonly high: number;
    readonly name: string;
    /** Things are counted there: ticks stand at whole numbers. */
    readonly isWhole?: true;
  };
  readonly y: { readonly low: number; readonly high: number; readonly name: string };
  /** Axes end where they are said to. */
  readonly isExact?: true;
}

export interface Scales {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** `marks` draws with the scales of the plot; everything outside the axes is cut off. */
export function plot(options: PlotOptions, marks: (scales: Scales) => readonly string[]): string {
  const { title, alt, width, height, x, y, isExact } = options;
  const [left, right, top, bottom] = [52, width - 12, 30, height - 40];
  const [xAxis, yAxis] = [valueAxis(x.low, x.high, 6), valueAxis(y.low, y.high, 5)];
  const [xLow, xHigh] = isExact ? [x.low, x.high] : [xAxis.low, xAxis.high];
  const [yLow, yHigh] = isExact ? [y.low, y.high] : [yAxis.low, yAxis.high];
  const scales: Scales = {
    ...{ left, right, top, bottom },
    x: (value) => left + ((right - left) * (value - xLow)) / (xHigh - xLow),
    y: (value) => bottom - ((bottom - top) * (value - yLow)) / (yHigh - yLow),
  };
  const inside = (value: number, low: number, high: number): boolean =>
    value >= low - 1e-9 && value <= high + 1e-9;
  const ticks = [
    ...xAxis.ticks
      .filter(({ at }) => inside(at, xLow, xHigh) && (x.isWhole !== true || Number.isInteger(at)))
      .flatMap(({ at, label }) => [
        line(
          [
            [scales.x(at), top],
            [scales.x(at), bottom],
          ],
          GRID,
          1,
        ),
        text(x.isWhole === true ? String(at) : label, scales.x(at), bottom + 15, {
          'font-size': '11',
          'text-anchor': 'middle',
          fill: GREY,
        }),
      ]),
    ...yAxis.ticks
      .filter(({ at }) => inside(at, yLow, yHigh))
      .flatMap(({ at, label }) => [
        line(
          [
            [left, scales.y(at)],
            [right, scales.y(at)],
          ],
          GRID,
          1,
        ),
        text(label, left - 6, scales.y(at) + 4, { 'font-size': '11', 'text-anchor': 'end', fill: GREY }),
      ]),
  ];
  const names = [
    text(x.name, (left + right) / 2, height - 8, { 'font-size': '12', 'text-anchor': 'middle', fill: GREY }),
    element(
      'text',
      {
        transform: `translate(12 ${fixed((top + bottom) / 2)}) rotate(-90)`,
        ...{ 'font-size': '12', 'text-anchor': 'middle', fill: GREY },
      },
      escape(y.name),
    ),
  ];
  const head = text(title, left, 18, { 'font-size': '13', 'font-weight': '600' });
  const frame = line(
    [
      [left, top],
      [left, bottom],
      [right, bottom],
    ],
    GREY,
    1,
  );
  return svg(width, height, alt, [head, ...ticks, ...marks(scales), frame, ...names]);
}

export const svg = (width: number, height: number, alt: string, marks: readonly string[]): string =>
  element(
    'svg',
    {
      ...{
        xmlns: 'http://www.w3.org/2000/svg',
        viewBox: `0 0 ${width} ${height}`,
        role: 'img',
        'aria-label': alt,
      },
      ...{ width: String(width), height: String(height), 'font-family': FONTS, fill: INK },
    },
    `\n${marks.join('\n')}\n`,
  );

/** In coordinates of the page. */
export function line(points: readonly Point[], stroke: string, width: number, dash = ''): string {
  if (points.length === 0) return '';
  const d = `M${points.map(([x, y]) => `${fixed(x)} ${fixed(y)}`).join('L')}`;
  return element('path', {
    d,
    fill: 'none',
    stroke,
    'stroke-width': width,
    ...(dash !== '' && { 'stroke-dasharray': dash }),
  });
}

export function area(upper: readonly Point[], lower: readonly Point[], fill: string): string {
  if (upper.length === 0) return '';
  const d = `M${[...upper, ...[...lower].reverse()].map(([x, y]) => `${fixed(x)} ${fixed(y)}`).join('L')}Z`;
  return element('path', { d, fill, 'fill-opacity': '0.18' });
}

export const bar = (x: number, y: number, width: number, height: number, fill: string): string =>
  element('rect', { x, y, width: Math.max(0, width), height: Math.max(0, height), fill });

export const dot = (x: number, y: number, radius: number, fill: string): string =>
  element('circle', { cx: x, cy: y, r: radius, fill });

/** Names of lines in their colours, one below the other from a corner. */
export const legend = (names: readonly string[], x: number, y: number): readonly string[] =>
  names.flatMap((name, i) => [
    line(
      [
        [x, y + 16 * i],
        [x + 22, y + 16 * i],
      ],
      colourOf(i),
      2.2,
      dashOf(i),
    ),
    text(name, x + 28, y + 16 * i + 4, { 'font-size': '11', fill: GREY }),
  ]);
