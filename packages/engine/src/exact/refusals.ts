/** Why a scenario cannot be solved exactly: diagnostics that name the element and the remedy. */
import { findDistribution } from '../chance/index.ts';
import type { Ir } from '../ir/ir.ts';
import { itemOf } from '../ir/item.ts';
import { TooManyValues } from './atoms.ts';
import { TooLarge } from './chain.ts';
import { NeedsMemory } from './observer.ts';
import { TooManySums } from './product.ts';
import { DoesNotSettle } from './solve.ts';
import type { Timing } from './timing.ts';

/** A diagnostic of this executor. The Ir knows no places in the text; `element` says whose it is. */
export interface Refusal {
  readonly code: 'exact-noise' | 'exact-prior' | 'exact-too-large' | 'exact-unbounded';
  readonly severity: 'error';
  readonly message: string;
  readonly help: string;
  readonly element?: { readonly kind: 'parameter' | 'indicator' | 'question'; readonly name: string };
}

const DISCRETE = 'a distribution with separate values (`bernoulli`, `categorical`, `uniformInteger`)';

/** What can be seen without building the chain. */
export function refusalsOf(ir: Ir): readonly Refusal[] {
  const isDiscrete = (name: string): boolean => findDistribution(name)?.points !== undefined;
  const priors = ir.parameters.flatMap(({ name, value, copula }): Refusal[] => {
    if (!('prior' in value)) return [];
    const element = { kind: 'parameter' as const, name };
    if (!isDiscrete(value.prior.name)) {
      return [
        refusal(
          'exact-prior',
          `the prior of \`${name}\` is continuous (${value.prior.name}), so its values cannot be listed`,
          `give it a \`value\`, or ${DISCRETE}; \`stave run\` needs neither`,
          element,
        ),
      ];
    }
    return copula
      ? [
          refusal(
            'exact-prior',
            `\`${name}\` is correlated with other parameters, which the exact executor does not solve`,
            'remove the correlation, or use `stave run`',
            element,
          ),
        ]
      : [];
  });
  const noises = ir.indicators.flatMap(({ name, noise }): Refusal[] =>
    noise && !isDiscrete(noise.name)
      ? [
          refusal(
            'exact-noise',
            `the noise of \`${name}\` is continuous (${noise.name}), so its frames cannot be listed`,
            `remove it, or use ${DISCRETE}; \`stave run\` needs neither`,
            { kind: 'indicator', name },
          ),
        ]
      : [],
  );
  return [...priors, ...noises];
}

/** Why a scenario has no answers without a horizon. */
export function unboundedRefusals(timing: Timing): readonly Refusal[] {
  if (timing.uneven !== undefined) {
    const why = {
      t: '`t` is read, so no two steps are alike',
      delay: 'a delay takes a different number of steps from one date to another',
      turn: 'a turn lasts several steps, or somebody acts from outside in some, so not all steps are alike',
    }[timing.uneven];
    return [refusal('exact-unbounded', `${why}, and without a horizon there is no end to them`, WITHIN)];
  }
  if (timing.beyond !== undefined) {
    const message = `the delay of ${timing.beyond} reaches beyond the clock, so what happens after it is not known`;
    return [refusal('exact-unbounded', message, 'raise `steps` of the clock, or leave `--unbounded` out')];
  }
  return [];
}

const WITHIN = 'leave `--unbounded` out: answers within the clock can be solved';

/** What building or solving met, as a diagnostic; anything else is thrown again. */
export function refusalOf(error: unknown, ir: Ir, maxStates: number): Refusal {
  if (error instanceof TooLarge) {
    return refusal(
      'exact-too-large',
      `the scenario has more than ${maxStates} states, or more ways through its steps than can be followed: ${error.states} states were reached when step ${error.step} was followed`,
      'give variables and indicators fewer values, shorten the clock, raise the limit with --max-states, or use `stave run`',
    );
  }
  if (error instanceof TooManySums) {
    const { id } = itemOf(ir.questions, error.question);
    return refusal(
      'exact-too-large',
      `the sums of the question \`${id}\` take too many values: more than ${maxStates} pairs of a state and a sum in one frame`,
      'sum numbers with fewer values, raise the limit with --max-states, or use `stave run`',
      { kind: 'question', name: id },
    );
  }
  if (error instanceof TooManyValues) {
    const name = ir.indicators.find(
      ({ noise }) => noise && itemOf(ir.sites, noise.site).name === error.site,
    )?.name;
    const message = `${error.site} has ${error.values} values, too many to follow each`;
    return refusal(
      name === undefined ? 'exact-prior' : 'exact-noise',
      message,
      'use a distribution with fewer values, or `stave run`',
    );
  }
  if (error instanceof NeedsMemory) {
    const { id } = itemOf(ir.questions, error.question);
    const message = `the question \`${id}\` cannot be read in every frame (a comparison with what is not finite)`;
    return refusal('exact-unbounded', message, WITHIN, { kind: 'question', name: id });
  }
  if (error instanceof DoesNotSettle) {
    const message = `a part of ${error.size} states is too dense to be eliminated and does not settle when iterated`;
    return refusal('exact-unbounded', message, WITHIN);
  }
  throw error;
}

function refusal(
  code: Refusal['code'],
  message: string,
  help: string,
  element?: Refusal['element'],
): Refusal {
  return { code, severity: 'error', message, help, ...(element && { element }) };
}
