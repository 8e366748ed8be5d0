/** Scores of a probability of yes, as calibration needs them: of the outcome, less is better. */
export type ProbabilityScore = 'brier' | 'log';

export function probabilityScore(rule: ProbabilityScore, p: number, y: number): number {
  if (rule === 'brier') return (p - y) * (p - y);
  return y === 1 ? -Math.log(p) : -Math.log1p(-p);
}
