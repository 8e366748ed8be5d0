/**
 * Scores on another scale (Bosse et al. 2023, PLoS Comput. Biol. 19:e1011393): forecast and outcome are moved by the same
 * rising function first. On a logarithmic scale errors count relative to size. Quantiles and draws move with it; means do
 * not.
 */
import { noScore, type NoScore } from './score.ts';

export interface Scale {
  /** For tables, such as `log(x + 1)`. */
  readonly name: string;
  /** Rising; no score where a value has none. */
  readonly apply: (value: number) => number | NoScore;
}

export const NATURAL_SCALE: Scale = { name: 'natural', apply: (value) => value };

/** ln(x + shift); of values at or below −shift there is none. */
export function logShift(shift: number): Scale {
  const name = shift === 0 ? 'log(x)' : `log(x + ${shift})`;
  return {
    name,
    apply: (value) =>
      value + shift > 0 ? Math.log(value + shift) : noScore(`${name} does not exist for ${value}`),
  };
}

/** √x; of negative values there is none. */
export const SQUARE_ROOT: Scale = {
  name: 'sqrt(x)',
  apply: (value) => (value >= 0 ? Math.sqrt(value) : noScore(`sqrt(x) does not exist for ${value}`)),
};

/** All values moved, or the first reason why not. */
export function moved(values: readonly number[], scale: Scale): readonly number[] | NoScore {
  const result: number[] = [];
  for (const value of values) {
    const to = scale.apply(value);
    if (typeof to !== 'number') return to;
    result.push(to);
  }
  return result;
}
