/** What generated functions say again and again: cells, tables of integers, slots of a trial, loops. */
import { I32, type Code, type Local } from './encoder.ts';
import { choose, f64, i32, i64, loopWhile } from './instructions.ts';
import { NARROW, WIDE } from './layout.ts';
import type { MemoryMap } from './memory-map.ts';

export const zero = i32.const(0);
export const none = i32.const(-1);

/** A 32-bit cell that is the same for all trials. */
export const cell = (at: number): Code => i32.load(zero, at);
export const setCell = (at: number, value: Code): Code => i32.store(zero, at, value);

/** An entry of a table of integers. */
export const entry = (table: number, index: Code): Code => i32.load(i32.shl(index, i32.const(2)), table);
export const setEntry = (table: number, index: Code, value: Code): Code =>
  i32.store(i32.shl(index, i32.const(2)), table, value);

/** Puts a value at the end of a list whose length is in a cell. */
export const add = (list: number, length: number, value: Code): Code => [
  setEntry(list, cell(length), value),
  setCell(length, i32.add(cell(length), i32.const(1))),
];

/** The second condition is looked at only where the first leaves the matter open. */
export const both = (a: Code, b: Code): Code => choose(I32, a, b, zero);
export const either = (a: Code, b: Code): Code => choose(I32, a, i32.const(1), b);

/** Of a single trial: where its 32-bit values lie, less their bases. */
export const half = (l: Code): Code => i32.shr(l, i32.const(1));
/** The place of a 32-bit slot, less its base. */
export const narrowAt = (l: Code, slot: Code): Code => i32.add(half(l), i32.mul(slot, i32.const(NARROW)));
/** The same of a slot of binary64s. */
export const wideAt = (l: Code, slot: Code): Code => i32.add(l, i32.mul(slot, i32.const(WIDE)));

/** Runs the body for i from one number to before another. */
export const each = (i: Local, from: Code, to: Code, body: Code): Code => [
  i.set(from),
  loopWhile(i32.lt(i.get, to), [body, i.set(i32.add(i.get, i32.const(1)))]),
];
/** The same from the last to the first. */
export const downFrom = (i: Local, from: Code, to: Code, body: Code): Code => [
  i.set(from),
  loopWhile(i32.gt(i.get, to), [i.set(i32.sub(i.get, i32.const(1))), body]),
];

/** Runs the body for `at` = 0, step, 2 step, … below an end. */
export const upTo = (at: Local, end: Code, step: number, body: Code): Code => [
  at.set(zero),
  loopWhile(i32.lt(at.get, end), [body, at.set(i32.add(at.get, i32.const(step)))]),
];

export interface Trials {
  /** Whether the trial has neither failed nor ended. */
  readonly isAlive: (l: Code) => Code;
  readonly isActive: (l: Code, state: Code) => Code;
  /** Runs the body for each trial of the block. */
  readonly eachTrial: (l: Local, body: Code) => Code;
}

export const trialsOf = (map: MemoryMap): Trials => ({
  isAlive: (l) => i32.eqz(i64.eqz(i64.load(l, map.alive))),
  isActive: (l, state) => f64.ne(f64.load(wideAt(l, state), map.active), f64.const(0)),
  eachTrial: (l, body) =>
    loopWhile(i32.lt(l.get, cell(map.last)), [body, l.set(i32.add(l.get, i32.const(8)))]),
});
