/** Elements 5 and 6: what stands at frame 0, and what comes from outside. */
import type { Driver, Indicator, Variable } from '../model.ts';
import { dataText } from '../print.ts';
import { printExpr } from '../print-expr.ts';
import { provenanceCells, provenanceHeads, type Context } from './context.ts';
import { code, codes, paragraphs, table, type Block, type Row } from './markdown.ts';

export function initializationBlocks(context: Context): readonly Block[] {
  const { model, words, say } = context;
  const text = model.odd?.initialization;
  return [
    ...(text ? paragraphs(say(text)) : []),
    words.frameZero,
    ...table(
      [words.element, words.start, ...provenanceHeads(context)],
      [
        ...model.drivers.flatMap((driver) => [
          startRow(driver, driver.initial.map(startText).join(', '), context),
          ...driver.variables.map((variable) => startRow(variable, code(printExpr(variable.start)), context)),
        ]),
        ...model.indicators.map((indicator) =>
          startRow(indicator, code(printExpr(indicator.start)), context),
        ),
      ],
    ),
    ...(model.correlations.length > 0
      ? [
          `**${words.correlations}.**`,
          ...table(
            [words.parameters, 'r'],
            model.correlations.map(({ between, r }) => [codes(between), `${r}`]),
          ),
        ]
      : []),
  ];
}

/** What a start stands on is its element's, and is written here where it is not. */
const startRow = (
  { name, startProvenance }: Driver | Variable | Indicator,
  start: string,
  context: Context,
): Row => [code(name), start, ...(startProvenance ? provenanceCells(startProvenance, context) : [])];

const startText = (
  { state, probability }: Driver['initial'][number],
  _: number,
  all: Driver['initial'],
): string => (all.length === 1 ? code(state) : `${code(state)} ${code(printExpr(probability))}`);

export function inputBlocks(context: Context): readonly Block[] {
  const { model, words, say, line } = context;
  const text = model.odd?.inputData;
  const entries = table(
    [words.date, words.event, words.carries, words.label, ...provenanceHeads(context)],
    model.calendar.map(({ at, event, data, yearly, label, provenance }) => [
      yearly ? `${words.yearly} ${at}` : `${at}`,
      code(event),
      Object.keys(data).length > 0 ? code(dataText(data)) : '',
      line(label),
      ...provenanceCells(provenance, context),
    ]),
  );
  return [...(text ? paragraphs(say(text)) : []), ...(entries.length > 0 ? entries : [words.noInput])];
}
