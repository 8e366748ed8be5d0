/**
 * Words that parties choose differently. A scenario's texts name such a term in braces (`the release of {water}`), the
 * table `terms` has its forms in each language, and a reader of the scenario picks the form.
 *
 * Forms are put in after checking and before anything is shown; the Model that runs is the same whatever they say.
 */
import type { Report } from '../diagnostics/report.ts';
import type { Model, Term, Text } from './model.ts';
import { place, type Located } from './located.ts';
import { textOf } from './reader.ts';
import { textIn } from './text-in.ts';
import type { ScenarioShape } from './shape.ts';

/** `{water}`, or `{Water}` where a sentence begins with it. */
const IN_BRACES = /\{([A-Za-z][A-Za-z0-9_]*)\}/g;

const lowerFirst = (name: string): string => name.slice(0, 1).toLowerCase() + name.slice(1);
const upperFirst = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

export function readTerms(
  table: NonNullable<ScenarioShape['terms']>,
  at: Located,
  report: Report,
): readonly Term[] {
  return Object.entries(table).map(([name, { forms, use, why }]) => {
    const chosen: Readonly<Record<string, string>> = typeof use === 'string' ? { en: use } : use;
    for (const [language, form] of Object.entries(chosen)) {
      if (Object.hasOwn(forms, form)) continue;
      const { span } = typeof use === 'string' ? place(at, name, 'use') : place(at, name, 'use', language);
      report.add('unknown-name', `the term \`${name}\` has no form \`${form}\``, span, {
        help: report.suggest(form, () => Object.keys(forms)) ?? `one of ${Object.keys(forms).join(', ')}`,
      });
    }
    return {
      name,
      forms: Object.entries(forms).map(([id, text]) => ({ id, text: textOf(text) })),
      use: chosen,
      why: textOf(why),
    };
  });
}

/** Every term that a text of the file names is in the table, and every row of the table is named somewhere. */
export function checkTerms(terms: readonly Term[], root: Located, report: Report): void {
  const known = new Set(terms.map(({ name }) => name));
  const named = new Set<string>();
  for (const [key, at] of root.entries ?? []) {
    if (key === 'terms') continue;
    eachText(at, (text) => {
      for (const name of checkNamed(text, known, report)) named.add(name);
    });
  }
  for (const { name } of terms) {
    if (!named.has(name))
      report.add('unused-name', `no text names the term \`{${name}}\``, place(root, 'terms', name).span);
  }
}

/** The terms that one text names; what is no term is told of. */
export function checkNamed(text: Located, known: ReadonlySet<string>, report: Report): readonly string[] {
  const named: string[] = [];
  for (const [whole, name = ''] of (text.scalar?.content ?? '').matchAll(IN_BRACES)) {
    const found = [name, lowerFirst(name)].find((candidate) => known.has(candidate));
    if (found !== undefined) named.push(found);
    else
      report.add('unknown-name', `no term is called \`${name}\``, text.span, {
        help:
          report.suggest(name, () => known) ?? `\`${whole}\` in a text names a row of the table \`terms\``,
      });
  }
  return named;
}

/** Keys whose values are text for people, wherever they stand. */
const TEXTS = new Set([
  'title',
  'summary',
  'label',
  'news',
  'ask',
  'criteria',
  'resolver',
  'void',
  'proxy',
  'brief',
  'text',
]);

function eachText(at: Located, visit: (text: Located) => void, isText = false): void {
  if (at.scalar) {
    if (isText) visit(at);
    return;
  }
  for (const [key, entry] of at.entries ?? []) eachText(entry, visit, isText || TEXTS.has(key));
  for (const item of at.items ?? []) eachText(item, visit, isText);
}

/** Which form a reader wants, by term. */
export type Wording = ReadonlyMap<string, string>;

/** A term or form that is not there, for whoever asked for it. */
export interface WordingFault {
  readonly term: string;
  readonly form?: string;
  readonly known: readonly string[];
}

/** What of a wording the scenario does not have. */
export function wordingFaults({ terms }: Pick<Model, 'terms'>, wording: Wording): readonly WordingFault[] {
  return [...wording].flatMap(([term, form]): readonly WordingFault[] => {
    const row = terms.find(({ name }) => name === term);
    if (!row) return [{ term, known: terms.map(({ name }) => name) }];
    const known = row.forms.map(({ id }) => id);
    return known.includes(form) ? [] : [{ term, form, known }];
  });
}

/** The Model with the forms of its terms in place: those of the table, or those that a reader wants instead. */
export function worded<T extends Pick<Model, 'terms'>>(model: T, wording: Wording = new Map()): T {
  if (model.terms.length === 0) return model;
  const { terms, ...rest } = model;
  return { ...(walk(rest, putter(terms, wording), false) as Omit<T, 'terms'>), terms } as T;
}

/** One text with the forms of terms in place. */
export function wordedText(text: Text, terms: readonly Term[], wording: Wording = new Map()): Text {
  const put = putter(terms, wording);
  return Object.fromEntries(Object.entries(text).map(([language, part]) => [language, put(part, language)]));
}

function putter(terms: readonly Term[], wording: Wording): Put {
  const rows = new Map(terms.map((term) => [term.name, term]));
  return (text, language) =>
    text.replace(IN_BRACES, (whole, name: string) => {
      const row = rows.get(name) ?? rows.get(lowerFirst(name));
      if (!row) return whole;
      const form = formOf(row, language, wording);
      return rows.has(name) ? form : upperFirst(form);
    });
}

/** In the language or, where the form is not written in it, in English, else in whatever it is written in. */
function formOf({ name, forms, use }: Term, language: string, wording: Wording): string {
  const id = wording.get(name) ?? use[language] ?? use['en'] ?? Object.values(use)[0];
  const text: Text = forms.find((form) => form.id === id)?.text ?? {};
  return textIn(text, language) || name;
}

type Put = (text: string, language: string) => string;

function walk(value: unknown, put: Put, isText: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => walk(item, put, isText));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      isText && typeof part === 'string' ? put(part, key) : walk(part, put, isText || TEXTS.has(key)),
    ]),
  );
}
