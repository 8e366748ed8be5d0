/** What people said of the standing questions, turn by turn, beside the model; and how it scores. */
import { mean, quantileType7 } from '@stave/forecast';
import type { StandingQuestion } from '../exercise/exercise.ts';
import { said } from '../room/said.ts';
import { settledAnswers } from '../room/settled.ts';
import type { RoomState } from '../room/state.ts';
import { scoreRoom, type Bystander } from '../scores/scores.ts';
import type { ForecastsTold, IntervalTold, QuestionTold, ScoresTold } from './document.ts';
import type { Telling } from './telling.ts';

/** What the model gave each standing question, from the frame with which a turn began. */
export interface ModelSaid {
  readonly turn: number;
  readonly question: string;
  readonly outcomes: readonly IntervalTold[];
}

export const MODEL = 'model';
export const MEAN = 'mean';

export function forecastsTold(telling: Telling, model: readonly ModelSaid[]): ForecastsTold {
  const { world, chronicle } = telling;
  const { state } = chronicle;
  const settled = settledAnswers(world, state);
  const history = new Map(Object.entries(world.exercise.history));
  const bystanders = [...modelBeside(state, model), ...meanBeside(telling)];
  const scores = scoresTold(telling, settled, bystanders);
  return {
    questions: world.exercise.questions.map((question): QuestionTold => {
      const outcome = settled.get(question.id);
      const known = history.get(question.id);
      return {
        id: question.id,
        label: said(question.label, telling.language),
        outcomes: question.outcomes.map(({ id, label }) => ({ id, label: said(label, telling.language) })),
        ...(outcome !== undefined && { outcome }),
        ...(known !== undefined && { history: known }),
        ...timesTold(telling, question.id, outcome !== undefined),
        turns: turnsSaid(telling, question),
        model: model
          .filter((one) => one.question === question.id)
          .map(({ turn, outcomes }) => ({ turn, outcomes })),
      };
    }),
    said: allSaid(telling),
    scores,
    ...(history.size > 0 && { history: scoresTold(telling, history, bystanders) }),
  };
}

const iso = (at: number): string => new Date(at).toISOString();

function allSaid({ chronicle, name }: Telling): ForecastsTold['said'] {
  const last = new Map<string, number>();
  return chronicle.acts.flatMap(({ event, seat }) => {
    if (event.kind !== 'forecast') return [];
    const { by, question, probabilities, turn } = event;
    const key = `${by} ${question}`;
    // Two of one millisecond would be one forecast that says two things.
    const at = Math.max(event.at, (last.get(key) ?? -Infinity) + 1);
    last.set(key, at);
    return [
      {
        ...{ person: by, name: name(by), turn, question, at: iso(at), probabilities },
        ...(typeof seat === 'string' && { seat }),
      },
    ];
  });
}

/** Of the log's clock. A question whose last frame the exercise did not reach has no close. */
function timesTold(
  { world, chronicle }: Telling,
  question: string,
  isSettled: boolean,
): Pick<QuestionTold, 'opensAt' | 'closesAt' | 'resolvedAt'> {
  const { acts, standing } = chronicle;
  const last = lastFrame(world, question);
  const turns = standing.flatMap(({ event }) => (event.kind === 'adjudicated' ? [event] : []));
  const closing = turns.find(({ readings }) => (readings.at(-1)?.step ?? 0) >= last);
  const settling = closing ?? turns.at(-1);
  return {
    opensAt: iso(acts[0]?.event.at ?? 0),
    ...(closing && { closesAt: iso(closing.at) }),
    ...(isSettled && settling && { resolvedAt: iso(settling.at) }),
  };
}

// ---------------------------------------------------------------- by turn

/** What each person's forecast is at the end of a turn: the last that was said, in it or before. */
function standing(
  { forecasts }: RoomState,
  question: string,
  turn: number,
): readonly Readonly<Record<string, number>>[] {
  const last = new Map<string, { readonly turn: number; readonly said: Readonly<Record<string, number>> }>();
  for (const one of forecasts) {
    if (one.question !== question || one.turn > turn) continue;
    const before = last.get(one.person);
    if (!before || before.turn <= one.turn) last.set(one.person, { turn: one.turn, said: one.probabilities });
  }
  return [...last.values()].map((one) => one.said);
}

