/**
 * The debrief of a room from its log. Nothing here runs trials: what a model said and what luck was are handed in
 * (`fan/model.ts`, `fan/luck.ts`), so that a debrief without them is there within a moment.
 */
import type { Luck } from '../fan/luck.ts';
import type { ModelForecasts } from '../fan/model.ts';
import type { RoomEvent } from '../room/events.ts';
import { said } from '../room/said.ts';
import { settledAnswers } from '../room/settled.ts';
import { ticks } from '../room/ticks.ts';
import { verify } from '../room/verify.ts';
import { foundIn, NO_ANSWER } from '../room/view/words.ts';
import { worldView } from '../room/view/world.ts';
import { presetOf, type World } from '../room/world.ts';
import { chronicleOf } from './chronicle.ts';
import { DEBRIEF_SCHEMA, type AnswerTold, type DebriefDocument, type NumberTold } from './document.ts';
import { forecastsTold, type ModelSaid } from './forecasts.ts';
import { fansTold, luckTold } from './luck-told.ts';
import { peopleTold } from './people.ts';
import { channelsTold } from './talk.ts';
import type { Telling } from './telling.ts';
import { turnsTold } from './timeline.ts';
import { wordsFor } from './words.ts';

export interface DebriefOptions {
  /** The control room's language, or the exercise's first, when left out. */
  readonly language?: string;
  /** What people wrote; nothing where it was deleted or is not to be told. */
  readonly text: (id: number) => string | undefined;
  /** Only where names are wanted: without it everybody is a pseudonym. */
  readonly name?: (person: string) => string | undefined;
  /** Words of messages, too. */
  readonly withMessages?: boolean;
  /** Whether the engine runs over the log again, which takes as long as the exercise's adjudications took. */
  readonly isChecked?: boolean;
  readonly luck?: Luck;
  readonly model?: ModelForecasts;
}

/** @throws InvariantError where the log is empty, or is of another exercise */
export function debriefOf(
  world: World,
  events: readonly RoomEvent[],
  { language: wanted, text, name, withMessages = false, isChecked = true, luck, model }: DebriefOptions,
): DebriefDocument {
  const chronicle = chronicleOf(events);
  const { state } = chronicle;
  const language = wanted ?? state.language ?? world.exercise.languages[0] ?? 'en';
  const telling: Telling = {
    world,
    chronicle,
    language,
    words: wordsFor(language),
    text: (id) => text(id) ?? '',
    name: namesOf(Object.keys(state.people), name),
  };
  const { exercise, play } = world;
  const preset = presetOf(world, state);
  const forecasts = forecastsTold(telling, modelSaid(model));
  const fans = model?.fans;
  return {
    schema: DEBRIEF_SCHEMA,
    language,
    exercise: { id: exercise.id, title: said(exercise.title, language), digest: state.exercise },
    room: state.room,
    preset: { id: preset.id, label: said(preset.label, language) },
    seed: state.seed,
    trial: state.trial,
    scenario: state.scenario,
    ...(state.forkOf && { forkOf: state.forkOf }),
    events: events.length,
    turnsOf: preset.turns.length,
    phase: state.clock.phase,
    ...(isChecked && { replays: replays(world, events) }),
    ...(state.failure && { failure: state.failure }),
    isForgotten: state.isForgotten,
    answers: answersTold(telling),
    seats: exercise.seats.map(({ name: seat, label }) => ({
      seat,
      label: said(label, language),
      held: state.held[seat] ?? 'rules',
    })),
    people: peopleTold(telling, forecasts.scores),
    turns: turnsTold(telling),
    undone: chronicle.undone.map(({ turn, reason }) => ({ turn, reason: telling.text(reason) })),
    ...numbersTold(telling),
    goals: exercise.seats.flatMap((seat) => {
      const goal = seat.goals.find(({ id }) => id === state.goals[seat.name]);
      if (!goal) return [];
      const reached = play.goals(state.frame, seat.name).find(({ id }) => id === goal.id)?.reached;
      return [
        {
          seat: seat.name,
          id: goal.id,
          text: said(goal.text, language),
          ...(reached !== undefined && { reached }),
        },
      ];
    }),
    learning: ticks(exercise, state).map(({ goal, ticked, by, count, turns }) => ({
      id: goal,
      text: said(exercise.learningGoals.find(({ id }) => id === goal)?.text ?? { en: goal }, language),
      ...{ ticked, by, evidence: count === 0 ? '' : said(foundIn(count, turns), language) },
      notes: state.notes.filter((note) => note.goal === goal).length,
    })),
    messages: channelsTold(telling, withMessages),
    forecasts,
    ...(fans && { fans: fansTold(telling, fans.trials, fans.measures) }),
    ...(luck && { luck: luckTold(telling, state, luck) }),
    afterAction: exercise.afterAction.map((question, i) => ({
      question: said(question, language),
      reflections: state.reflections
        .filter((one) => one.question === i)
        .map(({ person, text: id }) => {
          const seat = state.people[person]?.seat;
          return {
            person,
            name: telling.name(person),
            ...(typeof seat === 'string' && { seat }),
            text: telling.text(id),
          };
        }),
    })),
    notes: [...state.notes]
      .sort((a, b) => a.turn - b.turn)
      .map(({ turn, by, seat, goal, text: id }) => ({
        turn,
        by: telling.name(by),
        ...(seat !== undefined && { seat }),
        ...(goal !== undefined && { goal }),
        text: telling.text(id),
      })),
  };
}

