/**
 * The checked Model: every name resolved, every type and unit checked, nothing numeric decided yet.
 * It is what `ir/lower.ts` reads. Spans point into the scenario text; `hash.ts` leaves them, human text and
 * evidence out.
 */
import type { Span } from '../diagnostics/diagnostic.ts';
import type { Driver } from './model-charts.ts';
import type { Expr, TimeUnit } from './model-expr.ts';
import type { Question } from './model-questions.ts';
import type { Seat } from './model-seats.ts';

export type * from './model-charts.ts';
export type * from './model-expr.ts';
export type * from './model-questions.ts';
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
export interface Starting extends Element {
  /** Of the start alone, where it is not the element's. */
  readonly startProvenance?: Provenance;
}

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
