/** Trials to counts that add up: what executors fill and estimates read. */
export { ByteWriter } from './bytes.ts';
export { addEncodedNestedTally, addEncodedTally, encodeNestedTally, encodeTally } from './encoded.ts';
export { addValue, deviationOf, emptySum, meanOf, type ExactSum } from './exact-sum.ts';
export { meanOfFrame, SUM_DIGITS } from './frame-sums.ts';
export {
  addRows,
  createHistograms,
  LINEAR_BINS,
  OCTAVE_BINS,
  OCTAVES,
  PAGES,
  quantiles,
  type Histograms,
  TINY_BIN,
  TINY_NEGATIVE_BIN,
  ZERO_BIN,
} from './histogram.ts';
export {
  addNestedBlock,
  createNestedTally,
  mergeNestedTallies,
  type NestedPlan,
  type NestedTally,
} from './nested.ts';
export {
  COUNT_BYTES_MAX,
  NoRoomError,
  PAGE_BYTES,
  pagesMax,
  roomOf,
  tooLarge,
  type CountRoom,
} from './room.ts';
export { addNumber, cellsOf, emptySample, momentsOf, type Cell, type Sample } from './sample.ts';
export {
  addAnswers,
  addBlock,
  addMeasures,
  addNumbers,
  addTrials,
  answerCount,
  answersOnly,
  clearTally,
  createTally,
  mergeTallies,
  talliedOf,
  type Tallied,
  type Tally,
} from './tally.ts';
