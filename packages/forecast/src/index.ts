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
  type Classroom,
  type ClassroomForecast,
  type Withdrawal,
} from './formats/classroom.ts';
export { canonicalJson, sha256Hex } from './formats/canonical.ts';
export { numberOf, numberText } from './formats/cells.ts';
export { readExperts, readSeeds, writeExperts, type Judgement } from './formats/experts.ts';
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
export { familyOf, taskId, type Family, type OutputType } from './formats/hub/task-key.ts';
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
  isBy,
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
