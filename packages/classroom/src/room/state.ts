/** What a room is after some of its log: plain data, made by `apply` alone. */
import type { Effect, Intervention, SavedFrame } from '@stave/engine';
import type { BotKind, Phase } from '../exercise/exercise.ts';
import type { Attempted, By, Ended, JudgedBy, Orders, Pull, Reading, StepRecord, TextId } from './events.ts';

export interface Person {
  readonly id: By;
  readonly language: string;
  /** Null: an observer. Undefined: waits for a place. */
  readonly seat?: string | null;
  readonly role?: string;
  /** The seat whose secrets one knows who left after the start and came back. */
  readonly knew?: string;
  readonly isHere: boolean;
}

export interface Draft {
  readonly revision: number;
  readonly by: By;
  readonly orders: Orders;
  readonly why?: TextId;
  /** By role. */
  readonly consents: Readonly<
    Record<string, { readonly agrees: boolean; readonly by: By; readonly why?: TextId }>
  >;
}

/** What a seat has in hand in a turn. */
export interface Desk {
  readonly draft?: Draft;
  readonly submitted?: { readonly revision: number; readonly orders: Orders; readonly by: By };
  readonly vetoes: readonly {
    readonly revision: number;
    readonly role: string;
    readonly cost: number;
    readonly orders: Orders;
  }[];
}

export interface Argued {
  readonly id: string;
  readonly turn: number;
  readonly seat: string;
  readonly by: By;
  readonly action: TextId;
  readonly pull: Pull;
  readonly reasons: readonly TextId[];
  readonly counters: readonly { readonly seat: string | null; readonly by: By; readonly reason: TextId }[];
  readonly votes: Readonly<Record<string, number>>;
  readonly judged?: {
    readonly probability: number;
    readonly judge: JudgedBy;
    readonly why?: TextId;
  };
  readonly struck?: TextId;
  /** After adjudication. */
  readonly attempted?: Attempted;
}

export interface Proposal {
  readonly id: string;
  readonly turn: number;
  readonly form: string;
  readonly seat: string;
  readonly text: TextId;
  /** By seat. */
  readonly signatures: Readonly<Record<string, boolean>>;
  /** The turn in which it took effect. */
  readonly effective?: number;
}

export interface Message {
  readonly id: string;
  readonly seq: number;
  readonly at: number;
  readonly turn: number;
  readonly by: By;
  /** Of the writer when it was written. */
  readonly seat: string | null;
  readonly channel: string;
  readonly text: TextId;
  /** Waits for control to pass it on. */
  readonly waits: boolean;
  readonly isStopped: boolean;
  /** When control passed it on: it is read as written then. */
  readonly passedAt?: number;
}

/** Put in by control, or waiting to be. */
export interface Injected {
  readonly id: string;
  readonly turn: number;
  readonly inject?: string;
  readonly text?: TextId;
  readonly to?: readonly string[];
  readonly effects?: readonly Effect[];
  /** In which it acts; the first of its turn when left out. */
  readonly step?: number;
  readonly isWithheld: boolean;
  readonly isIn: boolean;
}

/** What one turn came to. */
export interface Past {
  readonly turn: number;
  /** The frame that everybody decided on. */
  readonly from: SavedFrame;
  readonly interventions: readonly Intervention[];
  readonly bots: Readonly<Record<string, Orders>>;
  /** As submitted or ruled, of seats that people hold. */
  readonly orders: Readonly<Record<string, Orders>>;
  /** Plans that were off because somebody in the team refused. */
  readonly vetoes: readonly { readonly seat: string; readonly role: string; readonly cost: number }[];
  readonly steps: readonly StepRecord[];
  readonly readings: readonly Reading[];
  /** Seqs of the log. */
  readonly since: number;
  readonly until: number;
}

/** What a turn began with, to which an undo goes back. */
export interface Briefing {
  readonly turn: number;
  /** Of the event it began with. */
  readonly seq: number;
  readonly frame: SavedFrame;
  readonly argued: readonly Argued[];
  readonly proposals: readonly Proposal[];
  readonly injected: readonly Injected[];
  readonly overrides: readonly Override[];
}

export interface Override {
  readonly turn: number;
  readonly driver: string;
  readonly state: string;
  readonly reason: TextId;
}

export interface Clock {
  /** 0 before the start. */
  readonly turn: number;
  readonly phase: Phase | 'lobby' | 'debrief' | 'closed';
  readonly endsAt?: number;
  /** Milliseconds that were left when it was paused. */
  readonly paused?: { readonly left?: number };
}

export interface RoomState {
  readonly seq: number;
  readonly room: string;
  readonly exercise: string;
  readonly scenario: string;
  readonly preset: string;
  readonly seed: string;
  readonly trial: number;
  readonly forkOf?: { readonly room: string; readonly seq: number };
  /** Edition of the rules that it follows. */
  readonly rules: number;
  readonly people: Readonly<Record<string, Person>>;
  /** Who plays each seat. */
  readonly held: Readonly<Record<string, BotKind | 'people'>>;
  /** The secret goal that was drawn for each seat. */
  readonly goals: Readonly<Record<string, string>>;
  readonly clock: Clock;
  /** The frame that the turn begins with; the last one there was, when the trial has ended. */
  readonly frame: SavedFrame;
  /** Of frame 0 and of every step since. */
  readonly readings: readonly Reading[];
  readonly desks: Readonly<Record<string, Desk>>;
  /** By `seat.move`, then by who is asked. */
  readonly answers: Readonly<Record<string, Readonly<Record<string, boolean>>>>;
  readonly ruled: Readonly<Record<string, { readonly orders: Orders; readonly reason: TextId }>>;
  readonly argued: readonly Argued[];
  readonly proposals: readonly Proposal[];
  readonly messages: readonly Message[];
  readonly injected: readonly Injected[];
  readonly overrides: readonly Override[];
  /** By turn, person, question; the last said in each turn counts. */
  readonly forecasts: readonly {
    readonly turn: number;
    readonly person: By;
    readonly seat: string | null;
    readonly question: string;
    readonly probabilities: Readonly<Record<string, number>>;
    readonly at: number;
    readonly seq: number;
  }[];
  readonly notes: readonly {
    readonly id: string;
    readonly by: By;
    readonly turn: number;
    readonly seat?: string;
    readonly goal?: string;
    readonly text: TextId;
  }[];
  readonly reflections: readonly { readonly person: By; readonly question: number; readonly text: TextId }[];
  readonly ticks: Readonly<Record<string, boolean>>;
  readonly past: readonly Past[];
  /** Of turns that have begun and were not undone. */
  readonly briefings: readonly Briefing[];
  /** How many things of a kind there ever were, undone ones too: no id and no revision is used twice. */
  readonly made: Readonly<Record<string, number>>;
  readonly ended?: Ended;
  readonly failure?: {
    readonly turn: number;
    readonly step: number;
    readonly code: string;
    readonly place: string;
  };
  /** The last refs of each person, with the seq they came to: a command that is sent again is answered again. */
  readonly refs: Readonly<Record<string, readonly { readonly ref: string; readonly seq: number }[]>>;
  /** Of control; the exercise's first when left out. */
  readonly language?: string;
  readonly isForgotten: boolean;
}
