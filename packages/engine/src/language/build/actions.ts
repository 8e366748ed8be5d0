/** Actions, delays and transitions: what drivers are made of. */
import type { Span } from '../../diagnostics/diagnostic.ts';
import { child, nameSpan, place, type Located } from '../located.ts';
import type { Action, Clock, Transition } from '../model.ts';
import { MOMENT } from '../reading.ts';
import { labelOf, type Owner, type Reader } from '../reader.ts';
import type { Declared } from './declared.ts';
import { readDuration } from './duration.ts';

export interface ActionInput {
  readonly set?: string;
  readonly to?: string | number | boolean;
  readonly raise?: string;
  readonly send?: string;
  readonly delay?: string | undefined;
}

export interface TransitionInput {
  readonly to?: string | undefined;
  readonly when?: string | number | boolean | undefined;
  readonly actions?: readonly ActionInput[] | undefined;
  readonly label?: string | Record<string, string> | undefined;
  readonly evidence?: string[] | undefined;
  readonly basis?: 'data' | 'literature' | 'judgement' | 'assumption' | undefined;
  readonly why?: string | undefined;
}

/** The driver that is being read. */
export interface DriverContext {
  readonly name: string;
  readonly reader: Reader;
  readonly declared: Declared;
  readonly clock: Clock | undefined;
}

export function readActions(
  list: readonly ActionInput[] | undefined,
  at: Located | undefined,
  owner: Owner,
  context: DriverContext,
): readonly Action[] {
  if (!list || !at) return [];
  return list.flatMap((input, i) => readAction(input, place(at, i), owner, context) ?? []);
}

function readAction(
  input: ActionInput,
  at: Located,
  owner: Owner,
  context: DriverContext,
): Action | undefined {
  const { reader } = context;
  const { span } = at;
  if (input.raise !== undefined) return { do: 'raise', event: input.raise, span };
  if (input.send !== undefined) {
    const { delay } = input;
    const read =
      delay === undefined
        ? undefined
        : readDuration(delay, place(at, 'delay').span, reader, context.clock, owner, 'send');
    return { do: 'send', event: input.send, ...(read && { delay: read }), span };
  }
  const variable = input.set ?? '';
  const type = checkVariable(variable, place(at, 'set').span, context);
  const unit = context.declared.unit(variable);
  const to = reader.expr(place(at, 'to'), MOMENT, owner, {
    want: type === 'boolean' ? 'condition' : 'number',
    demand: unit && { is: 'unit', unit, what: `\`${variable}\`` },
    key: `set.${variable}`,
  });
  return { do: 'set', variable, to, span };
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
  to: string | undefined,
  at: Located | undefined,
  { name, reader }: DriverContext,
): void {
  const states = reader.scope.states.get(name);
  if (to === undefined || !at || !states || states.has(to) || reader.scope.dropped.has(to)) return;
  reader.report.add('unknown-state', `\`${name}\` has no state \`${to}\``, at.span, {
    help: reader.report.suggest(to, () => states),
  });
}

/** What all transitions have; `owner` is the transition's own. */
export function readTransition(
  input: TransitionInput,
  at: Located,
  owner: Owner,
  context: DriverContext,
): Transition {
  readTarget(input.to, child(at, 'to'), context);
  const when = child(at, 'when');
  return {
    span: nameSpan(at),
    provenance: owner.provenance,
    ...labelOf(input.label),
    ...(input.to !== undefined && { to: input.to }),
    ...(when && { when: context.reader.expr(when, MOMENT, owner, { want: 'condition', key: 'when' }) }),
    actions: readActions(input.actions, child(at, 'actions'), owner, context),
  };
}
