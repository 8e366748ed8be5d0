/** Addresses of everything that trials hold, see layout.ts; the counterpart of kernel/memory.ts. */
import type { Ir } from '../../ir/ir.ts';
import { itemOf } from '../../ir/item.ts';
import { LANES, type Layout } from './layout.ts';

export type MemoryMap = ReturnType<typeof mapMemory>;

export function mapMemory(ir: Ir, layout: Layout) {
  const { states, drivers, questions } = ir;
  const fields = Math.max(0, ...ir.eventFields.map(({ length }) => length));
  const isNested = drivers.map((driver) => driver.states.some((slot) => itemOf(states, slot).parent >= 0));
  /** By driver without, by state of drivers with states inside states: its place among the drawn words, or -1. */
  const wordsOfDriver = drivers.map(() => -1);
  const wordsOfState = states.map(() => -1);
  let words = 0;
  for (const [d, driver] of drivers.entries()) {
    const chances = driver.states.filter((slot) => itemOf(states, slot).chance);
    if (isNested[d]) for (const slot of chances) wordsOfState[slot] = words++;
    else if (chances.length > 0) {
      const place = words++;
      wordsOfDriver[d] = place;
      for (const slot of chances) wordsOfState[slot] = place;
    }
  }
  const pool = states.map(({ history, parent }) => (history ? itemOf(states, parent).end - parent : 0));
  const counterOfSite = countersOf(ir);
  const counters = counterOfSite.filter((place) => place >= 0).length;
  const cells = {
    seed0: layout.take(4),
    seed1: layout.take(4),
    stream: layout.take(4),
    step: layout.take(4),
    clockStep: layout.take(4),
    /** One past the offset of the last trial, and the same rounded up to four trials. */
    last: layout.take(4),
    end: layout.take(4),
    /** Where the next event or timer may lie, and the first that was given back. */
    room: layout.take(4),
    free: layout.take(4),
    taken: layout.take(4),
    internalHead: layout.take(4),
    internalTail: layout.take(4),
    externalHead: layout.take(4),
    externalTail: layout.take(4),
    order: layout.take(4),
    /** Whether any trial ends with this frame. */
    anyEnds: layout.take(4),
    /** How many trials of the block have failed. */
    failures: layout.take(4),
    candidates: layout.take(4),
    effective: layout.take(4),
  };
  const scratch = {
    words: layout.take(16),
    list: layout.take(LANES * 4),
    lists: layout.take(LANES * 4 * Math.max(1, ...drivers.map(({ states }) => states.length))),
    counts: layout.take(4 * states.length),
    results: layout.take(LANES * 4),
    /** Trials that have picked something, and how many. */
    hitList: layout.take(LANES * 4),
    hits: layout.take(4),
    /** What the event carries that is being handled, and what one carries that is about to be sent. */
    event: layout.take(8 * fields),
    outgoing: layout.take(8 * fields),
    transitions: layout.take(4 * (drivers.length + states.length)),
    domains: layout.take(4 * (drivers.length + states.length)),
    /** What states answered in the selection at hand. */
    asked: layout.take(4 * (states.length + 1)),
    candidateList: layout.take(4 * (states.length + 1)),
    effectiveList: layout.take(4 * 4 * (states.length + 1)),
    entering: layout.take(4 * states.length),
    byDefault: layout.take(4 * states.length),
    /** By state: what it picked in this step, or -1. */
    picked: layout.integers(states.map(() => -1)),
  };
  const wide = {
    parameters: layout.wideUnset(ir.parameters.length),
    variables: layout.wide(ir.variables.length),
    indicators: layout.wide(ir.indicators.length),
    moved: layout.wideUnset(ir.indicators.length),
    active: layout.wide(states.length),
    previous: layout.wide(ir.previous.length),
    nextPrevious: layout.wideUnset(ir.previous.length),
    starts: layout.wide(ir.starts.length),
    measures: layout.wideUnset(ir.reported),
    sums: layout.wide(questions.length),
    answers: layout.wide(questions.length),
    /** Masks. */
    given: layout.wide(questions.length),
    stopped: layout.wide(questions.length),
    alive: layout.wide(1),
    ends: layout.wide(1),
    counted: layout.wide(ir.counted.length),
    /** By indicator: its noise in four steps. */
    noise: ir.indicators.map(({ noise }) => (noise ? layout.wideUnset(4) : 0)),
  };
  const narrow = {
    fault: layout.narrow(1),
    faultStep: layout.narrow(1),
    trialLow: layout.narrowUnset(1),
    trialHigh: layout.narrowUnset(1),
    parameterTrialLow: layout.narrowUnset(1),
    parameterTrialHigh: layout.narrowUnset(1),
    /** Words that a design gives, by parameter. */
    sampledWords: layout.narrowUnset(ir.sampling ? ir.parameters.length : 0),
    state: layout.narrow(drivers.length),
    entered: layout.narrow(states.length),
    left: layout.narrow(states.length),
    cancelled: layout.narrow(ir.sendIds.length),
    moment: layout.narrow(1),
    drawnIn: layout.narrowUnset(counters),
    drawn: layout.narrowUnset(counters),
    remembered: layout.narrow(states.length),
    pool: layout.narrow(pool.reduce((sum, size) => sum + size, 0)),
    timers: layout.narrow(1),
    microsteps: layout.narrow(1),
    /** Words from which on nothing is picked, by drivers with words; all ones where it must be looked at. */
    limits: layout.narrowUnset(words),
    wordsFor: layout.narrowUnset(words),
    words: layout.narrowUnset(4 * words),
    /** Words of the parameter that is being drawn, and of those it is correlated with. */
    parameterWords: layout.narrowUnset(
      4 * Math.max(1, ...ir.parameters.map(({ copula }) => copula?.length ?? 1)),
    ),
    lineSizes: layout.narrow(ir.lines.length),
    lineRings: layout.narrow(ir.lines.length),
    /** Transitions that chance picked, and how many. */
    picks: layout.narrowUnset(drivers.length + states.length),
    pickCount: layout.narrowUnset(1),
  };
  return {
    ...cells,
    ...scratch,
    ...wide,
    narrow,
    isNested,
    wordsOfDriver,
    wordsOfState,
    counterOfSite,
    counters,
    fields,
  };
}

/** By site: its place among those that may be drawn several times in a step, or -1. */
function countersOf({ sites, drivers, states, seats }: Ir): readonly number[] {
  const handlers = [...drivers, ...states].flatMap(({ on }) => on);
  const picks = (seats?.chosen ?? []).filter((choice) => choice.do === 'pick');
  const counted = new Set(
    [...drivers, ...handlers, ...picks].flatMap(({ site }) => (site === undefined ? [] : [site])),
  );
  let place = 0;
  return sites.map((_, site) => (counted.has(site) ? place++ : -1));
}
