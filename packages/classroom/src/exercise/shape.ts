/** The shape of an exercise file, for the check and for editors. Limits of numbers are said in limits.ts, in words. */
import * as z from 'zod';
import type { SeatShape } from './shape-seats.ts';
import { exerciseSeat, role } from './shape-seats.ts';
import { about, armShape, event, KEBAB, LANGUAGE_TAG, moment, name, nameKey, STATE, text, type Form } from '@stave/engine/reading'; // prettier-ignore

/** `50min` is a name of a preset: it may begin with a digit, and is no number. */
const presetKey = z.string().regex(/^[0-9]*[A-Za-z][A-Za-z0-9_]*$/);

const minutes = about(z.number(), 'Minutes');
const preset = z.strictObject({
  label: text.optional(),
  join: about(minutes, 'Minutes before the first turn: joining, briefs, first forecast').optional(),
  turns: about(
    z.union([
      z
        .array(z.union([z.number(), z.string()]))
        .min(1)
        .max(100),
      z.strictObject({ count: z.number(), each: z.union([z.number(), z.string()]) }),
    ]),
    'How long each turn is, in steps or as `9 months`: a list, or `{ count, each }`',
  ),
  minutes: about(
    z.strictObject({
      briefing: minutes.optional(),
      deliberation: minutes,
      answers: minutes.optional(),
      adjudication: minutes.optional(),
      reveal: minutes.optional(),
    }),
    'Minutes of each phase of a turn; a phase without is passed by',
  ),
  debrief: about(minutes, 'Minutes after the last turn').optional(),
});

const effect = about(
  z.union([
    z.strictObject({ add: z.number(), to: about(z.string(), 'A variable, an indicator or `seat.capital`') }),
    z.strictObject({
      raise: event,
      with: about(z.record(nameKey, z.number()), 'What the event carries').optional(),
    }),
    z.strictObject({ put: about(z.string().regex(STATE), 'A state that is entered: `driver.state`') }),
  ]),
  'What is done to the scenario',
);
const seats = z.array(name).max(100);

const inject = z.strictObject({
  label: text.optional(),
  news: about(text, 'The line of the bulletin'),
  to: about(seats.min(1), 'Seats that read it; all when left out').optional(),
  turn: about(z.number(), 'Goes in with this turn').optional(),
  at: about(moment, 'Goes in with the turn that holds this date').optional(),
  when: about(z.string().regex(STATE), 'Goes in with the first turn that begins in this state').optional(),
  after: about(
    z.strictObject({ inject: name, turns: z.number().optional() }),
    'Goes in so many turns after another inject has; one when left out',
  ).optional(),
  effects: z.array(effect).max(100).optional(),
});

const lever = z.strictObject({
  label: text,
  effect: about(effect, 'What one unit of it does'),
  most: about(z.number(), 'At most so many units up or down; 1 when left out').optional(),
  seats: about(seats.min(1), 'Seats that may pull it; all when left out').optional(),
});

const proposal = z.strictObject({
  label: text,
  text: about(text, 'What the paper says before anybody writes in it').optional(),
  signers: about(seats, 'Seats that must sign for it to take effect'),
  effects: z.array(effect).max(100).optional(),
  once: about(z.literal(true), 'Takes effect once an exercise').optional(),
});

const learningGoal = z.strictObject({
  text,
  tick: about(
    z.strictObject({
      what: z.enum([
        'move',
        'covertMove',
        'argued',
        'counterReason',
        'proposal',
        'signature',
        'refusal',
        'veto',
        'forecast',
        'revisedForecast',
        'jointMessage',
      ]),
      least: about(z.number(), 'How often it must be there; once when left out').optional(),
      each: about(z.literal(true), 'In each seat by itself').optional(),
    }),
    'What in the log ticks it; without it the facilitator does',
  ).optional(),
});

