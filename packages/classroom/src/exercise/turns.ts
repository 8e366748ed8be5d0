/** Which steps of the scenario a turn of a preset covers, and which turn goes with a step or an inject. */
import type { Inject, Preset } from './exercise.ts';

/** First and last step of a turn, from 1, both included. */
export function stepsOfTurn(
  { turns }: Pick<Preset, 'turns'>,
  turn: number,
): { readonly first: number; readonly last: number } {
  const before = turns.slice(0, turn - 1).reduce((sum, steps) => sum + steps, 0);
  return { first: before + 1, last: before + (turns[turn - 1] ?? 0) };
}

/** The turn that covers a step; nothing when the preset ends before it. */
export function turnOfStep({ turns }: Pick<Preset, 'turns'>, step: number): number | undefined {
  let last = 0;
  const found = turns.findIndex((steps) => (last += steps) >= step);
  return step < 1 || found < 0 ? undefined : found + 1;
}

/** The turn of a preset in which an inject is dated; nothing where it has no date or the preset ends before it. */
export function turnOfInject(
  preset: Pick<Preset, 'turns'>,
  { when }: Pick<Inject, 'when'>,
): number | undefined {
  if (when.kind !== 'turn') return undefined;
  if (when.step !== undefined) return turnOfStep(preset, when.step);
  return when.turn <= preset.turns.length ? when.turn : undefined;
}

/** Steps of a turn in which a seat has a turn: it makes one in every so many steps, the first one included. */
export function turnsOfSeat(preset: Pick<Preset, 'turns'>, turn: number, every: number): readonly number[] {
  const { first, last } = stepsOfTurn(preset, turn);
  const steps: number[] = [];
  for (let step = first; step <= last; step++) if ((step - 1) % every === 0) steps.push(step);
  return steps;
}

/** Minutes from the first person to the end of the debrief, if every phase takes all of its time. */
export const minutesOf = ({ join, turns, minutes, debrief }: Preset): number =>
  join + turns.length * Object.values(minutes).reduce((sum, one) => sum + one, 0) + debrief;
