/**
 * Drivers with states inside states: which transitions are selected, what they leave and what they enter, after W3C
 * SCXML, Appendix D. A driver whose states have nothing inside needs none of this (macrosteps.ts).
 *
 * Invariants: slots are in document order, so a subtree is a range of slots; domains of transitions that are taken
 * together are disjoint subtrees, so that leaving and entering one after the other is document order. Nothing is
 * allocated while a trial runs.
 */
import type { Ir } from '../ir/ir.ts';
import { itemOf } from '../ir/item.ts';
import type { Memory } from './memory.ts';

/** A transition as numbers: where it is written (-1: on the driver) and what it targets. */
export interface TransitionShape {
  readonly source: number;
  readonly driver: number;
  readonly to: readonly number[];
  readonly internal: boolean;
}

/** The transition that a state, or the driver itself (-1), would take; -1 for none. */
export type Ask = (slot: number) => number;

/** Kinds of states as numbers. */
export const ATOMIC = 0;
export const COMPOUND = 1;
export const PARALLEL = 2;
export const FINAL = 3;
export const HISTORY = 4;
export const KINDS = {
  atomic: ATOMIC,
  compound: COMPOUND,
  parallel: PARALLEL,
  final: FINAL,
  history: HISTORY,
};

const NOT_ASKED = -2;

export class Configuration {
  /** By driver: has it states inside states? */
  readonly isNested: readonly boolean[];
  /** By state: entered in the microstep that is being made, and whether by default. */
  readonly entering: Uint8Array;
  readonly byDefault: Uint8Array;
  private readonly active: Float64Array;
  private readonly parent: Int32Array;
  private readonly end: Int32Array;
  private readonly kind: Uint8Array;
  /** By driver: its slots are first .. last - 1. */
  private readonly first: Int32Array;
  private readonly last: Int32Array;
  /** By state: what is entered with it; of a history state, while nothing is remembered. */
  private readonly defaults: readonly (readonly number[])[];
  private readonly deep: Uint8Array;
  private readonly transitions: readonly TransitionShape[];
  private readonly hasHistory: boolean;
  /** By history state: where in `pool` its memory lies, and how many states are in it (-1: none yet). */
  private readonly poolAt: Int32Array;
  private readonly remembered: Int32Array;
  private readonly pool: Int32Array;
  /** Answers of states during one selection. */
  private readonly answers: Int32Array;
  private readonly candidates: number[] = [];
  private readonly effective: number[] = [];

  constructor(ir: Ir, { S }: Memory, transitions: readonly TransitionShape[]) {
    const { states, drivers } = ir;
    this.active = S;
    this.transitions = transitions;
    this.parent = Int32Array.from(states, ({ parent }) => parent);
    this.end = Int32Array.from(states, ({ end }) => end);
    this.kind = Uint8Array.from(states, ({ kind }) => KINDS[kind]);
    this.first = Int32Array.from(drivers, (driver) => itemOf(driver.states, 0));
    this.last = Int32Array.from(drivers, (driver, d) => this.first[d]! + driver.states.length);
    this.isNested = drivers.map((driver) => driver.states.some((slot) => itemOf(states, slot).parent >= 0));
    this.defaults = states.map(({ initial, history }) => history?.to ?? initial?.to ?? []);
    this.deep = Uint8Array.from(states, ({ history }) => (history?.deep ? 1 : 0));
    this.hasHistory = states.some(({ history }) => history);
    this.entering = new Uint8Array(states.length);
    this.byDefault = new Uint8Array(states.length);
    this.answers = new Int32Array(states.length + 1);
    this.remembered = new Int32Array(states.length);
    this.poolAt = new Int32Array(states.length);
    let size = 0;
    for (const [slot, { history, parent }] of states.entries()) {
      if (!history) continue;
      this.poolAt[slot] = size;
      size += this.end[parent]! - parent;
    }
    this.pool = new Int32Array(size);
  }

  /** Before a trial; a fault may have ended the last one in the middle of a microstep. */
  reset(): void {
    this.remembered.fill(-1);
    this.entering.fill(0);
    this.byDefault.fill(0);
  }

  // ------------------------------------------------------------ selection

