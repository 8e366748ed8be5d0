/** A probability with its interval: in figures, and as a bar with whiskers. */
import type { JSX } from 'preact';
import { useRoom } from '../room.ts';
import { percent } from '../words/formats.ts';

const WIDTH = 200;

export interface ChanceBarProps {
  /** 0 to 1, as are the ends of its interval. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export function ChanceBar({ value, low, high }: ChanceBarProps): JSX.Element {
  const { language } = useRoom();
  return (
    <>
      <span class="bar-figure">
        <strong>{percent(language, value)}</strong>
        <small>
          {percent(language, low)} – {percent(language, high)}
        </small>
      </span>
      <svg viewBox={`0 0 ${WIDTH} 14`} aria-hidden="true" focusable="false" preserveAspectRatio="none">
        <rect class="bar-ground" width={WIDTH} height={14} rx={2} />
        <rect class="bar" width={WIDTH * value} height={14} rx={2} />
        <line class="whisker" x1={WIDTH * low} x2={WIDTH * high} y1={7} y2={7} />
        <line class="whisker" x1={WIDTH * low} x2={WIDTH * low} y1={3} y2={11} />
        <line class="whisker" x1={WIDTH * high} x2={WIDTH * high} y1={3} y2={11} />
      </svg>
    </>
  );
}
