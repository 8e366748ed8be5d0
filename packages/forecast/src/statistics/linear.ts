/** Small systems of linear equations. */

/**
 * Solves A x = b for a symmetric positive definite A, of which the lower triangle is read, by Cholesky's decomposition.
 * @returns `undefined` where A is not positive definite beyond rounding
 */
export function solvePositive(a: readonly (readonly number[])[], b: readonly number[]): number[] | undefined {
  const n = b.length;
  const l: number[][] = [];
  for (let i = 0; i < n; i++) {
    const row: number[] = [];
    l.push(row);
    for (let j = 0; j <= i; j++) {
      let sum = a[i]![j]!;
      for (let k = 0; k < j; k++) sum -= row[k]! * l[j]![k]!;
      if (i !== j) row.push(sum / l[j]![j]!);
      else if (sum > a[i]![i]! * 1e-12) row.push(Math.sqrt(sum));
      else return undefined;
    }
  }
  const x = [...b];
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i]! -= l[i]![k]! * x[k]!;
    x[i]! /= l[i]![i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= l[k]![i]! * x[k]!;
    x[i]! /= l[i]![i]!;
  }
  return x;
}
