/** Probabilities and rates, as far as they are constant: in range, and no more than 1 together. */
import { constantOf } from '../expression/constant.ts';
import type { Expr, Model } from '../model.ts';
import type { Reader } from '../reader.ts';

const TOLERANCE = 1e-9;

interface Weighted {
  readonly weight: Expr;
  /** A condition that may be false leaves room for the others. */
  readonly guarded: boolean;
}

export function checkChances(model: Model, reader: Reader): void {
  for (const driver of model.drivers) {
    checkInitial(driver.initial, reader);
    for (const { on, chance } of [driver, ...driver.states].map((x) => ({
      on: x.on,
      chance: 'chance' in x ? x.chance : undefined,
    }))) {
      for (const handler of on) {
        const list = handler.transitions.flatMap((t) =>
          t.probability ? [{ weight: t.probability, guarded: t.when !== undefined }] : [],
        );
        checkProbabilities(list, reader);
      }
      if (!chance) continue;
      const list = chance.alternatives.flatMap((a) =>
        a.weight === 'else' ? [] : [{ weight: a.weight, guarded: a.when !== undefined }],
      );
      if (chance.kind === 'probability') checkProbabilities(list, reader);
      else for (const { weight } of list) checkRate(weight, reader);
    }
  }
}

function valueOf(expr: Expr, reader: Reader): number | undefined {
  return reader.isBroken(expr) ? undefined : constantOf(expr);
}

function checkRate(expr: Expr, reader: Reader): void {
  const value = valueOf(expr, reader);
  if (value !== undefined && !(value >= 0))
    reader.report.add('rate-negative', `a rate is not negative, found ${value}`, expr.span);
}

function checkOne(expr: Expr, reader: Reader): number | undefined {
  const value = valueOf(expr, reader);
  if (value === undefined || (value >= 0 && value <= 1 + TOLERANCE)) return value;
  reader.report.add('probability-range', `a probability lies between 0 and 1, found ${value}`, expr.span);
  return undefined;
}

function checkProbabilities(list: readonly Weighted[], reader: Reader): void {
  let sum = 0;
  for (const { weight, guarded } of list) {
    const value = checkOne(weight, reader);
    if (value === undefined || guarded) continue;
    sum += value;
    if (sum <= 1 + TOLERANCE || sum - value > 1 + TOLERANCE) continue;
    reader.report.add(
      'probability-sum',
      `the probabilities up to here sum to ${Number(sum.toPrecision(6))}, above 1`,
      weight.span,
    );
  }
}

function checkInitial(initial: Model['drivers'][number]['initial'], reader: Reader): void {
  const values = initial.map(({ probability }) => checkOne(probability, reader));
  const last = initial.at(-1);
  if (!last || !values.every((value) => value !== undefined)) return;
  const sum = values.reduce((a, b) => a + b, 0);
  if (Math.abs(sum - 1) <= TOLERANCE) return;
  reader.report.add(
    'initial-sum',
    `the initial probabilities sum to ${Number(sum.toPrecision(6))}, not to 1`,
    last.probability.span,
  );
}
