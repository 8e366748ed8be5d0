/** Cycles in what reads what. */

/** More are not worth telling, and their number may grow with the square of the file. */
const CYCLES_MAX = 20;

/** Some cycle for each knot of names; each answer is a cycle once around. */
export function cyclesIn(reads: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const done = new Set<string>();
  const cycles: string[][] = [];
  for (const root of reads.keys()) {
    if (done.has(root)) continue;
    // Depth first with a list of its own: a chain of names may be longer than the call stack.
    const path: { name: string; next: number }[] = [{ name: root, next: 0 }];
    const onPath = new Map([[root, 0]]);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const name = (reads.get(top.name) ?? [])[top.next++];
      if (name === undefined) {
        path.pop();
        onPath.delete(top.name);
        done.add(top.name);
      } else if (onPath.has(name)) {
        if (cycles.length < CYCLES_MAX) cycles.push(path.slice(onPath.get(name)).map((entry) => entry.name));
      } else if (!done.has(name) && reads.has(name)) {
        onPath.set(name, path.length);
        path.push({ name, next: 0 });
      }
    }
  }
  return cycles;
}

/** Names so that each stands after those it reads, with the number of levels below it; cycles are cut anywhere. */
export function levelsIn(reads: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, number> {
  const levels = new Map<string, number>();
  for (const root of reads.keys()) {
    if (levels.has(root)) continue;
    const path: { name: string; next: number; level: number }[] = [{ name: root, next: 0, level: 1 }];
    const open = new Set([root]);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const name = (reads.get(top.name) ?? [])[top.next++];
      if (name === undefined) {
        path.pop();
        levels.set(top.name, top.level);
        const above = path.at(-1);
        if (above) above.level = Math.max(above.level, top.level + 1);
      } else if (levels.has(name)) {
        top.level = Math.max(top.level, (levels.get(name) ?? 0) + 1);
      } else if (reads.has(name) && !open.has(name)) {
        open.add(name);
        path.push({ name, next: 0, level: 1 });
      }
    }
  }
  return levels;
}
