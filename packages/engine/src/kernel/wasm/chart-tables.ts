/**
 * What functions look up of drivers with states inside states: tables by state, driver and transition, and code that
 * reads them. It is the counterpart of what kernel/configuration.ts sets up.
 */
import type { Ir } from '../../ir/ir.ts';
import { itemOf } from '../../ir/item.ts';
import { KINDS, type TransitionShape } from '../configuration.ts';
import type { Code, Local } from './encoder.ts';
import { entry, narrowAt } from './idioms.ts';
import { i32, loopWhile } from './instructions.ts';
import type { Program } from './program.ts';

/** Tables that the machine reads too. */
export interface ChartTables {
  readonly parent: number;
  readonly end: number;
  readonly kind: number;
  /** By driver: its slots are first .. last - 1. */
  readonly first: number;
  readonly last: number;
  /** By transition: source, driver, how many targets and where they are listed, internal. */
  readonly source: number;
  readonly driver: number;
  readonly targets: number;
  readonly targetList: number;
  readonly internal: number;
}

/** How functions reach what the tables say. */
export interface ChartCode {
  readonly tables: ChartTables;
  /** By history state: where its memory lies among the slots of the pool. */
  readonly poolAt: readonly number[];
  /** By history state: 1 where it remembers the innermost states. */
  readonly deep: number;
  /** By state: how many states are entered by default and where they are listed; of a history, while it has no memory. */
  readonly defaultCount: number;
  readonly defaultList: number;
  readonly isKind: (slot: Code, wanted: number) => Code;
  /** Runs the body for each child of a state. */
  readonly eachChild: (child: Local, slot: Code, body: Code) => Code;
  /** How many states a history state remembers, or -1. */
  readonly remembered: (l: Code, slot: Code) => Code;
  /** The place of the i-th of them, less the base of the pool. */
  readonly poolPlace: (l: Code, slot: Code, i: Code) => Code;
}

/** The address of a list and its length, for each of several. */
function lists(program: Program, all: readonly (readonly number[])[]): readonly [number, number] {
  const at = all.map((list) => program.layout.integers(list));
  return [program.layout.integers(all.map(({ length }) => length)), program.layout.integers(at)];
}

function tablesOf(program: Program, transitions: readonly TransitionShape[]): ChartTables {
  const { layout, ir } = program;
  const [targets, targetList] = lists(
    program,
    transitions.map(({ to }) => to),
  );
  const first = ir.drivers.map(({ states }) => itemOf(states, 0));
  return {
    parent: layout.integers(ir.states.map(({ parent }) => parent)),
    end: layout.integers(ir.states.map(({ end }) => end)),
    kind: layout.integers(ir.states.map(({ kind }) => KINDS[kind])),
    first: layout.integers(first),
    last: layout.integers(ir.drivers.map(({ states }, d) => (first[d] ?? 0) + states.length)),
    source: layout.integers(transitions.map(({ source }) => source)),
    driver: layout.integers(transitions.map(({ driver }) => driver)),
    targets,
    targetList,
    internal: layout.integers(transitions.map(({ internal }) => Number(internal))),
  };
}

function poolOf({ states }: Ir): readonly number[] {
  let size = 0;
  return states.map(({ history, parent }) => {
    const at = size;
    if (history) size += itemOf(states, parent).end - parent;
    return at;
  });
}

export function chartCode(program: Program, transitions: readonly TransitionShape[]): ChartCode {
  const { layout, map, ir } = program;
  const tables = tablesOf(program, transitions);
  const { end, kind } = tables;
  const poolAt = poolOf(ir);
  const poolTable = layout.integers(poolAt);
  const deep = layout.integers(ir.states.map(({ history }) => (history?.deep ? 1 : 0)));
  const [defaultCount, defaultList] = lists(
    program,
    ir.states.map(({ initial, history }) => history?.to ?? initial?.to ?? []),
  );
  return {
    tables,
    poolAt,
    deep,
    defaultCount,
    defaultList,
    isKind: (slot, wanted) => i32.eq(entry(kind, slot), i32.const(wanted)),
    eachChild: (child, slot, body) => [
      child.set(i32.add(slot, i32.const(1))),
      loopWhile(i32.lt(child.get, entry(end, slot)), [body, child.set(entry(end, child.get))]),
    ],
    remembered: (l, slot) => i32.load(narrowAt(l, slot), map.narrow.remembered),
    poolPlace: (l, slot, i) => narrowAt(l, i32.add(entry(poolTable, slot), i)),
  };
}

/** The i-th of what a table lists of a slot. */
export const listed = (list: number, slot: Code, i: Code): Code =>
  i32.load(i32.add(entry(list, slot), i32.shl(i, i32.const(2))));
