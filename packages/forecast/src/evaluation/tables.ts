/** Scores as tables: a row a model and task with the task's ids, and a row a model with means and relative skill. */
import { relativeSkill } from '../comparison/relative-skill.ts';
import { canonicalJson } from '../formats/canonical.ts';
import { numberText } from '../formats/cells.ts';
import { writeCsv } from '../formats/sheet.ts';
import { isScore, type Score } from '../scores/score.ts';
import type { CompoundScore } from './compound.ts';
import type { ScoredStatement } from './evaluate.ts';
import { isLoss, type TableScores } from './score-statement.ts';

export interface ScoreRow {
  readonly model: string;
  readonly keys: Readonly<Record<string, string>>;
  readonly scores: TableScores;
}

export const rowsOf = (rows: readonly ScoredStatement[]): readonly ScoreRow[] =>
  rows.map(({ forecast, task, scores }) => ({ model: forecast.forecaster, keys: task.keys, scores }));

export const rowsOfCompound = (rows: readonly CompoundScore[]): readonly ScoreRow[] =>
  rows.map(({ forecaster, keys, scores }) => ({ model: forecaster, keys, scores }));

/** In the order in which rows have them; intervals by their width. */
export function scoreNames(rows: readonly ScoreRow[]): readonly string[] {
  const names = [...new Set(rows.flatMap(({ scores }) => Object.keys(scores)))];
  const widthOf = (name: string): number => Number(/^interval_coverage_(.+)$/.exec(name)?.[1] ?? 0);
  return names.sort((a, b) => widthOf(a) - widthOf(b));
}

/** Infinite scores are `Inf`; a cell is empty where there is no score. */
export const scoreCell = (score: Score | undefined): string =>
  score === undefined || !isScore(score) ? '' : numberText(score);

/** `model_id`, the task ids, the scores. */
export function scoresCsv(rows: readonly ScoreRow[], taskIds: readonly string[]): string {
  const names = scoreNames(rows);
  return writeCsv(
    ['model_id', ...taskIds, ...names],
    rows.map(({ model, keys, scores }) => [
      model,
      ...taskIds.map((name) => keys[name] ?? 'NA'),
      ...names.map((name) => scoreCell(scores[name])),
    ]),
  );
}

export interface ModelMeans {
  readonly model: string;
  /** Rows it has. */
  readonly n: number;
  /** Means over the rows that have the score. */
  readonly means: Readonly<Record<string, number>>;
  /** Geometric mean of the ratios to every model over common tasks; by score. */
  readonly relativeSkill: Readonly<Record<string, number>>;
  /** The same divided by that of the baseline. */
  readonly scaledRelativeSkill: Readonly<Record<string, number>>;
}

/**
 * Means, and relative skill as in Cramer et al. 2022 (PNAS 119, supplement): of each pair the ratio of mean scores over
 * the tasks both have, of each model the geometric mean of its ratios, its own included.
 */
export function modelMeans(rows: readonly ScoreRow[], baseline?: string): readonly ModelMeans[] {
  const models = [...new Set(rows.map(({ model }) => model))].sort();
  const names = scoreNames(rows);
  const byModel = new Map(models.map((model) => [model, rows.filter((row) => row.model === model)]));
  const skill = new Map(names.filter(isLoss).map((name) => [name, relativeSkills(rows, name)] as const));
  const kept = (pick: (name: string) => number | undefined): Record<string, number> =>
    Object.fromEntries(
      names.flatMap((name) => {
        const value = pick(name);
        return value === undefined ? [] : [[name, value]];
      }),
    );
  return models.map((model) => {
    const own = byModel.get(model) ?? [];
    const ofBase = (name: string) => (baseline === undefined ? undefined : skill.get(name)?.get(baseline));
    return {
      ...{ model, n: own.length },
      means: kept((name) => mean(own.map(({ scores }) => scores[name]).filter(isKnown))),
      relativeSkill: kept((name) => skill.get(name)?.get(model)),
      scaledRelativeSkill: kept((name) => {
        const [mine, base] = [skill.get(name)?.get(model), ofBase(name)];
        return mine === undefined || base === undefined ? undefined : mine / base;
      }),
    };
  });
}

const isKnown = (score: Score | undefined): score is number => score !== undefined && isScore(score);
const mean = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;

/** By model; none where a mean is 0 or infinite, or two models have no task in common. */
function relativeSkills(rows: readonly ScoreRow[], name: string): ReadonlyMap<string, number> {
  const scores = rows.flatMap(({ model, keys, scores: own }) => {
    const score = own[name];
    return isKnown(score) ? [{ forecaster: model, task: canonicalJson(keys), score }] : [];
  });
  const { forecasters } = relativeSkill(scores, { test: 'none' });
  return new Map(
    forecasters.flatMap(({ forecaster, relativeSkill: skill }) =>
      skill === undefined ? [] : [[forecaster, skill] as const],
    ),
  );
}

/** `model_id`, `n`, means, then `NAME_relative_skill` and, with a baseline, `NAME_scaled_relative_skill`. */
export function modelMeansCsv(rows: readonly ScoreRow[], baseline?: string): string {
  const models = modelMeans(rows, baseline);
  const names = scoreNames(rows);
  const skilled = names.filter((name) =>
    models.some(({ relativeSkill }) => relativeSkill[name] !== undefined),
  );
  const cell = (value: number | undefined): string => (value === undefined ? '' : numberText(value));
  return writeCsv(
    [
      ...['model_id', 'n', ...names],
      ...skilled.flatMap((name) => [
        `${name}_relative_skill`,
        ...(baseline === undefined ? [] : [`${name}_scaled_relative_skill`]),
      ]),
    ],
    models.map(({ model, n, means, relativeSkill, scaledRelativeSkill }) => [
      ...[model, String(n), ...names.map((name) => cell(means[name]))],
      ...skilled.flatMap((name) => [
        cell(relativeSkill[name]),
        ...(baseline === undefined ? [] : [cell(scaledRelativeSkill[name])]),
      ]),
    ]),
  );
}
