/** Reads from lists by a slot that the Ir promises to exist. */
export function item<T>(list: readonly T[], slot: number): T {
  const found = list[slot];
  if (found === undefined) throw new Error(`InvariantError: no slot ${slot}`);
  return found;
}
