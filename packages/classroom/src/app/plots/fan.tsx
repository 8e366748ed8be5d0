/** A fan: the middle, half and nine tenths of the trials, step by step, one small chart an option on one scale. */
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { FanAnswer } from '../../protocol/protocol.ts';
import { useRoom } from '../room.ts';
import { number } from '../words/formats.ts';

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [280, 150, 34, 8, 8, 22];

type Measure = FanAnswer['options'][number]['measures'][number];

export function Fans({ answer, measure }: { answer: FanAnswer; measure: string }): JSX.Element {
  const all = answer.options.flatMap((option) => option.measures.filter(({ name }) => name === measure));
  const values = all.flatMap((one) => one.quantiles.flat());
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return (
    <div class="fans">
      {answer.options.map((option, i) => {
        const one = option.measures.find(({ name }) => name === measure);
        return one === undefined ? null : (
          <Fan key={i} title={option.label} measure={one} low={low} high={high} />
        );
      })}
    </div>
  );
}

interface FanProps {
  readonly title: string;
  readonly measure: Measure;
  readonly low: number;
  readonly high: number;
}

function Fan({ title, measure, low, high }: FanProps): JSX.Element {
  const { say, language } = useRoom();
  const id = useId();
  const { steps, quantiles } = measure;
  const [first, last] = [steps[0] ?? 0, steps.at(-1) ?? 1];
  const x = (step: number): number =>
    LEFT + ((step - first) * (WIDTH - LEFT - RIGHT)) / Math.max(1, last - first);
  const y = (value: number): number =>
    high === low ? HEIGHT / 2 : TOP + ((high - value) * (HEIGHT - TOP - BOTTOM)) / (high - low);
  const line = (q: number): string =>
    steps.map((step, i) => `${x(step)},${y(quantiles[i]?.[q] ?? 0)}`).join(' ');
  const band = (lower: number, upper: number): string =>
    `${line(lower)} ${steps
      .map((step, i) => `${x(step)},${y(quantiles[i]?.[upper] ?? 0)}`)
      .toReversed()
      .join(' ')}`;
  const end = quantiles.at(-1) ?? [];
  const ticks = [low, (low + high) / 2, high];
  const text = say('fanText', {
    measure: measure.label,
    option: title,
    low: number(language, end[0] ?? 0),
    middle: number(language, end[2] ?? 0),
    high: number(language, end[4] ?? 0),
  });
  return (
    <figure class="plot fan">
      <figcaption>{title}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby={id}>
        <title id={id}>{text}</title>
        {ticks.map((tick) => (
          <g key={tick}>
            <line class="grid" x1={LEFT} x2={WIDTH - RIGHT} y1={y(tick)} y2={y(tick)} />
            <text class="tick" x={LEFT - 5} y={y(tick) + 3.5} text-anchor="end">
              {number(language, tick)}
            </text>
          </g>
        ))}
        <polygon class="outer" points={band(0, 4)} />
        <polygon class="inner" points={band(1, 3)} />
        <polyline class="middle" points={line(2)} />
        <text class="tick" x={LEFT} y={HEIGHT - 6}>
          {say('step', { n: first })}
        </text>
        <text class="tick" x={WIDTH - RIGHT} y={HEIGHT - 6} text-anchor="end">
          {say('step', { n: last })}
        </text>
      </svg>
    </figure>
  );
}
