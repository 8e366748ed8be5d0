/**
 * Microsteps and macrosteps of the statecharts, by W3C SCXML, Appendix D: selection, conflicts, exits, entries,
 * done events, the internal queue.
 */
import { MICROSTEPS_MAX } from '../ir/executor.ts';
import type { Ir, IrTransition } from '../ir/ir.ts';
import { itemOf } from '../ir/item.ts';
import { prepareAll, runAll, type Outbox } from './actions.ts';
import { compileCharts, type Charts, type Handler, type Transition, type Weighted } from './compiled.ts';
import type { Compiler } from './expressions.ts';
import { Fault, placed } from './fault.ts';
import type { Frame, Timer } from './frame.ts';
import { probabilityShares, rateShares } from './shares.ts';
import type { Tape } from './tape.ts';
import type { Timing } from './timing.ts';
import { ROOT, Tree, type Entry } from './tree.ts';

/** A transition that is to be taken; `act` runs its actions. */
interface Selected {
  readonly t: IrTransition;
  readonly act: () => void;
}

/** What a state, or the driver itself (ROOT), wants to take. */
type Offer = (owner: number, driver: number) => Selected | undefined;

interface Raised {
  readonly event: number;
  readonly data: readonly number[];
}

export class Statecharts {
  /** `send` without delay, in the order sent; whoever works it off takes from the front. */
  readonly external: (Raised | Timer | 'nothing')[] = [];
  private readonly internal: Raised[] = [];
  /** Taken in this step. */
  microsteps = 0;
  private readonly ir: Ir;
  private readonly frame: Frame;
  private readonly tape: Tape;
  private readonly timing: Timing;
  private readonly tree: Tree;
  private readonly charts: Charts;
  /** Where actions of others leave what they cause. */
  readonly out: Outbox;

  constructor(ir: Ir, frame: Frame, compiler: Compiler, tape: Tape, timing: Timing) {
    this.ir = ir;
    this.frame = frame;
    this.tape = tape;
    this.timing = timing;
    this.tree = new Tree(ir, frame.remembered);
    this.out = {
      raise: (event, data) => void this.internal.push({ event, data }),
      send: (event, data, id, delay) => {
        if (delay === undefined) this.external.push({ event, data });
        else this.wait(delay, { kind: 'send', event, data, id });
      },
      cancel: (id) => this.forget(({ what }) => what.kind === 'send' && what.id === id),
    };
    this.charts = compileCharts(ir, frame, compiler, this.out);
  }

  /** Before each step, and before frame 0: nothing is left over from a branch that failed. */
  begin(): void {
    this.internal.length = 0;
    this.external.length = 0;
    this.microsteps = 0;
  }

  // ------------------------------------------------------------ entry points

  /** Enters these states, one a driver, in one microstep, and lets things come to rest. */
  boot(initial: readonly number[]): void {
    const entry: Entry = { states: new Set(), byDefault: new Set() };
    for (const slot of initial) this.tree.collectEntry([slot], ROOT, entry);
    this.enter(entry);
    this.settle();
    this.workOff();
  }

  /** Works off the external queue, one macrostep an entry. */
  workOff(): void {
    for (let next = this.external.shift(); next !== undefined; next = this.external.shift()) {
      if (next !== 'nothing' && 'what' in next) {
        if (!this.frame.timers.includes(next)) continue;
        const due = next;
        this.forget((timer) => timer === due);
        if (due.what.kind === 'send') this.handle(due.what);
        else this.timeUp(due.what.state, due.what.index);
      } else if (next !== 'nothing') {
        this.handle(next);
      }
      this.settle();
    }
  }

  /** The chance phase: everything is read before anything is taken. */
  chance(): void {
    const picked = new Map<number, Selected>();
    for (const [slot, { chance }] of this.charts.states.entries()) {
      if (!chance || this.frame.active[slot] !== 1) continue;
      const found = this.pick(chance.site, chance.kind, chance.alternatives);
      if (found) picked.set(slot, { t: found.ir, act: prepareAll(found.actions) });
    }
    if (picked.size === 0) return;
    this.take(this.select(this.ir.drivers.keys(), (owner) => picked.get(owner)));
    this.settle();
    this.workOff();
  }

  // ------------------------------------------------------------ what is enabled

  private pick(
    site: string,
    kind: 'probability' | 'rate',
    alternatives: readonly Weighted[],
  ): Weighted | undefined {
    const shares = placed(site, () => {
      const weights = alternatives.map(({ condition, weight }) =>
        weight && (!condition || condition()) ? weight() : 0,
      );
      if (kind === 'rate') return rateShares(weights);
      const rest = alternatives.findIndex(({ condition, weight }) => !weight && (!condition || condition()));
      return probabilityShares(weights, rest);
    });
    return alternatives[this.tape.choose(shares())];
  }

