/** Types and units of every expression, and the factors that units decide (rates, half-lives). */
import type { Report } from '../../diagnostics/report.ts';
import { Types, checkTypes } from '../expression/types.ts';
import { constantOf } from '../expression/constant.ts';
import { PLAIN, Units } from '../expression/units.ts';
import { childrenOf, walk } from '../expression/walk.ts';
import type { Clock, Expr, Model } from '../model.ts';
import type { Demand, Reader, Site } from '../reader.ts';
import type { Declared } from '../build/declared.ts';
import { levelsIn } from './graph.ts';
import { stepsPerUnit, unitsPerStep } from '../timeline.ts';
import { timeOf, unitOf, unitText } from '../unit.ts';
import { UNIT_DAYS, type CalendarUnit } from '../words.ts';

export function checkExpressions(model: Model, reader: Reader, declared: Declared): void {
  const { report, scope } = reader;
  const measures = new Map(
    model.measures.filter((m) => !reader.isBroken(m.value)).map((m) => [m.name, m.value]),
  );
  const types = new Types({
    isBoolean: (variable) => scope.names.get(variable)?.type === 'boolean',
  });
  const units = new Units(
    {
      declared: (name) => declared.unit(name),
      clock: unitOf(model.clock.step.unit),
    },
    report,
  );
  // Measures first, each after those it reads, so that a long chain of them is no deep recursion.
  for (const name of levelsIn(
    new Map([...measures].map(([key, value]) => [key, measuresRead(value)])),
  ).keys()) {
    const value = measures.get(name);
    if (!value) continue;
    types.learn(name, value);
    units.learn(name, value);
  }
  for (const site of reader.sites) {
    if (reader.isBroken(site.expr)) continue;
    checkConstants(site.expr, report);
    const answer = site.answer && !reader.isBroken(site.answer) ? site.answer : undefined;
    const answerType = answer ? types.of(answer) : 'number';
    checkTypes(site.expr, site.want === 'condition' ? 'condition' : 'number', types, report, answerType);
    const answerUnit = answer ? units.of(answer) : PLAIN;
    if (site.demand) meet(site, site.demand, units, reader, model.clock);
    else units.of(site.expr, answerUnit);
    fillTimes(site.expr, units, reader, model.clock.step);
  }
}

const measuresRead = (expr: Expr): readonly string[] =>
  [...walk(expr)].flatMap((part) => (part.op === 'ref' && part.kind === 'measure' ? [part.name] : []));

function meet({ expr }: Site, demand: Demand, units: Units, { report }: Reader, { step }: Clock): void {
  switch (demand.is) {
    case 'unit':
      units.demand(expr, demand.unit, demand.what);
      return;
    case 'probability': {
      const found = units.of(expr);
      if (found.is === 'known' && found.unit.size > 0) {
        report.add(
          'unit-probability',
          `a probability has no unit, found \`${unitText(found.unit)}\``,
          expr.span,
          {
            help: 'a hazard per time is a `rate`',
          },
        );
      }
      return;
    }
    case 'rate': {
      const { unit } = units.of(expr);
      const time = timeOf(unit, -1);
      if (time) {
        demand.set(unitsPerStep(step, time));
        return;
      }
      report.add(
        'unit-rate',
        `a rate is 1/time, found ${unit.size === 0 ? 'no unit' : `\`${unitText(unit)}\``}`,
        expr.span,
        {
          help: `write for example \`0.02 / month\`, or give a parameter the unit \`1/month\``,
        },
      );
    }
  }
}

/**
 * Constants that no trial could survive: without a finite value, or limits the wrong way round. What is evaluated
 * under a condition alone may be meant to fail.
 */
function checkConstants(expr: Expr, report: Report): void {
  const children = childrenOf(expr);
  const value = constantOf(expr);
  const isFirst = children.every((child) => Number.isFinite(constantOf(child) ?? 0));
  if (value !== undefined && !Number.isFinite(value) && isFirst) {
    report.add('expression-value', `this has no finite value (it is ${value})`, expr.span, {
      help: 'a value that is not finite fails the trial wherever it is stored or compared',
    });
  }
  if (expr.op === 'call' && expr.name === 'clamp') {
    const [, low, high] = expr.args.map(constantOf);
    if (low !== undefined && high !== undefined && low > high)
      report.add('range-order', `the limits end at ${high}, below their start ${low}`, expr.span);
  }
  const always =
    expr.op === 'if' ? [expr.test] : expr.op === 'and' || expr.op === 'or' ? [expr.left] : children;
  for (const child of always) checkConstants(child, report);
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type Op<O extends Expr['op']> = Writable<Expr & { op: O }>;

/** Factors of times follow from their units; they are written into the nodes built a moment ago. */
function fillTimes(expr: Expr, units: Units, reader: Reader, step: Clock['step']): void {
  const factor = (time: Expr, what: string, of: (unit: CalendarUnit) => number): number => {
    const { unit, is } = units.of(time);
    const name = timeOf(unit, 1);
    if (name) return of(name);
    // Nought needs no unit.
    if (expr.op !== 'halfLife' && is === 'plain' && constantOf(time) === 0) return 1;
    const found = unit.size === 0 ? 'no unit' : `\`${unitText(unit)}\``;
    reader.report.add('unit-time', `${what} is a time, found ${found}`, time.span, {
      help: 'write for example `6 * month`, or give a parameter the unit `month`',
    });
    return Number.NaN;
  };
  const inSteps = (unit: CalendarUnit): number => stepsPerUnit(step, unit);
  const inClockUnits = (unit: CalendarUnit): number => UNIT_DAYS[unit] / UNIT_DAYS[step.unit];
  if (expr.op === 'halfLife') {
    (expr as Op<'halfLife'>).stepsPerUnit = factor(expr.of, 'a half-life', inSteps);
  } else if (expr.op === 'delay' || expr.op === 'smooth') {
    const what = `the second argument of \`${expr.op}\``;
    (expr as Op<'delay' | 'smooth'>).stepsPerUnit = factor(expr.time, what, inSteps);
  } else if (expr.op === 'input') {
    const { name, args, factors } = expr;
    (expr as Op<'input'>).factors = factors.map((known, i) =>
      known === 1 || !args[i] ? 1 : factor(args[i], `this argument of \`${name}\``, inClockUnits),
    );
  }
  for (const child of childrenOf(expr)) fillTimes(child, units, reader, step);
}
