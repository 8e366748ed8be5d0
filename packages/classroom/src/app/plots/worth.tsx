/** What a change would have been worth: a mark with its interval on a line, the same scale for all seats. */
import type { JSX } from 'preact';
import type { IntervalTold } from '../../protocol/luck.ts';

const [WIDTH, HEIGHT, SIDE] = [300, 22, 8];

export interface WorthProps {
  readonly worth: IntervalTold;
  /** Ends of the scale, of which 0 lies inside or at one end. */
  readonly low: number;
  readonly high: number;
  readonly isBetter: boolean;
}

/** Only drawn: what it shows stands beside it in words and in a table. */
export function Worth({ worth, low, high, isBetter }: WorthProps): JSX.Element {
  const x = (value: number): number =>
    high === low ? SIDE : SIDE + ((value - low) * (WIDTH - 2 * SIDE)) / (high - low);
  const y = HEIGHT / 2;
  return (
    <svg
      class={isBetter ? 'worth clear' : 'worth'}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      aria-hidden="true"
      focusable="false"
    >
      <line class="axis" x1={SIDE} x2={WIDTH - SIDE} y1={y} y2={y} />
      <line class="zero" x1={x(0)} x2={x(0)} y1={1} y2={HEIGHT - 1} />
      <line class="change" x1={x(0)} x2={x(worth.value)} y1={y} y2={y} />
      <line class="whisker" x1={x(worth.low)} x2={x(worth.high)} y1={y} y2={y} />
      {[worth.low, worth.high].map((end, i) => (
        <line key={i} class="whisker" x1={x(end)} x2={x(end)} y1={y - 5} y2={y + 5} />
      ))}
      <circle class="dot" cx={x(worth.value)} cy={y} r={4} />
    </svg>
  );
}
