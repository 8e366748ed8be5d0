/**
 * A log read once from its first event to its last: the state it comes to, and of each act in which turn it was done
 * and whether an undo took it back. Nothing of an undone turn counts for what happened, but who did it did it.
 */
import { apply } from '../room/apply.ts';
import type { RoomEvent } from '../room/events.ts';
import type { RoomState } from '../room/state.ts';

export interface Act {
  readonly event: RoomEvent;
  /** 0 before the first turn; what is done in the debrief belongs to the last one. */
  readonly turn: number;
  /** Of whoever did it, then; null for an observer, undefined for control, the server and those without a place. */
  readonly seat: string | null | undefined;
}

export interface Undoing {
  /** The turn that was played again. */
  readonly turn: number;
  readonly seq: number;
  readonly reason: number;
}

export interface Chronicle {
  readonly state: RoomState;
  /** All, undone ones too. */
  readonly acts: readonly Act[];
  /** Those that no undo took back. */
  readonly standing: readonly Act[];
  readonly undone: readonly Undoing[];
  /** What the engine was given, by turn: the state before its adjudication. */
  readonly given: ReadonlyMap<number, RoomState>;
}

/** @throws InvariantError where the log is empty or does not begin with an opened room */
export function chronicleOf(events: readonly RoomEvent[]): Chronicle {
  let state: RoomState | undefined;
  let standing: Act[] = [];
  const acts: Act[] = [];
  const undone: Undoing[] = [];
  const given = new Map<number, RoomState>();
  for (const event of events) {
    const turn = state?.clock.turn ?? 0;
    const act: Act = { event, turn, seat: state?.people[event.by]?.seat };
    acts.push(act);
    if (event.kind === 'undone') {
      undone.push({ turn: event.turn, seq: event.seq, reason: event.reason });
      standing = standing.filter((one) => one.turn < event.turn || staysThrough(one));
      for (const later of [...given.keys()]) if (later >= event.turn) given.delete(later);
    } else standing.push(act);
    if (event.kind === 'adjudicated' && state) given.set(event.turn, state);
    state = apply(state, event);
  }
  if (!state) throw new Error('InvariantError: a log without events');
  return { state, acts, standing, undone, given };
}

const STAYING: ReadonlySet<RoomEvent['kind']> = new Set(['message', 'passed', 'forecast', 'note', 'reflected', 'ticked', 'joined', 'assigned', 'left', 'handed']); // prettier-ignore

/** What an undo leaves as it is (`apply`). */
const staysThrough = ({ event }: Act): boolean => STAYING.has(event.kind);
