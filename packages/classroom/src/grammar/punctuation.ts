/**
 * What stands between words and clauses that are put together here: Chinese and Japanese have marks of their own, as wide
 * as their letters and without a space. Of a language as BCP 47 names it.
 */
interface Marks {
  readonly comma: string;
  readonly colon: string;
  readonly clause: string;
  readonly brackets: readonly [open: string, close: string];
}

const NARROW: Marks = { comma: ', ', colon: ': ', clause: '; ', brackets: [' (', ')'] };
const WIDE: Readonly<Record<string, Marks>> = {
  zh: { comma: '、', colon: '：', clause: '；', brackets: ['（', '）'] },
  // A semicolon is for mathematics there.
  ja: { comma: '、', colon: '：', clause: '／', brackets: ['（', '）'] },
};

const marksOf = (language: string): Marks => WIDE[language.split('-')[0] ?? ''] ?? NARROW;

/** Words of one list. */
export const listed = (language: string, words: readonly string[]): string =>
  words.join(marksOf(language).comma);

/** Clauses that stand by themselves. */
export const clauses = (language: string, all: readonly string[]): string =>
  all.join(marksOf(language).clause);

/** What something is called, and what is said of it. */
export const named = (language: string, name: string, what: string): string =>
  `${name}${marksOf(language).colon}${what}`;

/** With something more about it behind. */
export function bracketed(language: string, text: string, more: string): string {
  const [open, close] = marksOf(language).brackets;
  return `${text}${open}${more}${close}`;
}
