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
export const SCORE_PIECES = 32;
/** The exponent of the least number in the table. */
const LEAST_EXPONENT = -33;
/** Numbers of a row: the middle of the piece, and the coefficients of degrees 0 to 6. */
export const SCORE_ROW = 8;
/** 2^-33: below it there is no table. */
export const LEAST_TABLED = 1.1641532182693481e-10;
/** Rows by rising p, then one for p = 1/2; 0 where a row is not made yet. */
export const scoreTable = new Float64Array((OCTAVES * SCORE_PIECES + 1) * SCORE_ROW);

const FIRST_PIECE = (1023 + LEAST_EXPONENT) * SCORE_PIECES;

/** Where the row of a p of [2^-33, 1/2] begins: its exponent and the first bits after it. */
export function scoreRowOf(p: number): number {
  FLOAT_CELL[0] = p;
  return ((WORD_CELL[1]! >>> 15) - FIRST_PIECE) * SCORE_ROW;
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
  const octave = Math.floor(row / (SCORE_ROW * SCORE_PIECES));
  const first = octave * SCORE_PIECES * SCORE_ROW;
  const low = POWERS_OF_TWO[octave + LEAST_EXPONENT + EXPONENT_OFFSET]!;
  if (octave === OCTAVES) {
    // At 1/2 itself only t = 0 is asked for.
    scoreTable.set([low, 0], first);
    return;
  }
  const width = low / SCORE_PIECES;
  for (let i = 0; i < SCORE_PIECES; i++) makeRow(first + i * SCORE_ROW, low + (i + 0.5) * width, width / 2);
}

/** The table with all rows made. */
export function wholeScoreTable(): Float64Array {
  for (let row = 0; row < scoreTable.length; row += SCORE_PIECES * SCORE_ROW)
    if (scoreTable[row] === 0) fillOctave(row);
  return scoreTable;
}

const SQRT_2PI = 2.5066282746310002;
/**
 * z(n) is coefficient n of the series, d(n) of its slope, and s(n) of the slope's square. Written out, because a module
 * in WebAssembly needs all rows at once, and loops would take most of the time that making them takes.
 */
function makeRow(row: number, middle: number, half: number): void {
  const z0 = publishedQuantile(middle);
  const d0 = SQRT_2PI * exp(0.5 * z0 * z0);
  const z1 = d0;
  const s0 = d0 * d0;
  const d1 = z0 * s0;
  const z2 = d1 / 2;
  const s1 = d0 * d1 + d1 * d0;
  const d2 = (z0 * s1 + z1 * s0) / 2;
  const z3 = d2 / 3;
  const s2 = d0 * d2 + d1 * d1 + d2 * d0;
  const d3 = (z0 * s2 + z1 * s1 + z2 * s0) / 3;
  const z4 = d3 / 4;
  const s3 = d0 * d3 + d1 * d2 + d2 * d1 + d3 * d0;
  const d4 = (z0 * s3 + z1 * s2 + z2 * s1 + z3 * s0) / 4;
  const z5 = d4 / 5;
  const s4 = d0 * d4 + d1 * d3 + d2 * d2 + d3 * d1 + d4 * d0;
  const d5 = (z0 * s4 + z1 * s3 + z2 * s2 + z3 * s1 + z4 * s0) / 5;
  const z6 = d5 / 6;
  const s5 = d0 * d5 + d1 * d4 + d2 * d3 + d3 * d2 + d4 * d1 + d5 * d0;
  const d6 = (z0 * s5 + z1 * s4 + z2 * s3 + z3 * s2 + z4 * s1 + z5 * s0) / 6;
  const z7 = d6 / 7;
  const s6 = d0 * d6 + d1 * d5 + d2 * d4 + d3 * d3 + d4 * d2 + d5 * d1 + d6 * d0;
  const d7 = (z0 * s6 + z1 * s5 + z2 * s4 + z3 * s3 + z4 * s2 + z5 * s1 + z6 * s0) / 7;
  const z8 = d7 / 8;

  // Powers of half a width, in which Chebyshev polynomials are at home; those of degrees 7 and 8 are folded in.
  const h2 = half * half;
  const h3 = h2 * half;
  const h4 = h3 * half;
  const h5 = h4 * half;
  const h6 = h5 * half;
  const c7 = z7 * (h6 * half);
  const c8 = z8 * (h6 * half * half);
  scoreTable[row] = middle;
  scoreTable[row + 1] = z0 - c8 * (1 / 128);
  scoreTable[row + 2] = (z1 * half + c7 * (7 / 64)) / half;
  scoreTable[row + 3] = (z2 * h2 + c8 * (32 / 128)) / h2;
  scoreTable[row + 4] = (z3 * h3 - c7 * (56 / 64)) / h3;
  scoreTable[row + 5] = (z4 * h4 - c8 * (160 / 128)) / h4;
  scoreTable[row + 6] = (z5 * h5 + c7 * (112 / 64)) / h5;
  scoreTable[row + 7] = (z6 * h6 + c8 * (256 / 128)) / h6;
}
