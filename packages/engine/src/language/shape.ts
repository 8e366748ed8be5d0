/**
 * The shape of a scenario file: one zod schema, which also is the published JSON Schema. What a value means
 * (names, expressions, dates, units) is for the later stages.
 */
import * as z from 'zod';
import { driver } from './shape-charts.ts';
import { claim, source, use, work, workId } from './shape-evidence.ts';
import { odd } from './shape-odd.ts';
import {
  about,
  constants,
  distribution,
  event,
  expression,
  labelled,
  luck,
  moment,
  name,
  record,
  text,
  unit,
} from './shape-parts.ts';
import {
  anyQuestion,
  given,
  question,
  resolution,
  simpleBaseline,
  tableBaseline,
} from './shape-questions.ts';
import { seat } from './shape-seats.ts';
import { DESCRIPTOR, EVIDENCE_ID, KEBAB, LANGUAGE_TAG } from './words.ts';

export { about, distribution, event, expression, moment, nameKey, provenance, text } from './shape-parts.ts';

const parameter = z.strictObject({
  ...labelled,
  prior: about(distribution, 'A distribution, optionally `within [low, high]`').optional(),
  value: expression.optional(),
  unit: unit.optional(),
});

const indicator = z.strictObject({
  ...labelled,
  unit: unit.optional(),
  luck: luck.optional(),
  start: expression,
  next: expression,
  noise: distribution.optional(),
  range: z.tuple([expression, expression]).optional(),
});

const measure = z.union([
  z.string().min(1),
  z.number(),
  z.boolean(),
  z.strictObject({
    ...labelled,
    value: expression,
    range: constants.optional(),
    report: about(z.boolean(), 'false for a helper that others read: it is not in the results').optional(),
  }),
]);

export const calendarEntry = z.strictObject({
  event,
  at: about(
    z.union([z.string(), z.number()]),
    'A date YYYY-MM-DD; a number on a clock without dates; `never` where this scenario does without',
  ),
  with: about(record(z.number()), 'What the event carries').optional(),
  every: z.literal('year').optional(),
  ...labelled,
});

const correlation = z.strictObject({ between: z.tuple([name, name]), r: z.number() });

/** What a scenario and a fragment are made of: a section that is added here is one of both. */
const sections = {
  terms: about(
    record(
      z.strictObject({
        forms: about(record(text), 'The forms by name, each in all languages'),
        use: about(
          z.union([name, z.record(z.string().regex(LANGUAGE_TAG), name)]),
          'The form that is used, or one for each language',
        ),
        why: text,
      }),
    ),
    'Words that parties choose differently, named `{term}` in texts',
  ).optional(),
  works: about(
    z.record(z.string().regex(EVIDENCE_ID), z.strictObject(work)),
    'Sources that several rows of the evidence share',
  ).optional(),
  evidence: z.record(z.string().regex(EVIDENCE_ID), source).optional(),
  parameters: record(parameter).optional(),
  correlations: z.array(correlation).optional(),
  drivers: record(driver).optional(),
  indicators: record(indicator).optional(),
  measures: record(measure).optional(),
  calendar: z.array(calendarEntry).optional(),
  resolution: about(resolution, 'What the resolutions of all questions have in common').optional(),
  questions: record(anyQuestion).optional(),
  seats: about(record(seat), 'Who makes decisions, and which moves there are').optional(),
  odd: about(odd, 'What people say of the model beside what is written: `stave show --as odd`').optional(),
  hears: about(
    z.array(z.string().regex(DESCRIPTOR)),
    'Events that drivers are ready for though not every scenario has who causes them',
  ).optional(),
};
export const SECTIONS = Object.keys(sections) as readonly (keyof typeof sections)[];

const imports = about(
  z.array(about(z.string(), 'Path of a fragment, from the folder of this file, with `/`')),
  'Fragments whose elements stand before those of this file',
);

const dropped = about(z.literal('dropped'), 'This scenario does without it');
/** What a scenario may say anew of what its fragments define: what differs between starting years. */
const restate = z.strictObject({
  works: z.record(z.string(), z.union([dropped, z.strictObject(work).partial()])).optional(),
  evidence: z
    .record(
      z.string(),
      z.union([dropped, z.strictObject({ claim, work: workId, ...work, ...use }).partial()]),
    )
    .optional(),
  parameters: record(parameter.omit({ unit: true })).optional(),
  correlations: z.array(correlation.extend({ r: z.union([z.number(), dropped]) })).optional(),
  drivers: record(
    z.strictObject({
      ...labelled,
      initial: driver.shape.initial.optional(),
      variables: record(z.strictObject({ ...labelled, start: expression.optional() })).optional(),
      states: about(
        record(z.strictObject({ label: text })),
        'By name, at whatever depth they stand',
      ).optional(),
    }),
  ).optional(),
  indicators: record(z.strictObject({ ...labelled, start: expression.optional() })).optional(),
  measures: record(
    z.union([
      dropped,
      z.strictObject({ ...labelled, range: constants.optional(), report: z.boolean().optional() }),
    ]),
  ).optional(),
  resolution: resolution.optional(),
  questions: record(
    z.union([
      dropped,
      z.strictObject({
        ...question,
        ask: text.optional(),
        at: moment.optional(),
        by: moment.optional(),
        from: moment.optional(),
        given: given.optional(),
        baseline: z.union([simpleBaseline, tableBaseline]).optional(),
      }),
    ]),
  ).optional(),
});

export const scenarioShape = z.strictObject({
  stave: about(z.literal(1), 'Edition of language and semantics'),
  id: about(z.string().regex(KEBAB), 'A kebab-case name'),
  title: text,
  summary: text.optional(),
  languages: about(
    z.record(z.string().regex(LANGUAGE_TAG), z.enum(['reviewed', 'unreviewed'])),
    'Languages of the texts: whether someone fluent has read them',
  ).optional(),
  import: imports.optional(),
  restate: about(restate, 'What stands over the imported fragments').optional(),
  clock: z.strictObject({
    start: about(z.string(), 'YYYY-MM or YYYY-MM-DD').optional(),
    step: about(z.string(), '`N unit`, such as `1 month`'),
    steps: z.number(),
    record: about(z.string(), '`every N steps`: which frames of measures are kept').optional(),
    until: about(expression, 'The trial ends at the first frame where this holds').optional(),
  }),
  information: about(
    z.strictObject({ until: about(z.string(), 'The last day: YYYY-MM-DD, or YYYY-MM for its end') }),
    'What may be known without hindsight; all before the start of the clock when left out',
  ).optional(),
  ...sections,
});

/** A part of scenarios, which import it. */
export const fragmentShape = z.strictObject({
  'stave-fragment': about(z.literal(1), 'Edition of language and semantics'),
  title: text.optional(),
  summary: text.optional(),
  import: imports.optional(),
  ...sections,
});

export type ScenarioShape = z.infer<typeof scenarioShape>;
export type FragmentShape = z.infer<typeof fragmentShape>;

/** JSON Schema of a scenario file, for editors. */
export function scenarioJsonSchema(): object {
  return { title: 'Stave scenario', ...z.toJSONSchema(scenarioShape, { io: 'input' }) };
}

/** JSON Schema of a fragment, for editors. */
export function fragmentJsonSchema(): object {
  return { title: 'Stave fragment', ...z.toJSONSchema(fragmentShape, { io: 'input' }) };
}
