/** Expressions in the checked Model. */
import type { Span } from '../diagnostics/diagnostic.ts';

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
