/**
 * Ir to JavaScript text: one function for each site, state, indicator, measure and question, because V8 never
 * optimises a function above 60 KiB of bytecode. What is common to all scenarios (queues, timers, microsteps) is
 * machine.ts; the text here is only what differs.
 *
 * Invariant: the text is a function of the Ir alone, and holds no name of the scenario: sites, events, places and
 * transitions are numbers.
 */
import type {
  Ir,
  IrAction,
  IrChance,
  IrEventTransition,
  IrExpr,
  IrHandler,
  IrState,
  IrTransition,
} from '../ir/ir.ts';
import { childrenOf, frameZero } from '../ir/frame-zero.ts';
import { Bounds } from './bounds.ts';
import { PreparedDistribution, writeDistribution } from './distributions.ts';
import { finitePart, isFinite } from './interval.ts';
import { itemOf } from './item.ts';
import { idleFrom, TWO_32, writeProbabilityPick, writeRatePick, writeWeights, type DrawSource } from './picks.ts';
import { literal, Writer, type Program, type WriterOptions } from './writer.ts';

/** A transition as machine.ts knows it: by number. */
export interface NumberedTransition {
  /** State slot that is entered, or -1. */
  readonly to: number;
}

export interface Generated {
  readonly source: string;
  readonly places: readonly string[];
  readonly distributions: readonly PreparedDistribution[];
  readonly transitions: readonly NumberedTransition[];
  /** By state: numbers of its `after` transitions, in order. */
  readonly after: readonly (readonly number[])[];
  /** By state: from this first word of its chance draw on nothing is picked. */
  readonly idleFrom: readonly number[];
  /** How many values are kept through a trial, and for the `set` actions of chance alternatives. */
  readonly hoisted: number;
  readonly snapshotSets: number;
}

export function generate(ir: Ir): Generated {
  return new Generator(ir).run();
}

class Generator implements Program {
  readonly ir: Ir;
  readonly bounds: Bounds;
  readonly boundsBeforeStart: Bounds;
  private readonly functions: string[] = [];
  private readonly places = new Map<string, number>();
  private readonly hoists = new Map<string, { slot: number; expr: IrExpr }>();
  private readonly measuresRead = new Set<number>();
  private readonly distributions: PreparedDistribution[] = [];
  private readonly transitions: NumberedTransition[] = [];
  private snapshotSets = 0;

  constructor(ir: Ir) {
    this.ir = ir;
    this.bounds = new Bounds(ir);
    this.boundsBeforeStart = new Bounds(ir, true);
  }

  run(): Generated {
    const { ir } = this;
    const after: number[][] = [];
    const entries: Record<string, string> = {
      parameters: this.all('parameters', ir.parameters.map((_, slot) => this.parameter(slot))),
      starts: this.all('starts', ir.startOrder.map(({ kind, slot }) => this.start(kind, slot))),
      initial: list(ir.drivers.map((_, d) => this.initial(d))),
      entry: list(ir.states.map((s, slot) => this.actions(`entry${slot}`, s.entry))),
      exit: list(ir.states.map((s, slot) => this.actions(`exit${slot}`, s.exit))),
      always: list(ir.drivers.map((_, d) => this.always(d))),
      guard: '[]',
      on: this.events(),
      chance: list(ir.states.map((s, slot) => (s.chance ? this.chance(slot, s.chance) : 'null'))),
      indicators: this.indicators(),
      keepFirst: this.keepFirst(),
      keep: this.keep(),
      measures: this.all('measures', ir.measures.map((_, slot) => this.observe(slot)), 'k'),
      questions: this.questions(),
      until: this.until(),
    };
    const guards: string[] = [];
    for (const [slot, state] of ir.states.entries()) after.push(this.after(state, slot, guards));
    entries['guard'] = list(guards);
    entries['act'] = list(this.acts());
    entries['hoist'] = this.hoist();
    for (const slot of this.measuresRead) this.measureFunction(slot);
    const source = [
      `'use strict';`,
      ...this.functions,
      `return {\n${Object.entries(entries)
        .map(([name, value]) => `  ${name}: ${value},`)
        .join('\n')}\n};`,
    ].join('\n');
    return {
      source,
      places: [...this.places.keys()],
      distributions: this.distributions,
      transitions: this.transitions,
      after,
      idleFrom: ir.states.map(({ chance }) => (chance ? this.idleFrom(chance) : 0)),
      hoisted: this.hoists.size,
      snapshotSets: this.snapshotSets,
    };
  }

  // ------------------------------------------------------------ Program

  place(name: string): number {
    return slotIn(this.places, name);
  }

  hoist(): string;
  hoist(e: IrExpr): number;
  hoist(e?: IrExpr): string | number {
    if (!e) return this.hoistFunctions();
    const key = JSON.stringify(e);
    const known = this.hoists.get(key);
    if (known) return known.slot;
    const slot = this.hoists.size;
    this.hoists.set(key, { slot, expr: e });
    return slot;
  }

  useMeasure(slot: number): void {
    this.measuresRead.add(slot);
  }
}
