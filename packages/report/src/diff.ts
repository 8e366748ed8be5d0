/** What changed between two versions of a scenario, as text: a list, and how far each change moved each answer. */
import { displayWidth, type Change, type ComparisonResult } from '@stave/engine';
import {
  decimalsOf,
  numberText,
  rangeText,
  rowsOf,
  signedText,
  verdictText,
  type ComparisonOptions,
} from './compare.ts';
import type { Presentation } from './presentation.ts';
import { styleFor } from './style.ts';
import { grouped, inLanguage, padEnd, padStart, wrap } from './text.ts';

export interface ChangeTold {
  readonly change: Change;
  /** Changes that it cannot be without. */
  readonly with: readonly string[];
  /** What it lacks alone; there is no result then. */
  readonly lacks?: string;
  /** The first version with it, less the first version. */
  readonly result?: ComparisonResult;
}

export interface DiffDocument {
  readonly a: string;
  readonly b: string;
  readonly onlyTexts: boolean;
  readonly trials?: number;
  readonly seed?: string | undefined;
  readonly changes: readonly ChangeTold[];
  /** The second version less the first. */
  readonly together?: ComparisonResult;
}

export function diffText(
  document: DiffDocument,
  presentation: Presentation,
  options: ComparisonOptions,
): string {
  const { a, b, changes, onlyTexts, trials, seed } = document;
  const style = styleFor(options.color);
  const width = Math.min(options.width, 110);
  if (changes.length === 0)
    return `nothing changed in meaning from ${a} to ${b}${onlyTexts ? '; texts or evidence did' : ''}\n`;
  const count = changes.length === 1 ? '1 change' : `${changes.length} changes`;
  const list = changes.flatMap((told, i) => changeLines(told, i + 1, width));
  const head = [style.bold(`${count} in meaning from ${a} to ${b}`), '', ...list];
  if (!document.together) return `${head.join('\n')}\n`;
  const said = `How far each moves the answers: alone in ${a}, ${grouped(trials ?? 0)} trials, seed ${seed ?? ''}, on the same luck`;
  const rest = questionsOf(document, presentation, options);
  return `${[...head, '', ...wrap(said, width).map(style.dim), ...rest].join('\n')}\n`;
}

function changeLines(
  { change, with: others, lacks }: ChangeTold,
  number: number,
  width: number,
): readonly string[] {
  const { path, is, before, after } = change;
  const mark = `${number}. `;
  const indent = ' '.repeat(mark.length);
  const texts = [
    ...(before === undefined ? [] : wrap(`- ${before}`, width - mark.length)),
    ...(after === undefined ? [] : wrap(`+ ${after}`, width - mark.length)),
  ];
  return [
    `${mark}${path}${is === 'changed' ? '' : ` ${is}`}`,
    ...texts.map((line) => `${indent}${line}`),
    ...(others.length > 0 ? [`${indent}with ${others.join(', ')}, which it needs`] : []),
    ...(lacks === undefined ? [] : [`${indent}cannot be alone: it lacks ${lacks}`]),
  ];
}

function questionsOf(
  { changes, together }: DiffDocument,
  presentation: Presentation,
  { lang, width }: ComparisonOptions,
): readonly string[] {
  const questions = together?.questions ?? [];
  const gone = [...(together?.onlyA ?? []), ...(together?.onlyB ?? [])];
  const lines = questions.flatMap(({ id }) => {
    const asked = presentation.questions.find((question) => question.id === id);
    const rows = [
      ...changes.flatMap(({ result }, i) => (result ? rowsFor(result, id, String(i + 1)) : [])),
      ...(together ? rowsFor(together, id, 'all') : []),
    ];
    const title = asked ? inLanguage(asked.ask, lang) : id;
    return ['', ...wrap(title, Math.min(width, 110)), ...aligned([HEADS, ...rows])];
  });
  return gone.length > 0
    ? [...lines, '', `asked in one version alone, or otherwise: ${[...new Set(gone)].join(', ')}`]
    : lines;
}

const HEADS = ['change', 'of', 'from', 'moved by', '95%', 'range over assumptions', ''];

function rowsFor(result: ComparisonResult, id: string, name: string): readonly (readonly string[])[] {
  const question = result.questions.find((other) => other.id === id);
  return (question ? rowsOf(question) : []).map(({ label, difference: d, isShare }) => {
    const decimals = decimalsOf(d, isShare);
    const signed = (x: number | null): string => signedText(x, isShare, decimals);
    return [
      ...[name, label, numberText(d.a, isShare, decimals), signed(d.difference)],
      ...[`${signed(d.low)} … ${signed(d.high)}`, rangeText(d.range, isShare, decimals)],
      d.verdict.is === 'higher' || d.verdict.is === 'lower' ? '' : verdictText(d, isShare),
    ];
  });
}

function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = HEADS.map((_, i) => Math.max(...rows.map((row) => displayWidth(row[i] ?? ''))));
  const isText = (i: number): boolean => i < 2 || i === HEADS.length - 1;
  return rows.map((row) =>
    row
      .map((cell, i) => (isText(i) ? padEnd(cell, widths[i] ?? 0) : padStart(cell, widths[i] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
