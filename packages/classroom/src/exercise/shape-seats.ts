/** The shape of seats and of the roles in their teams. */
import * as z from 'zod';
import { about, name, nameKey, text } from '@stave/engine/reading';

const parts = {
  label: text.optional(),
  brief: about(text, 'What its holder is told').optional(),
  rights: about(
    z.array(z.enum(['draft', 'consent', 'submit'])),
    'Writes the plan, is asked about it, hands it in; none when left out',
  ).optional(),
  most: about(z.number(), 'How many may hold it; 1 when left out').optional(),
};
export const role = z.strictObject(parts);

export const exerciseSeat = z.strictObject({
  label: text.optional(),
  brief: about(text, "Told after the scenario's").optional(),
  bot: about(
    z.enum(['rules', 'random', 'lookAhead', 'hold']),
    'Who plays it while nobody does; the rules of the scenario when left out',
  ).optional(),
  optional: about(z.boolean(), 'May be left to its bot from the start').optional(),
  roles: about(
    z
      .array(
        z.union([
          name,
          about(z.strictObject({ role: name, ...parts }), 'A role that is otherwise in this seat'),
        ]),
      )
      .min(1)
      .max(100),
    'In the order in which people are put into them; one role with all rights when left out',
  ).optional(),
  answersFor: about(
    z.record(nameKey, name),
    "Roles of the scenario's seat that are asked for consent, each with the role of the team that answers",
  ).optional(),
  goals: about(
    z.array(name),
    "Secret goals that may be drawn; all of the scenario's when left out",
  ).optional(),
});

export type RoleShape = z.infer<typeof role>;
export type SeatShape = z.infer<typeof exerciseSeat>;
