/** Transitions of states and drivers by what causes them: `always`, `after` a delay, `on` an event. */
import { child, nameSpan, place, type Located } from '../located.ts';
import type { AfterTransition, EventTransition, Handler, Transition } from '../model.ts';
import { HANDLED } from '../reading.ts';
import type { Owner } from '../reader.ts';
import type { StateShape } from '../shape-charts.ts';
import { readTarget, readTransition, targetList, type DriverContext } from './actions.ts';
import { readDuration } from './duration.ts';

export function readAlways(
  input: StateShape['always'],
  at: Located | undefined,
  around: Owner,
  context: DriverContext,
): readonly Transition[] {
  if (!input || !at) return [];
  const list = Array.isArray(input) ? input : [input];
  return list.map((transition, i) => {
    const item = at.items ? place(at, i) : at;
    return readTransition(
      transition,
      item,
      context.reader.owner(around, `always[${i}]`, transition, item),
      context,
    );
  });
}

export function readAfter(
  input: StateShape['after'],
  at: Located | undefined,
  around: Owner,
  context: DriverContext,
): readonly AfterTransition[] {
  if (!input || !at) return [];
  const { reader, clock } = context;
  const owner = { ...around, path: `${around.path}.after` };
  if (!Array.isArray(input)) {
    return Object.entries(input).flatMap(([text, to]) => {
      const entry = place(at, text);
      readTarget(to, entry, context);
      const delay = readDuration(text, nameSpan(entry), reader, clock, owner, 'delay');
      const span = nameSpan(entry);
      return delay ? [{ span, provenance: around.provenance, to: targetList(to), actions: [], delay }] : [];
    });
  }
  return input.flatMap((transition, i) => {
    const item = place(at, i);
    const own = reader.owner(owner, `[${i}]`, transition, item);
    const delay = readDuration(transition.delay, place(item, 'delay').span, reader, clock, own, 'delay');
    const read = readTransition(transition, item, own, context);
    return delay ? [{ ...read, delay }] : [];
  });
}

export function readHandlers(
  input: StateShape['on'],
  at: Located | undefined,
  around: Owner,
  context: DriverContext,
): readonly Handler[] {
  if (!input || !at) return [];
  return Object.entries(input).map(([event, body]): Handler => {
    const entry = place(at, event);
    const descriptor = event;
    const full = 'of' in body ? body : undefined;
    const list = full
      ? full.of
      : Array.isArray(body)
        ? body
        : [body as Exclude<typeof body, readonly unknown[] | { of: unknown }>];
    const items = full ? place(entry, 'of') : entry;
    return {
      descriptor,
      span: nameSpan(entry),
      ...(full && { luck: full.luck }),
      transitions: list.map((transition, i): EventTransition => {
        const item = items.items ? place(items, i) : items;
        const owner = context.reader.owner(around, `on.${event}[${i}]`, transition, item);
        const probability = child(item, 'probability');
        return {
          ...readTransition(transition, item, owner, context, HANDLED),
          ...(probability && {
            probability: context.reader.expr(probability, HANDLED, owner, {
              demand: { is: 'probability' },
              key: 'probability',
            }),
          }),
        };
      }),
    };
  });
}
