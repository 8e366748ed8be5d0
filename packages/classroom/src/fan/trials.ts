/** What a server asks of trials: what seats choose that look ahead, and answers to control in its language. */
import { availableParallelism } from 'node:os';
import type { Command, FanAnswer } from '../protocol/protocol.ts';
import type { BotOrders } from '../room/adjudicate.ts';
import type { RoomState } from '../room/state.ts';
import type { World } from '../room/world.ts';
import { groundOf } from './ground.ts';
import { BUDGET, lookAheadOrders } from './room-bots.ts';
import { preview, putToCome, roomFan } from './room-fan.ts';
import type { Runner } from './runner.ts';
import { FanThreads, startRunner } from './threads.ts';
import { fanAnswer } from './told.ts';

export interface RoomTrials {
  /** Of all seats of the room that look ahead. */
  lookAhead(state: RoomState): Promise<BotOrders>;
  /**
   * @param language of who asked; the exercise's first when left out
   * @throws Error whose message says what was asked for that cannot be
   */
  ask(
    state: RoomState,
    question: Extract<Command, { do: 'fan' | 'preview' }>,
    language?: string,
  ): Promise<FanAnswer>;
  /** A turn has begun: what is put in with it is compiled in the background, so that its first fan is as quick. */
  expect(state: RoomState): void;
  close(): void;
}

/** After the beginning of a turn, when its first fan is compiled. */
const EXPECT_MS = 1000;
/** More gain little, since a fan has a few options. */
const THREADS_MAX = 4;

/**
 * On threads that compile the exercise in the background, so that the first question is as quick as the next.
 * @param preset that rooms are expected to play
 */
export function startTrials(world: World, preset = world.exercise.presets[0]?.id): RoomTrials {
  const runner = startRunner(Math.min(THREADS_MAX, availableParallelism()));
  const found = world.exercise.presets.find(({ id }) => id === preset);
  // A thread that cannot is heard of when it is asked.
  if (found) runner.prepare(groundOf(world, found.turns).ir).catch(() => undefined);
  return trialsOf(world, runner);
}

export function trialsOf(world: World, runner: Runner): RoomTrials {
  const first = world.exercise.languages[0] ?? 'en';
  let prepared = '';
  return {
    lookAhead: async (state) => (await lookAheadOrders(runner, world, state, BUDGET)) ?? {},
    ask: async (state, question, language = first) => {
      const start = performance.now();
      const { do: kind, ...asked } = question;
      const found = await ('seat' in asked
        ? roomFan(runner, world, state, asked)
        : preview(runner, world, state, asked));
      if (!found) throw new Error('InvariantError: a fan that nobody stopped');
      if ('problem' in found) throw new Error(found.problem);
      const seconds = Math.round(performance.now() - start) / 1000;
      const seat = 'seat' in asked ? { seat: asked.seat } : {};
      return fanAnswer(found, { model: world.model, language, kind, seconds, ...seat });
    },
    expect: (state) => {
      // In this thread it would only be earlier, and others would wait for it.
      if (!(runner instanceof FanThreads)) return;
      // Not in the moment in which everybody is told of the turn.
      const compile = async (): Promise<void> => {
        const coming = putToCome(world, state);
        const key = JSON.stringify(coming);
        // Rooms that go on together have the same put into them.
        if (!coming || key === prepared) return;
        prepared = key;
        await runner.prepare(groundOf(world, coming.turns, coming.put).ir);
      };
      // What cannot be compiled is heard of when it is asked.
      setTimeout(() => void compile().catch(() => undefined), EXPECT_MS).unref();
    },
    close: () => void runner.close(),
  };
}
