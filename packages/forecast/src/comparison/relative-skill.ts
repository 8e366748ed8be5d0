/** Many forecasters on different sets of tasks, compared two by two on what they have in common. */
import { assure, isUnanswerable } from '../statistics/answer.ts';
import { meanOf } from '../statistics/numbers.ts';
import { adjustedP, type Adjustment } from './adjusted-p.ts';
import { signFlipTest } from './permutation.ts';
import { pairsIn, scoresByForecaster, type TaskScore } from './task-score.ts';
import { wilcoxonSignedRank } from './wilcoxon.ts';

/** What stands for a score that is missing, when that is asked for. Nothing is put in its place unasked. */
export type Imputation =
  | { readonly with: 'none' }
  /** The score of a named forecaster on the same task: a missing forecast counts as that forecaster's. */
  | { readonly with: 'forecaster'; readonly forecaster: string }
  /** The worst, or the mean, of the scores of all others on that task. */
  | { readonly with: 'worst' | 'mean' };

export interface RelativeSkillOptions {
  readonly baseline?: string;
  readonly imputation?: Imputation;
  /** `wilcoxon` unless said; `permutation` flips signs by cluster. */
  readonly test?: 'wilcoxon' | 'permutation' | 'none';
  /** Over all unordered pairs; `holm` unless said. */
  readonly adjustment?: Adjustment;
  readonly seed?: string;
}

export interface Pair {
  readonly first: string;
  readonly second: string;
  /** Common tasks, imputed ones included. */
  readonly n: number;
  /** Mean of the first by mean of the second; absent where it is not defined. */
  readonly ratio?: number;
  readonly pValue?: number;
  readonly adjustedP?: number;
}

export interface RelativeSkill {
  readonly forecaster: string;
  /** Own tasks. */
  readonly n: number;
  readonly imputed: number;
  readonly mean: number;
  /** Geometric mean of the ratios to all, itself included; absent where a ratio is missing. */
  readonly relativeSkill?: number;
  /** Divided by the baseline's. */
  readonly scaledRelativeSkill?: number;
}

export interface RelativeSkillTable {
  readonly forecasters: readonly RelativeSkill[];
  /** Both orders of every pair. */
  readonly pairs: readonly Pair[];
  readonly warnings: readonly string[];
  readonly imputation: Imputation['with'];
}

/**
 * Pairwise relative skill: for each pair the ratio of mean scores over common tasks, for each forecaster the geometric
 * mean of its ratios (Cramer et al. 2022, "Evaluation of individual and ensemble probabilistic forecasts of COVID-19
 * mortality in the United States", PNAS 119, supplement).
 *
 * Only for scores that are never negative and measure a loss; a bias or a log score below 0 has no meaningful ratio.
 */
