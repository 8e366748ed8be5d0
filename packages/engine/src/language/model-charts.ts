/** Drivers in the checked Model: states, transitions, actions and variables. */
import type { Span } from '../diagnostics/diagnostic.ts';
import type { Expr, TimeUnit } from './model-expr.ts';
import type { Element, Starting, Text } from './model.ts';

export interface Duration {
  readonly count: number;
  readonly unit: TimeUnit;
  readonly span: Span;
}

/** What an event carries, by name. */
export type EventData = readonly { readonly field: string; readonly value: Expr }[];

export type Action = { readonly span: Span } & (
  | { readonly do: 'set'; readonly variable: string; readonly to: Expr }
  | { readonly do: 'raise'; readonly event: string; readonly data: EventData }
  | {
      readonly do: 'send';
      readonly event: string;
      readonly data: EventData;
      readonly delay?: Duration;
      /** What `cancel` names. */
      readonly id: string;
    }
  | { readonly do: 'cancel'; readonly id: string }
  | {
      readonly do: 'if';
      readonly test: Expr;
      readonly then: readonly Action[];
      readonly otherwise: readonly Action[];
    }
);

export interface Transition extends Element {
  /** A line for a news bulletin when it is taken. */
  readonly news?: Text;
  /** States of the same driver; history states too. */
  readonly to?: readonly string[];
  /** Does not leave the state it is written on. */
  readonly internal?: true;
  readonly when?: Expr;
  readonly actions: readonly Action[];
}

/** A transition `on` an event; those with a probability share one draw. */
export interface EventTransition extends Transition {
  readonly probability?: Expr;
}

export interface Alternative extends Transition {
  /** Probability per step, or hazard in 1/its own unit (`unitsPerStep` is for lowering to apply), or what is left. */
  readonly weight: Expr | 'else';
}

export interface ChanceBlock extends Element {
  readonly kind: 'probability' | 'rate';
  /** For rates: steps are this many of the rate's time units (month clock, rate per year: 1/12). */
  readonly unitsPerStep: readonly number[]; // one an alternative; empty for probabilities
  readonly luck?: string;
  readonly alternatives: readonly Alternative[];
}

export interface AfterTransition extends Transition {
  readonly delay: Duration;
}

export interface Handler {
  /** An event, `name.*` or `*`. */
  readonly descriptor: string;
  readonly span: Span;
  readonly luck?: string;
  readonly transitions: readonly EventTransition[];
}

export interface State extends Element {
  /** A line for a news bulletin when it is entered by a transition that has none of its own. */
  readonly news?: Text;
  /** Unique in its driver, at whatever depth. */
  readonly name: string;
  readonly kind: 'atomic' | 'compound' | 'parallel' | 'final' | 'history';
  /** The state around it; absent for a child of the driver. */
  readonly parent?: string;
  /** compound: the child that is entered by default, and what runs then. */
  readonly initial?: { readonly to: string; readonly actions: readonly Action[] };
  /** history: `to` is entered while nothing is remembered. */
  readonly history?: { readonly deep: boolean; readonly to: readonly string[] };
  readonly entry: readonly Action[];
  readonly exit: readonly Action[];
  readonly always: readonly Transition[];
  readonly after: readonly AfterTransition[];
  readonly on: readonly Handler[];
  readonly chance?: ChanceBlock;
}

export interface Variable extends Starting {
  readonly name: string;
  readonly driver: string;
  readonly type: 'integer' | 'boolean' | 'number';
  readonly start: Expr;
  readonly range: readonly [number, number];
  readonly unit?: string;
}

export interface Driver extends Starting {
  readonly name: string;
  readonly luck?: string;
  /** One state for sure, or states with probabilities. */
  readonly initial: readonly { readonly state: string; readonly probability: Expr }[];
  readonly variables: readonly Variable[];
  /** All of them, at whatever depth, in document order. */
  readonly states: readonly State[];
  readonly on: readonly Handler[];
}
