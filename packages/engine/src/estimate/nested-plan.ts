/** How large the nested run behind the range over assumptions is; what follows from it is range.ts. */
import type { NestedPlan } from '../tally/index.ts';
import { RANGE_POINTS_MIN } from './range.ts';

const SHARE_MIN = 8;
const SHARE_MAX = 100;
const POINTS_MAX = 1000;

/**
 * Up to here the nested run is as long as the main run; beyond, it grows with the square root. With p uniform on
 * (0.2, 0.6) and 20,000 trials the ends of the range were 0.013 off on average over 14 seeds, 0.009 with a full run.
 */
const TRIALS_EVEN = 5000;

/**
 * Size of the nested run beside a main run of so many trials. As many in all as the main run up to 5,000, then the
 * geometric mean of both: percentiles over assumptions need fewer digits than a probability. About total^0.4 trials
 * a point (many points matter more than many trials on each, see range.ts), until 1,000 points of 100 are enough.
 * Nothing where that would be too few points to estimate from.
 */
export function nestedPlan(trials: number): NestedPlan | undefined {
  const even = Math.min(trials, Math.floor(Math.sqrt(trials * TRIALS_EVEN)));
  const total = Math.min(even, SHARE_MAX * POINTS_MAX);
  let share = SHARE_MIN;
  while (share < SHARE_MAX && fifthPower(share + 1) <= total * total) share++;
  const points = Math.min(POINTS_MAX, Math.floor(total / share));
  return points < RANGE_POINTS_MIN ? undefined : { share, points };
}

const fifthPower = (n: number): number => n * n * n * n * n;
