/** Sections of a page: what came of it, and the timeline with each turn. */
import { heading, list, note, paragraph, table, valueText, type Block } from '@stave/report';
import type {
  ArguedTold,
  DebriefDocument,
  FateTold,
  NumberTold,
  SeatTurnTold,
  TransitionTold,
  TurnTold,
} from './document.ts';
import { timelinePlot } from './plots.ts';
import { pictured, seatName, type Section } from './section.ts';
import { amount, decimals, percent } from './telling-numbers.ts';
import { fill, type Words } from './words.ts';
import { bracketed, clauses, listed, named } from '../grammar/punctuation.ts';
import { unitSaid } from '../grammar/units.ts';

// ---------------------------------------------------------------- what came of it

export function outcomeSection(document: DebriefDocument, words: Words): Section {
  const { answers, goals } = document;
  const hasHistory = answers.some(({ history }) => history !== undefined);
  return {
    id: 'outcome',
    title: words.outcome,
    blocks: [
      note(words.outcomeNote),
      table(
        [words.question, words.answer, ...(hasHistory ? [words.history] : [])],
        answers.map(({ label, said, history }) => [
          label,
          said,
          ...(hasHistory ? [history?.said ?? '–'] : []),
        ]),
        words.outcome,
      ),
      table(
        [words.seat, words.goal, words.becameOf],
        goals.map(({ seat, text, reached }) => [
          seatName(document, seat),
          text,
          reached === undefined ? words.byHand : reached ? words.reached : words.notReached,
        ]),
        words.goals,
      ),
    ],
  };
}

// ---------------------------------------------------------------- timeline

export const timelineSection = (document: DebriefDocument, words: Words): Section => ({
  id: 'timeline',
  title: words.timeline,
  blocks: [
    note(words.timelineNote),
    ...pictured(timelinePlot(document, words)),
    list(document.undone.map(({ turn, reason }) => fill(words.undoneTurn, { n: turn, why: reason || '–' }))),
    ...document.turns.flatMap((turn, i) => turnBlocks(document, turn, i, words)),
  ],
});

function turnBlocks(
  document: DebriefDocument,
  turn: TurnTold,
  index: number,
  words: Words,
): readonly Block[] {
  const { from, to } = turn;
  const when = from !== undefined && to !== undefined ? ` · ${from} – ${to}` : '';
  const moved = clauses(words.language, numbersMoved(document.numbers, index, words));
  return [
    heading(3, `${fill(words.turnN, { n: turn.turn })}${when}`),
    table(
      [words.seat, words.intended, words.becameOf, `#${words.capitalBefore}`, `#${words.cost}`, words.why],
      turn.seats.flatMap((seat) => seatRows(document, seat, words)),
      words.seatsDid,
    ),
    ...arguedBlocks(document, turn.argued, words),
    table(
      [words.paper, words.seat, words.what, words.signed, words.notSigned, words.becameOf],
      turn.papers.map(({ label, seat, text, signatures, effective }) => {
        const who = (signs: boolean): string =>
          listed(
            words.language,
            signatures
              .filter((one) => (one.signs === true) === signs)
              .map((one) => seatName(document, one.seat)),
          );
        return [
          ...[label, seatName(document, seat), text, who(true) || '–', who(false) || '–'],
          effective === undefined ? words.notInForce : fill(words.inForce, { n: effective }),
        ];
      }),
      words.papers,
    ),
    table(
      [words.kind, words.what, words.by, words.reason],
      turn.control.map(({ kind, what, by, reason }) => [
        { inject: words.inject, withheld: words.withheld, override: words.override, ruling: words.ruling }[
          kind
        ],
        what,
        by === 'control' ? words.byControl : words.byFile,
        reason ?? '',
      ]),
      words.controlDid,
    ),
    newsTable(document, turn, words),
    ...(turn.transitions.length === 0
      ? [paragraph(words.nothingChanged)]
      : [
          note(words.matteredNote),
          table(
            [words.date, words.changed, words.cause, `#${words.probability}`],
            turn.transitions.filter(isOfSomebody).map((one) => transitionRow(one, words)),
            words.mattered,
          ),
          table(
            [words.date, words.changed, words.cause, `#${words.probability}`],
            turn.transitions
              .filter((one) => !isOfSomebody(one))
              .sort((a, b) => (a.cause.probability ?? 1) - (b.cause.probability ?? 1))
              .map((one) => transitionRow(one, words)),
            words.matteredByItself,
          ),
        ]),
    ...(moved === '' ? [] : [note(fill(words.keyNumbers, { text: moved }))]),
  ];
}

/** A move, an argument, a paper or control brought it about, and not chance or something that follows by itself. */
const isOfSomebody = ({ cause }: TransitionTold): boolean =>
  cause.kind !== 'itself' && cause.kind !== 'event';

/** What comes again within a turn is told once, with how often; who reads it only where not everybody does. */
function newsTable(document: DebriefDocument, { news }: TurnTold, words: Words): Block {
  const isForSome = news.some(({ to }) => to !== undefined);
  const times = new Map<string, number>();
  for (const { text } of news) times.set(text, (times.get(text) ?? 0) + 1);
  const firsts = news.filter(({ text }, i) => news.findIndex((other) => other.text === text) === i);
  return table(
    [words.date, words.news, ...(isForSome ? [words.seat] : [])],
    firsts.map(({ date, text, to: readers }) => {
      const n = times.get(text) ?? 1;
      return [
        ...[date ?? '', n > 1 ? `${text} ${fill(words.newsTimes, { n })}` : text],
        ...(isForSome
          ? [
              readers
                ? listed(
                    words.language,
                    readers.map((seat) => seatName(document, seat)),
                  )
                : words.everybody,
            ]
          : []),
      ];
    }),
    words.news,
  );
}

