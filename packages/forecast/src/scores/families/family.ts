/** A distribution given by a formula. Logarithmic scores are −logDensity; the rest is in the unit of the outcome. */
export interface Family {
  /** ln of the density, or of the probability of a whole number; −Infinity outside of the support. */
  logDensity(outcome: number): number;
  /** P(X ≤ outcome). */
  cdf(outcome: number): number;
  /** ∫ (F(z) − 1{outcome ≤ z})² dz in closed form. */
  crps(outcome: number): number;
}

/** The logarithmic score in nats of the density at the outcome; may be negative. */
export const logScoreOf = (family: Family, outcome: number): number => 0 - family.logDensity(outcome);
