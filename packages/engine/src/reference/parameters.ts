/** Draws the parameters of a trial, and the noise of indicators: distributions from Ir expressions and one draw. */
import {
  copulaUniform,
  drawWord,
  quantile,
  resolveForm,
  toUnit,
  truncatedQuantile,
} from '../chance/index.ts';
import type { TrialRange } from '../ir/executor.ts';
import { parameterWord } from '../ir/sampling.ts';
import type { Ir, IrDistribution } from '../ir/ir.ts';
import { evaluate, type Moment } from './evaluate.ts';
import { Fault, finite } from './fault.ts';
import type { Address } from './pick.ts';

/** The uniform number of a distribution's draw, in (0, 1). */
export function unitDraw(ir: Ir, distribution: IrDistribution, { key, trial, step }: Address): number {
  const site = ir.sites[distribution.site];
  if (!site) throw new Error(`InvariantError: no site ${distribution.site}`);
  return toUnit(drawWord(key, site.hash, trial, step, 0));
}

/** The distribution's quantile at `u`; a fault where the arguments make none. */
export function quantileAt(ir: Ir, distribution: IrDistribution, u: number, moment: Moment): number {
  const place = ir.sites[distribution.site]?.name ?? '';
  const read = (e: IrDistribution['args'][number]): number => {
    try {
      return evaluate(e, moment);
    } catch (error) {
      throw error instanceof Fault ? error.at(place) : error;
    }
  };
  const args = distribution.args.map(read);
  const resolved = resolveForm(distribution.name, distribution.argNames, distribution.lists);
  if ('problem' in resolved) throw new Error(`InvariantError: ${resolved.problem}`);
  const problem = resolved.form.problem(args);
  if (problem !== undefined)
    throw new Fault('bad-distribution', place, `${distribution.name}(${args.join(', ')}): ${problem}`);
  const canonical = resolved.form.canonical(args);
  const value = distribution.within
    ? truncatedQuantile(
        distribution.name,
        canonical,
        u,
        read(distribution.within[0]),
        read(distribution.within[1]),
      )
    : quantile(distribution.name, canonical, u);
  if (Number.isNaN(value)) throw new Fault('bad-distribution', place);
  return value;
}

/** All parameters of the trial that `address` names, in slot order; so many trials share them. */
export function drawParameters(ir: Ir, address: Address, share: number, blank: Moment): readonly number[] {
  const unitOf = (slot: number): number => toUnit(parameterWord(ir, slot, address.key, address.trial, share));
  const values: number[] = [];
  const moment: Moment = { ...blank, parameters: values };
  for (const [slot, parameter] of ir.parameters.entries()) {
    let value: number;
    if ('fixed' in parameter.value) {
      value = place(`parameters.${parameter.name}`, parameter.value.fixed, moment);
    } else {
      const u = parameter.copula
        ? copulaUniform(
            parameter.copula.map(({ weight }) => weight),
            parameter.copula.map((part) => unitOf(part.parameter)),
          )
        : unitOf(slot);
      value = quantileAt(ir, parameter.value.prior, u, moment);
    }
    values.push(finite(value, `parameters.${parameter.name}`));
  }
  return values;
}

const medians = new WeakMap<Ir, readonly number[]>();

/** Each parameter at the median of its prior, those before it at theirs; nothing where that makes no distribution. */
export function medianParameters(ir: Ir): readonly number[] | undefined {
  const known = medians.get(ir);
  if (known) return known;
  const values: number[] = [];
  const moment: Moment = { ...NOTHING, parameters: values };
  try {
    for (const { value } of ir.parameters) {
      values.push(
        'fixed' in value ? evaluate(value.fixed, moment) : quantileAt(ir, value.prior, 0.5, moment),
      );
    }
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return undefined;
  }
  medians.set(ir, values);
  return values;
}

/** A moment at which there are parameters and nothing else. */
export const NOTHING: Moment = {
  ...{ parameters: [], variables: [], indicators: [], now: [], active: [], entered: [], clockStep: 0 },
  ...{ previous: [], starts: [], delayed: [], measures: [], happened: [], answer: Number.NaN, event: [] },
};

/** [trial][parameter]; a row of NaN where drawing faults. */
export function parametersOf(ir: Ir, { seed, stream, first, count, share }: TrialRange): Float64Array {
  const { length } = ir.parameters;
  const values = new Float64Array(count * length).fill(Number.NaN);
  for (let i = 0; i < count; i++) {
    const address = { key: { seed, stream }, trial: Math.floor((first + i) / share), step: 0 };
    try {
      values.set(drawParameters(ir, address, share, NOTHING), i * length);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
    }
  }
  return values;
}

function place(name: string, e: IrDistribution['args'][number], moment: Moment): number {
  try {
    return evaluate(e, moment);
  } catch (error) {
    throw error instanceof Fault ? error.at(name) : error;
  }
}
