/** Events that nobody causes, or nobody handles or counts, what they carry, and what `cancel` names. */
import type { Span } from '../../diagnostics/diagnostic.ts';
import { doneEvents, fateEvents, isDone, matches, moveEvents } from '../events.ts';
import { walk } from '../expression/walk.ts';
import type { Action, Model } from '../model.ts';
import type { Reader } from '../reader.ts';
import { actionsOf, exprsOf, transitionsOf } from './sites.ts';

/** One place that causes an event, and the names of what it gives along. */
interface Cause {
  readonly event: string;
  readonly span: Span;
  readonly fields: readonly string[];
}

/** `ready`: descriptors that the files list under `hears`, which nobody need cause. */
export function checkEvents(model: Model, ready: readonly string[], reader: Reader): void {
  const causes = [...causesIn(model), ...reader.neverHappens];
  const caused = new Map<string, Cause>();
  for (const cause of causes) if (!caused.has(cause.event)) caused.set(cause.event, cause);
  const handled = new Map(countedIn(reader));
  for (const { on } of model.drivers.flatMap((driver) => [...driver.states, driver])) {
    for (const { descriptor, span } of on) if (!handled.has(descriptor)) handled.set(descriptor, span);
  }
  const done = [...doneEvents(model), ...fateEvents(model)];
  const moved = movesIn(model);
  for (const [descriptor, span] of handled) {
    if ([...caused.keys(), ...done].some((event) => matches(descriptor, event))) continue;
    if (ready.some((heard) => heard === descriptor || matches(heard, descriptor))) continue;
    const what = isDone(descriptor)
      ? `\`${descriptor}\` never happens: it is \`done.driver\` or \`done.driver.state\` of what can be done`
      : `nothing raises, sends or dates the event \`${descriptor}\``;
    reader.report.add('event-uncaused', what, span, {
      help: reader.report.suggest(descriptor, () => [...caused.keys(), ...done]),
    });
  }
  for (const { event, span } of caused.values()) {
    if (moved.has(event)) continue;
    if ([...handled.keys()].some((descriptor) => matches(descriptor, event))) continue;
    reader.report.add('event-unhandled', `no driver handles the event \`${event}\``, span, {
      help: reader.report.suggest(event, () => handled.keys()),
    });
  }
  checkMoves(model, [...handled.keys()], reader);
  checkFields(causes, caused, reader);
  checkFieldReads(model, caused, reader);
  checkCancels(model, reader);
}

/** Events that an expression counts, with the first place. */
function countedIn(reader: Reader): ReadonlyMap<string, Span> {
  const found = new Map<string, Span>();
  for (const { expr } of reader.sites) {
    for (const part of walk(expr)) {
      if (part.op === 'happened' && !found.has(part.event)) found.set(part.event, part.span);
    }
  }
  return found;
}

function causesIn(model: Model): readonly Cause[] {
  const sent = model.drivers.flatMap((driver) => actionsOf(driver)).flatMap(causeOf);
  const dated = model.calendar.map(({ event, span, data }) => ({ event, span, fields: Object.keys(data) }));
  const moves = model.seats.flatMap(({ name, moves }) =>
    moves.flatMap((move) =>
      moveEvents(name, move).map((event) => ({
        event,
        span: move.span,
        fields: move.data.map(({ field }) => field),
      })),
    ),
  );
  return [...sent, ...dated, ...moves];
}

const movesIn = (model: Model): ReadonlySet<string> =>
  new Set(model.seats.flatMap(({ name, moves }) => moves.flatMap((move) => moveEvents(name, move))));

/** A move of which nothing takes anything: neither its own event nor that of an outcome. */
function checkMoves(model: Model, handled: readonly string[], { report }: Reader): void {
  for (const { name, moves } of model.seats) {
    for (const move of moves) {
      const events = moveEvents(name, move);
      if (events.some((event) => handled.some((descriptor) => matches(descriptor, event)))) continue;
      report.add('event-unhandled', `no driver takes the move \`${name}.${move.name}\``, move.span, {
        help:
          report.suggest(`${name}.${move.name}`, () => handled) ??
          `handle it in a driver: \`on: { ${name}.${move.name}: … }\``,
      });
    }
  }
}

function causeOf(action: Action): readonly Cause[] {
  if (action.do !== 'raise' && action.do !== 'send') return [];
  return [{ event: action.event, span: action.span, fields: action.data.map(({ field }) => field) }];
}

/** All that cause an event give the same along. */
function checkFields(causes: readonly Cause[], first: ReadonlyMap<string, Cause>, reader: Reader): void {
  const listed = (cause: Cause): string => [...cause.fields].sort().join(', ');
  for (const cause of causes) {
    const other = first.get(cause.event);
    if (!other || listed(cause) === listed(other)) continue;
    const gives = (c: Cause): string => (c.fields.length > 0 ? `\`${listed(c)}\`` : 'nothing');
    reader.report.add(
      'event-data',
      `\`${cause.event}\` carries ${gives(cause)} here and ${gives(other)} elsewhere`,
      cause.span,
      {
        notes: [{ message: 'first here', span: other.span }],
        help: 'whatever causes an event gives the same names in `with`',
      },
    );
  }
}

/** What a handler reads is carried by every event it may be given. */
function checkFieldReads(model: Model, caused: ReadonlyMap<string, Cause>, reader: Reader): void {
  for (const { descriptor, transition, weight } of model.drivers.flatMap(transitionsOf)) {
    if (descriptor === undefined) continue;
    const { when, actions } = transition;
    const exprs = [...(when ? [when] : []), ...(weight ? [weight] : []), ...exprsOf(actions)];
    const given = [...caused.values()].filter(({ event }) => matches(descriptor, event));
    for (const part of exprs.flatMap((expr) => [...walk(expr)])) {
      if (part.op !== 'event') continue;
      const lacking = given.find(({ fields }) => !fields.includes(part.field));
      const done = isDone(descriptor) || descriptor === '*';
      if (!lacking && !done && given.length > 0) continue;
      const who = lacking
        ? `the event \`${lacking.event}\``
        : done
          ? 'what the engine raises'
          : `\`${descriptor}\`, which nobody sends,`;
      reader.report.add('event-data', `${who} carries no \`${part.field}\``, part.span, {
        help: lacking && reader.report.suggest(part.field, () => lacking.fields),
      });
    }
  }
}

function checkCancels(model: Model, reader: Reader): void {
  const actions = model.drivers.flatMap((driver) => actionsOf(driver));
  const ids = new Set(actions.flatMap((a) => (a.do === 'send' && a.delay ? [a.id] : [])));
  for (const action of actions) {
    if (action.do !== 'cancel' || ids.has(action.id)) continue;
    reader.report.add('cancel-unknown', `nothing is sent later under the id \`${action.id}\``, action.span, {
      help: reader.report.suggest(action.id, () => ids) ?? 'give a `send` with a `delay` this `id`',
    });
  }
}
