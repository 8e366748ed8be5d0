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

// Formats: text and sheets to records, and back.
export {
  CLASSROOM_TOLERANCE,
  readClassroom,
  readClassroomQuestions,
  readClassroomResolutions,
  writeClassroom,
  writeClassroomQuestions,
  writeClassroomResolutions,
  type Classroom,
  type ClassroomForecast,
  type Withdrawal,
} from './formats/classroom.ts';
export { canonicalJson, sha256Hex } from './formats/canonical.ts';
export { numberOf, numberText } from './formats/cells.ts';
export { readExperts, readSeeds, writeExperts, type JudgementRow } from './formats/experts.ts';
export {
  readHubAdmin,
  readHubTasks,
  writeHubConfig,
  type HubAdmin,
  type HubTasks,
} from './formats/hub/config.ts';
export {
  answersOf,
  readModelOutput,
  writeModelOutput,
  type HubForecast,
  type HubForecasts,
} from './formats/hub/model-output.ts';
export {
  binNames,
  readOracleOutput,
  resolveHub,
  writeOracleOutput,
  type HubTruth,
  type OracleOutput,
} from './formats/hub/oracle-output.ts';
export { familyOf, taskId, type HubFamily, type OutputType } from './formats/hub/task-key.ts';
export { readTimeSeries, writeTimeSeries, type TimeSeries } from './formats/hub/time-series.ts';
export { readMarket, type MarketForecast } from './formats/market.ts';
export {
  readMetaculusForecasts,
  readMetaculusQuestions,
  readMetaculusScores,
  type MetaculusForecast,
  type MetaculusQuestions,
  type PublishedScore,
} from './formats/metaculus.ts';
export { daysBetween, momentOf } from './formats/moment.ts';
export { problemText, Problems, type FormatProblem, type Read } from './formats/problem.ts';
export {
  outcomeOf,
  outcomeText,
  outcomesSaid,
  type AnswerKind,
  type QuestionSpec,
} from './formats/question.ts';
export {
  claimsToBeRegistered,
  readRegistered,
  writeRegistered,
  type Registered,
  type RegisteredForecasts,
} from './formats/registered.ts';
export {
  readResolutions,
  readResolutionsYaml,
  resolutionsOf,
  writeResolutions,
  type ResolutionRow,
} from './formats/resolutions.ts';
export { readCsv, writeCsv, type Sheet, type SheetRow } from './formats/sheet.ts';
export { didYouMean } from './formats/suggest.ts';
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
export { brierOfThresholds, crpsFromCdf, type CdfParts, type CdfShape } from './scores/crps-cdf.ts';
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
export { survivalBrierAt } from './scores/survival/brier-at.ts';
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

