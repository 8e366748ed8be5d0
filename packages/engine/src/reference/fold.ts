/** Lines that come again and again, told once: a trial that fails in a loop of transitions has a thousand of them. */
/** Longest run of lines whose repetition is looked for. */
const PERIOD_MAX = 8;

export function folded(lines: readonly string[]): readonly string[] {
  const told: string[] = [];
  let at = 0;
  while (at < lines.length) {
    const { period, times } = repetition(lines, at);
    told.push(...lines.slice(at, at + period));
    if (times > 1) told.push(`    … (${period > 1 ? `these ${period} lines ` : ''}${grouped(times)} times)`);
    at += period * times;
  }
  return told;
}

/** How often what begins here comes in a row; a few lines more than twice, or they are easier to read as they are. */
function repetition(
  lines: readonly string[],
  at: number,
): { readonly period: number; readonly times: number } {
  for (let period = 1; period <= PERIOD_MAX; period++) {
    let same = 0;
    while (at + period + same < lines.length && lines[at + period + same] === lines[at + same]) same++;
    const times = 1 + Math.floor(same / period);
    if (times > (period > 1 ? 2 : 1)) return { period, times };
  }
  return { period: 1, times: 1 };
}

const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ',');
