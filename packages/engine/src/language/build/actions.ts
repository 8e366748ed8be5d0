/** Actions, delays and transitions: what drivers are made of. */
import type { Span } from '../../diagnostics/diagnostic.ts';
import { child, nameSpan, place, type Located } from '../located.ts';
import { isDone } from '../events.ts';
import type { Action, Clock, EventData, Transition } from '../model.ts';
import { MOMENT, type Reading } from '../reading.ts';
import { labelOf, newsOf, type Owner, type Reader } from '../reader.ts';
import type { ActionShape } from '../shape-charts.ts';
import type { Declared } from './declared.ts';
import { readDuration } from './duration.ts';

export interface TransitionInput {
  readonly to?: string | string[] | undefined;
  readonly internal?: true | undefined;
  readonly when?: string | number | boolean | undefined;
  readonly actions?: readonly ActionShape[] | undefined;
  readonly label?: string | Record<string, string> | undefined;
  readonly news?: string | Record<string, string> | undefined;
  readonly evidence?: string[] | undefined;
  readonly basis?: 'data' | 'literature' | 'judgement' | 'assumption' | undefined;
  readonly why?: string | undefined;
  readonly hindsight?: string | undefined;
}

/** The driver that is being read. */
export interface DriverContext {
  readonly name: string;
  readonly reader: Reader;
  readonly declared: Declared;
  readonly clock: Clock | undefined;
}

export function readActions(
  list: readonly ActionShape[] | undefined,
  at: Located | undefined,
  owner: Owner,
  context: DriverContext,
  reading: Reading = MOMENT,
): readonly Action[] {
  if (!list || !at) return [];
  return list.map((input, i) => readAction(input, place(at, i), owner, context, reading));
}

function readAction(
  input: ActionShape,
  at: Located,
  owner: Owner,
  context: DriverContext,
  reading: Reading,
): Action {
  const { reader } = context;
  const { span } = at;
  if (input.if !== undefined) {
    return {
      do: 'if',
      test: reader.expr(place(at, 'if'), reading, owner, { want: 'condition', key: 'if' }),
      then: readActions(input.then, child(at, 'then'), owner, context, reading),
      otherwise: readActions(input.else, child(at, 'else'), owner, context, reading),
      span,
    };
  }
  if (input.cancel !== undefined) return { do: 'cancel', id: input.cancel, span: place(at, 'cancel').span };
  const event = input.raise ?? input.send;
  if (event !== undefined) {
    const given = place(at, input.raise === undefined ? 'send' : 'raise');
    checkSendable(event, given.span, reader);
    const data = readData(input.with, child(at, 'with'), owner, context, reading);
    if (input.raise !== undefined) return { do: 'raise', event, data, span };
    const { delay } = input;
    const read =
      delay === undefined
        ? undefined
        : readDuration(delay, place(at, 'delay').span, reader, context.clock, owner, 'send');
    return { do: 'send', event, data, ...(read && { delay: read }), id: input.id ?? event, span };
  }
  const variable = input.set ?? '';
  const type = checkVariable(variable, place(at, 'set').span, context);
  const unit = context.declared.unit(variable);
  const to = reader.expr(place(at, 'to'), reading, owner, {
    want: type === 'boolean' ? 'condition' : 'number',
    demand: unit && { is: 'unit', unit, what: `\`${variable}\`` },
    key: `set.${variable}`,
  });
  return { do: 'set', variable, to, span };
}

/** What an event carries, in the order of the names. */
export function readData(
  input: ActionShape['with'],
  at: Located | undefined,
  owner: Owner,
  { reader }: Pick<DriverContext, 'reader'>,
  reading: Reading,
): EventData {
  if (!input || !at) return [];
  return Object.keys(input)
    .sort()
    .map((field) => ({
      field,
      value: reader.expr(place(at, field), reading, owner, { want: 'any', key: `with.${field}` }),
    }));
}

/** `done` events tell what the engine saw, and moves are made by seats; nobody else sends them. */
export function checkSendable(event: string, span: Span, { report, scope }: Reader): void {
  if (scope.seatEvents.has(event)) {
    report.add('event-reserved', `\`${event}\` is a move of a seat, and only the seat makes it`, span, {
      help: 'choose another name, or let the driver handle the move itself',
    });
    return;
  }
  if (!isDone(event)) return;
  report.add('event-reserved', `\`${event}\` is raised by the engine alone`, span, {
    help: 'choose a name that does not begin with `done`',
  });
}

/** The variable must be this driver's own; gives its type. */
function checkVariable(
  name: string,
  span: Span,
  { name: driver, reader }: DriverContext,
): string | undefined {
  const named = reader.scope.names.get(name);
  if (named?.kind === 'variable' && named.driver === driver) return named.type;
  if (named?.kind === 'variable') {
    reader.report.add(
      'set-foreign',
      `\`${name}\` belongs to the driver \`${named.driver ?? ''}\` and is set there only`,
      span,
      {
        help: `raise an event that \`${named.driver ?? ''}\` handles`,
      },
    );
  } else if (!reader.scope.dropped.has(name)) {
    const own = (): string[] =>
      [...reader.scope.names].filter(([, other]) => other.driver === driver).map(([known]) => known);
    reader.report.add('unknown-name', `\`${driver}\` has no variable \`${name}\``, span, {
      help: reader.report.suggest(name, own),
    });
  }
  return undefined;
}

export function readTarget(
  to: string | readonly string[] | undefined,
  at: Located | undefined,
  { name, reader }: DriverContext,
): void {
  const targets = reader.scope.targets.get(name);
  if (to === undefined || !at || !targets) return;
  for (const [i, target] of (typeof to === 'string' ? [to] : to).entries()) {
    if (targets.has(target) || reader.scope.dropped.has(target)) continue;
    // Where it should lead is not known, so neither is what can be reached.
    reader.incomplete = true;
    reader.report.add('unknown-state', `\`${name}\` has no state \`${target}\``, (at.items?.[i] ?? at).span, {
      help: reader.report.suggest(target, () => targets),
    });
  }
}

export const targetList = (to: string | readonly string[]): readonly string[] =>
  typeof to === 'string' ? [to] : [...new Set(to)];

/** What all transitions have; `owner` is the transition's own. */
export function readTransition(
  input: TransitionInput,
  at: Located,
  owner: Owner,
  context: DriverContext,
  reading: Reading = MOMENT,
): Transition {
  readTarget(input.to, child(at, 'to'), context);
  const when = child(at, 'when');
  return {
    span: nameSpan(at),
    provenance: owner.provenance,
    ...labelOf(input.label),
    ...newsOf(input.news),
    ...(input.to !== undefined && { to: targetList(input.to) }),
    ...(input.internal && { internal: true }),
    ...(when && { when: context.reader.expr(when, reading, owner, { want: 'condition', key: 'when' }) }),
    actions: readActions(input.actions, child(at, 'actions'), owner, context, reading),
  };
}
