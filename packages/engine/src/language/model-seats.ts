/** Seats in the checked Model: who decides, which moves there are, and how a bot chooses among them. */
import type { Span } from '../diagnostics/diagnostic.ts';
import type { Element, EventData, Expr, Moment, Text } from './model.ts';

export interface Seat extends Element {
  readonly name: string;
  readonly brief?: Text;
  readonly goals: readonly Goal[];
  readonly controls: readonly string[];
  readonly sees: readonly string[] | 'all';
  readonly capital?: Capital;
  /** In steps: turns are made in steps 1, 1 + turn, 1 + 2 turn and so on. */
  readonly turn: number;
  readonly roles: readonly Role[];
  readonly moves: readonly Move[];
  readonly bot?: Bot;
}

export interface Goal {
  readonly id: string;
  readonly label?: Text;
  readonly text?: Text;
  readonly when?: Expr;
  readonly span: Span;
}

export interface Capital {
  readonly start: Expr;
  readonly income: Expr;
  /** How much may be left over; without bound when left out. */
  readonly carry?: number;
  readonly most: number;
  readonly span: Span;
}

/** Somebody inside a seat who is asked for consent. */
export interface Role {
  readonly name: string;
  readonly label?: Text;
  readonly brief?: Text;
  readonly consents: readonly Consent[];
  readonly span: Span;
}

/** The condition under which somebody agrees to a move, `seat.move`; to any that it is asked about without one. */
export interface Consent {
  readonly move?: string;
  readonly when: Expr;
  readonly span: Span;
}

/** Who is asked: a seat, or a role in one. */
export interface Asked {
  readonly seat: string;
  readonly role?: string;
  readonly span: Span;
}

export interface Move extends Element {
  readonly name: string;
  readonly text?: Text;
  readonly covert: boolean;
  /** Once a trial. */
  readonly once: boolean;
  readonly cost?: Expr;
  readonly when?: Expr;
  /** What its event and those of its outcomes carry. */
  readonly data: EventData;
  readonly consent: readonly Asked[];
  readonly outcomes: readonly MoveOutcome[];
  readonly luck?: string;
}

export interface MoveOutcome {
  readonly name: string;
  readonly probability: Expr | 'else';
  readonly span: Span;
}

/** Rules in order; where they have weights, one of those that hold is drawn. */
export interface Bot {
  readonly luck?: string;
  readonly open: readonly Rule[];
  readonly covert: readonly Rule[];
  /** Moves with dates, open and covert, that go before what the rules choose. */
  readonly script?: readonly Rule[];
  readonly consents: readonly Consent[];
  readonly span: Span;
}

/** Without a move it makes none. */
export interface Rule {
  readonly move?: string;
  readonly when?: Expr;
  /** Holds only in the turn in which this lies. */
  readonly at?: Moment;
  readonly weight?: Expr;
  readonly span: Span;
}
