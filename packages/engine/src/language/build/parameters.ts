/** Parameters and the correlations between them. */
import { luckOf } from '../arm.ts';
import { nameSpan, place, type Located } from '../located.ts';
import type { Correlation, Parameter } from '../model.ts';
import { PRIOR } from '../reading.ts';
import { labelOf, NOBODY, type Reader } from '../reader.ts';
import type { ScenarioShape } from '../shape.ts';
import { unitText } from '../unit.ts';
import type { Declared } from './declared.ts';

type Input = NonNullable<ScenarioShape['parameters']>[string];

export function readParameter(
  name: string,
  input: Input,
  at: Located,
  reader: Reader,
  declared: Declared,
): Parameter | undefined {
  const owner = reader.owner(NOBODY, `parameters.${name}`, input, at);
  const unit = declared.unit(name);
  const luck = luckOf(name);
  const element = {
    name,
    span: nameSpan(at),
    provenance: owner.provenance,
    ...labelOf(input.label),
    ...(unit && { unit: unitText(unit) }),
    ...(luck !== undefined && { luck }),
  };
  const isPrior = input.prior !== undefined;
  if (isPrior === (input.value !== undefined)) {
    const message = isPrior
      ? `\`${name}\` has both a \`prior\` and a \`value\``
      : `\`${name}\` has neither a \`prior\` nor a \`value\``;
    reader.report.add('parameter-value', message, nameSpan(at), { help: 'a parameter has one of the two' });
    reader.incomplete = true;
    return undefined;
  }
  if (isPrior) {
    const prior = reader.distribution(place(at, 'prior'), PRIOR, owner, 'prior', unit);
    return prior && { ...element, value: { prior } };
  }
  const demand = unit && { is: 'unit' as const, unit, what: `\`${name}\`` };
  return {
    ...element,
    value: { fixed: reader.expr(place(at, 'value'), PRIOR, owner, { demand, key: 'value' }) },
  };
}

export function readCorrelations(
  list: NonNullable<ScenarioShape['correlations']>,
  at: Located,
  drawn: ScenarioShape['parameters'],
  reader: Reader,
): readonly Correlation[] {
  const { names } = reader.scope;
  const parameters = [...names].filter(([, named]) => named.kind === 'parameter').map(([name]) => name);
  const seen = new Set<string>();
  return list.map(({ between, r }, i) => {
    const item = place(at, i);
    const [a, b] = between;
    for (const [j, name] of between.entries()) {
      if (reader.scope.dropped.has(name)) continue;
      if (names.get(name)?.kind === 'parameter') {
        if (drawn?.[name]?.prior === undefined)
          reader.report.add(
            'correlation-invalid',
            `\`${name}\` has no prior, so it is correlated with nothing`,
            place(item, 'between', j).span,
            { help: 'remove the pair, or give the parameter a `prior`' },
          );
        continue;
      }
      reader.report.add(
        'unknown-name',
        `no parameter is called \`${name}\``,
        place(item, 'between', j).span,
        {
          help: reader.report.suggest(name, () => parameters),
        },
      );
    }
    const pair = [a, b].sort().join(' ');
    if (a === b)
      reader.report.add(
        'correlation-invalid',
        'a parameter is not correlated with itself',
        place(item, 'between').span,
      );
    else if (seen.has(pair))
      reader.report.add(
        'correlation-invalid',
        `\`${a}\` and \`${b}\` are correlated twice`,
        place(item, 'between').span,
      );
    seen.add(pair);
    if (!(Math.abs(r) < 1)) {
      reader.report.add(
        'correlation-invalid',
        '`r` must lie between -1 and 1, both excluded',
        place(item, 'r').span,
      );
    }
    return { between, r, span: item.span };
  });
}
