/**
 * Addressed draws as WebAssembly (chance/draw.ts, kernel/draws.ts): one block of words, or those of four trials at
 * once.
 */
import { SECOND_WORD } from '../../chance/index.ts';
import type { Ir } from '../../ir/ir.ts';
import {
  F64,
  I32,
  V128,
  type Body,
  type Callable,
  type Code,
  type Local,
  type ModuleBuilder,
} from './encoder.ts';
import { cell, zero } from './idioms.ts';
import { choose, f64, f64x2, i32, i32x4, i64x2, loopWhile, v128, when } from './instructions.ts';
import { NARROW, type Layout } from './layout.ts';
import type { MemoryMap } from './memory-map.ts';

export interface Draws {
  /** `(l, hash, step, occurrence)`: writes four words of a trial to the scratch. */
  readonly block: Callable;
  /** `(l, site)`: the first word of the next draw of a site in this step. */
  readonly word: Callable;
  /** `(l, other, site, rest)`: the mask of second words below what thresholds have left after the first. */
  readonly ties: Callable;
  /** `(out, hash, low, high)`: four steps' words of all trials, whose numbers lie at low and high. */
  readonly fill: Callable;
  /** `(words, state, place)`: four steps' words of all trials, each of its active state's site, for one driver. */
  readonly fillStates: Callable;
  /** By state: the hash of its site, and the greatest word at which it may pick something. */
  readonly hashes: number;
  readonly limits: number;
}

const KEY_PARITY = 0x1bd11bda;
const ROUNDS = 13;
const ROTATIONS = [10, 26, 11, 21, 13, 27, 23, 5, 6, 20, 17, 11, 25, 10, 18, 20] as const;

/** Words one at a time or four. */
interface Words {
  readonly type: typeof I32 | typeof V128;
  readonly add: (a: Code, b: Code) => Code;
  readonly xor: (a: Code, b: Code) => Code;
  readonly rotate: (a: Code, distance: number) => Code;
  readonly constant: (value: number) => Code;
}

const SINGLE: Words = {
  type: I32,
  add: i32.add,
  xor: i32.xor,
  rotate: (a, distance) => i32.rotl(a, i32.const(distance)),
  constant: i32.const,
};

/** A rotation by whole bytes could be a shuffle; none of the distances is one. */
const FOUR: Words = {
  type: V128,
  add: i32x4.add,
  xor: v128.xor,
  rotate: (a, distance) => v128.or(i32x4.shl(a, i32.const(distance)), i32x4.shr(a, i32.const(32 - distance))),
  constant: (value) => i32x4.splat(i32.const(value)),
};

/** A block that is wanted. Keys and counters are code without effect. */
interface Wanted {
  readonly key: readonly Code[];
  readonly counter: readonly Code[];
}

interface Made {
  readonly lines: readonly Code[];
  /** By block. */
  readonly words: readonly (readonly Code[])[];
}

/**
 * Lines that compute blocks, and their words. Blocks are computed side by side, since the processor waits for each
 * operation of one and would wait idly.
 */
function threefry(w: Words, body: Body, wanted: readonly Wanted[]): Made {
  const lines: Code[] = [];
  const keep = (value: Code): ReturnType<Body['local']> => {
    const local = body.local(w.type);
    lines.push(local.set(value));
    return local;
  };
  const blocks = wanted.map(({ key, counter }) => {
    const keys = key.map((code) => keep(code).get);
    keys.push(keep(keys.reduce((sum, k) => w.xor(sum, k), w.constant(KEY_PARITY))).get);
    return { keys, x: counter.map((code, i) => keep(w.add(code, keys[i] ?? []))) };
  });
  const mix = (a: number, b: number, distance: number): void => {
    for (const { x } of blocks) {
      const [to, from] = [x[a], x[b]];
      if (!to || !from) return;
      lines.push(to.set(w.add(to.get, from.get)), from.set(w.xor(w.rotate(from.get, distance), to.get)));
    }
  };
  for (let round = 0; round < ROUNDS; round++) {
    const first = round % 2 === 0 ? 1 : 3;
    mix(0, first, ROTATIONS[(2 * round) % 16] ?? 0);
    mix(2, 4 - first, ROTATIONS[(2 * round + 1) % 16] ?? 0);
    if (round % 4 !== 3) continue;
    const turn = (round + 1) / 4;
    for (const { keys, x } of blocks)
      x.forEach((local, i) => {
        const injected = w.add(local.get, keys[(turn + i) % 5] ?? []);
        lines.push(local.set(i === 3 ? w.add(injected, w.constant(turn)) : injected));
      });
  }
  return { lines, words: blocks.map(({ x }) => x.map(({ get }) => get)) };
}

