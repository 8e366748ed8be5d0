/**
 * Drivers with states inside states as WebAssembly; the counterpart of kernel/configuration.ts, function by function.
 */
import type { TransitionShape } from '../configuration.ts';
import { chartCode, type ChartCode } from './chart-tables.ts';
import { domainsOf, type Domains } from './domains.ts';
import type { Callable } from './encoder.ts';
import { enteringOf, type Entering } from './entering.ts';
import type { Program } from './program.ts';
import { selectionOf } from './selection.ts';

export interface Configuration
  extends Entering, Pick<Domains, 'domain' | 'remember'>, Pick<ChartCode, 'tables' | 'poolAt'> {
  /** `(l, driver, table)`: adds the transitions a driver takes to the list, without conflicts. */
  readonly select: Callable;
}

/** @param ask `(l, table, slot)`: the transition that a state, or the driver itself (-1), would take */
export function configurationOf(
  program: Program,
  transitions: readonly TransitionShape[],
  ask: Callable,
): Configuration {
  const charts = chartCode(program, transitions);
  const domains = domainsOf(program, charts);
  const select = selectionOf(program, charts, domains, ask);
  const entering = enteringOf(program, charts, domains.addTargets);
  const { tables, poolAt } = charts;
  const { domain, remember } = domains;
  return { ...entering, tables, select, domain, remember, poolAt };
}
