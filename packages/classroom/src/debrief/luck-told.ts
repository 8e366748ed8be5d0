/** Luck against decision, and the fan from the first frame, in words and beside what happened. */
import type { Estimate } from '../fan/estimates.ts';
import type { Luck, Place } from '../fan/luck.ts';
import type { MeasureFan } from '../fan/fan.ts';
import { labelled, said } from '../room/said.ts';
import { settledAnswers } from '../room/settled.ts';
import type { RoomState } from '../room/state.ts';
import type { BestTold, IntervalTold, LuckTold, PlaceTold } from '../protocol/luck.ts';
import type { FansTold } from './document.ts';
import { bestSaid, cameSaid, oddsSaid, placeSaid } from './luck-said.ts';
import type { Telling } from './telling.ts';
import { ordersSaid } from './timeline.ts';
import type { Words } from './words.ts';

/** What luck is told from: of a debrief, or of a room that is over. */
export type LuckTelling = Pick<Telling, 'world' | 'language' | 'words'>;

export function luckTold(
  telling: LuckTelling,
  state: RoomState,
  { trials, question, measures, seats }: Luck,
): LuckTold {
  const { world, language, words } = telling;
  const asked = world.exercise.questions.find(({ id }) => id === question.id);
  const { number } = question;
  const outcomes = question.outcomes.flatMap(({ happened, ...outcome }) =>
    known(outcome).map((told) => ({
      ...told,
      label: outcomeLabel(telling, question.id, told.id),
      happened,
    })),
  );
  return {
    trials,
    question: {
      id: question.id,
      label: labelled(asked?.label, question.id, language),
      outcomes,
      ...(number && { number: { mean: number.value, ...placeTold(number, words) } }),
      carriedOn: !settledAnswers(world, state).has(question.id) || question.carriedOn,
      says:
        number && outcomes.length === 0
          ? []
          : cameSaid(
              outcomes.find(({ happened }) => happened),
              words,
            ),
    },
    measures: measures.map(({ name, ...place }) => ({
      name,
      label: measureLabel(telling, name),
      ...placeTold(place, words),
    })),
    seats: seats
      .filter(({ seat }) => world.exercise.seats.some(({ name }) => name === seat))
      .map(({ seat, goals, best }) => ({
        seat,
        goals: goals.flatMap(({ reached, isOwn, ...goal }) =>
          known(goal).map((told) => ({
            ...told,
            text: goalText(telling, seat, told.id),
            reached,
            isOwn,
            says: oddsSaid(reached, told, words),
          })),
        ),
        ...(best && { best: bestTold(telling, seat, best, goals.find(({ id }) => id === best.goal)?.value) }),
      })),
  };
}

function bestTold(
  telling: LuckTelling,
  seat: string,
  best: NonNullable<Luck['seats'][number]['best']>,
  chance: number | null | undefined,
): BestTold {
  const told = {
    turn: best.turn,
    was: ordersSaid(telling, seat, best.was),
    orders: ordersSaid(telling, seat, best.orders),
    goal: best.goal,
    goalText: goalText(telling, seat, best.goal),
    tried: best.tried,
    ...worthTold(best.goal, best.worth),
  };
  return { ...told, says: bestSaid(told, chance ?? undefined, telling.words) };
}

/** What has a value and an interval. */
function known({
  id,
  value,
  low,
  high,
}: { readonly id: string } & Record<'value' | 'low' | 'high', number | null>): readonly IntervalTold[] {
  return value === null || low === null || high === null ? [] : [{ id, value, low, high }];
}

function worthTold(
  id: string,
  worth: Estimate,
): { readonly worth?: IntervalTold; readonly isBetter: boolean } {
  const [told] = known({ id, ...worth });
  return { ...(told && { worth: told }), isBetter: told !== undefined && told.low > 0 };
}

const placeTold = ({ happened, place, quantiles, bins }: Place, words: Words): PlaceTold => ({
  ...{ happened, place, quantiles },
  ...(bins && { bins }),
  says: placeSaid(place, words),
});

/** As the exercise says it; of a question that asks when, that it happens. */
function outcomeLabel({ world, language }: LuckTelling, question: string, outcome: string): string {
  const asked = world.exercise.questions.find(({ id }) => id === question);
  return labelled(asked?.outcomes.find(({ id }) => id === outcome)?.label, outcome, language);
}

const measureLabel = ({ world, language }: LuckTelling, name: string): string =>
  labelled(world.model.measures.find((one) => one.name === name)?.label, name, language);

/** As the exercise says it, or the scenario where the exercise does not give it out. */
export function goalText({ world, language }: LuckTelling, seat: string, goal: string): string {
  const own = world.exercise.seats.find(({ name }) => name === seat)?.goals.find(({ id }) => id === goal);
  const written = world.model.seats.find(({ name }) => name === seat)?.goals.find(({ id }) => id === goal);
  return own ? said(own.text, language) : labelled(written?.label, goal, language);
}

/** @param measures quantiles by step from the first frame on */
export function fansTold(telling: Telling, trials: number, measures: readonly MeasureFan[]): FansTold {
  const { readings } = telling.chronicle.state;
  const last = readings.at(-1)?.step ?? 0;
  return {
    trials,
    measures: measures.map(({ name, steps, quantiles }) => {
      const shown = steps.flatMap((step, i) => (step <= last ? [{ step, row: quantiles[i] ?? [] }] : []));
      const at = (step: number): (typeof readings)[number] | undefined =>
        readings.find((reading) => reading.step === step);
      const dates = shown.flatMap(({ step }) => at(step)?.date ?? []);
      return {
        name,
        label: measureLabel(telling, name),
        steps: shown.map(({ step }) => step),
        ...(dates.length === shown.length && dates.length > 0 && { dates }),
        quantiles: shown.map(({ row }) => row),
        happened: shown.map(({ step }) => at(step)?.measures[name] ?? null),
      };
    }),
  };
}
