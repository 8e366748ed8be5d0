/**
 * The gamma-exponential conjugate mixture, a boundary for sums whose tails are sub-exponential with scale c:
 * Howard, Ramdas, McAuliffe and Sekhon (2021), "Time-uniform, nonparametric, nonasymptotic confidence sequences",
 * Annals of Statistics 49, proposition 9; the extension to sums so low that the mixture is below 1 is that of Choe and
 * Ramdas (2024), "Comparing sequential forecasters", Operations Research 72, appendix D.
 */
import { gammaln, logGammaP } from '../statistics/distributions.ts';
import { smoothRoot } from '../statistics/search.ts';

export interface Mixture {
  /** ρ: where in intrinsic time the boundary is tightest. */
  readonly rho: number;
  /** Scale of the tails: differences lie within c of what was predicted of them. */
  readonly c: number;
  /** ln of the normalising constant, which depends on these two alone. */
  readonly logConstant: number;
}

export function mixtureWith(rho: number, c: number): Mixture {
  const r = rho / (c * c);
  return { rho, c, logConstant: r * Math.log(r) - gammaln(r) - logGammaP(r, r) };
}

/** ρ that makes the boundary tightest at intrinsic time v for a one-sided level (Howard et al. 2021, proposition 3). */
export function bestRho(v: number, alphaOneSided: number): number {
  const twice = Math.log(1 / (2 * alphaOneSided));
  return v / (2 * twice + Math.log(1 + 2 * twice));
}

/** ln of the mixture martingale at sum s and intrinsic time v. */
export function logMixture(s: number, v: number, { rho, c, logConstant }: Mixture): number {
  const square = c * c;
  const shape = (v + rho) / square;
  const argument = (c * s + v + rho) / square;
  if (argument <= 0) return logConstant - rho / square - Math.log(shape);
  return (
    logConstant +
    gammaln(shape) +
    logGammaP(shape, argument) -
    shape * Math.log(argument) +
    (c * s + v) / square
  );
}

/** The sum at which the mixture reaches 1/α at intrinsic time v. */
export function mixtureBoundary(v: number, alpha: number, mixture: Mixture): number {
  const threshold = Math.log(1 / alpha);
  let high = Math.max(v, mixture.c);
  for (let k = 0; k < 1000 && logMixture(high, v, mixture) <= threshold; k++) high *= 2;
  return smoothRoot((s) => logMixture(s, v, mixture) - threshold, 0, high);
}
