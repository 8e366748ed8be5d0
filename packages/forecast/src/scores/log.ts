/**
 * The logarithmic score (Good 1952, J. R. Stat. Soc. B 14:107) in nats: −ln of the probability, or the density, that was
 * given to what happened. It is Infinity where that was 0, and stays Infinity.
 */

/** −ln p; Infinity for 0. */
export const logScore = (probability: number): number => 0 - Math.log(probability);

/** Of a yes/no question, `probability` being that of yes. `log1p` keeps the digits of a probability close to 0. */
export const logScoreBinary = (probability: number, happened: boolean): number =>
  happened ? logScore(probability) : 0 - Math.log1p(-probability);

/**
 * Relative to a prior (or any reference): −ln(p / p₀), negative where the forecast gave more to what happened than the
 * reference did. NaN is impossible but for two zeros, which are 0: neither is better.
 */
export function logScoreRelative(probability: number, reference: number): number {
  if (probability === reference) return 0;
  return logScore(probability) - logScore(reference);
}

/** From nats to bits. */
export const bits = (nats: number): number => nats / Math.LN2;
