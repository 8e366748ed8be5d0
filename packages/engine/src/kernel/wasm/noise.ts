/** Noise of four steps at a time: numbers in (0, 1), or their normal scores, two by two for all trials. */
import { I32, type Body, type Callable, type Code, type ModuleBuilder } from './encoder.ts';
import { half } from './idioms.ts';
import { f64x2, i32, loopWhile, v128 } from './instructions.ts';
import { WIDE, type Layout } from './layout.ts';
import type { MemoryMap } from './memory-map.ts';
import { two } from './numbers/arithmetic.ts';
import type { NormalScores } from './numbers/normal.ts';

export interface Noise {
  /** Where words are to be before `units` or `scores` is called. */
  readonly words: number;
  /** `(out)` */
  readonly units: Callable;
  readonly scores: Callable;
}

const STEPS = 4;

export function noiseOf(m: ModuleBuilder, layout: Layout, map: MemoryMap, normal: NormalScores): Noise {
  const pair = two(layout);
  const words = layout.narrowUnset(STEPS);
  const end = i32.load(i32.const(0), map.end);
  const unitsOf = (word: Code): Code =>
    f64x2.mul(f64x2.add(f64x2.ofU32(word), pair.constant(0.5)), pair.constant(1 / 4294967296));

  /** Runs the body for each pair of trials in each of the four steps; `at` is the place in `out`. */
  const eachPair = (define: (body: Body, at: Code, out: Code) => Code): Callable =>
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
      ];
    });

  const units = eachPair((_, at, out) =>
    v128.store(i32.add(out, at), 0, unitsOf(v128.load64Zero(half(at), words))),
  );

  const scores = eachPair((body, at, out) => {
    const lines: Code[] = [];
    const both = normal.scoresOfWords(body, v128.load64Zero(half(at), words), lines);
    return [lines, v128.store(i32.add(out, at), 0, both)];
  });
  return { words, units, scores };
}
