/**
 * Murphy diagrams: a mean score as a curve over thresholds, that is over the costs of a decision. A forecaster below
 * another at every threshold is better by every consistent score.
 *
 * Ehm, Gneiting, Jordan and Krüger (2016), "Of quantiles and expectiles: consistent scoring functions, Choquet
 * representations and forecast rankings", JRSS B 78.
 */
import { type Answer, assure, isUnanswerable, unanswerable, whyNotFinite } from '../statistics/answer.ts';
import { ascending, meanOf } from '../statistics/numbers.ts';

export type Functional =
  /** Of yes, outcome 0 or 1. The Brier score is twice the area under the curve. */
  | { readonly is: 'probability' }
  | { readonly is: 'quantile'; readonly level: number }
  /** Level 1/2 is the mean. */
  | { readonly is: 'expectile'; readonly level: number }
  /** Between both: an expectile whose losses grow no further than the limit (Taggart 2022, EJS 16). */
  | { readonly is: 'huber'; readonly level: number; readonly limit: number };

export interface Elementary {
  /** Loss where the forecast is at or below the threshold and the outcome above: too low. */
  readonly under: number;
  /** Loss where the outcome is at or below the threshold and the forecast above: too high. */
  readonly over: number;
}

/**
 * The elementary score of one forecast at a threshold.
 * @param side `left` is the limit from below: curves jump at forecasts and outcomes
 */
export function elementaryScore(
  functional: Functional,
  x: number,
  y: number,
  threshold: number,
  side: 'right' | 'left' = 'right',
): Elementary {
  const reached = (value: number): boolean => (side === 'right' ? value <= threshold : value < threshold);
  const under = reached(x) && !reached(y);
  const over = reached(y) && !reached(x);
  const level = functional.is === 'probability' ? 0.5 : functional.level;
  const size = under || over ? lossAt(functional, Math.abs(y - threshold)) : 0;
  return { under: under ? level * size : 0, over: over ? (1 - level) * size : 0 };
}

function lossAt(functional: Functional, distance: number): number {
  switch (functional.is) {
    case 'quantile':
      return 1;
    case 'expectile':
      return distance;
    case 'huber':
      return Math.min(distance, functional.limit);
    case 'probability':
      // Both weights are 1 then, which is the usual scale of economic loss.
      return 2 * distance;
  }
}

/** Where curves of these forecasts jump or bend, rising: between them they are straight. */
export function murphyThresholds(
  functional: Functional,
  forecasts: readonly number[],
  outcomes: readonly number[],
): number[] {
  const bends =
    functional.is === 'huber' ? outcomes.flatMap((y) => [y - functional.limit, y + functional.limit]) : [];
  return ascending([...new Set([...forecasts, ...outcomes, ...bends])]);
}

export interface MurphyPoint {
  readonly threshold: number;
  readonly mean: number;
  readonly under: number;
  readonly over: number;
}

/** Mean elementary scores at each threshold (their limits from below with `left`). */
export function murphyDiagram(
  functional: Functional,
  forecasts: readonly number[],
  outcomes: readonly number[],
  thresholds: readonly number[],
  side: 'right' | 'left' = 'right',
): Answer<readonly MurphyPoint[]> {
  assure(forecasts.length === outcomes.length, 'an outcome for each forecast');
  assure(
    functional.is === 'probability' || (functional.level > 0 && functional.level < 1),
    'a level lies in (0, 1)',
  );
  assure(functional.is !== 'huber' || functional.limit > 0, 'a limit is above 0');
  const why = whyNotFinite(forecasts, 'Forecast') ?? whyNotFinite(outcomes, 'Outcome');
  if (why !== undefined) return unanswerable(why);
  if (forecasts.length === 0) return unanswerable('There is no resolved task');
  return thresholds.map((threshold) => {
    const parts = forecasts.map((x, i) => elementaryScore(functional, x, outcomes[i]!, threshold, side));
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
  /** Largest lead of each, and where (there, or just below). */
  readonly largestLeadOfFirst: { readonly threshold: number; readonly by: number };
  readonly largestLeadOfSecond: { readonly threshold: number; readonly by: number };
}

/**
 * Compares two curves everywhere: between their thresholds both are straight, so values and left limits there decide. It
 * describes the sample; chance is not taken into account.
 */
export function murphyDominance(
  functional: Functional,
  first: readonly number[],
  second: readonly number[],
  outcomes: readonly number[],
): Answer<Dominance> {
  const thresholds = murphyThresholds(functional, [...first, ...second], outcomes);
  const gaps: { threshold: number; gap: number }[] = [];
  let highest = Number.MIN_VALUE;
  for (const side of ['right', 'left'] as const) {
    const a = murphyDiagram(functional, first, outcomes, thresholds, side);
    const b = murphyDiagram(functional, second, outcomes, thresholds, side);
    if (isUnanswerable(a)) return a;
    if (isUnanswerable(b)) return b;
    thresholds.forEach((threshold, i) => {
      gaps.push({ threshold, gap: b[i]!.mean - a[i]!.mean });
      highest = Math.max(highest, a[i]!.mean, b[i]!.mean);
    });
  }
  const slack = 1e-12 * highest;
  const leads = (sign: 1 | -1): readonly [number, number] | undefined => {
    const at = gaps.filter((g) => sign * g.gap > slack).map((g) => g.threshold);
    return at.length === 0 ? undefined : [Math.min(...at), Math.max(...at)];
  };
  const largest = (sign: 1 | -1): { threshold: number; by: number } => {
    let best = { threshold: thresholds[0]!, by: 0 };
    for (const { threshold, gap } of gaps) if (sign * gap > best.by) best = { threshold, by: sign * gap };
    return best;
  };
  const [firstLeads, secondLeads] = [leads(1), leads(-1)];
  return {
    better: verdict(firstLeads !== undefined, secondLeads !== undefined),
    ...(firstLeads === undefined ? {} : { firstLeads }),
    ...(secondLeads === undefined ? {} : { secondLeads }),
    largestLeadOfFirst: largest(1),
    largestLeadOfSecond: largest(-1),
  };
}

function verdict(firstLeads: boolean, secondLeads: boolean): Dominance['better'] {
  if (firstLeads) return secondLeads ? 'neither' : 'first';
  return secondLeads ? 'second' : 'equal';
}