/** From the first turn in which anybody said anything of the question to the last that was played before its close. */
function turnsOf({ forecasts, past }: RoomState, question: string, close: number): readonly number[] {
  const said = forecasts.filter((one) => one.question === question).map(({ turn }) => turn);
  if (said.length === 0) return [];
  const first = Math.min(...said);
  const last = Math.min(close, Math.max(...said, ...past.map(({ turn }) => turn)));
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
}

/** The turn with the last frame of a question; none where the exercise did not come so far. */
function closeOf({ world, chronicle }: Telling, question: string): number {
  const last = lastFrame(world, question);
  const { past } = chronicle.state;
  return past.find(({ readings }) => (readings.at(-1)?.step ?? 0) >= last)?.turn ?? Infinity;
}

const lastFrame = ({ ir }: Telling['world'], question: string): number =>
  ir.questions.find(({ id }) => id === question)?.last ?? ir.clock.steps;

const turnsSaid = (telling: Telling, { id, outcomes }: StandingQuestion): QuestionTold['turns'] =>
  turnsOf(telling.chronicle.state, id, closeOf(telling, id)).map((turn) => {
    const people = standing(telling.chronicle.state, id, turn);
    return {
      turn,
      people: people.length,
      outcomes: outcomes.map((outcome) => {
        const values = people.map((one) => one[outcome.id] ?? 0);
        const sample = [...values].sort((a, b) => a - b);
        return {
          id: outcome.id,
          mean: mean(values),
          low: Math.min(...values),
          lowerQuartile: quantileType7(sample, 0.25),
          median: quantileType7(sample, 0.5),
          upperQuartile: quantileType7(sample, 0.75),
          high: Math.max(...values),
        };
      }),
    };
  });

// ---------------------------------------------------------------- beside people

/** What the model says as turn 1 begins stands from the first forecast on, when that came before the start. */
function modelBeside({ forecasts }: RoomState, model: readonly ModelSaid[]): readonly Bystander[] {
  const first = Math.min(1, ...forecasts.map(({ turn }) => turn));
  return model.map(({ turn, question, outcomes }) => ({
    name: MODEL,
    question,
    turn: turn === 1 ? first : turn,
    probabilities: Object.fromEntries(outcomes.map(({ id, value }) => [id, value])),
  }));
}

const meanBeside = (telling: Telling): readonly Bystander[] =>
  telling.world.exercise.questions.flatMap((question) =>
    turnsSaid(telling, question).map(({ turn, outcomes }) => ({
      name: MEAN,
      question: question.id,
      turn,
      probabilities: Object.fromEntries(outcomes.map(({ id, mean: value }) => [id, value])),
    })),
  );

// ---------------------------------------------------------------- scores

function scoresTold(
  telling: Telling,
  outcomes: ReadonlyMap<string, string>,
  bystanders: readonly Bystander[],
): ScoresTold {
  const { world, chronicle, words, name } = telling;
  const { state } = chronicle;
  const { leastProbability, resolved, rows, forecasters, calibration } = scoreRoom(world, state, {
    outcomes,
    bystanders,
  });
  return {
    leastProbability,
    resolved,
    forecasters: forecasters.map((one) => {
      const { forecaster } = one;
      const kind = forecaster === MODEL || forecaster === MEAN ? forecaster : 'person';
      const seat = state.people[forecaster]?.seat;
      const shown = { model: words.model, mean: words.meanOfAll, person: '' }[kind];
      return {
        forecaster,
        kind,
        name: kind === 'person' ? name(forecaster) : shown,
        ...(typeof seat === 'string' && { seat }),
        questions: one.questions,
        brier: one.brier,
        timeAveraged: one.timeAveraged,
        peer: one.peer,
      };
    }),
    rows: rows.map(({ forecaster, question, outcome, brier, timeAveraged, peer, coverage }) => {
      const said = [
        ...state.forecasts.map(({ person, ...one }) => ({ name: person as string, ...one })),
        ...bystanders,
      ];
      const turns = said
        .filter((one) => one.name === forecaster && one.question === question)
        .map(({ turn }) => turn)
        .filter((turn) => turn <= closeOf(telling, question));
      return { forecaster, question, outcome, turn: Math.max(...turns), brier, timeAveraged, peer, coverage };
    }),
    calibration,
  };
}
