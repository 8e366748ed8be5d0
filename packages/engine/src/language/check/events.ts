/** Events that nobody causes, or that nobody handles. */
import type { Span } from '../../diagnostics/diagnostic.ts';
import { place, child, type Located } from '../located.ts';
import type { Model } from '../model.ts';
import type { Reader } from '../reader.ts';
import { actionsOf } from './sites.ts';

export function checkEvents(model: Model, root: Located, reader: Reader): void {
  const caused = new Map<string, Span>();
  for (const driver of model.drivers) {
    for (const action of actionsOf(driver)) {
      if (action.do !== 'set' && !caused.has(action.event)) caused.set(action.event, action.span);
    }
  }
  for (const entry of model.calendar) if (!caused.has(entry.event)) caused.set(entry.event, entry.span);
  const handled = handlersIn(model, root);
  for (const [event, span] of handled) {
    if (caused.has(event)) continue;
    reader.report.add('event-uncaused', `nothing raises, sends or dates the event \`${event}\``, span, {
      help: reader.report.suggest(event, () => caused.keys()),
    });
  }
  for (const [event, span] of caused) {
    if (handled.has(event)) continue;
    reader.report.add('event-unhandled', `no driver handles the event \`${event}\``, span, {
      help: reader.report.suggest(event, () => handled.keys()),
    });
  }
}

/** Events that are handled, with the key under `on` where that is first said. */
function handlersIn(model: Model, root: Located): ReadonlyMap<string, Span> {
  const found = new Map<string, Span>();
  for (const driver of model.drivers) {
    const at = place(root, 'drivers', driver.name);
    for (const { on, where } of [
      ...driver.states.map((state) => ({ on: state.on, where: place(at, 'states', state.name) })),
      { on: driver.on, where: at },
    ]) {
      for (const { event } of on) {
        const key = child(where, 'on')?.entries?.get(event)?.key;
        if (key && !found.has(event)) found.set(event, key);
      }
    }
  }
  return found;
}
