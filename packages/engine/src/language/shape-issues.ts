/** zod's issues, flattened to facts: what is wrong at which path. Of a union only the best fitting form speaks. */
import type { z } from 'zod';
import type { Path } from './located.ts';

export type Fact =
  | { readonly is: 'missing' | 'type' | 'key' | 'name' | 'length'; readonly path: Path }
  | { readonly is: 'unknown'; readonly path: Path; readonly key: string }
  | { readonly is: 'value'; readonly path: Path; readonly allowed: readonly string[] };

type Issue = z.core.$ZodIssue;

/** A form whose very type is wrong fits worse than any number of wrong keys. */
const WRONG_FORM = 1000;

export function factsOf(issue: Issue, valueAt: (path: Path) => unknown, base: Path = []): readonly Fact[] {
  const path = [...base, ...(issue.path as (string | number)[])];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ is: 'unknown', path, key }));
    case 'invalid_type':
      return [{ is: valueAt(path) === undefined ? 'missing' : 'type', path }];
    case 'invalid_value':
      if (valueAt(path) === undefined) return [{ is: 'missing', path }];
      return [notAllowed(path, issue.values, valueAt)];
    case 'invalid_key':
      return [{ is: 'key', path }];
    case 'invalid_format':
      return [{ is: 'name', path }];
    case 'invalid_union':
      return union(issue, valueAt, path);
    case 'too_small':
    case 'too_big':
      return [{ is: 'length', path }];
    default:
      return [{ is: 'type', path }];
  }
}

/** A word that is none of those allowed; anything but a scalar is of the wrong kind altogether. */
function notAllowed(path: Path, allowed: readonly unknown[], valueAt: (path: Path) => unknown): Fact {
  return typeof valueAt(path) === 'object'
    ? { is: 'type', path }
    : { is: 'value', path, allowed: allowed.map(String) };
}

function union(
  issue: Issue & { code: 'invalid_union' },
  valueAt: (path: Path) => unknown,
  path: Path,
): readonly Fact[] {
  if (valueAt(path) === undefined) return [{ is: 'missing', path }];
  if (issue.errors.length === 0) {
    const options = (issue as { options?: readonly unknown[] }).options ?? [];
    return [notAllowed(path, options, valueAt)];
  }
  let best: readonly Fact[] = [];
  let bestCost = WRONG_FORM;
  for (const form of issue.errors) {
    const facts = form.flatMap((inner) => factsOf(inner, valueAt, path));
    const cost = facts.reduce((sum, fact) => sum + costOf(fact, path), 0);
    if (cost < bestCost) {
      best = facts;
      bestCost = cost;
    }
  }
  return bestCost < WRONG_FORM ? best : [{ is: 'type', path }];
}

function costOf(fact: Fact, root: Path): number {
  if (fact.path.length > root.length || fact.is === 'unknown') return 1;
  return fact.is === 'type' || fact.is === 'missing' ? WRONG_FORM : 2;
}
