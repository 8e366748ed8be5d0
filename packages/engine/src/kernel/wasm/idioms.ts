/** What generated functions say again and again: cells, tables of integers, slots of a trial, loops. */
import type { Code, Local } from './encoder.ts';
import { f64, i32, i64, loopWhile } from './instructions.ts';
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
