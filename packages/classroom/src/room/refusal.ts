/** Commands judged: deeds for the log, or a refusal in words that say what to do. */
import type { RefusalCode } from '../protocol/protocol.ts';
import type { By } from './events.ts';
import type { RoomState } from './state.ts';
import { cleaned, lengthOf, type DraftDeed } from './texts.ts';
import { presetOf, type World } from './world.ts';

export type Actor = { readonly kind: 'control' } | { readonly kind: 'person'; readonly person: By };

export interface Refused {
  readonly refused: RefusalCode;
  readonly message: string;
}

/** What a command comes to. No deeds: there is nothing left to do. */
export type Ruling = readonly DraftDeed[] | Refused;

/** Who asks, of what, when. */
export interface Ask {
  readonly world: World;
  readonly state: RoomState;
  /** `control`, or a person who is here. */
  readonly by: By;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export const refuse = (refused: RefusalCode, message: string): Refused => ({ refused, message });

export const isRefused = (value: unknown): value is Refused =>
  typeof value === 'object' && value !== null && 'refused' in value;

/** A text as it is kept, or why it is not. `what` names it, such as `the message`. */
export function textFrom({ world }: Ask, text: string, what: string): string | Refused {
  const clean = cleaned(text);
  if (clean === '') return refuse('malformed', `${what} is empty: write something`);
  const { longest } = world.exercise.messages;
  const length = lengthOf(clean);
  return length > longest
    ? refuse('tooLong', `${what} has ${length} characters; at most ${longest} are allowed: shorten it`)
    : clean;
}

/** The same of one that may be left out; empty is left out. */
export function optionalText(ask: Ask, text: string | undefined, what: string): string | undefined | Refused {
  return text === undefined || cleaned(text) === '' ? undefined : textFrom(ask, text, what);
}

/** Why it cannot be done in the present phase, and when it can. */
export function notInPhase({ world, state }: Ask, wanted: 'deliberation' | 'answers'): Refused {
  const { turn, phase } = state.clock;
  const name = wanted === 'deliberation' ? 'the deliberation' : 'the time for answers';
  if (phase === 'lobby') return refuse('notNow', `the exercise has not begun: ${name} comes with turn 1`);
  if (phase === 'debrief' || phase === 'closed') return refuse('notNow', 'the last turn is over');
  const isBefore = phase === 'briefing' || (wanted === 'answers' && phase === 'deliberation');
  if (isBefore) return refuse('notNow', `${name} of turn ${turn} has not begun: wait for it`);
  const next = turn < presetOf(world, state).turns.length;
  return refuse(
    'notNow',
    next
      ? `${name} is over; the next begins with turn ${turn + 1}`
      : `${name} is over, and this was the last turn`,
  );
}
