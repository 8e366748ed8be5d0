/** What the clock brings about, for whoever has one. */
import type { RoomState } from './state.ts';
import type { DraftDeed } from './texts.ts';
import { goOn, isAdjudicated } from './turns.ts';
import type { World } from './world.ts';

export interface Due {
  /** In order; they are the server's. Ask again when they are in the log, until nothing is due. */
  readonly deeds: readonly DraftDeed[];
  /** The engine is to be asked (`adjudicate`), after the bots that look ahead; its deed goes into the log. */
  readonly adjudicate?: true;
}

const NOTHING: Due = { deeds: [] };

export function due(world: World, state: RoomState, now: number): Due {
  const at = nextDue(state);
  if (at === undefined || at > now) return NOTHING;
  if (state.clock.phase === 'adjudication' && !isAdjudicated(state)) return { deeds: [], adjudicate: true };
  return { deeds: goOn(world, state, now) };
}

/** When to ask `due`, in milliseconds since 1970; 0: at once. Nothing where the clock brings nothing about. */
export function nextDue(state: RoomState): number | undefined {
  const { phase, endsAt, paused } = state.clock;
  if (phase === 'adjudication' && isAdjudicated(state)) return 0;
  return paused || phase === 'lobby' || phase === 'closed' ? undefined : endsAt;
}
