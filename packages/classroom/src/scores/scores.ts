/**
 * Seats as forecasters: what people said in each turn, scored on what came of it. Time is counted in turns: what is said
 * in turn t stands from t on until it is said anew, and a question closes at the end of the turn in which its last frame
 * lies. Joining and briefing is turn 0.
 *
 * Scores are those of tournaments (packages/forecast): Brier over all outcomes (0 to 2) of the last forecast, its average
 * over time, and the peer score, for which every probability is mixed with a little of the uniform one: a single wrong
 * certainty would otherwise make the scores of all others infinite.
 */
import {
  brierCategories,
  corp,
  peerScores,
  standingForecasts,
  timeAveragedBrier,
  withLeastProbability,
  type ResolvedQuestion,
  type Said,
  type StandingForecast,
} from '@stave/forecast';
import type { StandingQuestion } from '../exercise/exercise.ts';
import { settledAnswers } from '../room/settled.ts';
import type { RoomState } from '../room/state.ts';
import { stepsOf, type World } from '../room/world.ts';

/** Of any outcome, in peer scores. */
export const LEAST_PROBABILITY = 0.01;

/** Somebody beside the class: the model's fan by turn, a market, a base rate. */
export interface Bystander {
  readonly name: string;
  readonly question: string;
  readonly turn: number;
  readonly probabilities: Readonly<Record<string, number>>;
}

export interface QuestionScoring {
  readonly forecaster: string;
  readonly question: string;
  readonly outcome: string;
  /** Of the last forecast before the close; 0 to 2, less is better. */
  readonly brier: number;
  /** Averaged over the time that a forecast stood. */
  readonly timeAveraged: number;
  /** Of those who stood then. */
  readonly medianThen: number;
  /** More is better; 0 is as good as the others. Nothing where nobody else forecast. */
  readonly peer: number;
  /** Share of the question's time with a forecast. */
  readonly coverage: number;
}

export interface ForecasterScoring {
  readonly forecaster: string;
  readonly questions: number;
  /** Means over questions that were forecast. */
  readonly brier: number;
  readonly timeAveraged: number;
  /** The sum over all questions, where taking no part is 0, by their number. */
  readonly peer: number;
}

/** How often what was given a probability came true: the isotonic (CORP) fit over all outcomes of all questions. */
export interface CalibrationBlock {
  readonly low: number;
  readonly high: number;
  readonly said: number;
  readonly happened: number;
}

export interface RoomScores {
  readonly leastProbability: number;
  /** Questions that have an outcome. */
  readonly resolved: readonly string[];
  readonly rows: readonly QuestionScoring[];
  /** People first, best peer score first; then bystanders. */
  readonly forecasters: readonly ForecasterScoring[];
  /** Of people alone; of the last forecast of each before the close. */
  readonly calibration: readonly CalibrationBlock[];
}

/**
 * @param outcomes by question; those that stand in the room when left out, or what happened in the world
 * @param bystanders who are scored beside people, and with them in no mean
 */
export function scoreRoom(
  world: World,
  state: RoomState,
  {
    outcomes = settledAnswers(world, state),
    bystanders = [],
  }: { readonly outcomes?: ReadonlyMap<string, string>; readonly bystanders?: readonly Bystander[] } = {},
): RoomScores {
  const judged = world.exercise.questions.flatMap((question) => {
    const option = question.outcomes.findIndex(({ id }) => id === outcomes.get(question.id));
    return option < 0 ? [] : [{ question, option }];
  });
  const scored = judged.map(({ question, option }) => {
    const said = saidBy(state, question);
    const beside = saidBeside(bystanders, question);
    const resolved: ResolvedQuestion = {
      kind: { is: 'choice' },
      option,
      times: timesOf(world, state, question),
    };
    return { question, option, said, ...scoreQuestion(question, resolved, said, beside) };
  });
  const rows = scored.flatMap((one) => one.rows);
  const people = new Set(state.forecasts.map(({ person }) => person as string));
  const summed = [...new Set(rows.map(({ forecaster }) => forecaster))].map((forecaster) =>
    sumUp(forecaster, rows, judged.length),
  );
  const byPeer = summed.sort((a, b) => b.peer - a.peer || (a.forecaster < b.forecaster ? -1 : 1));
  return {
    leastProbability: LEAST_PROBABILITY,
    resolved: judged.map(({ question }) => question.id),
    rows,
    forecasters: [
      ...byPeer.filter(({ forecaster }) => people.has(forecaster)),
      ...byPeer.filter(({ forecaster }) => !people.has(forecaster)),
    ],
    calibration: calibrationOf(
      scored.flatMap(({ option, last }) =>
        [...last].flatMap(([forecaster, probabilities]) =>
          people.has(forecaster) ? probabilities.map((p, i) => ({ p, happened: i === option })) : [],
        ),
      ),
    ),
  };
}

