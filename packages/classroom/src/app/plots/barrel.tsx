/**
 * The barrel: each stave as high as its number, filled with water up to the shortest. What limits the whole is seen at
 * once, and written below for whoever does not see.
 */
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { WorldView } from '../../protocol/protocol.ts';
import { useRoom } from '../room.ts';
import { number } from '../words/formats.ts';

type Stave = WorldView['numbers'][number];

const [WIDTH, HEIGHT, TOP, BOTTOM] = [320, 220, 14, 176];

export const stavesOf = (world: WorldView): readonly Stave[] =>
  (world.barrel?.staves ?? []).flatMap((name) => world.numbers.filter((one) => one.name === name));

const now = (stave: Stave): number => stave.values.at(-1) ?? 0;

export function Barrel({ world }: { world: WorldView }): JSX.Element | null {
  const { say, language } = useRoom();
  const id = useId();
  const staves = stavesOf(world);
  const shortest = staves.toSorted((a, b) => now(a) - now(b))[0];
  if (world.barrel === undefined || shortest === undefined) return null;
  const all = staves.flatMap((stave) => stave.range ?? [0, Math.max(1, ...stave.values)]);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const share = (value: number): number => Math.min(1, Math.max(0, (value - low) / (high - low || 1)));
  const y = (value: number): number => BOTTOM - share(value) * (BOTTOM - TOP);
  const gap = 6;
  const width = (WIDTH - 40 - gap * (staves.length - 1)) / staves.length;
  const level = y(now(shortest));
  const before = (stave: Stave): number | undefined => stave.values.at(-2);
  const text = say('barrelText', {
    label: world.barrel.label,
    staves: staves.map((stave) => `${stave.label} ${number(language, now(stave))}`).join(', '),
    shortest: shortest.label,
  });
  return (
    <figure class="plot barrel">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby={id}>
        <title id={id}>{text}</title>
        <clipPath id={`${id}-all`}>
          <rect x={20} y={TOP - 10} width={WIDTH - 40} height={BOTTOM - TOP + 10} />
        </clipPath>
        {staves.map((stave, i) => {
          const x = 20 + i * (width + gap);
          const top = y(now(stave));
          const was = before(stave);
          return (
            <g key={stave.name} class={stave === shortest ? 'stave shortest' : 'stave'}>
              <rect class="slot" x={x} y={TOP} width={width} height={BOTTOM - TOP} rx={3} />
              <rect class="wood" x={x} y={top} width={width} height={BOTTOM - top} rx={3} />
              {was === undefined ? null : <line class="was" x1={x} x2={x + width} y1={y(was)} y2={y(was)} />}
            </g>
          );
        })}
        <g clip-path={`url(#${id}-all)`}>
          <rect class="water" x={20} y={level} width={WIDTH - 40} height={BOTTOM - level} />
          <line class="surface" x1={20} x2={WIDTH - 20} y1={level} y2={level} />
        </g>
        <line class="hoop" x1={14} x2={WIDTH - 14} y1={BOTTOM} y2={BOTTOM} />
        {staves.map((stave, i) => {
          const x = 20 + i * (width + gap) + width / 2;
          return (
            <g key={stave.name}>
              <text class="figure" x={x} y={BOTTOM + 20}>
                {number(language, now(stave))}
              </text>
              <text class="label" x={x} y={BOTTOM + 38}>
                {stave.label}
              </text>
            </g>
          );
        })}
      </svg>
      <figcaption>
        {say('barrelCaption', { label: world.barrel.label, shortest: shortest.label })}
        {staves.some((stave) => before(stave) !== undefined) ? ` ${say('barrelWas')}` : ''}
      </figcaption>
    </figure>
  );
}
