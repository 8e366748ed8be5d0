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
export {
  addNestedBlock,
  createNestedTally,
  mergeNestedTallies,
  nestedPlan,
  type NestedPlan,
  type NestedTally,
} from './nested.ts';
export { addEncodedNestedTally, addEncodedTally, encodeNestedTally, encodeTally } from './encoded.ts';
export { widest, type Precision, type Widest } from './precision.ts';
export { addBlock, createTally, mergeTallies, type Tallied, type Tally } from './tally.ts';
