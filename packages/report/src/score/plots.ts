/** The pictures of a report of scores. */
import type {
  DistributionCalibration,
  PairReport,
  ProbabilityCalibration,
  TableReport,
} from '@stave/forecast';
import { text } from '../xml.ts';
import { answered } from './numbers.ts';
import { area, bar, colourOf, dashOf, dot, legend, line, plot, svg, type Point } from './plot.ts';

const BLACK = '#1b1f24';
const GREY = '#5b636d';

/** Mean scores with their intervals, the best on top; nothing where no mean is finite. */
export function meansPlot({ table, score, models, references }: TableReport): string | undefined {
  const rows = [
    ...models.map(({ forecaster, mean, interval }) => ({
      name: forecaster,
      mean,
      interval: answered(interval)?.interval,
    })),
    ...references.map(({ name, mean }) => ({ name: `(${name})`, mean, interval: undefined })),
  ]
    .filter(({ mean }) => Number.isFinite(mean))
    .sort((a, b) => a.mean - b.mean);
  if (rows.length < 2) return undefined;
  const ends = rows.flatMap(({ mean, interval }) => [
    mean,
    ...(interval ? [interval.low, interval.high] : []),
  ]);
  const [low, high] = [Math.min(0, ...ends), Math.max(...ends)];
  if (!(high > low)) return undefined;
  const label = 200;
  const [width, height] = [640, 44 + 22 * rows.length];
  const x = (value: number): number => label + ((width - label - 20) * (value - low)) / (high - low);
  const marks = rows.flatMap(({ name, mean, interval }, i) => {
    const y = 36 + 22 * i;
    const fill = name.startsWith('(') ? GREY : colourOf(0);
    return [
      text(name, label - 10, y + 4, { 'font-size': '12', 'text-anchor': 'end' }),
      ...(interval
        ? [
            line(
              [
                [x(interval.low), y],
                [x(interval.high), y],
              ],
              BLACK,
              1.5,
            ),
          ]
        : []),
      dot(x(mean), y, 4.5, fill),
    ];
  });
  const head = text(`${table}: mean ${score}, less is better`, 10, 16, {
    'font-size': '13',
    'font-weight': '600',
  });
  const zero = line(
    [
      [x(0), 26],
      [x(0), height - 14],
    ],
    GREY,
    1,
  );
  return svg(width, height, `Mean ${score} of each forecaster with its 95% interval`, [head, zero, ...marks]);
}

/** Observed against forecast, with the band in which a calibrated forecaster's curve would lie. */
export function reliabilityPlot({ forecaster, n, corp, band }: ProbabilityCalibration): string | undefined {
  const fit = answered(corp);
  if (!fit) return undefined;
  const unit = { low: 0, high: 1 };
  const shown = answered(band)?.points ?? [];
  return plot(
    {
      ...{ title: `${forecaster} (${n})`, width: 300, height: 300, isExact: true as const },
      alt: `How often it came against what ${forecaster} said, recalibrated by the best rising curve`,
      x: { ...unit, name: 'forecast' },
      y: { ...unit, name: 'observed' },
    },
    ({ x, y }) => {
      const at = (points: readonly Point[]): readonly Point[] => points.map(([a, b]) => [x(a), y(b)]);
      const curve = fit.blocks.flatMap(({ low, high, fitted }): Point[] => [
        [low, fitted],
        [high, fitted],
      ]);
      return [
        line(
          at([
            [0, 0],
            [1, 1],
          ]),
          GREY,
          1,
          '3 3',
        ),
        area(
          at(shown.map(({ probability, high }) => [probability, high])),
          at(shown.map(({ probability, low }) => [probability, low])),
          colourOf(0),
        ),
        line(at(curve), colourOf(1), 2.2),
        ...fit.blocks.map(({ low, high, fitted, n: cases }) =>
          dot(x((low + high) / 2), y(fitted), 2 + Math.sqrt(cases), colourOf(1)),
        ),
      ];
    },
  );
}

