/** The element at a slot of a checked Ir, which is always there. */
export function itemOf<T>(list: readonly T[], slot: number): T {
  const item = list[slot];
  if (item === undefined) throw new Error(`InvariantError: no slot ${slot}`);
  return item;
}
