/**
 * Forecasts that stood for a while: scores averaged over the time a question was open, with the share of it that was
 * covered, and teams beside their members. Only questions that open, close and have one outcome among options count.
 */
import { linearPool } from '../../pools/probabilities.ts';
import type { Forecast, Moment } from '../../records/forecast.ts';
import type { Resolution } from '../../records/resolution.ts';
import type { QuestionSpec } from '../../formats/question.ts';
import { brier } from '../../scores/brier.ts';
import { isUnanswerable } from '../../statistics/answer.ts';
import { baselineScores, byForecaster, spotBaselineScores } from '../../tournament/baseline-score.ts';
import { explainPeerScore } from '../../tournament/explain.ts';
import {
  attainableCoverage,
  type ResolvedQuestion,
  type StandingForecast,
  withLeastProbability,
} from '../../tournament/forecast-history.ts';
import { standingForecasts } from '../../tournament/histories.ts';
import { leaderboard, type QuestionScore, type Standing } from '../../tournament/leaderboard.ts';
import { peerScores, spotPeerScores } from '../../tournament/peer-score.ts';
import { timeAveragedBrier } from '../../tournament/time-averaged-brier.ts';
import { binaryCases } from './binary-cases.ts';
import type { ReportContext, TableRows } from './context.ts';

export interface TournamentInput {
  readonly forecasts: readonly Forecast[];
  readonly withdrawals: readonly {
    readonly forecaster: string;
    readonly task: string;
    readonly at: Moment;
  }[];
  readonly questions: ReadonlyMap<string, QuestionSpec>;
  /** Who only puts together what others say: they are compared with forecasters, not the other way round. */
  readonly aggregates: ReadonlySet<string>;
  /** What counts of each question. */
  readonly truth: ReadonlyMap<string, Resolution>;
  /** When it was first said what came: what is forecast after that is no forecast. */
  readonly known: ReadonlyMap<string, Moment>;
  /** A rule of the tournament, announced beforehand. */
  readonly least?: number;
}

export interface TimedRow {
  readonly forecaster: string;
  readonly question: string;
  /** 100 ln against the geometric mean of the others; absent where somebody held what came impossible. */
  readonly peer?: number;
  /** 100 for certainty, 0 for all options alike. */
  readonly baseline: number;
  /** The same scores of what stood when the question closed alone, without time; absent where nothing stood. */
  readonly spotPeer?: number;
  readonly spotBaseline?: number;
  /** Sum over options, over the time that was covered. */
  readonly brier: number;
  /** The same of the median forecaster over the same time. */
  readonly medianBrier: number;
  readonly coverage: number;
  /** What anybody could have covered. */
  readonly attainable: number;
  /** The peer score in sentences. */
  readonly why: readonly string[];
}

export interface Tournament {
  readonly questions: number;
  readonly rows: readonly TimedRow[];
  /** By peer score where there is one, else by baseline score. */
  readonly leaderboard: readonly Standing[];
  readonly by: 'peer' | 'baseline';
  /** What stood at shares of the time that a question was to be open. */
  readonly overTime: readonly DecisionTime[];
  readonly notes: readonly string[];
}

export interface DecisionTime {
  /** 0 at the opening, 1 at the scheduled close. */
  readonly share: number;
  readonly forecaster: string;
  readonly n: number;
  /** Mean Brier score, sum over options. */
  readonly brier: number;
}

const SHARES = [0.1, 0.25, 0.5, 0.75, 0.9, 1];

const DAY = 86_400_000;
/** In days; a date that ends something ends with its day. */
const dayOf = (moment: Moment, isEnd = false): number =>
  Date.parse(moment.length === 10 ? `${moment}T00:00:00Z` : moment) / DAY +
  (isEnd && moment.length === 10 ? 1 : 0);

export function tournamentOf({
  forecasts,
  withdrawals,
  questions,
  aggregates,
  truth,
  known,
  least,
}: TournamentInput): Tournament | undefined {
  const rows: TimedRow[] = [];
  const stood: DecisionTime[] = [];
  const notes = new Set<string>();
  if (least !== undefined)
    notes.add(
      `By the rule of this tournament no probability is below ${least}: each forecast is mixed with as little of the uniform one as that takes. Scores elsewhere in the report are of what was said`,
    );
  for (const question of questions.values()) {
    const resolution = truth.get(question.id);
    const timed = resolution && resolvedOf(question, resolution, known.get(question.id));
    if (!timed) continue;
    const own = forecasts.filter(({ task }) => task === question.id);
    if (!own.some(({ issuedAt }) => issuedAt !== undefined)) continue;
    const standing = standingOf(own, withdrawals, question, timed.times.opens);
    if (standing.length === 0) continue;
    for (const share of SHARES) stood.push(...stoodAt(share, standing, timed));
    const counted = least === undefined ? standing : standing.map((one) => atLeast(one, least));
    rows.push(...rowsOfQuestion(question.id, counted, timed, aggregates, notes));
  }
  if (rows.length === 0) return undefined;
  const by = rows.every(({ peer }) => peer !== undefined) ? 'peer' : 'baseline';
  const scores = rows.map(({ forecaster, question, peer, baseline, coverage }): QuestionScore => ({
    ...{ forecaster, question, coverage },
    score: by === 'peer' ? (peer ?? 0) : baseline,
  }));
  return {
    ...{ questions: new Set(rows.map(({ question }) => question)).size, rows, by },
    leaderboard: leaderboard(scores),
    overTime: meansOverTime(stood),
    notes: [...notes],
  };
}