/** A row for each move that was meant or made; a seat without one has a row that says so. */
function seatRows(
  document: DebriefDocument,
  seat: SeatTurnTold,
  words: Words,
): readonly (readonly string[])[] {
  const { held, ordersSaid, why, vetoes, ruled, fates, drafts } = seat;
  const name = seatName(document, seat.seat);
  const who =
    held === 'people'
      ? name
      : bracketed(words.language, name, fill(words.heldBy, { bot: { rules: words.rules, random: words.random, lookAhead: words.lookAhead, hold: words.hold }[held] })); // prettier-ignore
  const meant = ordersSaid ?? (fates.length > 0 ? fates.map((fate) => fate.label).join(' + ') : words.noMove);
  const notes = [
    why ?? '',
    ...vetoes.map(({ roleLabel, cost, ordersSaid: plan, why: wanted, refusal }) => {
      const told = fill(words.vetoOf, { role: roleLabel, plan, n: amount(cost) });
      const quoted = [wanted, refusal].filter((text) => text !== undefined && text !== '');
      return quoted.length === 0 ? told : bracketed(words.language, told, quoted.join(' / '));
    }),
    ...(ruled ? [fill(words.ruledInstead, { orders: ruled.ordersSaid, why: ruled.reason || '–' })] : []),
    ...(drafts > 1 ? [fill(words.drafts, { n: drafts })] : []),
  ].filter((text) => text !== '');
  const [first, ...others] = fates;
  return [
    [who, meant, first ? fateText(first, words) : '–', amount(first?.capital), amount(first?.cost), clauses(words.language, notes)], // prettier-ignore
    ...others.map((fate) => ['', '', fateText(fate, words), amount(fate.capital), amount(fate.cost), '']),
  ];
}

function fateText({ kind, label, fate, reason, outcomeSaid }: FateTold, words: Words): string {
  const { language } = words;
  const move = kind === 'covert' ? bracketed(language, label, words.covertSmall) : label;
  const more = clauses(language, [outcomeSaid, reason].filter((text) => text !== undefined)); // prettier-ignore
  return named(language, move, `${words[fate]}${more === '' ? '' : ` – ${more}`}`);
}

const JUDGES = { room: 'byRoom', whiteCell: 'whiteCell', house: 'byHouse' } as const;

function arguedBlocks(
  document: DebriefDocument,
  argued: readonly ArguedTold[],
  words: Words,
): readonly Block[] {
  const numbered = (texts: readonly string[]): string =>
    texts.map((text, i) => `${i + 1}) ${text === '' ? '–' : text}`).join(' ');
  return [
    ...(argued.length > 0 ? [note(words.drawNote)] : []),
    table(
      [
        ...[words.seat, words.arguedHead, words.effect, words.reasons, words.counterReasons],
        ...[`#${words.probability}`, `#${words.draw}`, words.becameOf],
      ],
      argued.map((one) => {
        const {
          action,
          pullSaid,
          reasons,
          counters,
          votes,
          probability,
          judge,
          why,
          draw,
          succeeded,
          struck,
        } = one;
        const told =
          struck !== undefined
            ? fill(words.struck, { why: struck || '–' })
            : succeeded === undefined
              ? '–'
              : succeeded
                ? words.succeeded
                : words.didNotSucceed;
        const by = judge === undefined ? (draw === undefined ? '' : words.byNobody) : words[JUDGES[judge]];
        const voted =
          votes.length === 0 ? '' : fill(words.votes, { list: listed(words.language, votes.map(percent)) });
        const about = clauses(words.language, [by, voted, why ?? ''].filter((text) => text !== '')); // prettier-ignore
        return [
          ...[
            bracketed(words.language, seatName(document, one.seat), one.by),
            action || '–',
            pullSaid,
            numbered(reasons),
          ],
          numbered(
            counters.map(({ seat, reason }) => seat === undefined ? reason || '–' : named(words.language, seatName(document, seat), reason || '–')), // prettier-ignore
          ),
          probability === undefined ? '' : percent(probability),
          draw === undefined ? '' : decimals(draw, 3),
          about === '' ? told : bracketed(words.language, told, about),
        ];
      }),
      words.arguedMoves,
    ),
  ];
}

function transitionRow(
  { date, label, from, to, cause }: TransitionTold,
  { language }: Words,
): readonly string[] {
  const change =
    to === undefined ? label : named(language, label, from === undefined ? to : `${from} → ${to}`);
  return [date ?? '', change, cause.said, cause.probability === undefined ? '' : percent(cause.probability)];
}

const MOST = 4;

/** Changes of a turn against what each number moved at most in the exercise, largest first. */
function numbersMoved(numbers: readonly NumberTold[], index: number, { language }: Words): readonly string[] {
  const moved = numbers.flatMap(({ label, unit, values, range }) => {
    const [before, after] = [values[index], values[index + 1]];
    const known = values.filter((value) => value !== null);
    const span = range ? range[1] - range[0] : Math.max(...known) - Math.min(...known);
    if (typeof before !== 'number' || typeof after !== 'number' || before === after || !(span > 0)) return [];
    const [low, high] = [Math.min(...known), Math.max(...known)];
    const told = `${label} ${valueText(before, low, high)} → ${valueText(after, low, high)}${!unit || unit === '1' ? '' : ` ${unitSaid(language, unit)}`}`;
    return [{ told, size: Math.abs(after - before) / span }];
  });
  return moved
    .sort((a, b) => b.size - a.size)
    .slice(0, MOST)
    .map(({ told }) => told);
}
