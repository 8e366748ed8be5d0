/** The checked model as text, one line an element, for `stave show --as model`. */
import type {
  Action,
  Alternative,
  Budget,
  CalendarEntry,
  ChanceBlock,
  Driver,
  Duration,
  Expr,
  Forced,
  Given,
  Handler,
  Indicator,
  Model,
  Parameter,
  Provenance,
  Question,
  Source,
  State,
  Sum,
  Text,
  Transition,
  Variable,
} from './model.ts';
import { hindsightOf, type Hindsight } from './hindsight.ts';
import { printDistribution, printExpr } from './print-expr.ts';
import { seatLines } from './print-seats.ts';

export { printExpr } from './print-expr.ts';

export function printModel(model: Model): string {
  const { clock } = model;
  const until = clock.until ? `, until ${printExpr(clock.until)}` : '';
  const record = clock.record === undefined ? '' : `, recorded every ${clock.record} steps`;
  return [
    `scenario ${model.id} (edition ${model.edition}): ${textOf(model.title)}`,
    `clock ${clock.start ?? 'without dates'}, step ${durationText(clock.step)}, ${clock.steps} steps${record}${until}`,
    ...(model.knownUntil === undefined ? [] : [`known until ${model.knownUntil}`]),
    ...section('evidence', model.evidence.map(evidenceLine)),
    ...section('hindsight', hindsightOf(model).map(hindsightLine)),
    ...section('parameters', model.parameters.map(parameterLine)),
    ...section(
      'correlations',
      model.correlations.map(({ between, r }) => `${between[0]} ~ ${between[1]}: ${r}`),
    ),
    ...model.drivers.flatMap(driverLines),
    ...section('indicators', model.indicators.flatMap(indicatorLines)),
    ...section(
      'measures',
      model.measures.map(
        (m) => `${m.name} = ${printExpr(m.value)}${rangeText(m.range)}${basisText(m.provenance)}`,
      ),
    ),
    ...section(
      'calendar',
      model.calendar.map(
        (entry) =>
          `${entry.at}${entry.yearly ? ' and each year' : ''}: ${entry.event}${dataText(entry.data)}${removedText(entry)}`,
      ),
    ),
    ...section('forced', (model.forced ?? []).map(forcedLine)),
    ...section('questions', model.questions.map(questionLine)),
    ...model.seats.flatMap(seatLines),
  ].join('\n');
}

/** A part of a model by its path (hybrid.ts), on one line and without evidence. */
export function partText(path: string, part: unknown): string {
  const [kind = ''] = path.split('.');
  return linesOf(kind, path, withoutBasis(part))
    .map((line) => line.trim())
    .join('; ');
}

/** Parts of an element have some of its keys; the others are as if it had nothing there. */
function linesOf(kind: string, path: string, part: unknown): readonly string[] {
  switch (kind) {
    case 'clock': {
      const { start, step, steps, until, record } = part as Model['clock'];
      const every = record === undefined ? '' : `, recorded every ${record} steps`;
      return [
        `${start ?? 'without dates'}, step ${durationText(step)}, ${steps} steps${every}${until ? `, until ${printExpr(until)}` : ''}`,
      ];
    }
    case 'parameters':
      return [parameterLine(part as Parameter)];
    case 'correlations':
      return [String((part as { readonly r: number }).r)];
    case 'measures': {
      const { value, range, reported } = part as Model['measures'][number];
      return [`${printExpr(value)}${rangeText(range)}${reported ? '' : ', not reported'}`];
    }
    case 'calendar': {
      const { at, yearly, data } = part as CalendarEntry;
      return [`at ${at}${yearly ? ' and each year' : ''}${dataText(data)}`];
    }
    case 'seats':
      return seatLines(part as Model['seats'][number]);
    case 'questions':
      return [questionLine({ ...(part as Question), internal: false })];
    case 'indicators': {
      const { start, next, noise, range, unit, luck } = part as Partial<Indicator>;
      return [
        ...(start ? [`start ${printExpr(start)}${unitText(unit)}`] : []),
        ...(next ? [`next ${printExpr(next)}`] : []),
        ...(noise ? [`noise ${printDistribution(noise)}${luckText(luck)}`] : []),
        ...(range ? [`within [${printExpr(range[0])}, ${printExpr(range[1])}]`] : []),
      ];
    }
    default:
      return chartLines(path, part);
  }
}

function chartLines(path: string, part: unknown): readonly string[] {
  if (path.includes('.variables.')) return [variableLine(part as Variable)];
  const state = { ...NO_STATE, ...(part as Partial<State>) };
  if ('states' in state) return driverLines(part as Driver);
  const { initial } = part as Partial<Pick<Driver, 'initial'>>;
  if (Array.isArray(initial))
    return initial.map(
      ({ state: name, probability }: Driver['initial'][number]) => `${name} ${printExpr(probability)}`,
    );
  return stateLines(state).slice(isWhole(part) ? 0 : 1);
}

