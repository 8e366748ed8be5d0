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
import { HANDLED, INITIAL, START } from '../reading.ts';
import { labelOf, newsOf, NOBODY, type Owner } from '../reader.ts';
import type { ScenarioShape, StateShape } from '../shape.ts';
import { unitText } from '../unit.ts';
import { constantOf } from '../expression/constant.ts';
import { readActions, readTarget, readTransition, targetList, type DriverContext } from './actions.ts';
import { readChance } from './chance.ts';
import { readDuration } from './duration.ts';
import { checkRange } from './indicators.ts';

type DriverInput = NonNullable<ScenarioShape['drivers']>[string];
type VariableInput = NonNullable<DriverInput['variables']>[string];

export function readDriver(input: DriverInput, at: Located, context: DriverContext): Driver {
  const { reader, name } = context;
  const owner = reader.owner(NOBODY, `drivers.${name}`, input, at);
  const states = place(at, 'states');
  const variables = child(at, 'variables');
  reader.noteBegun(name, place(at, 'initial'));
  return {
    name,
    span: nameSpan(at),
    provenance: owner.provenance,
    ...labelOf(input.label),
    ...(input.luck !== undefined && { luck: input.luck }),
    ...reader.startProvenance(place(at, 'initial')),
    initial: readInitial(input, place(at, 'initial'), owner, context),
    variables: Object.entries(input.variables ?? {}).flatMap(([variable, body]) =>
      variables ? [readVariable(variable, body, place(variables, variable), owner, context)] : [],
    ),
    states: readStates(input.states, states, undefined, owner, context),
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
    ...reader.startProvenance(place(at, 'start')),
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

/** The state around the one that is being read. */
interface Parent {
  readonly name: string;
  readonly input: StateShape;
}

/** The states of a driver or inside a state, each followed by those inside it. */
function readStates(
  list: Readonly<Record<string, StateShape | null>>,
  at: Located,
  parent: Parent | undefined,
  around: Owner,
  context: DriverContext,
): readonly State[] {
  return Object.entries(list).flatMap(([name, body]) => {
    const here = place(at, name);
    const input = body ?? {};
    const owner = context.reader.owner(around, name, input, here);
    const inner = child(here, 'states');
    return [
      readState(name, input, here, parent, owner, context),
      ...(input.states && inner ? readStates(input.states, inner, { name, input }, owner, context) : []),
    ];
  });
}

function readState(
  name: string,
  input: StateShape,
  at: Located,
  parent: Parent | undefined,
  owner: Owner,
  context: DriverContext,
): State {
  const kind = kindOf(input);
  checkKeys(name, kind, input, at, parent?.input, context);
  const chance = child(at, 'chance');
  return {
    name,
    kind,
    ...(parent && { parent: parent.name }),
    span: nameSpan(at),
    provenance: owner.provenance,
    ...labelOf(input.label),
    ...newsOf(input.news),
    ...(kind === 'compound' && { initial: readDefault(name, input, at, owner, context) }),
    ...(input.history && { history: readHistory(name, input, at, parent, context) }),
    entry: readActions(input.entry, child(at, 'entry'), owner, context),
    exit: readActions(input.exit, child(at, 'exit'), owner, context),
    always: readAlways(input.always, child(at, 'always'), owner, context),
    after: readAfter(input.after, child(at, 'after'), owner, context),
    on: readHandlers(input.on, child(at, 'on'), owner, context),
    ...(input.chance && chance && { chance: readChance(input.chance, chance, owner, context) }),
  };
}

function kindOf(input: StateShape): State['kind'] {
  if (input.history) return 'history';
  if (input.final) return 'final';
  if (input.parallel) return 'parallel';
  return childrenOf(input).length > 0 ? 'compound' : 'atomic';
}

/** The states that one can be in inside a state; a history state is none. */
const childrenOf = ({ states }: StateShape): readonly string[] =>
  Object.entries(states ?? {}).flatMap(([name, body]) => (body?.history ? [] : [name]));

/** Keys that do not go with a kind of state, and what each is refused as. */
const REFUSED: Readonly<Record<State['kind'], readonly (keyof StateShape)[]>> = {
  atomic: ['initial', 'states', 'to'],
  compound: ['to'],
  parallel: ['initial', 'to'],
  final: ['chance', 'on', 'always', 'after', 'states', 'initial', 'parallel', 'to'],
  history: ['states', 'initial', 'parallel', 'final', 'entry', 'exit', 'chance', 'on', 'always', 'after'],
};

function checkKeys(
  name: string,
  kind: State['kind'],
  input: StateShape,
  at: Located,
  parent: StateShape | undefined,
  { reader }: DriverContext,
): void {
  const { report } = reader;
  const written = child(at, 'states');
  const onlyHistory = written && Object.keys(input.states ?? {}).length > 0 && childrenOf(input).length === 0;
  if (onlyHistory && (kind === 'atomic' || kind === 'parallel')) {
    report.add('state-form', `\`${name}\` has only history states inside`, nameSpan(written), {
      help: 'put the states beside them that they are to remember',
    });
    return;
  }
  for (const key of REFUSED[kind]) {
    const found = child(at, key);
    if (!found) continue;
    if (kind === 'final') {
      report.add('final-transitions', `\`${name}\` is final and has no \`${key}\``, nameSpan(found));
    } else {
      const what = kind === 'atomic' ? 'has no states inside' : `is a ${kind} state`;
      report.add('state-form', `\`${name}\` ${what} and takes no \`${key}\``, nameSpan(found), {
        help: STATE_FORM_HELP,
      });
    }
  }
  if (kind === 'parallel' && childrenOf(input).length === 0) {
    report.add('state-form', `\`${name}\` is parallel but has no states inside`, nameSpan(at), {
      help: STATE_FORM_HELP,
    });
  }
  if (kind === 'final' && parent?.parallel) {
    report.add(
      'state-form',
      `\`${name}\` is final, so it cannot be a region of a parallel state`,
      nameSpan(at),
      {
        help: 'put it inside a region: a parallel state is done when each of its regions is',
      },
    );
  }
  if (kind === 'history' && !parent) {
    report.add('state-form', `\`${name}\` has nothing to remember: a driver is never left`, nameSpan(at), {
      help: 'a history state stands inside the state whose past it remembers',
    });
  }
}

const STATE_FORM_HELP =
  'a state has `states` (and `initial`), is `parallel: true` with `states`, `final: true`, or `history: shallow | deep` with `to`';

/** The child entered by default: the one that is named, which may be a history state, or the first. */
function readDefault(
  name: string,
  input: StateShape,
  at: Located,
  owner: Owner,
  context: DriverContext,
): NonNullable<State['initial']> {
  const children = childrenOf(input);
  const given = child(at, 'initial');
  if (input.initial === undefined || !given) return { to: children[0] ?? '', actions: [] };
  const full = typeof input.initial === 'string' ? undefined : input.initial;
  const to = full ? full.to : (input.initial as string);
  const { report, scope } = context.reader;
  const choices = Object.keys(input.states ?? {});
  if (!choices.includes(to) && !scope.dropped.has(to)) {
    report.add(
      'unknown-state',
      `\`${name}\` has no state \`${to}\` directly inside it`,
      (full ? place(given, 'to') : given).span,
      { help: report.suggest(to, () => choices) ?? 'say the inner `initial` at each level' },
    );
  }
  return { to, actions: readActions(full?.actions, child(given, 'actions'), owner, context) };
}

/** What a history state leads to while nothing is remembered: what it says, or its parent's default. */
function readHistory(
  name: string,
  input: StateShape,
  at: Located,
  parent: Parent | undefined,
  context: DriverContext,
): NonNullable<State['history']> {
  const deep = input.history === 'deep';
  const { report } = context.reader;
  const given = child(at, 'to');
  if (input.to === undefined || !given) {
    const to = defaultOf(parent?.input ?? {});
    if (!to.includes(name)) return { deep, to };
    report.add('state-form', `\`${name}\` is entered by default and needs a \`to\``, nameSpan(at), {
      help: 'say what is entered while nothing is remembered',
    });
    return { deep, to: [] };
  }
  readTarget(input.to, given, context);
  const to = targetList(input.to);
  // That it remembers nothing is said already.
  if (!parent) return { deep, to };
  // Always further inwards, so that following defaults comes to an end.
  const inside = namesInside(parent.input);
  const known = context.reader.scope.targets.get(context.name);
  for (const [i, target] of to.entries()) {
    const isSibling = parent.input.states?.[target]?.history !== undefined;
    if (!known?.has(target) || (inside.includes(target) && !isSibling)) continue;
    report.add(
      'state-form',
      isSibling
        ? `\`${name}\` cannot lead to \`${target}\`, which remembers the same state`
        : `\`${name}\` leads out of \`${parent.name}\`, which it remembers`,
      (given.items?.[i] ?? given).span,
      { help: `name states inside \`${parent.name}\`` },
    );
  }
  return { deep, to };
}

const namesInside = (state: StateShape | undefined): readonly string[] =>
  Object.entries(state?.states ?? {}).flatMap(([name, body]) => [name, ...namesInside(body ?? undefined)]);

function defaultOf(parent: StateShape): readonly string[] {
  const children = childrenOf(parent);
  if (parent.parallel) return children;
  const { initial } = parent;
  return initial === undefined ? children.slice(0, 1) : [typeof initial === 'string' ? initial : initial.to];
}

function readAlways(
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

function readAfter(
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

function readHandlers(
  input: DriverInput['on'],
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
