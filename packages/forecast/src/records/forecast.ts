/**
 * What somebody said beforehand about one task: a statement, by whom, when, on what information, under what condition.
 * Records are plain data, free of the engine, so that a batch, a class, a market and another model are scored alike.
 */

/** A calendar date (`2024-11-05`) or a moment (`2024-11-05T09:00:00Z`); sorts as text among its own kind. */
export type Moment = string;

/** One thing to be forecast. `keys` are its task-id columns, such as target, location, horizon, target date. */
export interface Task {
  readonly id: string;
  readonly keys: Readonly<Record<string, string>>;
  /** Tasks that share causes; scores are reported by cluster as well as one by one. */
  readonly cluster?: string;
  /** What the task stands for where it is not the question itself. */
  readonly proxy?: string;
}

export interface BinaryStatement {
  readonly kind: 'binary';
  /** That it happens, in [0, 1]. */
  readonly probability: number;
}

export interface CategoryStatement {
  readonly kind: 'nominal' | 'ordinal';
  /** All that may happen, low to high where ordinal. */
  readonly categories: readonly string[];
  /** One for each category; sum to 1. */
  readonly probabilities: readonly number[];
}

export interface QuantileStatement {
  readonly kind: 'quantile';
  /** In (0, 1), rising. */
  readonly levels: readonly number[];
  /** One for each level, never falling. */
  readonly values: readonly number[];
}

export interface SampleStatement {
  readonly kind: 'sample';
  readonly values: readonly number[];
  /** One for each value, not negative, not all 0; equal when left out. */
  readonly weights?: readonly number[];
  /** One for each value: draws of equal index are one joint draw over the tasks of a group. */
  readonly indices?: readonly string[];
}

export interface CdfStatement {
  readonly kind: 'cdf';
  /** Rising. */
  readonly thresholds: readonly number[];
  /** P(Y <= threshold), never falling, in [0, 1]. */
  readonly probabilities: readonly number[];
}

export interface SurvivalStatement {
  readonly kind: 'time-to-event';
  /** Rising, in any one unit counted from the issue of the forecast. */
  readonly times: readonly number[];
  /** P(not yet by that time), never rising, in [0, 1]; may end above 0, which is `never` within what was asked. */
  readonly survival: readonly number[];
}

export interface PointStatement {
  readonly kind: 'point';
  /** What of a distribution the number is, which says what it may be scored by. */
  readonly statistic: 'mean' | 'median';
  readonly value: number;
}

export type Statement =
  | BinaryStatement
  | CategoryStatement
  | QuantileStatement
  | SampleStatement
  | CdfStatement
  | SurvivalStatement
  | PointStatement;

/** A forecast made only in case of something; scored only where it came about. */
export interface Condition {
  readonly event: string;
  /** How probable the forecaster held it, where said. */
  readonly probability?: number;
}

export interface Forecast {
  readonly forecaster: string;
  /** `Task.id`. */
  readonly task: string;
  readonly statement: Statement;
  readonly issuedAt?: Moment;
  /** No later material was used. */
  readonly informationCutoff?: Moment;
  readonly condition?: Condition;
  /** How many trials a simulated forecast rests on, for its Monte Carlo error. */
  readonly trials?: number;
}
