/** The first section of a page: what an instructor with a few minutes says aloud. All of it stands below with its numbers. */
import { list, type Block } from '@stave/report';
import { bracketed, listed, named } from '../grammar/punctuation.ts';
import type { DebriefDocument } from './document.ts';
import { seatName, type Section } from './section.ts';
import { decimals } from './telling-numbers.ts';
import { fill, type Words } from './words.ts';

export function shortSection(document: DebriefDocument, words: Words): Section | undefined {
  const lines = [
    ...answerLine(document),
    ...goalLine(document, words),
    ...bestLine(document, words),
    ...forecastLine(document, words),
    ...learningLine(document, words),
  ];
  if (lines.length === 0) return undefined;
  const blocks: readonly Block[] = [list(lines)];
  return { id: 'short', title: words.short, blocks };
}

/** The main question, and whether luck had much part in it. */
function answerLine({ answers, luck }: DebriefDocument): readonly string[] {
  const [main] = answers;
  if (!main) return [];
  const says = luck?.question.id === main.id ? luck.question.says : [];
  return [[main.label, ...(says.length > 0 ? says : [`${main.said}.`])].join(' ')];
}

function goalLine(document: DebriefDocument, words: Words): readonly string[] {
  const told = document.goals.filter(({ reached }) => reached !== undefined);
  if (told.length === 0) return [];
  const reached = told.filter((goal) => goal.reached === true);
  const who = listed(
    words.language,
    reached.map(({ seat }) => seatName(document, seat)),
  );
  return [fill(words.shortGoals, { n: reached.length, of: told.length, who: who === '' ? '–' : who })];
}

/** Of all seats the change that would have been worth most. */
function bestLine(document: DebriefDocument, words: Words): readonly string[] {
  const found = (document.luck?.seats ?? []).flatMap(({ seat, best }) =>
    best?.isBetter && best.worth ? [{ seat, says: best.says, worth: best.worth.value }] : [],
  );
  const [most] = found.toSorted((a, b) => b.worth - a.worth);
  return most ? [named(words.language, seatName(document, most.seat), most.says)] : [];
}

/** Who forecast best of those who answered as many questions as anybody. */
function forecastLine(document: DebriefDocument, words: Words): readonly string[] {
  const { forecasters } = document.forecasts.scores;
  const people = forecasters.filter(({ kind }) => kind === 'person');
  const most = Math.max(0, ...people.map(({ questions }) => questions));
  const [best] = people
    .filter(({ questions }) => questions === most)
    .toSorted((a, b) => a.timeAveraged - b.timeAveraged);
  if (!best || people.length < 2) return [];
  const seat = seatName(document, best.seat);
  return [
    fill(words.shortForecast, {
      who: seat === '' ? best.name : bracketed(words.language, best.name, seat),
      score: decimals(best.timeAveraged),
      n: most,
    }),
  ];
}

function learningLine({ learning }: DebriefDocument, words: Words): readonly string[] {
  if (learning.length === 0) return [];
  const shown = learning.filter(({ ticked }) => ticked).length;
  return [fill(words.shortLearning, { n: shown, of: learning.length })];
}
