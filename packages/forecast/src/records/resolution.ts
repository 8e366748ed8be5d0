/**
 * What happened, as far as it is known. A task may have several resolutions: a later one revises the earlier, and both
 * stay, so that a score can say which state of knowledge it was made on.
 */
import type { Moment } from './forecast.ts';

export type Outcome =
  | { readonly kind: 'binary'; readonly happened: boolean }
  | { readonly kind: 'category'; readonly category: string }
  | { readonly kind: 'number'; readonly value: number }
  /** `event: false` is censored: not seen up to `time`. */
  | { readonly kind: 'time'; readonly time: number; readonly event: boolean };

export interface Resolution {
  /** `Task.id`. */
  readonly task: string;
  /** When this was said; the latest counts. */
  readonly resolvedAt?: Moment;
  readonly state:
    Resolved | Partial | { readonly is: 'void'; readonly why: string } | { readonly is: 'open' };
  readonly source?: string;
}

interface Resolved {
  readonly is: 'resolved';
  readonly outcome: Outcome;
  /** When it happened, where that matters (scores that average over time end there). */
  readonly happenedAt?: Moment;
}

/** Shares of what happened that sum to 1, such as a question that resolves half yes. */
interface Partial {
  readonly is: 'partial';
  readonly outcomes: readonly { readonly outcome: Outcome; readonly share: number }[];
}