  private handle({ event, data }: Raised): void {
    this.frame.data = data;
    this.ir.counted.forEach((counted, slot) => {
      if (counted === event) this.frame.happened[slot]! += 1;
    });
    const drivers = [...this.charts.drivers.keys()].filter((d) =>
      itemOf(this.charts.drivers, d).hears.has(event),
    );
    const selected = this.select(drivers, (owner, d) => {
      const { on } = owner === ROOT ? itemOf(this.charts.drivers, d) : itemOf(this.charts.states, owner);
      for (const handler of on) {
        const found = handler.event === event ? this.answer(handler) : undefined;
        if (found) return selectedOf(found);
      }
      return undefined;
    });
    this.take(selected);
    this.frame.data = [];
  }

  /** The first transition, in file order, that is certain or that the handler's one draw picked. */
  private answer({ site, transitions }: Handler): Transition | undefined {
    let picked: Transition | 'none' | undefined;
    for (const t of transitions) {
      if (!t.weight) {
        if (!t.when || t.when()) return t;
      } else {
        picked ??= this.pickOn(site ?? '', transitions) ?? 'none';
        if (picked === t) return t;
      }
    }
    return undefined;
  }

  private pickOn(site: string, transitions: readonly Weighted[]): Weighted | undefined {
    const shares = placed(site, () =>
      probabilityShares(
        transitions.map(({ condition, weight }) => (weight && (!condition || condition()) ? weight() : 0)),
      ),
    );
    return transitions[this.tape.choose(shares())];
  }

  private timeUp(state: number, index: number): void {
    const t = itemOf(itemOf(this.charts.states, state).after, index);
    if (!t.when || t.when()) this.take([selectedOf(t)]);
  }

  /** Until nothing is enabled and nothing raised: `always` first, else the next internal event. */
  private settle(): void {
    const drivers = [...this.charts.drivers.keys()].filter((d) => itemOf(this.charts.drivers, d).hasAlways);
    for (;;) {
      const selected = this.select(drivers, (owner) => {
        if (owner === ROOT) return undefined;
        const found = itemOf(this.charts.states, owner).always.find(({ when }) => !when || when());
        return found && selectedOf(found);
      });
      if (selected.length > 0) {
        this.take(selected);
        continue;
      }
      const raised = this.internal.shift();
      if (raised === undefined) return;
      this.handle(raised);
    }
  }

  /** What is taken together: from each innermost active state outwards the first offer, without conflicts. */
  private select(drivers: Iterable<number>, offer: Offer): Selected[] {
    const all: Selected[] = [];
    for (const d of drivers) {
      const leaves = itemOf(this.ir.drivers, d).states.filter((slot) => this.isActiveLeaf(slot));
      if (leaves.some((slot) => this.endsDriver(slot))) continue;
      const asked = new Map<number, Selected | undefined>();
      const kept: Selected[] = [];
      for (const leaf of leaves) {
        const found = this.firstOffer(leaf, d, offer, asked);
        if (found && !kept.includes(found)) this.keep(found, kept);
      }
      all.push(...kept);
    }
    return all;
  }

  private firstOffer(
    leaf: number,
    driver: number,
    offer: Offer,
    asked: Map<number, Selected | undefined>,
  ): Selected | undefined {
    for (let owner = leaf; ; owner = this.tree.state(owner).parent) {
      if (!asked.has(owner)) asked.set(owner, offer(owner, driver));
      const found = asked.get(owner);
      if (found || owner === ROOT) return found;
    }
  }

  /** Of two that would leave the same states the one written further inside is kept, else the earlier. */
  private keep(found: Selected, kept: Selected[]): void {
    const rivals = kept.filter((other) => this.conflict(found.t, other.t));
    const isInner = (other: Selected): boolean =>
      found.t.source !== ROOT && this.tree.isInside(found.t.source, other.t.source);
    if (!rivals.every(isInner)) return;
    for (const rival of rivals) kept.splice(kept.indexOf(rival), 1);
    kept.push(found);
  }

  /** What a domain holds is left, so two exit sets meet just where one domain holds the other. */
  private conflict(a: IrTransition, b: IrTransition): boolean {
    if (!a.to || !b.to) return false;
    const [one, other] = [this.tree.domainOf(a), this.tree.domainOf(b)];
    return (
      one === other ||
      (one !== ROOT && this.tree.isInside(one, other)) ||
      (other !== ROOT && this.tree.isInside(other, one))
    );
  }

