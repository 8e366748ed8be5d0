/**
 * The phases of a step as WebAssembly, in their order, but for those that expressions alone make (values.ts). The
 * counterpart of kernel/machine.ts; what is the same for all scenarios reads tables, what is not comes from charts.ts.
 *
 * Invariant: a trial that has failed goes on without effect until its queues are looked at next, and is left alone
 * from then on.
 */
import { itemOf } from '../../ir/item.ts';
import { calendarOf } from './calendar.ts';
import { chanceOf } from './chance.ts';
import { writeCharts, type Charts } from './charts.ts';
import type { Configuration } from './configuration.ts';
import { I32, type Callable, type Code, type Local } from './encoder.ts';
import { cell, entry, half, trialsOf, zero } from './idioms.ts';
import { choose, i32, i32x4, loopWhile, v128, when } from './instructions.ts';
import { NARROW } from './layout.ts';
import { machineTables } from './machine-tables.ts';
import { macrostepsOf } from './macrosteps.ts';
import { microstepsOf } from './microsteps.ts';
import type { Program } from './program.ts';
import { writeSeats } from './seats.ts';
import { NODE, sendingOf } from './sending.ts';

export interface Machine {
  readonly charts: Charts;
  readonly configuration: Configuration;
  /** `()`: initial states, their entries, and what follows. */
  readonly begin: Callable;
  /** `()`: what seats choose. */
  readonly chosen: Callable;
  /** `()`: what seats do. */
  readonly decided: Callable;
  /** `()`: timers, calendar and `always` of this step. */
  readonly dated: Callable;
  /** `()`: the words of four steps. */
  readonly fill: Callable;
  /** `()`: picks, and what follows from them. */
  readonly chance: Callable;
  /** `()`: no microsteps yet, no events counted; expressions may read other things than before. */
  readonly beginStep: Callable;
  /** `()`: expressions may read other things than before. */
  readonly pass: Callable;
}

export function machineOf(program: Program): Machine {
  const { m, map, ir } = program;
  const { eachTrial, isAlive } = trialsOf(map);
  const { drivers } = ir;
  const sending = sendingOf(program);
  const charts = writeCharts(program, sending);
  const lists = machineTables(program, charts);
  const microsteps = microstepsOf(program, charts, sending, lists);
  const macrosteps = macrostepsOf(program, charts, sending, lists, microsteps);
  const { configuration, enterMarked, enterState } = microsteps;
  const { hasAlways, settle, workOff } = macrosteps;
  const { tables } = configuration;

  const begin = m.define([], [], (body) => {
    const [l, isGood] = body.several(I32, 2);
    const start = drivers.map(() => body.local(I32));
    return eachTrial(
      l,
      when(isAlive(l.get), [
        isGood.set(i32.const(1)),
        start.map((state, d) => [
          state.set(itemOf(charts.initial, d).call(l.get)),
          when(i32.lt(state.get, zero), isGood.set(zero)),
        ]),
        when(isGood.get, [
          start.map((state, d) =>
            map.isNested[d]
              ? [
                  configuration.enterInitial.call(l.get, state.get),
                  enterMarked.call(
                    l.get,
                    entry(tables.first, i32.const(d)),
                    entry(tables.last, i32.const(d)),
                    i32.const(d),
                  ),
                ]
              : enterState.call(l.get, state.get, i32.const(d)),
          ),
          settle.call(l.get),
          workOff.call(l.get),
        ]),
      ]),
    );
  });

  const calendar = calendarOf(program, sending);
  const dated = m.define([], [], (body) => {
    const [l, first, timer] = body.several(I32, 3);
    const isDue = choose(I32, timer.get, i32.le(i32.load(timer.get, NODE.due), cell(map.step)), zero);
    return [
      first.set(calendar.isBusy),
      eachTrial(l, [
        timer.set(i32.load(half(l.get), map.narrow.timers)),
        when(choose(I32, isAlive(l.get), hasAlways ? i32.const(1) : i32.or(first.get, isDue), zero), [
          // The queue is filled first, so that what `always` sends without delay joins its end.
          sending.collect.call(l.get, cell(map.step)),
          when(first.get, calendar.push.call()),
          hasAlways ? settle.call(l.get) : [],
          workOff.call(l.get),
        ]),
      ]),
    ];
  });

  const seats = writeSeats(program, sending);
  const chosen = m.define([], [], (body) => {
    const l = body.local(I32);
    return seats.chosen.map(({ isDue, run }) =>
      when(isDue, [l.set(zero), eachTrial(l, when(isAlive(l.get), run.call(l.get)))]),
    );
  });
  const decided = m.define([], [], (body) => {
    const l = body.local(I32);
    return seats.done.map(({ isDue, run, concerns }) => {
      const act: Code = when(isAlive(l.get), [run.call(l.get), workOff.call(l.get)]);
      return when(isDue, [l.set(zero), eachTrial(l, concerns ? when(concerns(l.get), act) : act)]);
    });
  });

  const { fill, chance } = chanceOf(program, charts, microsteps, macrosteps);

  const clear = (from: number, bytes: number, at: Local): Code => [
    at.set(zero),
    bytes === 0
      ? []
      : loopWhile(i32.lt(at.get, i32.const(bytes)), [
          v128.store(at.get, from, i32x4.splat(zero)),
          at.set(i32.add(at.get, i32.const(16))),
        ]),
  ];
  const passCode = (at: Local): Code => [
    at.set(zero),
    loopWhile(i32.lt(at.get, i32.const(NARROW)), [
      v128.store(
        at.get,
        map.narrow.moment,
        i32x4.add(v128.load(at.get, map.narrow.moment), i32x4.splat(i32.const(1))),
      ),
      at.set(i32.add(at.get, i32.const(16))),
    ]),
  ];
  const beginStep = m.define([], [], (body) => {
    const at = body.local(I32);
    return [
      clear(map.narrow.microsteps, NARROW, at),
      clear(map.counted, 2 * NARROW * ir.counted.length, at),
      passCode(at),
    ];
  });
  const pass = m.define([], [], (body) => passCode(body.local(I32)));

  return { charts, configuration, begin, chosen, dated, decided, fill, chance, beginStep, pass };
}