const isWhole = (part: unknown): boolean => 'kind' in (part as object);

const NO_STATE: State = {
  ...{ name: '', kind: 'atomic', span: { start: 0, end: 0 }, provenance: { evidence: [] } },
  ...{ entry: [], exit: [], always: [], after: [], on: [] },
};

function withoutBasis(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(withoutBasis);
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => [
      key,
      key === 'provenance' ? { evidence: [] } : withoutBasis(value),
    ]),
  );
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];

const evidenceLine = ({ id, kind, date, ...row }: Source): string =>
  [
    `${id}: ${kind}, ${date}`,
    ...(['hindsight', 'omitted', 'background'] as const).filter((key) => row[key]),
  ].join(', ');

const hindsightLine = ({ path, rows, says }: Hindsight): string =>
  `${path}: ${[...(rows.length > 0 ? [rows.join(', ')] : []), ...(says === undefined ? [] : ['by its own word'])].join(', ')}`;

const textOf = (text: Text): string => text['en'] ?? Object.values(text)[0] ?? '';

export const durationText = ({ count, unit }: Omit<Duration, 'span'>): string =>
  `${count} ${unit}${count === 1 ? '' : 's'}`;

const rangeText = (range: readonly [number, number] | undefined): string =>
  range ? ` in [${range[0]}, ${range[1]}]` : '';

const unitText = (unit: string | undefined): string => (unit === undefined ? '' : ` [${unit}]`);

function basisText({ basis, evidence, hindsight }: Provenance): string {
  const from = evidence.length > 0 ? ` from ${evidence.join(', ')}` : '';
  return basis === undefined && from === ''
    ? ''
    : `  # ${basis ?? 'no basis'}${from}${hindsight === undefined ? '' : ', hindsight'}`;
}

function parameterLine({ name, value, unit, provenance }: Parameter): string {
  const text = 'fixed' in value ? `= ${printExpr(value.fixed)}` : `~ ${printDistribution(value.prior)}`;
  return `${name} ${text}${unitText(unit)}${basisText(provenance)}`;
}

function driverLines(driver: Driver): readonly string[] {
  const initial = driver.initial.map(({ state, probability }) =>
    driver.initial.length === 1 ? state : `${state} ${printExpr(probability)}`,
  );
  return [
    `driver ${driver.name}, initially ${initial.join(' | ')}${luckText(driver.luck)}${basisText(driver.provenance)}`,
    ...driver.variables.map((variable) => `  ${variableLine(variable)}`),
    ...driver.states.flatMap(stateLines),
    ...handlerLines(driver.on).map((line) => `  ${line}`),
  ];
}

const removedText = ({ removed }: CalendarEntry): string =>
  removed === undefined ? '' : removed === 'all' ? ', removed' : `, without ${removed.join(', ')}`;

const forcedLine = (forced: Forced): string => {
  const state = `${forced.driver}.${forced.state}`;
  return forced.kind === 'put'
    ? `put ${state} at ${forced.at}`
    : `hold ${state} from ${forced.from ?? 'the start'} to ${forced.to ?? 'the end'}`;
};

export const dataText = (data: Readonly<Record<string, number>>): string => {
  const parts = Object.entries(data).map(([field, value]) => `${field} = ${value}`);
  return parts.length > 0 ? `(${parts.join(', ')})` : '';
};

const luckText = (luck: string | undefined): string => (luck === undefined ? '' : ` (luck ${luck})`);

function variableLine({ name, type, start, range, unit, provenance }: Variable): string {
  const within = type === 'boolean' ? '' : rangeText(range);
  return `variable ${name}: ${type} = ${printExpr(start)}${within}${unitText(unit)}${basisText(provenance)}`;
}

function stateLines(state: State): readonly string[] {
  const actions = (title: string, list: readonly Action[]): string[] =>
    list.length === 0 ? [] : [`${title}: ${actionsText(list)}`];
  return [
    `  ${kindText(state)} ${state.name}${basisText(state.provenance)}`,
    ...[
      ...(state.initial ? [`initial -> ${state.initial.to}`] : []),
      ...actions('initial', state.initial?.actions ?? []),
      ...(state.history ? [`default -> ${state.history.to.join(', ')}`] : []),
      ...actions('entry', state.entry),
      ...actions('exit', state.exit),
      ...(state.chance ? chanceLines(state.chance) : []),
      ...handlerLines(state.on),
      ...state.always.map((transition) => `always${transitionText(transition)}`),
      ...state.after.map(
        (transition) => `after ${durationText(transition.delay)}${transitionText(transition)}`,
      ),
    ].map((line) => `    ${line}`),
  ];
}

