/** A driver as tables: its states, its variables, and every way from one state to another. */
import type { ChanceBlock, Driver, Element, Handler, State, Transition } from '../model.ts';
import { actionsText, durationText } from '../print.ts';
import { printExpr } from '../print-expr.ts';
import { provenanceCells, provenanceHeads, type Context } from './context.ts';
import { code, codes, table, type Block, type Row } from './markdown.ts';

export function statesTable(driver: Driver, context: Context): readonly Block[] {
  const { states } = driver;
  const { words, line } = context;
  return table(
    [
      words.state,
      words.kind,
      words.inside,
      words.label,
      words.entry,
      words.exit,
      ...provenanceHeads(context),
    ],
    states.map((state) => [
      code(state.name),
      kindOf(state, context),
      state.parent === undefined ? '' : code(state.parent),
      line(state.label),
      actions(state.entry),
      actions(state.exit),
      ...provenanceCells(
        state.provenance,
        context,
        (states.find(({ name }) => name === state.parent) ?? driver).provenance,
      ),
    ]),
  );
}

export function variablesTable({ variables, provenance }: Driver, context: Context): readonly Block[] {
  const { words, line } = context;
  return table(
    [words.name, words.label, words.type, words.range, words.unit, words.start, ...provenanceHeads(context)],
    variables.map((variable) => [
      code(variable.name),
      line(variable.label),
      variable.type,
      variable.type === 'boolean' ? '' : `[${variable.range[0]}, ${variable.range[1]}]`,
      variable.unit,
      code(printExpr(variable.start)),
      ...provenanceCells(variable.provenance, context, provenance),
    ]),
  );
}

export function transitionsTable(driver: Driver, context: Context): readonly Block[] {
  const { words } = context;
  return table(
    [words.from, words.to, words.when, words.does, words.label, ...provenanceHeads(context)],
    [
      ...driver.states.flatMap((state) => rowsOf(state, context)),
      ...handlerRows(driver.on, words.every, driver, context),
    ],
  );
}

function rowsOf(state: State, context: Context): readonly Row[] {
  const from = code(state.name);
  const begins = state.initial;
  return [
    ...(begins && begins.actions.length > 0
      ? [[from, code(begins.to), context.words.beginsIn, actions(begins.actions)]]
      : []),
    ...(state.chance ? chanceRows(state.chance, from, state, context) : []),
    ...handlerRows(state.on, from, state, context),
    ...state.always.map((transition) => row(from, '`always`', transition, state, context)),
    ...state.after.map((transition) =>
      row(from, code(`after ${durationText(transition.delay)}`), transition, state, context),
    ),
  ];
}

const chanceRows = (chance: ChanceBlock, from: string, state: State, context: Context): readonly Row[] =>
  chance.alternatives.map((alternative) => {
    const { weight } = alternative;
    const how = weight === 'else' ? 'else' : `${chance.kind} ${printExpr(weight)}`;
    return row(from, code(how) + luck(chance.luck), alternative, state, context);
  });

const handlerRows = (
  handlers: readonly Handler[],
  from: string,
  around: Pick<Element, 'provenance'>,
  context: Context,
): readonly Row[] =>
  handlers.flatMap((handler) =>
    handler.transitions.map((transition) => {
      const { probability } = transition;
      const odds = probability ? `, ${code(`probability ${printExpr(probability)}`)}` : '';
      const how = `${context.words.isEvent} ${code(handler.descriptor)}${odds}${luck(handler.luck)}`;
      return row(from, how, transition, around, context);
    }),
  );

function row(
  from: string,
  how: string,
  transition: Transition,
  around: Pick<Element, 'provenance'>,
  context: Context,
): Row {
  const { to = [], when, internal } = transition;
  return [
    from,
    codes(to) + (internal ? ' `internal`' : ''),
    how + (when ? `, ${code(`when ${printExpr(when)}`)}` : ''),
    actions(transition.actions),
    context.line(transition.label),
    ...provenanceCells(transition.provenance, context, around.provenance),
  ];
}

const luck = (name: string | undefined): string => (name === undefined ? '' : `, ${code(`luck ${name}`)}`);

const actions = (list: Transition['actions']): string => (list.length === 0 ? '' : code(actionsText(list)));

function kindOf({ kind, initial, history }: State, { words }: Context): string {
  if (kind === 'atomic') return '';
  const to = initial ? [initial.to] : (history?.to ?? []);
  const where = to.length === 0 ? '' : `, ${words.beginsIn} ${codes(to)}`;
  const deep = history?.deep ? ' `deep`' : '';
  return words.stateKinds[kind] + deep + where;
}
