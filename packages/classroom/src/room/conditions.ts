/**
 * Why the condition of a move does not hold, in the reader's language: the parts of it that fail, by the labels of the
 * scenario, with what they are worth now.
 *
 * Secrecy: a part is named only where the seat may read everything in it. Of the rest nothing is told but that there is
 * a rest, whether or not it holds, so that nobody learns more than by a look at what he sees and at whether the move
 * can be made.
 */
import type { Model, Text } from '@stave/engine';
import type { Weighed } from '@stave/engine/reference';
import {
  atStart,
  capitalOf,
  either,
  mustBe,
  mustCompare,
  mustHold,
  mustNotBe,
  mustNotHold,
  timeIn,
  UNSEEN,
} from './condition-words.ts';
import { labelled, said, statesSaid } from './said.ts';
import type { RoomState } from './state.ts';
import type { World } from './world.ts';

type Expr = NonNullable<Model['seats'][number]['moves'][number]['when']>;

/** A part of a condition, and whether it has to be true or false for the whole to hold. */
interface Part {
  readonly expr: Expr;
  readonly weighed: Weighed;
  readonly wanted: boolean;
}

interface Telling {
  readonly world: World;
  readonly state: RoomState;
  readonly sees: (name: string) => boolean;
  readonly language: string;
}

/**
 * One sentence for each part that fails; none where the move has no condition or it holds.
 * @param sees of whoever reads it
 */
export function unmetOf(telling: Telling, seat: string, move: string): readonly string[] {
  const { world, state, language } = telling;
  const expr = world.model.seats
    .find(({ name }) => name === seat)
    ?.moves.find(({ name }) => name === move)?.when;
  const weighed = world.play.condition(state.frame, seat, move);
  if (!expr || !weighed || isTrue(weighed)) return [];
  const parts = allOf({ expr, weighed, wanted: true });
  const seen = parts.filter((part) => isSeen(telling, part.expr));
  const failing = seen.filter(
    ({ weighed: { value }, wanted }) => Number.isNaN(value) || (value !== 0) !== wanted,
  );
  const sentences = failing.map((part) => sentence(telling, part));
  return [...new Set([...sentences, ...(seen.length < parts.length ? [said(UNSEEN, language)] : [])])];
}

const isTrue = ({ value }: Weighed): boolean => value !== 0 && !Number.isNaN(value);

/** What all have to be as wanted, each by itself. */
function allOf(part: Part): readonly Part[] {
  const { expr, weighed, wanted } = part;
  if (expr.op === 'not') return allOf(inner(part, expr.of, 0, !wanted));
  const isAll = wanted ? expr.op === 'and' : expr.op === 'or';
  if (!isAll || !('left' in expr) || weighed.parts.length !== 2) return [part];
  return [...allOf(inner(part, expr.left, 0, wanted)), ...allOf(inner(part, expr.right, 1, wanted))];
}

/** Of which one is enough. */
function anyOf(part: Part): readonly Part[] {
  const { expr, weighed, wanted } = part;
  if (expr.op === 'not') return anyOf(inner(part, expr.of, 0, !wanted));
  const isAny = wanted ? expr.op === 'or' : expr.op === 'and';
  if (!isAny || !('left' in expr) || weighed.parts.length !== 2) return [part];
  return [...anyOf(inner(part, expr.left, 0, wanted)), ...anyOf(inner(part, expr.right, 1, wanted))];
}

const inner = ({ weighed }: Part, expr: Expr, i: number, wanted: boolean): Part => ({
  expr,
  weighed: weighed.parts[i] ?? weighed,
  wanted,
});

// ---------------------------------------------------------------- sight

/** Whether everything in it may be read: a variable with its driver, a measure with what it is worked out from. */
function isSeen(telling: Telling, part: unknown, met: ReadonlySet<string> = new Set()): boolean {
  if (typeof part !== 'object' || part === null) return true;
  if (Array.isArray(part)) return part.every((one) => isSeen(telling, one, met));
  const { op } = part as Partial<Expr>;
  const { world, sees } = telling;
  const { model } = world;
  if (op === 'state' || op === 'elapsed') return sees((part as { readonly driver: string }).driver);
  // What happened in a step, and what looks behind the frame, stands in no view.
  if (op === 'happened' || op === 'prev' || op === 'now' || op === 'delay' || op === 'smooth') return false;
  if (op === 'ref') {
    const { kind, name } = part as Extract<Expr, { op: 'ref' }>;
    if (sees(name)) return true;
    // What is not drawn is the same in every room, and no secret of this one.
    if (kind === 'parameter')
      return model.parameters.some((one) => one.name === name && 'fixed' in one.value);
    if (kind === 'variable') {
      const [owner = '', rest] = name.split('.');
      // Capital of a seat is seen with the seat.
      if (rest === 'capital') return sees(owner);
      const driver = model.drivers.find(({ variables }) => variables.some((one) => one.name === name));
      return driver !== undefined && sees(driver.name);
    }
    const measure = model.measures.find((one) => one.name === name);
    if (kind !== 'measure' || !measure || met.has(name)) return false;
    return isSeen(telling, measure.value, new Set([...met, name]));
  }
  return Object.entries(part).every(([key, one]) => key === 'span' || isSeen(telling, one, met));
}

// ---------------------------------------------------------------- sentences