export function draws(
  m: ModuleBuilder,
  layout: Layout,
  map: MemoryMap,
  ir: Ir,
  idleFrom: readonly number[],
): Draws {
  const hashOf = (site: number): number => ir.sites[site]?.hash ?? 0;
  const sites = layout.integers(ir.sites.map((_, site) => hashOf(site) | 0));
  const counters = layout.integers(map.counterOfSite);
  const counterOf = (site: Code): Code => i32.load(i32.shl(site, i32.const(2)), counters);
  const hashes = layout.integers(ir.states.map(({ chance }) => (chance ? hashOf(chance.site) | 0 : 0)));
  const limits = layout.integers(idleFrom.map((least) => Math.max(0, Math.ceil(least) - 1) | 0));

  const block = m.define([I32, I32, I32, I32], [], (body, l, hash, step, occurrence) => {
    const half = i32.shr(l.get, i32.const(1));
    const wanted = {
      key: [cell(map.seed0), cell(map.seed1), hash.get, cell(map.stream)],
      counter: [
        i32.load(half, map.narrow.trialLow),
        i32.load(half, map.narrow.trialHigh),
        i32.shr(step.get, i32.const(2)),
        occurrence.get,
      ],
    };
    const { lines, words } = threefry(SINGLE, body, [wanted]);
    return [lines, (words[0] ?? []).map((word, i) => i32.store(zero, map.words + 4 * i, word))];
  });

  const wordAt = m.define([I32, I32, I32], [I32], (_, l, site, occurrence) => [
    block.call(l.get, i32.load(i32.shl(site.get, i32.const(2)), sites), cell(map.step), occurrence.get),
    i32.load(i32.shl(i32.and(cell(map.step), i32.const(3)), i32.const(2)), map.words),
  ]);

  /** Place of a site's cell of a trial, less its base. */
  const place = (l: Code, site: Code): Code =>
    i32.add(i32.shr(l, i32.const(1)), i32.mul(counterOf(site), i32.const(NARROW)));

  const word = m.define([I32, I32], [I32], (body, l, site) => {
    const [at, occurrence] = body.several(I32, 2);
    return [
      at.set(place(l.get, site.get)),
      when(
        i32.eq(i32.load(at.get, map.narrow.drawnIn), cell(map.step)),
        occurrence.set(i32.load(at.get, map.narrow.drawn)),
      ),
      i32.store(at.get, map.narrow.drawnIn, cell(map.step)),
      i32.store(at.get, map.narrow.drawn, i32.add(occurrence.get, i32.const(1))),
      wordAt.call(l.get, site.get, occurrence.get),
    ];
  });

  /** `(l, site, rest)`: whether it does in one trial. */
  const tie = m.define([I32, I32, F64], [I32], (_, l, site, rest) => {
    // A site that is drawn once a step has no counter.
    const occurrence = choose(
      I32,
      i32.lt(counterOf(site.get), zero),
      zero,
      i32.sub(i32.load(place(l.get, site.get), map.narrow.drawn), i32.const(1)),
    );
    return f64.lt(
      f64.ofU32(wordAt.call(l.get, site.get, i32.or(occurrence, i32.const(SECOND_WORD | 0)))),
      f64.mul(rest.get, f64.const(4294967296)),
    );
  });

  const ties = m.define([I32, I32, I32, V128], [V128], (_, l, other, site, rest) => {
    const hit = (at: Code, lane: 0 | 1): Code =>
      f64.ofI32(tie.call(at, site.get, f64x2.lane(rest.get, lane)));
    const both = f64x2.replace(f64x2.splat(hit(l.get, 0)), 1, hit(other.get, 1));
    return f64x2.ne(both, f64x2.splat(f64.const(0)));
  });

  const splat = (at: number): Code => i32x4.splat(cell(at));
  const quarter = i32x4.splat(i32.shr(cell(map.step), i32.const(2)));

  /** Computes the words of all trials, two times four after another: what stands `i` times four trials behind `at`. */
  const overEights = (
    body: Body,
    at: Local,
    wanted: (i: number) => Wanted,
    before: Code,
    store: (i: number, words: readonly Code[]) => Code,
  ): Code => {
    const { lines, words } = threefry(FOUR, body, [wanted(0), wanted(1)]);
    return loopWhile(i32.lt(i32.shl(at.get, i32.const(1)), cell(map.end)), [
      before,
      lines,
      words.map((own, i) => store(i, own)),
      at.set(i32.add(at.get, i32.const(32))),
    ]);
  };
  const keyOf = (hash: Code): readonly Code[] => [
    splat(map.seed0),
    splat(map.seed1),
    hash,
    splat(map.stream),
  ];

  const fill = m.define([I32, I32, I32, I32], [], (body, out, hash, low, high) => {
    const at = body.local(I32);
    const from = (base: Local, i: number): Code => v128.load(i32.add(base.get, at.get), 16 * i);
    return overEights(
      body,
      at,
      (i) => ({
        key: keyOf(i32x4.splat(hash.get)),
        counter: [from(low, i), from(high, i), quarter, i32x4.splat(zero)],
      }),
      [],
      (i, words) => words.map((word, k) => v128.store(i32.add(out.get, at.get), k * NARROW + 16 * i, word)),
    );
  });

  const fillStates = m.define([I32, I32, I32], [], (body, out, state, own) => {
    const at = body.local(I32);
    const hashOfFour = [body.local(V128), body.local(V128)] as const;
    /** What a table holds for the states of four trials. */
    const gather = (table: number, i: number): Code =>
      [0, 1, 2, 3].reduce<Code>(
        (lanes, lane) =>
          v128.load32Lane(
            i32.shl(i32.load(i32.add(state.get, at.get), 16 * i + 4 * lane), i32.const(2)),
            table,
            lanes,
            lane,
          ),
        i64x2.splat([0x42, 0]),
      );
    const numbers = (base: number, i: number): Code => v128.load(at.get, base + 16 * i);
    const ownPlace = i32.add(own.get, at.get);
    return overEights(
      body,
      at,
      (i) => ({
        key: keyOf(hashOfFour[i as 0 | 1].get),
        counter: [
          numbers(map.narrow.trialLow, i),
          numbers(map.narrow.trialHigh, i),
          quarter,
          i32x4.splat(zero),
        ],
      }),
      hashOfFour.map((local, i) => local.set(gather(hashes, i))),
      (i, words) => [
        words.map((word, k) => v128.store(i32.add(out.get, at.get), k * NARROW + 16 * i, word)),
        v128.store(ownPlace, map.narrow.limits + 16 * i, gather(limits, i)),
        v128.store(ownPlace, map.narrow.wordsFor + 16 * i, v128.load(i32.add(state.get, at.get), 16 * i)),
      ],
    );
  });

  return { block, word, ties, fill, fillStates, hashes, limits };
}
