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