const assignment = z.strictObject({
  people: z.number(),
  seats: about(z.record(nameKey, z.array(name).max(100)), 'Roles by seat, in the order of arrival'),
});

export const exerciseShape = z.strictObject({
  'stave-exercise': about(z.literal(1), 'Edition of the exercise file'),
  id: about(z.string().regex(KEBAB), 'A kebab-case name'),
  title: text,
  summary: text.optional(),
  scenario: about(z.string().min(1), 'Path of the scenario file, from the folder of this one'),
  arm: about(armShape, 'What of the scenario is otherwise, as in an arm of a study').optional(),
  languages: about(
    z.array(z.string().regex(LANGUAGE_TAG)).min(1).max(100),
    'What people may choose from; the first stands until they do',
  ).optional(),
  contentNotes: about(z.array(text).max(100), 'Shown before the start').optional(),
  public: about(
    z.array(name),
    'Drivers, variables, indicators and measures that everybody may read, beside what a seat sees',
  ).optional(),
  roles: about(z.record(nameKey, role), 'Parts in teams').optional(),
  seats: about(
    z.record(nameKey, exerciseSeat),
    'Seats of the scenario that people may hold; all when left out',
  ).optional(),
  vetoCost: about(z.number(), 'Capital that a plan costs which somebody in the team refused').optional(),
  presets: about(z.record(presetKey, preset), 'Timetables; the first is the default'),
  questions: about(
    z.array(name).max(100),
    'Questions of the scenario that everybody forecasts each turn',
  ).optional(),
  injects: z.record(nameKey, inject).optional(),
  outcomes: about(
    z.record(z.string().max(200), text),
    'What may come of moves, in words, by `seat.move.outcome`',
  ).optional(),
  levers: about(z.record(nameKey, lever), 'What argued moves may change').optional(),
  argued: about(
    z.strictObject({
      perTurn: z.number().optional(),
      judge: z.enum(['whiteCell', 'room']).optional(),
      low: z.number().optional(),
      high: z.number().optional(),
    }),
    'How many argued moves a seat has in a turn, who gives the probability, and between which',
  ).optional(),
  proposals: about(z.record(nameKey, proposal), 'Papers that named seats sign').optional(),
  messages: z
    .strictObject({
      between: about(
        z.union([z.enum(['any', 'none']), z.array(seats).max(100)]),
        'Channels between seats: any two or more, none, or those listed',
      ).optional(),
      longest: about(z.number(), 'Characters').optional(),
      perMinute: about(z.number(), 'Of one person').optional(),
      moderated: about(z.boolean(), 'The facilitator passes each message between seats on').optional(),
    })
    .optional(),
  learningGoals: z.record(nameKey, learningGoal).optional(),
  assignments: about(z.array(assignment).max(100), 'Who sits where, by number of people').optional(),
  rooms: about(
    z.strictObject({ most: z.number().optional(), sameLuck: z.boolean().optional() }),
    'How many rooms there may be, and whether they have the same luck',
  ).optional(),
  afterAction: about(z.array(text).max(100), 'Questions asked after the exercise').optional(),
  history: about(
    z.record(
      nameKey,
      z.strictObject({
        outcome: z.union([z.string(), z.boolean()]),
        source: about(z.string().min(1), 'Where it is recorded'),
      }),
    ),
    'What came of standing questions in the world: hindsight, shown in the debrief alone',
  ).optional(),
});

export type ExerciseShape = z.infer<typeof exerciseShape>;
export type EffectShape = z.infer<typeof effect>;
export type TextShape = z.infer<typeof text>;
export type { SeatShape };

export const FORM: Form<ExerciseShape> = {
  shape: exerciseShape,
  what: 'an exercise',
  begin: 'stave-exercise: 1',
};

/** JSON Schema of an exercise file, for editors. */
export function exerciseJsonSchema(): object {
  return { title: 'Stave exercise', ...z.toJSONSchema(exerciseShape, { io: 'input' }) };
}
