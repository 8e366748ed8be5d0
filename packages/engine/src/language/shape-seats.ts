/** The shape of a seat: aims, sight, capital, moves, and the bot that plays it where nobody does. */
import * as z from 'zod';
import {
  about,
  data,
  duration,
  expression,
  labelled,
  luck,
  name,
  nameKey,
  record,
  text,
  moment,
} from './shape-parts.ts';
import { EVENT } from './words.ts';

const names = z.array(name);

const goal = z.strictObject({
  id: about(name, 'What results and records call it'),
  label: text.optional(),
  text: about(text, 'What the players are told').optional(),
  when: about(expression, 'The condition that says it was reached').optional(),
});

const capital = z.strictObject({
  start: about(expression, 'What there is for the first turn; the income when left out').optional(),
  income: about(expression, 'What each turn brings, read as the turn before it ends'),
  carry: about(
    z.number().min(0),
    'How much may be left over for the next turn; all of it when left out',
  ).optional(),
  most: about(z.number().min(0), 'More than this is lost; 1000 when left out').optional(),
});

const consents = about(
  z.union([expression, z.record(z.string().regex(EVENT), expression)]),
  'The condition under which it agrees: one for all moves it is asked about, or one a move',
);

const role = z.strictObject({
  label: text.optional(),
  brief: text.optional(),
  consents: consents.optional(),
});

const move = z.strictObject({
  ...labelled,
  text: about(text, 'What the players are told of it').optional(),
  cost: about(expression, 'In capital; below 0 it gains').optional(),
  when: about(expression, 'Without this it cannot be made').optional(),
  covert: about(z.literal(true), 'Made beside the open move of the turn').optional(),
  once: about(z.literal(true), 'Once a trial').optional(),
  with: data.optional(),
  consent: about(
    z.array(z.string().regex(EVENT)).min(1),
    'Who must agree: roles of this seat, other seats, or `seat.role`',
  ).optional(),
  outcomes: about(
    record(expression),
    'What may come of it, with probabilities; `else` is what is left. Each is an event `seat.move.outcome`',
  ).optional(),
  luck: luck.optional(),
});

const rule = z.strictObject({
  move: name.optional(),
  hold: about(z.literal(true), 'Makes no move').optional(),
  when: expression.optional(),
  at: about(moment, 'Holds only in the turn in which this date lies').optional(),
  weight: about(expression, 'Drawn in proportion to it among the rules that hold').optional(),
});
const rules = about(
  z.array(rule).min(1),
  'The first rule that holds and whose move can be made; with weights one of those is drawn',
);

const script = about(
  z.array(z.strictObject({ at: moment, move: name })).min(1),
  'Moves made in the turns of these dates, whatever the rules say, where they can be made',
);

export const seat = z.strictObject({
  ...labelled,
  brief: about(text, 'What the seat publicly wants').optional(),
  goals: about(z.array(goal).min(1), 'Secret aims, of which an exercise draws one').optional(),
  controls: about(names, 'Drivers that its moves are about; it sees them').optional(),
  sees: about(
    z.union([z.literal('all'), names]),
    'Drivers, variables, indicators, measures and seats whose capital it sees',
  ).optional(),
  capital: capital.optional(),
  turn: about(duration, 'How long a turn is, a whole number of steps; one step when left out').optional(),
  roles: about(record(role), 'People inside the seat who are asked for consent').optional(),
  moves: z.record(nameKey, move),
  bot: about(
    z.union([
      z.literal('none'),
      rules,
      z.strictObject({
        luck: luck.optional(),
        open: rules.optional(),
        covert: rules.optional(),
        script: script.optional(),
        consents: consents.optional(),
      }),
    ]),
    'Who plays the seat in trials; nobody when left out',
  ).optional(),
});

export type SeatShape = z.infer<typeof seat>;
export type RuleShape = z.infer<typeof rule>;
export type ConsentsShape = z.infer<typeof consents>;
