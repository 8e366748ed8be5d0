/**
 * Noise of four steps at a time: numbers in (0, 1), or their normal scores. Scores of the middle are made two by two
 * for all trials; those of the tails, which cost more and are one in seven, are gathered first.
 */
import { I32, V128, type Callable, type Code } from './encoder.ts';
import { CENTRAL_END, centralScores, outerScores, two } from './elementary.ts';
import { f64x2, i32, i64x2, loopWhile, pick, v128 } from './instructions.ts';
import { LANES, WIDE, type Layout } from './layout.ts';
import type { MemoryMap } from './memory-map.ts';
import type { ModuleBuilder } from './encoder.ts';

export interface Noise {
  /** Where words are to be before `units` or `scores` is called. */
  readonly words: number;
  /** `(out)` */
  readonly units: Callable;
  readonly scores: Callable;
}

const STEPS = 4;

export function noiseOf(m: ModuleBuilder, layout: Layout, map: MemoryMap): Noise {
  const pair = two(layout);
  const words = layout.narrowUnset(STEPS);
  const list = layout.take(4 * (STEPS * LANES + 2));
  const end = i32.load(i32.const(0), map.end);
  const unitsOf = (word: Code): Code =>
    f64x2.mul(f64x2.add(f64x2.ofU32(word), pair.constant(0.5)), pair.constant(1 / 4294967296));

  /** Runs the body for each pair of trials in each of the four steps; `at` is the place in `out`. */
  const eachPair = (
    define: (body: Parameters<Parameters<ModuleBuilder['define']>[2]>[0], at: Code, out: Code) => Code,
    after: (body: Parameters<Parameters<ModuleBuilder['define']>[2]>[0], out: Code) => Code,
  ): Callable =>
    m.define([I32], [], (body, out) => {
      const [at, step, last] = body.several(I32, 3);
      const inner = define(body, at.get, out.get);
      return [
        loopWhile(i32.lt(step.get, i32.const(STEPS * WIDE)), [
          at.set(step.get),
          last.set(i32.add(step.get, end)),
          loopWhile(i32.lt(at.get, last.get), [inner, at.set(i32.add(at.get, i32.const(16)))]),
          step.set(i32.add(step.get, i32.const(WIDE))),
        ]),
        after(body, out.get),
      ];
    });
  const half = (at: Code): Code => i32.shr(at, i32.const(1));

  const units = eachPair(
    (_, at, out) => v128.store(i32.add(out, at), 0, unitsOf(v128.load64Zero(half(at), words))),
    () => [],
  );

  const count = layout.take(4);
  const found = i32.load(i32.const(0), count);
  const scores = eachPair(
    (body, at, out) => {
      const [u, q] = body.several(V128, 2);
      const [bits, n] = body.several(I32, 2);
      const isTail = f64x2.gt(f64x2.abs(q.get), pair.constant(CENTRAL_END));
      const place = i32.shl(n.get, i32.const(2));
      return [
        u.set(unitsOf(v128.load64Zero(half(at), words))),
        q.set(f64x2.sub(u.get, pair.constant(0.5))),
        bits.set(i64x2.bitmask(isTail)),
        v128.store(i32.add(out, at), 0, centralScores(pair, body, q.get)),
        // Without a branch: a place that is not kept is written again.
        n.set(found),
        i32.store(place, list, at),
        n.set(i32.add(n.get, i32.and(bits.get, i32.const(1)))),
        i32.store(place, list, i32.add(at, i32.const(8))),
        i32.store(i32.const(0), count, i32.add(n.get, i32.shr(bits.get, i32.const(1)))),
      ];
    },
    (body, out) => {
      const [i, a, b, n] = body.several(I32, 4);
      const [u, q, z] = body.several(V128, 3);
      const lines: Code[] = [];
      const outer = outerScores(pair, body, u.get, q.get, lines);
      const next = i32.add(i.get, i32.const(1));
      const listed = (index: Code): Code => i32.load(i32.shl(index, i32.const(2)), list);
      return [
        n.set(found),
        i32.store(i32.const(0), count, i32.const(0)),
        loopWhile(i32.lt(i.get, n.get), [
          a.set(listed(i.get)),
          b.set(listed(pick(i32.lt(next, n.get), next, i.get))),
          u.set(unitsOf(v128.load32Lane(half(b.get), words, v128.load32Zero(half(a.get), words), 1))),
          q.set(f64x2.sub(u.get, pair.constant(0.5))),
          lines,
          z.set(outer),
          v128.store64Lane(i32.add(out, a.get), 0, z.get, 0),
          v128.store64Lane(i32.add(out, b.get), 0, z.get, 1),
          i.set(i32.add(i.get, i32.const(2))),
        ]),
      ];
    },
  );
  return { words, units, scores };
}
