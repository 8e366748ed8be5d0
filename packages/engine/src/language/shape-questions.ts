/** The shape of questions: what is asked, over which window, and what the answers are held against. */
import * as z from 'zod';
import { about, expression, labelled, moment, name, provenance, text } from './shape-parts.ts';

export const resolution = z.strictObject({
  criteria: text.optional(),
  sources: z.array(z.string()).min(1).optional(),
  resolver: text.optional(),
  void: text.optional(),
  opens: z.string().optional(),
  closes: z.string().optional(),
  zone: z.string().optional(),
});
const probability = z.number();
export const simpleBaseline = z.strictObject({ probability, source: z.string(), ...provenance });
export const tableBaseline = z.strictObject({
  probabilities: z.record(z.string(), probability),
  source: z.string(),
  ...provenance,
});
export const question = {
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
export const given = about(
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
export const anyQuestion = z.discriminatedUnion('kind', [
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
