/** Sections of a page: luck against decision, and numbers by turn. */
import { heading, note, paragraph, table, valueText, type Block } from '@stave/report';
import type { DebriefDocument, LuckTold, PlaceTold } from './document.ts';
import { barrelPlot, chancesPlot, fanPlot } from './plots.ts';
import { pictured, seatName, type Section } from './section.ts';
import { percent, points } from './telling-numbers.ts';
import { fill, type Words } from './words.ts';
import { bracketed } from '../grammar/punctuation.ts';
import { unitSaid } from '../grammar/units.ts';

export function luckSection(document: DebriefDocument, words: Words): Section | undefined {
  const { luck } = document;
  if (!luck) return undefined;
  const { question } = luck;
  return {
    id: 'luck',
    title: words.luckHead,
    blocks: [
      paragraph(fill(words.luckNote, { n: luck.trials })),
      ...pictured(chancesPlot(question, words)),
      table(
        [words.outcome, `#${words.chance}`, `#${words.interval}`, words.happened],
        question.outcomes.map(({ label, value, low, high, happened }) => [
          ...[label, percent(value), `${percent(low)} – ${percent(high)}`],
          happened ? words.yes : '',
        ]),
        question.label,
      ),
      ...(question.carriedOn ? [note(words.carriedOn)] : []),
      table(
        [words.number, `#${words.happened}`, `#${words.place}`, `#${words.quantiles}`],
        [
          ...(question.number ? [placeRow(question.label, question.number)] : []),
          ...luck.measures.map((measure) => placeRow(measure.label, measure)),
        ],
        words.place,
      ),
      note(words.placeNote),
      table(
        [words.seat, words.goal, `#${words.chance}`, `#${words.interval}`, words.happened],
        luck.seats.flatMap(({ seat, goals }) =>
          goals.map(({ text, value, low, high, reached, isOwn }) => [
            seatName(document, seat),
            isOwn ? `${text} (${words.ownGoal})` : text,
            percent(value),
            `${percent(low)} – ${percent(high)}`,
            reached ? words.reached : words.notReached,
          ]),
        ),
        words.goalsOnLuck,
      ),
      ...bestBlocks(document, luck, words),
    ],
  };
}

function placeRow(label: string, { happened, place, quantiles }: PlaceTold): readonly string[] {
  const known = [...quantiles, ...(happened === null ? [] : [happened])];
  const [low, high] = [Math.min(...known), Math.max(...known)];
  return [
    label,
    valueText(happened, low, high),
    place === null ? '–' : percent(place),
    quantiles.map((value) => valueText(value, low, high)).join(' · '),
  ];
}

const bestBlocks = (document: DebriefDocument, { seats }: LuckTold, words: Words): readonly Block[] => [
  ...(seats.some(({ best }) => best) ? [note(words.bestNote)] : []),
  table(
    [
      words.seat,
      `#${words.turn}`,
      words.was,
      words.instead,
      words.goal,
      `#${words.worth}`,
      `#${words.tried}`,
    ],
    seats.flatMap(({ seat, best }) =>
      best
        ? [
            [
              seatName(document, seat),
              // What luck explains as well is no better decision, and is not named as one.
              ...(best.isBetter
                ? [String(best.turn), best.was, best.orders]
                : ['–', '–', fill(words.noneBetter, { n: best.tried })]),
              best.goalText,
              best.worth
                ? `${points(best.worth.value)} (${points(best.worth.low)} – ${points(best.worth.high)})`
                : '–',
              String(best.tried),
            ],
          ]
        : [],
    ),
    words.best,
  ),
];

// ---------------------------------------------------------------- numbers

/** Pictures of so many measures; all of them are in the document. */
const FANS = 6;

export function numbersSection(document: DebriefDocument, words: Words): Section | undefined {
  const { numbers, turns, fans } = document;
  if (numbers.length === 0) return undefined;
  const pictures = (fans?.measures ?? []).slice(0, FANS).flatMap((fan) => pictured(fanPlot(fan, words)));
  return {
    id: 'numbers',
    title: words.numbers,
    blocks: [
      ...(pictures.length > 0 && fans
        ? [heading(3, words.fans), note(fill(words.fansNote, { n: fans.trials })), ...pictures]
        : []),
      ...barrelBlocks(document, words),
      table(
        [words.number, `#${words.start}`, ...turns.map(({ turn }) => `#${fill(words.turnN, { n: turn })}`)],
        numbers.map(({ label, unit, values }) => {
          const known = values.filter((value) => value !== null);
          const [low, high] = [Math.min(...known), Math.max(...known)];
          return [
            !unit || unit === '1' ? label : bracketed(words.language, label, unitSaid(words.language, unit)),
            ...values.map((value) => valueText(value, low, high)),
          ];
        }),
        words.numbers,
      ),
    ],
  };
}

function barrelBlocks(document: DebriefDocument, words: Words): readonly Block[] {
  const picture = pictured(barrelPlot(document, words));
  return picture.length === 0 ? [] : [heading(3, words.barrel), note(words.barrelNote), ...picture];
}
