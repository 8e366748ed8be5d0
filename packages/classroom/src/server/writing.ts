/**
 * Writing in groups. What arrives while the disk is busy is judged together, one after the other, each on the state
 * that the ones before it made, and goes to the disk in one write; then alone it becomes the state of the rooms, is
 * answered and shown. Where the disk fails, nothing of the group has happened.
 */
import { apply } from '../room/apply.ts';
import type { RoomEvent } from '../room/events.ts';
import type { RoomState } from '../room/state.ts';
import type { RefusalCode } from '../protocol/protocol.ts';
import { StoreError, type Entry, type Store, type Writer } from '../store/store.ts';

export interface Refused {
  readonly refused: RefusalCode;
  readonly message: string;
}

export interface Deeds {
  readonly entries: readonly Entry[];
  /** Written with them, such as a name. */
  readonly also?: (writer: Writer) => void;
}

/** Looks at a room and says what is to be written. It may be called with a state that is not on the disk yet. */
export type Act = (state: RoomState, now: number) => Deeds | Refused;

export type Outcome = { readonly events: readonly RoomEvent[] } | Refused;

/** Where states of rooms are. */
export interface States {
  stateOf(room: string): RoomState | undefined;
  /** Events of a room are on the disk. */
  written(room: string, state: RoomState, events: readonly RoomEvent[]): void;
}

interface Task {
  readonly room: string;
  readonly act: Act;
  readonly resolve: (outcome: Outcome) => void;
}

const NO_ROOM: Refused = { refused: 'unknown', message: 'there is no such room' };
const FAILED = 'it could not be written, and has not happened';

export class Writing {
  private readonly store: Store;
  private readonly states: States;
  private readonly now: () => number;
  /** Told of faults that are ours or the disk's. */
  private readonly onFault: (error: unknown) => void;
  private waiting: Task[] = [];

  constructor(store: Store, states: States, now: () => number, onFault: (error: unknown) => void) {
    this.store = store;
    this.states = states;
    this.now = now;
    this.onFault = onFault;
  }

  /** Resolves when it is on the disk. */
  perform(room: string, act: Act): Promise<Outcome> {
    return new Promise((resolve) => {
      this.waiting.push({ room, act, resolve });
      // After everything that the sockets have brought by now.
      if (this.waiting.length === 1) setImmediate(() => this.writeAll());
    });
  }

  private writeAll(): void {
    const tasks = this.waiting;
    this.waiting = [];
    const states = new Map<string, RoomState>();
    const events = new Map<string, RoomEvent[]>();
    let outcomes: Outcome[];
    try {
      outcomes = this.store.write((writer) => tasks.map((task) => this.judge(task, writer, states, events)));
    } catch (error) {
      this.onFault(error);
      const message = error instanceof StoreError ? `${FAILED}: ${error.message}` : FAILED;
      for (const { resolve } of tasks) resolve({ refused: 'failed', message });
      return;
    }
    for (const [room, state] of states) this.states.written(room, state, events.get(room) ?? []);
    for (const [i, { resolve }] of tasks.entries()) resolve(outcomes[i] ?? NO_ROOM);
  }

  private judge(
    { room, act }: Task,
    writer: Writer,
    states: Map<string, RoomState>,
    written: Map<string, RoomEvent[]>,
  ): Outcome {
    const state = states.get(room) ?? this.states.stateOf(room);
    if (!state) return NO_ROOM;
    const now = this.now();
    let deeds: Deeds | Refused;
    try {
      deeds = act(state, now);
    } catch (error) {
      // One command that we cannot judge must not take the others with it.
      this.onFault(error);
      return { refused: 'failed', message: 'this could not be judged: it is a fault of the program' };
    }
    if ('refused' in deeds) return deeds;
    const events = writer.append(room, state.seq + 1, now, deeds.entries);
    deeds.also?.(writer);
    if (events.length > 0) {
      states.set(room, events.reduce<RoomState>(apply, state));
      written.set(room, [...(written.get(room) ?? []), ...events]);
    }
    return { events };
  }
}