export function relativeSkill(
  given: readonly TaskScore[],
  options: RelativeSkillOptions = {},
): RelativeSkillTable {
  const { baseline, imputation = { with: 'none' }, test = 'wilcoxon', adjustment = 'holm' } = options;
  const own = scoresByForecaster(given);
  const names = [...own.keys()];
  assure(baseline === undefined || own.has(baseline), `no score of the baseline ${baseline}`);
  const warnings: string[] = [];
  const scores = imputed(given, imputation);
  const table = scoresByForecaster(scores);
  const negative = given.find((s) => s.score < 0);
  if (negative !== undefined) {
    warnings.push(
      `${negative.forecaster} has the negative score ${negative.score} on ${negative.task}: a ratio of such means says nothing, so none is given`,
    );
  }
  const tasks = new Set(given.map((s) => s.task));
  for (const [name, mine] of own) {
    if (mine.size < tasks.size) {
      warnings.push(`${name} has ${mine.size} of ${tasks.size} tasks`);
    }
  }

  const unordered = names.flatMap((first, i) => names.slice(i + 1).map((second) => ({ first, second })));
  const tested = unordered.map(({ first, second }) => {
    const { pairs } = pairsIn(table, first, second);
    const differences = pairs.map((pair) => pair.difference);
    const result =
      test === 'none' || pairs.length === 0
        ? undefined
        : test === 'wilcoxon'
          ? wilcoxonSignedRank(differences)
          : signFlipTest(differences, {
              clusters: pairs.map((pair) => pair.cluster),
              seed: `${options.seed ?? 'relative skill'} ${first} ${second}`,
            });
    if (pairs.length === 0) warnings.push(`${first} and ${second} have no task in common`);
    const ratio =
      negative === undefined && pairs.length > 0
        ? meanOf(pairs.map((pair) => pair.first)) / meanOf(pairs.map((pair) => pair.second))
        : Number.NaN;
    if (negative === undefined && pairs.length > 0 && !(ratio > 0 && Number.isFinite(ratio))) {
      warnings.push(`The mean scores of ${first} and ${second} have no ratio: one is 0 or not finite`);
    }
    return {
      first,
      second,
      n: pairs.length,
      ratio: ratio > 0 && Number.isFinite(ratio) ? ratio : undefined,
      pValue: result === undefined || isUnanswerable(result) ? undefined : result.pValue,
    };
  });
  const withP = tested.filter((pair) => pair.pValue !== undefined);
  const adjusted = adjustedP(
    withP.map((pair) => pair.pValue!),
    adjustment,
  );
  const pairs = tested.flatMap((pair): Pair[] => {
    const at = withP.indexOf(pair);
    const p = at < 0 ? {} : { pValue: pair.pValue!, adjustedP: adjusted[at]! };
    const { first, second, n, ratio } = pair;
    return [
      { first, second, n, ...(ratio === undefined ? {} : { ratio }), ...p },
      { first: second, second: first, n, ...(ratio === undefined ? {} : { ratio: 1 / ratio }), ...p },
    ];
  });

  const skillOf = (name: string): number | undefined => {
    const ratios = pairs.filter((pair) => pair.first === name).map((pair) => pair.ratio);
    if (ratios.some((ratio) => ratio === undefined)) return undefined;
    return Math.exp(ratios.reduce<number>((sum, ratio) => sum + Math.log(ratio!), 0) / names.length);
  };
  const reference = baseline === undefined ? undefined : skillOf(baseline);
  return {
    forecasters: names.map((name) => {
      const skill = skillOf(name);
      const scaled = skill === undefined || reference === undefined ? undefined : skill / reference;
      return {
        forecaster: name,
        n: own.get(name)!.size,
        imputed: table.get(name)!.size - own.get(name)!.size,
        mean: meanOf([...own.get(name)!.values()].map((s) => s.score)),
        ...(skill === undefined ? {} : { relativeSkill: skill }),
        ...(scaled === undefined ? {} : { scaledRelativeSkill: scaled }),
      };
    }),
    pairs,
    warnings,
    imputation: imputation.with,
  };
}

function imputed(scores: readonly TaskScore[], imputation: Imputation): readonly TaskScore[] {
  if (imputation.with === 'none') return scores;
  const table = scoresByForecaster(scores);
  const byTask = new Map<string, TaskScore[]>();
  for (const score of scores) byTask.set(score.task, [...(byTask.get(score.task) ?? []), score]);
  const standIn = (others: readonly TaskScore[]): number | undefined => {
    if (imputation.with === 'forecaster') {
      return others.find((s) => s.forecaster === imputation.forecaster)?.score;
    }
    const values = others.map((s) => s.score);
    return imputation.with === 'worst' ? Math.max(...values) : meanOf(values);
  };
  return [
    ...scores,
    ...[...table].flatMap(([forecaster, mine]) =>
      [...byTask].flatMap(([task, others]): TaskScore[] => {
        if (mine.has(task)) return [];
        const score = standIn(others);
        return score === undefined ? [] : [{ ...others[0]!, forecaster, task, score }];
      }),
    ),
  ];
}