  /** Writes the transitions a driver takes to `out` from `count` on, without conflicts, and gives the new count. */
  select(driver: number, ask: Ask, out: Int32Array, count: number): number {
    const { active, kind, parent, answers, candidates } = this;
    const from = this.first[driver]!;
    const to = this.last[driver]!;
    for (let slot = from; slot < to; slot++) {
      if (kind[slot] === FINAL && parent[slot] === -1 && active[slot] !== 0) return count;
    }
    answers.fill(NOT_ASKED, from, to);
    answers[answers.length - 1] = NOT_ASKED;
    candidates.length = 0;
    for (let slot = from; slot < to; slot++) {
      if (active[slot] === 0 || (kind[slot] !== ATOMIC && kind[slot] !== FINAL)) continue;
      for (let owner = slot; ; owner = parent[owner]!) {
        const place = owner < 0 ? answers.length - 1 : owner;
        if (answers[place] === NOT_ASKED) answers[place] = ask(owner);
        const found = answers[place]!;
        if (found >= 0 && !candidates.includes(found)) candidates.push(found);
        if (found >= 0 || owner < 0) break;
      }
    }
    return candidates.length > 1 ? this.withoutConflicts(out, count) : this.copy(out, count);
  }

  private copy(out: Int32Array, count: number): number {
    let end = count;
    for (const t of this.candidates) out[end++] = t;
    return end;
  }

  private withoutConflicts(out: Int32Array, count: number): number {
    let end = count;
    for (const t of this.candidates) {
      let isKept = true;
      for (let i = count; i < end && isKept; i++) {
        if (
          this.meet(t, out[i]!) &&
          !this.isBelow(this.transitions[t]!.source, this.transitions[out[i]!]!.source)
        )
          isKept = false;
      }
      if (!isKept) continue;
      let kept = count;
      for (let i = count; i < end; i++) if (!this.meet(t, out[i]!)) out[kept++] = out[i]!;
      out[kept] = t;
      end = kept + 1;
    }
    return end;
  }

  /** Whether two transitions would leave the same states: one domain lies in the other, since both hold something active. */
  private meet(a: number, b: number): boolean {
    if (this.transitions[a]!.to.length === 0 || this.transitions[b]!.to.length === 0) return false;
    const inA = this.domain(a);
    const inB = this.domain(b);
    return inA === inB || this.isBelow(inA, inB) || this.isBelow(inB, inA);
  }

  /** Properly inside; everything is inside the driver (-1) but itself. */
  private isBelow(inner: number, outer: number): boolean {
    return inner >= 0 && (outer < 0 || (inner > outer && inner < this.end[outer]!));
  }

  // ------------------------------------------------------------ leaving

  /** What a transition happens inside of: a compound state, or -1 for the driver. */
  domain(t: number): number {
    const { source, to, internal } = this.transitions[t]!;
    if (source < 0 || internal) return source;
    const { effective, parent, kind } = this;
    effective.length = 0;
    for (const target of to) this.addEffective(target);
    let around = parent[source]!;
    while (around >= 0 && !(kind[around] === COMPOUND && this.holdsAll(around))) around = parent[around]!;
    return around;
  }

  private holdsAll(around: number): boolean {
    for (const target of this.effective) if (!this.isBelow(target, around)) return false;
    return true;
  }

  private addEffective(slot: number): void {
    if (this.kind[slot] !== HISTORY) return void this.effective.push(slot);
    const count = this.remembered[slot]!;
    if (count < 0) for (const other of this.defaults[slot]!) this.addEffective(other);
    else for (let i = 0; i < count; i++) this.effective.push(this.pool[this.poolAt[slot]! + i]!);
  }

  /** First slot inside the domain of a driver's transition, and one past the last. */
  from(domain: number, driver: number): number {
    return domain < 0 ? this.first[driver]! : domain + 1;
  }

  to(domain: number, driver: number): number {
    return domain < 0 ? this.last[driver]! : this.end[domain]!;
  }

