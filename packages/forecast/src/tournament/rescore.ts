/** Scores follow the resolution: a later one scores everybody again, and what changed is on record. */
import type { Moment } from '../records/forecast.ts';

/** What was known of a question at some time: an outcome, `void`, or `open` again after an un-resolution. */
export interface Ruling<Outcome> {
  readonly at: Moment;
  readonly outcome: Outcome | 'void' | 'open';
  readonly why?: string;
}

export interface ScoreChange {
  readonly forecaster: string;
  /** Absent where there was (is) no score. */
  readonly before?: number;
  readonly after?: number;
}

export interface Revision<Outcome> {
  readonly ruling: Ruling<Outcome>;
  readonly scores: ReadonlyMap<string, number>;
  /** Against the ruling before: only those whose score changed. */
  readonly changes: readonly ScoreChange[];
}

/**
 * Scores after each ruling in order of time. `void` and `open` leave no score: nothing of an earlier ruling stays behind.
 *
 * @param score by forecaster under an outcome
 */
export function rescored<Outcome>(
  rulings: readonly Ruling<Outcome>[],
  score: (outcome: Outcome) => ReadonlyMap<string, number>,
): Revision<Outcome>[] {
  let before: ReadonlyMap<string, number> = new Map();
  return [...rulings]
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .map((ruling) => {
      const scores: ReadonlyMap<string, number> =
        ruling.outcome === 'void' || ruling.outcome === 'open' ? new Map() : score(ruling.outcome);
      const names = new Set([...before.keys(), ...scores.keys()]);
      const changes = [...names].flatMap((forecaster): ScoreChange[] => {
        const [was, is] = [before.get(forecaster), scores.get(forecaster)];
        if (Object.is(was, is)) return [];
        return [
          {
            forecaster,
            ...(was === undefined ? {} : { before: was }),
            ...(is === undefined ? {} : { after: is }),
          },
        ];
      });
      before = scores;
      return { ruling, scores, changes };
    });
}
