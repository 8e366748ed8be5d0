/**
 * The Gaussian kernel score, half the squared maximum mean discrepancy up to a constant (Gretton et al. 2012, JMLR 13:723):
 * ½ E k(X, X′) − E k(X, y) + ½, k(a, b) = exp(−½‖a − b‖²). Scale matters: distances of about 1 are what it sees.
 */
import { euclidean, sameCoordinates, type Point } from './energy.ts';
import { mean, probabilitiesOf } from './sample.ts';

export function kernelScore(draws: readonly Point[], outcome: Point, weights?: readonly number[]): number {
  sameCoordinates(draws, outcome);
  const p = probabilitiesOf(draws.length, weights);
  const near = (a: Point, b: Point): number => Math.exp(-0.5 * euclidean(a, b) ** 2);
  const own = draws.reduce(
    (sum, a, i) => sum + p[i]! * draws.reduce((inner, b, j) => inner + p[j]! * near(a, b), 0),
    0,
  );
  return (
    own / 2 -
    mean(
      draws.map((draw) => near(draw, outcome)),
      weights,
    )
  );
}
