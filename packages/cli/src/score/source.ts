/** Whatever forecasts come from, in one shape. */
import type {
  Forecast,
  FormatProblem,
  HubTasks,
  PublishedScore,
  QuestionSpec,
  Resolution,
  Task,
  TimeSeries,
  Withdrawal,
} from '@stave/forecast';

export type SourceKind = 'hub' | 'batch' | 'registered' | 'classroom' | 'metaculus' | 'market';

export interface Source {
  readonly path: string;
  readonly kind: SourceKind;
  readonly tasks: readonly Task[];
  readonly forecasts: readonly Forecast[];
  readonly withdrawals?: readonly Withdrawal[];
  /** Forecaster to team, where the source has teams. */
  readonly teams?: ReadonlyMap<string, string>;
  /** Where questions are asked rather than rows of a hub. */
  readonly questions?: readonly QuestionSpec[];
  /** What the source itself says came. */
  readonly resolutions?: readonly Resolution[];
  /** Forecasters that only put together what others say. */
  readonly aggregates?: ReadonlySet<string>;
  readonly hub?: HubParts;
  /** Scores that a tournament itself has published. */
  readonly published?: readonly PublishedScore[];
  /** For the head of the report: hash, seed, trials, time of registering. */
  readonly facts: Readonly<Record<string, string | number>>;
  /** What was used of several things that are there, and what could not be said. */
  readonly notes: readonly string[];
  readonly problems: readonly FormatProblem[];
}

export interface HubParts {
  readonly taskIds: readonly string[];
  readonly tasksConfig?: HubTasks;
  /** Where its oracle output stands. */
  readonly oraclePath?: string;
  readonly timeSeries?: TimeSeries;
}
