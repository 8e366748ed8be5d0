/** What a debrief has to say, in order: the same parts for the page and for the terminal. */
import { note, type Block } from '@stave/report';
import type { DebriefDocument } from './document.ts';
import { forecastSection } from './section-forecasts.ts';
import { luckSection, numbersSection } from './section-luck.ts';
import { learningSection, notesSection, peopleSection, talkSection, wordsSection } from './section-people.ts';
import { shortSection } from './section-short.ts';
import { outcomeSection, timelineSection } from './section-turns.ts';
import type { Section } from './section.ts';
import { fill, type Words } from './words.ts';
import { named } from '../grammar/punctuation.ts';

export const titleOf = ({ exercise }: DebriefDocument, words: Words): string =>
  named(words.language, words.debrief, exercise.title);

export const sectionsOf = (document: DebriefDocument, words: Words): readonly Section[] =>
  [
    shortSection(document, words),
    outcomeSection(document, words),
    luckSection(document, words),
    timelineSection(document, words),
    numbersSection(document, words),
    forecastSection(document, words),
    learningSection(document, words),
    wordsSection(document, words),
    notesSection(document, words),
    talkSection(document, words),
    peopleSection(document, words),
  ].flatMap((section) => section ?? []);

/** What the log is of, and whether the engine bears it out. */
export function headOf(document: DebriefDocument, words: Words): readonly Block[] {
  const { room, preset, seed, scenario, turns, turnsOf, events, forkOf, replays, failure } = document;
  const facts = [
    [
      named(words.language, words.room, room),
      named(words.language, words.preset, preset.label),
      named(words.language, words.seed, seed),
      named(words.language, words.scenario, scenario.slice(0, 12)),
    ].join(' · '),
    `${fill(words.turnsPlayed, { n: turns.length, of: turnsOf })} · ${fill(words.events, { n: events })}`,
    ...(forkOf ? [fill(words.forked, { room: forkOf.room, n: forkOf.seq })] : []),
    replays === undefined
      ? words.notChecked
      : replays.ok
        ? words.replays
        : fill(words.replaysNot, { n: replays.seq ?? 0, why: replays.message ?? '' }),
    ...(failure
      ? [
          fill(words.failed, {
            n: failure.turn,
            step: failure.step,
            code: failure.code,
            place: failure.place,
          }),
        ]
      : []),
    ...(document.isForgotten ? [words.forgotten] : []),
    ...(document.people.every(({ person, name }) => person === name) ? [words.pseudonyms] : []),
  ];
  return facts.map(note);
}