  /** Keeps what is active in states that are about to be left, where a history state remembers it. */
  remember(from: number, to: number): void {
    if (!this.hasHistory) return;
    const { kind, parent, active, pool, end, deep } = this;
    for (let slot = from; slot < to; slot++) {
      // A child of the domain itself is not in a state that is left.
      if (kind[slot] !== HISTORY || parent[slot]! < from || active[parent[slot]!] === 0) continue;
      const around = parent[slot]!;
      const place = this.poolAt[slot]!;
      let count = 0;
      for (let inner = around + 1; inner < end[around]!; inner++) {
        if (active[inner] === 0) continue;
        const wanted =
          deep[slot] === 1 ? kind[inner] === ATOMIC || kind[inner] === FINAL : parent[inner] === around;
        if (wanted) pool[place + count++] = inner;
      }
      this.remembered[slot] = count;
    }
  }

  /** What a history state remembers, in document order; nothing for other states. */
  remembers(slot: number): readonly number[] | undefined {
    const count = this.remembered[slot]!;
    if (this.kind[slot] !== HISTORY || count < 0) return undefined;
    return [...this.pool.subarray(this.poolAt[slot], this.poolAt[slot]! + count)];
  }

  recall(slot: number, states: readonly number[]): void {
    this.pool.set(states, this.poolAt[slot]);
    this.remembered[slot] = states.length;
  }

  // ------------------------------------------------------------ entering

  /**
   * Marks in `entering` and `byDefault` what a transition enters. History states count as what they stand for, so
   * that nothing outside the domain is marked.
   */
  enter(t: number, domain: number): void {
    const { effective } = this;
    effective.length = 0;
    for (const target of this.transitions[t]!.to) this.addEffective(target);
    for (const target of effective) this.down(target);
    for (const target of effective) this.up(target, domain);
  }

  /** Marks what an initial state of a driver enters. */
  enterInitial(state: number): void {
    this.down(state);
    this.up(state, -1);
  }

  private down(slot: number): void {
    const { kind, remembered, pool, poolAt, parent, entering } = this;
    if (kind[slot] === HISTORY) {
      const count = remembered[slot]!;
      if (count < 0) {
        for (const other of this.defaults[slot]!) this.down(other);
        for (const other of this.defaults[slot]!) this.up(other, parent[slot]!);
        return;
      }
      for (let i = 0; i < count; i++) this.down(pool[poolAt[slot]! + i]!);
      for (let i = 0; i < count; i++) this.up(pool[poolAt[slot]! + i]!, parent[slot]!);
      return;
    }
    entering[slot] = 1;
    if (kind[slot] === PARALLEL) this.regions(slot);
    if (kind[slot] !== COMPOUND) return;
    this.byDefault[slot] = 1;
    for (const child of this.defaults[slot]!) this.down(child);
    for (const child of this.defaults[slot]!) this.up(child, slot);
  }

  private up(slot: number, top: number): void {
    for (let around = this.parent[slot]!; around !== top && around >= 0; around = this.parent[around]!) {
      this.entering[around] = 1;
      if (this.kind[around] === PARALLEL) this.regions(around);
    }
  }

  /** Regions in which nothing is entered yet. */
  private regions(slot: number): void {
    const { end, entering, kind } = this;
    for (let child = slot + 1; child < end[slot]!; child = end[child]!) {
      if (kind[child] === HISTORY) continue;
      let isEntered = false;
      for (let inner = child; inner < end[child]! && !isEntered; inner++) isEntered = entering[inner] === 1;
      if (!isEntered) this.down(child);
    }
  }

  /** `isInFinalState` of Appendix D. */
  isDone(slot: number): boolean {
    const { end, kind, active } = this;
    for (let child = slot + 1; child < end[slot]!; child = end[child]!) {
      if (kind[child] === HISTORY) continue;
      if (kind[slot] === PARALLEL && !this.isDone(child)) return false;
      if (kind[slot] === COMPOUND && kind[child] === FINAL && active[child] !== 0) return true;
    }
    return kind[slot] === PARALLEL;
  }

  /** Of a final state just entered: the state around its parent, when that is parallel and now done; else -1. */
  doneAround(slot: number): number {
    const parent = this.parent[slot]!;
    const around = parent < 0 ? -1 : this.parent[parent]!;
    return around >= 0 && this.kind[around] === PARALLEL && this.isDone(around) ? around : -1;
  }
}
