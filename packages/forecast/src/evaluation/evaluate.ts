/** Forecasts and what happened to scores, statement by statement, and what could not be scored and why. */
import type { Forecast, Moment, Task } from '../records/forecast.ts';
import type { Resolution } from '../records/resolution.ts';
import type { QuestionSpec } from '../formats/question.ts';
import { isBy } from '../records/moment.ts';
import { standing as standingOf } from '../records/standing.ts';
import { isScore, type NoScore } from '../scores/score.ts';
import { scoresInTable, tableOf, type ScoreTable, type TableScores } from './score-statement.ts';

export interface ScoredStatement {
  readonly forecast: Forecast;
  readonly task: Task;
  readonly table: ScoreTable;
  readonly resolution: Resolution;
  readonly scores: TableScores;
}

export interface Unscored {
  readonly forecaster: string;
  readonly task: string;
  readonly why: string;
}

export interface Evaluation {
  readonly rows: readonly ScoredStatement[];
  /** What counts of each task that is forecast and can be looked up, where anything was said of it: void ones, too. */
  readonly standing: readonly Resolution[];
  /** When what came of a task was first said: nobody forecasts it after that. */
  readonly known: ReadonlyMap<string, Moment>;
  /** Tasks that resolved to nothing, with the reason. */
  readonly voided: readonly { readonly task: string; readonly why: string }[];
  /** Tasks somebody forecasts and of which nobody says what came. */
  readonly open: readonly string[];
  /** Tasks nobody can look up. */
  readonly internal: readonly string[];
  /** Statements that have no score, or only some of their scores. */
  readonly unscored: readonly Unscored[];
  /** Tasks whose resolution was revised: how often. */
  readonly revised: readonly { readonly task: string; readonly times: number }[];
}

export interface EvaluationInput {
  readonly tasks: readonly Task[];
  /** Of each forecaster, task and kind of statement the last one that counts is scored. */
  readonly forecasts: readonly Forecast[];
  readonly resolutions: readonly Resolution[];
  readonly questions?: ReadonlyMap<string, QuestionSpec>;
  readonly withdrawals?: readonly {
    readonly forecaster: string;
    readonly task: string;
    readonly at: Moment;
  }[];
  /** Resolutions that were made later do not count. */
  readonly asOf?: Moment;
}

export function evaluate({
  tasks,
  forecasts,
  resolutions,
  questions = new Map(),
  withdrawals = [],
  asOf,
}: EvaluationInput): Evaluation {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const histories = new Map<string, Resolution[]>();
  for (const resolution of resolutions)
    histories.set(resolution.task, [...(histories.get(resolution.task) ?? []), resolution]);
  const asked = new Set(forecasts.map(({ task }) => task));
  const isInternal = (task: string): boolean => questions.get(task)?.internal === true;
  const truth = new Map<string, Resolution>();
  const revised = new Map<string, number>();
  const firstSaid = new Map<string, Moment>();
  for (const [task, history] of histories) {
    const found = standingOf(task, history, asOf);
    if (found.resolution) truth.set(task, found.resolution);
    const said = [...found.revised, ...(found.resolution ? [found.resolution] : [])].find(
      ({ state }) => state.is === 'resolved' || state.is === 'partial',
    );
    if (said?.resolvedAt !== undefined) firstSaid.set(task, said.resolvedAt);
    if (found.revised.length > 0 && asked.has(task)) revised.set(task, found.revised.length);
  }

  const unscored: Unscored[] = [];
  const { standing, late } = standingForecasts(forecasts, withdrawals, questions, truth, firstSaid);
  for (const { forecaster, task } of late)
    unscored.push({ forecaster, task, why: 'it was issued after the question had closed or was decided' });
  const rows = standing.flatMap((forecast): ScoredStatement[] => {
    const task = byId.get(forecast.task);
    const resolution = truth.get(forecast.task);
    if (!task || !resolution || isInternal(task.id)) return [];
    if (resolution.state.is === 'void' || resolution.state.is === 'open') return [];
    const scores = scoresInTable(forecast, resolution);
    if (isNoScore(scores)) {
      unscored.push({ forecaster: forecast.forecaster, task: task.id, why: scores.noScore });
      return [];
    }
    const missing = Object.values(scores).flatMap((score) => (isScore(score) ? [] : [score.noScore]));
    for (const why of new Set(missing))
      unscored.push({ forecaster: forecast.forecaster, task: task.id, why });
    return [{ forecast, task, table: tableOf(forecast), resolution, scores }];
  });
  const states = [...asked]
    .filter((task) => !isInternal(task))
    .map((task) => ({ task, state: truth.get(task)?.state }));
  return {
    rows,
    standing: states.flatMap(({ task }) => truth.get(task) ?? []),
    known: firstSaid,
    voided: states.flatMap(({ task, state }) => (state?.is === 'void' ? [{ task, why: state.why }] : [])),
    open: states.flatMap(({ task, state }) => (state === undefined || state.is === 'open' ? [task] : [])),
    internal: [...asked].filter(isInternal),
    unscored,
    revised: [...revised].map(([task, times]) => ({ task, times })),
  };
}

/** Of each forecaster, task and kind of statement the last that was made in time and not taken back. */
function standingForecasts(
  forecasts: readonly Forecast[],
  withdrawals: NonNullable<EvaluationInput['withdrawals']>,
  questions: ReadonlyMap<string, QuestionSpec>,
  truth: ReadonlyMap<string, Resolution>,
  firstSaid: ReadonlyMap<string, Moment>,
): { readonly standing: readonly Forecast[]; readonly late: readonly Forecast[] } {
  const last = new Map<string, Forecast>();
  const late = new Map<string, Forecast>();
  const keyOf = (forecaster: string, task: string, kind: string): string =>
    JSON.stringify([forecaster, task, kind]);
  for (const forecast of forecasts) {
    const { forecaster, task, issuedAt } = forecast;
    const key = keyOf(forecaster, task, tableOf(forecast));
    const state = truth.get(task)?.state;
    // What came is known at the latest when it is first said.
    const decided = state?.is === 'resolved' ? state.happenedAt : undefined;
    const limits = [questions.get(task)?.closes, decided ?? firstSaid.get(task)];
    if (issuedAt !== undefined && limits.some((limit) => limit !== undefined && !isBy(issuedAt, limit))) {
      late.set(key, forecast);
      continue;
    }
    const before = last.get(key);
    if (!before || (before.issuedAt ?? '') <= (issuedAt ?? '')) last.set(key, forecast);
  }
  for (const { forecaster, task, at } of withdrawals)
    for (const [key, forecast] of last)
      if (forecast.forecaster === forecaster && forecast.task === task && (forecast.issuedAt ?? '') <= at) {
        const closes = questions.get(task)?.closes;
        if (closes === undefined || isBy(at, closes)) last.delete(key);
      }
  return {
    standing: [...last.values()],
    late: [...late].flatMap(([key, one]) => (last.has(key) ? [] : [one])),
  };
}

const isNoScore = (scores: TableScores | NoScore): scores is NoScore => typeof scores['noScore'] === 'string';
