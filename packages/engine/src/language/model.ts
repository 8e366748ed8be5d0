/**
 * The checked Model: every name resolved, every type and unit checked, nothing numeric decided yet.
 * It is what `ir/lower.ts` reads. Spans point into the scenario text; `hash.ts` leaves them, human text and
 * evidence out.
 */
import type { Span } from '../diagnostics/diagnostic.ts';
import type { Seat } from './model-seats.ts';

export type * from './model-seats.ts';

/** Text for people: language tag to text; `en` or the first entry is the fallback. */
export type Text = Readonly<Record<string, string>>;

export type Basis = 'data' | 'literature' | 'judgement' | 'assumption';

/** Where the numbers of an element come from, after inheritance from the elements around it. */
export interface Provenance {
  readonly evidence: readonly string[];
  readonly basis?: Basis;
  readonly why?: string;
  /** Its numbers are judged with knowledge from after the start: which, and with what effect. */
  readonly hindsight?: string;
}

export interface Source {
  readonly id: string;
  readonly claim: string;
  readonly source: string;
  readonly date: string;
  readonly kind: 'article' | 'data' | 'literature' | 'record';
  readonly url?: string;
  readonly hindsight?: string;
  /** The row of `works` that source, date and kind are from. */
  readonly work?: string;
  /** Why nothing in the model stands for the claim. */
  readonly omitted?: string;
  /** How it shaped the model, where no single element rests on it. */
  readonly background?: string;
}

/** Something that has a place in the text, a name and a provenance. */
export interface Element {
  readonly span: Span;
  readonly provenance: Provenance;
  readonly label?: Text;
}

/** Something that begins somewhere; a scenario that restates where says on what that stands. */
interface Starting extends Element {
  /** Of the start alone, where it is not the element's. */
  readonly startProvenance?: Provenance;
}

// ---------------------------------------------------------------- expressions

export type UnaryOp = 'neg' | 'not' | 'abs' | 'sqrt' | 'exp' | 'log' | 'sin' | 'cos' | 'floor';
/** `pow` is the general power; whole powers 0 to 4 become products in lowering. */
export type BinaryOp =
  | 'add' | 'sub' | 'mul' | 'div' | 'pow'
  | 'lt' | 'le' | 'gt' | 'ge' | 'eq' | 'ne'
  | 'and' | 'or' | 'min' | 'max'; // prettier-ignore
export type TimeUnit = 'step' | 'day' | 'week' | 'month' | 'quarter' | 'year';

/** Beyond its ends a table holds its last value or goes on straight; a stepped one holds each value until the next. */
export type TableEnds = 'held' | 'extended' | 'stepped';

/** Names are resolved: a `ref` names an existing thing of that kind. Sugar (weakestLink, clamp, mean) is kept as `call`. */
export type Expr = { readonly span: Span } &
  /** `unit`: written as a unit of time (`0.02 / month`), whose value is 1. `truth`: written `true` or `false`. */
  (
    | {
        readonly op: 'number';
        readonly value: number;
        readonly unit?: Exclude<TimeUnit, 'step'>;
        readonly truth?: true;
      }
    | {
        readonly op: 'ref';
        readonly kind: 'parameter' | 'variable' | 'indicator' | 'measure';
        readonly name: string;
      }
    | { readonly op: 'state'; readonly driver: string; readonly state: string }
    /** Time in a state in `unit`s, 0 when it is not active. */
    | { readonly op: 'elapsed'; readonly unit: TimeUnit; readonly driver: string; readonly state: string }
    | { readonly op: 't' }
    /** What the event that is being handled carries under a name. */
    | { readonly op: 'event'; readonly field: string }
    /** The length of a step in the clock's unit. */
    | { readonly op: 'dt' }
    /** How often the event was taken from a queue in this step. */
    | { readonly op: 'happened'; readonly event: string }
    /** The question's own `value` or `count`. */
    | { readonly op: 'answer' }
    | { readonly op: 'prev' | 'start'; readonly of: Expr }
    | { readonly op: 'now'; readonly indicator: string }
    | { readonly op: UnaryOp; readonly of: Expr }
    | { readonly op: BinaryOp; readonly left: Expr; readonly right: Expr }
    | { readonly op: 'if'; readonly test: Expr; readonly then: Expr; readonly otherwise: Expr }
    /** `factor` turns the value's own time unit into steps: h of `halfLife(h)` in steps is value * stepsPerUnit. */
    | { readonly op: 'halfLife'; readonly of: Expr; readonly stepsPerUnit: number }
    /**
     * `input` as it was: `time` ago (`delay` with order 0), through `order` stages of a first-order delay (`delay`),
     * or smoothed `order` times over. `initial` is what stands before anything was taken in, `input` itself when left
     * out. `stepsPerUnit` turns `time` into steps.
     */
    | {
        readonly op: 'delay' | 'smooth';
        readonly input: Expr;
        readonly time: Expr;
        readonly initial?: Expr;
        readonly order: number;
        readonly stepsPerUnit: number;
      }
    /** Straight lines between points; `xs` and `ys` are constants. */
    | {
        readonly op: 'table';
        readonly at: Expr;
        readonly xs: readonly Expr[];
        readonly ys: readonly Expr[];
        readonly ends: TableEnds;
      }
    /** A function of the clock. `factors` turn arguments that are times into the clock's unit; others have 1. */
    | {
        readonly op: 'input';
        readonly name: 'step' | 'pulse' | 'pulseTrain' | 'ramp';
        readonly args: readonly Expr[];
        readonly factors: readonly number[];
      }
    /** Lists are spread: `mean` and `sum` have their items, `weakestLink` its items and then the sharpness. */
    | {
        readonly op: 'call';
        readonly name: 'logistic' | 'clamp' | 'mean' | 'sum' | 'weakestLink';
        readonly args: readonly Expr[];
      }
  );

