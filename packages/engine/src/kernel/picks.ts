/**
 * Writes the choice among weighted alternatives: weights, thresholds, exact comparison with a draw.
 *
 * Invariant: the arithmetic of thresholds is that of docs/reference/semantics.md ("Chance"), rounding included. A
 * draw is compared first as its 32-bit word; `tie` asks for the second word where the first leaves it open.
 */
import { exp } from '../chance/index.ts';
import type { IrExpr } from '../ir/ir.ts';
import type { Bounds } from './bounds.ts';
import { isFinite } from './interval.ts';
import { literal, type Writer } from './writer.ts';

/** Totals this near to 1 are 1. */
export const ONE_LEAST = 1 - 1e-9;
export const ONE_MOST = 1 + 1e-9;
export const TWO_32 = 4294967296;

export interface Weighted {
  readonly when?: IrExpr | undefined;
  readonly weight: IrExpr;
}

/** A number in generated code: its source, and its value where that is known. */
interface Quantity {
  readonly source: string;
  readonly known?: number;
}

interface Weight extends Quantity {
  readonly low: number;
  readonly high: number;
}

/** Writes the weights in order, each checked before the next is looked at; a false `when` counts as 0. */
export function writeWeights(w: Writer, bounds: Bounds, list: readonly Weighted[]): readonly Weight[] {
  return list.map(({ when, weight }): Weight => {
    const { range, constant } = bounds.of(weight);
    const high = range?.high ?? Infinity;
    const write = (): string => {
      const source = w.value(weight);
      if (!(range && range.low >= 0 && isFinite(range))) {
        w.line(`if (!(${source} >= 0 && ${source} <= ${Number.MAX_VALUE})) ${w.fail('bad-probability')}`);
      }
      return source;
    };
    if (!when) {
      const known = constant !== undefined && constant >= 0 && constant < Infinity ? { known: constant } : {};
      return { source: write(), low: Math.max(0, range?.low ?? 0), high, ...known };
    }
    const test = w.test(when);
    const result = w.fresh();
    w.line(`let ${result} = 0;`);
    w.when(test, () => w.line(`${result} = ${write()};`));
    return { source: result, low: 0, high };
  });
}

/** Running sums in file order, from 0. */
function writeSums(w: Writer, weights: readonly Weight[]): readonly Quantity[] {
  let sum: Quantity = { source: '0', known: 0 };
  return weights.map((weight) => {
    sum = plus(w, sum, weight);
    return sum;
  });
}

function plus(w: Writer, a: Quantity, b: Quantity): Quantity {
  if (a.known !== undefined && b.known !== undefined) {
    return { source: literal(a.known + b.known), known: a.known + b.known };
  }
  return a.known === 0 ? b : { source: w.name(`${a.source} + ${b.source}`) };
}

export const highestSum = (weights: readonly { readonly high: number }[]): number =>
  weights.reduce((sum, { high }) => sum + high, 0);

/** What to write when alternative i is picked. */
export type OnPick = (i: number) => void;

/** A draw: the source of its first word, and of its site. */
export interface DrawSource {
  readonly word: string;
  readonly site: number;
}

/** `if (draw < threshold) …`, exactly. */
function writeBelow(w: Writer, { word, site }: DrawSource, threshold: Quantity, then: () => void): void {
  if (threshold.known !== undefined) {
    if (threshold.known <= 0) return;
    const scaled = threshold.known * TWO_32;
    const tie = Number.isInteger(scaled) ? '' : ` || tie(${site}, ${scaled} - ${word})`;
    w.when(`${word} < ${scaled} && (${word} + 1 <= ${scaled}${tie})`, then);
  } else {
    const scaled = w.name(`${threshold.source} * ${TWO_32}`);
    w.when(`${word} < ${scaled} && (${word} + 1 <= ${scaled} || tie(${site}, ${scaled} - ${word}))`, then);
  }
}

