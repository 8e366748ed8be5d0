/** Types and units of every expression, and the factors that units decide (rates, half-lives). */
import { Types, checkTypes } from '../expression/types.ts';
import { PLAIN, Units } from '../expression/units.ts';
import { childrenOf, walk } from '../expression/walk.ts';
import type { Clock, Expr, Model } from '../model.ts';
import type { Demand, Reader, Site } from '../reader.ts';
import type { Declared } from '../build/declared.ts';
import { levelsIn } from './graph.ts';
import { stepsPerUnit, unitsPerStep } from '../timeline.ts';
import { timeOf, unitOf, unitText } from '../unit.ts';

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
    const answer = site.answer && !reader.isBroken(site.answer) ? site.answer : undefined;
    const answerType = answer ? types.of(answer) : 'number';
    checkTypes(site.expr, site.want === 'condition' ? 'condition' : 'number', types, report, answerType);
    const answerUnit = answer ? units.of(answer) : PLAIN;
    if (site.demand) meet(site, site.demand, units, reader, model.clock);
    else units.of(site.expr, answerUnit);
    fillHalfLives(site.expr, units, reader, model.clock);
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

type HalfLife = { -readonly [K in keyof (Expr & { op: 'halfLife' })]: (Expr & { op: 'halfLife' })[K] };

/** The factor of `halfLife(h)` follows from the unit of h; it is written into the node built a moment ago. */
function fillHalfLives(expr: Expr, units: Units, reader: Reader, { step }: Clock): void {
  if (expr.op === 'halfLife') {
    const { unit } = units.of(expr.of);
    const time = timeOf(unit, 1);
    if (time) (expr as HalfLife).stepsPerUnit = stepsPerUnit(step, time);
    else {
      const found = unit.size === 0 ? 'no unit' : `\`${unitText(unit)}\``;
      reader.report.add('unit-time', `a half-life is a time, found ${found}`, expr.of.span, {
        help: 'write for example `6 * month`, or give a parameter the unit `month`',
      });
    }
  }
  for (const child of childrenOf(expr)) fillHalfLives(child, units, reader, { step, steps: 0 });
}
