/**
 * Interventions: what people put into a trial from outside. Everything is named as in the scenario, so that a record
 * of them is readable and stays with the scenario's text.
 */

/** One intervention; `step` is the step k, from 1 to the clock's last, in which it acts. */
export type Intervention = ChoiceMade | ConsentGiven | EventAdded | StatePut | Attempt;

/**
 * The seat is played from outside in that step: its bot does nothing, what is left out is no move, and where the seat
 * itself is asked for consent, it refuses unless a `consent` says otherwise. Names of moves are without the seat.
 */
export interface ChoiceMade {
  readonly kind: 'choice';
  readonly step: number;
  readonly seat: string;
  readonly open?: string;
  readonly covert?: string;
}

/** The answer of who is asked about a move; it counts if the move is chosen. */
export interface ConsentGiven {
  readonly kind: 'consent';
  readonly step: number;
  /** `seat.move`. */
  readonly move: string;
  /** A seat, or a role as `seat.role`. */
  readonly who: string;
  readonly agrees: boolean;
}

/** A dated event of that step, after the scenario's own. */
export interface EventAdded {
  readonly kind: 'event';
  readonly step: number;
  readonly event: string;
  /** A number for each field that the event carries. */
  readonly data?: Readonly<Record<string, number>>;
}

/** The driver is put into the state, as by an arm: before the dated events of the step. */
export interface StatePut {
  readonly kind: 'put';
  readonly step: number;
  readonly driver: string;
  readonly state: string;
}

/** One draw at the site `attempt.ID`; the effects act where it succeeds. */
export interface Attempt {
  readonly kind: 'attempt';
  readonly step: number;
  /** One attempt has it; its luck is that of its name. */
  readonly id: string;
  /** 0 to 1; the draw is made, and told, for these two as well. */
  readonly probability: number;
  readonly effects: readonly Effect[];
}

/**
 * `add`: to a variable of a driver, the capital of a seat (`seat.capital`) or an indicator, and what lies beyond its
 * range is cut off. `raise`: an event, handled by itself. `put`: `driver.state`.
 */
export type Effect =
  | { readonly add: number; readonly to: string }
  | { readonly raise: string; readonly data?: Readonly<Record<string, number>> }
  | { readonly put: string };

/** The name of an attempt's site and of the variable that says how it went. */
export const attemptName = (id: string): string => `attempt.${id}`;

/** Those of one kind, in order. */
export const ofKind = <K extends Intervention['kind']>(
  list: readonly Intervention[],
  kind: K,
): readonly Extract<Intervention, { kind: K }>[] =>
  list.filter((item): item is Extract<Intervention, { kind: K }> => item.kind === kind);
