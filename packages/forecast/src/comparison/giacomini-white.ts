/** Can the difference between two forecasters' scores be predicted, on average or from what was known before? */
import { type Answer, assure, unanswerable, whyNotFinite } from '../statistics/answer.ts';
import { chisquareTail } from '../statistics/distributions.ts';
import { solvePositive } from '../statistics/linear.ts';
import { meanOf, sumOf } from '../statistics/numbers.ts';

export interface GiacominiWhiteOptions {
  /** τ: forecasts are made so many tasks ahead; 1 unless said. */
  readonly horizon?: number;
  /** With the instruments 1 and the difference τ tasks before (unless `instruments` says others); else 1 alone. */
  readonly conditional?: boolean;
  /** For the conditional test: what was known before each task, one row for each difference. */
  readonly instruments?: readonly (readonly number[])[];
  /**
   * `wald`: the statistic of the paper, large where either forecaster is better. `signed`: multiplied by the sign of the
   * mean difference before the upper tail is taken, as epftoolbox does, so that p is 1 where the first is better.
   */
  readonly statistic?: 'wald' | 'signed';
}

export interface GiacominiWhite {
  /** Differences that entered: those with instruments. */
  readonly n: number;
  readonly horizon: number;
  readonly conditional: boolean;
  readonly kind: 'wald' | 'signed';
  readonly meanDifference: number;
  readonly statistic: number;
  readonly degreesOfFreedom: number;
  readonly pValue: number;
  /** Share of tasks on which the fitted difference is above 0, that is where the second is expected to be better. */
  readonly shareSecondBetter: number;
}

/**
 * Test of equal (conditional) predictive ability: Giacomini and White (2006), "Tests of conditional predictive
 * ability", Econometrica 74, theorems 1 and 3: n z̄' Ω⁻¹ z̄ with z = instruments × difference is chi-squared with as
 * many degrees of freedom as instruments. At horizons above 1 Ω is the Bartlett estimate up to lag τ − 1.
 *
 * @param differences one for each task in their order, first minus second
 */
export function giacominiWhite(
  differences: readonly number[],
  options: GiacominiWhiteOptions = {},
): Answer<GiacominiWhite> {
  const { horizon = 1, conditional = true, statistic: kind = 'wald' } = options;
  assure(Number.isInteger(horizon) && horizon >= 1, 'a horizon is a whole number from 1');
  const infinite = whyNotFinite(differences, 'Difference');
  if (infinite !== undefined) return unanswerable(infinite);
  const given = options.instruments;
  assure(
    given === undefined || given.length === differences.length,
    'a row of instruments for each difference',
  );
  const lagged = conditional && given === undefined;
  const used = lagged ? differences.slice(horizon) : differences;
  const rows: readonly (readonly number[])[] = !conditional
    ? used.map(() => [1])
    : (given ?? used.map((_, t) => [1, differences[t]!]));
  const n = used.length;
  const q = rows[0]?.length ?? 1;
  if (n <= q + horizon) {
    return unanswerable(`${n} differences are too few for ${q} instruments at horizon ${horizon}`);
  }
  const z = used.map((d, t) => rows[t]!.map((x) => x * d));
  const means = Array.from({ length: q }, (_, i) => meanOf(z.map((row) => row[i]!)));
  const covariance = (lag: number, i: number, j: number): number =>
    sumOf(z.slice(lag).map((row, t) => row[i]! * z[t]![j]!)) / n;
  const omega = means.map((_, i) =>
    means.map((_, j) => {
      let sum = covariance(0, i, j);
      for (let lag = 1; lag < horizon; lag++) {
        sum += (1 - lag / horizon) * (covariance(lag, i, j) + covariance(lag, j, i));
      }
      return sum;
    }),
  );
  const solved = solvePositive(omega, means);
  if (solved === undefined) {
    return unanswerable(
      'The differences do not vary enough to test (their covariance with the instruments is singular): the forecasters may be the same',
    );
  }
  const mean = meanOf(used);
  const wald = n * sumOf(means.map((m, i) => m * solved[i]!));
  const statistic = kind === 'wald' ? wald : wald * Math.sign(mean);
  return {
    n,
    horizon,
    conditional,
    kind,
    meanDifference: mean,
    statistic,
    degreesOfFreedom: q,
    pValue: chisquareTail(statistic, q),
    shareSecondBetter: shareAbove(used, rows),
  };
}

/** The decision rule of the paper's section 4: regress the difference on the instruments, look where the fit is above 0. */
function shareAbove(differences: readonly number[], rows: readonly (readonly number[])[]): number {
  const q = rows[0]!.length;
  const cross = (f: (row: readonly number[], t: number) => number): number => sumOf(rows.map(f));
  const left = Array.from({ length: q }, (_, i) =>
    Array.from({ length: q }, (_, j) => cross((row) => row[i]! * row[j]!)),
  );
  const right = Array.from({ length: q }, (_, i) => cross((row, t) => row[i]! * differences[t]!));
  const beta = solvePositive(left, right);
  const fitted = rows.map((row) =>
    beta === undefined ? meanOf(differences) : sumOf(row.map((x, i) => x * beta[i]!)),
  );
  return fitted.filter((d) => d > 0).length / rows.length;
}
