/** What all parts of the document share: the model, the language, and how provenance is written. */
import type { Model, Provenance, Text } from '../model.ts';
import { textIn } from '../text-in.ts';
import { code, codes, plain } from './markdown.ts';
import type { OddWords } from './words.ts';

export interface Context {
  readonly model: Model;
  readonly words: OddWords;
  /** A text in the language that is asked, in English or in any. */
  readonly say: (text: Text) => string;
  /** The same as one line of Markdown; nothing for nothing. */
  readonly line: (text: Text | undefined) => string;
}

export function contextOf(model: Model, words: OddWords, lang: string): Context {
  const say = (text: Text): string => textIn(text, lang);
  return { model, words, say, line: (text) => (text === undefined ? '' : plain(say(text))) };
}

/** Basis, evidence and reason, as cells. What the element only takes from around it stands there and is not written again. */
export function provenanceCells(
  provenance: Provenance,
  context: Context,
  around?: Provenance,
): readonly string[] {
  const outer = around && cellsOf(around, context);
  return cellsOf(provenance, context).map((cell, i) => (cell === outer?.[i] ? '' : cell));
}

const cellsOf = ({ basis, evidence, why, hindsight }: Provenance, { words }: Context): readonly string[] => [
  basis === undefined ? '' : words.bases[basis],
  codes(evidence),
  why === undefined ? '' : plain(why),
  hindsight === undefined ? '' : plain(hindsight),
];

export const provenanceHeads = ({ words }: Context): readonly string[] => [
  words.basis,
  words.evidence,
  words.why,
  words.hindsight,
];

/** The same in a sentence; nothing where nothing is said. */
export function provenanceLine(provenance: Provenance, context: Context): readonly string[] {
  const heads = provenanceHeads(context);
  const parts = provenanceCells(provenance, context).flatMap((cell, i) =>
    cell === '' ? [] : [`${heads[i] ?? ''}: ${cell}`],
  );
  return parts.length === 0 ? [] : [parts.join(' · ')];
}

/** A name with its label. */
export const titleOf = (name: string, label: Text | undefined, { line }: Context): string =>
  label === undefined ? code(name) : `${code(name)} · ${line(label)}`;
