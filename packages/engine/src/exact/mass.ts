/** Probability spread over nodes, and how it moves from one frame to the next. */
import type { Chain } from './chain.ts';
import type { Observer } from './observer.ts';

export class Mass {
  readonly nodes: Int32Array;
  /** Nodes that have or had some; the first `count` of `nodes`. */
  count = 0;
  private readonly values: Float64Array;

  constructor(size: number) {
    this.nodes = new Int32Array(size);
    this.values = new Float64Array(size);
  }

  of(node: number): number {
    return this.values[node]!;
  }

  add(node: number, probability: number): void {
    if (probability === 0) return;
    if (this.values[node] === 0) this.nodes[this.count++] = node;
    this.values[node] = this.values[node]! + probability;
  }

  /** Takes all from a node and says how much it was. */
  take(node: number): number {
    const taken = this.values[node]!;
    this.values[node] = 0;
    return taken;
  }

  clear(): void {
    for (let i = 0; i < this.count; i++) this.values[this.nodes[i]!] = 0;
    this.count = 0;
  }
}

/** A frame: what is alive in it, after those that fail in it have been taken out. Visitors may take from it. */
export type Visit = (k: number, mass: Mass) => void;

/**
 * Pushes probability from frame 0 forward until `last`, or until nothing is left.
 *
 * @param failed told the probability of each kind of failure
 */
export function forward(
  chain: Chain,
  observer: Observer,
  last: number,
  visit: Visit,
  failed: (failure: number, probability: number) => void = () => {},
): void {
  let now = new Mass(chain.size);
  let next = new Mass(chain.size);
  const put = (target: number, probability: number): void => {
    if (target < 0) failed(-1 - target, probability);
    else next.add(target, probability);
  };
  for (const [target, probability] of chain.initial) put(target, probability);
  for (let k = 0; next.count > 0; k++) {
    [now, next] = [next, now];
    for (let i = 0; i < now.count; i++) {
      const node = now.nodes[i]!;
      const failure = observer.failure(node, k);
      if (failure >= 0) failed(failure, now.take(node));
    }
    visit(k, now);
    if (k === last) return;
    for (let i = 0; i < now.count; i++) {
      const node = now.nodes[i]!;
      const mass = now.of(node);
      if (mass === 0 || observer.ends(node, k)) continue;
      const end = chain.rowStart(node + 1);
      for (let edge = chain.rowStart(node); edge < end; edge++)
        put(chain.target(edge), mass * chain.probability(edge));
    }
    now.clear();
  }
}
