/** Each element in one submodel: where it was put, or among the others; a parameter where it is first read. */
import type { Driver, Indicator, Measure, Model, Parameter, Seat, Submodel } from '../model.ts';
import {
  exprsOfDriver,
  exprsOfIndicator,
  exprsOfParameter,
  exprsOfSeat,
  parameterNamed,
  readsOf,
} from './reads.ts';

export interface Part {
  /** Nothing for the elements that no submodel names. */
  readonly submodel?: Submodel;
  readonly drivers: readonly Driver[];
  readonly indicators: readonly Indicator[];
  readonly measures: readonly Measure[];
  readonly seats: readonly Seat[];
  readonly parameters: readonly Parameter[];
  /** Parameters of other parts that are read here, with the part they are in. */
  readonly borrowed: readonly { readonly name: string; readonly from: number }[];
}

/** Parts in the order of the submodels; the last is of all others and may be empty. */
export function partsOf(model: Model): readonly Part[] {
  const submodels = model.odd?.submodels ?? [];
  const others = submodels.length;
  const home = new Map(submodels.flatMap(({ elements }, i) => elements.map((name) => [name, i] as const)));
  const partOf = (name: string): number => home.get(name) ?? others;
  const named = parameterNamed(model);
  const reads = readsByPart(model, partOf, named, others);
  // What is put somewhere stays there; of the rest the first reader has it.
  for (const [part, names] of reads.entries())
    for (const name of names) if (!home.has(name)) home.set(name, part);
  const inPart = <T extends { readonly name: string }>(list: readonly T[], part: number): readonly T[] =>
    list.filter(({ name }) => partOf(name) === part);
  return [...submodels, undefined].map((submodel, part) => ({
    ...(submodel && { submodel }),
    drivers: inPart(model.drivers, part),
    indicators: inPart(model.indicators, part),
    measures: inPart(model.measures, part),
    seats: inPart(model.seats, part),
    parameters: inPart(model.parameters, part),
    borrowed: [...(reads[part] ?? [])].flatMap((name) =>
      partOf(name) === part ? [] : [{ name, from: partOf(name) }],
    ),
  }));
}

/** Parameters that the elements of each part read, those that priors read included. */
function readsByPart(
  model: Model,
  partOf: (name: string) => number,
  named: ReadonlyMap<string, Parameter>,
  others: number,
): readonly ReadonlySet<string>[] {
  const parts = Array.from({ length: others + 1 }, () => new Set<string>());
  const add = (part: number, names: readonly string[]): void => {
    for (const name of names) {
      const set = parts[part];
      if (!set || set.has(name)) continue;
      set.add(name);
      const parameter = named.get(name);
      if (parameter) add(part, readsOf(exprsOfParameter(parameter)));
    }
  };
  for (const parameter of model.parameters)
    if (partOf(parameter.name) < others) add(partOf(parameter.name), readsOf(exprsOfParameter(parameter)));
  for (const driver of model.drivers) add(partOf(driver.name), readsOf(exprsOfDriver(driver)));
  for (const indicator of model.indicators) add(partOf(indicator.name), readsOf(exprsOfIndicator(indicator)));
  for (const { name, value } of model.measures) add(partOf(name), readsOf([value]));
  for (const seat of model.seats) add(partOf(seat.name), readsOf(exprsOfSeat(seat)));
  return parts;
}
