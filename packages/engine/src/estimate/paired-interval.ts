/**
 * Intervals of a difference of two shares, 95%.
 *
 * Of the same trials in two arms: the score interval of T. Tango (Statistics in Medicine 17, 1998, 891-908), which is
 * honest at small counts and has a width even where no trial differs. Of trials that have nothing to do with each
 * other: the hybrid score interval of R. G. Newcombe (Statistics in Medicine 17, 1998, 873-890, method 10).
 */
import { wilson, Z, type Interval } from './wilson.ts';

const HALVINGS = 60;

/**
 * @param gained trials that are a yes in the second arm alone
 * @param lost trials that are a yes in the first arm alone
 * @param of all trials
 */
export function tango(gained: number, lost: number, of: number): Interval {
  if (of === 0) return { low: -1, high: 1 };
  const difference = (gained - lost) / of;
  return {
    low: difference <= -1 ? -1 : bisected(-1, difference, (d) => score(d, gained, lost, of) > Z),
    high: difference >= 1 ? 1 : bisected(difference, 1, (d) => score(d, gained, lost, of) >= -Z),
  };
}

/** Where the test begins to hold, or ends: it holds of all below a point between the limits, and of none above. */
function bisected(from: number, to: number, isBelow: (d: number) => boolean): number {
  let [low, high] = [from, to];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (isBelow(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Of the hypothesis that the difference is d; the variance is that under it, with its most likely discordance. */
function score(d: number, gained: number, lost: number, of: number): number {
  const b = (2 * of - gained + lost) * d - gained - lost;
  const c = -lost * d * (1 - d);
  const share = (Math.sqrt(Math.max(0, b * b - 8 * of * c)) - b) / (4 * of);
  const variance = of * (2 * share + d * (1 - d));
  const distance = gained - lost - of * d;
  if (variance <= 0) return distance === 0 ? 0 : distance > 0 ? Infinity : -Infinity;
  return distance / Math.sqrt(variance);
}

/** Of the share of the second less that of the first. */
export function newcombe(first: Count, second: Count): Interval {
  if (first.of === 0 || second.of === 0) return { low: -1, high: 1 };
  const [p1, p2] = [first.yes / first.of, second.yes / second.of];
  const [i1, i2] = [wilson(first.yes, first.of), wilson(second.yes, second.of)];
  const difference = p2 - p1;
  return {
    low: Math.max(-1, difference - root(p2 - i2.low, i1.high - p1)),
    high: Math.min(1, difference + root(i2.high - p2, p1 - i1.low)),
  };
}

export interface Count {
  readonly yes: number;
  readonly of: number;
}

const root = (a: number, b: number): number => Math.sqrt(a * a + b * b);
