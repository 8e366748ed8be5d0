/**
 * How many digits of a percentage a reader should see. The rule: the last digit shown is never finer than the
 * uncertainty, so no digit stands that another batch, or another draw of the assumptions, would change at will.
 * With a half width of 20 points 40.37% reads 40%, with one of 0.04 points 40.4%. Interval ends show one digit more
 * than that, rounded outward: what is printed contains what was computed. Ends that have errors of their own (the
 * range over assumptions) come in steps no finer than these: of 20, 10, 5, 2, 1, 0.1 … points.
 * Of a number the last digit shown is where the first one of its uncertainty stands (12.3 with a half width of 0.4, 1230
 * with one of 30). Brackets mark a bound: no range was seen, and one that was missed lies inside.
 */
import type { OutcomeEstimate, QuestionNumber, RangeEstimate } from './estimate.ts';
import type { QuantileEstimate } from './number.ts';
import type { Interval } from './wilson.ts';

const DECIMALS_MAX = 4;
/** 10^decimals. */
const SCALES = [1, 10, 100, 1000, 10_000];
/** Steps of ends, in units of their last digit. */
const STEPS = [1, 2, 5, 10];
const STEP_MAX = 20;
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

/** `38.1–41.4%`, rounded outward; one number where both ends are the same; a dash for none; `(35–45%)` for a bound. */
export function intervalText({
  low,
  high,
  lowSe = 0,
  highSe = 0,
  bound,
}: Omit<RangeEstimate, 'method'>): string {
  if (low === null || high === null) return '–';
  if (low === high) return percentText(low, 1);
  const decimals = Math.min(percentDecimals((high - low) / 20), percentDecimals(Math.max(lowSe, highSe)));
  const scale = SCALES[decimals]!;
  const [downStep, upStep] = [stepOf(100 * lowSe * scale), stepOf(100 * highSe * scale)];
  const down = Math.max(0, Math.floor((100 * low * scale) / downStep + SNAP)) * downStep;
  const up = Math.min(100 * scale, Math.ceil((100 * high * scale) / upStep - SNAP) * upStep);
  const text = `${(down / scale).toFixed(decimals)}–${(up / scale).toFixed(decimals)}%`;
  return bound ? `(${text})` : text;
}

const stepOf = (error: number): number => STEPS.find((step) => step >= error) ?? STEP_MAX;

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

// ---------------------------------------------------------------- numbers

const NUMBER_DECIMALS_MAX = 15;
/** A number without uncertainty shows so many digits at most. */
const DIGITS_MAX = 6;

/** Decimals up to the first digit of `halfWidth`, below 0 for tens and hundreds; at most 15. */
function numberDecimals(halfWidth: number): number {
  let decimals = 0;
  for (let unit = 10; unit <= halfWidth && decimals > -300; unit *= 10) decimals--;
  while (decimals >= 0 && decimals < NUMBER_DECIMALS_MAX && halfWidth * powerOfTen(decimals) < 1) decimals++;
  return decimals;
}

function powerOfTen(exponent: number): number {
  let power = 1;
  for (let i = 0; i < exponent; i++) power *= 10;
  return power;
}

/** The number rounded to so many decimals by `round`, without what binary fractions leave behind. */
function rounded(value: number, decimals: number, round: (x: number) => number): string {
  const scale = powerOfTen(Math.abs(decimals));
  const text =
    decimals >= 0 ? (round(value * scale) / scale).toFixed(decimals) : String(round(value / scale) * scale);
  return Number(text) === 0 ? text.replace('-', '') : text;
}

/** Numbers nearer to 0 than this are written with an exponent, since decimals do not reach them. */
const SMALL = 1e-12;

const inDigits = (value: number): string => String(Number(value.toPrecision(DIGITS_MAX)));

/** The same, rounded down (-1) or up (1). */
function digitsTowards(value: number, way: -1 | 1): string {
  const text = inDigits(value);
  const isBeyond = (Number(text) - value) * way >= 0;
  return isBeyond ? text : inDigits(value + way * Math.abs(value) * 1e-5);
}

/** `12.3`, `1230`, `5e-321`; a dash for none. */
export function numberText(value: number | null, halfWidth: number): string {
  if (value === null) return '–';
  if (!(halfWidth > 0) || Math.max(Math.abs(value), halfWidth) < SMALL) return inDigits(value);
  return rounded(value, numberDecimals(halfWidth), Math.round);
}

/** `3.1–4.2`, with `…` where an end is below 0; `≥ 3.1` and `≤ 4.2` where one is open; a dash where both are. */
export function numberIntervalText({
  low,
  high,
  lowSe = 0,
  highSe = 0,
  bound,
}: Omit<RangeEstimate, 'method'>): string {
  if (low !== null && low === high) return numberText(low, 0);
  const ends = Math.max(Math.abs(low ?? 0), Math.abs(high ?? 0));
  const isSmall = ends > 0 && ends < SMALL;
  const width = low !== null && high !== null ? high - low : Math.abs(low ?? high ?? 0);
  const error = Math.max(lowSe, highSe);
  const supported = error > 0 ? numberDecimals(error) : NUMBER_DECIMALS_MAX;
  const decimals = Math.min(supported, numberDecimals(width / 2) + 1);
  const down =
    low === null
      ? null
      : isSmall
        ? digitsTowards(low, -1)
        : rounded(low, decimals, (x) => Math.floor(x + SNAP));
  const up =
    high === null
      ? null
      : isSmall
        ? digitsTowards(high, 1)
        : rounded(high, decimals, (x) => Math.ceil(x - SNAP));
  if (down === null) return up === null ? '–' : `≤ ${up}`;
  if (up === null) return `≥ ${down}`;
  const text = down.startsWith('-') ? `${down} … ${up}` : `${down}–${up}`;
  return bound ? `(${text})` : text;
}

export interface NumberTexts {
  readonly value: string;
  readonly simulation: string;
  readonly range: string;
}

/** The three texts of a mean. */
export function meanTexts({ mean, low, high, range }: QuestionNumber): NumberTexts {
  const half = (ends: { low: number | null; high: number | null }): number =>
    ends.low === null || ends.high === null ? 0 : (ends.high - ends.low) / 2;
  const halfWidth = Math.max(half({ low, high }), half(range));
  const point = range.low !== null && range.low === range.high;
  return {
    value: numberText(mean, halfWidth),
    simulation: numberIntervalText({ low, high }),
    range: point ? numberText(range.low, halfWidth) : numberIntervalText(range),
  };
}

/** The texts of a quantile, which has no range over assumptions. */
export function quantileTexts({ value, low, high }: QuantileEstimate): NumberTexts {
  const known = value ?? 0;
  const halfWidth = ((high ?? known) - (low ?? known)) / (low === null || high === null ? 1 : 2);
  return { value: numberText(value, halfWidth), simulation: numberIntervalText({ low, high }), range: '' };
}
