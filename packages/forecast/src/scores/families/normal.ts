/** The normal distribution and finite mixtures of it (Grimit et al. 2006, Q. J. R. Meteorol. Soc. 132:2925). */
import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import { assure } from '../../statistics/answer.ts';
import { probabilitiesOf } from '../sample.ts';
import type { Family } from './family.ts';

export const LOG_SQRT_TWO_PI = 0.9189385332046728;

export const standardCdf = (z: number): number => normalCdf(z, 0, 1);
export const standardDensity = (z: number): number => Math.exp(-0.5 * z * z - LOG_SQRT_TWO_PI);

/** `deviation` > 0 is the standard deviation. */
export function normal(centre: number, deviation: number): Family {
  assure(deviation > 0, 'a standard deviation above 0');
  const z = (y: number): number => (y - centre) / deviation;
  return {
    logDensity: (y) => -0.5 * z(y) * z(y) - LOG_SQRT_TWO_PI - Math.log(deviation),
    cdf: (y) => standardCdf(z(y)),
    crps: (y) =>
      deviation * (z(y) * (2 * standardCdf(z(y)) - 1) + 2 * standardDensity(z(y)) - 1 / Math.sqrt(Math.PI)),
  };
}

/** E|X| of a normal distribution. */
const meanAbsolute = (centre: number, deviation: number): number => {
  const z = centre / deviation;
  return centre * (2 * standardCdf(z) - 1) + 2 * deviation * standardDensity(z);
};

export function normalMixture(
  centres: readonly number[],
  deviations: readonly number[],
  weights?: readonly number[],
): Family {
  assure(centres.length === deviations.length, 'one standard deviation for each centre');
  const p = probabilitiesOf(centres.length, weights);
  const parts = centres.map((centre, i) => normal(centre, deviations[i]!));
  // All pairs, so only where it is asked for.
  let apart: number | undefined;
  const distance = (): number => {
    let sum = 0;
    for (let i = 0; i < p.length; i++) {
      for (let j = 0; j < p.length; j++) {
        const spread = Math.hypot(deviations[i]!, deviations[j]!);
        sum += p[i]! * p[j]! * meanAbsolute(centres[i]! - centres[j]!, spread);
      }
    }
    return sum;
  };
  return {
    // By the largest term, so that far tails do not underflow.
    logDensity: (y) => {
      const terms = parts.map((part, i) => Math.log(p[i]!) + part.logDensity(y));
      const top = terms.reduce((most, term) => Math.max(most, term), -Infinity);
      return top + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - top), 0));
    },
    cdf: (y) => parts.reduce((sum, part, i) => sum + p[i]! * part.cdf(y), 0),
    crps: (y) => {
      apart ??= distance();
      const miss = p.reduce(
        (sum, share, i) => sum + share * meanAbsolute(y - centres[i]!, deviations[i]!),
        0,
      );
      return miss - apart / 2;
    },
  };
}

/** Kullback-Leibler divergence of a normal forecast from a normal answer, in nats: E over the answer of ln(answer/forecast). */
export function klDivergenceNormal(
  answer: { readonly centre: number; readonly deviation: number },
  forecast: { readonly centre: number; readonly deviation: number },
): number {
  const ratio = answer.deviation / forecast.deviation;
  const shift = (answer.centre - forecast.centre) / forecast.deviation;
  return (ratio * ratio + shift * shift - 1) / 2 - Math.log(ratio);
}
