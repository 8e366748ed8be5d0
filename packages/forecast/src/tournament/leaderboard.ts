/** Ranks over many questions that neither sheer volume nor a few lucky picks can buy. */
import { assure } from '../statistics/answer.ts';
import { meanOf, sumOf } from '../statistics/numbers.ts';

export interface QuestionScore {
  readonly forecaster: string;
  readonly question: string;
  /** More is better; 0 is what taking no part would have brought (peer and baseline scores are of this kind). */
  readonly score: number;
  readonly coverage: number;
  /** Weight of the question; 1 unless said. */
  readonly weight?: number;
}

export interface LeaderboardOptions {
  /**
   * `floored-mean` (unless said): sum of scores over the larger of covered questions and `minimum`, so that few questions
   * count as if the rest had scored 0. `shrunken-mean`: sum over covered questions + `minimum`. `sum`: rewards volume.
   */
  readonly by?: 'floored-mean' | 'shrunken-mean' | 'sum';
  /** In questions of full coverage. A third of all questions unless said. */
  readonly minimum?: number;
}

export interface Standing {
  /** Equal values share a rank. */
  readonly rank: number;
  readonly forecaster: string;
  readonly value: number;
  readonly sum: number;
  readonly questions: number;
  /** Sum of coverages, in questions. */
  readonly covered: number;
  /** Standard error of `value` from the spread between questions; absent below 2 questions. */
  readonly standardError?: number;
}

export function leaderboard(scores: readonly QuestionScore[], options: LeaderboardOptions = {}): Standing[] {
  const questions = new Set(scores.map((s) => s.question)).size;
  const { by = 'floored-mean', minimum = Math.max(1, questions / 3) } = options;
  assure(minimum > 0, 'a minimum is above 0');
  const names = [...new Set(scores.map((s) => s.forecaster))];
  const rows = names.map((forecaster) => {
    const mine = scores.filter((s) => s.forecaster === forecaster);
    const weighted = mine.map((s) => s.score * (s.weight ?? 1));
    const covered = sumOf(mine.map((s) => s.coverage * (s.weight ?? 1)));
    const sum = sumOf(weighted);
    const divisor = by === 'sum' ? 1 : by === 'floored-mean' ? Math.max(covered, minimum) : covered + minimum;
    const n = mine.length;
    const mean = meanOf(weighted);
    const spread = Math.sqrt((sumOf(weighted.map((x) => (x - mean) ** 2)) / (n - 1)) * n) / divisor;
    return {
      forecaster,
      value: sum / divisor,
      sum,
      questions: n,
      covered,
      ...(n > 1 && Number.isFinite(spread) ? { standardError: spread } : {}),
    };
  });
  rows.sort((a, b) => (a.value === b.value ? 0 : b.value - a.value));
  return rows.map((row) => ({ rank: 1 + rows.filter((other) => other.value > row.value).length, ...row }));
}
