/** The engine's random words and uniform numbers against published vectors, bit for bit. */
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { toUnit } from '../../../packages/engine/src/chance/draw.ts';
import { fillBlock, threefry4x32 } from '../../../packages/engine/src/chance/threefry.ts';
import { tellFamily } from '../../setup/families.ts';

/** Hexadecimal words. */
type Four = readonly [string, string, string, string];
interface Vectors {
  readonly threefry4x32: {
    readonly vectors: readonly {
      readonly id: string;
      readonly rounds: number;
      readonly counter: Four;
      readonly key: Four;
      readonly words: Four;
    }[];
  };
  /** A word and its number. */
  readonly units: { readonly answers: readonly (readonly [string, string])[] };
  /** How many vectors there are of generators that the engine does not have. */
  readonly others: { readonly counts: Readonly<Record<string, number>> };
}

const {
  threefry4x32: ours,
  units,
  others,
} = JSON.parse(readFileSync(new URL('vectors.json', import.meta.url), 'utf8')) as Vectors;
const word = (hex: string): number => Number.parseInt(hex, 16);
const four = ([a, b, c, d]: Four): [number, number, number, number] => [word(a), word(b), word(c), word(d)];
const counts = { vectors: 0, units: 0 };

describe('rng', () => {
  it.each(ours.vectors.map((vector) => [vector.id, vector] as const))('%s', (_, vector) => {
    const [counter, key, words] = [four(vector.counter), four(vector.key), four(vector.words)];
    const out = new Uint32Array(4);
    threefry4x32(counter, key, out, vector.rounds);
    expect([...out]).toEqual(words);
    // Draws are made by its form for 13 rounds.
    if (vector.rounds === 13) fillBlock(out.fill(0), 0, ...key, ...counter);
    expect([...out]).toEqual(words);
    counts.vectors++;
  });

  it.each(units.answers)('%s is %s', (hex, unit) => {
    expect(toUnit(word(hex))).toBe(Number(unit));
    counts.units++;
  });

  afterAll(() => {
    const more = Object.values(others.counts).reduce((sum, count) => sum + count, 0);
    tellFamily(
      `rng: ${counts.vectors} of ${ours.vectors.length} vectors of threefry4x32, ` +
        `${counts.units} of ${units.answers.length} uniform numbers; ${more} vectors not applicable ` +
        `(the engine does not have ${Object.keys(others.counts).join(', ')})`,
    );
  });
});
