/**
 * What of a scenario moves what, as far as somebody may see both: a driver or an indicator reads another, or hears an
 * event that another raises. A measure is a name for an expression, so whoever reads it reads what it reads.
 *
 * Nothing of a room is read: links are the scenario's structure, and the same in every turn.
 */
import type { Model } from '@stave/engine';
import { matches } from '@stave/engine/reading';
import type { WorldView } from '../../protocol/protocol.ts';

type Link = WorldView['links'][number];

/** By name, in how many places it is read: transitions of a driver, the one rule of an indicator or a measure. */
type Reads = ReadonlyMap<string, number>;

interface Structure {
  /** Of every driver, indicator and measure. */
  readonly reads: ReadonlyMap<string, Reads>;
  readonly measures: ReadonlySet<string>;
}

const structures = new WeakMap<Model, Structure>();

/** @returns links between names that are shown, what acts in most places first */
export function linksAmong(model: Model, shown: ReadonlySet<string>): readonly Link[] {
  const { reads, measures } = structureOf(model);
  const found = [...shown].flatMap((to) =>
    [...readBy(to)]
      .filter(([from]) => from !== to && shown.has(from))
      .map(([from, places]) => ({ link: [from, to] as const, places })),
  );
  return found.toSorted((a, b) => b.places - a.places).map(({ link }) => link);

  /** Through measures that do not stand there themselves; nothing else that is hidden is a way. */
  function readBy(name: string, met: ReadonlySet<string> = new Set([name])): Reads {
    const all = new Map<string, number>();
    for (const [from, places] of reads.get(name) ?? []) {
      if (shown.has(from) || !measures.has(from)) add(all, from, places);
      else if (!met.has(from))
        for (const [behind] of readBy(from, new Set([...met, from]))) add(all, behind, places);
    }
    return all;
  }
}

function structureOf(model: Model): Structure {
  const known = structures.get(model);
  if (known) return known;
  const find = finder(model);
  const reads = new Map<string, Reads>([
    ...model.drivers.map((driver) => [driver.name, placesIn(transitionsOf(driver).map(find))] as const),
    // Where it starts moves nothing; how it goes on does.
    ...model.indicators.map(
      ({ name, next, noise, range }) => [name, placesIn([find([next, noise, range])])] as const,
    ),
    ...model.measures.map(({ name, value }) => [name, placesIn([find(value)])] as const),
  ]);
  const structure = { reads, measures: new Set(model.measures.map(({ name }) => name)) };
  structures.set(model, structure);
  return structure;
}

function placesIn(places: readonly ReadonlySet<string>[]): Reads {
  const all = new Map<string, number>();
  for (const names of places) for (const name of names) add(all, name, 1);
  return all;
}

const add = (counts: Map<string, number>, name: string, count: number): void =>
  void counts.set(name, (counts.get(name) ?? 0) + count);

type Driver = Model['drivers'][number];

/** Each place in which a driver may change: a transition with what it is heard by, and what is done on the way. */
const transitionsOf = (driver: Driver): readonly unknown[] => [
  ...driver.on.flatMap(heard),
  ...driver.states.flatMap(({ entry, exit, always, after, on, chance, initial }) => [
    ...entry,
    ...exit,
    ...always,
    ...after,
    ...on.flatMap(heard),
    ...(chance?.alternatives ?? []),
    ...(initial?.actions ?? []),
  ]),
];

const heard = ({ descriptor, transitions }: Driver['on'][number]): readonly unknown[] =>
  transitions.map((transition) => [{ descriptor }, transition]);

interface Part {
  readonly op?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly driver?: string;
  readonly indicator?: string;
  readonly event?: string;
  readonly descriptor?: string;
}

/** Finds, in whatever part of a model, the drivers, indicators and measures that it reads or hears. */
function finder(model: Model): (place: unknown) => ReadonlySet<string> {
  const driverOf = new Map(
    model.drivers.flatMap(({ name, variables }) => variables.map((variable) => [variable.name, name])),
  );
  const raised = model.drivers.map((driver) => ({ name: driver.name, events: eventsOf(driver) }));
  const raisers = (descriptor: string): readonly string[] =>
    raised.filter(({ events }) => events.some((event) => matches(descriptor, event))).map(({ name }) => name);

  const namesOf = ({ op, kind, name, driver, indicator, event, descriptor }: Part): readonly string[] => {
    if (descriptor !== undefined) return raisers(descriptor);
    switch (op) {
      case 'state':
      case 'elapsed':
        return driver === undefined ? [] : [driver];
      case 'now':
        return indicator === undefined ? [] : [indicator];
      case 'happened':
        return event === undefined ? [] : raisers(event);
      case 'ref': {
        if (name === undefined || kind === 'parameter') return [];
        // The capital of a seat is no driver's.
        const read = kind === 'variable' ? driverOf.get(name) : name;
        return read === undefined ? [] : [read];
      }
      default:
        return [];
    }
  };

  return (place) => {
    const names = new Set<string>();
    eachPart(place, (part) => {
      for (const name of namesOf(part)) names.add(name);
    });
    return names;
  };
}

/** What a driver raises or sends itself, and what the engine raises as it ends. */
function eventsOf(driver: Driver): readonly string[] {
  const events = new Set([`done.${driver.name}`]);
  for (const { name } of driver.states) events.add(`done.${driver.name}.${name}`);
  eachPart(driver, (part) => {
    const { do: deed, event } = part as { readonly do?: string; readonly event?: string };
    if ((deed === 'raise' || deed === 'send') && event !== undefined) events.add(event);
  });
  return [...events];
}

/** Drivers that raise or send an event, and the one that ends with it. */
export const raisersOf = ({ drivers }: Pick<Model, 'drivers'>, event: string): readonly string[] =>
  drivers.filter((driver) => eventsOf(driver).includes(event)).map(({ name }) => name);

/** Every object within, but for what a value was at the start, which nothing moves any more. */
function eachPart(value: unknown, visit: (part: Part) => void): void {
  if (typeof value !== 'object' || value === null) return;
  const part = value as Part;
  if (part.op === 'start') return;
  visit(part);
  for (const inner of Object.values(value)) eachPart(inner, visit);
}
