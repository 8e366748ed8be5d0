/** Sections of a page: learning goals, what people said afterwards, observers' notes, talk, and who did what. */
import { heading, list, note, paragraph, table, type Block } from '@stave/report';
import type { DebriefDocument, Doings } from './document.ts';
import { seatName, type Section } from './section.ts';
import { decimals } from './telling-numbers.ts';
import { fill, type Words } from './words.ts';
import { bracketed, named } from '../grammar/punctuation.ts';

export function learningSection({ learning }: DebriefDocument, words: Words): Section | undefined {
  if (learning.length === 0) return undefined;
  return {
    id: 'learning',
    title: words.learning,
    blocks: [
      table(
        [words.goal, words.ticked, words.evidence, `#${words.notes}`],
        learning.map(({ text, ticked, by, evidence, notes }) => [
          text,
          ticked ? `✓ ${words.yes}` : words.no,
          [
            evidence,
            by === 'log'
              ? ticked
                ? words.fromLog
                : words.notInLog
              : ticked
                ? words.fromHand
                : words.forHand,
          ]
            .filter((one) => one !== '')
            .join(' · '),
          String(notes),
        ]),
        words.learning,
      ),
    ],
  };
}

export function wordsSection(document: DebriefDocument, words: Words): Section | undefined {
  const { afterAction } = document;
  if (afterAction.length === 0) return undefined;
  return {
    id: 'after',
    title: words.afterAction,
    blocks: afterAction.flatMap(({ question, reflections }): readonly Block[] => [
      heading(3, question),
      ...(reflections.length === 0
        ? [paragraph(words.nothingWritten)]
        : [
            list(
              reflections.map(({ name, seat, text }) => {
                const who =
                  seat === undefined ? name : bracketed(words.language, name, seatName(document, seat));
                return named(words.language, who, text || '–');
              }),
            ),
          ]),
    ]),
  };
}

export function notesSection(document: DebriefDocument, words: Words): Section | undefined {
  const { notes, learning } = document;
  if (notes.length === 0) return undefined;
  return {
    id: 'notes',
    title: words.notes,
    blocks: [
      table(
        [`#${words.turn}`, words.seat, words.learning, words.note, words.by],
        notes.map(({ turn, seat, goal, text, by }) => [
          ...[String(turn), seatName(document, seat)],
          ...[learning.find(({ id }) => id === goal)?.text ?? goal ?? '', text || '–', by],
        ]),
        words.notes,
      ),
    ],
  };
}

export function talkSection({ messages }: DebriefDocument, words: Words): Section | undefined {
  if (messages.length === 0) return undefined;
  const turns = [...new Set(messages.flatMap(({ byTurn }) => byTurn.map(({ turn }) => turn)))].sort(
    (a, b) => a - b,
  );
  return {
    id: 'messages',
    title: words.messages,
    blocks: [
      note(words.messagesNote),
      table(
        [words.channel, ...turns.map((turn) => `#${turnName(turn, words)}`), `#${words.total}`],
        messages.map(({ label, byTurn }) => [
          label,
          ...turns.map((turn) => String(byTurn.find((one) => one.turn === turn)?.count ?? 0)),
          String(byTurn.reduce((sum, { count }) => sum + count, 0)),
        ]),
        words.messages,
      ),
      ...messages.flatMap(({ label, texts = [] }): readonly Block[] =>
        texts.length === 0
          ? []
          : [
              heading(3, label),
              list(texts.map(({ turn, from, text }) => `${turnName(turn, words)} · ${from}: ${text || '–'}`)),
            ],
      ),
    ],
  };
}

const turnName = (turn: number, words: Words): string =>
  turn === 0 ? words.start : fill(words.turnN, { n: turn });

export function peopleSection(document: DebriefDocument, words: Words): Section | undefined {
  const { people } = document;
  if (people.length === 0) return undefined;
  const columns: readonly (readonly [string, (doings: Doings) => number])[] = [
    [words.draftsHead, ({ drafts }) => drafts],
    [words.consents, ({ consents }) => consents],
    [words.refusals, ({ refusals }) => refusals],
    [words.submissions, ({ submissions }) => submissions],
    [words.arguedMoves, ({ argued }) => argued],
    [words.counterReasons, ({ counterReasons }) => counterReasons],
    [words.votesHead, ({ votes }) => votes],
    [words.messages, (d) => d.messagesTeam + d.messagesJoint + d.messagesControl + d.messagesAll],
    [words.forecasts, ({ forecasts }) => forecasts],
    [words.revisions, ({ revisions }) => revisions],
  ];
  return {
    id: 'people',
    title: words.whoDid,
    blocks: [
      note(words.whoDidNote),
      table(
        [
          ...[words.people, words.seat, words.role],
          ...columns.map(([name]) => `#${name}`),
          ...[`#${words.reflections}`, `#${words.timeAveraged}`],
        ],
        people.map(({ name, seat, roleLabel, total, reflections, scores }) => [
          ...[name, seat === null ? words.observer : seatName(document, seat), roleLabel ?? ''],
          ...columns.map(([, count]) => String(count(total))),
          ...[String(reflections), scores ? decimals(scores.timeAveraged) : '–'],
        ]),
        words.whoDid,
      ),
    ],
  };
}
