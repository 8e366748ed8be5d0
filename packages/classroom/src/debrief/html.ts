/**
 * A debrief as one page to read, print and keep: no script, nothing fetched, each section on a page of its own on paper.
 * Whatever people wrote is text here and nothing else.
 */
import { blockHtml, escape, htmlPage, type Block } from '@stave/report';
import { forecastSection } from './html-forecasts.ts';
import { luckSection, numbersSection } from './html-luck.ts';
import { learningSection, notesSection, peopleSection, talkSection, wordsSection } from './html-people.ts';
import { outcomeSection, timelineSection } from './html-turns.ts';
import type { DebriefDocument } from './document.ts';
import type { Section } from './section.ts';
import { fill, wordsFor, type Words } from './words.ts';

const STYLE = `
nav ul { columns: 2; }
section { margin-top: 24px; }
td { overflow-wrap: break-word; max-width: 26em; }
@page { size: A4; margin: 15mm; }
@media print {
  body { font-size: 10.5pt; }
  nav { display: none; }
  section { break-before: page; margin-top: 0; }
  h2, h3, caption { break-after: avoid; }
  tr, figure { break-inside: avoid; }
  .scroll { overflow: visible; }
  table { width: 100%; font-size: 8.5pt; }
  th, td { padding: 2pt 5pt 2pt 0; }
}
`;

export function debriefHtml(document: DebriefDocument): string {
  const words = wordsFor(document.language);
  const sections = [
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
  const title = `${words.debrief}: ${document.exercise.title}`;
  return htmlPage({
    title,
    lang: document.language,
    style: STYLE,
    body: [
      `<h1>${escape(title)}</h1>`,
      headHtml(document, words),
      contentsHtml(sections, words),
      ...sections.map(sectionHtml),
    ].join('\n'),
  });
}

function headHtml(document: DebriefDocument, words: Words): string {
  const { room, preset, seed, scenario, turns, turnsOf, events, forkOf, replays, failure } = document;
  const facts = [
    `${words.room}: ${room} · ${words.preset}: ${preset.label} · ${words.seed}: ${seed} · ${words.scenario}: ${scenario.slice(0, 12)}`,
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
  return facts.map((text) => blockHtml({ is: 'paragraph', text, isNote: true })).join('\n');
}

const contentsHtml = (sections: readonly Section[], words: Words): string =>
  `<nav aria-label="${escape(words.contents)}"><ul>${sections
    .map(({ id, title }) => `<li><a href="#${id}">${escape(title)}</a></li>`)
    .join('')}</ul></nav>`;

const sectionHtml = ({ id, title, blocks }: Section): string =>
  [
    `<section id="${id}" aria-labelledby="${id}-title">`,
    `<h2 id="${id}-title">${escape(title)}</h2>`,
    ...blocks.filter(isSomething).map(blockHtml),
    '</section>',
  ].join('\n');

const isSomething = (block: Block): boolean =>
  block.is === 'table' ? block.rows.length > 0 : block.is === 'list' ? block.items.length > 0 : true;
