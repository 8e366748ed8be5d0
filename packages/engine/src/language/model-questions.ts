/** Questions in the checked Model, and what their answers are held against. */
import type { Span } from '../diagnostics/diagnostic.ts';
import type { Expr } from './model-expr.ts';
import type { Element, Moment, Text } from './model.ts';

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
