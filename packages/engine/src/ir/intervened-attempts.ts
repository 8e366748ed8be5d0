/**
 * Attempts: a draw of their own as a step begins, after all choices, and effects where it succeeds. A variable says
 * how it went, from 1 as picks count; it is 0 again as the next step begins, and no frame of the scenario knows it.
 */
import { siteHash } from '../chance/index.ts';
import { binary, constant } from './arithmetic.ts';
import { attemptName, type Attempt, type Effect } from './interventions.ts';
import { putEvent } from './intervened-states.ts';
import type { Ir, IrAction, IrExpr, IrIndicator } from './ir.ts';
import type { IrChoice, IrDeed, IrOccasion } from './ir-seats.ts';
import { shownVariables } from './shown-variables.ts';

/** What the two shares of an attempt's draw are, in a variable. */
const SUCCEEDED = 1;
const FAILED = 2;

export const attemptEffects = (attempts: readonly Attempt[]): readonly Effect[] =>
  attempts.flatMap(({ effects }) => effects);

export function withAttempts(ir: Ir, attempts: readonly Attempt[]): Ir {
  if (attempts.length === 0) return ir;
  const { seats = { chosen: [], done: [], seats: [] } } = ir;
  const events = attemptEffects(attempts).flatMap(eventOf);
  const sendIds = [...new Set([...ir.sendIds, ...events])];
  const numbered = attempts.map((attempt, i): Numbered => {
    const variable = ir.variables.length + i;
    const test = binary('eq', { op: 'variable', slot: variable }, constant(SUCCEEDED));
    return { attempt, variable, site: ir.sites.length + i, test, place: attemptName(attempt.id) };
  });
  const once = (step: number): IrOccasion => ({ first: step, every: ir.clock.steps + 1, idle: false });
  return {
    ...ir,
    sendIds,
    sites: [
      ...ir.sites,
      ...numbered.map(({ place: name }) => ({ name, hash: siteHash(name), evidence: [] })),
    ],
    variables: [
      ...ir.variables,
      ...numbered.map(
        ({ place: name }) =>
          ({ name, driver: -1, type: 'integer', start: constant(0), low: 0, high: FAILED }) as const,
      ),
    ],
    startOrder: [
      ...ir.startOrder,
      ...numbered.map(({ variable: slot }) => ({ kind: 'variable', slot }) as const),
    ],
    indicators: ir.indicators.map((indicator) => withAdded(indicator, numbered)),
    seats: {
      ...seats,
      chosen: [
        ...seats.chosen,
        ...numbered.flatMap(({ attempt: { step, probability }, variable, site, place }): IrChoice[] => {
          const weights = [probability, 1 - probability].map(constant);
          const draw = { ...once(step), do: 'pick', site, variable, weights } as const;
          if (step === ir.clock.steps) return [draw];
          return [draw, { ...once(step + 1), do: 'set', variable, to: constant(0), place }];
        }),
      ],
      done: [
        ...seats.done,
        ...numbered.flatMap(({ attempt: { step, effects }, test, place }) =>
          effects.flatMap((effect): IrDeed[] => {
            const then = actionOf({ ...ir, sendIds }, effect, place);
            return then
              ? [{ ...once(step), actions: [{ do: 'if', test, then: [then], otherwise: [], place }] }]
              : [];
          }),
        ),
      ],
    },
  };
}

interface Numbered {
  readonly attempt: Attempt;
  readonly variable: number;
  readonly site: number;
  /** Whether it succeeded. */
  readonly test: IrExpr;
  readonly place: string;
}

const eventOf = (effect: Effect): readonly string[] => {
  if ('raise' in effect) return [effect.raise];
  return 'put' in effect ? [putEvent(effect.put)] : [];
};

/** What is done in the second phase; nothing for an indicator, which moves in the fourth. */
function actionOf(ir: Ir, effect: Effect, place: string): IrAction | undefined {
  const [event] = eventOf(effect);
  if (event !== undefined) {
    const number = ir.events.indexOf(event);
    const given = ('raise' in effect && effect.data) || {};
    const data = (ir.eventFields[number] ?? []).map((field) => constant(given[field] ?? 0));
    return { do: 'send', event: number, data, id: ir.sendIds.indexOf(event), place };
  }
  if (!('add' in effect)) return undefined;
  const slot = shownVariables(ir).find(({ name }) => name === effect.to)?.slot;
  const variable = slot === undefined ? undefined : ir.variables[slot];
  if (slot === undefined || !variable) return undefined;
  const sum = binary('add', { op: 'variable', slot }, constant(effect.add));
  // A bound that is no number cuts nothing off.
  const above = Number.isFinite(variable.low) ? binary('max', sum, constant(variable.low)) : sum;
  const to = Number.isFinite(variable.high) ? binary('min', above, constant(variable.high)) : above;
  return { do: 'set', variable: slot, to, place };
}

/** Adding 0 changes no bit of an indicator, since -0 is stored as 0. */
function withAdded(indicator: IrIndicator, numbered: readonly Numbered[]): IrIndicator {
  const terms = numbered.flatMap(({ attempt: { effects }, test }) =>
    effects.flatMap((effect): IrExpr[] =>
      'add' in effect && effect.to === indicator.name
        ? [{ op: 'if', test, then: constant(effect.add), otherwise: constant(0) }]
        : [],
    ),
  );
  return terms.length === 0
    ? indicator
    : { ...indicator, next: terms.reduce((sum, term) => binary('add', sum, term), indicator.next) };
}
