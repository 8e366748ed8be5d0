/**
 * Third stage: does the file have the shape of a scenario, or of a study? Every fault is reported; then the faulty parts are taken
 * out, so that the later stages can look at the rest and all faults show at once.
 */
import type { z } from 'zod';
import { nearest } from '../diagnostics/suggest.ts';
import type { Report } from '../diagnostics/report.ts';
import { child, find, nameSpan, type Located, type Path, type Plain } from './located.ts';
import { factsOf, type Fact } from './shape-issues.ts';
import { expectedAt, isTable, keysAt, type Schema } from './shape-keys.ts';

/** What a file is to be. */
export interface Form<T> {
  readonly shape: Schema & {
    safeParse(value: unknown, how: { readonly jitless: boolean }): z.ZodSafeParseResult<T>;
  };
  /** Completes "… is a map of keys". */
  readonly what: string;
  /** Its first line. */
  readonly begin: string;
}

export interface Shaped<T> {
  readonly input: T;
  readonly root: Located;
  /** Names whose element was taken out; they are no unknown names. */
  readonly dropped: ReadonlySet<string>;
}

export function checkShape<T>(root: Located, form: Form<T>, report: Report): Shaped<T> | undefined {
  if (!root.entries) {
    report.add(
      'shape-type',
      root.value === null ? 'the file is empty' : `${form.what} is a map of keys`,
      { ...root.span, end: root.span.start },
      {
        help: `begin with \`${form.begin}\``,
      },
    );
    return undefined;
  }
  const first = form.shape.safeParse(root.value, { jitless: true });
  if (first.success) return { input: first.data, root, dropped: new Set() };
  const facts = first.error.issues.flatMap((issue) => factsOf(issue, (path) => valueAt(root, path)));
  const repairs = new Repairs(form.shape);
  reportFacts(facts, root, form.shape, report, repairs);
  const repaired = repairs.apply(root);
  const second = repaired && form.shape.safeParse(repaired.value, { jitless: true });
  return repaired && second?.success
    ? { input: second.data, root: repaired, dropped: repairs.dropped }
    : undefined;
}

function valueAt(root: Located, path: Path): Plain | undefined {
  let at: Located | undefined = root;
  for (const step of path) at = at && child(at, step);
  return at?.value;
}

function reportFacts(
  facts: readonly Fact[],
  root: Located,
  shape: Schema,
  report: Report,
  repairs: Repairs,
): void {
  /** Missing keys by the map they are missing from. */
  const missing = new Map<string, Fact[]>();
  for (const fact of facts) {
    if (fact.is !== 'missing') continue;
    const parent = keyOf(fact.path.slice(0, -1));
    missing.set(parent, [...(missing.get(parent) ?? []), fact]);
  }
  const answered = new Set<Fact>();
  // A map may have any number of unknown keys: what is asked of the whole map is asked once.
  const maps = new Map<Located, { readonly cut: boolean; readonly known: readonly string[] }>();
  for (const fact of facts) {
    if (fact.is !== 'unknown') continue;
    const lacks = (missing.get(keyOf(fact.path)) ?? []).filter((other) => !answered.has(other));
    const here = find(root, fact.path);
    const { cut, known } = maps.get(here) ?? { cut: isCut(here), known: keysAt(shape, fact.path) };
    maps.set(here, { cut, known });
    const absent = known.filter((key) => !here.entries?.has(key));
    const meant =
      nearest(
        fact.key,
        lacks.map((other) => String(other.path.at(-1))),
      ) ?? nearest(fact.key, absent);
    const merged = lacks.find((other) => other.path.at(-1) === meant);
    if (merged) answered.add(merged);
    const entry = here.entries?.get(fact.key);
    report.add(
      'shape-unknown-key',
      `unknown key \`${fact.key}\`${inside(fact.path)}`,
      entry ? nameSpan(entry) : here.span,
      {
        help: meant === undefined ? helpUnknown(fact, cut, known, report) : `did you mean \`${meant}\`?`,
      },
    );
    // Half an expression is left beside such a key, so the whole element goes.
    if (meant === undefined && cut) repairs.drop(fact.path);
    else repairs.rename([...fact.path, fact.key], meant);
  }
  for (const fact of facts) {
    if (fact.is === 'unknown' || answered.has(fact)) continue;
    reportFact(fact, root, shape, report);
    repairs.drop(fact.path);
  }
}

function helpUnknown(
  fact: Fact & { is: 'unknown' },
  cut: boolean,
  known: readonly string[],
  report: Report,
): string | undefined {
  if (cut) return 'inside { } and [ ], put an expression that contains a comma in quotes';
  if (known.includes(fact.key)) return `\`${fact.key}\` belongs to another form of this element`;
  return report.suggest(fact.key, () => known);
}

/** Whether a comma has cut an expression in a map in two. */
const isCut = (at: Located): boolean =>
  [...(at.entries?.values() ?? [])].some((entry) => entry.scalar && unbalanced(entry.scalar.content));

const unbalanced = (text: string): boolean => text.split('(').length !== text.split(')').length;

