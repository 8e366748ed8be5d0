/** A seat: what it wants, sees and holds, its moves, and how it is played where nobody plays it. */
import type { Asked, Bot, Consent, Move, Rule, Seat } from '../model.ts';
import { printExpr } from '../print-expr.ts';
import { provenanceCells, provenanceHeads, provenanceLine, titleOf, type Context } from './context.ts';
import { code, codes, list, paragraphs, plain, table, type Block } from './markdown.ts';

/** One row a seat, for the entities. */
export function seatsTable(context: Context): readonly Block[] {
  const { model, words, line } = context;
  return table(
    [words.name, words.label, words.moves, words.sees, words.controls],
    model.seats.map((seat) => [
      code(seat.name),
      line(seat.label),
      codes(seat.moves.map(({ name }) => name)),
      seat.sees === 'all' ? words.seesAll : codes(seat.sees),
      codes(seat.controls),
    ]),
  );
}

export function seatBlocks(seat: Seat, context: Context): readonly Block[] {
  const { words, say, line } = context;
  return [
    `#### ${titleOf(seat.name, seat.label, context)}`,
    ...provenanceLine(seat.provenance, context),
    ...(seat.brief ? paragraphs(say(seat.brief)) : []),
    words.turn(seat.turn),
    ...capitalBlocks(seat, context),
    ...table(
      [words.goal, words.label, words.text, words.when],
      seat.goals.map(({ id, label, text, when }) => [
        code(id),
        line(label),
        line(text),
        when && formula(when),
      ]),
    ),
    ...movesTable(seat, context),
    ...(seat.bot ? botBlocks(seat.bot, context) : [words.nobody]),
    ...consentsTable(seat, context),
  ];
}

function capitalBlocks({ capital }: Seat, { words }: Context): readonly Block[] {
  if (!capital) return [];
  const { start, income, carry, most } = capital;
  return [
    list([
      `${words.start}: ${formula(start)}`,
      `${words.income}: ${formula(income)}`,
      ...(carry === undefined ? [] : [`${words.carry}: ${carry}`]),
      `${words.most}: ${most}`,
    ]),
  ];
}

function movesTable({ moves, provenance }: Seat, context: Context): readonly Block[] {
  const { words, line } = context;
  return table(
    [
      words.move,
      words.label,
      words.text,
      words.kind,
      words.cost,
      words.when,
      words.carries,
      words.consent,
      words.outcomes,
      ...provenanceHeads(context),
    ],
    moves.map((move) => [
      code(move.name),
      line(move.label),
      line(move.text),
      kindOf(move, context),
      move.cost && formula(move.cost),
      move.when && formula(move.when),
      move.data.map(({ field, value }) => code(`${field} = ${printExpr(value)}`)).join(', '),
      codes(move.consent.map(askedText)),
      move.outcomes
        .map(({ name, probability }) =>
          code(`${name}: ${probability === 'else' ? 'else' : printExpr(probability)}`),
        )
        .join(', '),
      ...provenanceCells(move.provenance, context, provenance),
    ]),
  );
}

function kindOf({ covert, once, luck }: Move, { words }: Context): string {
  const luckText = luck === undefined ? [] : [code(`luck ${luck}`)];
  return [...(covert ? [words.covert] : []), ...(once ? [words.once] : []), ...luckText].join(', ');
}

const askedText = ({ seat, role }: Asked): string => (role === undefined ? seat : `${seat}.${role}`);

const formula = (expr: Parameters<typeof printExpr>[0]): string => code(printExpr(expr));

function botBlocks({ open, covert, luck }: Bot, { words }: Context): readonly Block[] {
  const row = (kind: string, { move, when, weight }: Rule): readonly (string | undefined)[] => [
    move === undefined ? words.hold : code(move),
    kind,
    when && formula(when),
    weight && formula(weight),
  ];
  return [
    words.rules + (luck === undefined ? '' : ` ${code(`luck ${luck}`)}`),
    ...table(
      [words.move, words.kind, words.when, words.weight],
      [...open.map((rule) => row('', rule)), ...covert.map((rule) => row(words.covert, rule))],
    ),
  ];
}

function consentsTable({ name, roles, bot }: Seat, context: Context): readonly Block[] {
  const { words, line } = context;
  const rows = (who: string, consents: readonly Consent[]): readonly (readonly string[])[] =>
    consents.map(({ move, when }) => [who, move === undefined ? words.anyMove : code(move), formula(when)]);
  return [
    ...table(
      [words.role, words.label, words.text],
      roles.map((role) => [
        code(role.name),
        line(role.label),
        role.brief ? plain(context.say(role.brief)) : '',
      ]),
    ),
    ...table(
      [words.consentOf, words.move, words.when],
      [
        ...roles.flatMap((role) => rows(code(role.name), role.consents)),
        ...rows(code(name), bot?.consents ?? []),
      ],
    ),
  ];
}
