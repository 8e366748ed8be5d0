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
  type Standing,
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
