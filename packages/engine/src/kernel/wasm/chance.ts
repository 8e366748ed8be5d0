/**
 * The chance of a step as WebAssembly: the words of its draws, which trials they may move at all, and what those pick
 * and do. Of each state that is active a word is looked at, and of most trials no more than that.
 */
import { itemOf } from '../../ir/item.ts';
import type { Charts } from './charts.ts';
import { I32, type Callable, type Code, type Local } from './encoder.ts';
import { cell, each, entry, half, narrowAt, none, setCell, setEntry, trialsOf, zero } from './idioms.ts';
import { f64, i16x8, i32, i32x4, i8x16, loopWhile, v128, when } from './instructions.ts';
import { LANES, NARROW } from './layout.ts';
import type { Macrosteps } from './macrosteps.ts';
import type { Microsteps } from './microsteps.ts';
import type { Program } from './program.ts';

export interface Chance {
  /** `()`: the words of four steps. */
  readonly fill: Callable;
  /** `()`: picks, and what follows from them. */
  readonly chance: Callable;
}

export function chanceOf(
  program: Program,
  charts: Charts,
  { configuration, microstep }: Microsteps,
  { settle, workOff }: Macrosteps,
): Chance {
  const { m, layout, map, ir } = program;
  const { eachTrial, isActive, isAlive } = trialsOf(map);
  const { states, drivers } = ir;
  const { tables } = configuration;
  const table = (values: readonly number[]): number => layout.integers(values);
  const { block, fillStates, hashes, limits } = program.draws;
  const idle = layout.floats(states.map(({ chance }, slot) => (chance ? (program.idle[slot] ?? 0) : 0)));
  const wordsOfState = table(map.wordsOfState);

  const wordsOf = (l: Local, place: Code): Code =>
    i32.add(half(l.get), i32.mul(place, i32.const(4 * NARROW)));

  /** `(l, state, place)`: makes the words of a state's draws that were another's. */
  const makeWords = m.define([I32, I32, I32], [], (_, l, state, place) => [
    block.call(l.get, entry(hashes, state.get), cell(map.step), zero),
    [0, 1, 2, 3].map((i) =>
      i32.store(wordsOf(l, place.get), map.narrow.words + i * NARROW, i32.load(zero, map.words + 4 * i)),
    ),
    i32.store(narrowAt(l.get, place.get), map.narrow.wordsFor, state.get),
  ]);

  /** Code after which the words at a place are the state's. */
  const readyWords = (l: Local, state: Local, place: Code): Code =>
    when(
      i32.ne(i32.load(narrowAt(l.get, place), map.narrow.wordsFor), state.get),
      makeWords.call(l.get, state.get, place),
    );

  const chances = table(charts.chance);
  /** Where the words of a place lie in this step. */
  const wordsAt = (place: Code): Code =>
    i32.add(
      i32.const(map.narrow.words),
      i32.add(
        i32.mul(place, i32.const(4 * NARROW)),
        i32.mul(i32.and(cell(map.step), i32.const(3)), i32.const(NARROW)),
      ),
    );
  const pickAll = (state: Code, list: Code, count: Code): Code =>
    m.callAt(entry(chances, state), [I32, I32, I32], [], list, count, wordsAt(entry(wordsOfState, state)));

  /** `(l, t)`: adds a picked transition to those of the trial. */
  const addPick = m.define([I32, I32], [], (body, l, t) => {
    const count = body.local(I32);
    return [
      count.set(i32.load(half(l.get), map.narrow.pickCount)),
      i32.store(narrowAt(l.get, count.get), map.narrow.picks, t.get),
      i32.store(half(l.get), map.narrow.pickCount, i32.add(count.get, i32.const(1))),
    ];
  });

  const isIdle = (word: Code, state: Code): Code =>
    f64.ge(f64.ofU32(word), f64.load(i32.shl(state, i32.const(3)), idle));

  /** `(driver, place)`: picks of a driver without states inside states, in all trials. */
  const pickFlat = m.define([I32, I32], [], (body, driver, place) => {
    const [l, at, bits, i] = body.several(I32, 4);
    const [state, first, count] = body.several(I32, 3);
    const [words, limit] = body.several(I32, 2);
    const lists = (slot: Code): Code =>
      i32.add(i32.const(map.lists), i32.mul(i32.sub(slot, first.get), i32.const(LANES * 4)));
    // Sixteen trials at a time: how often each group's loop ends cannot be foreseen, and costs more than the test.
    const four = (i: number): Code =>
      i32x4.leU(v128.load(i32.add(words.get, at.get), 16 * i), v128.load(i32.add(limit.get, at.get), 16 * i));
    const scan = i8x16.bitmask(
      i8x16.narrowSigned(i16x8.narrow(four(0), four(1)), i16x8.narrow(four(2), four(3))),
    );
    const wordHere = i32.load(i32.add(words.get, half(l.get)));
    const sort: Code = [
      state.set(i32.load(narrowAt(l.get, driver.get), map.narrow.state)),
      when(i32.ne(i32.load(narrowAt(l.get, place.get), map.narrow.wordsFor), state.get), [
        i32.store(i32.add(limit.get, half(l.get)), 0, entry(limits, state.get)),
        when(i32.ge(entry(chances, state.get), zero), makeWords.call(l.get, state.get, place.get)),
      ]),
      // The limit that was looked at may have been another state's.
      when(i32.and(i32.leU(wordHere, entry(limits, state.get)), i32.ge(entry(chances, state.get), zero)), [
        count.set(entry(map.counts, state.get)),
        i32.store(i32.add(lists(state.get), i32.shl(count.get, i32.const(2))), 0, l.get),
        setEntry(map.counts, state.get, i32.add(count.get, i32.const(1))),
      ]),
    ];
    return [
      words.set(wordsAt(place.get)),
      limit.set(i32.add(i32.const(map.narrow.limits), i32.mul(place.get, i32.const(NARROW)))),
      first.set(entry(tables.first, driver.get)),
      each(state, first.get, entry(tables.last, driver.get), setEntry(map.counts, state.get, zero)),
      // Trials in which something may be picked, by state.
      loopWhile(i32.lt(i32.shl(at.get, i32.const(1)), cell(map.last)), [
        bits.set(scan),
        loopWhile(bits.get, [
          l.set(i32.add(i32.shl(at.get, i32.const(1)), i32.shl(i32.ctz(bits.get), i32.const(3)))),
          bits.set(i32.and(bits.get, i32.sub(bits.get, i32.const(1)))),
          when(isAlive(l.get), sort),
        ]),
        at.set(i32.add(at.get, i32.const(64))),
      ]),
      each(state, first.get, entry(tables.last, driver.get), [
        count.set(entry(map.counts, state.get)),
        when(count.get, [pickAll(state.get, lists(state.get), count.get)]),
      ]),
      each(i, zero, cell(map.hits), [
        l.set(entry(map.hitList, i.get)),
        addPick.call(l.get, i32.load(half(l.get), map.results)),
      ]),
      setCell(map.hits, zero),
    ];
  });

  const chanceStates = drivers.map(({ states: own }) => own.filter((slot) => itemOf(states, slot).chance));

  /** `(l, driver, list, count)`: every active state picks; then a state's pick gives way to those inside it. */
  const pickNested = m.define([I32, I32, I32, I32], [], (body, l, driver, list, count) => {
    const [i, state, result, any] = body.several(I32, 4);
    const pickOne: Code = [
      i32.store(zero, map.list, l.get),
      i32.store(half(l.get), map.results, none),
      pickAll(state.get, i32.const(map.list), i32.const(1)),
      result.set(i32.load(half(l.get), map.results)),
      setCell(map.hits, zero),
    ];
    return [
      each(i, zero, count.get, [
        state.set(i32.load(i32.add(list.get, i32.shl(i.get, i32.const(2))))),
        result.set(none),
        when(isActive(l.get, state.get), [
          readyWords(l, state, entry(wordsOfState, state.get)),
          when(
            i32.eqz(
              isIdle(i32.load(i32.add(wordsAt(entry(wordsOfState, state.get)), half(l.get))), state.get),
            ),
            pickOne,
          ),
        ]),
        setEntry(map.picked, state.get, result.get),
        when(i32.ge(result.get, zero), any.set(i32.const(1))),
      ]),
      when(any.get, [
        setCell(map.taken, zero),
        configuration.select.call(l.get, driver.get, zero),
        each(i, zero, cell(map.taken), addPick.call(l.get, entry(map.transitions, i.get))),
        setCell(map.taken, zero),
      ]),
    ];
  });

  const chance = m.define([], [], (body) => {
    const [l, i, count] = body.several(I32, 3);
    const picks = drivers.map((_, d): Code => {
      const own = chanceStates[d] ?? [];
      if (own.length === 0) return [];
      if (!map.isNested[d]) return pickFlat.call(i32.const(d), i32.const(map.wordsOfDriver[d] ?? 0));
      const list = table(own);
      return [
        l.set(zero),
        eachTrial(
          l,
          when(isAlive(l.get), pickNested.call(l.get, i32.const(d), i32.const(list), i32.const(own.length))),
        ),
      ];
    });
    return [
      loopWhile(i32.lt(l.get, i32.const(NARROW)), [
        v128.store(l.get, map.narrow.pickCount, i32x4.splat(zero)),
        l.set(i32.add(l.get, i32.const(16))),
      ]),
      picks,
      l.set(zero),
      eachTrial(l, [
        count.set(i32.load(half(l.get), map.narrow.pickCount)),
        when(
          count.get,
          when(isAlive(l.get), [
            each(
              i,
              zero,
              count.get,
              setEntry(map.transitions, i.get, i32.load(narrowAt(l.get, i.get), map.narrow.picks)),
            ),
            setCell(map.taken, count.get),
            microstep.call(l.get),
            settle.call(l.get),
            workOff.call(l.get),
          ]),
        ),
      ]),
    ];
  });

  const fill = m.define([], [], (body) => {
    const at = body.local(I32);
    return [
      drivers.map((_, d): Code => {
        const place = map.wordsOfDriver[d] ?? -1;
        if (place < 0) return [];
        return fillStates.call(
          i32.const(map.narrow.words + place * 4 * NARROW),
          i32.const(map.narrow.state + d * NARROW),
          i32.const(place * NARROW),
        );
      }),
      // Words of states inside states are made when they are wanted.
      drivers.map((_, d): Code =>
        map.isNested[d]
          ? (chanceStates[d] ?? []).map((slot): Code => [
              at.set(zero),
              loopWhile(i32.lt(at.get, i32.const(NARROW)), [
                v128.store(
                  at.get,
                  map.narrow.wordsFor + (map.wordsOfState[slot] ?? 0) * NARROW,
                  i32x4.splat(none),
                ),
                at.set(i32.add(at.get, i32.const(16))),
              ]),
            ])
          : [],
      ),
    ];
  });

  return { fill, chance };
}