// ------------------------------------------------------------ one question

type History = readonly Said[];

const inOrder = (
  { outcomes }: StandingQuestion,
  probabilities: Readonly<Record<string, number>>,
): readonly number[] => outcomes.map(({ id }) => probabilities[id] ?? 0);

const saidBy = ({ forecasts }: RoomState, question: StandingQuestion): History =>
  forecasts
    .filter((one) => one.question === question.id)
    .map(({ person, turn, probabilities }) => ({
      forecaster: person,
      probabilities: inOrder(question, probabilities),
      at: turn,
    }));

const saidBeside = (bystanders: readonly Bystander[], question: StandingQuestion): History =>
  bystanders
    .filter((one) => one.question === question.id)
    .map(({ name, turn, probabilities }) => ({
      forecaster: name,
      probabilities: inOrder(question, probabilities),
      at: turn,
    }));

/** From the first turn in which anybody forecast anything to the end of the turn with the question's last frame. */
function timesOf(world: World, state: RoomState, { id }: StandingQuestion): ResolvedQuestion['times'] {
  const last = world.ir.questions.find((one) => one.id === id)?.last ?? world.ir.clock.steps;
  const turns = world.exercise.presets.find((one) => one.id === state.preset)?.turns ?? [];
  const within = turns.findIndex((_, i) => (stepsOf(world, state, i + 1).at(-1) ?? 0) >= last);
  const closed = within < 0 ? turns.length + 1 : within + 2;
  const opens = Math.min(1, ...state.forecasts.map(({ turn }) => turn));
  return { opens, scheduledClose: closed, closed };
}

function scoreQuestion(
  { id, outcomes }: StandingQuestion,
  question: ResolvedQuestion,
  said: History,
  beside: History,
): { readonly rows: readonly QuestionScoring[]; readonly last: ReadonlyMap<string, readonly number[]> } {
  const { closed } = question.times;
  const own = standingForecasts(said.filter(({ at }) => at < closed));
  const others = standingForecasts(beside.filter(({ at }) => at < closed));
  const all = [...own, ...others];
  // Everybody is measured on the people of the class.
  const careful = (list: readonly StandingForecast[]): readonly StandingForecast[] =>
    list.map((forecast) => withLeastProbability(forecast, LEAST_PROBABILITY));
  const peers = peerScores(careful(all), question, careful(own));
  const peerOf = (forecaster: string): number =>
    Array.isArray(peers)
      ? peers.filter((one) => one.forecaster === forecaster).reduce((sum, { score }) => sum + score, 0)
      : 0;
  const last = new Map(all.map(({ forecaster, probabilities }) => [forecaster, probabilities.map(Number)]));
  const averaged = [...timeAveragedBrier(own, question), ...besideClass(others, own, question)];
  const rows = averaged.map(({ forecaster, brier: timeAveraged, median: medianThen, coverage }) => ({
    forecaster,
    question: id,
    outcome: outcomes[question.option]?.id ?? '',
    brier: brierCategories(last.get(forecaster) ?? [], question.option),
    timeAveraged,
    medianThen,
    peer: peerOf(forecaster),
    coverage,
  }));
  return { rows, last };
}

/** Bystanders one by one, so that no median of the class has them in it. */
const besideClass = (
  others: readonly StandingForecast[],
  own: readonly StandingForecast[],
  question: ResolvedQuestion,
): ReturnType<typeof timeAveragedBrier> =>
  [...new Set(others.map(({ forecaster }) => forecaster))].flatMap((name) =>
    timeAveragedBrier([...own, ...others.filter((one) => one.forecaster === name)], question).filter(
      ({ forecaster }) => forecaster === name,
    ),
  );

// ------------------------------------------------------------ over questions

function sumUp(forecaster: string, rows: readonly QuestionScoring[], questions: number): ForecasterScoring {
  const mine = rows.filter((row) => row.forecaster === forecaster);
  const mean = (pick: (row: QuestionScoring) => number): number =>
    mine.reduce((sum, row) => sum + pick(row), 0) / mine.length;
  return {
    forecaster,
    questions: mine.length,
    brier: mean((row) => row.brier),
    timeAveraged: mean((row) => row.timeAveraged),
    peer: mine.reduce((sum, { peer }) => sum + peer, 0) / Math.max(1, questions),
  };
}

function calibrationOf(
  cases: readonly { readonly p: number; readonly happened: boolean }[],
): readonly CalibrationBlock[] {
  const fit = corp(
    cases.map(({ p }) => Math.min(1, Math.max(0, p))),
    cases.map(({ happened }) => (happened ? 1 : 0)),
  );
  return 'blocks' in fit
    ? fit.blocks.map(({ low, high, n, fitted }) => ({ low, high, said: n, happened: fitted }))
    : [];
}
