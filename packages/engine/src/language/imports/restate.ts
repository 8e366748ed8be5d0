/**
 * What a scenario says anew of what its fragments define. Key by key; keys that mean one thing together go together,
 * and a number brings its provenance with it, so that old evidence never stands behind a new number.
 */
import type { Report } from '../../diagnostics/report.ts';
import { nameSpan, withEntries, type Located } from '../located.ts';

/** What stands beside a restated number: its element as it was restated. */
export interface Beside {
  readonly at: Located;
  /** What stood in its place. */
  readonly before: Located | undefined;
}

interface Rule {
  /** One of these restated takes away all of `goes`. */
  readonly of?: readonly string[];
  readonly goes?: readonly string[];
  /** A number with a provenance of its own: what is said beside it is said of it alone. */
  readonly number?: string;
}

/** Of a section or a part that is not there. */
const NOTHING: Located = { value: {}, span: { start: 0, end: 0 }, entries: new Map(), items: [] };

const PROVENANCE = ['evidence', 'basis', 'why', 'hindsight'];
const DATES = ['at', 'by', 'from'];

const RULES: Readonly<Record<string, Rule>> = {
  parameters: { of: ['prior', 'value'], goes: ['prior', 'value', ...PROVENANCE] },
  drivers: { number: 'initial' },
  variables: { number: 'start' },
  indicators: { number: 'start' },
  questions: { of: DATES, goes: DATES },
};

export interface Restated {
  readonly sections: ReadonlyMap<string, Located>;
  readonly said: ReadonlyMap<Located, Beside>;
}

export function restated(
  sections: ReadonlyMap<string, Located>,
  restate: Located,
  /** For names that are not imported but its own. */
  scenario: Located,
  /** Names whose element is broken; not finding them is no new fault. */
  dropped: ReadonlySet<string>,
  report: Report,
): Restated {
  const work = new Restating(report, scenario, dropped);
  const result = new Map(sections);
  for (const [section, over] of restate.entries ?? []) {
    const before = sections.get(section);
    const after = work.section(section, before ?? NOTHING, over);
    if (before) result.set(section, after);
  }
  return { sections: result, said: work.said };
}

class Restating {
  readonly said = new Map<Located, Beside>();
  private readonly report: Report;
  private readonly scenario: Located;
  private readonly dropped: ReadonlySet<string>;

  constructor(report: Report, scenario: Located, dropped: ReadonlySet<string>) {
    this.dropped = dropped;
    this.report = report;
    this.scenario = scenario;
  }

  section(section: string, before: Located, over: Located): Located {
    if (section === 'correlations') return this.correlations(before, over);
    if (section === 'resolution') {
      if (before.entries?.size === 0) this.unknown(section, over, [], section);
      return element(before, over, {});
    }
    return this.table(section, before, over);
  }

  /** Named elements, each of which must be there. */
  private table(kind: string, before: Located, over: Located): Located {
    const entries = new Map(before.entries);
    for (const [name, change] of over.entries ?? []) {
      const found = entries.get(name);
      if (!found) this.unknown(name, change, entries.keys(), kind);
      else if (change.value === 'dropped') entries.delete(name);
      else entries.set(name, this.element(kind, found, change));
    }
    return withEntries(before, entries);
  }

  private element(kind: string, before: Located, over: Located): Located {
    const rule = RULES[kind] ?? {};
    const number = rule.number === undefined ? undefined : over.entries?.get(rule.number);
    if (number) this.say(number, { at: over, before: before.entries?.get(rule.number ?? '') });
    const inner = new Map<string, Located>();
    for (const part of ['variables', 'states']) {
      const change = over.entries?.get(part);
      const own = before.entries?.get(part) ?? NOTHING;
      if (change && kind === 'drivers')
        inner.set(part, part === 'states' ? this.states(own, change) : this.table(part, own, change));
    }
    const without = number ? PROVENANCE : [];
    return element(before, over, rule, inner, without);
  }

  /** States by name, at whatever depth: a name is unique in its driver. */
  private states(before: Located, over: Located): Located {
    const open = new Map(over.entries);
    const walk = (states: Located): Located => {
      const entries = new Map<string, Located>();
      for (const [name, state] of states.entries ?? []) {
        const change = open.get(name);
        open.delete(name);
        const inside = state.entries?.get('states');
        const inner = inside ? new Map([['states', walk(inside)]]) : new Map<string, Located>();
        entries.set(name, element(state, change ?? NOTHING, {}, inner));
      }
      return withEntries(states, entries);
    };
    const result = walk(before);
    for (const [name, change] of open) this.unknown(name, change, namesIn(before), 'states');
    return result;
  }

  /** Pairs in any order. */
  private correlations(before: Located, over: Located): Located {
    const items = [...(before.items ?? [])];
    for (const change of over.items ?? []) {
      const pair = pairOf(change);
      const index = items.findIndex((item) => pairOf(item) === pair);
      const found = items[index];
      if (found && change.entries?.get('r')?.value === 'dropped') items.splice(index, 1);
      else if (found) items[index] = element(found, change, {});
      else this.unknown(pair, change, items.map(pairOf), 'correlations');
    }
    return { value: items.map(({ value }) => value), span: before.span, items };
  }

  private say(at: Located, said: Beside): void {
    this.said.set(at, said);
    for (const entry of at.entries?.values() ?? []) this.say(entry, said);
  }

  private unknown(name: string, at: Located, known: Iterable<string>, kind: string): void {
    if (this.dropped.has(name)) return;
    const isOwn = this.scenario.entries?.get(kind)?.entries?.has(name) === true;
    const names = [...known];
    this.report.add(
      'restate-unknown',
      isOwn
        ? `\`${name}\` is defined in this file, so there is nothing to restate`
        : `no fragment defines \`${name}\` under \`${kind}\``,
      nameSpan(at),
      {
        help: isOwn
          ? `write it where it is defined`
          : (this.report.suggest(name, () => names) ?? 'what is not imported is defined, not restated'),
      },
    );
  }
}

/** An element with what is restated of it in place. */
function element(
  before: Located,
  over: Located,
  { of = [], goes = [] }: Rule,
  inner: ReadonlyMap<string, Located> = new Map(),
  without: readonly string[] = [],
): Located {
  // A measure or a state may be written without a map.
  const entries = new Map(before.entries ?? (before.value === null ? [] : [['value', before]]));
  if (of.some((key) => over.entries?.has(key))) for (const key of goes) entries.delete(key);
  for (const [key, value] of over.entries ?? []) if (!without.includes(key)) entries.set(key, value);
  for (const [key, value] of inner) entries.set(key, value);
  return withEntries(before, entries);
}

const pairOf = (item: Located): string =>
  (item.entries?.get('between')?.items ?? [])
    .map(({ value }) => String(value))
    .sort()
    .join(' ');

const namesIn = (states: Located): string[] =>
  [...(states.entries ?? [])].flatMap(([name, state]) => {
    const inside = state.entries?.get('states');
    return inside ? [name, ...namesIn(inside)] : [name];
  });
