/**
 * The log of a room. All that a room is follows from its events, in order; nothing is ever taken out. People are
 * known by pseudonyms (`p1`, `p2`, …) and what they write by the numbers of texts that are kept elsewhere, so that both
 * can be deleted and the log still replays.
 */
import type { Effect, Intervention, SavedFrame } from '@stave/engine';
import type { AttemptMade, Decision, TraceMove } from '@stave/engine/reference';
import type { BotKind, Phase } from '../exercise/exercise.ts';

/** A text that people wrote, by its number in the store. */
export type TextId = number;

/** `control` is the facilitator, `server` the clock and the rules. */
export type By = `p${number}` | 'control' | 'server';

export interface Orders {
  readonly open?: string;
  readonly covert?: string;
}

/** Who gave an argued move its number: control, the room by its votes, or, where nobody is there to judge, a rule. */
export type JudgedBy = 'whiteCell' | 'room' | 'house';

/** How far an argued move goes, by lever. */
export type Pull = Readonly<Record<string, number>>;

/** What one step of the scenario came to, as replays must find it again. */
export interface StepRecord {
  readonly step: number;
  readonly decisions: readonly Decision[];
  readonly moves: readonly TraceMove[];
  readonly attempts: readonly Attempted[];
}

export type Attempted = AttemptMade;

/** What a frame reads as, by the scenario's names. */
export interface Reading {
  readonly step: number;
  readonly date?: string;
  readonly states: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, number>>;
  readonly indicators: Readonly<Record<string, number>>;
  readonly measures: Readonly<Record<string, number>>;
}

export type RoomEvent = EventHead & RoomDeed;

export interface EventHead {
  /** From 1, without gaps. */
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly by: By;
  /** The client's own name of the command, so that one sent twice is done once. */
  readonly ref?: string;
}