function sentence(telling: Telling, part: Part): string {
  const { language } = telling;
  const parts = anyOf(part);
  const [first] = parts;
  if (parts.length > 1 && first) {
    const states = sameDriver(parts);
    if (states) return said(stateSentence(telling, states.driver, states.names, true), language);
    return parts
      .map((one) => sentence(telling, one))
      .reduce((one, other) => said(either(one, other), language));
  }
  const { expr, weighed, wanted } = first ?? part;
  if (expr.op === 'state') return said(stateSentence(telling, expr.driver, [expr.state], wanted), language);
  const sign = SIGNS[expr.op as keyof typeof SIGNS]?.[wanted ? 0 : 1];
  if (sign !== undefined && 'left' in expr) return comparison(telling, { expr, weighed, wanted }, sign);
  const what = printed(telling, expr);
  return said(wanted ? mustHold(what) : mustNotHold(what), language);
}

/** The states of one driver of which one is enough. */
function sameDriver(
  parts: readonly Part[],
): { readonly driver: string; readonly names: readonly string[] } | undefined {
  const names = parts.flatMap(({ expr, wanted }) => (expr.op === 'state' && wanted ? [expr] : []));
  const [first] = names;
  const isOne = names.length === parts.length && names.every(({ driver }) => driver === first?.driver);
  return isOne && first ? { driver: first.driver, names: names.map(({ state }) => state) } : undefined;
}

function stateSentence(
  { world, state, language }: Telling,
  name: string,
  states: readonly string[],
  wanted: boolean,
): Text {
  const driver = world.model.drivers.find((one) => one.name === name);
  const label = labelled(driver?.label, name, language);
  const labels = states.map((one) =>
    labelled(driver?.states.find((other) => other.name === one)?.label, one, language),
  );
  if (!wanted) return mustNotBe(label, labels.join(' / '));
  const now = state.readings.at(-1)?.states[name] ?? '';
  return mustBe(label, labels, driver ? statesSaid(driver, now, language) : now);
}

/** As it has to be, and as it has to be where its contrary is wanted. */
const SIGNS = {
  lt: ['<', '≥'],
  le: ['≤', '>'],
  gt: ['>', '≤'],
  ge: ['≥', '<'],
  eq: ['=', '≠'],
  ne: ['≠', '='],
} as const;

function comparison(telling: Telling, { expr, weighed }: Part, sign: string): string {
  if (!('left' in expr)) return '';
  const { language } = telling;
  const what = `${printed(telling, expr.left)} ${sign} ${printed(telling, expr.right)}`;
  const values = weighed.parts.map(({ value }) => value);
  const texts = apart(values, language);
  const now = texts.filter((_, i) => [expr.left, expr.right][i]?.op !== 'number');
  return said(now.length === 0 ? mustHold(what) : mustCompare(what, now.join(' / ')), language);
}

/** Three figures tell two numbers of a game apart; where they do not, as many as do. */
function apart(values: readonly number[], language: string): readonly string[] {
  const [one, other] = values;
  for (let digits = 3; ; digits++) {
    const texts = values.map((value) => figure(value, language, digits));
    if (texts[0] !== texts[1] || one === other || digits === MOST_DIGITS) return texts;
  }
}

const MOST_DIGITS = 15;

const figure = (value: number, language: string, digits: number): string =>
  Number.isFinite(value)
    ? new Intl.NumberFormat(language, { maximumSignificantDigits: digits }).format(value)
    : '–';

const ARITHMETIC: Readonly<Record<string, string>> = {
  add: '+', sub: '−', mul: '×', div: '÷', pow: '^',
  lt: '<', le: '≤', gt: '>', ge: '≥', eq: '=', ne: '≠', and: '∧', or: '∨',
}; // prettier-ignore

/** An expression by the labels of what it reads. */
function printed(telling: Telling, expr: Expr): string {
  const { world, language } = telling;
  const { model } = world;
  const print = (one: Expr): string => printed(telling, one);
  switch (expr.op) {
    case 'number':
      return figure(expr.value, language, MOST_DIGITS);
    case 'ref':
      return nameOf(telling, expr);
    case 'state':
    case 'elapsed': {
      const driver = model.drivers.find(({ name }) => name === expr.driver);
      const state = driver?.states.find(({ name }) => name === expr.state);
      const label = labelled(state?.label, expr.state, language);
      if (expr.op === 'elapsed') return said(timeIn(label, expr.unit), language);
      return `${labelled(driver?.label, expr.driver, language)}: ${label}`;
    }
    case 'start':
      return said(atStart(print(expr.of)), language);
    case 'not':
      return `¬(${print(expr.of)})`;
    case 'neg':
      return `−${print(expr.of)}`;
    case 'if':
      return `${print(expr.test)} ? ${print(expr.then)} : ${print(expr.otherwise)}`;
    case 'call':
      return `${expr.name}(${expr.args.map(print).join(', ')})`;
    default: {
      if ('of' in expr) return `${expr.op}(${print(expr.of)})`;
      if (!('left' in expr)) return expr.op;
      const sign = ARITHMETIC[expr.op];
      const [left, right] = [print(expr.left), print(expr.right)];
      return sign === undefined ? `${expr.op}(${left}, ${right})` : `(${left} ${sign} ${right})`;
    }
  }
}

function nameOf({ world, language }: Telling, { kind, name }: Extract<Expr, { op: 'ref' }>): string {
  const { model, exercise } = world;
  const [owner = '', rest] = name.split('.');
  if (kind === 'variable' && rest === 'capital') {
    const label =
      exercise.seats.find((one) => one.name === owner)?.label ??
      model.seats.find((one) => one.name === owner)?.label;
    return said(capitalOf(labelled(label, owner, language)), language);
  }
  const all = {
    parameter: model.parameters,
    variable: model.drivers.flatMap(({ variables }) => variables),
    indicator: model.indicators,
    measure: model.measures,
  };
  return labelled(all[kind].find((one) => one.name === name)?.label, name, language);
}