export function kindText({ kind, parent, history }: State): string {
  const inside = parent === undefined ? '' : ` in ${parent}`;
  const what = kind === 'atomic' ? '' : history?.deep ? 'deep history ' : `${kind} `;
  return `${what}state${inside}`;
}

const chanceLines = (chance: ChanceBlock): readonly string[] =>
  chance.alternatives.map(
    (alternative) =>
      `chance${luckText(chance.luck)} ${weightText(chance.kind, alternative)}${transitionText(alternative)}`,
  );

const weightText = (kind: string, { weight }: Alternative): string =>
  weight === 'else' ? 'else' : `${kind} ${printExpr(weight)}`;

const handlerLines = (handlers: readonly Handler[]): readonly string[] =>
  handlers.flatMap(({ descriptor, luck, transitions }) =>
    transitions.map((transition) => {
      const probability = transition.probability ? ` probability ${printExpr(transition.probability)}` : '';
      return `on ${descriptor}${luckText(luck)}${probability}${transitionText(transition)}`;
    }),
  );

function transitionText({ to, when, internal, actions, provenance }: Transition): string {
  const guard = when ? ` when ${printExpr(when)}` : '';
  const target = to === undefined ? '' : ` ${internal ? 'internal ' : ''}-> ${to.join(', ')}`;
  const does = actions.length === 0 ? '' : ` do ${actionsText(actions)}`;
  return `${guard}${target}${does}${basisText(provenance)}`;
}

export const actionsText = (actions: readonly Action[]): string => actions.map(actionText).join('; ');

function actionText(action: Action): string {
  switch (action.do) {
    case 'set':
      return `${action.variable} := ${printExpr(action.to)}`;
    case 'cancel':
      return `cancel ${action.id}`;
    case 'if': {
      const otherwise = action.otherwise.length > 0 ? ` else (${actionsText(action.otherwise)})` : '';
      return `if ${printExpr(action.test)} (${actionsText(action.then)})${otherwise}`;
    }
    case 'raise':
    case 'send': {
      const data = action.data.map(({ field, value }) => `${field} = ${printExpr(value)}`).join(', ');
      const delay = action.do === 'send' && action.delay ? ` after ${durationText(action.delay)}` : '';
      const id = action.do === 'send' && action.id !== action.event ? ` as ${action.id}` : '';
      return `${action.do} ${action.event}${data === '' ? '' : `(${data})`}${delay}${id}`;
    }
  }
}

function indicatorLines({
  name,
  start,
  next,
  noise,
  range,
  unit,
  luck,
  provenance,
}: Indicator): readonly string[] {
  return [
    `${name} = ${printExpr(start)}${unitText(unit)}${basisText(provenance)}`,
    `  next ${printExpr(next)}`,
    ...(noise ? [`  noise ${printDistribution(noise)}${luckText(luck)}`] : []),
    ...(range ? [`  within [${printExpr(range[0])}, ${printExpr(range[1])}]`] : []),
  ];
}

function questionLine(question: Question): string {
  const answer = question.kind === 'count' ? 'count' : 'value';
  const outcomes =
    'outcomes' in question
      ? ` -> ${question.outcomes.map(({ id, when }) => (when ? `${id} when ${printExpr(when, { answer })}` : id)).join(' | ')}`
      : '';
  const from = 'from' in question && question.from !== undefined ? ` from ${question.from}` : '';
  const when = 'at' in question ? ` at ${question.at}` : `${from} by ${question.by}`;
  const given = question.given ? ` given ${givenText(question.given)}` : '';
  return `${question.id}: ${question.kind} ${askedText(question)}${when}${given}${outcomes}${question.internal ? ' (internal)' : ''}`;
}

export function givenText(given: Given): string {
  const that = printExpr(given.that);
  if ('at' in given) return `${that} at ${given.at}`;
  const from = given.from === undefined ? '' : ` from ${given.from}`;
  return given.by === undefined ? that : `${that}${from} by ${given.by}`;
}

export function askedText(question: Question): string {
  switch (question.kind) {
    case 'binary':
      return printExpr(question.yes) + ('within' in question ? budgetText(question.within) : '');
    case 'time':
      return printExpr(question.first) + budgetText(question.within);
    case 'count':
      return sumText({ ...question, value: question.count }) + untilText(question.until);
    case 'total':
      return sumText(question) + untilText(question.until);
    default:
      return question.value ? printExpr(question.value) : 'outcome';
  }
}

const budgetText = (within: Budget | undefined): string =>
  within ? ` within ${sumText(within)} at most ${printExpr(within.most)}` : '';

const untilText = (until: Expr | undefined): string => (until ? ` until ${printExpr(until)}` : '');

function sumText({ value, transitions }: { [K in keyof Sum]: Sum[K] | undefined }): string {
  const parts = [
    ...(value ? [printExpr(value)] : []),
    ...(transitions ? [`transitions ${printExpr(transitions)}`] : []),
  ];
  return parts.join(' and ');
}
