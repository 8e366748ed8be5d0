/**
 * The difference between two arms, B less A, with what pairing their trials gained.
 *
 * The variance-reduction factor is the variance of the difference had the two arms had independent luck, over that of
 * the same trials paired: (var A + var B) / var(B - A). So many times as many independent trials say as much, which is
 * the equivalent independent sample size (A. M. Law, Simulation Modeling and Analysis, 5th ed., 11.2).
 */
import type { RangeEstimate } from './estimate.ts';
import { newcombe, tango, type Count } from './paired-interval.ts';
import { studentT } from './student.ts';
import { Z, type Interval } from './wilson.ts';

/** A number that JSON has no word for: the pairs do not differ at all, while each arm alone does. */
export type OrInfinite = number | 'infinite';

export interface Difference {
  /** Nulls where an arm has no answer. */
  readonly a: number | null;
  readonly b: number | null;
  readonly difference: number | null;
  readonly se: number | null;
  /** 95% interval of the simulation error; open (null) where nothing bounds it. */
  readonly low: number | null;
  readonly high: number | null;
  readonly method: string;
  /** Between the arms, trial by trial; null where one of them does not vary, or they are not paired. */
  readonly correlation: number | null;
  readonly varianceReduction: OrInfinite | null;
  /** Independent trials of each arm that would say as much. */
  readonly equivalentTrials: OrInfinite | null;
  readonly verdict: Verdict;
  /** 5th to 95th percentile of the difference over draws of the parameters; does not shrink with more trials. */
  readonly range?: RangeEstimate;
}

export interface Verdict {
  /** `same`: one scenario; `equal`: two, and no trial differs. */
  readonly is: 'same' | 'equal' | 'higher' | 'lower' | 'undecided' | 'unknown';
  /** undecided: about so many trials more would settle it, if the difference is what it looks like. */
  readonly more?: number;
}

/** By answer in A and in B, what trials did: `failed`, `not` applicable, `no` or `yes`. */
export const CATEGORY = { failed: 0, not: 1, no: 2, yes: 3 } as const;
const { failed: FAILED, not: NOT, no: NO, yes: YES } = CATEGORY;
/** [category in A][category in B], 16 counts. */
export type PairTable = ArrayLike<number>;

/** Whether the two are to the letter the same scenario, so that there is nothing to estimate. */
export interface Pairing {
  readonly paired: boolean;
  readonly identical: boolean;
}

const at = (table: PairTable, a: number, b: number): number => table[4 * a + b] ?? 0;
const sumOf = (list: readonly number[]): number => list.reduce((sum, x) => sum + x, 0);
const rowOf = (table: PairTable, a: number): number => sumOf([0, 1, 2, 3].map((b) => at(table, a, b)));
const columnOf = (table: PairTable, b: number): number => sumOf([0, 1, 2, 3].map((a) => at(table, a, b)));

/**
 * The difference of a share. A failed trial has an answer nobody knows: it counts against the difference at the low
 * end and for it at the high one.
 */
