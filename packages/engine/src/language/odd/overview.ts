/** Elements 1 to 3: what the model is for, what is in it, and what happens in a step. */
import { frameDates } from '../calendar.ts';
import type { Text } from '../model.ts';
import { durationText } from '../print.ts';
import { printExpr } from '../print-expr.ts';
import { hindsightOf } from '../hindsight.ts';
import type { Context } from './context.ts';
import { seatsTable } from './seats.ts';
import { code, codes, numbered, paragraphs, table, type Block } from './markdown.ts';

/** What people say, or that they do not. */
export const said = (text: Text | undefined, { say, words }: Context): readonly Block[] =>
  text === undefined ? [words.unsaid] : paragraphs(say(text));

/** First of all what was known; nothing where the scenario has no date and nothing late. */
export function hindsightBlocks(context: Context): readonly Block[] {
  const { model, words, say } = context;
  const { odd, knownUntil } = model;
  const late = hindsightOf(model).length;
  const blocks = [
    ...(odd?.hindsight ? paragraphs(say(odd.hindsight)) : []),
    ...(knownUntil === undefined ? [] : [words.knownUntil(knownUntil)]),
    ...(late > 0 ? [words.restsOnHindsight(late)] : []),
  ];
  return blocks.length > 0 ? [`## ${words.hindsight}`, ...blocks] : [];
}

export function purposeBlocks(context: Context): readonly Block[] {
  const { model, words, say } = context;
  return [
    ...(model.summary ? paragraphs(say(model.summary)) : []),
    `**${words.purpose}.**`,
    ...said(model.odd?.purpose, context),
    `**${words.patterns}.**`,
    ...said(model.odd?.patterns, context),
  ];
}

export function entitiesBlocks(context: Context): readonly Block[] {
  const { model, words, line } = context;
  const { drivers, indicators, measures } = model;
  const group = (title: string, blocks: readonly Block[]): readonly Block[] =>
    blocks.length > 0 ? [`### ${title}`, ...blocks] : [];
  return [
    words.counts(drivers.length, indicators.length, measures.length),
    `### ${words.scales}`,
    ...scales(context),
    ...group(
      words.drivers,
      table(
        [words.name, words.label, words.states, words.variables],
        drivers.map(({ name, label, states, variables }) => [
          code(name),
          line(label),
          codes(states.map((state) => state.name)),
          codes(variables.map((variable) => variable.name)),
        ]),
      ),
    ),
    ...group(
      words.indicators,
      table(
        [words.name, words.label, words.unit, words.range],
        indicators.map(({ name, label, unit, range }) => [
          code(name),
          line(label),
          unit === undefined ? '' : code(unit),
          range && code(`[${printExpr(range[0])}, ${printExpr(range[1])}]`),
        ]),
      ),
    ),
    ...group(
      words.measures,
      table(
        [words.name, words.label, words.range],
        // Helpers stand where they are defined.
        measures
          .filter(({ reported }) => reported)
          .map(({ name, label, range }) => [code(name), line(label), range && `[${range[0]}, ${range[1]}]`]),
      ),
    ),
    ...group(words.seats, seatsTable(context)),
  ];
}

function scales({ model: { clock }, words }: Context): readonly Block[] {
  const { start, step, steps, until, record } = clock;
  const dates = frameDates(clock);
  return [
    words.stepScale(durationText(step), steps),
    start === undefined ? words.undated : words.spans(start, dates?.at(-1) ?? start),
    ...(until ? [`${words.until}: ${code(printExpr(until))}`] : []),
    ...(record === undefined ? [] : [words.recorded(record)]),
    words.noSpace,
  ];
}

export function processBlocks({ model, words }: Context): readonly Block[] {
  const [dated, ...rest] = words.process;
  const decided = model.seats.length > 0 ? [words.decided] : [];
  return [numbered([...(dated === undefined ? [] : [dated]), ...decided, ...rest]), words.order];
}
