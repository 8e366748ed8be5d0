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
  private readonly sums = new Map<string, ExactSum[]>();
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
          let list = this.sums.get(key);
          if (!list) this.sums.set(key, (list = Array.from({ length: this.plan.points }, emptySum)));
          addValue(list[point] as ExactSum, difference);
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
    const found = meanRange(this.sums.get(`${question} ${which}`) ?? []);
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
        return {
          ...{ low: found.low, high: found.high, bound: true },
          method: `${plan}, bound: no spread beyond simulation noise`,
        };
    }
  }
}
