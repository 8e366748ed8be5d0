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
export { energyScore, type EnergyEstimator, type Point } from './scores/energy.ts';
export { variogramScore, type VariogramOptions } from './scores/variogram.ts';
export { kernelScore } from './scores/kernel.ts';
export { errorSpreadScore } from './scores/error-spread.ts';
export { fairBrier, fairThresholdBrier, thresholdBrier, type Passing } from './scores/threshold-brier.ts';
export {
  chain,
  outcomeWeightedCrps,
  thresholdWeightedCrps,
  verticallyRescaledCrps,
  type Region,
} from './scores/crps-weighted.ts';
export { crpsFromCdf, type CdfParts, type CdfShape } from './scores/crps-cdf.ts';
export { logScoreOf, type Family } from './scores/families/family.ts';
export { klDivergenceNormal, normal, normalMixture } from './scores/families/normal.ts';
export {
  beta,
  exponential,
  gamma,
  laplace,
  logistic,
  lognormal,
  studentT,
  uniform,
} from './scores/families/continuous.ts';
export { binomial, negativeBinomial, poisson } from './scores/families/discrete.ts';
export { kernelDensity, normalReferenceBandwidth } from './scores/families/kernel-density.ts';
export {
  restrictedMean,
  survivalAt,
  type CurveShape,
  type SurvivalCurve,
  type TimeOutcome,
} from './scores/survival/curve.ts';
export { censoredLogScore } from './scores/survival/censored-log.ts';
export { survivalCrps } from './scores/survival/survival-crps.ts';
export {
  atTime,
  beforeTime,
  censoringCurve,
  kaplanMeier,
  type StepCurve,
} from './scores/survival/kaplan-meier.ts';
export {
  integratedBrier,
  ipcwBrier,
  ipcwBrierTerms,
  type EventWeight,
  type IpcwOptions,
} from './scores/survival/ipcw-brier.ts';
export {
  brierCategoriesOfTrials,
  brierOfTrials,
  crpsOfTrials,
  logScoreOfTrials,
  rpsOfTrials,
  type MonteCarloScore,
} from './scores/monte-carlo.ts';
export { logShift, moved, NATURAL_SCALE, SQUARE_ROOT, type Scale } from './scores/transform.ts';

// Records.
export { FAULT_CODES, type Fault, type FaultCode } from './records/fault.ts';
export { PROBABILITY_SUM_TOLERANCE, type StatementLimits } from './records/check-statement.ts';
export { checkForecast, checkForecasts } from './records/check-forecasts.ts';
export { checkResolution, checkResolutions, SHARE_SUM_TOLERANCE } from './records/check-resolutions.ts';
export { standing, type Standing } from './records/standing.ts';
export { isMoment } from './records/moment.ts';
export {
  fromCsvNumber,
  fromTagged,
  taggedJson,
  toCsvNumber,
  toTagged,
  type TaggedNumber,
} from './records/tagged-number.ts';
export { withoutMissing, type Present } from './records/missing.ts';

// From records to scores.
export { CATALOGUE, type ScoreEntry, type ScoreName } from './scores/catalogue.ts';
export { scoresOf, type Scores } from './scores/of-statement.ts';
export { meanScore, scoreForecast, type MeanScore } from './scores/of-forecast.ts';
export { jointDraws, scoresOfGroup } from './scores/of-group.ts';