export type RoomDeed =
  // ---- the room
  | {
      readonly kind: 'opened';
      readonly room: string;
      /** SHA-256 (hex) of the exercise's texts and the hash of the scenario as the exercise has it. */
      readonly exercise: string;
      readonly scenario: string;
      readonly preset: string;
      readonly seed: string;
      /** Trial whose luck it is. */
      readonly trial: number;
      /** Frame 0, and what it reads as. */
      readonly frame: SavedFrame;
      readonly reading: Reading;
      /** Who plays each seat until people take it. */
      readonly held: Readonly<Record<string, BotKind>>;
      readonly forkOf?: { readonly room: string; readonly seq: number };
      /** Edition of the rules that the log follows (`rules.ts`); the first where it is left out. */
      readonly rules?: number;
    }
  | { readonly kind: 'joined'; readonly person: By; readonly language: string }
  | { readonly kind: 'assigned'; readonly person: By; readonly seat: string | null; readonly role?: string }
  | { readonly kind: 'left'; readonly person: By }
  | { readonly kind: 'language'; readonly language: string }
  | { readonly kind: 'handed'; readonly seat: string; readonly to: BotKind | 'people' }
  | { readonly kind: 'started'; readonly goals: Readonly<Record<string, string>> }
  // ---- time
  /** `turn` from 1. Without `endsAt` it lasts until somebody goes on. `debrief` and `closed` follow the last turn. */
  | {
      readonly kind: 'phase';
      readonly turn: number;
      readonly phase: Phase | 'debrief' | 'closed';
      readonly endsAt?: number;
    }
  | { readonly kind: 'paused'; readonly left?: number }
  | { readonly kind: 'resumed'; readonly endsAt?: number }
  | { readonly kind: 'extended'; readonly endsAt: number }
  | { readonly kind: 'undone'; readonly turn: number; readonly reason: TextId }
  // ---- a team decides
  | {
      readonly kind: 'drafted';
      readonly seat: string;
      readonly revision: number;
      readonly orders: Orders;
      readonly why?: TextId;
    }
  | {
      readonly kind: 'consented';
      readonly seat: string;
      readonly revision: number;
      readonly role: string;
      readonly agrees: boolean;
      readonly why?: TextId;
    }
  | { readonly kind: 'submitted'; readonly seat: string; readonly revision: number; readonly orders: Orders }
  /** Submitted against a refusal: the plan is off, and costs. */
  | {
      readonly kind: 'vetoed';
      readonly seat: string;
      readonly revision: number;
      readonly role: string;
      readonly cost: number;
    }
  | { readonly kind: 'withdrawn'; readonly seat: string }
  /** To `move` (`seat.move`) of another seat, or of the own one where a role is asked; `who` as the scenario names it. */
  | { readonly kind: 'answered'; readonly move: string; readonly who: string; readonly agrees: boolean }
  // ---- argued moves and papers
  | {
      readonly kind: 'argued';
      readonly id: string;
      readonly seat: string;
      readonly action: TextId;
      readonly pull: Pull;
      readonly reasons: readonly TextId[];
    }
  | { readonly kind: 'countered'; readonly id: string; readonly seat: string | null; readonly reason: TextId }
  | { readonly kind: 'voted'; readonly id: string; readonly probability: number }
  | {
      readonly kind: 'judged';
      readonly id: string;
      readonly probability: number;
      readonly judge: JudgedBy;
      readonly why?: TextId;
    }
  | { readonly kind: 'struck'; readonly id: string; readonly reason: TextId }
  | {
      readonly kind: 'proposed';
      readonly id: string;
      readonly form: string;
      readonly seat: string;
      readonly text: TextId;
    }
  | { readonly kind: 'signed'; readonly id: string; readonly seat: string; readonly signs: boolean }
  // ---- talk and forecasts
  | {
      readonly kind: 'message';
      readonly id: string;
      readonly channel: string;
      readonly text: TextId;
      readonly waits?: boolean;
    }
  | { readonly kind: 'passed'; readonly id: string; readonly passes: boolean }
  | {
      readonly kind: 'forecast';
      readonly turn: number;
      readonly question: string;
      readonly probabilities: Readonly<Record<string, number>>;
    }
  | {
      readonly kind: 'note';
      readonly id: string;
      readonly turn: number;
      readonly seat?: string;
      readonly goal?: string;
      readonly text: TextId;
    }
  | { readonly kind: 'reflected'; readonly question: number; readonly text: TextId }
  | { readonly kind: 'ticked'; readonly goal: string; readonly ticked: boolean }
  // ---- control
  /** Goes in with the next adjudication. By hand: with a text and effects of its own. */
  | {
      readonly kind: 'injected';
      readonly id: string;
      readonly inject?: string;
      readonly text?: TextId;
      readonly to?: readonly string[];
      readonly effects?: readonly Effect[];
      /** Of one with a date: the step that holds it. Others act in the first step of their turn. */
      readonly step?: number;
    }
  | { readonly kind: 'overridden'; readonly driver: string; readonly state: string; readonly reason: TextId }
  | { readonly kind: 'withheld'; readonly id: string; readonly reason?: TextId }
  /** Of the intended move of a seat: control decides otherwise, and says why. */
  | { readonly kind: 'ruled'; readonly seat: string; readonly orders: Orders; readonly reason: TextId }
  // ---- the engine
  | {
      readonly kind: 'adjudicated';
      readonly turn: number;
      /** In the order in which they were put in; replays must find the same. */
      readonly interventions: readonly Intervention[];
      /** What bots chose that look for themselves. */
      readonly bots: Readonly<Record<string, Orders>>;
      readonly steps: readonly StepRecord[];
      /** By step of the turn. */
      readonly readings: readonly Reading[];
      readonly frame?: SavedFrame;
      readonly ended?: Ended;
      readonly failure?: { readonly step: number; readonly code: string; readonly place: string };
    }
  | { readonly kind: 'forgotten' };

/** Answers of the trial, by question: an outcome's id, a number, or nothing where the question does not apply. */
export interface Ended {
  readonly answers: Readonly<Record<string, string | number | null>>;
}
