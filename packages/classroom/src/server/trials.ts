/** Trials from a room's frame, on threads: what control asks about, and what bots that look ahead choose. */
import { availableParallelism } from 'node:os';
import { fanAnswer, lookAheadOrders, preview, roomFan, startRunner, type Runner } from '../fan/index.ts';
import type { World } from '../room/world.ts';
import type { Trials } from './engine.ts';

/** One processor is left to the server. */
const THREADS_MOST = 4;

export function startTrials(world: World): Trials {
  const threads = Math.max(1, Math.min(THREADS_MOST, availableParallelism() - 1));
  return trialsOn(startRunner(threads), world);
}

export const trialsOn = (runner: Runner, world: World): Trials => ({
  lookAhead: async (state) => (await lookAheadOrders(runner, world, state)) ?? {},
  ask: async (state, question, language) => {
    const start = performance.now();
    const { do: kind } = question;
    const found =
      question.do === 'fan'
        ? await roomFan(runner, world, state, question)
        : await preview(runner, world, state, question);
    if (!found) return { problem: 'it was stopped' };
    if ('problem' in found) return found;
    const seconds = (performance.now() - start) / 1000;
    const seat = question.do === 'fan' ? { seat: question.seat } : {};
    return fanAnswer(found, { model: world.model, language, kind, seconds, ...seat });
  },
  close: () => void runner.close(),
});
