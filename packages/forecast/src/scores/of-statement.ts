/** All scores of one statement, given what happened: which rules apply follows from the kind of statement. */
import type { Statement } from '../records/forecast.ts';
import type { Outcome } from '../records/resolution.ts';
import { biasFromQuantiles, biasFromSample } from './bias.ts';
import { brier, brierCategories, brierOrdered, brierPositive, brierTwoCategories } from './brier.ts';
import type { ScoreName } from './catalogue.ts';
import { intervalCovers } from './coverage.ts';
import { brierOfThresholds, crpsFromCdf } from './crps-cdf.ts';
import { crpsAtMedian } from './crps-parts.ts';
import { crpsFromSample } from './crps-sample.ts';
import { dawidSebastianiFromSample } from './dawid-sebastiani.ts';
import { errorSpreadScore } from './error-spread.ts';
import { medianOf } from './levels.ts';
import { logScore, logScoreBinary } from './log.ts';
import { crpsFromQuantiles } from './pinball.ts';
import {
  absoluteError,
  absoluteErrorOfMedian,
  medianAbsoluteDeviation,
  squaredError,
  squaredErrorOfMean,
} from './point.ts';
import { rankedLogScore, rps, rpsNormalised } from './rps.ts';
import { mapScore, noScore, type NoScore, type Score } from './score.ts';
import { spherical, sphericalBinary, sphericalPositive } from './spherical.ts';
import { censoredLogScore } from './survival/censored-log.ts';
import { survivalCrps } from './survival/survival-crps.ts';
import { wis, wisParts } from './wis.ts';

export type Scores = Readonly<Partial<Record<ScoreName, Score>>>;

type Of<K extends Statement['kind']> = Extract<Statement, { readonly kind: K }>;
type Happened<K extends Outcome['kind']> = Extract<Outcome, { readonly kind: K }>;

/** Coverages that tables have columns for, in percent. */
const COVERAGES = [50, 80, 90, 95] as const;

/**
 * Every score of the catalogue that a statement of this kind can have, or why there is none at all. The statement is one
 * in which `checkForecast` finds no fault; one that is for another kind of outcome says so.
 */
export function scoresOf(statement: Statement, outcome: Outcome): Scores | NoScore {
  const scores = ofKind(statement, outcome);
  return 'noScore' in scores ? scores : withoutNaN(scores);
}

/** Squares and differences of numbers near the largest double overflow, and Infinity less Infinity is no number. */
export const withoutNaN = (scores: Scores): Scores =>
  Object.fromEntries(
    Object.entries(scores).map(([name, score]) => [
      name,
      Number.isNaN(score) ? noScore('the numbers are too large for their differences or squares') : score,
    ]),
  );

function ofKind(statement: Statement, outcome: Outcome): Scores | NoScore {
  switch (statement.kind) {
    case 'binary':
      return outcome.kind === 'binary' ? ofBinary(statement, outcome) : misfit(statement, outcome);
    case 'nominal':
    case 'ordinal':
      return outcome.kind === 'category' ? ofCategories(statement, outcome) : misfit(statement, outcome);
    case 'quantile':
      return outcome.kind === 'number' ? ofQuantiles(statement, outcome) : misfit(statement, outcome);
    case 'sample':
      return outcome.kind === 'number' ? ofSample(statement, outcome) : misfit(statement, outcome);
    case 'cdf':
      return outcome.kind === 'number' ? ofCdf(statement, outcome) : misfit(statement, outcome);
    case 'time-to-event':
      return outcome.kind === 'time' ? ofSurvival(statement, outcome) : misfit(statement, outcome);
    case 'point':
      return outcome.kind === 'number' ? ofPoint(statement, outcome) : misfit(statement, outcome);
  }
  return statement satisfies never;
}

const misfit = (statement: Statement, outcome: Outcome): NoScore =>
  noScore(`a ${statement.kind} statement cannot be scored on an outcome of kind ${outcome.kind}`);

