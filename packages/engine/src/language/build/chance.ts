/** A chance block: all rates or all probabilities, `else` last. */
import { child, nameSpan, place, type Located } from '../located.ts';
import type { Alternative, ChanceBlock } from '../model.ts';
import { MOMENT } from '../reading.ts';
import { labelOf, type Owner } from '../reader.ts';
import type { AlternativeShape, ChanceShape } from '../shape-charts.ts';
import { readTransition, type DriverContext } from './actions.ts';

export function readChance(
  input: ChanceShape,
  at: Located,
  around: Owner,
  context: DriverContext,
): ChanceBlock {
  const full = Array.isArray(input) ? undefined : input;
  const list: readonly AlternativeShape[] = Array.isArray(input) ? input : input.of;
  const items = full ? place(at, 'of') : at;
  const owner = context.reader.owner(around, 'chance', full ?? {}, at);
  const kind = checkWeights(list, items, context);
  const unitsPerStep: number[] = kind === 'rate' ? list.map(() => Number.NaN) : [];
  return {
    span: nameSpan(at),
    provenance: owner.provenance,
    ...labelOf(full?.label),
    kind,
    unitsPerStep,
    ...(full?.luck !== undefined && { luck: full.luck }),
    alternatives: list.map((alternative, i): Alternative => {
      const item = place(items, i);
      const own = context.reader.owner(owner, `[${i}]`, alternative, item);
      const weight = child(item, 'rate') ?? child(item, 'probability');
      const transition = readTransition(alternative, item, own, context);
      if (!weight) return { ...transition, weight: 'else' };
      const demand =
        alternative.rate === undefined
          ? ({ is: 'probability' } as const)
          : ({ is: 'rate', set: (units: number) => void (unitsPerStep[i] = units) } as const);
      const key = alternative.rate === undefined ? 'probability' : 'rate';
      return { ...transition, weight: context.reader.expr(weight, MOMENT, own, { demand, key }) };
    }),
  };
}

function checkWeights(
  list: readonly AlternativeShape[],
  items: Located,
  { reader }: DriverContext,
): 'rate' | 'probability' {
  const { report } = reader;
  const kind = list.find((alternative) => alternative.rate !== undefined) ? 'rate' : 'probability';
  const first = list.find(
    (alternative) => alternative.rate !== undefined || alternative.probability !== undefined,
  );
  const wanted = first?.rate === undefined ? 'probability' : 'rate';
  for (const [i, alternative] of list.entries()) {
    const item = place(items, i);
    const given = (['rate', 'probability', 'else'] as const).filter((key) => alternative[key] !== undefined);
    const [one] = given;
    if (one === undefined || given.length > 1) {
      const found = one === undefined ? 'none' : given.map((key) => `\`${key}\``).join(' and ');
      report.add(
        'chance-weight',
        `an alternative has one of \`rate\`, \`probability\` and \`else: true\`, found ${found}`,
        {
          start: item.span.start,
          end: item.span.start + 1,
        },
      );
      reader.incomplete = true;
    } else if (one === 'else') {
      const span = nameSpan(place(item, 'else'));
      if (kind === 'rate')
        report.add(
          'chance-else',
          '`else` goes with probabilities; with rates what is left is "nothing happens"',
          span,
        );
      else if (i < list.length - 1) report.add('chance-else', '`else` stands last, and once', span);
    } else if (one !== wanted) {
      report.add(
        'chance-mixed',
        'a chance block has rates or probabilities, not both',
        nameSpan(place(item, one)),
        {
          help: 'write all alternatives as rates: a probability p a step is the rate -log(1 - p) a step',
        },
      );
    }
  }
  return kind;
}
