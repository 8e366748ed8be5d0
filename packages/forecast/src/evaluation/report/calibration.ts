/** Does what was said come about as often as it was said? By the kind of statement. */
import {
  miscalibrationTest,
  reliabilityBand,
  type Band,
  type MiscalibrationTest,
} from '../../calibration/bands.ts';
import { corp, type Corp } from '../../calibration/corp.ts';
import { intervalCoverage, type Coverage, type CoverageCase } from '../../calibration/coverage.ts';
import { pitHistogram, type Histogram, type Transform } from '../../calibration/histograms.ts';
import { murphyDiagram, type MurphyPoint } from '../../calibration/murphy-diagram.ts';
import { intervalsOf } from '../../scores/levels.ts';
import type { Answer } from '../../statistics/answer.ts';
import type { ScoredStatement } from '../evaluate.ts';
import { binaryCases } from './binary-cases.ts';
import type { ReportContext, TableRows } from './context.ts';

export interface ProbabilityCalibration {
  readonly forecaster: string;
  readonly n: number;
  /** Mean Brier score = miscalibration − discrimination + uncertainty. */
  readonly corp: Answer<Omit<Corp, 'cases'>>;
  readonly test: Answer<MiscalibrationTest>;
  /** Where the curve of a calibrated forecaster would lie. */
  readonly band: Answer<Band>;
  readonly murphy: Answer<readonly MurphyPoint[]>;
}

export interface DistributionCalibration {
  readonly forecaster: string;
  readonly table: 'quantile' | 'sample' | 'pmf';
  readonly n: number;
  /** Of central intervals, where there are quantiles. */
  readonly coverage?: Answer<readonly Coverage[]>;
  /** Of the probability integral transform; what falls on an atom is spread over it. */
  readonly pit?: Answer<Histogram>;
  readonly bins?: number;
}

/** Of fewer cases neither curve nor histogram says anything. */
export const CASES_MIN = 5;
const RESAMPLES = 400;
const THRESHOLDS = Array.from({ length: 101 }, (_, i) => i / 100);

export function probabilityCalibration(
  tables: readonly TableRows[],
  { forecasters, clusterOf }: ReportContext,
): readonly ProbabilityCalibration[] {
  const rows = tables.find(({ table }) => table === 'binary')?.rows ?? [];
  return forecasters.flatMap((forecaster): ProbabilityCalibration[] => {
    const cases = binaryCases(
      rows.filter(({ forecast }) => forecast.forecaster === forecaster),
      clusterOf,
    );
    if (cases.length < CASES_MIN) return [];
    const [p, y] = [cases.map(({ probability }) => probability), cases.map(({ outcome }) => outcome)];
    const fit = corp(p, y);
    const options = { resamples: RESAMPLES, seed: forecaster };
    return [
      {
        ...{ forecaster, n: cases.length, corp: 'cases' in fit ? withoutCases(fit) : fit },
        test: miscalibrationTest(p, y, options),
        band: reliabilityBand('consistency', p, y, options),
        murphy: murphyDiagram({ is: 'probability' }, p, y, THRESHOLDS),
      },
    ];
  });
}

const withoutCases = ({ cases: _, ...fit }: Corp): Omit<Corp, 'cases'> => fit;

export function distributionCalibration(
  tables: readonly TableRows[],
  { forecasters }: ReportContext,
): readonly DistributionCalibration[] {
  return tables.flatMap(({ table, rows }) => {
    if (table !== 'quantile' && table !== 'sample' && table !== 'pmf') return [];
    return forecasters.flatMap((forecaster): DistributionCalibration[] => {
      const own = rows.filter(({ forecast }) => forecast.forecaster === forecaster);
      if (own.length < CASES_MIN) return [];
      const head = { forecaster, table, n: own.length };
      if (table === 'quantile') return [{ ...head, coverage: intervalCoverage(own.flatMap(coverageCases)) }];
      const transforms = own.flatMap(transformOf);
      // More bins than cases would show single cases.
      const bins = transforms.length >= 50 ? 10 : 5;
      return transforms.length === 0 ? [] : [{ ...head, pit: pitHistogram(transforms, bins), bins }];
    });
  });
}

function coverageCases({
  forecast: { statement },
  resolution: { state },
}: ScoredStatement): readonly CoverageCase[] {
  if (statement.kind !== 'quantile' || state.is !== 'resolved' || state.outcome.kind !== 'number') return [];
  const { value } = state.outcome;
  const intervals = intervalsOf(statement.levels, statement.values);
  if ('noScore' in intervals) return [];
  return intervals.central.map(({ alpha, lower, upper }) => ({
    level: Number((1 - alpha).toPrecision(12)),
    ...{ low: lower, high: upper, outcome: value },
  }));
}

function transformOf({
  forecast: { statement },
  resolution: { state },
}: ScoredStatement): readonly Transform[] {
  if (state.is !== 'resolved') return [];
  const { outcome } = state;
  if (statement.kind === 'sample' && outcome.kind === 'number') {
    const n = statement.values.length;
    return [
      {
        below: statement.values.filter((x) => x < outcome.value).length / n,
        upTo: statement.values.filter((x) => x <= outcome.value).length / n,
      },
    ];
  }
  if (statement.kind === 'ordinal' && outcome.kind === 'category') {
    const at = statement.categories.indexOf(outcome.category);
    if (at < 0) return [];
    const sum = (end: number): number =>
      Math.min(
        1,
        statement.probabilities.slice(0, end).reduce((total, p) => total + p, 0),
      );
    return [{ below: sum(at), upTo: sum(at + 1) }];
  }
  return [];
}
