/**
 * What the machine looks up of a scenario: places of functions and lists, by transition, state, driver and event. Each
 * is the address of a table of integers.
 */
import { itemOf } from '../../ir/item.ts';
import type { Charts } from './charts.ts';
import type { Program } from './program.ts';

export type MachineTables = ReturnType<typeof machineTables>;

export function machineTables({ layout, map, ir }: Program, charts: Charts) {
  const { states, drivers } = ir;
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
  return {
    acts,
    guards,
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
    countedAs,
    handlerCount,
    handlerList,
  };
}