// ---------------------------------------------------------------- elements

/** A distribution with its arguments, still as expressions; `argNames` has null for positional ones. */
export interface DistributionUse {
  readonly name: string;
  readonly argNames: readonly (string | null)[];
  /** Lists (`categorical`) are flattened in order; `lists` has their lengths, 0 for a plain argument. */
  readonly args: readonly Expr[];
  readonly lists: readonly number[];
  readonly within?: readonly [Expr, Expr];
  readonly span: Span;
}

export interface Parameter extends Element {
  readonly name: string;
  /** Whose luck it draws, where that is not its own name. */
  readonly luck?: string;
  readonly unit?: string;
  readonly value: { readonly prior: DistributionUse } | { readonly fixed: Expr };
}

export interface Correlation {
  readonly between: readonly [string, string];
  readonly r: number;
  readonly span: Span;
}

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

export interface Indicator extends Starting {
  readonly name: string;
  readonly unit?: string;
  readonly luck?: string;
  readonly start: Expr;
  readonly next: Expr;
  readonly noise?: DistributionUse;
  readonly range?: readonly [Expr, Expr];
}

export interface Measure extends Element {
  readonly name: string;
  readonly value: Expr;
  readonly range?: readonly [number, number];
  /** false for a helper that others read: it is not in the results. */
  readonly reported: boolean;
}

/** Dates are ISO `YYYY-MM-DD`; on a clock without dates they are numbers in its unit. */
export type Moment = string | number;

export interface CalendarEntry extends Element {
  readonly event: string;
  readonly data: Readonly<Record<string, number>>;
  readonly at: Moment;
  /** Repeats each year from `at` on. */
  readonly yearly: boolean;
  /** An arm took it away: all of it, or what falls on these dates. What it carries is known all the same. */
  readonly removed?: 'all' | readonly Moment[];
}

/**
 * A state that an arm forces. `put` enters it once, in the step that holds `at`. `hold` enters it in the step that
 * holds `from` unless it is active, and from then to the step that holds `to` nothing leaves it; the clock's start
 * and end when left out.
 */
export type Forced = { readonly span: Span; readonly driver: string; readonly state: string } & (
  | { readonly kind: 'put'; readonly at: Moment }
  | { readonly kind: 'hold'; readonly from?: Moment; readonly to?: Moment }
);

export interface Outcome {
  readonly id: string;
  readonly label?: Text;
  readonly when?: Expr;
  readonly span: Span;
}

export interface Resolution {
  readonly criteria: Text;
  readonly sources: readonly string[];
  readonly resolver: Text;
  readonly void: Text;
  readonly opens: string;
  readonly closes: string;
  readonly zone: string;
}

export interface Baseline {
  /** By outcome id; a binary question's are `yes` and `no`. */
  readonly probabilities: Readonly<Record<string, number>>;
  readonly source: string;
}

export interface QuestionBase extends Element {
  readonly id: string;
  readonly ask: Text;
  readonly internal: boolean;
  readonly resolution?: Resolution;
  readonly baseline?: Baseline;
  readonly cluster?: string;
  readonly proxy?: Text;
  readonly given?: Given;
}

