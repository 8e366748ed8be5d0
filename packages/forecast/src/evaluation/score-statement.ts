/**
 * All scores of one statement about what happened, named as the tables name them. Statements of one kind make up a
 * table; less is better but for bias and coverage, which are not scores.
 */
import type { Forecast, Statement } from '../records/forecast.ts';
import type { Outcome, Resolution } from '../records/resolution.ts';
import { binNames } from '../formats/hub/oracle-output.ts';
import { biasFromQuantiles, biasFromSample } from '../scores/bias.ts';
import { brier, brierCategories } from '../scores/brier.ts';
import { intervalCovers } from '../scores/coverage.ts';
import { crpsFromCdf } from '../scores/crps-cdf.ts';
import { crpsAtMedian } from '../scores/crps-parts.ts';
import { dawidSebastianiFromSample } from '../scores/dawid-sebastiani.ts';
import { intervalsOf, medianOf } from '../scores/levels.ts';
import { logScore, logScoreBinary } from '../scores/log.ts';
import {
  absoluteError,
  absoluteErrorOfMedian,
  medianAbsoluteDeviation,
  squaredError,
  squaredErrorOfMean,
} from '../scores/point.ts';
import { rps } from '../scores/rps.ts';
import { isScore, noScore, type NoScore, type Score } from '../scores/score.ts';
import { censoredLogScore } from '../scores/survival/censored-log.ts';
import { survivalAt } from '../scores/survival/curve.ts';
import { survivalCrps } from '../scores/survival/survival-crps.ts';
import { wisParts } from '../scores/wis.ts';

export type ScoreTable = 'binary' | 'pmf' | 'quantile' | 'sample' | 'cdf' | 'mean' | 'median' | 'time';
export const SCORE_TABLES: readonly ScoreTable[] = [
  ...(['binary', 'pmf', 'quantile', 'sample', 'cdf', 'mean', 'median', 'time'] as const),
];

export type Scores = Readonly<Record<string, Score>>;

/** The score by which a table is compared. */
export const MAIN_SCORE: Readonly<Record<ScoreTable, string>> = {
  binary: 'brier',
  pmf: 'log_score',
  quantile: 'wis',
  sample: 'crps',
  cdf: 'rps',
  mean: 'se_point',
  median: 'ae_point',
  time: 'crps_time',
};

/** Columns that are not scores: they have no ratio, and their mean is compared with what was promised. */
export const isDiagnostic = (column: string): boolean =>
  column === 'bias' || column === 'mad' || column === 'dss' || column.startsWith('interval_coverage_');

export function tableOf({ statement }: Pick<Forecast, 'statement'>): ScoreTable {
  switch (statement.kind) {
    case 'nominal':
    case 'ordinal':
      return 'pmf';
    case 'point':
      return statement.statistic;
    case 'time-to-event':
      return 'time';
    default:
      return statement.kind;
  }
}

/**
 * Of a partial resolution each score is the mean over outcomes, weighted by their shares. Nothing where the question is
 * void or open.
 */
export function scoreResolved(statement: Statement, state: Resolution['state']): Scores | undefined {
  if (state.is === 'resolved') return scoreStatement(statement, state.outcome);
  if (state.is !== 'partial') return undefined;
  const parts = state.outcomes.map(({ outcome, share }) => ({
    share,
    scores: scoreStatement(statement, outcome),
  }));
  const names = Object.keys(parts[0]?.scores ?? {});
  return Object.fromEntries(
    names.map((name) => {
      const without = parts
        .map(({ scores }) => scores[name])
        .find((score) => score !== undefined && !isScore(score));
      if (without !== undefined) return [name, without];
      return [name, parts.reduce((sum, { share, scores }) => sum + share * Number(scores[name]), 0)];
    }),
  );
}

export function scoreStatement(statement: Statement, outcome: Outcome): Scores {
  switch (statement.kind) {
    case 'binary': {
      const happened = happenedOf(outcome);
      if (typeof happened !== 'boolean') return { brier: happened, log_score: happened };
      const { probability } = statement;
      return { brier: brier(probability, happened), log_score: logScoreBinary(probability, happened) };
    }
    case 'nominal':
    case 'ordinal':
      return ofCategories(
        statement.probabilities,
        categoryIndex(statement.categories, outcome),
        statement.kind === 'ordinal',
      );
    case 'quantile':
      return ofNumber(outcome, ['wis', 'bias', 'ae_median'], (y) =>
        ofQuantiles(statement.levels, statement.values, y),
      );
    case 'sample':
      return ofNumber(outcome, ['crps', 'bias', 'ae_median'], (y) => ofSample(statement.values, y));
    case 'cdf':
      return ofCdf(statement.thresholds, statement.probabilities, outcome);
    case 'point': {
      const [name, rule] =
        statement.statistic === 'mean'
          ? (['se_point', squaredError] as const)
          : (['ae_point', absoluteError] as const);
      return ofNumber(outcome, [name], (y) => ({ [name]: rule(statement.value, y) }));
    }
    case 'time-to-event': {
      if (outcome.kind !== 'time') return { crps_time: otherKind('a time', outcome) };
      const last = statement.times.at(-1) ?? 0;
      const isDecided = outcome.event || outcome.time >= last;
      const left = survivalAt(statement, last);
      return {
        crps_time: survivalCrps(statement, outcome),
        log_score: censoredLogScore(statement, outcome),
        brier_by_end: isDecided
          ? brier(1 - left, outcome.event && outcome.time <= last)
          : noScore('nobody has looked until the last day that was asked about'),
      };
    }
  }
}

