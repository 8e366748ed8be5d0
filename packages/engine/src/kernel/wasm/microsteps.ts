/**
 * Microsteps as WebAssembly: which transitions are taken together, and what is left, done and entered then. The
 * counterpart of the first half of kernel/macrosteps.ts.
 */
import { FAILURE_CODES, MICROSTEPS_MAX } from '../../ir/executor.ts';
import type { Charts } from './charts.ts';
import { configurationOf, type Configuration } from './configuration.ts';
import { I32, type Callable, type Code, type Local } from './encoder.ts';
import {
  add,
  cell,
  downFrom,
  each,
  entry,
  half,
  narrowAt,
  none,
  setCell,
  setEntry,
  trialsOf,
  wideAt,
  zero,
} from './idioms.ts';
import { choose, drop, f64, give, i32, leave, when } from './instructions.ts';
import type { MachineTables } from './machine-tables.ts';
import type { Program } from './program.ts';
import type { Sending } from './sending.ts';

export interface Microsteps {
  readonly configuration: Configuration;
  /** Code that adds a transition to those that are taken with the next microstep. */
  readonly take: (transition: Code) => Code;
  /** `(l, driver, table)`: takes what a driver selects: of the active state, else of the driver itself. */
  readonly select: Callable;
  /** `(l, state, driver)` */
  readonly enterState: Callable;
  /** `(l, from, to, driver)`: enters what is marked, in document order, and takes the marks away. */
  readonly enterMarked: Callable;
  /** `(l)`: takes what was noted. */
  readonly microstep: Callable;
}

