/**
 * The Ir: what every executor runs. Names have become slots, dates have become steps, sugar has become
 * arithmetic; it is plain data and prints itself (print.ts).
 *
 * Invariant: an executor needs nothing but the Ir and the draws. Nothing here may carry human text except names,
 * labels of provenance and the failure messages' site names, and no field may depend on an executor.
 */
import type { IrSeats } from './ir-seats.ts';

export type UnaryOp = 'neg' | 'not' | 'abs' | 'sqrt' | 'exp' | 'log' | 'sin' | 'cos' | 'floor';
export type BinaryOp =
  | 'add' | 'sub' | 'mul' | 'div' | 'pow'
  | 'lt' | 'le' | 'gt' | 'ge' | 'eq' | 'ne'
  | 'and' | 'or' | 'min' | 'max'; // prettier-ignore

/**
 * Conditions are 0 or 1. `and`, `or` and `if` evaluate only what decides them. Comparisons, `min` and `max` fail the
 * trial on an operand that is not finite (min(a, b) is b < a ? b : a, max(a, b) is a < b ? b : a).
 *
 * Every read is of the present moment: executors keep the indicators of frame k-1 in place while `next` runs and
 * write all of them at once, so `indicator` is the old value there and `now` the new one.
 */
export type IrExpr =
  | { readonly op: 'const'; readonly value: number }
  | { readonly op: 'parameter' | 'variable' | 'indicator' | 'now'; readonly slot: number }
  | { readonly op: 'state'; readonly slot: number }
  /** The measure's expression, evaluated here and now. */
  | { readonly op: 'measure'; readonly slot: number }
  /** max(0, clock step - step of entry) * perStep while the state is active, else 0. */
  | { readonly op: 'elapsed'; readonly state: number; readonly perStep: number }
  /** Clock step * perStep; the clock step is k-1 while step k runs and k when frame k is read. */
  | { readonly op: 't'; readonly perStep: number }
  /** `ir.previous[slot]` as it was at frame k-1 (at frame 0: at frame 0). */
  | { readonly op: 'previous'; readonly slot: number }
  /** `ir.starts[slot]` as it was at frame 0. */
  | { readonly op: 'start'; readonly slot: number }
  /** What leaves `ir.lines[slot]` in the frame that is complete (while step k runs: in frame k-1). */
  | { readonly op: 'delayed'; readonly slot: number }
  /** Straight lines between points, see IrTable. */
  | ({ readonly op: 'table'; readonly of: IrExpr } & IrTable)
  /** How often event `ir.counted[slot]` was taken from a queue in this step so far. */
  | { readonly op: 'happened'; readonly slot: number }
  /** The question's own value or running count. */
  | { readonly op: 'answer' }
  /** A field of the event that is being handled. */
  | { readonly op: 'event'; readonly slot: number }
  | { readonly op: UnaryOp; readonly of: IrExpr }
  | { readonly op: BinaryOp; readonly left: IrExpr; readonly right: IrExpr }
  /** Whole power by repeated product: 1, x, x*x, (x*x)*x, (x*x)*(x*x). */
  | { readonly op: 'power'; readonly of: IrExpr; readonly exponent: 0 | 1 | 2 | 3 | 4 }
  | { readonly op: 'if'; readonly test: IrExpr; readonly then: IrExpr; readonly otherwise: IrExpr };

/**
 * Points with rising xs. Fails the trial where x is not finite. Between points i and i+1, for xs[i] <= x < xs[i+1],
 * the value is ys[i] + (x - xs[i]) * ((ys[i+1] - ys[i]) / (xs[i+1] - xs[i])), and ys[i] when `stepped`. Below the
 * first and from the last point on it is that point's y; only `extended` goes on beyond them along the straight line
 * of the two points there.
 */
export interface IrTable {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly ends: 'held' | 'extended' | 'stepped';
}

