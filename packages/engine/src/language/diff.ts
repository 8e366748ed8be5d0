/**
 * What changed in meaning between two versions of a scenario: not comments, order, texts or evidence. Each change can
 * be put into the first version alone, with what it cannot be without.
 */
import { meaningOf } from './hash.ts';
import {
  correlationPath,
  DRIVER_PARTS,
  entryPaths,
  hybridOf,
  INDICATOR_PARTS,
  STATE_PARTS,
} from './hybrid.ts';
import type { Driver, Indicator, Model, State } from './model.ts';
import { partText } from './print.ts';
import { missingIn } from './missing.ts';

export interface Change {
  /** Such as `parameters.rate` or `drivers.opinion.states.calm.chance`. */
  readonly path: string;
  readonly is: 'added' | 'removed' | 'changed';
  /** As `stave show --as model` prints it, where there is something. */
  readonly before?: string;
  readonly after?: string;
}

/** A part of a scenario with its meaning. */
interface Part {
  readonly meaning: string;
  readonly text: string;
}

/** In the order of the first version, then what the second adds. */
export function changesOf(a: Model, b: Model): readonly Change[] {
  const [before, after] = [partsIn(a, b), partsIn(b, a)];
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].flatMap((path): Change[] => {
    const [one, other] = [before.get(path), after.get(path)];
    if (one?.meaning === other?.meaning) return [];
    const is = one ? (other ? 'changed' : 'removed') : 'added';
    return [{ path, is, ...(one && { before: one.text }), ...(other && { after: other.text }) }];
  });
}

/** Parts of what both versions have are told apart; what one lacks is a part as a whole. */
function partsIn(model: Model, other: Model): ReadonlyMap<string, Part> {
  const parts = new Map<string, Part>();
  const put = (path: string, value: unknown): void =>
    void parts.set(path, { meaning: meaningOf(value), text: partText(path, value) });
  const split = <T extends object>(
    path: string,
    item: T,
    keys: Readonly<Record<string, readonly (keyof T)[]>>,
  ): void => {
    for (const [part, list] of Object.entries(keys)) {
      const value = Object.fromEntries(
        list.flatMap((key) => (item[key] === undefined ? [] : [[key, item[key]]])),
      );
      put(`${path}.${part}`, value);
    }
  };
  put('clock', model.clock);
  for (const item of model.parameters) put(`parameters.${item.name}`, item);
  for (const item of model.correlations) put(correlationPath(item), { r: item.r });
  for (const driver of model.drivers) {
    const same = other.drivers.find(({ name }) => name === driver.name);
    if (same) driverParts(driver, same, put, split);
    else put(`drivers.${driver.name}`, driver);
  }
  for (const item of model.indicators) {
    const path = `indicators.${item.name}`;
    if (other.indicators.some(({ name }) => name === item.name))
      split<Indicator>(path, item, INDICATOR_PARTS);
    else put(path, item);
  }
  for (const item of model.measures) put(`measures.${item.name}`, item);
  const entryPath = entryPaths(model, other);
  for (const item of model.calendar) put(entryPath(item), item);
  for (const item of model.seats) put(`seats.${item.name}`, item);
  for (const item of model.questions) put(`questions.${item.id}`, item);
  return parts;
}

function driverParts(
  driver: Driver,
  other: Driver,
  put: (path: string, value: unknown) => void,
  split: <T extends object>(
    path: string,
    item: T,
    keys: Readonly<Record<string, readonly (keyof T)[]>>,
  ) => void,
): void {
  const path = `drivers.${driver.name}`;
  split<Driver>(path, driver, DRIVER_PARTS);
  for (const item of driver.variables) put(`${path}.variables.${item.name}`, item);
  for (const state of driver.states) {
    const own = `${path}.states.${state.name}`;
    if (other.states.some(({ name }) => name === state.name)) split<State>(own, state, STATE_PARTS);
    else put(own, state);
  }
}

export interface Applied {
  readonly model: Model;
  /** Changes that came along, since the one wanted cannot be without them. */
  readonly with: readonly string[];
}

/** The first version with one change and what that needs; in words what it lacks where that cannot be. */
export function withChange(
  a: Model,
  b: Model,
  wanted: string,
  changes: readonly Change[],
): Applied | { readonly lacks: string } {
  const taken = new Set([wanted]);
  for (;;) {
    const model = hybridOf(a, b, (path) => taken.has(path));
    const missing = missingIn(model);
    if (missing.length === 0) return { model, with: [...taken].filter((path) => path !== wanted) };
    const more = changes.filter(
      ({ path, is }) => is === 'added' && !taken.has(path) && missing.some((name) => isOf(name, path)),
    );
    if (more.length === 0) return { lacks: missing.join(', ') };
    for (const { path } of more) taken.add(path);
  }
}

/** Whether a part is what is missing; a variable may be missing without its driver being known. */
const isOf = (missing: string, path: string): boolean =>
  missing === path ||
  (missing.startsWith('drivers.*') &&
    path.startsWith('drivers.') &&
    path.endsWith(missing.slice('drivers.*'.length)));
