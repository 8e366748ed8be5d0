/**
 * A scenario with what people put into a trial, as an Ir: a live exercise is a trial like any other, and every
 * executor runs it to the same bits. docs/decisions/0028.
 */
import { canonical } from '../language/hash.ts';
import { isOwnEvent } from '../language/events.ts';
import { attemptEffects, withAttempts } from './intervened-attempts.ts';
import { withOutsideChoices } from './intervened-seats.ts';
import { putEvent, withStatesPut } from './intervened-states.ts';
import { interventionProblem } from './intervention-problem.ts';
import { ofKind, type Intervention } from './interventions.ts';
import { sha256Hex } from './digest.ts';
import type { Ir } from './ir.ts';
import type { SavedFrame } from './saved-frame.ts';

/**
 * The scenario with interventions; itself where there are none. Slots of all it had stay what they were.
 * @throws InvariantError where they are none of this scenario; what comes from people is asked `interventionProblem`
 */
export function intervened(ir: Ir, list: readonly Intervention[]): Ir {
  const problem = interventionProblem(ir, list);
  if (problem !== undefined) throw new Error(`InvariantError: ${problem}`);
  if (list.length === 0) return ir;
  const puts = ofKind(list, 'put');
  const attempts = ofKind(list, 'attempt');
  const played = withOutsideChoices(ir, ofKind(list, 'choice'), ofKind(list, 'consent'));
  const states = [
    ...puts.map(({ driver, state }) => `${driver}.${state}`),
    ...attemptEffects(attempts).flatMap((effect) => ('put' in effect ? [effect.put] : [])),
  ];
  const open = withStatesPut(played, states);
  return {
    ...withAttempts(withDated(open, list), attempts),
    plain: ir.hash,
    hash: sha256Hex(`${ir.hash} ${canonical(list as unknown as Parameters<typeof canonical>[0])}`),
  };
}

/** In each step: what arms force, what is put, the scenario's events, those that are added. */
function withDated(ir: Ir, list: readonly Intervention[]): Ir {
  type Entry = Ir['calendar'][number];
  const { dates, perStep } = ir.clock;
  const entry = (step: number, event: string, data: readonly number[]): Entry => ({
    step,
    event: ir.events.indexOf(event),
    data,
    at: dates?.[step - 1] ?? (step - 1) * perStep,
  });
  const puts = ofKind(list, 'put').map(({ step, driver, state }) =>
    entry(step, putEvent(`${driver}.${state}`), []),
  );
  const events = ofKind(list, 'event').map(({ step, event, data = {} }) =>
    entry(
      step,
      event,
      fieldsOf(ir, event).map((field) => data[field] ?? 0),
    ),
  );
  if (puts.length + events.length === 0) return ir;
  const isForced = ({ event }: Entry): boolean => isOwnEvent(ir.events[event] ?? '');
  const forced = ir.calendar.filter(isForced);
  const dated = ir.calendar.filter((item) => !isForced(item));
  const calendar = [...forced, ...puts, ...dated, ...events].sort((a, b) => a.step - b.step);
  return { ...ir, calendar };
}

/** What an event carries, in the order of its data. */
export const fieldsOf = ({ events, eventFields }: Ir, event: string): readonly string[] =>
  eventFields[events.indexOf(event)] ?? [];

/**
 * A frame of the plain scenario as one of the intervened: where it goes on from.
 * @throws InvariantError where the frame or the two scenarios do not belong together
 */
export function frameInto(ir: Ir, other: Ir, frame: SavedFrame): SavedFrame {
  requireKin(ir, other, frame, ir);
  if (other === ir) return frame;
  const added = other.variables.slice(ir.variables.length).map(() => 0);
  return { ...frame, scenario: other.hash, variables: [...frame.variables, ...added] };
}

/**
 * A frame of the intervened scenario as one of the plain: what is of interventions alone is left out.
 * @throws InvariantError as `frameInto`
 */
export function frameOutOf(ir: Ir, other: Ir, frame: SavedFrame): SavedFrame {
  requireKin(ir, other, frame, other);
  if (other === ir) return frame;
  return { ...frame, scenario: ir.hash, variables: frame.variables.slice(0, ir.variables.length) };
}

function requireKin(ir: Ir, other: Ir, frame: SavedFrame, owner: Ir): void {
  if ((other.plain ?? other.hash) !== ir.hash)
    throw new Error('InvariantError: these are interventions in another scenario');
  if (frame.scenario !== owner.hash)
    throw new Error('InvariantError: the frame belongs to another scenario, or to other interventions');
}
