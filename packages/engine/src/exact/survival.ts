/**
 * The probability that a trial which stands at a node in frame k comes to its end without failing. Answers count
 * such trials only. Worked backwards from the last frame; every some frames one is kept, and those between are
 * worked out again when they are asked for.
 */
import type { Chain } from './chain.ts';
import type { Observer } from './observer.ts';

export class Survival {
  private readonly chain: Chain;
  private readonly observer: Observer;
  private readonly steps: number;
  private readonly stride: number;
  /** Frame 0, stride, 2 strides …; and the stretch that was asked for last. */
  private readonly kept = new Map<number, Float64Array>();
  private stretch = new Map<number, Float64Array>();

  constructor(chain: Chain, observer: Observer, steps: number) {
    this.chain = chain;
    this.observer = observer;
    this.steps = steps;
    this.stride = Math.ceil(Math.sqrt(steps + 1));
    let frame: Float64Array = new Float64Array(chain.size).fill(1);
    this.keep(steps, frame);
    for (let k = steps - 1; k >= 0; k--) {
      frame = this.before(k, frame);
      this.keep(k, frame);
    }
  }

  /** By node, in frame k. */
  at(k: number): Float64Array {
    const known = this.kept.get(k) ?? this.stretch.get(k);
    if (known) return known;
    const first = k - (k % this.stride);
    const end = Math.min(first + this.stride, this.steps);
    this.stretch = new Map();
    let frame = this.kept.get(end);
    for (let j = end - 1; j > first && frame; j--) {
      frame = this.before(j, frame);
      this.stretch.set(j, frame);
    }
    return this.at(k);
  }

  private keep(k: number, frame: Float64Array): void {
    if (k % this.stride === 0 || k === this.steps) this.kept.set(k, frame);
  }

  /** Frame k from frame k + 1. */
  private before(k: number, after: Float64Array): Float64Array {
    const { chain, observer } = this;
    const alive = after.map((survives, node) => (observer.failure(node, k + 1, true) < 0 ? survives : 0));
    const frame = new Float64Array(chain.size).fill(1);
    for (let node = 0; node < chain.expanded; node++) {
      if (observer.ends(node, k)) continue;
      let survives = 0;
      const end = chain.rowStart(node + 1);
      for (let edge = chain.rowStart(node); edge < end; edge++) {
        const target = chain.target(edge);
        if (target >= 0) survives += chain.probability(edge) * alive[target]!;
      }
      frame[node] = survives;
    }
    return frame;
  }
}
