/** A number's way so far, small enough for a row of a table. Its ends are written beside it. */
import type { JSX } from 'preact';

const [WIDTH, HEIGHT] = [96, 26];

export interface SparklineProps {
  /** JSON has no way to say that there is no number, and says null. */
  readonly values: readonly (number | null)[];
  readonly range?: readonly [number, number];
}

export function Sparkline({ values: all, range }: SparklineProps): JSX.Element | null {
  const values = all.filter((value) => value !== null);
  if (values.length === 0) return null;
  // The whole range would flatten what happens in a few turns: at least a quarter of it, around what there was.
  const least = range === undefined ? 0 : (range[1] - range[0]) / 4;
  const middle = (Math.min(...values) + Math.max(...values)) / 2;
  const half = Math.max(Math.max(...values) - Math.min(...values), least) / 2;
  const [low, high] = [middle - half, middle + half];
  const x = (i: number): number => 3 + (i * (WIDTH - 6)) / Math.max(1, values.length - 1);
  const y = (value: number): number =>
    high === low ? HEIGHT / 2 : HEIGHT - 4 - ((value - low) * (HEIGHT - 8)) / (high - low);
  const last = values.length - 1;
  return (
    <svg class="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" focusable="false">
      <polyline points={values.map((value, i) => `${x(i)},${y(value)}`).join(' ')} />
      <circle cx={x(last)} cy={y(values[last] ?? 0)} r={2.6} />
    </svg>
  );
}
