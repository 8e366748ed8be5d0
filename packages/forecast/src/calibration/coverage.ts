/** How often outcomes fell into intervals, beside how often they should. */
import { type Answer, assure, unanswerable } from '../statistics/answer.ts';
import { type Interval, type ProportionMethod, proportionInterval } from '../statistics/proportion.ts';

export interface CoverageCase {
  /** Nominal probability of the interval, such as 0.9. */
  readonly level: number;
  /** Ends belong to the interval. */
  readonly low: number;
  readonly high: number;
  readonly outcome: number;
}

export interface Coverage {
  readonly level: number;
  readonly n: number;
  readonly inside: number;
  readonly below: number;
  readonly above: number;
  readonly coverage: number;
  /** For the true coverage, as if tasks were independent. */
  readonly band: Interval;
  /** Whether the band contains the nominal level. */
  readonly consistent: boolean;
  readonly method: ProportionMethod;
}

/** One row for each nominal level, rising. */
export function intervalCoverage(
  cases: readonly CoverageCase[],
  options: { readonly level?: number; readonly method?: ProportionMethod } = {},
): Answer<readonly Coverage[]> {
  const { level: bandLevel = 0.95, method = 'wilson' } = options;
  if (cases.length === 0) return unanswerable('There is no resolved task with an interval');
  for (const { level, low, high } of cases) {
    assure(level > 0 && level < 1, 'a level lies in (0, 1)');
    assure(low <= high, 'an interval does not end before it begins');
  }
  const levels = [...new Set(cases.map((c) => c.level))].sort((a, b) => a - b);
  return levels.map((level) => {
    const mine = cases.filter((c) => c.level === level);
    const below = mine.filter((c) => c.outcome < c.low).length;
    const above = mine.filter((c) => c.outcome > c.high).length;
    const [n, inside] = [mine.length, mine.length - below - above];
    const band = proportionInterval(inside, n, bandLevel, method);
    return {
      level,
      n,
      inside,
      below,
      above,
      coverage: inside / n,
      band,
      consistent: band.low <= level && level <= band.high,
      method,
    };
  });
}
