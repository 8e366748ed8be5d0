/**
 * Continuous families with closed forms (Jordan, Krüger and Lerch 2019, J. Stat. Softw. 90(12), appendix A). `z` is the
 * outcome in units of the scale, from the location.
 */
import gammainc from '@stdlib/math-base-special-gammainc';
import gammaln from '@stdlib/math-base-special-gammaln';
import betaCdf from '@stdlib/stats-base-dists-beta-cdf';
import tCdf from '@stdlib/stats-base-dists-t-cdf';
import { assure } from '../../statistics/answer.ts';
import type { Family } from './family.ts';
import { LOG_SQRT_TWO_PI, standardCdf } from './normal.ts';

const betaln = (a: number, b: number): number => gammaln(a) + gammaln(b) - gammaln(a + b);

export function logistic(location: number, scale: number): Family {
  assure(scale > 0, 'a scale above 0');
  const z = (y: number): number => (y - location) / scale;
  /** ln F, without loss in either tail. */
  const logCdf = (x: number): number => (x > 0 ? -Math.log1p(Math.exp(-x)) : x - Math.log1p(Math.exp(x)));
  return {
    logDensity: (y) => logCdf(z(y)) + logCdf(-z(y)) - Math.log(scale),
    cdf: (y) => Math.exp(logCdf(z(y))),
    crps: (y) => scale * (z(y) - 2 * logCdf(z(y)) - 1),
  };
}

export function laplace(location: number, scale: number): Family {
  assure(scale > 0, 'a scale above 0');
  const z = (y: number): number => (y - location) / scale;
  const tail = (y: number): number => Math.exp(-Math.abs(z(y)));
  return {
    logDensity: (y) => -Math.abs(z(y)) - Math.log(2 * scale),
    cdf: (y) => (z(y) < 0 ? tail(y) / 2 : 1 - tail(y) / 2),
    crps: (y) => scale * (Math.abs(z(y)) + tail(y) - 0.75),
  };
}

export function uniform(low: number, high: number): Family {
  assure(low < high, 'low < high');
  const width = high - low;
  const cdf = (y: number): number => Math.min(1, Math.max(0, (y - low) / width));
  return {
    logDensity: (y) => (y < low || y > high ? -Infinity : -Math.log(width)),
    cdf,
    crps: (y) => {
      const [z, f] = [(y - low) / width, cdf(y)];
      return width * (Math.abs(z - f) + f * f - f + 1 / 3);
    },
  };
}

/** Above `location` exponential with mean `scale`; `mass` of the probability lies on `location` itself. */
export function exponential(scale: number, location = 0, mass = 0): Family {
  assure(scale > 0 && mass >= 0 && mass < 1, 'a scale above 0 and a mass in [0, 1)');
  const z = (y: number): number => (y - location) / scale;
  const positive = (x: number): number => (x <= 0 ? 0 : -Math.expm1(-x));
  return {
    // At the location itself a mass is no density: its density is infinite.
    logDensity: (y) =>
      z(y) < 0 ? -Infinity : z(y) === 0 && mass > 0 ? Infinity : Math.log((1 - mass) / scale) - z(y),
    cdf: (y) => (z(y) < 0 ? 0 : mass + (1 - mass) * positive(z(y))),
    crps: (y) => scale * (Math.abs(z(y)) - 2 * (1 - mass) * positive(z(y)) + ((1 - mass) * (1 - mass)) / 2),
  };
}

/** Mean `shape`·`scale`. */
export function gamma(shape: number, scale: number): Family {
  assure(shape > 0 && scale > 0, 'shape and scale above 0');
  const lower = (a: number, y: number): number => (y <= 0 ? 0 : gammainc(y / scale, a, true, false));
  const halfBeta = Math.exp(betaln(0.5, shape));
  return {
    logDensity: (y) =>
      y < 0 ? -Infinity : powerLog(y / scale, shape - 1) - y / scale - gammaln(shape) - Math.log(scale),
    cdf: (y) => lower(shape, y),
    crps: (y) =>
      y * (2 * lower(shape, y) - 1) - scale * (shape * (2 * lower(shape + 1, y) - 1) + 1 / halfBeta),
  };
}

/** ln of a lognormal outcome has mean `centre` and standard deviation `deviation`. */
export function lognormal(centre: number, deviation: number): Family {
  assure(deviation > 0, 'a standard deviation above 0');
  const z = (y: number): number => (Math.log(y) - centre) / deviation;
  const cdf = (y: number): number => (y <= 0 ? 0 : standardCdf(z(y)));
  const expectation = Math.exp(centre + (deviation * deviation) / 2);
  return {
    logDensity: (y) =>
      y <= 0 ? -Infinity : -0.5 * z(y) * z(y) - LOG_SQRT_TWO_PI - Math.log(deviation) - Math.log(y),
    cdf,
    crps: (y) =>
      y * (2 * cdf(y) - 1) -
      2 *
        expectation *
        ((y <= 0 ? 0 : standardCdf(z(y) - deviation)) + standardCdf(deviation / Math.SQRT2) - 1),
  };
}

/** On [low, high]. */
export function beta(a: number, b: number, low = 0, high = 1): Family {
  assure(a > 0 && b > 0 && low < high, 'a and b above 0, low < high');
  const width = high - low;
  const z = (y: number): number => (y - low) / width;
  const cdf = (x: number, first: number): number => (x <= 0 ? 0 : x >= 1 ? 1 : betaCdf(x, first, b));
  const spread = (2 / a) * Math.exp(betaln(2 * a, 2 * b) - 2 * betaln(a, b));
  return {
    logDensity: (y) =>
      y < low || y > high
        ? -Infinity
        : powerLog(z(y), a - 1) + powerLog(1 - z(y), b - 1) - betaln(a, b) - Math.log(width),
    cdf: (y) => cdf(z(y), a),
    crps: (y) =>
      width * (z(y) * (2 * cdf(z(y), a) - 1) + (a / (a + b)) * (1 - 2 * cdf(z(y), a + 1) - spread)),
  };
}

/** More than one degree of freedom, or the score is infinite. */
export function studentT(degrees: number, location = 0, scale = 1): Family {
  assure(degrees > 0 && scale > 0, 'degrees of freedom and scale above 0');
  const z = (y: number): number => (y - location) / scale;
  const logStandard = (x: number): number =>
    -((degrees + 1) / 2) * Math.log1p((x * x) / degrees) - 0.5 * Math.log(degrees) - betaln(0.5, degrees / 2);
  const spread = Math.sqrt(degrees) * Math.exp(betaln(0.5, degrees - 0.5) - 2 * betaln(0.5, degrees / 2));
  return {
    logDensity: (y) => logStandard(z(y)) - Math.log(scale),
    cdf: (y) => tCdf(z(y), degrees),
    crps: (y) => {
      if (degrees <= 1) return Infinity;
      const x = z(y);
      const tails = (Math.exp(logStandard(x)) * (degrees + x * x) - spread) / (degrees - 1);
      return scale * (x * (2 * tCdf(x, degrees) - 1) + 2 * tails);
    },
  };
}

/** power·ln x with 0·ln 0 = 0. */
const powerLog = (x: number, power: number): number => (power === 0 ? 0 : power * Math.log(x));
