/**
 * Seats as executors see them: what is chosen as a step begins, and what is done in its second phase. The rules of
 * the game (price, precondition, consent, who takes a move) are written out in these by lower-seats.ts; `seats` says
 * what they mean, for who plays a seat from outside and who tells a trial.
 */
import type { IrAction, IrExpr } from './ir.ts';

/** Steps first, first + every, first + 2 every and so on. */
export interface IrOccasion {
  readonly first: number;
  readonly every: number;
  /** Nobody chooses this but somebody outside: without choices from there it does nothing, and may be left out. */
  readonly idle: boolean;
  /** Of these steps those alone, ascending: what somebody outside does, or a bot where nobody outside does. */
  readonly only?: readonly number[];
}

/**
 * Chosen on frame k-1 as step k begins, when no event has been counted yet, one after the other. `pick`: variable :=
 * the number, from 1, of the weight that one draw picks, or 0; the weights are probabilities, with thresholds as in
 * a transition `on` an event, and faults are those of the site. `set`: as the action.
 */
export type IrChoice = IrOccasion &
  (
    | {
        readonly do: 'pick';
        readonly site: number;
        readonly variable: number;
        readonly weights: readonly IrExpr[];
      }
    | { readonly do: 'set'; readonly variable: number; readonly to: IrExpr; readonly place: string }
  );

/** In the second phase, one after the other: the actions run, then the external queue is worked off. */
export interface IrDeed extends IrOccasion {
  readonly actions: readonly IrAction[];
  /** The move that is made, if it was chosen; absent where choices are forgotten or capital is granted. */
  readonly move?: { readonly seat: number; readonly plan: number; readonly move: number };
  /** The plan whose choice of the step is forgotten. */
  readonly forgets?: { readonly seat: number; readonly plan: number };
}

export interface IrMove {
  /** `seat.move`, which is its event too. */
  readonly name: string;
  readonly event: number;
  readonly cost?: IrExpr;
  /** What is asked when it is chosen; absent: it costs nothing. */
  readonly affordable?: IrExpr;
  readonly when?: IrExpr;
  /** Something takes it now; absent where no driver handles any of its events. */
  readonly accepted?: IrExpr;
  /** The variable that is 1 once it was made, if it can be made once. */
  readonly made?: number;
  /** Who is asked, and the variable that holds the answer. */
  readonly consents: readonly { readonly who: string; readonly variable: number; readonly asked: number }[];
  /** The variable that holds which of the outcomes was drawn, from 1, and these. */
  readonly outcome?: {
    readonly variable: number;
    readonly names: readonly string[];
    readonly weights: readonly IrExpr[];
  };
}

/** A seat makes at most one open and one covert move a turn. */
export interface IrPlan {
  readonly kind: 'open' | 'covert';
  /** The variable that holds the number of the chosen move, from 1; 0, or above their number: none. */
  readonly choice: number;
  /** Variables that the bot alone uses. */
  readonly helpers: readonly number[];
  readonly moves: readonly IrMove[];
}

export interface IrSeat {
  readonly name: string;
  readonly every: number;
  /** Variable. */
  readonly capital?: number;
  readonly goals: readonly { readonly id: string; readonly when?: IrExpr }[];
  readonly plans: readonly IrPlan[];
}

export interface IrSeats {
  readonly chosen: readonly IrChoice[];
  readonly done: readonly IrDeed[];
  readonly seats: readonly IrSeat[];
}

/** Whether step k is one of the occasion. */
export const isDue = ({ first, every, only }: IrOccasion, k: number): boolean =>
  k >= first && (k - first) % every === 0 && (only === undefined || only.includes(k));

/** Variables of a plan that hold something while a step runs, and 0 between steps. */
export const momentaryOf = ({ choice, helpers, moves }: IrPlan): readonly number[] => [
  choice,
  ...helpers,
  ...moves.flatMap(({ consents, outcome }) => [
    ...consents.map(({ variable }) => variable),
    ...(outcome ? [outcome.variable] : []),
  ]),
];
