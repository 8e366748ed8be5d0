/**
 * How many digits of a percentage a reader should see. The rule: the last digit shown is never finer than the
 * uncertainty, so no digit stands that another batch, or another draw of the assumptions, would change at will.
 * With a half width of 20 points 40.37% reads 40%, with one of 0.04 points 40.4%. Interval ends show one digit more
 * than that, rounded outward: what is printed contains what was computed.
 */
import type { OutcomeEstimate, RangeEstimate } from './estimate.ts';
import type { Interval } from './wilson.ts';

const DECIMALS_MAX = 4;
/** 10^decimals. */
const SCALES = [1, 10, 100, 1000, 10_000];
/** An end this close to a round number is that number: 100 * 0.4034 is 40.339999999999996. */
const SNAP = 1e-9;

/**
 * Decimals of a percentage whose uncertainty is `halfWidth` (a probability): the most, up to 4, with
 * 10^-decimals points >= half width; 0 where even whole points are finer than that.
 */
export function percentDecimals(halfWidth: number): number {
  let decimals = 0;
  while (decimals < DECIMALS_MAX && 100 * halfWidth * SCALES[decimals + 1]! <= 1) decimals++;
  return decimals;
}

/** The wider of the two half widths of an estimate. */
export function halfWidthOf({ low, high, range }: Interval & { readonly range: RangeEstimate }): number {
  const simulation = (high - low) / 2;
  return range.low === null || range.high === null
    ? simulation
    : Math.max(simulation, (range.high - range.low) / 2);
}

/** `40%`, `<1%`, `>99.9%`; a dash for no answer. Only what was never or always seen reads 0 or 100. */
export function percentText(probability: number | null, decimals: number): string {
  if (probability === null) return '–';
  const text = (100 * probability).toFixed(decimals);
  const unit = (1 / SCALES[decimals]!).toFixed(decimals);
  if (Number(text) === 0 && probability > 0) return `<${unit}%`;
  if (Number(text) === 100 && probability < 1) return `>${(100 - Number(unit)).toFixed(decimals)}%`;
  return `${text}%`;
}

/** `38.1–41.4%`, rounded outward; one number where both ends are the same; a dash for none. */
export function intervalText({ low, high }: Pick<RangeEstimate, 'low' | 'high'>): string {
  if (low === null || high === null) return '–';
  if (low === high) return percentText(low, 1);
  const decimals = percentDecimals((high - low) / 20);
  const scale = SCALES[decimals]!;
  const down = (Math.max(0, Math.floor(100 * low * scale + SNAP)) / scale).toFixed(decimals);
  const up = (Math.min(100 * scale, Math.ceil(100 * high * scale - SNAP)) / scale).toFixed(decimals);
  return `${down}–${up}%`;
}

/** The three texts of one estimate, each with the digits it supports. */
export function estimateTexts(estimate: Pick<OutcomeEstimate, 'probability' | 'low' | 'high' | 'range'>): {
  readonly probability: string;
  readonly simulation: string;
  readonly range: string;
} {
  const { probability, low, high, range } = estimate;
  const point = range.low !== null && range.low === range.high;
  return {
    probability: percentText(probability, percentDecimals(halfWidthOf(estimate))),
    simulation: intervalText({ low, high }),
    // a range that is the probability itself shows the digits that has
    range: point ? percentText(range.low, percentDecimals(halfWidthOf(estimate))) : intervalText(range),
  };
}