/** The mean loss of a decision at every ratio of its costs: who is below at all of them is better by every score. */
export function murphyPlot(probabilities: readonly ProbabilityCalibration[]): string | undefined {
  const curves = probabilities.flatMap(({ forecaster, murphy }) => {
    const points = answered(murphy);
    return points ? [{ forecaster, points }] : [];
  });
  if (curves.length === 0) return undefined;
  const high = Math.max(...curves.flatMap(({ points }) => points.map(({ mean }) => mean)));
  return plot(
    {
      ...{ title: 'Murphy diagram', width: 640, height: 300 },
      alt: 'Mean elementary score of each forecaster at every decision threshold; less is better',
      x: { low: 0, high: 1, name: 'threshold of the decision' },
      y: { low: 0, high: high > 0 ? high : 1, name: 'mean loss' },
    },
    ({ x, y, right, top }) => [
      ...curves.map(({ points }, i) =>
        line(
          points.map(({ threshold, mean }) => [x(threshold), y(mean)]),
          colourOf(i),
          2.2,
          dashOf(i),
        ),
      ),
      ...legend(
        curves.map(({ forecaster }) => forecaster),
        right - 190,
        top + 10,
      ),
    ],
  );
}

/** Coverage of central intervals against what they promise, with binomial bands. */
export function coveragePlot(all: readonly DistributionCalibration[]): string | undefined {
  const curves = all.flatMap(({ forecaster, coverage }) => {
    const levels = coverage && answered(coverage);
    return levels && levels.length > 0 ? [{ forecaster, levels }] : [];
  });
  if (curves.length === 0) return undefined;
  return plot(
    {
      ...{ title: 'Coverage of central intervals', width: 460, height: 340, isExact: true as const },
      alt: 'Share of outcomes inside the central intervals of each forecaster against what was promised',
      x: { low: 0, high: 1, name: 'promised' },
      y: { low: 0, high: 1, name: 'observed' },
    },
    ({ x, y, left, top }) => [
      line(
        [
          [x(0), y(0)],
          [x(1), y(1)],
        ],
        GREY,
        1,
        '3 3',
      ),
      ...curves.flatMap(({ levels }, i) => [
        ...levels.map(({ level, band }) =>
          line(
            [
              [x(level) + 2 * i, y(band.low)],
              [x(level) + 2 * i, y(band.high)],
            ],
            colourOf(i),
            1,
          ),
        ),
        line(
          levels.map(({ level, coverage }) => [x(level) + 2 * i, y(coverage)]),
          colourOf(i),
          2.2,
          dashOf(i),
        ),
      ]),
      ...legend(
        curves.map(({ forecaster }) => forecaster),
        left + 12,
        top + 12,
      ),
    ],
  );
}

/** Flat where outcomes fall everywhere alike in what was forecast. */
export function pitPlot({
  forecaster,
  table,
  n,
  pit,
  bins = 1,
}: DistributionCalibration): string | undefined {
  const histogram = pit && answered(pit);
  if (!histogram) return undefined;
  const most = Math.max(histogram.expected * 1.5, ...histogram.counts);
  return plot(
    {
      ...{ title: `${forecaster}, ${table} (${n})`, width: 300, height: 220 },
      alt: `Histogram of where outcomes fell in the forecasts of ${forecaster}`,
      x: { low: 0, high: 1, name: 'place in the forecast' },
      y: { low: 0, high: most, name: 'tasks' },
    },
    ({ x, y, left, right }) => [
      ...histogram.counts.map((count, i) =>
        bar(x(i / bins) + 1, y(count), x(1 / bins) - x(0) - 2, y(0) - y(count), colourOf(5)),
      ),
      line(
        [
          [left, y(histogram.expected)],
          [right, y(histogram.expected)],
        ],
        colourOf(1),
        1.5,
        '4 3',
      ),
    ],
  );
}

/** The running mean difference with bounds that hold at every look. */
export function sequencePlot({ first, second, score, sequence }: PairReport): string | undefined {
  const steps = answered(sequence);
  if (!steps || steps.length < 3) return undefined;
  const cut = (value: number): number => Math.max(-1, Math.min(1, value));
  return plot(
    {
      ...{ title: `${first} minus ${second}`, width: 640, height: 240 },
      alt: `Mean difference of ${score} after each task with a 95% confidence sequence; below 0 ${first} is better`,
      x: { low: 1, high: steps.length, name: 'tasks decided so far' },
      y: {
        low: Math.min(...steps.map(({ low }) => cut(low))),
        high: Math.max(...steps.map(({ high }) => cut(high))),
        name: `difference of ${score}`,
      },
    },
    ({ x, y, left, right }) => [
      area(
        steps.map(({ t, high }) => [x(t), y(cut(high))]),
        steps.map(({ t, low }) => [x(t), y(cut(low))]),
        colourOf(0),
      ),
      line(
        [
          [left, y(0)],
          [right, y(0)],
        ],
        GREY,
        1,
        '3 3',
      ),
      line(
        steps.map(({ t, mean }) => [x(t), y(mean)]),
        colourOf(0),
        2.2,
      ),
    ],
  );
}
