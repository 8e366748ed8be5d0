/**
 * The logarithm of the gamma function, through Binet's function.
 *
 * Invariant: `binet` is accurate in absolute terms (about 1e-16) for every z > 0, so that differences of
 * log-gammas can be formed from it without the cancellation of large terms.
 */
import { log, log1p } from './elementary.ts';

const HALF_LOG_2PI = 0.9189385332046728;
/** From here on eight terms of the asymptotic series are exact to 1e-17. */
const SERIES_FROM = 10;

/**
 * Binet's function J(z) = ln Γ(z) - (z - 1/2) ln z + z - ln(2 pi)/2, for z > 0: the asymptotic series of
 * DLMF 5.11.1 from z = 10 on, below by J(z) = J(z + 1) + (z + 1/2) ln(1 + 1/z) - 1, at most ten times.
 */
export function binet(z: number): number {
  let shifted = z;
  let sum = 0;
  while (shifted < SERIES_FROM) {
    sum += (shifted + 0.5) * log1p(1 / shifted) - 1;
    shifted += 1;
  }
  const w = 1 / (shifted * shifted);
  const series =
    1 / 12 +
    w *
      (-1 / 360 +
        w *
          (1 / 1260 +
            w *
              (-1 / 1680 +
                w *
                  (1 / 1188 +
                    w * (-691 / 360360 + w * (1 / 156 + w * (-3617 / 122400 + w * (43867 / 244188))))))));
  return sum + series / shifted;
}

/** ln Γ(z) for z > 0. Error about 1e-15 of the larger of 1 and z ln z. */
export function logGamma(z: number): number {
  return (z - 0.5) * log(z) - z + HALF_LOG_2PI + binet(z);
}