  private isActiveLeaf(slot: number): boolean {
    if (this.frame.active[slot] !== 1) return false;
    const { kind } = this.tree.state(slot);
    return kind === 'atomic' || kind === 'final';
  }

  private endsDriver(slot: number): boolean {
    const { kind, parent } = this.tree.state(slot);
    return kind === 'final' && parent === ROOT;
  }

  // ------------------------------------------------------------ taking

  private take(selected: readonly Selected[]): void {
    if (selected.length === 0) return;
    const leaving = new Set<number>();
    const domains = selected.map(({ t }) => (t.to ? this.tree.domainOf(t) : undefined));
    selected.forEach(({ t }, i) => {
      const domain = domains[i];
      if (domain !== undefined) this.collectExit(t, domain, leaving);
    });
    const entry: Entry = { states: new Set(), byDefault: new Set() };
    this.exit(leaving);
    for (const { act } of selected) act();
    selected.forEach(({ t }, i) => {
      const domain = domains[i];
      if (t.to && domain !== undefined) this.tree.collectEntry(t.to, domain, entry);
    });
    this.enter(entry);
    if (++this.microsteps > MICROSTEPS_MAX) throw new Fault('microsteps', 'step');
  }

  private collectExit({ to, source }: IrTransition, domain: number, leaving: Set<number>): void {
    const driver = this.tree.state(source === ROOT ? itemOf(to ?? [], 0) : source).driver;
    for (const slot of itemOf(this.ir.drivers, driver).states) {
      if (this.frame.active[slot] === 1 && this.tree.isInside(slot, domain)) leaving.add(slot);
    }
  }

  private exit(leaving: ReadonlySet<number>): void {
    const { active, remembered } = this.frame;
    for (const [slot, { history, parent, driver }] of this.ir.states.entries()) {
      if (!history || !leaving.has(parent)) continue;
      remembered[slot] = itemOf(this.ir.drivers, driver).states.filter((inner) =>
        history.deep
          ? this.tree.isInside(inner, parent) && this.isActiveLeaf(inner)
          : active[inner] === 1 && this.tree.state(inner).parent === parent,
      );
    }
    for (const slot of [...leaving].sort((a, b) => b - a)) {
      runAll(itemOf(this.charts.states, slot).exit);
      this.forget(({ what }) => what.kind === 'after' && what.state === slot);
      active[slot] = 0;
    }
  }

  private enter({ states, byDefault }: Entry): void {
    const { active, entered, step } = this.frame;
    for (const slot of [...states].sort((a, b) => a - b)) {
      const { after, entry, initial } = itemOf(this.charts.states, slot);
      active[slot] = 1;
      entered[slot] = step;
      after.forEach(({ delay }, index) => this.wait(delay, { kind: 'after', state: slot, index }));
      runAll(entry);
      if (byDefault.has(slot)) runAll(initial);
      if (this.tree.state(slot).kind === 'final') this.tellDone(slot);
    }
  }

  private tellDone(slot: number): void {
    const { parent, driver } = this.tree.state(slot);
    if (parent === ROOT) {
      this.raiseDone(itemOf(this.ir.drivers, driver).done);
      return;
    }
    this.raiseDone(this.tree.state(parent).done);
    const around = this.tree.state(parent).parent;
    if (around === ROOT) return;
    const { kind, done } = this.tree.state(around);
    if (kind === 'parallel' && this.isDone(around)) this.raiseDone(done);
  }

  private raiseDone(event: number | undefined): void {
    if (event !== undefined) this.internal.push({ event, data: [] });
  }

  private isDone(slot: number): boolean {
    const children = this.tree.childrenOf(slot);
    switch (this.tree.state(slot).kind) {
      case 'parallel':
        return children.every((child) => this.isDone(child));
      case 'compound':
        return children.some(
          (child) => this.tree.state(child).kind === 'final' && this.frame.active[child] === 1,
        );
      default:
        return false;
    }
  }

  // ------------------------------------------------------------ timers

  private wait(delay: number, what: Timer['what']): void {
    const timer: Timer = { ...this.timing.lag(delay, this.frame.step), what };
    const { timers } = this.frame;
    const later = timers.findIndex(
      ({ left, rank }) => left > timer.left || (left === timer.left && rank > timer.rank),
    );
    this.frame.timers = later < 0 ? [...timers, timer] : timers.toSpliced(later, 0, timer);
  }

  private forget(gone: (timer: Timer) => boolean): void {
    if (this.frame.timers.some(gone)) this.frame.timers = this.frame.timers.filter((timer) => !gone(timer));
  }
}

const selectedOf = (t: Transition): Selected => ({ t: t.ir, act: () => runAll(t.actions) });
