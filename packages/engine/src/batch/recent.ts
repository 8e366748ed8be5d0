/**
 * The things used last, so many at most. Two that are told of the same uses hold the same, which is how a thread that
 * forgets and one that sends to it agree on what is known.
 */
export class Recent<K, V> {
  private readonly held = new Map<K, V>();
  private readonly most: number;

  constructor(most: number) {
    this.most = most;
  }

  has(key: K): boolean {
    return this.held.has(key);
  }

  /** What is held under the key, or made now; what was used longest ago makes room. */
  use(key: K, make: () => V): V {
    const value = this.held.has(key) ? (this.held.get(key) as V) : make();
    this.held.delete(key);
    this.held.set(key, value);
    if (this.held.size > this.most) {
      const [oldest] = this.held.keys();
      this.held.delete(oldest as K);
    }
    return value;
  }
}

/** Executors a thread keeps: a design may have thousands of points, and each is a scenario of its own. */
export const EXECUTORS_KEPT = 16;
