/** What many shapes share: texts, expressions, names, provenance, events. */
import * as z from 'zod';
import { EVENT, LANGUAGE_TAG, NAME } from './words.ts';

export const about = <T extends z.ZodType>(schema: T, description: string): T => schema.meta({ description });

export const nameKey = z.string().regex(NAME);
export const name = z.string().regex(NAME);
export const record = <T extends z.ZodType>(value: T) => z.record(nameKey, value);

export const text = about(
  z.union([z.string().min(1), z.record(z.string().regex(LANGUAGE_TAG), z.string())]),
  'Text for people: a string, or a map of languages with `en` as fallback',
);
export const expression = about(
  z.union([z.string().min(1), z.number(), z.boolean()]),
  'An expression in mathjs syntax, such as `0.02 / month`',
);
export const distribution = about(z.string().min(1), 'A distribution, such as `normal(0, 0.02)`');
export const evidenceIds = about(z.array(z.string()), 'Ids of rows of the table `evidence`');
const basis = about(z.enum(['data', 'literature', 'judgement', 'assumption']), 'How firm the numbers are');
export const unit = about(
  z.union([z.string().min(1), z.literal(1)]),
  'A unit such as `1`, `1/month`, `point/month` or `usd`',
);
export const constants = about(z.tuple([z.number(), z.number()]), '[low, high]');
export const luck = about(name, 'The name of the luck drawn here; the path of the element when left out');
export const moment = about(
  z.union([z.string(), z.number()]),
  'A date YYYY-MM-DD; a number on a clock without dates',
);
export const duration = about(z.string(), '`N unit`, such as `6 months` or `3 steps`');

export const provenance = {
  evidence: evidenceIds.optional(),
  basis: basis.optional(),
  why: z.string().optional(),
  hindsight: about(
    z.string(),
    'Its numbers are judged with knowledge from after the start: which, and with what effect',
  ).optional(),
};
export const labelled = { label: text.optional(), ...provenance };

export const event = about(
  z.string().regex(EVENT),
  'The name of an event, such as `waterRelease` or `market.crash`',
);
export const data = about(
  record(expression),
  'What the event carries, read as `event.name` where it is handled',
);
