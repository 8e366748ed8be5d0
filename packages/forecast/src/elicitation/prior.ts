/** Judgements as priors of the scenario language, as text that can stand in a scenario or in an arm of a study. */
import { type Answer, assure, unanswerable } from '../statistics/answer.ts';
import { betaCdf } from '../statistics/distributions.ts';
import { bisect } from '../statistics/search.ts';
import type { Judgement } from './judgement.ts';
import { type IntrinsicRange, levelsOf, mixtureOf, type Piecewise, piecewiseOf } from './piecewise.ts';

export type PriorFamily = 'quantiles' | 'pert' | 'normal' | 'lognormal';

export interface PriorText {
  readonly text: string;
  readonly family: PriorFamily;
  /** How the family's median (`best` as median) or mode (`pert`) and interval compare with what was said. */
  readonly notes: readonly string[];
}

/**
 * One expert's prior.
 *
 * `quantiles`: low, best and high as quantiles, straight lines to the ends of the range. `pert`: best as the mode, with
 * limits such that each side of [low, high] leaves half of what the confidence leaves (with confidence 1 they are the
 * limits). `normal`, `lognormal`: through low and high; best is compared with the median and does not enter.
 *
 * @param range ends for `quantiles`, see `intrinsicRange`
 */
export function priorOf(
  judgement: Judgement,
  family: PriorFamily,
  range: IntrinsicRange = { low: judgement.low, high: judgement.high },
): Answer<PriorText> {
  const { expert, quantity, low, best, high, confidence } = judgement;
  const name = `${expert} on ${quantity}`;
  assure(low <= best && best <= high && low < high, 'low ≤ best ≤ high');
  const [lowLevel, highLevel] = levelsOf(confidence);
  if (family === 'quantiles') {
    if (low === best || best === high) {
      return unanswerable(bestAtEnd(judgement));
    }
    if (confidence < 1 && !(range.low < low && high < range.high)) {
      return unanswerable(
        `${name}: the range must reach beyond low and high, since the confidence is below 1`,
      );
    }
    return { text: quantilesText(piecewiseOf(judgement, range)), family, notes: [] };
  }
  if (family === 'pert') return pertPrior(judgement);
  if (confidence >= 1) {
    return unanswerable(
      `${name}: a ${family} has no limits, but the confidence of 1 says that low and high are; use pert`,
    );
  }
  if (family === 'lognormal' && low <= 0) {
    return unanswerable(`${name}: a lognormal is above 0, but low is ${low}`);
  }
  const on = family === 'lognormal' ? Math.log : (x: number): number => x;
  const back = family === 'lognormal' ? Math.exp : (x: number): number => x;
  const median = back((on(low) + on(high)) / 2);
  const off = Math.abs(median - best) / (high - low);
  return {
    text: `${family}(${percentName(percent(lowLevel))} = ${number(low)}, ${percentName(percent(highLevel))} = ${number(high)})`,
    family,
    notes:
      off > 0.05
        ? [
            `its median is ${number(median)}, while ${expert} said ${number(best)}; quantiles or pert keep the best guess`,
          ]
        : [],
  };
}

export interface PooledPrior {
  readonly text: string;
  readonly quantity: string;
  readonly experts: readonly { readonly expert: string; readonly weight: number; readonly text: string }[];
  /** The points of the text: every value that some expert with weight names, so that nothing is lost between them. */
  readonly pool: Piecewise;
}

/**
 * Weighted mean of the experts' distributions (the linear pool), written as `quantiles`, with each expert's own prior
 * beside it.
 *
 * @param judgements of one quantity, one for each expert
 * @param weights by expert; equal where none are given. Experts without weight are left out of the pool, not of the list
 */
