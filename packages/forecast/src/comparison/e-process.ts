/** Evidence that one forecaster is better, as a wager's capital: large means better, at whatever moment one looks. */
import { type Answer, assure, unanswerable, whyNotFinite } from '../statistics/answer.ts';
import { whyOutside } from './confidence-sequence.ts';
import { bestRho, logMixture, type Mixture, mixtureWith } from './gamma-exponential.ts';

export interface EProcessOptions {
  /** Bounds of one difference. */
  readonly bounds: readonly [low: number, high: number];
  /** Level for which the wager is tuned, both directions together; 0.05 unless said. */
  readonly alpha?: number;
  readonly tightAt?: number;
  /** Tasks that are open at a time: a forecast is made before the last lag − 1 outcomes are known. 1 unless said. */
  readonly lag?: number;
  /**
   * How a p-value becomes an e-value again where lag is above 1. `exact` is the mixture's own value, 1/2 at p = 1;
   * `comparecast` adds the small constants of that package, which make it 0 there.
   */
  readonly calibration?: 'exact' | 'comparecast';
}

export interface EStep {
  /** Tasks so far. */
  readonly t: number;
  /** Evidence against "the first is no better on average", at least 20 for a level of 0.05. */
  readonly firstBetter: number;
  readonly secondBetter: number;
}

/** e-values are cut here, far beyond any decision, so that they stay finite. */
const E_MAX = 1e7;

/**
 * Two one-sided e-processes for the weak null that the mean expected difference so far is not below (above) 0. Under the
 * null the chance of ever reaching 1/α is at most α (Ville 1939).
 *
 * Choe and Ramdas (2024), "Comparing sequential forecasters", Operations Research 72: sub-exponential e-processes with
 * the gamma-exponential mixture. With lags the tasks fall into as many interleaved series, whose running maxima are
 * averaged into a p-value by e ln(lag) (Vovk and Wang 2020, "Combining p-values via averaging", Biometrika 107) and
 * calibrated back by (1 − p + p ln p)/(p ln² p) (Vovk and Wang 2021, "E-values", Annals of Statistics 49).
 *
 * @param differences first minus second of scores of which less is better, in the order of resolution
 */
export function eProcess(differences: readonly number[], options: EProcessOptions): Answer<readonly EStep[]> {
  const { alpha = 0.05, tightAt = 10, lag = 1, bounds, calibration = 'exact' } = options;
  assure(Number.isInteger(lag) && lag >= 1, 'a lag is a whole number from 1');
  const why = whyNotFinite(differences, 'Difference') ?? whyOutside(differences, bounds);
  if (why !== undefined) return unanswerable(why);
  const mixture = mixtureWith(bestRho(tightAt, alpha / 2), bounds[1] - bounds[0]);
  const wager = (xs: readonly number[]): number[] =>
    lag === 1 ? capital(xs, 1, mixture)[0]! : calibrated(capital(xs, lag, mixture), lag, calibration);
  const [forFirst, forSecond] = [wager(differences.map((d) => -d)), wager(differences)];
  return differences.map((_, index) => ({
    t: index + 1,
    firstBetter: forFirst[index]!,
    secondBetter: forSecond[index]!,
  }));
}

/** Capital over time of the series of each offset; between its own tasks a series stands still, before them it is at 1. */
function capital(xs: readonly number[], lag: number, mixture: Mixture): number[][] {
  // What was predicted of a difference is the mean of all that had resolved when the forecast was made.
  let sum = 0;
  const means = xs.map((x, t) => (sum += x) / (t + 1));
  return Array.from({ length: lag }, (_, offset) => {
    let [s, v, now] = [0, 0, 1];
    return xs.map((x, t) => {
      if (t >= offset && (t - offset) % lag === 0) {
        const predicted = t >= lag ? means[t - lag]! : 0;
        s += x;
        v += (x - predicted) * (x - predicted);
        now = Math.min(E_MAX, Math.exp(logMixture(s, v, mixture)));
      }
      return now;
    });
  });
}

function calibrated(
  series: readonly (readonly number[])[],
  lag: number,
  how: 'exact' | 'comparecast',
): number[] {
  const highest = series.map(() => 0);
  return series[0]!.map((_, t) => {
    series.forEach((e, k) => {
      highest[k] = Math.max(highest[k]!, e[t]!);
    });
    const mean = highest.reduce((sum, e) => sum + e, 0) / lag;
    // Two p-values: e ln 2 is too little, while twice their harmonic mean is never below Bonferroni's p.
    const factor = how === 'exact' && lag === 2 ? 2 : Math.E * Math.log(lag);
    const p = Math.min(1, factor / mean);
    return how === 'exact' ? calibrateP(p) : calibrateAsComparecast(p);
  });
}

/** ∫ κ p^(κ−1) dκ over (0, 1): an e-value for every p-value. */
export function calibrateP(p: number): number {
  assure(p >= 0 && p <= 1, 'a p-value lies in [0, 1]');
  if (p === 0) return Infinity;
  const l = Math.log(p);
  // Near 1 the closed form loses its digits: 1 − p + p l = l²/2 + l³/3 + l⁴/8 + …
  if (l > -1e-3) return (1 / 2 + l / 3 + (l * l) / 8) / p;
  return (1 - p + p * l) / (p * l * l);
}

function calibrateAsComparecast(p: number): number {
  const l = Math.log(p + 1e-16);
  return (1 - p + p * l) / (p * l * l + 1e-8);
}