/** One named place where chance enters. Draws are addressed by `hash` (see docs/decisions/0001). */
export interface IrSite {
  readonly name: string;
  readonly hash: number;
  /** Ids of the evidence rows behind the numbers at this place. */
  readonly evidence: readonly string[];
}

/** A distribution by its resolved form (chance/distributions.ts) and the expressions of its arguments. */
export interface IrDistribution {
  readonly site: number;
  readonly name: string;
  readonly argNames: readonly (string | null)[];
  readonly args: readonly IrExpr[];
  readonly lists: readonly number[];
  readonly within?: readonly [IrExpr, IrExpr];
}

export interface IrParameter {
  readonly name: string;
  readonly unit?: string;
  readonly value: { readonly prior: IrDistribution } | { readonly fixed: IrExpr };
  /** Correlated parameters: u = Phi(sum of weight * normalQuantile(u of that parameter's own draw)). */
  readonly copula?: readonly { readonly parameter: number; readonly weight: number }[];
}

export interface IrVariable {
  readonly name: string;
  /** -1: of a seat. */
  readonly driver: number;
  readonly type: 'integer' | 'boolean' | 'number';
  readonly start: IrExpr;
  readonly low: number;
  readonly high: number;
}

/**
 * `place` names it in failures. `data` has one expression a field of the event. `id` is what `cancel` names: it
 * takes back sends of that id that still wait for their time.
 */
export type IrAction =
  | { readonly do: 'set'; readonly variable: number; readonly to: IrExpr; readonly place: string }
  | {
      readonly do: 'raise';
      readonly event: number;
      readonly data: readonly IrExpr[];
      readonly place: string;
    }
  | {
      readonly do: 'send';
      readonly event: number;
      readonly data: readonly IrExpr[];
      readonly delay?: number;
      readonly id: number;
      readonly place: string;
    }
  | { readonly do: 'cancel'; readonly id: number }
  | {
      readonly do: 'if';
      readonly test: IrExpr;
      readonly then: readonly IrAction[];
      readonly otherwise: readonly IrAction[];
      readonly place: string;
    };

export interface IrTransition {
  /** The state it is written on, or -1: the driver itself. */
  readonly source: number;
  /**
   * Absent: no state is left or entered, only actions run. Otherwise states of the same driver; a history state
   * stands for what it remembers. Several lie in different regions of a parallel state.
   */
  readonly to?: readonly number[];
  /** The source is not left; only where it is compound and every target is below it. */
  readonly internal: boolean;
  readonly when?: IrExpr;
  readonly actions: readonly IrAction[];
  /** Name for traces and failures, such as `opinion.tolerant.always[0]`. */
  readonly place: string;
  /** Ids of the evidence rows behind it. */
  readonly evidence?: readonly string[];
}

export interface IrEventTransition extends IrTransition {
  readonly probability?: IrExpr;
}

/**
 * What a state (or a driver, for all its states) does on one event. Wildcards are resolved: a state has a handler
 * for each event that any of its descriptors matches, and several of one event in document order.
 */
export interface IrHandler {
  readonly event: number;
  /** Present when any transition has a probability; these share its draw. */
  readonly site?: number;
  readonly transitions: readonly IrEventTransition[];
}

export interface IrAlternative extends IrTransition {
  /** Probability a step, hazard a step (already times the step), or what is left. */
  readonly weight: IrExpr | 'else';
}

export interface IrChance {
  readonly site: number;
  readonly kind: 'probability' | 'rate';
  readonly alternatives: readonly IrAlternative[];
}

export interface IrAfter extends IrTransition {
  readonly delay: number;
}

/** A `history` state is never active: it is a target that stands for what its parent was in when last left. */
export type IrStateKind = 'atomic' | 'compound' | 'parallel' | 'final' | 'history';

