/** What a trial tells while it runs, for `stave trace`. Telling changes nothing. */
import type { IrTransition } from '../ir/ir.ts';
import type { Decision } from './seats.ts';
import type { Context } from './machine.ts';

export interface Took {
  readonly step: number;
  /** `start`, `always`, `after`, `chance` or `on event`. */
  readonly cause: string;
  readonly t: IrTransition;
  /** The moment before the microstep. */
  readonly before: Context;
}

export interface Drew {
  readonly step: number;
  readonly site: number;
  readonly name: string;
  readonly kind: 'initial' | 'chance' | 'event' | 'seat';
  /** Probabilities, or hazards per step. */
  readonly weights: readonly number[];
  readonly thresholds: readonly number[];
  /** First word of the draw: the draw is about word / 2^32. */
  readonly word: number;
  /** The picked alternative, or -1. */
  readonly index: number;
}

export interface Story {
  parameters(values: readonly number[]): void;
  drew(event: Drew): void;
  took(event: Took): void;
  /** A seat has chosen a move, which is made now, or has lapsed, or is refused. */
  decided(event: Decision & { readonly step: number }): void;
  /** What the last draw of a site picked is not taken: it gave way to another transition. */
  gaveWay(site: number): void;
  /** Why the trial failed, in words. */
  failed(detail: string | undefined): void;
}