function reportFact(
  fact: Exclude<Fact, { is: 'unknown' }>,
  root: Located,
  shape: Schema,
  report: Report,
): void {
  const at = find(root, fact.path);
  const last = String(fact.path.at(-1) ?? '');
  switch (fact.is) {
    case 'missing': {
      const parent = find(root, fact.path.slice(0, -1));
      const span =
        fact.path.length > 1 ? nameSpan(parent) : { start: parent.span.start, end: parent.span.start };
      report.add(
        'shape-missing-key',
        `missing key \`${last}\`${inside(fact.path.slice(0, -1))}`,
        shorten(span),
        {
          help: `add \`${last}:\` with ${expectedAt(shape, fact.path)}`,
        },
      );
      break;
    }
    case 'type': {
      const help =
        at.scalar && unbalanced(at.scalar.content)
          ? 'put an expression that contains a comma in quotes'
          : undefined;
      report.add(
        'shape-type',
        `\`${pathText(fact.path)}\` must be ${expectedAt(shape, fact.path)}, found ${kindOf(at)}`,
        shorten(at.span),
        { help },
      );
      break;
    }
    case 'value':
      report.add(
        'shape-value',
        `\`${last}\` must be ${fact.allowed.map((word) => `\`${word}\``).join(' or ')}`,
        at.span,
        {
          help: meantOf(String(at.value), fact.allowed),
        },
      );
      break;
    case 'key':
      report.add('name-invalid', `\`${last}\` is no name`, nameSpan(at), { help: NAME_HELP });
      break;
    case 'name':
      report.add('name-invalid', `\`${String(at.value)}\` is no name`, at.span, { help: NAME_HELP });
      break;
    case 'length':
      report.add(
        'shape-value',
        `\`${pathText(fact.path)}\` has too few or too many entries`,
        shorten(at.span),
        {
          help: `expected ${expectedAt(shape, fact.path)}`,
        },
      );
  }
}

const NAME_HELP =
  "names are letters, digits and `_` and begin with a letter; the scenario's `id` is kebab-case; languages are tags such as `en`";

function meantOf(word: string, allowed: readonly string[]): string | undefined {
  const meant = nearest(word, allowed);
  return meant === undefined ? undefined : `did you mean \`${meant}\`?`;
}

/** What could be taken out or renamed so that the rest can be read. */
class Repairs {
  readonly dropped = new Set<string>();
  private readonly renames = new Map<string, string | undefined>();
  private hopeless = false;
  private readonly shape: Schema;

  constructor(shape: Schema) {
    this.shape = shape;
  }

  rename(path: Path, to: string | undefined): void {
    this.renames.set(keyOf(path), to);
  }

  /** Takes out the nearest element around a fault: a named one or an item of a list. */
  drop(path: Path): void {
    for (let length = path.length; length > 1; length--) {
      const last = path[length - 1];
      const named = typeof last === 'string' && isTable(this.shape, path.slice(0, length - 1));
      if (typeof last !== 'number' && !named) continue;
      this.renames.set(keyOf(path.slice(0, length)), undefined);
      if (typeof last === 'string') this.dropped.add(last);
      return;
    }
    this.hopeless = true;
  }

  apply(root: Located): Located | undefined {
    return this.hopeless ? undefined : this.rebuild(root, []);
  }

  private rebuild(at: Located, path: Path): Located {
    if (at.items) {
      const kept = at.items.map((item, index) => [item, [...path, index]] as const);
      const items = kept
        .filter(([, p]) => !this.renames.has(keyOf(p)))
        .map(([item, p]) => this.rebuild(item, p));
      return { ...at, items, value: items.map((item) => item.value) };
    }
    if (!at.entries) return at;
    const entries = new Map<string, Located>();
    const value: Record<string, Plain> = Object.create(null) as Record<string, Plain>;
    for (const [key, entry] of at.entries) {
      const p = [...path, key];
      const to = this.renames.has(keyOf(p)) ? this.renames.get(keyOf(p)) : key;
      if (to === undefined) continue;
      const kept = this.rebuild(entry, p);
      entries.set(to, kept);
      value[to] = kept.value;
    }
    return { ...at, entries, value };
  }
}

const keyOf = (path: Path): string => JSON.stringify(path);
const inside = (path: Path): string => (path.length === 0 ? '' : ` in \`${pathText(path)}\``);

export function pathText(path: Path): string {
  return path
    .map((step, i) => (typeof step === 'number' ? `[${step}]` : i === 0 ? step : `.${step}`))
    .join('');
}

function kindOf(at: Located): string {
  if (at.entries) return 'a map';
  if (at.items) return `a list of ${at.items.length}`;
  if (at.value === null) return 'nothing';
  return typeof at.value === 'string' ? 'text' : `\`${String(at.value)}\``;
}

/** A map or list is pointed at by its beginning. */
const shorten = (span: { start: number; end: number }): { start: number; end: number } => ({
  start: span.start,
  end: Math.min(span.end, span.start + 40),
});