export function shareDifference(table: PairTable, pairing: Pairing): Difference {
  // Paired, a trial that failed in one arm says nothing of the other.
  const known = pairing.paired ? answeredInBoth(table) : table;
  const first = { yes: rowOf(known, YES), of: rowOf(known, YES) + rowOf(known, NO) };
  const second = { yes: columnOf(known, YES), of: columnOf(known, YES) + columnOf(known, NO) };
  const share = ({ yes, of }: Count): number | null => (of === 0 ? null : yes / of);
  if (first.of === 0 || second.of === 0) return noDifference(share(first), share(second));
  const [a, b] = [first.yes / first.of, second.yes / second.of];
  const difference = b - a;
  if (!pairing.paired) {
    const failed = [rowOf(table, FAILED), columnOf(table, FAILED)] as const;
    const low = newcombe(
      { yes: first.yes + failed[0], of: first.of + failed[0] },
      { yes: second.yes, of: second.of + failed[1] },
    ).low;
    const high = newcombe(
      { yes: first.yes, of: first.of + failed[0] },
      { yes: second.yes + failed[1], of: second.of + failed[1] },
    ).high;
    const se = Math.sqrt((a * (1 - a)) / first.of + (b * (1 - b)) / second.of);
    const found = { a, b, difference, se, low, high, method: 'Newcombe, unpaired' };
    const lost = [failed[0] / (first.of + failed[0]), failed[1] / (second.of + failed[1])] as const;
    const slack = difference > 0 ? (1 - a) * lost[0] + b * lost[1] : a * lost[0] + (1 - b) * lost[1];
    const verdict = verdictOf(found, Math.min(first.of, second.of), slack);
    return { ...found, ...NOT_PAIRED, verdict };
  }
  const unknown = rowOf(table, FAILED) + columnOf(table, FAILED) - at(table, FAILED, FAILED);
  const together = sumOf([NOT, NO, YES].flatMap((i) => [NOT, NO, YES].map((j) => at(table, i, j))));
  const isWhole = rowOf(table, NOT) + columnOf(table, NOT) === 0;
  // Influence of each trial on b - a: for B (yes - b) / share of B's that apply, for A likewise.
  const [applyA, applyB] = [applies(table, 'a') / together, applies(table, 'b') / together];
  const gain = [NOT, NO, YES].flatMap((i) =>
    [NOT, NO, YES].map((j) => {
      const ofB = j === NOT ? 0 : ((j === YES ? 1 : 0) - b) / applyB;
      const ofA = i === NOT ? 0 : ((i === YES ? 1 : 0) - a) / applyA;
      return { count: at(table, i, j), ofA, ofB };
    }),
  );
  const moment = (f: (g: (typeof gain)[number]) => number): number =>
    sumOf(gain.map((g) => g.count * f(g))) / together;
  const varA = moment((g) => g.ofA * g.ofA);
  const varB = moment((g) => g.ofB * g.ofB);
  const both = moment((g) => g.ofA * g.ofB);
  const gains = gainsOf(varA, varB, both, together);
  if (pairing.identical) return { a, b, ...EXACTLY_NONE, ...withoutVariance(gains), verdict: { is: 'same' } };
  const se = Math.sqrt(gains.variance / together);
  const [gained, lost] = [at(table, NO, YES), at(table, YES, NO)];
  let interval: Interval;
  let slack = ((1 + Math.abs(difference)) * unknown) / (together + unknown);
  if (isWhole && unknown === 0) interval = tango(gained, lost, together);
  else if (isWhole)
    interval = {
      low: tango(gained, lost + unknown, together + unknown).low,
      high: tango(gained + unknown, lost, together + unknown).high,
    };
  else {
    // What the failed trials of each arm may do to its share.
    slack =
      unknown === 0
        ? 0
        : rowOf(table, FAILED) / (first.of + rowOf(table, FAILED)) +
          columnOf(table, FAILED) / (second.of + columnOf(table, FAILED));
    const half = Z * se + slack;
    interval = { low: Math.max(-1, difference - half), high: Math.min(1, difference + half) };
  }
  const found = {
    a,
    b,
    difference,
    se,
    ...interval,
    method: isWhole ? 'Tango' : 'normal, shares of those that apply',
  };
  return { ...found, ...withoutVariance(gains), verdict: verdictOf(found, together, slack) };
}

const answeredInBoth = (table: PairTable): PairTable =>
  Array.from({ length: 16 }, (_, cell) => (cell < 4 || cell % 4 === FAILED ? 0 : (table[cell] ?? 0)));

function applies(table: PairTable, which: 'a' | 'b'): number {
  const answered = [NOT, NO, YES];
  return sumOf(
    answered.flatMap((i) => answered.map((j) => ((which === 'a' ? i : j) === NOT ? 0 : at(table, i, j)))),
  );
}

/** Sums over pairs of which neither failed; values of those that do not apply are left out of theirs. */
export class PairSums {
  /** Pairs of which neither failed, and trials that failed in either arm. */
  pairs = 0;
  failed = 0;
  countA = 0;
  countB = 0;
  private countBoth = 0;
  /** Less these, so that squares of large numbers do not lose what differs. */
  private readonly shift: [number, number] = [Number.NaN, Number.NaN];
  private readonly sums = new Float64Array(7);

  /** NaN where the question does not apply. */
  add(a: number, b: number): void {
    this.pairs++;
    const { sums, shift } = this;
    const [hasA, hasB] = [!Number.isNaN(a), !Number.isNaN(b)];
    if (hasA && Number.isNaN(shift[0])) shift[0] = a;
    if (hasB && Number.isNaN(shift[1])) shift[1] = b;
    const [x, y] = [a - shift[0], b - shift[1]];
    if (hasA) {
      this.countA++;
      sums[0]! += x;
      sums[1]! += x * x;
    }
    if (hasB) {
      this.countB++;
      sums[2]! += y;
      sums[3]! += y * y;
    }
    if (!hasA || !hasB) return;
    this.countBoth++;
    sums[4]! += x;
    sums[5]! += y;
    sums[6]! += x * y;
  }

