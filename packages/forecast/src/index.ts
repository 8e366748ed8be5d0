export type {
  BinaryStatement,
  CategoryStatement,
  CdfStatement,
  Condition,
  Forecast,
  Moment,
  PointStatement,
  QuantileStatement,
  SampleStatement,
  Statement,
  SurvivalStatement,
  Task,
} from './records/forecast.ts';
export type { Outcome, Resolution } from './records/resolution.ts';

// Scores.
export { isScore, mapScore, noScore, type NoScore, type Score } from './scores/score.ts';
export { brier, brierCategories, brierOrdered, brierPositive, brierTwoCategories } from './scores/brier.ts';
export { bits, logScore, logScoreBinary, logScoreRelative } from './scores/log.ts';
export { spherical, sphericalBinary, sphericalPositive } from './scores/spherical.ts';
export { rankedLogScore, rps, rpsNormalised } from './scores/rps.ts';
export { crpsFromQuantiles, pinball } from './scores/pinball.ts';
export { intervalsOf, medianOf, quantileAt, type CentralInterval, type Intervals } from './scores/levels.ts';
export { intervalParts, intervalScore, type IntervalParts } from './scores/interval.ts';
export { wis, wisParts, type MedianWeight, type WisParts } from './scores/wis.ts';
export { covered, coverageDeviation, intervalCovers, quantileCovers } from './scores/coverage.ts';
export { biasFromQuantiles, biasFromSample, type BiasConvention } from './scores/bias.ts';
export { mean, median, quantileType7, sortedSample, varianceOf, type SortedSample } from './scores/sample.ts';
export { crpsFromSample, type CrpsEstimator } from './scores/crps-sample.ts';
export { crpsAtMedian, crpsBySide, type CrpsAtMedian, type CrpsBySide } from './scores/crps-parts.ts';
export {
  absoluteError,
  absoluteErrorOfMedian,
  medianAbsoluteDeviation,
  squaredError,
  squaredErrorOfMean,
} from './scores/point.ts';
export { dawidSebastiani, dawidSebastianiFromSample } from './scores/dawid-sebastiani.ts';
