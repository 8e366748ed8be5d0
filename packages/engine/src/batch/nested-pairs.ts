/** The range of a difference over assumptions, from pairs of trials that share draws of the parameters. */
import { meanRange, type RangeEstimate } from '../estimate/index.ts';
import type { TrialAnswers } from '../ir/executor.ts';
import type { Ir } from '../ir/ir.ts';
import { addValue, emptySum, type ExactSum, type NestedPlan } from '../tally/index.ts';
import { numbersOf, timeOf, type Matched } from './matched.ts';

/** By draw of the parameters, sums of the difference: what the range over assumptions is made from. */
export class NestedPairs {
  private readonly plan: NestedPlan;
  private readonly a: Ir;
  private readonly b: Ir;
  private readonly matched: readonly Matched[];
  private readonly sums = new Map<string, Kept>();
  private failed = 0;

  constructor(a: Ir, b: Ir, matched: readonly Matched[], plan: NestedPlan) {
    this.a = a;
    this.b = b;
    this.plan = plan;
    this.matched = matched;
  }

  add(a: TrialAnswers, b: TrialAnswers): void {
    for (let i = 0; i < a.count; i++) {
      const point = Math.floor((a.first + i) / this.plan.share);
      for (const { a: p, b: q, question, other } of this.matched) {
        const x = a.answers[i * this.a.questions.length + p] as number;
        const y = b.answers[i * this.b.questions.length + q] as number;
        if (x === -1 || y === -1) this.failed++;
        if (x < 0 || y < 0) continue;
        const put = (which: string, difference: number): void => {
          const key = `${p} ${which}`;
          let kept = this.sums.get(key);
          if (!kept) this.sums.set(key, (kept = new Kept(this.plan.points)));
          kept.add(point, difference);
        };
        if (question.number !== undefined && other.number !== undefined) {
          const one = a.numbers[i * numbersOf(this.a) + question.number] as number;
          put('mean', (b.numbers[i * numbersOf(this.b) + other.number] as number) - one);
        } else if (question.kind === 'time') {
          put('mean', timeOf(this.b, other, y) - timeOf(this.a, question, x));
          put('passed', Number(y <= this.b.clock.steps) - Number(x <= this.a.clock.steps));
        } else if (question.kind === 'binary') put('yes', Number(y === 0) - Number(x === 0));
        else question.outcomes.forEach(({ id }, o) => put(id, Number(y === o) - Number(x === o)));
      }
    }
  }

  range(question: number, which: string): RangeEstimate {
    const { points, share } = this.plan;
    const left = this.failed > 0 ? ', failed pairs left out' : '';
    const plan = `nested ${points}x${share}${left}`;
    const kept = this.sums.get(`${question} ${which}`);
    const { kurtosis = 0, points: means = [] } = kept ?? {};
    if (kurtosis === 0)
      return { low: null, high: null, method: `${plan}, no pair of the nested run differs` };
    // The mixture takes errors of means as normal, which those of a few pairs that differ are not.
    if (share < TRIALS_PER_KURTOSIS * kurtosis)
      return { low: null, high: null, method: `${plan}, too few pairs that differ on each draw` };
    const found = meanRange(means);
    switch (found.kind) {
      case 'too-few-points':
        return { low: null, high: null, method: `${plan}, too few points for percentiles` };
      case 'out-of-reach':
        return { low: null, high: null, method: `${plan}, numbers too large or too small` };
      case 'range':
        return {
          ...{ low: found.low, high: found.high, lowSe: found.lowSe, highSe: found.highSe },
          method: `${plan}, normal mixture of paired differences`,
        };
      default:
        // A difference of shares lies between -1 and 1, wherever the bound does.
        return {
          ...(which === 'mean'
            ? { low: found.low, high: found.high }
            : { low: Math.max(-1, found.low), high: Math.min(1, found.high) }),
          bound: true,
          method: `${plan}, bound: no spread beyond simulation noise`,
        };
    }
  }
}

/** Below so many trials to a draw of the parameters, times the kurtosis of a difference, its means are far from normal. */
const TRIALS_PER_KURTOSIS = 3;

/** Differences by draw of the parameters, and how heavy their tails are. */
class Kept {
  readonly points: readonly ExactSum[];
  private count = 0;
  private readonly powers = new Float64Array(4);

  constructor(points: number) {
    this.points = Array.from({ length: points }, emptySum);
  }

  add(point: number, difference: number): void {
    addValue(this.points[point] as ExactSum, difference);
    this.count++;
    let power = 1;
    for (let i = 0; i < 4; i++) this.powers[i]! += power *= difference;
  }

  /** The fourth central moment over the square of the second; 0 where nothing varies. */
  get kurtosis(): number {
    const [mean = 0, second = 0, third = 0, fourth = 0] = Array.from(this.powers, (sum) => sum / this.count);
    const square = mean * mean;
    const variance = second - square;
    if (!(variance > second * 1e-12)) return mean === 0 ? 0 : 1;
    return (fourth - 4 * mean * third + 6 * square * second - 3 * square * square) / (variance * variance);
  }
}