  difference(pairing: Pairing): Difference {
    const { pairs, countA, countB, countBoth, shift } = this;
    const [sumA = 0, squaresA = 0, sumB = 0, squaresB = 0, bothA = 0, bothB = 0, products = 0] = this.sums;
    const [meanA, meanB] = [sumA / countA, sumB / countB];
    if (countA === 0 || countB === 0)
      return noDifference(countA === 0 ? null : shift[0] + meanA, countB === 0 ? null : shift[1] + meanB);
    const [a, b] = [shift[0] + meanA, shift[1] + meanB];
    const difference = b - a;
    const spreadA = Math.max(0, squaresA - countA * meanA * meanA);
    const spreadB = Math.max(0, squaresB - countB * meanB * meanB);
    const isOpen = this.failed > 0;
    const open = { low: null, high: null, method: 'open: a failed trial might have had any number' };
    if (!pairing.paired) {
      const [va, vb] = [spreadA / (countA - 1) / countA, spreadB / (countB - 1) / countB];
      const se = Math.sqrt(va + vb);
      // Degrees of freedom after Welch (1947).
      const freedom = Math.floor(
        ((va + vb) * (va + vb)) / ((va * va) / (countA - 1) + (vb * vb) / (countB - 1)),
      );
      const half = (freedom >= 1 ? studentT(freedom) : Z) * se;
      const interval = { low: difference - half, high: difference + half, method: 'Welch, unpaired' };
      const found = { a, b, difference, se, ...(isOpen ? open : interval) };
      return { ...found, ...NOT_PAIRED, verdict: verdictOf(found, Math.min(countA, countB)) };
    }
    const [applyA, applyB] = [countA / pairs, countB / pairs];
    const varA = spreadA / pairs / (applyA * applyA);
    const varB = spreadB / pairs / (applyB * applyB);
    const shared = products - meanA * bothB - meanB * bothA + countBoth * meanA * meanB;
    const gains = gainsOf(varA, varB, shared / pairs / (applyA * applyB), pairs);
    if (pairing.identical)
      return { a, b, ...EXACTLY_NONE, ...withoutVariance(gains), verdict: { is: 'same' } };
    if (pairs < 2) {
      const found = { a, b, difference, se: null, ...open, method: 'open: no error is known' };
      return { ...found, ...withoutVariance(gains), verdict: { is: 'unknown' } };
    }
    const se = Math.sqrt(gains.variance / (pairs - 1));
    const half = studentT(pairs - 1) * se;
    const interval = {
      low: difference - half,
      high: difference + half,
      method: "Student's t of paired differences",
    };
    const found = { a, b, difference, se, ...(isOpen ? open : interval) };
    return { ...found, ...withoutVariance(gains), verdict: verdictOf(found, pairs) };
  }
}

interface Gains extends Pick<Difference, 'correlation' | 'varianceReduction' | 'equivalentTrials'> {
  readonly variance: number;
}

/** From the variances of what each trial adds to either arm, and their covariance. */
function gainsOf(varA: number, varB: number, both: number, pairs: number): Gains {
  const apart = varA + varB;
  // What is left of a difference of equal numbers is rounding.
  const left = Math.max(0, apart - 2 * both);
  const variance = left <= apart * 1e-12 ? 0 : left;
  const correlation = varA > 0 && varB > 0 ? Math.max(-1, Math.min(1, both / Math.sqrt(varA * varB))) : null;
  const varianceReduction = apart === 0 ? null : variance === 0 ? 'infinite' : apart / variance;
  const equivalentTrials =
    varianceReduction === null || varianceReduction === 'infinite'
      ? varianceReduction
      : Math.round(varianceReduction * pairs);
  return { variance, correlation, varianceReduction, equivalentTrials };
}

const withoutVariance = ({ variance: _, ...gains }: Gains): Omit<Gains, 'variance'> => gains;

const NOT_PAIRED = { correlation: null, varianceReduction: null, equivalentTrials: null } as const;
const EXACTLY_NONE = { difference: 0, se: 0, low: 0, high: 0, method: 'the same scenario' } as const;

/** Where one arm at least has no answer. */
const noDifference = (a: number | null, b: number | null): Difference => ({
  ...{ a, b, difference: null, se: null, low: null, high: null, method: 'an arm has no answer' },
  ...NOT_PAIRED,
  verdict: { is: 'unknown' },
});

/** Standard normal quantiles of a test at 5% that finds a difference four times in five. */
const REACH = Z + 0.8416212335729143;

/**
 * What an interval says. `trials` are those behind it; trials that failed widen it by `slack` to either side, which more
 * trials do not take away.
 */
export function verdictOf(
  { difference, se, low, high }: Pick<Difference, 'difference' | 'se' | 'low' | 'high'>,
  trials: number,
  slack = 0,
): Verdict {
  if (difference === null || low === null || high === null) return { is: 'unknown' };
  if (low > 0) return { is: 'higher' };
  if (high < 0) return { is: 'lower' };
  if (difference === 0 && se === 0) return { is: 'equal' };
  if (difference === 0 || se === null || se === 0) return { is: 'undecided' };
  const left = Math.abs(difference) - slack;
  if (left <= 0) return { is: 'undecided' };
  const z = left / se;
  return { is: 'undecided', more: Math.max(1, Math.ceil(trials * ((REACH / z) * (REACH / z) - 1))) };
}