export function microstepsOf(
  program: Program,
  { transitions }: Charts,
  sending: Sending,
  {
    acts,
    entries,
    exits,
    defaults,
    isNested,
    isEnd,
    isFinal,
    wordsOfDriver,
    afterCount,
    afterList,
    parentDone,
    done,
  }: MachineTables,
): Microsteps {
  const { m, map } = program;
  const { isActive } = trialsOf(map);
  const microstepsFailed = program.place('step') * 8 + FAILURE_CODES.indexOf('microsteps');

  /** Calls a function of the module's table that a table of ours names, if it names one. */
  const callIfAny = (of: number, index: Code, l: Local): Code =>
    when(i32.ge(entry(of, index), zero), m.callAt(entry(of, index), [I32], [], l.get));

  // ------------------------------------------------------------ selection

  /** What was picked answers for `chance`; else the table of charts.ts. */
  const ask = m.define([I32, I32, I32], [I32], (body, l, of, slot) => {
    const place = body.local(I32);
    const index = choose(
      I32,
      i32.lt(slot.get, zero),
      i32.load(of.get, 4),
      i32.sub(slot.get, i32.load(of.get)),
    );
    return [
      when(i32.eqz(of.get), give(choose(I32, i32.lt(slot.get, zero), none, entry(map.picked, slot.get)))),
      place.set(i32.load(i32.add(of.get, i32.shl(index, i32.const(2))), 8)),
      when(i32.lt(place.get, zero), give(none)),
      m.callAt(place.get, [I32], [I32], l.get),
    ];
  });

  const configuration = configurationOf(program, transitions, ask);
  const { tables } = configuration;

  const take = (t: Code): Code => add(map.transitions, map.taken, t);

  const select = m.define([I32, I32, I32], [], (body, l, driver, of) => {
    const [state, own] = body.several(I32, 2);
    return [
      when(entry(isNested, driver.get), [configuration.select.call(l.get, driver.get, of.get), leave]),
      state.set(i32.load(narrowAt(l.get, driver.get), map.narrow.state)),
      when(entry(isEnd, state.get), leave),
      own.set(ask.call(l.get, of.get, state.get)),
      when(i32.lt(own.get, zero), own.set(ask.call(l.get, of.get, none))),
      when(i32.ge(own.get, zero), take(own.get)),
    ];
  });

  // ------------------------------------------------------------ leaving, acting, entering

  const leaveState = m.define([I32, I32], [], (body, l, state) => {
    const at = body.local(I32);
    return [
      callIfAny(exits, state.get, l),
      at.set(narrowAt(l.get, state.get)),
      i32.store(at.get, map.narrow.left, i32.add(i32.load(at.get, map.narrow.left), i32.const(1))),
      f64.store(wideAt(l.get, state.get), map.active, f64.const(0)),
      program.change(l.get),
    ];
  });

  const raiseIfAny = (event: Code): Code => when(i32.ge(event, zero), sending.raise.call(event));

  const enterState = m.define([I32, I32, I32], [], (body, l, state, driver) => {
    const [i, at, around] = body.several(I32, 3);
    const word = entry(wordsOfDriver, driver.get);
    const step = cell(map.step);
    const item = i32.add(entry(afterList, state.get), i32.shl(i.get, i32.const(3)));
    const delay = i32.load(item, 4);
    const dueAt = i32.add(entry(sending.dueAt, delay), i32.shl(step, i32.const(3)));
    const due = i32.add(entry(sending.due, delay), i32.shl(step, i32.const(2)));
    const set = sending.setTimer.call(
      l.get,
      i32.load(due),
      f64.load(dueAt),
      i32.load(item),
      state.get,
      i32.load(at.get, map.narrow.left),
    );
    return [
      at.set(narrowAt(l.get, state.get)),
      f64.store(wideAt(l.get, state.get), map.active, f64.const(1)),
      i32.store(narrowAt(l.get, driver.get), map.narrow.state, state.get),
      i32.store(at.get, map.narrow.entered, step),
      program.change(l.get),
      when(i32.ge(word, zero), i32.store(narrowAt(l.get, word), map.narrow.limits, none)),
      each(i, zero, entry(afterCount, state.get), drop(set)),
      callIfAny(entries, state.get, l),
      // A final state was entered: the state around it, and the parallel state around that, may be done.
      when(entry(isFinal, state.get), [
        raiseIfAny(entry(parentDone, state.get)),
        around.set(configuration.doneAround.call(l.get, state.get)),
        when(i32.ge(around.get, zero), raiseIfAny(entry(done, around.get))),
      ]),
    ];
  });

  const enterMarked = m.define([I32, I32, I32, I32], [], (body, l, from, to, driver) => {
    const slot = body.local(I32);
    return each(
      slot,
      from.get,
      to.get,
      when(entry(map.entering, slot.get), [
        setEntry(map.entering, slot.get, zero),
        enterState.call(l.get, slot.get, driver.get),
        when(entry(map.byDefault, slot.get), [
          setEntry(map.byDefault, slot.get, zero),
          callIfAny(defaults, slot.get, l),
        ]),
      ]),
    );
  });

  /** Slots inside the domain of a driver's transition: from, and one past the last. */
  const insideFrom = (domain: Code, driver: Code): Code =>
    choose(I32, i32.lt(domain, zero), entry(tables.first, driver), i32.add(domain, i32.const(1)));
  const insideTo = (domain: Code, driver: Code): Code =>
    choose(I32, i32.lt(domain, zero), entry(tables.last, driver), entry(tables.end, domain));

  const microstep = m.define([I32], [], (body, l) => {
    const [i, count, t, driver] = body.several(I32, 4);
    const [domain, slot] = body.several(I32, 2);
    const load: Code = [
      t.set(entry(map.transitions, i.get)),
      driver.set(entry(tables.driver, t.get)),
      domain.set(entry(map.domains, i.get)),
    ];
    const from = insideFrom(domain.get, driver.get);
    const to = insideTo(domain.get, driver.get);
    const target = i32.load(entry(tables.targetList, t.get));
    const nested = entry(isNested, driver.get);
    const isMove = entry(tables.targets, t.get);
    const anyNested = map.isNested.some(Boolean);
    return [
      count.set(cell(map.taken)),
      anyNested
        ? each(i, zero, count.get, [
            load,
            when(i32.and(nested, i32.ne(isMove, zero)), [
              domain.set(configuration.domain.call(l.get, t.get)),
              setEntry(map.domains, i.get, domain.get),
              configuration.remember.call(l.get, from, to),
            ]),
          ])
        : [],
      downFrom(i, count.get, zero, [
        load,
        when(
          isMove,
          when(
            nested,
            downFrom(slot, to, from, when(isActive(l.get, slot.get), leaveState.call(l.get, slot.get))),
            leaveState.call(l.get, i32.load(narrowAt(l.get, driver.get), map.narrow.state)),
          ),
        ),
      ]),
      each(i, zero, count.get, callIfAny(acts, entry(map.transitions, i.get), l)),
      each(i, zero, count.get, [
        load,
        when(
          isMove,
          when(
            nested,
            [
              configuration.enter.call(l.get, t.get, domain.get),
              enterMarked.call(l.get, from, to, driver.get),
            ],
            enterState.call(l.get, target, driver.get),
          ),
        ),
      ]),
      setCell(map.taken, zero),
      count.set(i32.add(i32.load(half(l.get), map.narrow.microsteps), i32.const(1))),
      i32.store(half(l.get), map.narrow.microsteps, count.get),
      when(
        i32.gt(count.get, i32.const(MICROSTEPS_MAX)),
        program.fail.call(l.get, i32.const(microstepsFailed)),
      ),
    ];
  });

  return { configuration, take, select, enterState, enterMarked, microstep };
}
