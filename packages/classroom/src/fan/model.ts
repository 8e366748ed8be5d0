/**
 * What the model would have said beside people: the standing questions of an exercise, asked of trials from the frame
 * with which each turn began, with bots in all seats and on luck that is not the room's. Of the first frame also fans
 * of what the scenario reports.
 */
import { seedKey, turnsOf } from '@stave/engine';
import type { RoomState } from '../room/state.ts';
import { presetOf } from '../room/world.ts';
import { estimated, type QuestionAnswer } from './estimates.ts';
import { reportedOf, type MeasureFan } from './fan.ts';
import { groundOf, STREAM, type Board } from './ground.ts';
import type { Runner, Watch } from './runner.ts';
import { laterFrames, PERCENTS, type Task } from './task.ts';

export interface ModelForecasts {
  readonly trials: number;
  readonly turns: readonly { readonly turn: number; readonly questions: readonly QuestionAnswer[] }[];
  readonly fans?: { readonly trials: number; readonly measures: readonly MeasureFan[] };
}

const TRIALS = 1000;

/** Nothing where `watch` stopped it. */
export async function modelForecasts(
  runner: Runner,
  board: Board,
  state: RoomState,
  { trials = TRIALS, watch }: { readonly trials?: number; readonly watch?: Watch } = {},
): Promise<ModelForecasts | undefined> {
  const turns = presetOf(board, state).turns;
  const ground = groundOf(board, turns);
  const { ir } = ground;
  const asked = board.exercise.questions.flatMap(({ id }) => {
    const slot = ir.questions.findIndex((question) => question.id === id);
    return slot < 0 ? [] : [slot];
  });
  const names = reportedOf(board.ir);
  const tasks = state.past.map(({ from }, i): Task => ({
    from: ground.start(from, { choices: [], consents: [] }),
    range: { seed: seedKey(state.seed), stream: STREAM.fan, first: 0, count: trials, share: 1 },
    questions: asked,
    ...(i === 0 && { fans: names.map((_, slot) => slot) }),
  }));
  const ran = await runner.run(ir, tasks, watch);
  if (!ran) return undefined;
  const [first] = ran;
  const start = state.past[0]?.from;
  return {
    trials,
    turns: state.past.map(({ turn, from }, i) => ({
      turn,
      // What was settled by then is no forecast.
      questions: asked.flatMap((slot, q) =>
        (ir.questions[slot]?.last ?? 0) > from.step ? [estimated(ir, slot, q, ran[i]!)] : [],
      ),
    })),
    ...(first && start && { fans: { trials, measures: fansFrom(first.fans, start.step) } }),
  };

  function fansFrom(fans: Float64Array, from: number): readonly MeasureFan[] {
    const last = turnsOf(turns).at(-1)?.to ?? 0;
    const steps = laterFrames(ir, from).map(({ step }) => step);
    const size = PERCENTS.length;
    return names.map((name, m) => ({
      name,
      steps: steps.filter((step) => step <= last),
      quantiles: steps.flatMap((step, s) => {
        if (step > last) return [];
        const at = (m * steps.length + s) * size;
        return [Array.from(fans.subarray(at, at + size), (x) => (Number.isNaN(x) ? null : x))];
      }),
    }));
  }
}
