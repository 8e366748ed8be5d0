/** Drivers: states, handlers, variables and how they begin. */
import { child, nameSpan, place, type Located } from '../located.ts';
import type {
  AfterTransition,
  Driver,
  EventTransition,
  Handler,
  State,
  Transition,
  Variable,
} from '../model.ts';
import { INITIAL, MOMENT, START } from '../reading.ts';
import { labelOf, NOBODY, type Owner } from '../reader.ts';
import type { ScenarioShape } from '../shape.ts';
import { unitText } from '../unit.ts';
import { constantOf } from '../expression/constant.ts';
import { readActions, readTarget, readTransition, type DriverContext } from './actions.ts';
import { readChance } from './chance.ts';
import { readDuration } from './duration.ts';
import { checkRange } from './indicators.ts';

type DriverInput = NonNullable<ScenarioShape['drivers']>[string];
type StateInput = NonNullable<DriverInput['states'][string]>;
type VariableInput = NonNullable<DriverInput['variables']>[string];

export function readDriver(input: DriverInput, at: Located, context: DriverContext): Driver {
  const { reader, name } = context;
  const owner = reader.owner(NOBODY, `drivers.${name}`, input, at);
  const states = place(at, 'states');
  const variables = child(at, 'variables');
  return {
    name,
    span: nameSpan(at),
    provenance: owner.provenance,
    ...labelOf(input.label),
    ...(input.luck !== undefined && { luck: input.luck }),
    initial: readInitial(input, place(at, 'initial'), owner, context),
    variables: Object.entries(input.variables ?? {}).flatMap(([variable, body]) =>
      variables ? [readVariable(variable, body, place(variables, variable), owner, context)] : [],
    ),
    states: Object.entries(input.states).map(([state, body]) =>
      readState(state, body ?? {}, place(states, state), owner, context),
    ),
    on: readHandlers(input.on, child(at, 'on'), owner, context),
  };
}

function readInitial(
  input: DriverInput,
  at: Located,
  owner: Owner,
  context: DriverContext,
): Driver['initial'] {
  if (typeof input.initial === 'string') {
    readTarget(input.initial, at, context);
    return [{ state: input.initial, probability: { op: 'number', value: 1, span: at.span } }];
  }
  return Object.keys(input.initial).map((state) => {
    const entry = place(at, state);
    readTarget(state, { ...entry, span: nameSpan(entry) }, context);
    const probability = context.reader.expr(entry, INITIAL, owner, {
      demand: { is: 'probability' },
      key: 'initial',
    });
    return { state, probability };
  });
}

function readVariable(
  name: string,
  input: VariableInput,
  at: Located,
  around: Owner,
  context: DriverContext,
): Variable {
  const { reader, declared } = context;
  const owner = reader.owner(around, `variables.${name}`, input, at);
  const unit = declared.unit(name);
  const start = reader.expr(place(at, 'start'), START, owner, {
    want: input.type === 'boolean' ? 'condition' : 'number',
    demand: unit && { is: 'unit', unit, what: `\`${name}\`` },
    key: 'start',
  });
  checkVariable(name, input, at, start && !reader.isBroken(start) ? constantOf(start) : undefined, context);
  return {
    name,
    driver: context.name,
    span: nameSpan(at),
    provenance: owner.provenance,
    ...labelOf(input.label),
    type: input.type,
    start,
    range: input.type === 'boolean' ? [0, 1] : (input.range ?? [0, 0]),
    ...(unit && { unit: unitText(unit) }),
  };
}

function checkVariable(
  name: string,
  input: VariableInput,
  at: Located,
  start: number | undefined,
  { reader }: DriverContext,
): void {
  const { range, type } = input;
  if (type === 'boolean') return;
  if (!range) {
    reader.report.add('variable-range', `\`${name}\` needs a range`, nameSpan(at), {
      help: 'add `range: [low, high]`; a value outside fails the trial',
    });
    return;
  }
  const [low, high] = range;
  checkRange(low, high, place(at, 'range'), reader);
  if (type === 'integer' && !(Number.isSafeInteger(low) && Number.isSafeInteger(high))) {
    reader.report.add('variable-range', 'the range of an integer is whole', place(at, 'range').span);
  }
  if (start === undefined || low > high) return;
  const span = place(at, 'start').span;
  if (start < low || start > high)
    reader.report.add('variable-start', `\`${name}\` starts at ${start}, outside its range`, span);
  else if (type === 'integer' && !Number.isInteger(start)) {
    reader.report.add('variable-start', `\`${name}\` is an integer but starts at ${start}`, span);
  }
}

function readState(
  name: string,
  input: StateInput,
  at: Located,
  around: Owner,
  context: DriverContext,
): State {
  const { reader } = context;
  const owner = reader.owner(around, name, input, at);
  if (input.final) {
    for (const key of ['chance', 'on', 'always', 'after'] as const) {
      const found = child(at, key);
      if (found)
        reader.report.add('final-transitions', `\`${name}\` is final and has no \`${key}\``, nameSpan(found));
    }
  }
  const chance = child(at, 'chance');
  return {
    name,
    span: nameSpan(at),
    provenance: owner.provenance,
    ...labelOf(input.label),
    final: input.final ?? false,
    entry: readActions(input.entry, child(at, 'entry'), owner, context),
    exit: readActions(input.exit, child(at, 'exit'), owner, context),
    always: readAlways(input.always, child(at, 'always'), owner, context),
    after: readAfter(input.after, child(at, 'after'), owner, context),
    on: readHandlers(input.on, child(at, 'on'), owner, context),
    ...(input.chance && chance && { chance: readChance(input.chance, chance, owner, context) }),
  };
}

function readAlways(
  input: StateInput['always'],
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

function readAfter(
  input: StateInput['after'],
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
      return delay ? [{ span: nameSpan(entry), provenance: around.provenance, to, actions: [], delay }] : [];
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

function readHandlers(
  input: DriverInput['on'],
  at: Located | undefined,
  around: Owner,
  context: DriverContext,
): readonly Handler[] {
  if (!input || !at) return [];
  return Object.entries(input).map(([event, body]): Handler => {
    const entry = place(at, event);
    const full = 'of' in body ? body : undefined;
    const list = full
      ? full.of
      : Array.isArray(body)
        ? body
        : [body as Exclude<typeof body, readonly unknown[] | { of: unknown }>];
    const items = full ? place(entry, 'of') : entry;
    return {
      event,
      ...(full && { luck: full.luck }),
      transitions: list.map((transition, i): EventTransition => {
        const item = items.items ? place(items, i) : items;
        const owner = context.reader.owner(around, `on.${event}[${i}]`, transition, item);
        const probability = child(item, 'probability');
        return {
          ...readTransition(transition, item, owner, context),
          ...(probability && {
            probability: context.reader.expr(probability, MOMENT, owner, {
              demand: { is: 'probability' },
              key: 'probability',
            }),
          }),
        };
      }),
    };
  });
}
