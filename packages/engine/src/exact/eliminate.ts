/**
 * Solves x = b + P x for the nodes of one component, by leaving out one node after the other. What leaves a node is
 * summed, never taken as 1 less what stays, so that nothing cancels: W. K. Grassmann, M. I. Taksar, D. P. Heyman,
 * Regenerative analysis and steady state distributions for Markov chains, Operations Research 33, 1985, 1107–1116.
 */

/** Nodes of a component by their place in it. */
export interface Part {
  /** Probabilities of moves to other nodes of the component; moves to the node itself are left out. */
  readonly rows: Map<number, number>[];
  /** Probability of leaving the component, by node. */
  readonly out: Float64Array;
  /** What a visit is worth, with what is got on leaving. */
  readonly b: Float64Array;
}

/** Entries that elimination may touch in all: some seconds. */
const WORK_MAX = 20_000_000;

/** The solution, or nothing where elimination would be too much work; then the part is no longer what it was. */
export function eliminate({ rows, out, b }: Part): Float64Array | undefined {
  const count = rows.length;
  const into = predecessors(rows);
  const leaving = new Float64Array(count);
  const order: number[] = [];
  const queue = new LeastFirst(count, (k) => rows[k]!.size * into[k]!.size);
  let work = 0;
  for (let k = queue.take(); k !== undefined; k = queue.take()) {
    order.push(k);
    const row = rows[k]!;
    let total = out[k]!;
    for (const p of row.values()) total += p;
    leaving[k] = total;
    for (const i of into[k]!) {
      const other = rows[i]!;
      work += row.size;
      if (work > WORK_MAX) return undefined;
      const share = other.get(k)! / total;
      other.delete(k);
      for (const [j, p] of row) {
        if (j === i) continue;
        const known = other.get(j);
        if (known === undefined) into[j]!.add(i);
        other.set(j, (known ?? 0) + share * p);
      }
      out[i] = out[i]! + share * out[k]!;
      b[i] = b[i]! + share * b[k]!;
    }
    for (const j of row.keys()) into[j]!.delete(k);
    queue.changed(into[k]!);
    queue.changed(row.keys());
  }
  const x = new Float64Array(count);
  for (const k of order.reverse()) {
    let value = b[k]!;
    for (const [j, p] of rows[k]!) value += p * x[j]!;
    x[k] = value / leaving[k]!;
  }
  return x;
}

function predecessors(rows: readonly ReadonlyMap<number, number>[]): Set<number>[] {
  const into = rows.map(() => new Set<number>());
  for (const [i, row] of rows.entries()) for (const j of row.keys()) into[j]!.add(i);
  return into;
}

/** Numbers 0 … count - 1, the one of least cost first, where costs change: buckets of costs seen, checked when read. */
class LeastFirst {
  private readonly buckets: number[][] = [];
  private readonly isDone: Uint8Array;
  private readonly cost: (item: number) => number;
  private lowest = 0;

  constructor(count: number, cost: (item: number) => number) {
    this.cost = cost;
    this.isDone = new Uint8Array(count);
    for (let item = 0; item < count; item++) this.put(item);
  }

  take(): number | undefined {
    while (this.lowest < this.buckets.length) {
      const item = this.buckets[this.lowest]?.pop();
      if (item === undefined) {
        this.lowest++;
      } else if (this.isDone[item] === 0 && bucketOf(this.cost(item)) === this.lowest) {
        this.isDone[item] = 1;
        return item;
      }
    }
    return undefined;
  }

  /** Costs may be others now. */
  changed(items: Iterable<number>): void {
    for (const item of items) if (this.isDone[item] === 0) this.put(item);
  }

  private put(item: number): void {
    const bucket = bucketOf(this.cost(item));
    (this.buckets[bucket] ??= []).push(item);
    this.lowest = Math.min(this.lowest, bucket);
  }
}

/** Costs apart by a few percent are as good as each other. */
const bucketOf = (cost: number): number =>
  cost < 64 ? cost : 64 + 8 * (26 - Math.clz32(Math.min(cost, 0x7fffffff)));
