/** Where trials end: a bar for each value or stretch of values, and where the exercise itself ended. */
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { PlaceTold } from '../../protocol/luck.ts';
import { useRoom } from '../room.ts';
import { number } from '../words/formats.ts';

const [WIDTH, HEIGHT, SIDE, TOP, BOTTOM] = [300, 110, 12, 18, 20];

export interface HistogramProps {
  readonly label: string;
  readonly place: PlaceTold;
}

interface Bar {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Values that are counted each by itself get bars as wide as the least distance between two allows. */
function barsOf({ edges, counts }: NonNullable<PlaceTold['bins']>): readonly Bar[] {
  if (edges.length > counts.length)
    return counts.map((count, i) => ({ from: edges[i] ?? 0, to: edges[i + 1] ?? 0, count }));
  const steps = edges.slice(1).map((edge, i) => edge - (edges[i] ?? 0));
  const half = 0.4 * (steps.length > 0 ? Math.min(...steps) : 1);
  return counts.map((count, i) => ({ from: (edges[i] ?? 0) - half, to: (edges[i] ?? 0) + half, count }));
}

export function Histogram({ label, place }: HistogramProps): JSX.Element | null {
  const { say, language } = useRoom();
  const id = useId();
  const { bins, happened, quantiles, says } = place;
  if (bins === undefined) return null;
  const bars = barsOf(bins);
  const ends = [...bars.flatMap(({ from, to }) => [from, to]), ...(happened === null ? [] : [happened])];
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const most = Math.max(...bars.map(({ count }) => count));
  const x = (value: number): number =>
    high === low ? WIDTH / 2 : SIDE + ((value - low) * (WIDTH - 2 * SIDE)) / (high - low);
  const y = (count: number): number =>
    HEIGHT - BOTTOM - ((HEIGHT - TOP - BOTTOM) * count) / Math.max(1, most);
  const text = say('luckEnded', {
    ...{ measure: label, says, happened: number(language, happened) },
    ...{ lowest: number(language, quantiles[0]), low: number(language, quantiles[1]) },
    ...{ high: number(language, quantiles[3]), highest: number(language, quantiles[4]) },
  });
  const first = bins.edges[0] ?? 0;
  const last = bins.edges.at(-1) ?? 0;
  const here = happened === null ? 0 : x(happened);
  return (
    <figure class="plot histogram">
      <figcaption>
        <strong>{label}</strong> {says}
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby={id}>
        <title id={id}>{text}</title>
        {bars.map(({ from, to, count }) => (
          <rect
            key={from}
            class="bar"
            x={x(from)}
            y={y(count)}
            width={Math.max(1, x(to) - x(from) - 1)}
            height={HEIGHT - BOTTOM - y(count)}
          />
        ))}
        <line class="axis" x1={SIDE} x2={WIDTH - SIDE} y1={HEIGHT - BOTTOM} y2={HEIGHT - BOTTOM} />
        {[first, last].map((tick, i) => (
          <text
            key={i}
            class="tick"
            x={i === 0 ? SIDE : WIDTH - SIDE}
            y={HEIGHT - 5}
            text-anchor={i === 0 ? 'start' : 'end'}
          >
            {number(language, tick)}
          </text>
        ))}
        {happened === null ? null : (
          <>
            <line class="here" x1={here} x2={here} y1={TOP - 4} y2={HEIGHT - BOTTOM} />
            <text
              class="here-figure"
              x={here}
              y={TOP - 7}
              text-anchor={here < WIDTH / 3 ? 'start' : here > (2 * WIDTH) / 3 ? 'end' : 'middle'}
            >
              {number(language, happened)}
            </text>
          </>
        )}
      </svg>
    </figure>
  );
}