export interface Window {
  readonly by: Moment | 'end';
  readonly from?: Moment;
}

/** The condition without which a trial is not applicable; without a window of its own it has the question's. */
export type Given = { readonly that: Expr } & ({ readonly at: Moment | 'end' } | Partial<Window>);

/** What is added up: `value` in each frame, `transitions` on the way into each. One of them at least. */
export interface Sum {
  readonly value?: Expr;
  readonly transitions?: Expr;
}

/** `at: 'end'` is the last frame. `from` and `by` bound a window of frames, both included. */
export type Question = QuestionBase &
  (
    | { readonly kind: 'binary'; readonly yes: Expr; readonly at: Moment | 'end' }
    | (Window & { readonly kind: 'binary'; readonly yes: Expr; readonly within?: Budget })
    | {
        readonly kind: 'ordered' | 'nominal';
        readonly value?: Expr;
        readonly outcomes: readonly Outcome[];
        readonly at: Moment | 'end';
      }
    | (Window & {
        readonly kind: 'count';
        readonly count?: Expr;
        readonly transitions?: Expr;
        readonly until?: Expr;
        readonly outcomes: readonly Outcome[];
      })
    | {
        readonly kind: 'time';
        readonly first: Expr;
        readonly by: Moment | 'end';
        readonly within?: Budget;
      }
    | { readonly kind: 'numeric'; readonly value: Expr; readonly at: Moment | 'end' }
    | (Window & Sum & { readonly kind: 'total'; readonly until?: Expr })
  );

/** The sum may come to `most`. */
export interface Budget extends Sum {
  readonly most: Expr;
}

export interface Clock {
  /** ISO date of D(0); absent on a clock without dates. */
  readonly start?: string;
  readonly step: { readonly count: number; readonly unit: Exclude<TimeUnit, 'step'> };
  readonly steps: number;
  readonly until?: Expr;
  /** Measures are kept at every so many frames and at the last; at all frames when left out. */
  readonly record?: number;
}

/** A part of the model that is described together. */
export interface Submodel {
  readonly id: string;
  readonly title: Text;
  readonly text?: Text;
  /** Names of drivers, indicators, measures, seats and parameters. */
  readonly elements: readonly string[];
  readonly evidence: readonly string[];
}

/** What people say of the model for its ODD protocol. */
export interface Odd {
  readonly purpose?: Text;
  readonly patterns?: Text;
  readonly hindsight?: Text;
  readonly initialization?: Text;
  readonly inputData?: Text;
  /** By design concept. */
  readonly concepts: Readonly<Record<string, Text>>;
  readonly submodels: readonly Submodel[];
}

/** A number somebody wrote, with where it comes from: the rows of the first screen's shares by basis. */
export interface WrittenNumber {
  /** Path of the element, such as `parameters.backlashRate` or `indicators.warmth.next`. */
  readonly path: string;
  readonly text: string;
  readonly basis?: Basis;
  readonly evidence: readonly string[];
  /** What is said of it as judged with later knowledge. */
  readonly hindsight?: string;
  readonly span: Span;
}

/** A word that parties choose differently; texts name it as `{name}`. */
export interface Term {
  readonly name: string;
  readonly forms: readonly { readonly id: string; readonly text: Text }[];
  /** Language to id of the form that is used; `en` stands for those not named. */
  readonly use: Readonly<Record<string, string>>;
  readonly why: Text;
}

export interface Model {
  readonly edition: 1;
  readonly id: string;
  readonly title: Text;
  readonly summary?: Text;
  /** Languages of the texts, by whether someone fluent has read them. */
  readonly languages: Readonly<Record<string, 'reviewed' | 'unreviewed'>>;
  readonly terms: readonly Term[];
  readonly clock: Clock;
  /** The last day whose material needs no `hindsight`; absent where neither it nor the clock has a date. */
  readonly knownUntil?: string;
  readonly evidence: readonly Source[];
  readonly parameters: readonly Parameter[];
  readonly correlations: readonly Correlation[];
  readonly drivers: readonly Driver[];
  readonly indicators: readonly Indicator[];
  readonly measures: readonly Measure[];
  readonly calendar: readonly CalendarEntry[];
  /** Of an arm, in the order in which it says them; absent where it forces none. */
  readonly forced?: readonly Forced[];
  readonly questions: readonly Question[];
  readonly seats: readonly Seat[];
  readonly odd?: Odd;
  readonly numbers: readonly WrittenNumber[];
}
