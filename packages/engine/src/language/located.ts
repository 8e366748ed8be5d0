/** YAML values with their places: what the shape stage validates and where every later stage points. */
import type { Span } from '../diagnostics/diagnostic.ts';

export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/** How a scalar stands in the text; needed to point into it. */
export interface Scalar {
  /** What an expression reads: the text of a plain number, the content of a quoted string. */
  readonly content: string;
  readonly style: 'plain' | 'quoted' | 'block';
  readonly inFlow: boolean;
}

export interface Located {
  readonly value: Plain;
  readonly span: Span;
  /** The key this value stands under; a list item has none. */
  readonly key?: Span;
  readonly entries?: ReadonlyMap<string, Located>;
  readonly items?: readonly Located[];
  readonly scalar?: Scalar;
}

export type Path = readonly (string | number)[];

export function child(at: Located, step: string | number): Located | undefined {
  return typeof step === 'number' ? at.items?.[step] : at.entries?.get(step);
}

/** The value at a path; the deepest there is when the path ends early. */
export function find(root: Located, path: Path): Located {
  let at = root;
  for (const step of path) at = child(at, step) ?? at;
  return at;
}

/** A place that must be there because the value was read from it. */
export function place(at: Located, ...path: Path): Located {
  for (const step of path) {
    const next = child(at, step);
    if (next === undefined) throw new Error(`InvariantError: no place for ${path.join('.')}`);
    at = next;
  }
  return at;
}

/** Where to point when an element as a whole is meant: its key, or the first line of it. */
export const nameSpan = (at: Located): Span => at.key ?? at.span;

export const shift = ({ start, end }: Span, by: number): Span => ({ start: start + by, end: end + by });

/** The same values of a text that stands so many characters further on. */
export function moved(at: Located, by: number): Located {
  return {
    ...at,
    span: shift(at.span, by),
    ...(at.key && { key: shift(at.key, by) }),
    ...(at.entries && { entries: new Map([...at.entries].map(([name, entry]) => [name, moved(entry, by)])) }),
    ...(at.items && { items: at.items.map((item) => moved(item, by)) }),
  };
}