function ofBinary({ probability }: Of<'binary'>, { happened }: Happened<'binary'>): Scores {
  return {
    brier: brier(probability, happened),
    brier_two_categories: brierTwoCategories(probability, happened),
    brier_positive: brierPositive(probability, happened),
    log_score: logScoreBinary(probability, happened),
    spherical: sphericalBinary(probability, happened),
    spherical_positive: 1 - sphericalBinary(probability, happened),
  };
}

function ofCategories(
  { kind, categories, probabilities }: Of<'nominal' | 'ordinal'>,
  { category }: Happened<'category'>,
): Scores | NoScore {
  const outcome = categories.indexOf(category);
  if (outcome === -1) {
    return noScore(`'${category}' happened, which is none of the categories ${categories.join(', ')}`);
  }
  const nominal: Scores = {
    brier_categories: brierCategories(probabilities, outcome),
    log_score: logScore(probabilities[outcome]!),
    spherical: spherical(probabilities, outcome),
    spherical_positive: sphericalPositive(probabilities, outcome),
  };
  if (kind === 'nominal') return nominal;
  return {
    ...nominal,
    brier_ordered: brierOrdered(probabilities, outcome),
    rps: rps(probabilities, outcome),
    rps_normalised: rpsNormalised(probabilities, outcome),
    ranked_log_score: rankedLogScore(probabilities, outcome),
  };
}

function ofQuantiles({ levels, values }: Of<'quantile'>, { value }: Happened<'number'>): Scores {
  const parts = wisParts(levels, values, value);
  const part = (name: 'overprediction' | 'underprediction' | 'dispersion'): Score =>
    'noScore' in parts ? parts : parts[name];
  return {
    wis: wis(levels, values, value),
    overprediction: part('overprediction'),
    underprediction: part('underprediction'),
    dispersion: part('dispersion'),
    wis_median_full: wis(levels, values, value, 'full'),
    crps_quantiles: crpsFromQuantiles(levels, values, value),
    bias: biasFromQuantiles(levels, values, value),
    ae_median: mapScore(medianOf(levels, values), (middle) => absoluteError(middle, value)),
    ...Object.fromEntries(
      COVERAGES.map((coverage) => {
        const covers = intervalCovers(levels, values, coverage / 100, value);
        return [`interval_coverage_${coverage}`, typeof covers === 'boolean' ? Number(covers) : covers];
      }),
    ),
  };
}

function ofSample({ values, weights }: Of<'sample'>, { value }: Happened<'number'>): Scores {
  const { crps, ...parts } = crpsAtMedian(values, value, weights);
  const unweighted = (score: () => Score): Score =>
    weights === undefined ? score() : noScore('not defined for weighted draws');
  return {
    crps,
    ...parts,
    crps_fair: crpsFromSample(values, value, 'fair', weights),
    bias: biasFromSample(values, value, undefined, weights),
    dss: dawidSebastianiFromSample(values, value, weights),
    ae_median: absoluteErrorOfMedian(values, value, weights),
    se_mean: squaredErrorOfMean(values, value, weights),
    error_spread: unweighted(() => errorSpreadScore(values, value)),
    mad: unweighted(() => medianAbsoluteDeviation(values)),
  };
}

const ofCdf = ({ thresholds, probabilities }: Of<'cdf'>, { value }: Happened<'number'>): Scores => ({
  crps_cdf_linear: crpsFromCdf(thresholds, probabilities, value, 'linear').crps,
  crps_cdf_step: crpsFromCdf(thresholds, probabilities, value, 'step').crps,
  brier_thresholds: brierOfThresholds(thresholds, probabilities, value),
});

const ofSurvival = (statement: Of<'time-to-event'>, outcome: Happened<'time'>): Scores => ({
  censored_log_score: censoredLogScore(statement, outcome),
  survival_crps: survivalCrps(statement, outcome),
});

const ofPoint = ({ statistic, value }: Of<'point'>, outcome: Happened<'number'>): Scores =>
  statistic === 'median'
    ? { ae_point: absoluteError(value, outcome.value) }
    : { se_point: squaredError(value, outcome.value) };
