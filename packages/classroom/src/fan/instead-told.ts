/** What another decision would have brought, in a person's language, as it travels. */
import { goalQuestion, type Model } from '@stave/engine';
import type { InsteadAnswer } from '../protocol/protocol.ts';
import type { Orders } from '../room/events.ts';
import { labelled, said } from '../room/said.ts';
import type { World } from '../room/world.ts';
import type { Instead } from './instead.ts';
import { WORDS } from './told.ts';

export function insteadAnswer(
  world: Pick<World, 'model' | 'exercise' | 'ir'>,
  { turn, seat, was, orders, states, measures, answers }: Instead,
  language: string,
): InsteadAnswer {
  const { model, ir } = world;
  const driverOf = (name: string): Model['drivers'][number] | undefined =>
    model.drivers.find((one) => one.name === name);
  const stateLabel = (driver: string, state: string): string =>
    labelled(driverOf(driver)?.states.find(({ name }) => name === state)?.label, state, language);
  const atEnd = (values: readonly (number | null)[]): number | null => values.at(-1) ?? null;
  return {
    ...{ turn, seat },
    ...(was && { was: ordersLabel(model, seat, was, language) }),
    would: ordersLabel(model, seat, orders, language),
    states: states.map(({ step, date, driver, ...pair }) => ({
      ...{ step, ...(date !== undefined && { date }) },
      driver: labelled(driverOf(driver)?.label, driver, language),
      was: stateLabel(driver, pair.was),
      would: stateLabel(driver, pair.would),
    })),
    measures: measures.map(({ name, steps, ...pair }) => ({
      name,
      label: labelled(model.measures.find((one) => one.name === name)?.label, name, language),
      from: steps[pair.was.findIndex((x, i) => x !== pair.would[i])] ?? 0,
      was: atEnd(pair.was),
      would: atEnd(pair.would),
    })),
    answers: answers.map(({ id, ...pair }) => ({
      id,
      label: answerLabel(world, id, language),
      was: answerText(id, pair.was),
      would: answerText(id, pair.would),
    })),
  };

  function answerText(id: string, answer: string | number | null): string {
    if (answer === null) return '–';
    if (typeof answer === 'number')
      return ir.questions.find((one) => one.id === id)?.kind === 'time'
        ? (ir.clock.dates?.[answer] ?? String(answer))
        : String(Number(answer.toPrecision(6)));
    const asked = model.questions.find((one) => one.id === id);
    const outcome =
      asked && 'outcomes' in asked ? asked.outcomes.find((one) => one.id === answer) : undefined;
    return labelled(outcome?.label ?? WORDS[answer as keyof typeof WORDS], answer, language);
  }
}

/** Names of moves, or that there is none. */
export function ordersLabel(model: Model, seat: string, { open, covert }: Orders, language: string): string {
  const moves = model.seats.find(({ name }) => name === seat)?.moves ?? [];
  const names = [open, covert].flatMap((name) =>
    name === undefined ? [] : [labelled(moves.find((one) => one.name === name)?.label, name, language)],
  );
  return names.length === 0 ? said(WORDS.none, language) : names.join(' + ');
}

/** Of a question; of a goal the seat and what it wants, as the exercise says it where it does. */
function answerLabel(
  { model, exercise }: Pick<World, 'model' | 'exercise'>,
  id: string,
  language: string,
): string {
  for (const { name, label, goals } of model.seats)
    for (const goal of goals)
      if (goalQuestion(name, goal.id) === id) {
        const own = exercise.seats.find((one) => one.name === name)?.goals.find((one) => one.id === goal.id);
        return `${labelled(label, name, language)}: ${own ? said(own.text, language) : labelled(goal.label, goal.id, language)}`;
      }
  const standing = exercise.questions.find((one) => one.id === id);
  const asked = model.questions.find((one) => one.id === id);
  return labelled(standing?.label ?? asked?.ask, id, language);
}
