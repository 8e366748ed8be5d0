/** Pictures of luck against decision: where trials end, and what the best change of each seat would have been worth. */
import { bar, line, svg, svgText } from '@stave/report';
import type { BestTold, PlaceTold } from '../protocol/luck.ts';
import { shortened, type Picture } from './plots.ts';
import { placed, points } from './telling-numbers.ts';
import { fill, type Words } from './words.ts';

const INK = '#1b1f24';
const GREY = '#5b636d';
const SOFT = '#9dcbea';
const BLUE = '#0072b2';

// ---------------------------------------------------------------- where trials end

const [WIDTH, HEIGHT, SIDE, TOP, FLOOR] = [300, 150, 14, 56, 128];

interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Values that are counted each by itself are drawn as wide as the least distance between two allows. */
function stretchesOf({ edges, counts }: NonNullable<PlaceTold['bins']>): readonly Stretch[] {
  const at = (i: number): number => edges[i] ?? 0;
  if (edges.length > counts.length) return counts.map((count, i) => ({ from: at(i), to: at(i + 1), count }));
  const steps = edges.slice(1).map((edge, i) => edge - at(i));
  const half = 0.4 * (steps.length > 0 ? Math.min(...steps) : 1);
  return counts.map((count, i) => ({ from: at(i) - half, to: at(i) + half, count }));
}

/** A bar for each value or stretch of values, and a line where the exercise ended. */
export function endsPlot(
  { label, bins, happened, quantiles, says }: { readonly label: string } & PlaceTold,
  words: Words,
): Picture | undefined {
  if (!bins) return undefined;
  const stretches = stretchesOf(bins);
  const ends = [...stretches.flatMap(({ from, to }) => [from, to]), ...(happened === null ? [] : [happened])];
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const most = Math.max(1, ...stretches.map(({ count }) => count));
  const x = (value: number): number =>
    high === low ? WIDTH / 2 : SIDE + ((WIDTH - 2 * SIDE) * (value - low)) / (high - low);
  const y = (count: number): number => FLOOR - ((FLOOR - TOP) * count) / most;
  // Values that are counted each by itself may be whole.
  const isEach = bins.edges.length === bins.counts.length;
  const named = placed([...(isEach ? bins.edges : [low, high]), happened]);
  const alt = fill(words.distributionAlt, {
    ...{ measure: label, happened: named(happened), says },
    ...{ lowest: named(quantiles[0]), low: named(quantiles[1]) },
    ...{ high: named(quantiles[3]), highest: named(quantiles[4]) },
  });
  const marks = stretches.map(({ from, to, count }) =>
    bar(x(from), y(count), Math.max(1, x(to) - x(from) - 1), FLOOR - y(count), SOFT),
  );
  const tick = (value: number | undefined, at: number, anchor: string): string =>
    svgText(named(value), at, FLOOR + 15, { 'font-size': '11', 'text-anchor': anchor, fill: GREY });
  const here = happened === null ? undefined : x(happened);
  const third = (WIDTH - 2 * SIDE) / 3;
  return {
    svg: svg(WIDTH, HEIGHT, alt, [
      svgText(shortened(label, 42), SIDE, 14, { 'font-size': '13', 'font-weight': '600' }),
      svgText(shortened(says, 48), SIDE, 30, { 'font-size': '11', fill: GREY }),
      ...marks,
      line([[SIDE, FLOOR], [WIDTH - SIDE, FLOOR]], GREY, 1), // prettier-ignore
      tick(bins.edges[0], SIDE, 'start'),
      tick(bins.edges.at(-1), WIDTH - SIDE, 'end'),
      ...(here === undefined
        ? []
        : [
            line([[here, TOP - 6], [here, FLOOR]], INK, 2.4), // prettier-ignore
            svgText(named(happened), here, TOP - 10, {
              'font-size': '12',
              'font-weight': '600',
              'text-anchor': here < SIDE + third ? 'start' : here > SIDE + 2 * third ? 'end' : 'middle',
            }),
          ]),
    ]),
    alt,
  };
}

// ---------------------------------------------------------------- what a change is worth

const [ROW, LEFT, RIGHT, WIDE] = [28, 170, 90, 640];

/** A row a seat: the change in points with its interval, all on one scale. */
export function worthPlot(
  rows: readonly { readonly label: string; readonly best: BestTold }[],
  words: Words,
): Picture | undefined {
  const known = rows.flatMap(({ label, best: { worth, isBetter } }) =>
    worth ? [{ label, worth, isBetter }] : [],
  );
  if (known.length === 0) return undefined;
  const ends = known.flatMap(({ worth }) => [worth.low, worth.high]);
  const [low, high] = [Math.min(0, ...ends), Math.max(0.01, ...ends)];
  const x = (value: number): number => LEFT + ((WIDE - LEFT - RIGHT) * (value - low)) / (high - low);
  const told = known.map(
    ({ label, worth }) => `${label}: ${points(worth.value)} (${points(worth.low)} – ${points(worth.high)})`,
  );
  const alt = fill(words.bestAlt, { text: told.join('; ') });
  const height = 12 + ROW * known.length;
  const marks = known.flatMap(({ label, worth, isBetter }, i) => {
    const y = 6 + ROW * (i + 0.5);
    return [
      svgText(shortened(label, 24), LEFT - 10, y + 4, { 'font-size': '12', 'text-anchor': 'end' }),
      bar(Math.min(x(0), x(worth.value)), y - 7, Math.abs(x(worth.value) - x(0)), 14, isBetter ? BLUE : SOFT),
      line([[x(worth.low), y], [x(worth.high), y]], INK, 2), // prettier-ignore
      ...[worth.low, worth.high].map((end) => line([[x(end), y - 5], [x(end), y + 5]], INK, 2)), // prettier-ignore
      svgText(points(worth.value), x(high) + 10, y + 4, { 'font-size': '12' }),
    ];
  });
  return { svg: svg(WIDE, height, alt, [line([[x(0), 4], [x(0), height - 4]], GREY, 1), ...marks]), alt }; // prettier-ignore
}
