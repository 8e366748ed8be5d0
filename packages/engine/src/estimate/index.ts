/** Counts to estimates with their errors. */
export {
  estimateMeasures,
  estimateQuestions,
  NEVER,
  type BasisShare,
  type MeasureEstimate,
  type OutcomeEstimate,
  type ProportionEstimate,
  type QuestionEstimate,
  type QuestionNumber,
  type RangeEstimate,
  type RunDocument,
  type RunFailure,
} from './estimate.ts';
export {
  estimateTexts,
  intervalText,
  meanTexts,
  percentDecimals,
  percentText,
  quantileTexts,
  type NumberTexts,
} from './digits.ts';
export { estimateNumber } from './number.ts';
export { estimateOccupancy, type OccupancyEstimate } from './occupancy.ts';
export { meanRange } from './mean-range.ts';
export {
  CATEGORY,
  PairSums,
  shareDifference,
  type Difference,
  type OrInfinite,
  type Pairing,
  type Verdict,
} from './paired.ts';
export { studentT } from './student.ts';
export { replicated, replicatedDifference } from './replicated.ts';
export { nestedPlan } from './nested-plan.ts';
export { widest, type Precision, type Widest } from './precision.ts';
export { proportion, type Proportion } from './wilson.ts';
