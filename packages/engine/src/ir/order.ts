/** Orders things so that each reads only earlier ones, and otherwise stays in file order. */
import { childrenOf, walkFrameZero } from '../language/expression/walk.ts';
import type { Expr } from '../language/model.ts';

export function inReadingOrder<T extends { readonly name: string }>(
  items: readonly T[],
  reads: (item: T) => readonly string[],
): readonly T[] {
  const byName = new Map(items.map((item) => [item.name, item]));
  const done = new Set<T>();
  const open = new Set<T>();
  const ordered: T[] = [];
  const visit = (item: T): void => {
    if (done.has(item)) return;
    if (open.has(item)) throw new Error(`InvariantError: cycle through ${item.name} in a checked model`);
    open.add(item);
    for (const name of reads(item)) {
      const read = byName.get(name);
      if (read) visit(read);
    }
    open.delete(item);
    done.add(item);
    ordered.push(item);
  };
  items.forEach(visit);
  return ordered;
}

/** Names of parameters, variables and indicators an expression reads. */
export function namesRead(e: Expr): readonly string[] {
  return e.op === 'ref' ? [e.name] : childrenOf(e).flatMap(namesRead);
}

/** Names of measures an expression reads at frame 0. */
export const measuresAtStart = (e: Expr): readonly string[] =>
  [...walkFrameZero(e)].flatMap((part) => (part.op === 'ref' && part.kind === 'measure' ? [part.name] : []));

/** Indicators whose value of this very step an expression reads. */
export function nowRead(e: Expr): readonly string[] {
  return e.op === 'now' ? [e.indicator] : childrenOf(e).flatMap(nowRead);
}
