/** What a member of a team has before him, and nobody else. */
import type { ExerciseSeat } from '../../exercise/exercise.ts';
import type { DraftView, QuestionToMe, TeamView } from '../../protocol/protocol.ts';
import type { Draft } from '../state.ts';
import { labelled, said } from '../said.ts';
import type { Context } from './context.ts';
import { fateView, moveLabel, moveViews, whoLabel } from './moves.ts';
import { askedOf, standingQuestions, type AskedOf } from '../intentions.ts';
import { consentingRoles, rightsOf } from '../people.ts';
import { chancesOf } from '../world.ts';

export function teamView(context: Context): TeamView | undefined {
  const { world, state, language, lookups, seat: name, person } = context;
  const { exercise, play, ir } = world;
  const seat = exercise.seats.find((one) => one.name === name);
  if (name === undefined || !seat || !person) return undefined;
  const role = seat.roles.find(({ id }) => id === person.role);
  const goal = seat.goals.find(({ id }) => id === state.goals[name]);
  const reached = goal && play.goals(state.frame, name).find(({ id }) => id === goal.id)?.reached;
  const slot = ir.seats?.seats.find((one) => one.name === name)?.capital;
  const desk = state.desks[name] ?? { vetoes: [] };
  const { draft, submitted } = desk;
  const roleLabel = (id: string): string =>
    labelled(seat.roles.find((one) => one.id === id)?.label, id, language);
  const rights = rightsOf(world, state, person.id);
  const { phase } = state.clock;
  const questions = (list: readonly AskedOf[]): readonly QuestionToMe[] =>
    list
      .filter(
        ({ seat: answers, role: part }) =>
          answers === name && (part === undefined ? rights.includes('submit') : part === person.role),
      )
      .map(({ move, who }) => questionView(context, move, who));
  return {
    seat: name,
    label: said(seat.label, language),
    brief: said(seat.brief, language),
    ...(role?.brief && { roleBrief: said(role.brief, language) }),
    ...(goal && {
      goal: { text: said(goal.text, language), ...(reached !== undefined && { reached }) },
    }),
    ...(slot !== undefined && { capital: state.frame.variables[slot] ?? 0 }),
    moves: moveViews(context, name),
    isTurn: chancesOf(world, state, name).length > 0,
    ...(draft && { draft: draftView(context, seat, draft) }),
    ...(submitted && { submitted: { orders: submitted.orders, by: lookups.name(submitted.by) } }),
    vetoes: desk.vetoes.map(({ role: by, cost, orders }) => ({ role: roleLabel(by), cost, orders })),
    asked: phase === 'answers' ? questions(askedOf(world, state)) : [],
    mayBeAsked:
      phase === 'deliberation' || phase === 'answers' ? questions(standingQuestions(world, state)) : [],
    argued: {
      left: Math.max(
        0,
        exercise.argued.perTurn -
          state.argued.filter((one) => one.turn === state.clock.turn && one.seat === name).length,
      ),
    },
    past: [...state.past].reverse().map(({ turn, orders, steps }) => ({
      turn,
      orders: orders[name] ?? {},
      fates: steps
        .flatMap(({ decisions }) => decisions)
        .filter((decision) => decision.seat === name)
        .map((decision) => fateView(world, decision, language)),
    })),
  };
}

/** Of a seat's plan, for its team and for control. */
export function draftView(
  { world, state, language, lookups }: Context,
  { name }: ExerciseSeat,
  { revision, orders, by, why, consents }: Draft,
): DraftView {
  return {
    revision,
    orders,
    by: lookups.name(by),
    ...(why !== undefined && { why: lookups.text(why) }),
    consents: consentingRoles(world, state, name).map(({ id, label }) => {
      const given = consents[id];
      return {
        role: id,
        label: said(label, language),
        ...(given && { agrees: given.agrees }),
        ...(given?.why !== undefined && { why: lookups.text(given.why) }),
      };
    }),
  };
}

function questionView({ world, state, language }: Context, move: string, who: string): QuestionToMe {
  const [asker = ''] = move.split('.');
  const written = world.model.seats
    .find((one) => one.name === asker)
    ?.moves.find((one) => `${asker}.${one.name}` === move);
  const agrees = state.answers[move]?.[who];
  return {
    move,
    who,
    label: moveLabel(world, move, language),
    seat: whoLabel(world, asker, language),
    ...(written?.text && { text: said(written.text, language) }),
    ...(agrees !== undefined && { agrees }),
  };
}