// Evaluation: records to scores and tables.
export { compoundScores, type CompoundScore } from './evaluation/compound.ts';
export {
  evaluate,
  type Evaluation,
  type EvaluationInput,
  type ScoredStatement,
  type Unscored,
} from './evaluation/evaluate.ts';
export { onLogScale } from './evaluation/on-scale.ts';
export {
  isLoss,
  mainScore,
  SCORE_TABLES,
  tableOf,
  type ScoreTable,
  type TableScores,
} from './evaluation/score-statement.ts';
export {
  modelMeans,
  modelMeansCsv,
  rowsOf,
  rowsOfCompound,
  scoreNames,
  scoresCsv,
  type ModelMeans,
  type ScoreRow,
} from './evaluation/tables.ts';
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
export { noiseOf, type Noise } from './scores/noise.ts';
export { jointDraws, scoresOfGroup } from './scores/of-group.ts';
// Inference on scores: calibration, comparison, pools, tournaments, elicitation.
export { type Answer, isUnanswerable, type Unanswerable } from './statistics/answer.ts';
export { type Interval, proportionInterval, type ProportionMethod } from './statistics/proportion.ts';
export type { Alternative } from './statistics/distributions.ts';
export { type Band, type BandOptions, miscalibrationTest, reliabilityBand } from './calibration/bands.ts';
export { corp, type Corp, type RecalibratedCase } from './calibration/corp.ts';
export { corpIntervals, type CorpIntervals } from './calibration/corp-intervals.ts';
export { type Coverage, type CoverageCase, intervalCoverage } from './calibration/coverage.ts';
export { type CalibrationCase, explainGap, type Gap, recalibrateOutOfSample } from './calibration/gap.ts';
export {
  type Ensemble,
  type Histogram,
  pitHistogram,
  rankHistograms,
  type Transform,
} from './calibration/histograms.ts';
export { type Block, interpolated, isotonicBlocks } from './calibration/isotonic.ts';
export { isotonicQuantile } from './calibration/isotonic-quantile.ts';
export { type MurphyDecomposition, murphyDecomposition } from './calibration/murphy-decomposition.ts';
export {
  type Dominance,
  elementaryScore,
  type Functional,
  murphyDiagram,
  murphyDominance,
  type MurphyPoint,
  murphyThresholds,
} from './calibration/murphy-diagram.ts';
export { fitRecalibration, type Recalibration, type RecalibrationMethod } from './calibration/recalibrate.ts';
export { transformOf } from './calibration/transform.ts';
export { adjustedP, type Adjustment } from './comparison/adjusted-p.ts';
export { clustering, type Clustering } from './comparison/clusters.ts';
export { comparePair, type ComparePairOptions, type PairComparison } from './comparison/compare-pair.ts';
export {
  confidenceSequence,
  type ConfidenceSequenceOptions,
  type ConfidenceStep,
} from './comparison/confidence-sequence.ts';
export { type Detectable, detectableDifference } from './comparison/detectable.ts';
export {
  dieboldMariano,
  type DieboldMariano,
  type DieboldMarianoOptions,
} from './comparison/diebold-mariano.ts';
export { eProcess, type EProcessOptions, type EStep } from './comparison/e-process.ts';
export {
  giacominiWhite,
  type GiacominiWhite,
  type GiacominiWhiteOptions,
} from './comparison/giacomini-white.ts';
export { henziZiegel, type HenziZiegel, type HenziZiegelOptions } from './comparison/henzi-ziegel.ts';
export {
  bootstrapMean,
  clusterBootstrapMean,
  hacMean,
  type MeanWithInterval,
} from './comparison/mean-score.ts';
export { type Permutation, signFlipTest } from './comparison/permutation.ts';
export {
  type Imputation,
  relativeSkill,
  type RelativeSkillOptions,
  type RelativeSkillTable,
} from './comparison/relative-skill.ts';
export { binaryReferences, type Skill, skillAgainst } from './comparison/skill.ts';
export { type PairedTask, type Pairing, pairScores, type TaskScore } from './comparison/task-score.ts';
export { type Wilcoxon, type WilcoxonOptions, wilcoxonSignedRank } from './comparison/wilcoxon.ts';
export { type Coherence, conditionalCoherence, type ConditionalStatement } from './pools/coherence.ts';
export { type Contribution, leaveOneOut } from './pools/contribution.ts';
export {
  distributionThrough,
  linearPoolOfCdfs,
  linearPoolOfQuantiles,
  quantilePool,
  type Quantiles,
  weightedMedian,
} from './pools/distributions.ts';
export {
  fitExtremising,
  type FittedFactor,
  linearPool,
  linearPoolOfCategories,
  logOddsPool,
  logPoolOfCategories,
} from './pools/probabilities.ts';
export { inverseScoreWeights } from './pools/weights.ts';
export {
  baselineScores,
  byForecaster,
  spotBaselineScores,
  type TimedScore,
} from './tournament/baseline-score.ts';
export { explainPeerScore } from './tournament/explain.ts';
export {
  attainableCoverage,
  bucketOf,
  type ContinuousScale,
  massesOfCdf,
  type QuestionTimes,
  type ResolvedQuestion,
  type StandingForecast,
  withLeastProbability,
} from './tournament/forecast-history.ts';
export { pooledHistory, type Said, standingForecasts } from './tournament/histories.ts';
export {
  leaderboard,
  type LeaderboardOptions,
  type QuestionScore,
  type Standing as LeaderboardRow,
  type Standing as TournamentStanding,
} from './tournament/leaderboard.ts';
export { type PeerScore, peerScores, spotPeerScores } from './tournament/peer-score.ts';
export { relativeScores } from './tournament/relative-score.ts';
export { rescored, type Revision, type Ruling } from './tournament/rescore.ts';
export { timeAveragedBrier } from './tournament/time-averaged-brier.ts';
export {
  type CookeOptions,
  type PerformanceWeights,
  performanceWeights,
  type SeedQuestion,
} from './elicitation/cooke.ts';
export {
  atConfidence,
  type Judgement,
  type JudgementProblem,
  judgementProblems,
  latestRound,
} from './elicitation/judgement.ts';
export { intrinsicRange, type IntrinsicRange } from './elicitation/piecewise.ts';
export {
  type PooledPrior,
  pooledPrior,
  type PriorFamily,
  priorOf,
  type PriorText,
} from './elicitation/prior.ts';
export { type BreakdownRow, type Disagreement, type TaskNote } from './evaluation/report/breakdown.ts';
export {
  type DistributionCalibration,
  type ProbabilityCalibration,
} from './evaluation/report/calibration.ts';
export { type ModelReport, type TableReport } from './evaluation/report/models.ts';
export { type PairReport } from './evaluation/report/pairs.ts';
export { type PoolReport } from './evaluation/report/pools.ts';
export { REFERENCES, type ReferenceName } from './evaluation/report/references.ts';
export {
  SCORE_SCHEMA,
  scoreReport,
  type ReportInput,
  type ScoreDocument,
  type SourceReport,
} from './evaluation/report/report.ts';
export { type TeamReport, type TimedRow, type Tournament } from './evaluation/report/tournament.ts';
