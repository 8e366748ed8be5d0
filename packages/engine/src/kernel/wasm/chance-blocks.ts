/**
 * Chance blocks of states as WebAssembly: what the trials in a state pick, two by two. Which trials are asked at all is
 * chance.ts.
 */
import type { IrChance } from '../../ir/ir.ts';
import { itemOf } from '../../ir/item.ts';
import type { Bounds } from '../bounds.ts';
import { NONE } from '../charts.ts';
import { idleFrom, TWO_32 } from '../picks.ts';
import { I32, type Callable, type Code, type Local } from './encoder.ts';
import { half, zero } from './idioms.ts';
import { f64x2, i32, loopWhile, pick, v128, when } from './instructions.ts';
import type { Value } from './pair-writer.ts';
import { integersOf, Picking, writeWeights } from './picks.ts';
import { STEP, type Program } from './program.ts';
import { Writer } from './writer.ts';

const NOTHING = -1;

/** By state: from this first word of its chance draw on nothing is picked. */
export const idleWords =
  (states: readonly { readonly chance?: IrChance }[]) =>
  (bounds: Bounds): readonly number[] =>
    states.map(({ chance }) => {
      if (!chance) return 0;
      const weighted = chance.alternatives.flatMap(({ when: condition, weight }) =>
        weight === 'else' ? [] : [{ when: condition, weight }],
      );
      return weighted.length < chance.alternatives.length ? TWO_32 : idleFrom(bounds, chance.kind, weighted);
    });

/**
 * `(list, count, words)`: picks of trials in a state, whose first words lie at `words`; in pairs.
 * @param note see `pickNoteOf`
 */
export function writeChanceBlock(
  program: Program,
  { site, kind, alternatives }: IrChance,
  numbers: readonly number[],
  snapshots: readonly number[],
  note: Callable,
): Callable {
  return program.m.define([I32, I32, I32], [], (body, list, count, words) => {
    const [l, other, i] = body.several(I32, 3);
    const w = new Writer(program, 'pair', body, l, other, STEP);
    w.at(program.siteName(site));
    const word = w.fresh(
      f64x2.ofU32(
        v128.load32Lane(
          i32.add(half(other.get), words.get),
          0,
          v128.load32Zero(i32.add(half(l.get), words.get)),
          1,
        ),
      ),
    );
    const picked = picksOf(w, { site, kind, alternatives }, numbers, word);
    const next = i32.add(i.get, i32.const(1));
    const place = (index: Code): Code => i32.add(list.get, i32.shl(index, i32.const(2)));
    return loopWhile(i32.lt(i.get, count.get), [
      l.set(i32.load(place(i.get))),
      other.set(i32.load(place(pick(i32.lt(next, count.get), next, i.get)))),
      w.code(),
      keepPicks(w, picked, note, numbers, snapshots),
      i.set(i32.add(i.get, i32.const(2))),
    ]);
  });
}

function picksOf(
  w: Writer,
  { site, kind, alternatives }: IrChance,
  numbers: readonly number[],
  word: Value,
): Value {
  const weighted = alternatives.map(({ when: condition, weight }) =>
    weight === 'else' ? undefined : { when: condition, weight },
  );
  const rest = weighted.indexOf(undefined);
  const given = weighted.map((alternative) => alternative ?? NONE);
  if (kind === 'rate' || rest < 0) {
    const weights = writeWeights(w, given);
    const picking = new Picking(w, site, numbers, word);
    if (kind === 'rate') picking.byRate(weights);
    else picking.byProbability(weights);
    return picking.result;
  }
  const before = writeWeights(w, given.slice(0, rest));
  const { when: condition } = itemOf(alternatives, rest);
  const holds = condition ? w.test(condition) : w.ones();
  const after = writeWeights(w, given.slice(rest));
  const picking = new Picking(w, site, numbers, word);
  picking.byProbability([...before, ...after], { index: rest, holds });
  return picking.result;
}

/** `(l, number)`: notes what a trial picked, if anything. */
export const pickNoteOf = ({ m, map }: Program): Callable =>
  m.defineIfCalled([I32, I32], [], (_, l, number) => {
    const count = i32.load(zero, map.hits);
    return when(i32.ge(number.get, zero), [
      i32.store(half(l.get), map.results, number.get),
      i32.store(i32.shl(count, i32.const(2)), map.hitList, l.get),
      i32.store(zero, map.hits, i32.add(count, i32.const(1))),
    ]);
  });

/** Notes the trials that picked something, and takes what their actions need from the snapshot. */
function keepPicks(
  w: Writer,
  picked: Value,
  note: Callable,
  numbers: readonly number[],
  snapshots: readonly number[],
): Code {
  const { l, other, program } = w;
  const [first, second] = integersOf(picked.code);
  const kept = numbers.filter((number) => (snapshots[number] ?? NOTHING) !== NOTHING);
  const keep = (at: Local, chosen: Code): Code => [
    note.call(at.get, chosen),
    kept.map((number) =>
      when(
        i32.eq(chosen, i32.const(number)),
        program.m.callAt(i32.const(snapshots[number] ?? 0), [I32], [], at.get),
      ),
    ),
  ];
  return when(v128.any(f64x2.ge(picked.code, w.zeros().code)), [
    keep(l, first),
    when(i32.ne(l.get, other.get), keep(other, second)),
  ]);
}
