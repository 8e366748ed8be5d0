/** The shape of drivers: states, transitions, actions and variables. */
import * as z from 'zod';
import {
  about,
  constants,
  data,
  duration,
  event,
  expression,
  labelled,
  luck,
  name,
  record,
  text,
  unit,
} from './shape-parts.ts';
import { DESCRIPTOR } from './words.ts';

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

export const driver = z.strictObject({
  ...labelled,
  luck: luck.optional(),
  variables: record(variable).optional(),
  initial: about(z.union([name, record(expression)]), 'A state, or states with probabilities'),
  states: record(state),
  on: handlers.optional(),
});

export type AlternativeShape = z.infer<typeof alternative>;
export type ChanceShape = z.infer<typeof chance>;
