/**
 * The normal distribution function as WebAssembly.
 *
 * Invariant: the same operations in the same order as chance/normal.ts.
 */
/* oxlint-disable no-loss-of-precision -- coefficients stand as published, so that they can be compared */
import { F64, type Callable, type Definer } from '../encoder.ts';
import { f64 } from '../instructions.ts';
import type { Elementary } from './elementary.ts';
import { horner, ifElse, not, Steps } from './scalar.ts';

const { const: c, add, sub, mul, div } = f64;

const SQRT_32 = 5.656854249492381;
const INVERSE_SQRT_2PI = 0.3989422804014327;

/** `(x)`: P(Z <= x). */
export function defineNormalCdf(m: Definer, { exp }: Pick<Elementary, 'exp'>): Callable {
  return m.define([F64], [F64], (body, x) => {
    const s = new Steps(body);
    const size = s.let(f64.abs(x.get));
    const square = s.let(mul(x.get, x.get));
    s.giveIf(
      f64.le(size, c(0.67448975)),
      add(c(0.5), div(mul(x.get, horner(square, CENTRAL[0])), horner(square, CENTRAL[1]))),
    );
    s.giveIf(
      not(f64.lt(size, c(40))),
      ifElse(f64.gt(x.get, c(0)), c(1), ifElse(f64.lt(x.get, c(0)), c(0), c(Number.NaN))),
    );
    const z = s.let(div(c(1), mul(size, size)));
    const factor = s.let(
      ifElse(
        f64.le(size, c(SQRT_32)),
        div(horner(size, OUTER[0]), horner(size, OUTER[1])),
        div(sub(c(INVERSE_SQRT_2PI), div(mul(z, horner(z, FAR[0])), horner(z, FAR[1]))), size),
      ),
    );
    const rounded = s.let(mul(f64.floor(mul(size, c(16))), c(0.0625)));
    const rest = s.let(mul(sub(size, rounded), add(size, rounded)));
    const tail = s.let(
      mul(mul(exp.call(mul(mul(c(-0.5), rounded), rounded)), exp.call(mul(c(-0.5), rest))), factor),
    );
    return s.end(ifElse(f64.lt(x.get, c(0)), tail, sub(c(1), tail)));
  });
}

/** Numerator and denominator of each region; a leading 1 changes nothing. */
const CENTRAL = [
  [
    0.065682337918207449113, 2.2352520354606839287, 161.02823106855587881, 1067.6894854603709582,
    18154.981253343561249,
  ],
  [1, 47.20258190468824187, 976.09855173777669322, 10260.932208618978205, 45507.789335026729956],
] as const;
const OUTER = [
  [
    1.0765576773720192317e-8, 0.39894151208813466764, 8.8831497943883759412, 93.506656132177855979,
    597.27027639480026226, 2494.5375852903726711, 6848.1904505362823326, 11602.651437647350124,
    9842.7148383839780218,
  ],
  [
    1, 22.266688044328115691, 235.38790178262499861, 1519.377599407554805, 6485.558298266760755,
    18615.571640885098091, 34900.952721145977266, 38912.003286093271411, 19685.429676859990727,
  ],
] as const;
const FAR = [
  [
    0.02307344176494017303, 0.21589853405795699, 0.1274011611602473639, 0.022235277870649807,
    0.001421619193227893466, 2.9112874951168792e-5,
  ],
  [
    1, 1.28426009614491121, 0.468238212480865118, 0.0659881378689285515, 0.00378239633202758244,
    7.29751555083966205e-5,
  ],
] as const;
