/**
 * What an arm says: which parameters, states, dated events and moves of a scenario are otherwise. Studies name many,
 * an exercise has one; what it means is checked with the scenario (arm.ts).
 */
import * as z from 'zod';
import { place, type Located } from './located.ts';
import type { Moment, Text } from './model.ts';
import { labelOf } from './reader.ts';
import {
  about,
  calendarEntry,
  distribution,
  event,
  expression,
  moment,
  nameKey,
  provenance,
  text,
} from './shape.ts';
import { STATE } from './words.ts';

const armParameter = about(
  z.union([
    expression,
    z.strictObject({ prior: distribution.optional(), value: expression.optional(), ...provenance }),
  ]),
  'What stands in place of the value or prior of the scenario; an assumption unless it says its `basis`',
);
const stateName = about(
  z.string().regex(STATE),
  'A state of a driver, as expressions read it: `driver.state`',
);
const put = z.strictObject({
  state: stateName,
  at: about(moment, 'When; in the step that holds it, before dated events'),
});
const hold = z.strictObject({
  state: stateName,
  from: about(moment, 'From the step that holds it; from the start when left out').optional(),
  to: about(moment, 'To the step that holds it; to the end when left out').optional(),
});
const removal = z.strictObject({
  event,
  at: about(moment, 'The one on this date; all of the event when left out').optional(),
});
const scriptLine = z.union([
  about(z.strictObject({ at: moment, move: nameKey }), 'The move of the turn that holds the date'),
  about(
    z.strictObject({ at: moment, hold: z.union([z.literal(true), z.enum(['open', 'covert'])]) }),
    'No move in the turn that holds the date, or none of one kind',
  ),
]);
export const armShape = z.strictObject({
  label: text.optional(),
  parameters: about(z.record(nameKey, armParameter), 'Parameters of the scenario that differ').optional(),
  put: about(z.array(put).min(1), 'States that are entered once, with exits and entries').optional(),
  hold: about(z.array(hold).min(1), 'States that are entered, and not left meanwhile').optional(),
  events: about(
    z.strictObject({
      add: about(z.array(calendarEntry).min(1), 'Entries of a calendar').optional(),
      remove: about(z.array(removal).min(1), 'Entries of the calendar that are not to be').optional(),
    }),
    'Dated events that come or go',
  ).optional(),
  scripts: about(
    z.record(nameKey, z.array(scriptLine).min(1)),
    'Moves of seats, by seat; in other turns their bots play',
  ).optional(),
});
type ArmShape = z.infer<typeof armShape>;
export type ArmParameterShape = z.infer<typeof armParameter>;

export interface ArmParameter {
  readonly name: string;
  readonly input: ArmParameterShape;
  readonly at: Located;
}

/** Something an arm says, and where. */
export interface Said<T> {
  readonly input: T;
  readonly at: Located;
}

export interface Script {
  /** The seat. */
  readonly name: string;
  readonly at: Located;
  readonly lines: readonly Said<{
    readonly at: Moment;
    readonly move?: string;
    readonly hold?: true | 'open' | 'covert';
  }>[];
}

export interface StudyArm {
  readonly name: string;
  readonly label?: Text;
  readonly parameters: readonly ArmParameter[];
  readonly put?: readonly Said<z.infer<typeof put>>[];
  readonly hold?: readonly Said<z.infer<typeof hold>>[];
  readonly added?: readonly Said<z.infer<typeof calendarEntry>>[];
  readonly removed?: readonly Said<z.infer<typeof removal>>[];
  readonly scripts?: readonly Script[];
}

/** `root` is where the arm stands. */
export function armOf(name: string, body: ArmShape | null, root: Located): StudyArm {
  const said = <T>(list: readonly T[] | undefined, ...path: string[]): readonly Said<T>[] | undefined =>
    list?.map((input, i) => ({ input, at: place(root, ...path, i) }));
  const put = said(body?.put, 'put');
  const hold = said(body?.hold, 'hold');
  const added = said(body?.events?.add, 'events', 'add');
  const removed = said(body?.events?.remove, 'events', 'remove');
  return {
    name,
    ...labelOf(body?.label),
    parameters: Object.entries(body?.parameters ?? {}).map(([parameter, value]) => ({
      name: parameter,
      input: value,
      at: place(root, 'parameters', parameter),
    })),
    ...(put && { put }),
    ...(hold && { hold }),
    ...(added && { added }),
    ...(removed && { removed }),
    ...(body?.scripts && {
      scripts: Object.entries(body.scripts).map(([seat, lines]): Script => ({
        name: seat,
        at: place(root, 'scripts', seat),
        lines: lines.map((input, i) => ({ input, at: place(root, 'scripts', seat, i) })),
      })),
    }),
  };
}
