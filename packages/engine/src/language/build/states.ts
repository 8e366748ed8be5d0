/** States of drivers, at whatever depth, and what each leads to by default. */
import { child, nameSpan, place, type Located } from '../located.ts';
import type { State } from '../model.ts';
import { labelOf, newsOf, type Owner } from '../reader.ts';
import type { StateShape } from '../shape-charts.ts';
import { readActions, readTarget, targetList, type DriverContext } from './actions.ts';
import { readChance } from './chance.ts';
import { checkKeys, childrenOf, kindOf } from './state-kinds.ts';
import { readAfter, readAlways, readHandlers } from './transitions.ts';

/** The state around the one that is being read. */
interface Parent {
  readonly name: string;
  readonly input: StateShape;
}

/** The states of a driver or inside a state, each followed by those inside it. */
export function readStates(
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
