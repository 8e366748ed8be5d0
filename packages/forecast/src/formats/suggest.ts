/**
 * "Did you mean": the nearest of some known names by Damerau's distance in its optimal string alignment form, since
 * swapped letters are the commonest slip.
 */
const LENGTH_MAX = 80;
const SHOWN_MAX = 8;

function distance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const at = (r: number, c: number): number => (r === i ? row[c] : rows[r]?.[c]) ?? Infinity;
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, at(i - 2, j - 2) + 1);
      row.push(best);
    }
    rows.push(row);
  }
  return rows.at(-1)?.at(-1) ?? 0;
}

function nearest(word: string, known: readonly string[]): string | undefined {
  if (word.length > LENGTH_MAX) return undefined;
  let best: string | undefined;
  let least = Math.max(1, Math.floor((word.length + 1) / 3)) + 1;
  for (const name of known) {
    if (Math.abs(name.length - word.length) >= least) continue;
    const isSame = name.trim().toLowerCase() === word.trim().toLowerCase();
    const d = isSame ? 0 : distance(word, name);
    if (d < least && d < Math.max(name.length, word.length)) [best, least] = [name, d];
  }
  return best;
}

/** A help line that names the nearest known name, or says what there is. */
export function didYouMean(word: string, known: Iterable<string>): string {
  const all = [...known];
  const near = nearest(word, all);
  if (near !== undefined) return `did you mean \`${near}\`?`;
  if (all.length === 0) return 'nothing is known here';
  const shown = all.slice(0, SHOWN_MAX).map((name) => `\`${name}\``);
  const more = all.length > shown.length ? ` and ${all.length - shown.length} more` : '';
  return `known here: ${shown.join(', ')}${more}`;
}
