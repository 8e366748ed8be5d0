/**
 * The barrel: each stave as high as its number, filled with water up to the shortest. What limits the whole is seen at
 * once, and written below for whoever does not see.
 */
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { WorldView } from '../../protocol/protocol.ts';
import { useRoom } from '../room.ts';
import { number } from '../words/formats.ts';
import { listed } from '../../grammar/punctuation.ts';

type Stave = WorldView['numbers'][number];

const [WIDTH, HEIGHT, TOP, BOTTOM] = [320, 180, 14, 174];

export const stavesOf = (world: WorldView): readonly Stave[] =>
  (world.barrel?.staves ?? []).flatMap((name) => world.numbers.filter((one) => one.name === name));

const now = (stave: Stave): number => stave.values.at(-1) ?? 0;

/** What stands in a box of 320 by 180. */
export function BarrelDrawing({ world }: { world: WorldView }): JSX.Element | null {
  const staves = stavesOf(world);
  const shortest = staves.toSorted((a, b) => now(a) - now(b))[0];
  if (shortest === undefined) return null;
  const all = staves.flatMap((stave) => stave.range ?? [0, Math.max(1, ...stave.values)]);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const share = (value: number): number => Math.min(1, Math.max(0, (value - low) / (high - low || 1)));
  const y = (value: number): number => BOTTOM - share(value) * (BOTTOM - TOP);
  const gap = 3;
  const width = (WIDTH - 40 - gap * (staves.length - 1)) / staves.length;
  const level = y(now(shortest));
  const before = (stave: Stave): number | undefined => stave.values.at(-2);
  return (
    <>
      <rect class="inside" x={20} y={TOP} width={WIDTH - 40} height={BOTTOM - TOP} />
      <rect class="water" x={20} y={level} width={WIDTH - 40} height={BOTTOM - level} />
      {staves.map((stave, i) => {
        const x = 20 + i * (width + gap);
        const top = y(now(stave));
        const was = before(stave);
        return (
          <g key={stave.name} class={stave === shortest ? 'stave shortest' : 'stave'}>
            <rect class="wet" x={x} y={level} width={width} height={BOTTOM - level} />
            <rect class="wood" x={x} y={top} width={width} height={Math.max(level - top, 2.5)} />
            {[0.33, 0.66].map((share) => (
              <line
                key={share}
                class="grain"
                x1={x + width * share}
                x2={x + width * share}
                y1={top + 3}
                y2={BOTTOM}
              />
            ))}
            {was === undefined ? null : <line class="was" x1={x} x2={x + width} y1={y(was)} y2={y(was)} />}
          </g>
        );
      })}
      <line class="surface" x1={20} x2={WIDTH - 20} y1={level} y2={level} />
      <rect class="band" x={17} y={BOTTOM - 34} width={WIDTH - 34} height={6} rx={2} />
      <line class="hoop" x1={14} x2={WIDTH - 14} y1={BOTTOM} y2={BOTTOM} />
    </>
  );
}

/** `isShort`: without the words below. */
export function Barrel({
  world,
  isShort = false,
}: {
  world: WorldView;
  isShort?: boolean;
}): JSX.Element | null {
  const { say, language } = useRoom();
  const id = useId();
  const staves = stavesOf(world);
  const shortest = staves.toSorted((a, b) => now(a) - now(b))[0];
  if (world.barrel === undefined || shortest === undefined) return null;
  const before = (stave: Stave): number | undefined => stave.values.at(-2);
  const text = say('barrelText', {
    label: world.barrel.label,
    staves: listed(
      language,
      staves.map((stave) => `${stave.label} ${number(language, now(stave))}`),
    ),
    shortest: shortest.label,
  });
  return (
    <figure class="plot barrel">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby={id}>
        <title id={id}>{text}</title>
        <BarrelDrawing world={world} />
      </svg>
      <div class="stave-labels" aria-hidden="true">
        {staves.map((stave) => (
          <span key={stave.name}>
            <strong>{number(language, now(stave))}</strong>
            {stave.label}
          </span>
        ))}
      </div>
      {isShort ? null : (
        <figcaption>
          {say('barrelCaption', { shortest: shortest.label })}
          {staves.some((stave) => before(stave) !== undefined) ? ` ${say('barrelWas')}` : ''}
        </figcaption>
      )}
    </figure>
  );
}
