/**
 * Murphy diagrams: a mean score as a curve over thresholds, that is over the costs of a decision. A forecaster below
 * another at every threshold is better by every consistent score.
 *
 * Ehm, Gneiting, Jordan and Krüger (2016), "Of quantiles and expectiles: consistent scoring functions, Choquet
 * representations and forecast rankings", JRSS B 78.
 */
import { type Answer, assure, unanswerable, whyNotFinite } from '../statistics/answer.ts';
import { ascending, meanOf } from '../statistics/numbers.ts';

export type Functional =
  /** Of yes, outcome 0 or 1. The Brier score is twice the area under the curve. */
  | { readonly is: 'probability' }
  | { readonly is: 'quantile'; readonly level: number }
  /** Level 1/2 is the mean. */
  | { readonly is: 'expectile'; readonly level: number };

export interface Elementary {
  /** Loss where the forecast is at or below the threshold and the outcome above: too low. */
  readonly under: number;
  /** Loss where the outcome is at or below the threshold and the forecast above: too high. */
  readonly over: number;
}

/** The elementary score of one forecast at a threshold. */
export function elementaryScore(functional: Functional, x: number, y: number, threshold: number): Elementary {
  const under = x <= threshold && threshold < y;
  const over = y <= threshold && threshold < x;
  if (functional.is === 'quantile') {
    return { under: under ? functional.level : 0, over: over ? 1 - functional.level : 0 };
  }
  const distance = Math.abs(y - threshold);
  const level = functional.is === 'expectile' ? functional.level : 0.5;
  // For probabilities both weights are 1, which is the usual scale of economic loss.
  const scale = functional.is === 'probability' ? 2 : 1;
  return {
    under: under ? scale * level * distance : 0,
    over: over ? scale * (1 - level) * distance : 0,
  };
}

export interface MurphyPoint {
  readonly threshold: number;
  readonly mean: number;
  readonly under: number;
  readonly over: number;
}

/** Mean elementary scores at each threshold. */
export function murphyDiagram(
  functional: Functional,
  forecasts: readonly number[],
  outcomes: readonly number[],
  thresholds: readonly number[],
): Answer<readonly MurphyPoint[]> {
  assure(forecasts.length === outcomes.length, 'an outcome for each forecast');
  assure(
    functional.is === 'probability' || (functional.level > 0 && functional.level < 1),
    'a level lies in (0, 1)',
  );
  const why = whyNotFinite(forecasts, 'Forecast') ?? whyNotFinite(outcomes, 'Outcome');
  if (why !== undefined) return unanswerable(why);
  if (forecasts.length === 0) return unanswerable('There is no resolved task');
  return thresholds.map((threshold) => {
    const parts = forecasts.map((x, i) => elementaryScore(functional, x, outcomes[i]!, threshold));
    const [under, over] = [meanOf(parts.map((p) => p.under)), meanOf(parts.map((p) => p.over))];
    return { threshold, mean: under + over, under, over };
  });
}

export interface Dominance {
  /** Who is at least as good at every threshold; `neither` where the ranking depends on the threshold. */
  readonly better: 'first' | 'second' | 'equal' | 'neither';
  /** Thresholds where the first (second) has the lower curve, from the lowest to the highest. */
  readonly firstLeads?: readonly [number, number];
  readonly secondLeads?: readonly [number, number];
  /** Largest lead of each, and where. */
  readonly largestLeadOfFirst: { readonly threshold: number; readonly by: number };
  readonly largestLeadOfSecond: { readonly threshold: number; readonly by: number };
}

/**
 * Compares two curves everywhere: between neighbouring forecasts and outcomes both are straight, so their values and
 * left limits there decide. It describes the sample; chance is not taken into account.
 */
export function murphyDominance(
  functional: Functional,
  first: readonly number[],
  second: readonly number[],
  outcomes: readonly number[],
): Answer<Dominance> {
  const knots = ascending([...new Set([...first, ...second, ...outcomes])]);
  // A left limit at a knot is reached from the straight piece before it: two inner points give it.
  const probes = knots.flatMap((knot, k) => {
    const before = knots[k - 1];
    return before === undefined
      ? [knot]
      : [before + (knot - before) / 3, before + (2 * (knot - before)) / 3, knot];
  });
  const curves = [first, second].map((x) => murphyDiagram(functional, x, outcomes, probes));
  const [a, b] = curves;
  if (a === undefined || b === undefined) return unanswerable('There is no resolved task');
  if ('unanswerable' in a) return a;
  if ('unanswerable' in b) return b;
  const gaps: { threshold: number; gap: number }[] = [];
  probes.forEach((threshold, i) => {
    const gap = b[i]!.mean - a[i]!.mean;
    gaps.push({ threshold, gap });
    // Continue the line of the two inner points to the knot that ends it.
    if (i % 3 === 2)
      gaps.push({ threshold: probes[i + 1] ?? threshold, gap: 2 * gap - (b[i - 1]!.mean - a[i - 1]!.mean) });
  });
  const slack = 1e-12 * Math.max(...a.map((p) => p.mean), ...b.map((p) => p.mean), Number.MIN_VALUE);
  const leads = (sign: 1 | -1): readonly [number, number] | undefined => {
    const at = gaps.filter((g) => sign * g.gap > slack).map((g) => g.threshold);
    return at.length === 0 ? undefined : [Math.min(...at), Math.max(...at)];
  };
  const largest = (sign: 1 | -1): { threshold: number; by: number } =>
    gaps.reduce((best, g) => (sign * g.gap > best.by ? { threshold: g.threshold, by: sign * g.gap } : best), {
      threshold: probes[0]!,
      by: 0,
    });
  const [firstLeads, secondLeads] = [leads(1), leads(-1)];
  return {
    better:
      firstLeads === undefined
        ? secondLeads === undefined
          ? 'equal'
          : 'second'
        : secondLeads === undefined
          ? 'first'
          : 'neither',
    ...(firstLeads === undefined ? {} : { firstLeads }),
    ...(secondLeads === undefined ? {} : { secondLeads }),
    largestLeadOfFirst: largest(1),
    largestLeadOfSecond: largest(-1),
  };
}
