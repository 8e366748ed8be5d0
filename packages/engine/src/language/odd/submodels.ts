/** Element 7: every element of the model with its formulas, grouped as people described it. */
import type { Indicator, Measure, Parameter } from '../model.ts';
import { printDistribution, printExpr } from '../print-expr.ts';
import { partsOf, type Part } from './assign.ts';
import { provenanceCells, provenanceHeads, provenanceLine, titleOf, type Context } from './context.ts';
import { code, codes, list, paragraphs, table, type Block } from './markdown.ts';
import { seatBlocks } from './seats.ts';
import { statesTable, transitionsTable, variablesTable } from './transitions.ts';

export function submodelBlocks(context: Context): readonly Block[] {
  const { model, words, line } = context;
  const parts = partsOf(model);
  const others = parts.length > 1 ? words.others : words.all;
  const titleOfPart = ({ submodel }: Part): string => (submodel ? line(submodel.title) : others);
  return parts.flatMap((part, i) =>
    part.submodel || !isEmpty(part)
      ? [`### 7.${i + 1} ${titleOfPart(part)}`, ...partBlocks(part, parts.map(titleOfPart), context)]
      : [],
  );
}

const isEmpty = ({ drivers, indicators, measures, seats, parameters }: Part): boolean =>
  drivers.length + indicators.length + measures.length + seats.length + parameters.length === 0;

function partBlocks(part: Part, titles: readonly string[], context: Context): readonly Block[] {
  const { words, say } = context;
  const { submodel } = part;
  const evidence = submodel?.evidence ?? [];
  return [
    ...(submodel?.text ? paragraphs(say(submodel.text)) : []),
    ...(evidence.length > 0 ? [`${words.evidence}: ${codes(evidence)}`] : []),
    ...part.drivers.flatMap((driver) => [
      `#### ${titleOf(driver.name, driver.label, context)}`,
      ...provenanceLine(driver.provenance, context),
      ...statesTable(driver, context),
      ...variablesTable(driver, context),
      ...transitionsTable(driver, context),
    ]),
    ...part.indicators.flatMap((indicator) => indicatorBlocks(indicator, context)),
    ...(part.measures.length > 0 ? [`#### ${words.measures}`, ...measureTable(part.measures, context)] : []),
    ...part.seats.flatMap((seat) => seatBlocks(seat, context)),
    ...parametersBlocks(part, titles, context),
  ];
}

function indicatorBlocks(indicator: Indicator, context: Context): readonly Block[] {
  const { words } = context;
  const { start, next, noise, range, unit, luck } = indicator;
  return [
    `#### ${titleOf(indicator.name, indicator.label, context)}`,
    ...provenanceLine(indicator.provenance, context),
    list([
      `${words.start}: ${code(printExpr(start))}`,
      `${words.next}: ${code(printExpr(next))}`,
      ...(noise
        ? [`${words.noise}: ${code(printDistribution(noise) + (luck ? `, luck ${luck}` : ''))}`]
        : []),
      ...(range ? [`${words.range}: ${code(`[${printExpr(range[0])}, ${printExpr(range[1])}]`)}`] : []),
      ...(unit === undefined ? [] : [`${words.unit}: ${code(unit)}`]),
    ]),
  ];
}

function measureTable(measures: readonly Measure[], context: Context): readonly Block[] {
  const { words, line } = context;
  return table(
    [words.name, words.label, words.formula, words.range, words.reported, ...provenanceHeads(context)],
    measures.map(({ name, label, value, range, reported, provenance }) => [
      code(name),
      line(label),
      code(printExpr(value)),
      range && `[${range[0]}, ${range[1]}]`,
      reported ? '' : words.helper,
      ...provenanceCells(provenance, context),
    ]),
  );
}

function parametersBlocks(
  { parameters, borrowed }: Part,
  titles: readonly string[],
  context: Context,
): readonly Block[] {
  const { words } = context;
  const also = borrowed.map(({ name, from }) => `${code(name)} (${titles[from] ?? ''})`);
  if (parameters.length + also.length === 0) return [];
  return [
    `#### ${words.parameters}`,
    ...parameterTable(parameters, context),
    ...(also.length > 0 ? [`${words.also}: ${also.join(', ')}`] : []),
  ];
}

function parameterTable(parameters: readonly Parameter[], context: Context): readonly Block[] {
  const { words, line } = context;
  return table(
    [words.name, words.label, words.value, words.unit, ...provenanceHeads(context)],
    parameters.map(({ name, label, value, unit, provenance }) => [
      code(name),
      line(label),
      code(valueText(value)),
      unit === undefined ? '' : code(unit),
      ...provenanceCells(provenance, context),
    ]),
  );
}

const valueText = (value: Parameter['value']): string =>
  'fixed' in value ? printExpr(value.fixed) : printDistribution(value.prior);