/** Of each forecaster who had a forecast then; nothing once the question was decided. */
function stoodAt(
  share: number,
  standing: readonly StandingForecast[],
  { times, option }: ResolvedQuestion,
): readonly DecisionTime[] {
  const { opens, scheduledClose, closed } = times;
  const at = opens + share * (scheduledClose - opens);
  if (at > closed) return [];
  return standing
    .filter(({ start, end }) => start <= at && (end === undefined || end > at))
    .map(({ forecaster, probabilities }) => ({
      ...{ share, forecaster, n: 1 },
      brier: probabilities.reduce<number>((sum, p, k) => {
        const miss = (p ?? 0) - (k === option ? 1 : 0);
        return sum + miss * miss;
      }, 0),
    }));
}

function meansOverTime(all: readonly DecisionTime[]): readonly DecisionTime[] {
  const groups = new Map<string, DecisionTime[]>();
  for (const one of all) {
    const key = JSON.stringify([one.share, one.forecaster]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((group) => ({
    ...(group[0] as DecisionTime),
    n: group.length,
    brier: group.reduce((sum, { brier: own }) => sum + own, 0) / group.length,
  }));
}

/** Of more options than it fits, all alike. */
const atLeast = (forecast: StandingForecast, least: number): StandingForecast =>
  withLeastProbability(
    forecast,
    Math.min(least, 1 / forecast.probabilities.filter((p) => p !== null).length),
  );

function resolvedOf(
  question: QuestionSpec,
  { state }: Resolution,
  known: Moment | undefined,
): ResolvedQuestion | undefined {
  const { opens, closes, scheduled, options, internal } = question;
  if (state.is !== 'resolved' || opens === undefined || closes === undefined || internal) return undefined;
  const { outcome } = state;
  const option =
    outcome.kind === 'binary'
      ? Number(outcome.happened)
      : outcome.kind === 'category'
        ? optionsOf(question).indexOf(outcome.category)
        : -1;
  if (option < 0 || options.length < 2) return undefined;
  // Who closes a question early takes from everybody the time that was left.
  const closing = dayOf(closes, true);
  const scheduledClose = Math.max(closing, dayOf(scheduled ?? closes, true));
  const decided = state.happenedAt ?? known;
  const ended = decided === undefined ? closing : dayOf(decided, true);
  const times = { opens: dayOf(opens), scheduledClose, closed: Math.min(closing, ended) };
  return times.opens < times.closed ? { kind: { is: 'choice' }, option, times } : undefined;
}

const optionsOf = ({ kind, options }: QuestionSpec): readonly string[] =>
  kind === 'binary' ? ['no', 'yes'] : options;

/** In days since 1970. */
function standingOf(
  forecasts: readonly Forecast[],
  withdrawals: TournamentInput['withdrawals'],
  question: QuestionSpec,
  opens: number,
): readonly StandingForecast[] {
  const said = forecasts.flatMap((forecast) => {
    const probabilities = probabilitiesOf(forecast, question);
    const at = startOf(forecast, opens);
    return probabilities && at !== undefined ? [{ forecaster: forecast.forecaster, probabilities, at }] : [];
  });
  const taken = withdrawals
    .filter(({ task }) => task === question.id)
    .map(({ forecaster, at }) => ({ forecaster, at: dayOf(at) }));
  return standingForecasts(said, taken);
}

/** A batch that used nothing later than the opening could have been asked then, and stands from it. */
function startOf({ issuedAt, informationCutoff }: Forecast, opens: number): number | undefined {
  if (issuedAt !== undefined) return dayOf(issuedAt);
  return informationCutoff !== undefined && dayOf(informationCutoff) <= opens ? opens : undefined;
}

function probabilitiesOf(
  { statement }: Forecast,
  question: QuestionSpec,
): readonly (number | null)[] | undefined {
  if (statement.kind === 'binary') return [1 - statement.probability, statement.probability];
  if (statement.kind !== 'nominal' && statement.kind !== 'ordinal') return undefined;
  return optionsOf(question).map((id) => statement.probabilities[statement.categories.indexOf(id)] ?? null);
}

function rowsOfQuestion(
  question: string,
  standing: readonly StandingForecast[],
  resolved: ResolvedQuestion,
  aggregates: ReadonlySet<string>,
  notes: Set<string>,
): readonly TimedRow[] {
  const people = standing.filter(({ forecaster }) => !aggregates.has(forecaster));
  const peers = peerScores(standing, resolved, people.length > 0 ? people : standing);
  if (isUnanswerable(peers)) notes.add(`${question}: ${peers.unanswerable} (--least-probability)`);
  const baseline = new Map(
    byForecaster(baselineScores(standing, resolved)).map((one) => [one.forecaster, one]),
  );
  const { closed } = resolved.times;
  const spots = spotPeerScores(standing, resolved, closed, people.length > 0 ? people : standing);
  const spotPeers = isUnanswerable(spots) ? [] : spots.filter(({ coverage }) => coverage > 0);
  const spotBaselines = spotBaselineScores(standing, resolved, closed).filter(({ coverage }) => coverage > 0);
  const briers = timeAveragedBrier(standing, resolved);
  const attainable = attainableCoverage(resolved.times);
  return briers.flatMap(({ forecaster, brier: own, median, coverage }): TimedRow[] => {
    if (!(coverage > 0)) return [];
    const mine = isUnanswerable(peers) ? [] : peers.filter((one) => one.forecaster === forecaster);
    return [
      {
        ...{ forecaster, question, brier: own, medianBrier: median, coverage, attainable },
        baseline: baseline.get(forecaster)?.score ?? 0,
        ...(mine.length > 0 && { peer: mine.reduce((sum, { score }) => sum + score, 0) }),
        ...spotOf('spotPeer', spotPeers, forecaster),
        ...spotOf('spotBaseline', spotBaselines, forecaster),
        why: mine.length === 0 ? [] : explainPeerScore(summed(mine)).map(dated),
      },
    ];
  });
}

/** Of one forecaster at most one forecast stands at a moment. */
function spotOf<K extends 'spotPeer' | 'spotBaseline'>(
  key: K,
  scores: readonly { readonly forecaster: string; readonly score: number }[],
  forecaster: string,
): Partial<Record<K, number>> {
  const own = scores.find((one) => one.forecaster === forecaster);
  return (own ? { [key]: own.score } : {}) as Partial<Record<K, number>>;
}

/** All forecasts of one forecaster on a question as one score. */
function summed<
  T extends { readonly score: number; readonly coverage: number; readonly stretches: readonly unknown[] },
>(scores: readonly T[]): T {
  const first = scores[0] as T;
  return {
    ...first,
    score: scores.reduce((sum, { score }) => sum + score, 0),
    coverage: scores.reduce((sum, { coverage }) => sum + coverage, 0),
    stretches: scores.flatMap(({ stretches }) => stretches),
  };
}

/** Days since 1970 as dates. */
const dated = (sentence: string): string =>
  sentence.replace(
    /\bday (\d+(?:\.\d+)?)(?: to (\d+(?:\.\d+)?))?/g,
    (_, from: string, to: string | undefined) => {
      const date = (day: string): string => new Date(Number(day) * DAY).toISOString().slice(0, 10);
      return to === undefined ? date(from) : `${date(from)} to ${date(to)}`;
    },
  );

export interface TeamReport {
  readonly team: string;
  readonly members: readonly string[];
  readonly n: number;
  /** Brier score of the members, averaged over them first. */
  readonly meanOfMembers: number;
  /** Of the mean of their probabilities. */
  readonly pooled: number;
}

export function teamReports(
  tables: readonly TableRows[],
  teams: ReadonlyMap<string, string>,
  { clusterOf }: ReportContext,
): readonly TeamReport[] {
  const rows = tables.find(({ table }) => table === 'binary')?.rows ?? [];
  return [...new Set(teams.values())].sort().flatMap((team): TeamReport[] => {
    const members = [...teams].flatMap(([forecaster, own]) => (own === team ? [forecaster] : []));
    const said = members.map((forecaster) =>
      binaryCases(
        rows.filter(({ forecast }) => forecast.forecaster === forecaster),
        clusterOf,
      ),
    );
    const tasks = [...new Set(said.flatMap((cases) => cases.map(({ task }) => task)))];
    if (tasks.length === 0) return [];
    const byTask = tasks.map((task) => said.flatMap((cases) => cases.filter((one) => one.task === task)));
    const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
    return [
      {
        ...{ team, members, n: tasks.length },
        meanOfMembers: mean(
          byTask.map((all) => mean(all.map(({ probability, outcome }) => brier(probability, outcome === 1)))),
        ),
        pooled: mean(
          byTask.map((all) =>
            brier(linearPool(all.map(({ probability }) => probability)), all[0]?.outcome === 1),
          ),
        ),
      },
    ];
  });
}
