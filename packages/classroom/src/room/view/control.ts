/** What control has before it: everything. */
import type { Text } from '@stave/engine';
import type { Inject } from '../../exercise/exercise.ts';
import { turnOfInject } from '../../exercise/turns.ts';
import type { ControlView, OfferView } from '../../protocol/protocol.ts';
import type { By, Orders } from '../events.ts';
import { askedOf } from '../intentions.ts';
import { dateSaid, labelled, said, stateSaid } from '../said.ts';
import type { Past } from '../state.ts';
import { ticks } from '../ticks.ts';
import type { World } from '../world.ts';
import { draftView } from './team.ts';
import { visibleTo } from './world.ts';
import type { Context } from './context.ts';
import { moveLabel, moveViews, whoLabel } from './moves.ts';
import { offerView } from './places.ts';
import { messageView } from './talk.ts';
import { dateOfStep, presetOf } from '../world.ts';
import { afterInject, BY_HAND, foundIn, inTurn, NEVER_HERE, onceIn, onDate } from './words.ts';

export function controlView(context: Context): ControlView {
  const { world, state, language, lookups } = context;
  const { exercise, model, ir } = world;
  const reading = state.readings.at(-1);
  return {
    people: Object.values(state.people).map(({ id, seat, role, isHere }) => ({
      person: id,
      name: lookups.name(id),
      ...(seat !== undefined && { seat }),
      ...(role !== undefined && { role }),
      isHere,
      ...offeredTo(context, id),
    })),
    desks: exercise.seats.map((seat) => {
      const { name } = seat;
      const desk = state.desks[name];
      const goal = seat.goals.find(({ id }) => id === state.goals[name]);
      const slot = ir.seats?.seats.find((one) => one.name === name)?.capital;
      const ruled = state.ruled[name];
      return {
        seat: name,
        ...(goal && { goal: said(goal.text, language) }),
        ...(slot !== undefined && { capital: state.frame.variables[slot] ?? 0 }),
        ...(desk?.draft && { draft: draftView(context, seat, desk.draft) }),
        ...(desk?.submitted && { submitted: desk.submitted.orders }),
        ...(ruled && { ruled: ruled.orders }),
        vetoes: desk?.vetoes.length ?? 0,
        moves: moveViews(context, name),
      };
    }),
    asked: askedOf(world, state).map(({ move, who }) => {
      const agrees = state.answers[move]?.[who];
      const label = `${moveLabel(world, move, language)} · ${whoLabel(world, who, language)}`;
      return { move, who, label, ...(agrees !== undefined && { agrees }) };
    }),
    injects: injectViews(context),
    waiting: state.messages.filter(({ waits }) => waits).map((message) => messageView(context, message)),
    drivers: model.drivers
      .filter(({ name, states }) => visibleTo(context)(name) && states.length > 1)
      .map((driver) => ({
        name: driver.name,
        label: labelled(driver.label, driver.name, language),
        state: reading?.states[driver.name] ?? '',
        states: driver.states
          .filter(({ kind }) => kind !== 'history')
          .map(({ name, label }) => ({ id: name, label: labelled(label, name, language) })),
      })),
    overrides: state.overrides.map(({ reason, ...rest }) => ({ ...rest, reason: lookups.text(reason) })),
    questions: exercise.questions.map(({ id, label }) => ({ id, label: said(label, language) })),
    levers: exercise.levers.map(({ id, effect }) => ({ id, effect })),
    ticks: ticks(exercise, state).map(({ goal, ticked, by, count, turns }) => {
      const evidence = count === 0 ? '' : said(foundIn(count, turns), language);
      const text = exercise.learningGoals.find(({ id }) => id === goal)?.text ?? { en: goal };
      return { goal, text: said(text, language), ticked, by, evidence };
    }),
    canUndo: state.past.map(({ turn }) => turn),
    played: state.past.flatMap((past) => exercise.seats.map(({ name }) => playedView(world, past, name))),
    isForgotten: state.isForgotten,
  };
}

/** Made once for a turn, which stays what it was. */
const played = new WeakMap<Past, Map<string, ControlView['played'][number]>>();

function playedView(world: World, past: Past, seat: string): ControlView['played'][number] {
  const known = played.get(past) ?? new Map<string, ControlView['played'][number]>();
  played.set(past, known);
  const made = known.get(seat) ?? {
    ...{ turn: past.turn, seat, orders: ordersOf(past, seat) },
    possible: possibleOf(world, past, seat),
  };
  known.set(seat, made);
  return made;
}

/** As handed in or ruled, or as a bot chose. */
function ordersOf({ orders, bots, steps }: Past, seat: string): Orders {
  const given = orders[seat] ?? bots[seat];
  if (given) return given;
  const own = steps.flatMap(({ decisions }) => decisions).filter((one) => one.seat === seat);
  return Object.fromEntries(own.map(({ kind, move }) => [kind, move.slice(seat.length + 1)]));
}

/** Of a seat that decides in a later step nobody knows what it could have chosen from: all are given. */
function possibleOf({ play }: World, { from }: Past, seat: string): readonly string[] {
  const moves = play.legalMoves(from, seat);
  const isNow = play.isTurn(from, seat);
  return moves.filter(({ obstacles }) => !isNow || obstacles.length === 0).map(({ name }) => name);
}

const offeredTo = (context: Context, person: By): { offered?: OfferView } => {
  const offered = offerView(context, person);
  return offered ? { offered } : {};
};

/** The turn in the room's own timetable, with the date where it has one. */
function dueIn(
  { world, state, language }: Context,
  inject: Inject,
  { step }: Extract<Inject['when'], { kind: 'turn' }>,
): Text {
  const turn = turnOfInject(presetOf(world, state), inject);
  if (turn === undefined) return NEVER_HERE;
  const date = step === undefined ? undefined : dateOfStep(world, step);
  return date === undefined ? inTurn(turn) : onDate(turn, dateSaid(date, language));
}

function injectViews(context: Context): ControlView['injects'] {
  const { world, state, language, lookups } = context;
  const { injects } = world.exercise;
  const label = (id: string): string => {
    const written = injects.find((one) => one.id === id);
    return written ? said(written.label, language) : id;
  };
  const from = injects.map((inject) => {
    const { id, news, when } = inject;
    const put = state.injected.filter((one) => one.inject === id).at(-1);
    const stands = !put ? 'waits' : put.isWithheld ? 'withheld' : put.isIn ? 'in' : 'next';
    const due =
      when.kind === 'byHand'
        ? BY_HAND
        : when.kind === 'turn'
          ? dueIn(context, inject, when)
          : when.kind === 'condition'
            ? onceIn(stateSaid(world.model, when.state, language))
            : afterInject(label(when.inject), when.turns);
    return {
      id,
      label: label(id),
      news: said(news, language),
      state: stands,
      when: said(due, language),
      canPreview: inject.effects.length > 0,
    } as const;
  });
  const byHand = state.injected
    .filter(({ inject }) => inject === undefined)
    .map(({ id, text, isIn, isWithheld }) => ({
      id,
      label: text === undefined ? id : lookups.text(text),
      news: text === undefined ? '' : lookups.text(text),
      state: isWithheld ? ('withheld' as const) : isIn ? ('in' as const) : ('next' as const),
      when: said(BY_HAND, language),
      canPreview: false,
    }));
  return [...from, ...byHand];
}
