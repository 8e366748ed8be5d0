/**
 * Writes the choice among weighted alternatives; the counterpart of kernel/picks.ts with the same arithmetic. What
 * was picked is a number of the pair, -1 for nothing.
 */
import { exp } from '../../chance/index.ts';
import { isFinite } from '../interval.ts';
import { highestSum, ONE_LEAST, ONE_MOST, TWO_32, type Weighted } from '../picks.ts';
import { V128, type Code, type Local } from './encoder.ts';
import { f64, f64x2, i32, i32x4, v128, when } from './instructions.ts';
import type { Value } from './pair-writer.ts';
import type { Writer } from './writer.ts';

interface Quantity {
  readonly value: Value;
  readonly known?: number;
}

interface Weight extends Quantity {
  readonly low: number;
  readonly high: number;
}

/** Writes the weights in order, each checked before the next is looked at; a false `when` counts as 0. */
export function writeWeights(w: Writer, list: readonly Weighted[]): readonly Weight[] {
  return list.map(({ when: condition, weight }): Weight => {
    const { range, constant } = w.facts(weight);
    const high = range?.high ?? Infinity;
    const write = (): Value => {
      const value = w.value(weight);
      if (!(range && range.low >= 0 && isFinite(range))) {
        const isGood = v128.and(
          f64x2.ge(value.code, w.zeros().code),
          f64x2.le(value.code, w.literal(Number.MAX_VALUE).code),
        );
        w.failWhere('bad-probability', w.fresh(v128.not(isGood)));
      }
      return value;
    };
    if (!condition) {
      const known = constant !== undefined && constant >= 0 && constant < Infinity ? { known: constant } : {};
      return { value: write(), low: Math.max(0, range?.low ?? 0), high, ...known };
    }
    const test = w.test(condition);
    let value: Value | undefined;
    w.under(test, () => (value = write()));
    return { value: w.and(value ?? w.zeros(), test), low: 0, high };
  });
}

/** Running sums in file order, from 0. */
function sumsOf(w: Writer, weights: readonly Weight[]): readonly Quantity[] {
  let sum: Quantity = { value: w.zeros(), known: 0 };
  return weights.map((weight) => (sum = plus(w, sum, weight)));
}

function plus(w: Writer, a: Quantity, b: Quantity): Quantity {
  if (a.known !== undefined && b.known !== undefined) {
    return { value: w.literal(a.known + b.known), known: a.known + b.known };
  }
  return a.known === 0 ? b : { value: w.add(a.value, b.value) };
}

export class Picking {
  private readonly w: Writer;
  private readonly site: number;
  private readonly numbers: readonly number[];
  private readonly picked: Local;
  /** The trials that have picked nothing yet. */
  private readonly open: Local;
  private word: Value;

  /** @param numbers what is given for each alternative */
  constructor(w: Writer, site: number, numbers: readonly number[], word?: Value) {
    this.w = w;
    this.site = site;
    this.numbers = numbers;
    this.picked = w.body.local(V128);
    this.open = w.body.local(V128);
    this.word = word ?? w.zeros();
    w.line([this.picked.set(w.literal(-1).code), this.open.set(w.maskCode())]);
  }

  get result(): Value {
    return this.w.fresh(this.picked.get);
  }

  private onPick(i: number, mask: Value): void {
    const { w } = this;
    const hit = w.fresh(v128.and(mask.code, this.open.get));
    w.line([
      this.picked.set(v128.select(w.literal(this.numbers[i] ?? -1).code, this.picked.get, hit.code)),
      this.open.set(v128.andnot(this.open.get, hit.code)),
    ]);
  }

  /** The mask of draws below a threshold, exactly. */
  private below(threshold: Quantity): Value | undefined {
    const { w, word } = this;
    if (threshold.known !== undefined && threshold.known <= 0) return undefined;
    const scaled =
      threshold.known === undefined
        ? w.mul(threshold.value, w.literal(TWO_32))
        : w.literal(threshold.known * TWO_32);
    const next = w.fresh(f64x2.add(word.code, w.literal(1).code));
    const isCertain = w.fresh(f64x2.le(next.code, scaled.code));
    if (threshold.known !== undefined && Number.isInteger(threshold.known * TWO_32)) return isCertain;
    const result = w.local();
    const isLess = f64x2.lt(word.code, scaled.code);
    const maybe = w.fresh(v128.and(this.open.get, v128.andnot(isLess, isCertain.code)));
    const second = { one: w.l.get, pair: w.other.get, block: i32.add(w.l.get, i32.const(8)) }[w.mode];
    const rest = f64x2.sub(scaled.code, word.code);
    const ties = w.program.draws.ties.call(w.l.get, second, i32.const(this.site), rest);
    w.line([
      result.set(isCertain.code),
      when(v128.any(maybe.code), result.set(v128.or(result.get, v128.and(ties, maybe.code)))),
    ]);
    return w.fresh(result.get);
  }

