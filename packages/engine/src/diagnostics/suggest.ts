/**
 * "Did you mean": the nearest of some known names. Distance is Damerau's in its optimal string alignment form
 * (insert, delete, replace, swap neighbours), because swapped letters are the commonest slip.
 */

export function distance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(cell(above, j) + 1, cell(row, j - 1) + 1, cell(above, j - 1) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, cell(before, j - 2) + 1);
      }
      row.push(best);
    }
    before = above;
    above = row;
  }
  return cell(above, b.length);
}

const cell = (row: readonly number[], index: number): number => row[index] ?? 0;

/** Longer names are no slip of one another and would make the table large. */
const LENGTH_MAX = 80;

/** The nearest known name that is near enough to be a slip; the first of equals. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  if (word.length > LENGTH_MAX) return undefined;
  const limit = Math.max(1, Math.floor((word.length + 1) / 3));
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const name of known) {
    if (Math.abs(name.length - word.length) >= bestDistance) continue;
    const d = name.toLowerCase() === word.toLowerCase() ? 0 : distance(word, name);
    if (d < bestDistance && d < Math.max(name.length, word.length)) {
      best = name;
      bestDistance = d;
    }
  }
  return best;
}

/** A help line that names the nearest known name, or says what there is. */
export function didYouMean(word: string, known: Iterable<string>): string | undefined {
  const all = [...known];
  const near = nearest(word, all);
  if (near !== undefined) return `did you mean \`${near}\`?`;
  if (all.length === 0) return undefined;
  const shown = all.slice(0, 8).map((name) => `\`${name}\``);
  return `known here: ${shown.join(', ')}${all.length > shown.length ? ` and ${all.length - shown.length} more` : ''}`;
}
