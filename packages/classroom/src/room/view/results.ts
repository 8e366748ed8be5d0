/** What the debrief lays open. */
import type { NoteView, ResultsView } from '../../protocol/protocol.ts';
import { said } from '../said.ts';
import { isOver, type Context } from './context.ts';
import { fateView } from './moves.ts';
import { FATES, NO_ANSWER } from './words.ts';

export function resultsView({ world, state, language, lookups }: Context): ResultsView {
  const { exercise, play } = world;
  return {
    answers: exercise.questions.flatMap(({ id, label, outcomes }) => {
      const answer = state.ended?.answers[id];
      if (answer === undefined) return [];
      const outcome = outcomes.find((one) => one.id === answer);
      const text = outcome
        ? said(outcome.label, language)
        : answer === null
          ? said(NO_ANSWER, language)
          : String(answer);
      return [{ id, label: said(label, language), outcome: text }];
    }),
    goals: exercise.seats.flatMap((seat) => {
      const goal = seat.goals.find(({ id }) => id === state.goals[seat.name]);
      if (!goal) return [];
      const reached = play.goals(state.frame, seat.name).find(({ id }) => id === goal.id)?.reached;
      return [
        { seat: seat.name, goal: said(goal.text, language), ...(reached !== undefined && { reached }) },
      ];
    }),
    turns: state.past.map(({ turn, steps }) => ({
      turn,
      moves: steps
        .flatMap(({ decisions }) => decisions)
        .map((decision) => {
          const { label, fate, why } = fateView(world, decision, language);
          const became = said(FATES[fate], language);
          // Why says already that it was refused.
          const text = why === undefined ? became : fate === 'refused' ? why : `${became}: ${why}`;
          return { seat: decision.seat, label, fate: text, covert: decision.kind === 'covert' };
        }),
    })),
    ...(lookups.scores && isOver(state) && { scores: lookups.scores(state) }),
  };
}

/** An observer sees his own, control all. */
export const noteViews = ({ state, lookups, kind, person }: Context): readonly NoteView[] =>
  state.notes
    .filter(({ by }) => kind === 'control' || by === person?.id)
    .map(({ id, by, turn, seat, goal, text }) => ({
      id,
      turn,
      ...(seat !== undefined && { seat }),
      ...(goal !== undefined && { goal }),
      text: lookups.text(text),
      by: lookups.name(by),
    }));