/** Two people of one name are told apart by their pseudonyms. */
function namesOf(
  people: readonly string[],
  name: DebriefOptions['name'] = () => undefined,
): (person: string) => string {
  const named = people.map((person) => [person, name(person)] as const);
  const names = new Map(
    named.map(([person, own]) => {
      if (own === undefined || own === '') return [person, person];
      const isTwice = named.some(([other, theirs]) => other !== person && theirs === own);
      return [person, isTwice ? `${own} (${person})` : own];
    }),
  );
  return (person) => names.get(person) ?? person;
}

function replays(world: World, events: readonly RoomEvent[]): NonNullable<DebriefDocument['replays']> {
  const problem = verify(world, events);
  return problem ? { ok: false, seq: problem.seq, message: problem.message } : { ok: true };
}

const modelSaid = (model: ModelForecasts | undefined): readonly ModelSaid[] =>
  (model?.turns ?? []).flatMap(({ turn, questions }) =>
    questions.flatMap(({ id, outcomes }) => {
      const told = outcomes.flatMap(({ id: outcome, value, low, high }) =>
        value === null || low === null || high === null ? [] : [{ id: outcome, value, low, high }],
      );
      return told.length === outcomes.length && told.length > 0
        ? [{ turn, question: id, outcomes: told }]
        : [];
    }),
  );

function answersTold({ world, chronicle, language, words }: Telling): readonly AnswerTold[] {
  const { state } = chronicle;
  const settled = settledAnswers(world, state);
  return world.exercise.questions.map(({ id, label, outcomes }) => {
    const saidOf = (outcome: string): string =>
      said(outcomes.find((one) => one.id === outcome)?.label ?? { en: outcome }, language);
    const outcome = settled.get(id);
    const history = world.exercise.history[id];
    const isNone = state.ended?.answers[id] === null;
    return {
      id,
      label: said(label, language),
      ...(outcome !== undefined && { outcome }),
      said: outcome !== undefined ? saidOf(outcome) : isNone ? said(NO_ANSWER, language) : words.open,
      ...(history !== undefined && { history: { outcome: history, said: saidOf(history) } }),
    };
  });
}

function numbersTold({
  world,
  chronicle,
  language,
  text,
  name,
}: Telling): Pick<DebriefDocument, 'numbers' | 'barrel'> {
  const lookups = { text, name, code: '' };
  const { state } = chronicle;
  const { numbers, barrel } = worldView({ world, state, lookups, language, kind: 'control' });
  return {
    numbers: numbers.map(({ values, ...number }): NumberTold => ({
      ...number,
      values: values.map((value) => (Number.isFinite(value) ? value : null)),
    })),
    ...(barrel && { barrel }),
  };
}
