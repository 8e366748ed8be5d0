/**
 * What happens to trials one after the other as WebAssembly: microsteps, macrosteps, timers, and the choice of which
 * trials chance may move at all. The counterpart of kernel/machine.ts, function by function; what is the same for all
 * scenarios reads tables, what is not comes from charts.ts.
 *
 * Invariant: a trial that has failed goes on without effect until its queues are looked at next, and is left alone
 * from then on.
 */
import { MICROSTEPS_MAX } from '../../ir/executor.ts';
import { itemOf } from '../item.ts';
import { FAILURE_CODES } from '../writer.ts';
import { calendarOf } from './calendar.ts';
import { writeCharts, type Charts } from './charts.ts';
import { configurationOf, type Configuration } from './configuration.ts';
import { I32, type Callable, type Code, type Local } from './encoder.ts';
import { choose, drop, f64, give, i32, i32x4, i64, leave, loopWhile, v128, when } from './instructions.ts';
import { LANES, NARROW } from './layout.ts';
import { narrowAt, wideAt, type Program } from './program.ts';
import { writeSeats } from './seats.ts';
import { entry, NODE, sendingOf } from './sending.ts';

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
  const { m, layout, map, ir } = program;
  const { states, drivers } = ir;
  const sending = sendingOf(program);
  const charts = writeCharts(program, sending);
  const zero = i32.const(0);
  const none = i32.const(-1);
  const cell = (at: number): Code => i32.load(zero, at);
  const setCell = (at: number, value: Code): Code => i32.store(zero, at, value);
  const setEntry = (table: number, index: Code, value: Code): Code =>
    i32.store(i32.shl(index, i32.const(2)), table, value);
  const half = (l: Local): Code => i32.shr(l.get, i32.const(1));
  const isAlive = (l: Local): Code => i32.eqz(i64.eqz(i64.load(l.get, map.alive)));
  const isActive = (l: Code, slot: Code): Code => f64.ne(f64.load(wideAt(l, slot), map.active), f64.const(0));
  const each = (i: Local, from: Code, to: Code, body: Code): Code => [
    i.set(from),
    loopWhile(i32.lt(i.get, to), [body, i.set(i32.add(i.get, i32.const(1)))]),
  ];
  const downFrom = (i: Local, from: Code, to: Code, body: Code): Code => [
    i.set(from),
    loopWhile(i32.gt(i.get, to), [i.set(i32.sub(i.get, i32.const(1))), body]),
  ];
  /** Runs the body for each trial of the block. */
  const eachTrial = (l: Local, body: Code): Code =>
    loopWhile(i32.lt(l.get, cell(map.last)), [body, l.set(i32.add(l.get, i32.const(8)))]);

  // ------------------------------------------------------------ tables

  const table = (values: readonly number[]): number => layout.integers(values);
  const acts = table(charts.acts);
  const guards = table(charts.guards);
  const entries = table(charts.entry);
  const exits = table(charts.exit);
  const defaults = table(charts.defaults);
  const isNested = table(map.isNested.map(Number));
  const isEnd = table(states.map(({ kind, parent }) => (kind === 'final' && parent < 0 ? 1 : 0)));
  const isFinal = table(states.map(({ kind }) => (kind === 'final' ? 1 : 0)));
  const wordsOfDriver = table(map.wordsOfDriver);
  const afterCount = table(charts.after.map(({ length }) => length));
  const afterList = table(
    charts.after.map((list, slot) =>
      table(list.flatMap((t, i) => [t, itemOf(itemOf(states, slot).after, i).delay])),
    ),
  );
  const parentDone = table(
    states.map(
      ({ parent, driver }) => (parent < 0 ? itemOf(drivers, driver).done : itemOf(states, parent).done) ?? -1,
    ),
  );
  const done = table(states.map((state) => state.done ?? -1));
  const countedAs = table(ir.events.map((_, event) => ir.counted.indexOf(event)));
  const handlerCount = table(charts.on.map(({ length }) => length));
  const handlerList = table(charts.on.map((list) => table(list.flatMap(({ driver, ask }) => [driver, ask]))));
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

  const configuration = configurationOf(program, charts.transitions, ask);
  const { tables } = configuration;

  const take = (t: Code): Code => [
    setEntry(map.transitions, cell(map.taken), t),
    setCell(map.taken, i32.add(cell(map.taken), i32.const(1))),
  ];

  /** `(l, driver, table)`: takes what a driver selects: of the active state, else of the driver itself. */
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

  // ------------------------------------------------------------ microsteps

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

  /** Enters what is marked, in document order, and takes the marks away. */
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
      count.set(i32.add(i32.load(half(l), map.narrow.microsteps), i32.const(1))),
      i32.store(half(l), map.narrow.microsteps, count.get),
      when(
        i32.gt(count.get, i32.const(MICROSTEPS_MAX)),
        program.fail.call(l.get, i32.const(microstepsFailed)),
      ),
    ];
  });

  // ------------------------------------------------------------ macrosteps

  const handle = m.define([I32, I32, I32], [], (body, l, event, data) => {
    const [i, counted] = body.several(I32, 2);
    const item = i32.add(entry(handlerList, event.get), i32.shl(i.get, i32.const(3)));
    const at = wideAt(l.get, counted.get);
    const value = (base: Code): Code => i32.add(base, i32.shl(i.get, i32.const(3)));
    return [
      counted.set(entry(countedAs, event.get)),
      when(i32.ge(counted.get, zero), [
        f64.store(at, map.counted, f64.add(f64.load(at, map.counted), f64.const(1))),
        program.change(l.get),
      ]),
      each(
        i,
        zero,
        entry(sending.fields, event.get),
        f64.store(value(zero), map.event, f64.load(value(data.get))),
      ),
      each(i, zero, entry(handlerCount, event.get), select.call(l.get, i32.load(item), i32.load(item, 4))),
      when(cell(map.taken), microstep.call(l.get)),
    ];
  });

  const alwaysDrivers = charts.always.flatMap((of, d) => (of === 0 ? [] : [{ of, d }]));

  /** Until nothing changes: `always` transitions, then the next raised event. */
  const settle = m.define([I32], [], (body, l) => {
    const node = body.local(I32);
    const isOpen = body.local(I32);
    return [
      isOpen.set(i32.const(1)),
      loopWhile(isOpen.get, [
        when(i32.eqz(isAlive(l)), [
          setCell(map.internalHead, zero),
          setCell(map.internalTail, zero),
          setCell(map.taken, zero),
          leave,
        ]),
        alwaysDrivers.map(({ of, d }) => select.call(l.get, i32.const(d), i32.const(of))),
        when(
          cell(map.taken),
          microstep.call(l.get),
          when(
            cell(map.internalHead),
            [
              node.set(sending.pop.call(i32.const(map.internalHead))),
              handle.call(l.get, i32.load(node.get, NODE.what), i32.add(node.get, i32.const(NODE.data))),
              sending.free.call(node.get),
            ],
            isOpen.set(zero),
          ),
        ),
      ]),
    ];
  });

  /** A timer is due: it sends its event unless that was cancelled, or takes its transition if its state was not left. */
  const fire = m.define([I32, I32], [], (body, l, node) => {
    const what = body.local(I32);
    return [
      when(sending.isStale.call(l.get, node.get), leave),
      what.set(i32.load(node.get, NODE.what)),
      when(i32.lt(i32.load(node.get, NODE.state), zero), [
        handle.call(l.get, what.get, i32.add(node.get, i32.const(NODE.data))),
        leave,
      ]),
      when(
        i32.ge(entry(guards, what.get), zero),
        when(i32.eqz(m.callAt(entry(guards, what.get), [I32], [I32], l.get)), leave),
      ),
      take(what.get),
      microstep.call(l.get),
    ];
  });

  /** Works off the external queue, one macrostep an entry. */
  const workOff = m.define([I32], [], (body, l) => {
    const node = body.local(I32);
    return loopWhile(cell(map.externalHead), [
      when(i32.eqz(isAlive(l)), [setCell(map.externalHead, zero), setCell(map.externalTail, zero), leave]),
      node.set(sending.pop.call(i32.const(map.externalHead))),
      when(
        i32.load(node.get, NODE.isTimer),
        fire.call(l.get, node.get),
        handle.call(l.get, i32.load(node.get, NODE.what), i32.add(node.get, i32.const(NODE.data))),
      ),
      sending.free.call(node.get),
      settle.call(l.get),
    ]);
  });

  // ------------------------------------------------------------ phases

  const begin = m.define([], [], (body) => {
    const [l, isGood] = body.several(I32, 2);
    const start = drivers.map(() => body.local(I32));
    return eachTrial(
      l,
      when(isAlive(l), [
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
        timer.set(i32.load(half(l), map.narrow.timers)),
        when(
          choose(I32, isAlive(l), alwaysDrivers.length > 0 ? i32.const(1) : i32.or(first.get, isDue), zero),
          [
            // The queue is filled first, so that what `always` sends without delay joins its end.
            sending.collect.call(l.get, cell(map.step)),
            when(first.get, calendar.push.call()),
            alwaysDrivers.length > 0 ? settle.call(l.get) : [],
            workOff.call(l.get),
          ],
        ),
      ]),
    ];
  });

  const seats = writeSeats(program, sending);
  const chosen = m.define([], [], (body) => {
    const l = body.local(I32);
    return seats.chosen.map(({ isDue, run }) =>
      when(isDue, [l.set(zero), eachTrial(l, when(isAlive(l), run.call(l.get)))]),
    );
  });
  const decided = m.define([], [], (body) => {
    const l = body.local(I32);
    return seats.done.map(({ isDue, run, concerns }) => {
      const act: Code = when(isAlive(l), [run.call(l.get), workOff.call(l.get)]);
      return when(isDue, [l.set(zero), eachTrial(l, concerns ? when(concerns(l.get), act) : act)]);
    });
  });

  const { block, fillStates, hashes, limits } = program.draws;
  const idle = layout.floats(states.map(({ chance }, slot) => (chance ? (program.idle[slot] ?? 0) : 0)));
  const wordsOfState = table(map.wordsOfState);

  const wordsOf = (l: Local, place: Code): Code => i32.add(half(l), i32.mul(place, i32.const(4 * NARROW)));

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
      count.set(i32.load(half(l), map.narrow.pickCount)),
      i32.store(narrowAt(l.get, count.get), map.narrow.picks, t.get),
      i32.store(half(l), map.narrow.pickCount, i32.add(count.get, i32.const(1))),
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
    const scan = i32x4.bitmask(
      i32x4.leU(v128.load(i32.add(words.get, at.get)), v128.load(i32.add(limit.get, at.get))),
    );
    const sort: Code = [
      state.set(i32.load(narrowAt(l.get, driver.get), map.narrow.state)),
      i32.store(i32.add(limit.get, half(l)), 0, entry(limits, state.get)),
      when(i32.ge(entry(chances, state.get), zero), [
        readyWords(l, state, place.get),
        when(i32.eqz(isIdle(i32.load(i32.add(words.get, half(l))), state.get)), [
          count.set(entry(map.counts, state.get)),
          i32.store(i32.add(lists(state.get), i32.shl(count.get, i32.const(2))), 0, l.get),
          setEntry(map.counts, state.get, i32.add(count.get, i32.const(1))),
        ]),
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
          when(isAlive(l), sort),
        ]),
        at.set(i32.add(at.get, i32.const(16))),
      ]),
      each(state, first.get, entry(tables.last, driver.get), [
        count.set(entry(map.counts, state.get)),
        when(count.get, [pickAll(state.get, lists(state.get), count.get)]),
      ]),
      each(i, zero, cell(map.hits), [
        l.set(entry(map.hitList, i.get)),
        addPick.call(l.get, i32.load(half(l), map.results)),
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
      i32.store(half(l), map.results, none),
      pickAll(state.get, i32.const(map.list), i32.const(1)),
      result.set(i32.load(half(l), map.results)),
      setCell(map.hits, zero),
    ];
    return [
      each(i, zero, count.get, [
        state.set(i32.load(i32.add(list.get, i32.shl(i.get, i32.const(2))))),
        result.set(none),
        when(isActive(l.get, state.get), [
          readyWords(l, state, entry(wordsOfState, state.get)),
          when(
            i32.eqz(isIdle(i32.load(i32.add(wordsAt(entry(wordsOfState, state.get)), half(l))), state.get)),
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
          when(isAlive(l), pickNested.call(l.get, i32.const(d), i32.const(list), i32.const(own.length))),
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
        count.set(i32.load(half(l), map.narrow.pickCount)),
        when(
          count.get,
          when(isAlive(l), [
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
