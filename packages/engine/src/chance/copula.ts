/**
 * Correlated uniform numbers from independent ones, by the Gaussian copula.
 *
 * Invariant: each number stays uniform on (0, 1) when the matrix is a correlation matrix, and the first of a
 * group is unchanged up to rounding. Source: Nelsen, "An Introduction to Copulas" (2006).
 */
import { normalCdf, normalQuantile } from './normal.ts';

/** 1 - 2^-53. */
const GREATEST_BELOW_ONE = 0.9999999999999999;

/**
 * The lower triangular L with L L^T = matrix (Cholesky; Golub and Van Loan, "Matrix Computations", 4.2), row by
 * row. Undefined when the matrix is not square, not symmetric, not finite or not positive definite.
 */
export function choleskyOf(matrix: readonly (readonly number[])[]): number[][] | undefined {
  const size = matrix.length;
  const factor: number[][] = [];
  for (let i = 0; i < size; i++) {
    if (matrix[i]!.length !== size) return undefined;
    const row = Array.from({ length: size }, () => 0);
    factor.push(row);
    for (let j = 0; j <= i; j++) {
      if (matrix[i]![j] !== matrix[j]![i]) return undefined;
      let rest = matrix[i]![j]!;
      for (let k = 0; k < j; k++) rest -= row[k]! * factor[j]![k]!;
      if (i === j) {
        if (!(rest > 0 && rest < Infinity)) return undefined;
        row[j] = Math.sqrt(rest);
      } else {
        row[j] = rest / factor[j]![j]!;
      }
    }
  }
  return factor;
}

/**
 * One correlated uniform number: Phi(sum over j of weights_j Phi^-1(u_j)), in (0, 1).
 *
 * @param weights the entries of one row of the Cholesky factor of a correlation matrix; zeros may be left out
 * @param independent for each weight its independent number in (0, 1)
 */
export function copulaUniform(weights: readonly number[], independent: readonly number[]): number {
  let sum = 0;
  for (let j = 0; j < weights.length; j++) sum += weights[j]! * normalQuantile(independent[j]!);
  const u = normalCdf(sum);
  if (u > GREATEST_BELOW_ONE) return GREATEST_BELOW_ONE;
  return u < Number.MIN_VALUE ? Number.MIN_VALUE : u;
}

/**
 * The correlated uniform numbers of a whole factor, row by row. The correlation is that of the normal scores; the
 * rank correlation is (6/pi) arcsin(r/2).
 */
export function copulaUniforms(
  factor: readonly (readonly number[])[],
  independent: readonly number[],
): number[] {
  return factor.map((row, i) => copulaUniform(row.slice(0, i + 1), independent));
}
