/**
 * The normal quantile function as WebAssembly, for one number and for two at a time.
 *
 * Invariant: the same operations in the same order as chance/normal.ts and normal-published.ts, on the same table, so
 * that every result has the same bits.
 */
/* oxlint-disable no-loss-of-precision -- coefficients stand as published, so that they can be compared */
import { LEAST_TABLED, SCORE_PIECES, SCORE_ROW, scoreRowOf, wholeScoreTable } from '../../../chance/index.ts';
import { F64, I32, V128, type Body, type Callable, type Code, type Definer } from '../encoder.ts';
import { choose, f64, f64x2, give, i32, i32x4, i64, i64x2, pick, v128, when } from '../instructions.ts';
import type { Layout } from '../layout.ts';

export interface NormalScores {
  readonly normalQuantile: Callable;
  /** Two at a time. */
  readonly normalQuantile2: Callable;
  /** Code of the scores of the first two of four words (`normalScore` of chance), after `lines`. */
  readonly scoresOfWords: (body: Body, words: Code, lines: Code[]) => Code;
}

/** Bytes of a row are 2^ROW_SHIFT. */
const ROW_SHIFT = 6;
/** How far a number's bits are shifted to say its row, see `scoreRowOf`. */
const PIECE_SHIFT = 47;
const FIRST_HALVES = [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23];
const SECOND_HALVES = FIRST_HALVES.map((byte) => byte + 8);

