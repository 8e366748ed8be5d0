/**
 * The normal quantile function on (0, 1/2] as a table of polynomials, which takes neither a logarithm nor a division.
 *
 * Each octave [2^-(k+1), 2^-k) of p down to 2^-33, the least that a draw of 32 bits gives, has 32 pieces of one
 * width; the piece is read from the exponent and the first bits of p. On a piece the function is its Taylor series
 * about the middle, and the terms beyond degree 6 are folded into the lower ones by Chebyshev polynomials (Lanczos's
 * economisation), which leaves less than 1e-17 of them. The series follows from z' = sqrt(2 pi) exp(z^2 / 2), so that
 * z'' = z z' z': a recurrence of sums of products.
 *
 * Invariant: a row is made in one order of + - * / from publishedQuantile, exp and nothing else, so it has the same
 * bits everywhere. Rows are made an octave at a time, when first asked for.
 */
import { exp } from './elementary.ts';
import { publishedQuantile } from './normal-published.ts';
import { EXPONENT_OFFSET, FLOAT_CELL, POWERS_OF_TWO, WORD_CELL } from './powers-of-two.ts';

const OCTAVES = 32;
/** Pieces of an octave: 2^5. */
export const PIECES = 32;
/** The exponent of the least number in the table. */
const LEAST_EXPONENT = -33;
/** Numbers of a row: the middle of the piece, and the coefficients of degrees 0 to 6. */
export const ROW = 8;
/** 2^-33: below it there is no table. */
export const LEAST_TABLED = 1.1641532182693481e-10;
/** Rows by rising p, then one for p = 1/2; 0 where a row is not made yet. */
export const scoreTable = new Float64Array((OCTAVES * PIECES + 1) * ROW);

const FIRST_PIECE = (1023 + LEAST_EXPONENT) * PIECES;

/** Where the row of a p of [2^-33, 1/2] begins: its exponent and the first bits after it. */
export function rowOf(p: number): number {
  FLOAT_CELL[0] = p;
  return ((WORD_CELL[1]! >>> 15) - FIRST_PIECE) * ROW;
}

/**
 * The quantile of a p in the piece whose row begins at `row`. Made by a function, because its parameters are
 * constants to V8, while what a module declares is a variable once it is bundled.
 */
export const tabledQuantile = (
  (rows: Float64Array) =>
  (row: number, p: number): number => {
    if (rows[row] === 0) fillOctave(row);
    const t = p - rows[row]!;
    return (
      rows[row + 1]! +
      t *
        (rows[row + 2]! +
          t *
            (rows[row + 3]! +
              t * (rows[row + 4]! + t * (rows[row + 5]! + t * (rows[row + 6]! + t * rows[row + 7]!)))))
    );
  }
)(scoreTable);

/** Makes the rows of the octave that a row is in. */
export function fillOctave(row: number): void {
  const octave = Math.floor(row / (ROW * PIECES));
  const first = octave * PIECES * ROW;
  const low = POWERS_OF_TWO[octave + LEAST_EXPONENT + EXPONENT_OFFSET]!;
  if (octave === OCTAVES) {
    // At 1/2 itself only t = 0 is asked for.
    scoreTable.set([low, 0], first);
    return;
  }
  const width = low / PIECES;
  for (let i = 0; i < PIECES; i++) makeRow(first + i * ROW, low + (i + 0.5) * width, width / 2);
}

/** The table with all rows made. */
export function wholeScoreTable(): Float64Array {
  for (let row = 0; row < scoreTable.length; row += PIECES * ROW) if (scoreTable[row] === 0) fillOctave(row);
  return scoreTable;
}

const SQRT_2PI = 2.5066282746310002;
/** Terms of the series: two more than are kept. */
const TERMS = 9;
/** Chebyshev polynomials of degrees 7 and 8 less their leading terms, over the leading coefficient: powers 0 to 7. */
const T7 = [0, -7 / 64, 0, 56 / 64, 0, -112 / 64, 0];
const T8 = [1 / 128, 0, -32 / 128, 0, 160 / 128, 0, -256 / 128];

const series = new Float64Array(TERMS + 1);
const slope = new Float64Array(TERMS + 1);
const slopeSquared = new Float64Array(TERMS + 1);

function makeRow(row: number, middle: number, half: number): void {
  const z = publishedQuantile(middle);
  series[0] = z;
  slope[0] = SQRT_2PI * exp(0.5 * z * z);
  series[1] = slope[0]!;
  for (let n = 0; n < TERMS - 2; n++) {
    slopeSquared[n] = product(slope, slope, n);
    slope[n + 1] = product(series, slopeSquared, n) / (n + 1);
    series[n + 2] = slope[n + 1]! / (n + 2);
  }
  // In units of half a width, where Chebyshev polynomials belong.
  for (let n = 1, power = half; n < TERMS; n++, power *= half) series[n] = series[n]! * power;
  for (let n = 0; n < ROW - 1; n++) series[n] = series[n]! - series[8]! * T8[n]!;
  for (let n = 0; n < ROW - 1; n++) series[n] = series[n]! - series[7]! * T7[n]!;
  scoreTable[row] = middle;
  for (let n = 0, power = 1; n < ROW - 1; n++, power *= half) scoreTable[row + 1 + n] = series[n]! / power;
}

/** Coefficient n of the product of two series. */
function product(a: Float64Array, b: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i <= n; i++) sum += a[i]! * b[n - i]!;
  return sum;
}
