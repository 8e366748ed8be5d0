/** Section of a page: seats as forecasters. */
import { heading, note, paragraph, table, type Block } from '@stave/report';
import type { DebriefDocument, QuestionTold, ScoresTold } from './document.ts';
import { calibrationPlot, forecastPlot } from './plots.ts';
import { pictured, seatName, type Section } from './section.ts';
import { decimals, percent } from './telling-numbers.ts';
import { fill, type Words } from './words.ts';

export function forecastSection(document: DebriefDocument, words: Words): Section | undefined {
  const { questions, scores, history } = document.forecasts;
  if (questions.length === 0) return undefined;
  const isSilent = questions.every(({ turns }) => turns.length === 0);
  const hasModel = questions.some(({ model }) => model.length > 0);
  return {
    id: 'forecasts',
    title: words.forecasts,
    blocks: isSilent
      ? [paragraph(words.noForecasts)]
      : [
          ...(scores.resolved.length === 0
            ? [paragraph(words.nothingResolved)]
            : [
                heading(3, words.scores),
                note(fill(words.scoresNote, { least: percent(scores.leastProbability) })),
                leaderboard(document, scores, words.scores, words),
                ...pictured(calibrationPlot(scores, words)),
              ]),
          ...(history && history.rows.length > 0
            ? [
                heading(3, words.hindsight),
                note(words.hindsightNote),
                leaderboard(document, history, words.hindsight, words),
              ]
            : []),
          heading(3, words.byTurn),
          ...(hasModel ? [note(words.modelNote)] : []),
          ...questions.flatMap((question) => questionBlocks(question, words)),
        ],
  };
}

const leaderboard = (
  document: DebriefDocument,
  { forecasters }: ScoresTold,
  caption: string,
  words: Words,
): Block =>
  table(
    [
      ...[words.forecaster, words.seat, `#${words.questions}`],
      ...[`#${words.brier}`, `#${words.timeAveraged}`, `#${words.peer}`],
    ],
    forecasters.map(({ name, seat, questions, brier, timeAveraged, peer }) => [
      ...[name, seatName(document, seat), String(questions)],
      ...[decimals(brier), decimals(timeAveraged), decimals(peer, 1)],
    ]),
    caption,
  );

function questionBlocks(question: QuestionTold, words: Words): readonly Block[] {
  const { label, outcomes, turns, model, outcome } = question;
  if (turns.length === 0) return [];
  const shown = outcomes.length === 2 ? outcomes.slice(0, 1) : outcomes;
  const came = outcomes.find(({ id }) => id === outcome)?.label;
  return [
    ...pictured(forecastPlot(question, words)),
    table(
      [
        ...[`#${words.turn}`, words.answer, `#${words.people}`, `#${words.mean}`],
        ...[`#${words.spread}`, `#${words.range}`],
        ...(model.length > 0 ? [`#${words.model}`, `#${words.interval}`] : []),
      ],
      turns.flatMap(({ turn, people, outcomes: rows }) =>
        shown.map(({ id, label: answer }) => {
          const row = rows.find((one) => one.id === id);
          const said = model.find((one) => one.turn === turn)?.outcomes.find((one) => one.id === id);
          return [
            ...[String(turn), answer, String(people), row ? percent(row.mean) : ''],
            row ? `${percent(row.lowerQuartile)} – ${percent(row.upperQuartile)}` : '',
            row ? `${percent(row.low)} – ${percent(row.high)}` : '',
            ...(model.length > 0
              ? [said ? percent(said.value) : '', said ? `${percent(said.low)} – ${percent(said.high)}` : '']
              : []),
          ];
        }),
      ),
      came === undefined ? label : `${label} ${words.happened}: ${came}`,
    ),
  ];
}
