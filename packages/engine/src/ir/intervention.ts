/** What people put into a trial from outside, in the step in which it acts. docs/decisions/0028. */

export type Intervention =
  /** The seat is played from outside in that step: what is left out is no move, and its bot does nothing. */
  | {
      readonly kind: 'choice';
      readonly step: number;
      readonly seat: string;
      readonly open?: string;
      readonly covert?: string;
    }
  /** `move` is `seat.move`, `who` a seat or `seat.role`. */
  | {
      readonly kind: 'consent';
      readonly step: number;
      readonly move: string;
      readonly who: string;
      readonly agrees: boolean;
    }
  /** As a calendar event of that step, after the scenario's own. */
  | {
      readonly kind: 'event';
      readonly step: number;
      readonly event: string;
      readonly data?: Readonly<Record<string, number>>;
    }
  /** As the `put` of an arm. */
  | { readonly kind: 'put'; readonly step: number; readonly driver: string; readonly state: string }
  /** One addressed draw at the site `attempt.ID`; when it succeeds the effects act. */
  | {
      readonly kind: 'attempt';
      readonly step: number;
      readonly id: string;
      readonly probability: number;
      readonly effects: readonly Effect[];
    };

export type Effect =
  /** To a variable of a driver, the capital of a seat (`seat.capital`) or an indicator. */
  | { readonly add: number; readonly to: string }
  | { readonly raise: string; readonly data?: Readonly<Record<string, number>> }
  /** `driver.state` */
  | { readonly put: string };