export interface IrState {
  /** `driver.state`; names of states are unique in their driver, at whatever depth. */
  readonly name: string;
  readonly driver: number;
  readonly kind: IrStateKind;
  /** The state around it, or -1: a child of the driver. */
  readonly parent: number;
  /** One past its last descendant: slots are in document order, so its descendants are slot + 1 .. end - 1. */
  readonly end: number;
  /** compound: the child that is entered by default, and what runs then, after the entry actions. */
  readonly initial?: { readonly to: readonly number[]; readonly actions: readonly IrAction[] };
  /** history: the parent's active children, or its active atomic descendants; `to` while there is nothing to remember. */
  readonly history?: { readonly deep: boolean; readonly to: readonly number[] };
  /** Raised when it is done (compound: a final child was entered; parallel: all its children are done), if heard. */
  readonly done?: number;
  readonly entry: readonly IrAction[];
  readonly exit: readonly IrAction[];
  readonly always: readonly IrTransition[];
  readonly after: readonly IrAfter[];
  readonly on: readonly IrHandler[];
  readonly chance?: IrChance;
}

export interface IrDriver {
  readonly name: string;
  /** All its state slots, in document order; slots of all drivers together are in document order too. */
  readonly states: readonly number[];
  readonly initial: readonly { readonly state: number; readonly probability: IrExpr }[];
  /** Present when there is more than one initial state. */
  readonly site?: number;
  readonly on: readonly IrHandler[];
  /** Raised when it reaches a final state of its own, if heard. */
  readonly done?: number;
}

export interface IrIndicator {
  readonly name: string;
  readonly start: IrExpr;
  readonly next: IrExpr;
  readonly noise?: IrDistribution;
  readonly range?: readonly [IrExpr, IrExpr];
}

export interface IrMeasure {
  readonly name: string;
  readonly value: IrExpr;
  /** Where its values lie; bins of the reported quantiles are linear inside it. */
  readonly range?: readonly [number, number];
}

/**
 * A delay line: what goes in at frame k comes out at frame k + n. It keeps n values, which are `start` at frame 0.
 * A level, such as that of a smooth, is a line of one step that reads itself.
 *
 * n is `length` at frame 0, rounded half up, at least 1 (executor.ts); `length` below 0 fails the trial. `input` is
 * evaluated when a frame has been read, all lines at once, and not at the frame a trial ends with. What comes out
 * changes when the indicators do, at the end of step k.
 */
export interface IrLine {
  /** The call as written, for failures; several lines may stand for one. */
  readonly name: string;
  readonly start: IrExpr;
  readonly length: IrExpr;
  readonly input: IrExpr;
  /** Must be above 0 whenever something is taken in. */
  readonly positive?: IrExpr;
}

/**
 * A delay by the step it is set in: `due[k]` is the first step j > k with D(j) >= D(k) + delay, or steps + 1 when
 * that lies beyond the end; `dueAt[k]` is the due date itself (day number, or time on a clock without dates), by
 * which timers that are due in one step are ordered.
 */
export interface IrDelay {
  readonly text: string;
  readonly due: readonly number[];
  readonly dueAt: readonly number[];
}

