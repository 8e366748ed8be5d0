/** From what people said one after another to forecasts that stand, each until the next; and what a team says together. */
import { assure } from '../statistics/answer.ts';
import type { StandingForecast } from './forecast-history.ts';

export interface Said {
  readonly forecaster: string;
  readonly probabilities: readonly (number | null)[];
  readonly at: number;
}

/**
 * Forecasts of one question in order of time. Each stands until the same forecaster's next one or withdrawal; of several
 * at one moment the last in the list counts.
 */
export function standingForecasts(
  said: readonly Said[],
  withdrawals: readonly { readonly forecaster: string; readonly at: number }[] = [],
): StandingForecast[] {
  const changes = [
    ...said.map((s) => ({ ...s, probabilities: s.probabilities as readonly (number | null)[] | undefined })),
    ...withdrawals.map((w) => ({ ...w, probabilities: undefined })),
  ].sort((a, b) => a.at - b.at);
  return changes.flatMap(({ forecaster, probabilities, at }, index): StandingForecast[] => {
    const next = changes.slice(index + 1).find((change) => change.forecaster === forecaster);
    if (probabilities === undefined || next?.at === at) return [];
    return [{ forecaster, probabilities, start: at, ...(next === undefined ? {} : { end: next.at }) }];
  });
}

/**
 * One forecaster made of several: at every moment the pool of those who stand then. A team scored so is judged as a
 * forecaster; the mean of its members' scores judges them as people.
 *
 * @param pool of distributions over the options, of at least one member; where no member has an option it stays `null`
 */
export function pooledHistory(
  members: readonly StandingForecast[],
  name: string,
  pool: (distributions: readonly (readonly number[])[]) => readonly number[],
): StandingForecast[] {
  const cuts = [...new Set(members.flatMap((m) => [m.start, ...(m.end === undefined ? [] : [m.end])]))].sort(
    (a, b) => a - b,
  );
  return cuts.flatMap((start, k): StandingForecast[] => {
    const standing = members.filter((m) => m.start <= start && (m.end === undefined || m.end > start));
    const first = standing[0];
    if (first === undefined) return [];
    assure(
      standing.every((m) => m.probabilities.length === first.probabilities.length),
      'members answer the same options',
    );
    const pooled = pool(standing.map((m) => m.probabilities.map((p) => p ?? 0)));
    const end = cuts[k + 1];
    return [
      {
        forecaster: name,
        probabilities: pooled.map((p, option) =>
          standing.every((m) => m.probabilities[option] === null) ? null : p,
        ),
        start,
        ...(end === undefined ? {} : { end }),
      },
    ];
  });
}
