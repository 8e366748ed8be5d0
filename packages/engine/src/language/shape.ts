/**
 * The shape of a scenario file: one zod schema, which also is the published JSON Schema. What a value means
 * (names, expressions, dates, units) is for the later stages.
 */
import * as z from 'zod';
import {
  about,
  constants,
  data,
  distribution,
  duration,
  event,
  evidenceIds,
  expression,
  labelled,
  luck,
  moment,
  name,
  provenance,
  record,
  text,
  unit,
} from './shape-parts.ts';
import { seat } from './shape-seats.ts';
import { DESCRIPTOR, EVIDENCE_ID, KEBAB, LANGUAGE_TAG } from './words.ts';

export { about, distribution, event, expression, moment, nameKey, provenance, text } from './shape-parts.ts';

const oneOrMore = <T extends z.ZodType>(item: T) => z.union([item, z.array(item)]);

const news = about(text, 'A line for a news bulletin when this comes about').optional();

export interface ActionShape {
  readonly set?: string;
  readonly to?: string | number | boolean;
  readonly raise?: string;
  readonly send?: string;
  readonly delay?: string | undefined;
  readonly id?: string | undefined;
  readonly with?: Readonly<Record<string, string | number | boolean>> | undefined;
  readonly cancel?: string;
  readonly if?: string | number | boolean;
  readonly then?: readonly ActionShape[];
  readonly else?: readonly ActionShape[] | undefined;
}

const action: z.ZodType<ActionShape> = z.lazy(() =>
  z.union([
    about(z.strictObject({ set: name, to: expression }), 'Sets a variable of this driver'),
    about(
      z.strictObject({ raise: event, with: data.optional() }),
      'Raises an event before everything that waits',
    ),
    about(
      z.strictObject({
        send: event,
        delay: duration.optional(),
        id: about(name, 'What `cancel` names; the event when left out').optional(),
        with: data.optional(),
      }),
      'Sends an event behind everything that waits',
    ),
    about(z.strictObject({ cancel: event }), 'Takes back what was sent with a delay and still waits'),
    about(
      z.strictObject({ if: expression, then: z.array(action), else: z.array(action).optional() }),
      'Actions under a condition',
    ),
  ]),
);
const actions = z.array(action);
const targets = about(
  z.union([name, z.array(name).min(1)]),
  'A state of this driver, or several in different regions of a parallel state',
);

const transition = {
  to: targets.optional(),
  when: expression.optional(),
  internal: about(z.literal(true), 'Does not leave the state it is written on').optional(),
  actions: actions.optional(),
  news,
  ...labelled,
};
const alternative = z.strictObject({
  ...transition,
  rate: about(expression, 'Hazard: 1/time').optional(),
  probability: about(expression, 'Probability per step').optional(),
  else: z.literal(true).optional(),
});
const chance = about(
  z.union([
    z.array(alternative).min(1),
    z.strictObject({ luck: luck.optional(), of: z.array(alternative).min(1), ...labelled }),
  ]),
  'At most one alternative is picked each step, by one draw',
);
const eventTransition = z.strictObject({ ...transition, probability: expression.optional() });
const handlers = z.record(
  z.string().regex(DESCRIPTOR),
  z.union([
    eventTransition,
    z.array(eventTransition).min(1),
    z.strictObject({ luck, of: z.array(eventTransition).min(1) }),
  ]),
);
const after = about(
  z.union([
    z.record(z.string(), targets),
    z.array(z.strictObject({ delay: duration, ...transition })).min(1),
  ]),
  'Delay to target state, or a list',
);

const stateKeys = {
  ...labelled,
  news,
  parallel: about(z.literal(true), 'All children are active together').optional(),
  initial: about(
    z.union([name, z.strictObject({ to: name, actions: actions.optional() })]),
    'The child that is entered by default; the first when left out',
  ).optional(),
  history: about(
    z.enum(['shallow', 'deep']),
    'Stands for the children (deep: the innermost states) its parent was in when last left',
  ).optional(),
  to: about(targets, 'Of a history state: what is entered while nothing is remembered').optional(),
  entry: actions.optional(),
  exit: actions.optional(),
  chance: chance.optional(),
  on: handlers.optional(),
  always: oneOrMore(z.strictObject(transition)).optional(),
  after: after.optional(),
  final: z.boolean().optional(),
};
const leaf = z.strictObject(stateKeys);

export type StateShape = z.infer<typeof leaf> & {
  readonly states?: Readonly<Record<string, StateShape | null>> | undefined;
};

const state: z.ZodType<StateShape | null> = z.lazy(() =>
  z.union([z.null(), z.strictObject({ ...stateKeys, states: record(state).optional() })]),
);

const variable = z.strictObject({
  type: z.enum(['integer', 'boolean', 'number']),
  start: expression,
  range: constants.optional(),
  unit: unit.optional(),
  ...labelled,
});

const driver = z.strictObject({
  ...labelled,
  luck: luck.optional(),
  variables: record(variable).optional(),
  initial: about(z.union([name, record(expression)]), 'A state, or states with probabilities'),
  states: record(state),
  on: handlers.optional(),
});

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

const resolution = z.strictObject({
  criteria: text.optional(),
  sources: z.array(z.string()).min(1).optional(),
  resolver: text.optional(),
  void: text.optional(),
  opens: z.string().optional(),
  closes: z.string().optional(),
  zone: z.string().optional(),
});
const probability = z.number();
const simpleBaseline = z.strictObject({ probability, source: z.string(), ...provenance });
const tableBaseline = z.strictObject({
  probabilities: z.record(z.string(), probability),
  source: z.string(),
  ...provenance,
});
const question = {
  ...labelled,
  ask: text,
  internal: z.boolean().optional(),
  resolution: resolution.optional(),
  cluster: z.string().optional(),
  proxy: text.optional(),
};
const outcomes = z
  .array(z.strictObject({ id: name, label: text.optional(), when: expression.optional() }))
  .min(1);