const otherKind = (wanted: string, { kind }: Outcome): NoScore =>
  noScore(`${wanted} was forecast, and the outcome is a ${kind}`);

function happenedOf(outcome: Outcome): boolean | NoScore {
  if (outcome.kind === 'binary') return outcome.happened;
  if (outcome.kind === 'category' && (outcome.category === 'yes' || outcome.category === 'no'))
    return outcome.category === 'yes';
  return otherKind('yes or no', outcome);
}

function categoryIndex(categories: readonly string[], outcome: Outcome): number | NoScore {
  const word =
    outcome.kind === 'category'
      ? outcome.category
      : outcome.kind === 'binary'
        ? outcome.happened
          ? 'yes'
          : 'no'
        : undefined;
  if (word === undefined) return otherKind('a category', outcome);
  const at = categories.indexOf(word);
  return at < 0 ? noScore(`what came (${word}) was not among the answers of this forecast`) : at;
}

function ofCategories(p: readonly number[], outcome: number | NoScore, isOrdinal: boolean): Scores {
  if (typeof outcome !== 'number')
    return { log_score: outcome, ...(isOrdinal && { rps: outcome }), brier: outcome };
  return {
    log_score: logScore(p[outcome] ?? 0),
    ...(isOrdinal && { rps: rps(p, outcome) }),
    brier: brierCategories(p, outcome),
  };
}

function ofNumber(outcome: Outcome, names: readonly string[], score: (y: number) => Scores): Scores {
  if (outcome.kind === 'number') return score(outcome.value);
  const none = otherKind('a number', outcome);
  return Object.fromEntries(names.map((name) => [name, none]));
}

function ofQuantiles(levels: readonly number[], values: readonly number[], y: number): Scores {
  const parts = wisParts(levels, values, y);
  const median = medianOf(levels, values);
  const intervals = intervalsOf(levels, values);
  const central = 'noScore' in intervals ? [] : intervals.central;
  return {
    ...('noScore' in parts
      ? { wis: parts, overprediction: parts, underprediction: parts, dispersion: parts }
      : {
          wis: parts.wis,
          overprediction: parts.overprediction,
          underprediction: parts.underprediction,
          dispersion: parts.dispersion,
        }),
    bias: biasFromQuantiles(levels, values, y),
    ae_median: isScore(median) ? absoluteError(median, y) : median,
    ...Object.fromEntries(
      central
        .map(({ alpha }) => Number((100 * (1 - alpha)).toPrecision(9)))
        .sort((a, b) => a - b)
        .map((percent) => {
          const covers = intervalCovers(levels, values, percent / 100, y);
          return [`interval_coverage_${percent}`, typeof covers === 'boolean' ? Number(covers) : covers];
        }),
    ),
  };
}

function ofSample(values: readonly number[], y: number): Scores {
  const { crps, overprediction, underprediction, dispersion } = crpsAtMedian(values, y);
  return {
    ...{ crps, bias: biasFromSample(values, y), dss: dawidSebastianiFromSample(values, y) },
    ...{ ae_median: absoluteErrorOfMedian(values, y), se_mean: squaredErrorOfMean(values, y) },
    ...{ mad: medianAbsoluteDeviation(values), overprediction, underprediction, dispersion },
  };
}

/** Where only its place among the thresholds is known, these are categories between them. */
function ofCdf(thresholds: readonly number[], probabilities: readonly number[], outcome: Outcome): Scores {
  const bins = [...probabilities, 1].map((p, i) => Math.max(0, p - (probabilities[i - 1] ?? 0)));
  if (outcome.kind === 'number') {
    const above = thresholds.findIndex((threshold) => outcome.value <= threshold);
    const bin = above < 0 ? thresholds.length : above;
    return {
      ...withoutBrier(ofCategories(bins, bin, true)),
      crps: crpsFromCdf(thresholds, probabilities, outcome.value).crps,
    };
  }
  return withoutBrier(ofCategories(bins, categoryIndex(binNames(thresholds), outcome), true));
}

const withoutBrier = ({ brier: _, ...scores }: Scores): Scores => scores;