  private pickBelow(threshold: Quantity, i: number, within?: Value): void {
    const mask = this.below(threshold);
    if (mask) this.onPick(i, within ? this.w.and(mask, within) : mask);
  }

  private testTotal(weights: readonly Weight[], total: Quantity): void {
    if (highestSum(weights) <= ONE_MOST) return;
    const { w } = this;
    w.failWhere('bad-probability', w.fresh(f64x2.gt(total.value.code, w.literal(ONE_MOST).code)));
  }

  /** The last alternative whose weight is above 0. */
  private pickLastPositive(weights: readonly Weight[], mask: Value): void {
    const { w } = this;
    for (let i = weights.length - 1; i >= 0; i--) {
      const weight = weights[i];
      if (!weight) return;
      if (weight.low > 0) return this.onPick(i, mask);
      this.onPick(i, w.fresh(v128.and(mask.code, f64x2.gt(weight.value.code, w.zeros().code))));
    }
  }

  /**
   * Probabilities: thresholds are running sums, and a total within 1e-9 of 1 is 1. `otherwise` is the place of an
   * `else`, which takes the rest where its condition holds. `draw` gives a first word once weights are valid, and is
   * asked only where the total is above 0.
   */
  byProbability(
    weights: readonly Weight[],
    otherwise?: { readonly index: number; readonly holds: Value },
    draw?: () => Code,
  ): void {
    const { w } = this;
    const sums = sumsOf(w, weights);
    const total = sums.at(-1) ?? { value: w.zeros(), known: 0 };
    this.testTotal(weights, total);
    if (draw) {
      const word = w.local();
      const isPositive = f64x2.gt(total.value.code, w.zeros().code);
      w.line([
        this.open.set(v128.and(this.open.get, isPositive)),
        when(v128.any(this.open.get), word.set(f64x2.splat(f64.ofU32(draw())))),
      ]);
      this.word = w.fresh(word.get);
    }
    sums.forEach((sum, i) => {
      if (otherwise && i >= otherwise.index) return;
      if (weights[i]?.high !== 0) this.pickBelow(sum, i);
    });
    if (otherwise) {
      this.onPick(otherwise.index, otherwise.holds);
      // Where the condition of `else` is false, what stands after it has its turn.
      sums.forEach((sum, i) => {
        if (i > otherwise.index) this.pickBelow(sum, i);
      });
    }
    if (highestSum(weights) >= ONE_LEAST) {
      this.pickLastPositive(weights, w.fresh(f64x2.ge(total.value.code, w.literal(ONE_LEAST).code)));
    }
  }

  /** Hazards: something happens with 1 - exp(-total), and it is each alternative in proportion. */
  byRate(weights: readonly Weight[]): void {
    const { w } = this;
    const sums = sumsOf(w, weights);
    const total = sums.at(-1) ?? { value: w.zeros(), known: 0 };
    if (!(highestSum(weights) < Infinity)) {
      w.failWhere('bad-probability', w.fresh(f64x2.eq(total.value.code, w.literal(Infinity).code)));
    }
    if (total.known === 0) return;
    const any = this.hazard(total);
    const something = this.below(any);
    if (!something) return;
    for (const [i, sum] of sums.slice(0, -1).entries()) {
      if (weights[i]?.high === 0) continue;
      const share = w.mul(any.value, w.fresh(f64x2.div(sum.value.code, total.value.code)));
      this.pickBelow({ value: share }, i, something);
    }
    this.onPick(weights.length - 1, something);
  }

  private hazard({ value, known }: Quantity): Quantity {
    const { w, word } = this;
    if (known !== undefined) {
      const chance = 1 - exp(-known);
      return { value: w.literal(chance), known: chance };
    }
    // 1 - exp(-x) is at most x but for rounding, so that most draws are decided without exp.
    const most = w.mul(w.add(w.mul(value, w.literal(1.000001)), w.literal(1e-12)), w.literal(TWO_32));
    w.line(this.open.set(v128.andnot(this.open.get, f64x2.ge(word.code, most.code))));
    const chance = w.local();
    w.line(
      when(
        v128.any(this.open.get),
        chance.set(f64x2.sub(w.literal(1).code, w.program.elementary.exp2.call(f64x2.neg(value.code)))),
      ),
    );
    return { value: w.fresh(chance.get) };
  }
}

/** The two picks as 32-bit integers. */
export const integersOf = (picked: Code): readonly [Code, Code] => {
  const both = f64x2.truncate(picked);
  return [i32x4.lane(both, 0), i32x4.lane(both, 1)];
};
