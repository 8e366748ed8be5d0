/** YAML values with their places: what the shape stage validates and where every later stage points. */
import type { Span } from '../diagnostics/diagnostic.ts';
import { shifted } from '../diagnostics/sources.ts';

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

/** The same with other entries. */
export function withEntries(at: Located, entries: ReadonlyMap<string, Located>): Located {
  const value: Record<string, Plain> = Object.create(null) as Record<string, Plain>;
  for (const [name, entry] of entries) value[name] = entry.value;
  const { items: _, scalar: __, ...rest } = at;
  return { ...rest, value, entries };
}

/** The same in a text that stands at an offset of the whole. */
export function moved(at: Located, by: number): Located {
  if (by === 0) return at;
  return {
    ...at,
    span: shifted(at.span, by),
    ...(at.key && { key: shifted(at.key, by) }),
    ...(at.entries && { entries: new Map([...at.entries].map(([name, entry]) => [name, moved(entry, by)])) }),
    ...(at.items && { items: at.items.map((item) => moved(item, by)) }),
  };
}

/** Where to point when an element as a whole is meant: its key, or the first line of it. */
export const nameSpan = (at: Located): Span => at.key ?? at.span;
