/**
 * What takes longer than an answer may wait: the engine's steps of a turn, bots that look ahead, trials from a room's
 * frame. The server asks for it here and goes on while threads do it.
 */
import type { Command, FanAnswer } from '../protocol/protocol.ts';
import { adjudicate, seatsThatLookAhead, type AdjudicatedDeed, type BotOrders } from '../room/adjudicate.ts';
import type { RoomState } from '../room/state.ts';
import type { World } from '../room/world.ts';
import type { RunLuck } from './luck-thread.ts';

export type Question = Extract<Command, { do: 'fan' | 'preview' }>;

/** Makes the steps of a turn. */
export interface Adjudicator {
  /** The turn of the state, which has everything that people decided. */
  adjudicate(state: RoomState, bots: BotOrders): Promise<AdjudicatedDeed>;
  close(): void;
}

/** Runs trials from a room's frame. */
export interface Trials {
  /** What the seats choose that look ahead. */
  lookAhead(state: RoomState): Promise<BotOrders>;
  /**
   * @param language of whoever asked
   * @throws Error whose message says what was asked for that cannot be
   */
  ask(state: RoomState, question: Question, language?: string): Promise<FanAnswer>;
  /** Told when a turn has begun. */
  expect(state: RoomState): void;
  close(): void;
}

export interface Engine extends Pick<Trials, 'ask' | 'expect' | 'close'> {
  adjudicate(state: RoomState): Promise<AdjudicatedDeed>;
  /** Of a room whose turns are over. */
  readonly luck?: RunLuck;
}

/** @param luck left out where nobody is to be told of luck against decision */
export const engineOf = (world: World, adjudicator: Adjudicator, trials: Trials, luck?: RunLuck): Engine => ({
  ...(luck && { luck }),
  adjudicate: async (state) => {
    const looksAhead = seatsThatLookAhead(world, state).length > 0;
    return adjudicator.adjudicate(state, looksAhead ? await trials.lookAhead(state) : {});
  },
  ask: (state, question, language) => trials.ask(state, question, language),
  expect: (state) => trials.expect(state),
  close: () => {
    adjudicator.close();
    trials.close();
  },
});

/** In this thread, which hears nobody meanwhile. */
export const adjudicateHere = (world: World): Adjudicator => ({
  adjudicate: async (state, bots) => Promise.resolve(adjudicate(world, state, bots)),
  close: () => undefined,
});
