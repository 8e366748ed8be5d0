/** Arithmetic of a forecast in whole percents: outcomes by id, which must come to 100. */

export type Percents = Readonly<Record<string, number>>;

export const sumOf = (percents: Percents): number =>
  Object.values(percents).reduce((sum, value) => sum + value, 0);

export const clamp = (value: number): number =>
  Math.min(100, Math.max(0, Math.round(Number.isFinite(value) ? value : 0)));

/** The same for all; what does not divide goes to the first ones. */
export function even(ids: readonly string[]): Percents {
  const each = Math.floor(100 / ids.length);
  const left = 100 - each * ids.length;
  return Object.fromEntries(ids.map((id, i) => [id, each + (i < left ? 1 : 0)]));
}

/** One outcome is set. Of two the other follows at once; of more the others stay, and the sum is mended on demand. */
export function withOne(percents: Percents, id: string, value: number): Percents {
  const set = { ...percents, [id]: clamp(value) };
  const ids = Object.keys(percents);
  const other = ids.length === 2 ? ids.find((one) => one !== id) : undefined;
  return other === undefined ? set : { ...set, [other]: 100 - clamp(value) };
}

/** The same proportions, summing to 100 by the largest remainders (of equal ones the first). All zero: even. */
export function scaled(percents: Percents): Percents {
  const ids = Object.keys(percents);
  const sum = sumOf(percents);
  if (sum === 0) return even(ids);
  const exact = ids.map((id) => ((percents[id] ?? 0) * 100) / sum);
  const whole = exact.map(Math.floor);
  let left = 100 - whole.reduce((a, b) => a + b, 0);
  const order = ids.map((_, i) => i).toSorted((a, b) => remainder(exact, b) - remainder(exact, a) || a - b);
  for (const i of order) {
    if (left === 0) break;
    whole[i] = (whole[i] ?? 0) + 1;
    left--;
  }
  return Object.fromEntries(ids.map((id, i) => [id, whole[i] ?? 0]));
}

const remainder = (exact: readonly number[], i: number): number =>
  (exact[i] ?? 0) - Math.floor(exact[i] ?? 0);

export const toPercents = (
  probabilities: Readonly<Record<string, number>>,
  ids: readonly string[],
): Percents => scaled(Object.fromEntries(ids.map((id) => [id, Math.max(0, (probabilities[id] ?? 0) * 100)])));

export const toProbabilities = (percents: Percents): Record<string, number> =>
  Object.fromEntries(Object.entries(percents).map(([id, value]) => [id, value / 100]));