export function pooledPrior(
  judgements: readonly Judgement[],
  range: IntrinsicRange,
  weights?: ReadonlyMap<string, number>,
): Answer<PooledPrior> {
  const first = judgements[0];
  if (first === undefined) return unanswerable('There is no judgement to pool');
  assure(
    judgements.every((j) => j.quantity === first.quantity),
    'judgements of one quantity',
  );
  const atEnd = judgements.find((j) => j.low === j.best || j.best === j.high);
  if (atEnd !== undefined) return unanswerable(bestAtEnd(atEnd));
  const raw = judgements.map((j) => (weights === undefined ? 1 : (weights.get(j.expert) ?? 0)));
  const sum = raw.reduce((a, b) => a + b, 0);
  if (!(sum > 0)) {
    return unanswerable(`No expert who judged ${first.quantity} has any weight; use equal weights`);
  }
  const w = raw.map((x) => x / sum);
  const members = judgements.map((j) => piecewiseOf(j, range));
  const pool = mixtureOf(members, w);
  return {
    text: quantilesText(pool),
    quantity: first.quantity,
    experts: judgements.map((j, i) => ({
      expert: j.expert,
      weight: w[i]!,
      text: quantilesText(members[i]!),
    })),
    pool,
  };
}

function bestAtEnd({ expert, quantity, best }: Judgement): string {
  return `${expert} on ${quantity}: best is ${best}, an end of the interval, so half of the probability would have no room; move the end a little, or use pert for this expert alone`;
}

/** `quantiles(p0 = …, …)`. Points that do not rise, in value or level, once they are written with their digits, are left out. */
function quantilesText({ values, levels }: Piecewise): string {
  const last = values.length - 1;
  const written = values.map((value, k) => ({ value: Number(number(value)), percent: percent(levels[k]!) }));
  const kept: (typeof written)[number][] = [];
  written.forEach((point, k) => {
    const before = kept.at(-1);
    const end = written[last]!;
    const rises = before === undefined || (point.value > before.value && point.percent > before.percent);
    // Both ends stay, so what does not rise towards the last goes.
    if (k === last || (rises && point.value < end.value && point.percent < end.percent)) kept.push(point);
  });
  return `quantiles(${kept.map((point) => `${percentName(point.percent)} = ${point.value}`).join(', ')})`;
}

/** Modified PERT: beta on [a, b] with shapes 1 + 4 (mode − a)/(b − a) and 1 + 4 (b − mode)/(b − a) (Vose 2008). */
function pertPrior({ expert, low, best, high, confidence }: Judgement): PriorText {
  const text = (a: number, b: number): string => `pert(${number(a)}, ${number(best)}, ${number(b)})`;
  if (confidence >= 1) return { text: text(low, high), family: 'pert', notes: [] };
  const width = high - low;
  const [lowLevel] = levelsOf(confidence);
  const below = (x: number, a: number, b: number): number =>
    betaCdf((x - a) / (b - a), 1 + (4 * (best - a)) / (b - a), 1 + (4 * (b - best)) / (b - a));
  let [a, b] = [low - width, high + width];
  let reached = true;
  for (let round = 0; round < 200; round++) {
    const [before, beforeB] = [a, b];
    // Further limits leave more outside, so each side is a rising function of its own limit.
    const left = (reach: number): number => below(low, low - reach * width, b) - lowLevel;
    const right = (reach: number): number => 1 - below(high, a, high + reach * width) - lowLevel;
    reached = left(100) > 0 && right(100) > 0;
    a = low - width * (left(100) > 0 ? bisect(left, 0, 100) : 100);
    b = high + width * (right(100) > 0 ? bisect(right, 0, 100) : 100);
    if (Math.abs(a - before) + Math.abs(b - beforeB) < 1e-12 * width) break;
  }
  const inside = below(high, a, b) - below(low, a, b);
  return {
    text: text(a, b),
    family: 'pert',
    notes:
      reached && Math.abs(inside - confidence) < 0.005
        ? []
        : [
            `it holds ${(100 * inside).toFixed(0)}% inside ${expert}’s interval instead of ${(100 * confidence).toFixed(0)}%`,
          ],
  };
}

/** To a ten-thousandth of a percent: the language takes six decimals. */
function percent(level: number): number {
  return Number((100 * level).toFixed(4));
}

/** `p5`, `p2_5`: how the language names a percentile. */
function percentName(percent: number): string {
  return `p${String(percent).replace('.', '_')}`;
}

/** Six significant digits, without an exponent where the language's readers would not expect one. */
function number(x: number): string {
  return String(Number(x.toPrecision(6)));
}
