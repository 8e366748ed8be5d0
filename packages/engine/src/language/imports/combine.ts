/** Fragments and what imports them as one tree: fragments first, in order of import, the scenario last. */
import type { Report } from '../../diagnostics/report.ts';
import { nameSpan, withEntries, type Located } from '../located.ts';
import { SECTIONS } from '../shape.ts';
import { restated, type Beside } from './restate.ts';

/** Of which every file may have some. */
const PARTS_OF_ODD = new Set(['submodels', 'concepts']);

export interface Combined {
  readonly root: Located;
  /** What is said of restated numbers, by the place of their expression. */
  readonly said: ReadonlyMap<Located, Beside>;
}

export function combined(
  fragments: readonly Located[],
  scenario: Located,
  /** Names whose element was taken out of its file. */
  dropped: ReadonlySet<string>,
  report: Report,
): Combined {
  let sections: ReadonlyMap<string, Located> = new Map();
  for (const fragment of fragments) sections = joined(sections, fragment, report);
  const own = scenario.entries ?? new Map<string, Located>();
  const restate = own.get('restate');
  const over = restate
    ? restated(sections, restate, scenario, dropped, report)
    : { sections, said: new Map<Located, Beside>() };
  const entries = new Map([...own, ...joined(over.sections, scenario, report)]);
  entries.delete('import');
  entries.delete('restate');
  return { root: withEntries(scenario, entries), said: over.said };
}

/** The sections with those of one more file behind them. */
export function joined(
  before: ReadonlyMap<string, Located>,
  file: Located,
  report: Report,
): ReadonlyMap<string, Located> {
  const sections = new Map(before);
  for (const section of SECTIONS) {
    const more = file.entries?.get(section);
    if (!more) continue;
    const first = sections.get(section);
    sections.set(section, first ? together(section, first, more, report) : more);
  }
  return sections;
}

function together(section: string, first: Located, more: Located, report: Report): Located {
  if (first.items && more.items) {
    const items = [...first.items, ...more.items];
    return { ...first, items, value: items.map(({ value }) => value) };
  }
  if (section === 'resolution') {
    twice(section, first, more, report);
    return first;
  }
  const entries = new Map(first.entries);
  for (const [name, entry] of more.entries ?? []) {
    const other = entries.get(name);
    if (other && section === 'odd' && PARTS_OF_ODD.has(name))
      entries.set(name, together(name, other, entry, report));
    else if (other) twice(name, other, entry, report);
    else entries.set(name, entry);
  }
  return withEntries(first, entries);
}

function twice(name: string, first: Located, second: Located, report: Report): void {
  report.add('name-declared-twice', `\`${name}\` is defined in two files`, nameSpan(second), {
    notes: [{ message: 'first here', span: nameSpan(first) }],
    help: 'rename one; a scenario says anew what a fragment defines under `restate`',
  });
}
