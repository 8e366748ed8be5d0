/** The public face of the engine: what the other packages use. Nothing here needs Node, so browsers take it. */
export {
  folded,
  forecastArm,
  OverlapError,
  runBatch,
  trialsLacking,
  type BatchRecord,
  type BatchRun,
  type RecordHead,
  type Target,
} from './batch/batch.ts';
export {
  blocksHere,
  blockTrials,
  type BlockDone,
  type BlockOrder,
  type BlockRunner,
} from './batch/blocks.ts';
export { compareTrials, type Compared, type CompareRequest } from './batch/compare.ts';
export type { ComparisonResult } from './batch/comparison.ts';
export type { MeasureComparison } from './batch/measure-pairs.ts';
export type {
  CurveComparison,
  OutcomeComparison,
  QuestionComparison,
  Switched,
} from './batch/question-pairs.ts';
export {
  countHere,
  forecast,
  type Counter,
  type Forecast,
  type ForecastRequest,
  type Stopped,
} from './batch/forecast.ts';
export { forecastReplications, type Replicated } from './batch/replications.ts';
export { piecesHere, pieceTrials, type PieceRunner } from './batch/pieces.ts';
export type { Shard } from './batch/ranges.ts';
export { drawWord, seedKey, siteHash } from './chance/index.ts';
export type { Diagnostic, Note, Severity, Source, Span } from './diagnostics/diagnostic.ts';
export { lineStarts, placeOf } from './diagnostics/lines.ts';
export { diagnostic } from './diagnostics/report.ts';
export { renderDiagnostics } from './diagnostics/render.ts';
export { Sources, type Found } from './diagnostics/sources.ts';
export { didYouMean } from './diagnostics/suggest.ts';
export { displayWidth } from './diagnostics/width.ts';
export {
  CATEGORY,
  estimateMeasures,
  estimateNumber,
  estimateQuestions,
  estimateTexts,
  intervalText,
  meanTexts,
  nestedPlan,
  NEVER,
  PairSums,
  percentDecimals,
  percentText,
  proportion,
  quantileTexts,
  shareDifference,
  type BasisShare,
  type Difference,
  type OrInfinite,
  type Verdict,
  type MeasureEstimate,
  type NumberTexts,
  type OutcomeEstimate,
  type Precision,
  type ProportionEstimate,
  type QuestionEstimate,
  type QuestionNumber,
  type RangeEstimate,
  type RunDocument,
  type RunFailure,
} from './estimate/index.ts';
export {
  solveExact,
  type ExactAnswers,
  type ExactCheck,
  type ExactComparison,
  type ExactDocument,
  type ExactExpectation,
  type ExactMeasure,
  type ExactNumber,
  type ExactOptions,
  type ExactOutcome,
  type ExactProbability,
  type ExactQuestion,
  type ExactResult,
  type Refusal,
} from './exact/index.ts';
export {
  decidingStep,
  frameDeciding,
  frameInto,
  frameOutOf,
  frameProblem,
  frameWithGoals,
  goalQuestion,
  intervened,
  interventionProblem,
  lastFrameOnly,
  lower,
  newsOf,
  printIr,
  printMermaid,
  sha256Hex,
  shownVariables,
  turnsOf,
  uncertainQuestions,
  withGoalQuestions,
  withOpenDecisions,
  withSampling,
  withStates,
  type Effect,
  type Executor,
  type Intervention,
  type Ir,
  type Lowered,
  type OpenChoice,
  type OpenConsent,
  type OpenDecisions,
  type SavedFrame,
  type StateColumn,
  type TrialBlock,
  type TrialFailure,
  type TrialRange,
} from './ir/index.ts';
export { NOT_APPLICABLE } from './ir/executor.ts';
export { compileJs, compileKernel, compileWasm, hasWasm } from './kernel/index.ts';
export { dayNumber, isoOfDay } from './language/calendar.ts';
export { textIn } from './language/text-in.ts';
export {
  armProblems,
  changesOf,
  checkFragment,
  fragmentJsonSchema,
  isExerciseText,
  isFragmentText,
  isStudyText,
  modelTextInput,
  printModel,
  readDesign,
  printOdd,
  readKept,
  readScenario,
  readStudy,
  scenarioJsonSchema,
  withChange,
  type Change,
  studyJsonSchema,
  TRIALS_MAX,
  worded,
  wordingFaults,
  type Wording,
  type Import,
  type ReadImport,
  type DesignPoint,
  type DrawnTogether,
  type ReadResult,
  type Study,
  type StudyArm,
} from './language/index.ts';
export type { Basis, Model, Question, Text } from './language/model.ts';
export {
  addBlock,
  addNestedBlock,
  addNumber,
  createNestedTally,
  addEncodedTally,
  createTally,
  emptySample,
  encodeTally,
  mergeTallies,
  talliedOf,
  type NestedPlan,
  type NestedTally,
  type NoRoomError,
  type Tally,
} from './tally/index.ts';
