/** The world as somebody may see it: a seat what it `sees`, the public what every seat does, control all of it. */
import type { Model } from '@stave/engine';
import type { WorldView } from '../../protocol/protocol.ts';
import type { Reading } from '../events.ts';
import { labelled, statesSaid } from '../said.ts';
import { sightOf } from '../sight.ts';
import type { RoomState } from '../state.ts';
import type { Context } from './context.ts';
import { linksAmong } from './links.ts';
import { unitSaid } from '../../grammar/units.ts';

export function worldView(context: Context): WorldView {
  const { world, state, language } = context;
  const { model } = world;
  const sees = visibleTo(context);
  const boundaries = readingsByTurn(state);
  const last = boundaries.at(-1);
  const before = boundaries.at(-2);
  const drivers = model.drivers
    // One that never leaves its only state tells nothing.
    .filter(({ name, states }) => sees(name) && states.length > 1)
    .map((driver) => {
      const now = last?.states[driver.name] ?? '';
      return {
        name: driver.name,
        label: labelled(driver.label, driver.name, language),
        state: now,
        stateLabel: statesSaid(driver, now, language),
        changed: before !== undefined && before.states[driver.name] !== now,
        heldBy: model.seats
          .filter(({ controls }) => controls.includes(driver.name))
          .map(({ label, name }) => labelled(label, name, language)),
      };
    });
  const values = (pick: (reading: Reading) => number | undefined): readonly number[] =>
    boundaries.map((reading) => pick(reading) ?? Number.NaN);
  const indicators = model.indicators
    .filter(({ name }) => sees(name))
    .map(({ name, label, unit, range }) => {
      const ends = range?.map((end) => (end.op === 'number' ? end.value : undefined));
      return {
        name,
        label: labelled(label, name, language),
        ...(unit !== undefined && { unit: unitSaid(language, unit) }),
        kind: 'indicator' as const,
        ...(ends?.[0] !== undefined && ends[1] !== undefined && { range: [ends[0], ends[1]] as const }),
        values: values((reading) => reading.indicators[name]),
      };
    });
  const measures = model.measures
    .filter(({ name, reported }) => reported && sees(name))
    .map(({ name, label, range }) => ({
      name,
      label: labelled(label, name, language),
      kind: 'measure' as const,
      ...(range && { range }),
      values: values((reading) => reading.measures[name]),
    }));
  const variables = model.drivers
    .flatMap((driver) => driver.variables)
    .filter(({ name, label }) => label !== undefined && sees(name))
    .map(({ name, label, unit, range: [low, high] }) => ({
      name,
      label: labelled(label, name, language),
      ...(unit !== undefined && { unit: unitSaid(language, unit) }),
      kind: 'variable' as const,
      ...(Number.isFinite(low) && Number.isFinite(high) && { range: [low, high] as const }),
      values: values((reading) => reading.variables[name]),
    }));
  const numbers = [...indicators, ...measures, ...variables];
  const barrel = barrelOf(model);
  const isShown = barrel && barrel.staves.every((name) => numbers.some((number) => number.name === name));
  return {
    drivers,
    numbers,
    links: linksAmong(
      model,
      new Set([...[...drivers, ...indicators].map(({ name }) => name), ...(isShown ? barrel.staves : [])]),
    ),
    ...(isShown && {
      barrel: { label: labelled(barrel.measure.label, barrel.measure.name, language), staves: barrel.staves },
    }),
  };
}

/** Whether a name of the scenario may be shown. */
export const visibleTo = ({ world, kind, seat }: Context): ((name: string) => boolean) =>
  kind === 'control' ? () => true : sightOf(world, kind === 'seat' ? seat : undefined);

/** The start, and the frame that each turn so far ended with. */
export function readingsByTurn({ readings, past }: Pick<RoomState, 'readings' | 'past'>): readonly Reading[] {
  const start = readings.slice(0, 1);
  return [...start, ...past.flatMap((turn) => turn.readings.slice(-1))];
}

interface Barrel {
  readonly measure: Model['measures'][number];
  readonly staves: readonly string[];
}

const barrels = new WeakMap<Model, Barrel | null>();

/** What a weakest link of the scenario joins, where it joins things by name. */
function barrelOf(model: Model): Barrel | undefined {
  const known = barrels.get(model);
  if (known !== undefined) return known ?? undefined;
  let found: Barrel | undefined;
  for (const measure of model.measures) {
    const staves = weakest(measure.value);
    if (!staves) continue;
    found = { measure, staves };
    break;
  }
  barrels.set(model, found ?? null);
  return found;
}

interface CallLike {
  readonly op?: string;
  readonly name?: string;
  readonly args?: readonly CallLike[];
}

function weakest(value: unknown): readonly string[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { op, name, args } = value as CallLike;
  if (op === 'call' && name === 'weakestLink' && args) {
    // The last one is the sharpness.
    const names = args.slice(0, -1).map((arg) => (arg.op === 'ref' ? arg.name : undefined));
    return names.every((name) => name !== undefined) ? names : undefined;
  }
  for (const part of Object.values(value)) {
    const names = weakest(part);
    if (names) return names;
  }
  return undefined;
}
