/** Sections of a page: luck against decision, and numbers by turn. */
import { heading, list, note, paragraph, table, valueText, type Block } from '@stave/report';
import type { DebriefDocument, LuckTold, PlaceTold } from './document.ts';
import { barrelPlot, chancesPlot, fanPlot } from './plots.ts';
import { endsPlot, worthPlot } from './plots-luck.ts';
import { pictured, seatName, type Section } from './section.ts';
import { grouped, percent, placed, points } from './telling-numbers.ts';
import { fill, type Words } from './words.ts';
import { bracketed, named } from '../grammar/punctuation.ts';
import { unitSaid } from '../grammar/units.ts';

export function luckSection(document: DebriefDocument, words: Words): Section | undefined {
  const { luck } = document;
  if (!luck) return undefined;
  const { question } = luck;
  return {
    id: 'luck',
    title: words.luckHead,
    blocks: [
      paragraph(words.luckMeans),
      note(fill(words.luckNote, { n: grouped(luck.trials) })),
      heading(3, question.label),
      ...(question.says.length > 0 ? [paragraph(question.says.join(' '))] : []),
      ...pictured(chancesPlot(question, words)),
      table(
        [words.outcome, `#${words.chance}`, `#${words.interval}`, words.happened],
        question.outcomes.map(({ label, value, low, high, happened }) => [
          ...[label, percent(value), `${percent(low)} – ${percent(high)}`],
          happened ? words.yes : '',
        ]),
        words.chance,
      ),
      ...(question.carriedOn ? [note(words.carriedOn)] : []),
      ...bestBlocks(document, luck, words),
      heading(3, words.goalsOnLuck),
      table(
        [words.seat, words.goal, `#${words.chance}`, `#${words.interval}`, words.happened, words.luckHow],
        luck.seats.flatMap(({ seat, goals }) =>
          // What a seat was to want first; the rest nobody was given.
          [...goals.filter(({ isOwn }) => isOwn), ...goals.filter(({ isOwn }) => !isOwn)].map(
            ({ text, value, low, high, reached, isOwn, says }) => [
              seatName(document, seat),
              isOwn ? `${text} (${words.ownGoal})` : text,
              percent(value),
              `${percent(low)} – ${percent(high)}`,
              reached ? words.reached : words.notReached,
              says,
            ],
          ),
        ),
        words.goalsOnLuck,
      ),
      heading(3, words.distribution),
      note(words.distributionNote),
      ...luck.measures.flatMap((measure) => pictured(endsPlot(measure, words))),
      table(
        [words.number, `#${words.happened}`, `#${words.place}`, `#${words.quantiles}`, words.placeSays],
        [
          ...(question.number ? [placeRow(question.label, question.number)] : []),
          ...luck.measures.map((measure) => placeRow(measure.label, measure)),
        ],
        words.place,
      ),
      note(words.placeNote),
    ],
  };
}

function placeRow(label: string, { happened, place, quantiles, says }: PlaceTold): readonly string[] {
  const named = placed([...quantiles, happened]);
  return [
    ...[label, named(happened), place === null ? '–' : percent(place)],
    ...[quantiles.map(named).join(' · '), says],
  ];
}

function bestBlocks(document: DebriefDocument, { seats }: LuckTold, words: Words): readonly Block[] {
  const found = seats.flatMap(({ seat, best }) => (best ? [{ label: seatName(document, seat), best }] : []));
  if (found.length === 0) return [];
  return [
    heading(3, words.best),
    note(words.bestNote),
    list(found.map(({ label, best }) => named(words.language, label, best.says))),
    ...pictured(worthPlot(found, words)),
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
      found.map(({ label, best }) => [
        label,
        // What luck explains as well is no better decision, and is not named as one.
        ...(best.isBetter
          ? [String(best.turn), best.was, best.orders]
          : ['–', '–', fill(words.noneBetter, { n: best.tried })]),
        best.goalText,
        best.worth
          ? `${points(best.worth.value)} (${points(best.worth.low)} – ${points(best.worth.high)})`
          : '–',
        String(best.tried),
      ]),
      words.best,
    ),
  ];
}

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
        ? [heading(3, words.fans), note(fill(words.fansNote, { n: grouped(fans.trials) })), ...pictures]
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
