/**
 * Strongly connected components of part of a chain, sinks first: those that a component leads to come before it.
 * R. Tarjan, Depth-first search and linear graph algorithms, SIAM Journal on Computing 1, 1972, 146–160, without
 * recursion.
 */

/** Nodes and weighted edges: what of a chain is needed to solve for it. */
export interface Edges {
  readonly size: number;
  /** Edges of a node begin here and end before those of the next. */
  rowStart(node: number): number;
  /** A node, or a failure below 0. */
  target(edge: number): number;
  probability(edge: number): number;
}

export function* components(chain: Edges, isPart: (node: number) => boolean): Generator<readonly number[]> {
  const { size } = chain;
  /** Order of discovery from 1; 0: not seen. */
  const found = new Int32Array(size);
  const low = new Int32Array(size);
  const isOpen = new Uint8Array(size);
  const open: number[] = [];
  const path: number[] = [];
  const edges: number[] = [];
  let seen = 0;
  const discover = (node: number): void => {
    found[node] = low[node] = ++seen;
    isOpen[node] = 1;
    open.push(node);
    path.push(node);
    edges.push(chain.rowStart(node));
  };
  for (let root = 0; root < size; root++) {
    if (found[root] !== 0 || !isPart(root)) continue;
    discover(root);
    while (path.length > 0) {
      const node = path[path.length - 1]!;
      const edge = edges[edges.length - 1]!;
      if (edge < chain.rowStart(node + 1)) {
        edges[edges.length - 1] = edge + 1;
        const target = chain.target(edge);
        if (target < 0 || !isPart(target)) continue;
        if (found[target] === 0) discover(target);
        else if (isOpen[target] === 1) low[node] = Math.min(low[node]!, found[target]!);
        continue;
      }
      path.pop();
      edges.pop();
      const parent = path.at(-1);
      if (parent !== undefined) low[parent] = Math.min(low[parent]!, low[node]!);
      if (low[node] !== found[node]) continue;
      const component = open.splice(open.lastIndexOf(node));
      for (const member of component) isOpen[member] = 0;
      yield component;
    }
  }
}
