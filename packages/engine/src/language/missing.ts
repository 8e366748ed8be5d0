/** What the parts of a scenario name that is not there, as paths of the parts that would be it. */
import type { Driver, Expr, Model } from './model.ts';

export function missingIn(model: Model): readonly string[] {
  const missing = new Set<string>();
  const names = {
    parameter: new Set(model.parameters.map(({ name }) => name)),
    indicator: new Set(model.indicators.map(({ name }) => name)),
    measure: new Set(model.measures.map(({ name }) => name)),
  };
  const drivers = new Map(model.drivers.map((driver) => [driver.name, driver]));
  const need = (path: string, isThere: boolean): void => {
    if (!isThere) missing.add(path);
  };
  const needState = (driver: string, state: string): void => {
    const own = drivers.get(driver);
    if (own)
      need(
        `drivers.${driver}.states.${state}`,
        own.states.some(({ name }) => name === state),
      );
    else need(`drivers.${driver}`, false);
  };
  const variable = (name: string): boolean =>
    model.drivers.some(({ variables }) => variables.some((other) => other.name === name));
  /** A variable that is nowhere may be of any driver. */
  const driverOf = (name: string): string => `drivers.*.variables.${name}`;
  const expr = (e: Expr): void => {
    if (e.op === 'state' || e.op === 'elapsed') needState(e.driver, e.state);
    else if (e.op === 'now') need(`indicators.${e.indicator}`, names.indicator.has(e.indicator));
    else if (e.op === 'ref' && e.kind === 'variable') need(driverOf(e.name), variable(e.name));
    else if (e.op === 'ref' && e.kind !== 'variable') need(`${e.kind}s.${e.name}`, names[e.kind].has(e.name));
  };
  /** Every expression anywhere in a part; transitions and actions of the driver that it is in. */
  const walk = (part: unknown, driver: Driver | undefined): void => {
    if (typeof part !== 'object' || part === null) return;
    const { op, to, do: does, variable: set } = part as Readonly<Record<string, unknown>>;
    if (typeof op === 'string') expr(part as Expr);
    if (driver && Array.isArray(to)) for (const state of to) needState(driver.name, String(state));
    if (driver && does === 'set')
      need(
        `drivers.${driver.name}.variables.${String(set)}`,
        driver.variables.some(({ name }) => name === set),
      );
    for (const value of Object.values(part)) walk(value, driver);
  };
  const { drivers: own, ...rest } = model;
  walk(rest, undefined);
  for (const driver of own) {
    walk(driver, driver);
    for (const { state } of driver.initial) needState(driver.name, state);
    for (const { parent, initial } of driver.states) {
      if (parent !== undefined) needState(driver.name, parent);
      if (initial) needState(driver.name, initial.to);
    }
  }
  for (const { between } of model.correlations)
    for (const name of between) {
      const found = model.parameters.find((parameter) => parameter.name === name);
      need(`parameters.${name}`, found !== undefined && 'prior' in found.value);
    }
  return [...missing];
}