/** The frames a question reads: `first..last`, both included. `at` questions have first = last. */
export interface IrQuestion {
  readonly id: string;
  readonly kind: 'binary' | 'ordered' | 'nominal' | 'count' | 'time' | 'numeric' | 'total';
  /** Read at one frame (the last one of a trial that `until` ended before) rather than over a window. */
  readonly at: boolean;
  readonly first: number;
  readonly last: number;
  /**
   * binary and time: `test` is the condition (over a window: true at any of its frames; `time` answers the first
   * such frame). ordered and nominal: `value`, if any, is read at `last`; the answer is the first outcome whose
   * `when` holds. numeric: the answer is `value` at `last`. A binary question's outcomes are `yes` and `no`, those of
   * `time`, `numeric` and `total` are none.
   */
  readonly test?: IrExpr;
  /**
   * count and total: a sum from 0 over the window, in frame order: `transitions` is added, then the sum stops for good
   * if `stop` holds, else `value` is added. At the window's last frame the outcomes decide, or the sum is the answer.
   * binary and time with `most` (a budget): while the question is open, `transitions` is added in each frame of the
   * window, then `test` counts only if the sum is at most `most`, then `value` is added.
   */
  readonly value?: IrExpr;
  readonly transitions?: IrExpr;
  readonly stop?: IrExpr;
  readonly most?: IrExpr;
  /** numeric and total: the question's place in the numbers of a trial. */
  readonly number?: number;
  /**
   * The trial is not applicable unless `test` holds at any frame first..last (with `at`: at `last`, or the last frame
   * of a trial that ended before). Read before the question itself; not read again once it has held.
   */
  readonly given?: {
    readonly test: IrExpr;
    readonly at: boolean;
    readonly first: number;
    readonly last: number;
  };
  readonly outcomes: readonly { readonly id: string; readonly when?: IrExpr }[];
}

export interface IrClock {
  readonly steps: number;
  /** ISO dates of D(0)..D(steps), or absent on a clock without dates. */
  readonly dates?: readonly string[];
  /** Step in the clock's own unit: t = k * perStep. */
  readonly unit: string;
  readonly perStep: number;
  readonly until?: IrExpr;
  /** Frames whose measures are in the results, ascending; the last is `steps`. */
  readonly recorded: readonly number[];
}

/**
 * How parameters are drawn over trials that have a draw each, where these are not independent (sampling.ts). It is of a
 * study and not of the scenario, so no hash knows it.
 */
export interface IrSampling {
  readonly kind: 'sobol' | 'latinHypercube';
  /** How many points there are; those beyond are drawn independently. */
  readonly of: number;
  /** By parameter: its dimension, or -1 where it is none. */
  readonly dimensions: readonly number[];
}

export interface Ir {
  readonly schema: 'stave-ir/1';
  readonly id: string;
  /** SHA-256 (hex) of the canonical checked Model. */
  readonly hash: string;
  /** The hash without what was put in from outside (intervened.ts); absent where nothing was. */
  readonly plain?: string;
  readonly clock: IrClock;
  readonly sites: readonly IrSite[];
  readonly events: readonly string[];
  /** By event: the names of its data, in the order in which actions give them. */
  readonly eventFields: readonly (readonly string[])[];
  /** What `cancel` can name. */
  readonly sendIds: readonly string[];
  readonly delays: readonly IrDelay[];
  /** In an order in which each reads only earlier ones. */
  readonly parameters: readonly IrParameter[];
  readonly sampling?: IrSampling;
  readonly drivers: readonly IrDriver[];
  readonly states: readonly IrState[];
  /** `startOrder` lists variable and indicator starts so that each reads only earlier ones. */
  readonly variables: readonly IrVariable[];
  readonly indicators: readonly IrIndicator[];
  readonly startOrder: readonly { readonly kind: 'variable' | 'indicator'; readonly slot: number }[];
  /** Indicator slots in an order in which `now` reads only earlier ones. */
  readonly indicatorOrder: readonly number[];
  /** The first `reported` of them are in the results; the others are helpers that are read by name. */
  readonly measures: readonly IrMeasure[];
  readonly reported: number;
  /** In an order in which the `start` and `length` of each read only earlier ones. */
  readonly lines: readonly IrLine[];
  readonly previous: readonly IrExpr[];
  readonly starts: readonly IrExpr[];
  /** By step, then date, then file order. */
  readonly calendar: readonly {
    readonly step: number;
    readonly event: number;
    readonly data: readonly number[];
    readonly at: string | number;
  }[];
  readonly questions: readonly IrQuestion[];
  /** Absent where there are none. */
  readonly seats?: IrSeats;
  /** Events that `happened` reads: only these are counted. */
  readonly counted: readonly number[];
}