const given = about(
  z.union([
    expression,
    z.strictObject({
      that: about(expression, 'The condition'),
      at: moment.optional(),
      by: moment.optional(),
      from: moment.optional(),
    }),
  ]),
  'Trials in which this never holds are not applicable; over the window of the question unless it says its own',
);
const sumValue = about(expression, 'Summed over the frames of the window');
const sumTransitions = about(
  expression,
  'Summed like `value`, but also where the sum stops: for what happened in the step, such as `happened(event)`',
);
const until = about(expression, 'The sum stops at the first frame where this holds, without its `value`');
const within = about(
  z.strictObject({
    value: sumValue.optional(),
    transitions: sumTransitions.optional(),
    most: about(expression, 'What the sum may come to'),
  }),
  'A budget: the condition counts only while the sum is within it',
);
const choice = {
  ...question,
  value: expression.optional(),
  outcomes,
  at: moment,
  given: given.optional(),
  baseline: tableBaseline.optional(),
};
const anyQuestion = z.discriminatedUnion('kind', [
  z.strictObject({
    ...question,
    kind: z.literal('binary'),
    yes: expression,
    at: moment.optional(),
    by: moment.optional(),
    from: moment.optional(),
    within: within.optional(),
    given: given.optional(),
    baseline: simpleBaseline.optional(),
  }),
  z.strictObject({ ...choice, kind: z.literal('ordered') }),
  z.strictObject({ ...choice, kind: z.literal('nominal') }),
  z.strictObject({
    ...question,
    kind: z.literal('count'),
    count: sumValue.optional(),
    transitions: sumTransitions.optional(),
    until: until.optional(),
    outcomes,
    from: moment.optional(),
    by: moment,
    given: given.optional(),
    baseline: tableBaseline.optional(),
  }),
  z.strictObject({
    ...question,
    kind: z.literal('time'),
    first: expression,
    by: moment,
    within: within.optional(),
    given: given.optional(),
    baseline: tableBaseline.optional(),
  }),
  z.strictObject({
    ...question,
    kind: z.literal('numeric'),
    value: expression,
    at: moment,
    given: given.optional(),
  }),
  z.strictObject({
    ...question,
    kind: z.literal('total'),
    value: sumValue.optional(),
    transitions: sumTransitions.optional(),
    until: until.optional(),
    from: moment.optional(),
    by: moment,
    given: given.optional(),
  }),
]);

const work = {
  source: z.string(),
  date: about(
    z.union([z.string(), z.number()]),
    'When it was published or measured: 2022, 2022-12 or 2022-12-16',
  ),
  kind: z.enum(['article', 'data', 'literature', 'record']),
  url: z.string().optional(),
  hindsight: about(z.string(), 'Why material from after the start is used, and with what effect').optional(),
};
const claim = about(z.string(), 'What it supports, in own words');
const workId = about(z.string(), 'Id of a row of the table `works`');
const use = {
  omitted: about(z.string(), 'Nothing in the model stands for this claim: why').optional(),
  background: about(z.string(), 'It shaped the model as a whole and no single element: how').optional(),
};
const source = z.union([
  z.strictObject({ claim, ...work, ...use }),
  z.strictObject({ claim, work: workId, ...use }),
]);

const correlation = z.strictObject({ between: z.tuple([name, name]), r: z.number() });

/** The design concepts of ODD (Grimm et al. 2020), in its order. */
export const CONCEPTS = [
  'basicPrinciples',
  'emergence',
  'adaptation',
  'objectives',
  'learning',
  'prediction',
  'sensing',
  'interaction',
  'stochasticity',
  'collectives',
  'observation',
] as const;
export type Concept = (typeof CONCEPTS)[number];

const submodel = z.strictObject({
  id: name,
  title: text,
  text: text.optional(),
  elements: about(
    z.array(name),
    'Drivers, indicators, measures, seats and parameters; a parameter follows what reads it first when left out',
  ).optional(),
  evidence: evidenceIds.optional(),
});
const odd = z.strictObject({
  purpose: about(text, 'What it is for, for whom, and what it is not for').optional(),
  patterns: about(text, 'Which patterns of the world it must show to be good enough').optional(),
  hindsight: about(text, 'What was known when it was written, and how that was kept out').optional(),
  concepts: about(
    z
      .strictObject(
        Object.fromEntries(CONCEPTS.map((concept) => [concept, text])) as Record<Concept, typeof text>,
      )
      .partial(),
    'The design concepts; one that does not apply says so',
  ).optional(),
  initialization: text.optional(),
  inputData: text.optional(),
  submodels: z.array(submodel).optional(),
});

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
export type AlternativeShape = z.infer<typeof alternative>;
export type ChanceShape = z.infer<typeof chance>;

/** JSON Schema of a scenario file, for editors. */
export function scenarioJsonSchema(): object {
  return { title: 'Stave scenario', ...z.toJSONSchema(scenarioShape, { io: 'input' }) };
}

/** JSON Schema of a fragment, for editors. */
export function fragmentJsonSchema(): object {
  return { title: 'Stave fragment', ...z.toJSONSchema(fragmentShape, { io: 'input' }) };
}