export function normal(m: Definer, layout: Layout, log: Callable): NormalScores {
  const c = (value: number): Code => v128.load64Splat(i32.const(0), layout.constant(value));
  let known: number | undefined;
  /** Where the table would begin if it had rows for the least numbers too; a module without normal draws has none. */
  const origin = (): number => (known ??= layout.floats(wholeScoreTable()) - (rowsBelow() << ROW_SHIFT));

  /** z of two p whose exponents and first bits, `shift` octaves up, are those of `scaled`; the last lines are `lines`. */
  const tabled = (body: Body, scaled: Code, shift: number, p: Code, lines: Code[]): Code => {
    const [t, z, a, b, rows] = body.several(V128, 5);
    const [first, second] = body.several(I32, 2);
    const cells = Array.from({ length: SCORE_ROW }, () => body.local(V128));
    const start = i32.const(origin() - ((shift * SCORE_PIECES) << ROW_SHIFT));
    lines.push(
      rows.set(i64x2.shl(i64x2.shr(scaled, i32.const(PIECE_SHIFT)), i32.const(ROW_SHIFT))),
      first.set(i32.add(i32x4.lane(rows.get, 0), start)),
      second.set(i32.add(i32x4.lane(rows.get, 2), start)),
    );
    cells.forEach((cell, i) => {
      if (i % 2 === 0) lines.push(a.set(v128.load(first.get, 8 * i)), b.set(v128.load(second.get, 8 * i)));
      lines.push(cell.set(v128.shuffle(a.get, b.get, i % 2 === 0 ? FIRST_HALVES : SECOND_HALVES)));
    });
    const [middle, ...coefficients] = cells.map(({ get }) => get);
    lines.push(
      t.set(f64x2.sub(p, middle ?? [])),
      z.set(coefficients.reduceRight((sum, next) => f64x2.add(next, f64x2.mul(t.get, sum)))),
    );
    return z.get;
  };

  /** Of two numbers from 2^-33 to 1 - 2^-33. */
  const scores = (body: Body, u: Code, lines: Code[]): Code => {
    const [q, p] = body.several(V128, 2);
    lines.push(q.set(f64x2.sub(u, c(0.5))), p.set(v128.select(u, f64x2.sub(c(1), u), f64x2.lt(q.get, c(0)))));
    const z = tabled(body, p.get, 0, p.get, lines);
    return v128.xor(z, v128.and(f64x2.gt(q.get, c(0)), c(-0)));
  };

  /** As chance's normalScore: counted from the nearer end of (0, 1), p = (fromEnd + 1/2) / 2^32. */
  const scoresOfWords = (body: Body, words: Code, lines: Code[]): Code => {
    const [word, scaled, p] = body.several(V128, 3);
    const fromEnd = v128.xor(word.get, i32x4.shrS(word.get, i32.const(31)));
    lines.push(
      word.set(words),
      scaled.set(f64x2.add(f64x2.ofI32(fromEnd), c(0.5))),
      p.set(f64x2.mul(scaled.get, c(1 / 4294967296))),
    );
    const z = tabled(body, scaled.get, 32, p.get, lines);
    return v128.xor(z, v128.and(i64x2.extendLow(word.get), c(-0)));
  };

  const normalQuantile = m.define([F64], [F64], (body, u) => {
    const [q, p, r, t, z] = body.several(F64, 5);
    const row = body.local(I32);
    const cell = (i: number): Code => f64.load(row.get, 8 * i);
    const isLower = f64.lt(q.get, f64.const(0));
    const isBetween = i32.and(f64.gt(u.get, f64.const(0)), f64.lt(u.get, f64.const(1)));
    const tail = (far: number, region: readonly (readonly number[])[]): Code => [
      r.set(f64.sub(r.get, f64.const(far))),
      f64.div(horner(r.get, region[0]), horner(r.get, region[1])),
    ];
    const coefficients = Array.from({ length: SCORE_ROW - 1 }, (_, i) => cell(i + 1));
    return [
      q.set(f64.sub(u.get, f64.const(0.5))),
      p.set(pick(isLower, u.get, f64.sub(f64.const(1), u.get))),
      when(i32.eqz(f64.ge(p.get, f64.const(LEAST_TABLED))), [
        when(f64.eq(u.get, f64.const(0)), give(f64.const(-Infinity))),
        when(f64.eq(u.get, f64.const(1)), give(f64.const(Infinity))),
        when(i32.eqz(isBetween), give(f64.const(NaN))),
        r.set(f64.sqrt(f64.neg(log.call(p.get)))),
        z.set(choose(F64, f64.le(r.get, f64.const(5)), tail(1.6, OUTER), tail(5, FAR))),
        give(pick(isLower, f64.neg(z.get), z.get)),
      ]),
      row.set(
        i32.add(
          i32.shl(i32.wrap(i64.shrS(i64.ofF64(p.get), i64.const(PIECE_SHIFT))), i32.const(ROW_SHIFT)),
          i32.const(origin()),
        ),
      ),
      t.set(f64.sub(p.get, cell(0))),
      z.set(coefficients.reduceRight((sum, next) => f64.add(next, f64.mul(t.get, sum)))),
      pick(f64.gt(q.get, f64.const(0)), f64.neg(z.get), z.get),
    ];
  });

  /** Where a number is nearer than 2^-33 to 0 or 1 (no draw is), one at a time. */
  const normalQuantile2 = m.define([V128], [V128], (body, u) => {
    const lines: Code[] = [];
    const both = scores(body, u.get, lines);
    const least = LEAST_TABLED;
    const isTabled = v128.and(f64x2.ge(u.get, c(least)), f64x2.le(u.get, c(1 - least)));
    const bySingles = f64x2.replace(
      f64x2.splat(normalQuantile.call(f64x2.lane(u.get, 0))),
      1,
      normalQuantile.call(f64x2.lane(u.get, 1)),
    );
    return [when(i32.eqz(i64x2.all(isTabled)), give(bySingles)), lines, both];
  });

  return { normalQuantile, normalQuantile2, scoresOfWords };
}

/** How many rows the numbers below LEAST_TABLED would have. */
function rowsBelow(): number {
  const bits = new BigInt64Array(Float64Array.of(LEAST_TABLED).buffer)[0] ?? 0n;
  return Number(bits >> BigInt(PIECE_SHIFT)) - scoreRowOf(LEAST_TABLED) / SCORE_ROW;
}

/** ((c[0] r + c[1]) r + …) */
function horner(r: Code, [first = 0, ...rest]: readonly number[] = []): Code {
  return rest.reduce<Code>((sum, c) => f64.add(f64.mul(sum, r), f64.const(c)), f64.const(first));
}

/** Numerator and denominator of each region, see chance/normal-published.ts. */
const OUTER = [
  [
    7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
    3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734,
  ],
  [
    1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
    0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1,
  ],
] as const;
const FAR = [
  [
    2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093,
    0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772,
  ],
  [
    2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
    0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1,
  ],
] as const;