/** The pick of the last alternative whose weight is above 0. */
function writeLastPositive(w: Writer, weights: readonly Weight[], onPick: OnPick): void {
  for (let i = weights.length - 1; i >= 0; i--) {
    const { source, low } = weights[i] ?? { source: '0', low: 0 };
    if (low > 0) return onPick(i);
    w.when(`${source} > 0`, () => onPick(i));
  }
}

/** Writes the test that probabilities do not sum to more than 1. */
function writeTotalTest(w: Writer, weights: readonly Weight[], total: Quantity): void {
  if (highestSum(weights) <= ONE_MOST) return;
  w.line(`if (${total.source} > ${ONE_MOST}) ${w.fail('bad-probability')}`);
}

/**
 * Probabilities: thresholds are running sums, and a total within 1e-9 of 1 is 1. `otherwise` is the place of an
 * `else`, which takes the rest where its condition holds. `draw` is asked for once the weights are valid.
 */
export function writeProbabilityPick(
  w: Writer,
  weights: readonly Weight[],
  draw: (total: string) => DrawSource,
  onPick: OnPick,
  otherwise?: { readonly index: number; readonly holds: string },
): void {
  const sums = writeSums(w, weights);
  const total = sums.at(-1) ?? { source: '0', known: 0 };
  writeTotalTest(w, weights, total);
  const source = draw(total.source);
  sums.forEach((sum, i) => {
    if (otherwise && i >= otherwise.index) return;
    if (weights[i]?.high !== 0) writeBelow(w, source, sum, () => onPick(i));
  });
  if (otherwise) {
    w.when(otherwise.holds, () => onPick(otherwise.index));
    // Where the condition of `else` is false, what stands after it has its turn.
    sums.forEach((sum, i) => {
      if (i > otherwise.index) writeBelow(w, source, sum, () => onPick(i));
    });
  }
  if (highestSum(weights) >= ONE_LEAST) {
    w.when(`${total.source} >= ${ONE_LEAST}`, () => writeLastPositive(w, weights, onPick));
  }
}

/** Hazards: something happens with 1 - exp(-total), and it is each alternative in proportion. */
export function writeRatePick(w: Writer, weights: readonly Weight[], draw: DrawSource, onPick: OnPick): void {
  const sums = writeSums(w, weights);
  const total = sums.at(-1) ?? { source: '0', known: 0 };
  if (!(highestSum(weights) < Infinity)) {
    w.line(`if (${total.source} === Infinity) ${w.fail('bad-probability')}`);
  }
  if (total.known === 0) return;
  let any: Quantity;
  if (total.known !== undefined) {
    const known = 1 - exp(-total.known);
    any = { source: literal(known), known };
  } else {
    // 1 - exp(-x) is at most x but for rounding, so that most draws are decided without exp.
    w.line(`if (${draw.word} >= (${total.source} * 1.000001 + 1e-12) * ${TWO_32}) return -1;`);
    any = { source: w.name(`1 - exp(-${total.source})`) };
  }
  writeBelow(w, draw, any, () => {
    for (const [i, sum] of sums.slice(0, -1).entries()) {
      if (weights[i]?.high === 0) continue;
      const share = { source: w.name(`${any.source} * (${sum.source} / ${total.source})`) };
      writeBelow(w, draw, share, () => onPick(i));
    }
    onPick(weights.length - 1);
  });
}

/**
 * The least word from which on no alternative can be picked whatever the moment, or 2^32; only where weights and
 * conditions are proven not to fail.
 */
export function idleFrom(bounds: Bounds, kind: 'probability' | 'rate', list: readonly Weighted[]): number {
  let most = 0;
  for (const { when, weight } of list) {
    const test = when && bounds.of(when);
    if (test && !(test.safe && isFinite(test.range))) return TWO_32;
    const { safe, range } = bounds.of(weight);
    if (!safe || !isFinite(range) || range.low < 0) return TWO_32;
    most += range.high;
  }
  if (kind === 'probability') return most < ONE_LEAST ? most * TWO_32 : TWO_32;
  return most < Infinity ? Math.min(TWO_32, (1 - exp(-most) + 1e-12) * TWO_32) : TWO_32;
}
