/**
 * A log judged again from its first event: each one must be what somebody could decide at that time, what the clock
 * brought about, or what the engine says, bit for bit. What people wrote is not needed.
 */
import type { Command } from '../protocol/protocol.ts';
import { adjudicate } from './adjudicate.ts';
import { apply } from './apply.ts';
import { decide } from './decide.ts';
import { due } from './due.ts';
import type { RoomEvent } from './events.ts';
import { openRoom, RoomError } from './open.ts';
import { personOf, roleOf } from './people.ts';
import { isKnownEdition, RULES } from './rules.ts';
import { writable } from './records.ts';
import type { RoomState } from './state.ts';
import { withTextIds, type DraftDeed } from './texts.ts';
import { isAdjudicated } from './turns.ts';
import { seatOf, type World } from './world.ts';

export interface LogProblem {
  /** The first event that is not as it should be. */
  readonly seq: number;
  readonly message: string;
}

/** The first event of a log that does not follow from those before it, and in what; nothing where all do. */
export function verify(world: World, events: readonly RoomEvent[]): LogProblem | undefined {
  let state: RoomState | undefined;
  /** What the last command or the clock still has to come to. */
  let expected: readonly DraftDeed[] = [];
  for (const [i, event] of events.entries()) {
    const fail = (message: string): LogProblem => ({
      seq: i + 1,
      message: `event ${i + 1}${named(event)}: ${message}`,
    });
    if (event.seq !== i + 1) return fail(`its number is ${event.seq} and should be ${i + 1}`);
    if (expected.length === 0) {
      const found = state ? follows(world, state, events, i) : opens(world, event);
      if (typeof found === 'string') return fail(found);
      expected = found;
    }
    const [deed, ...rest] = expected;
    const problem = deed ? differenceOf(deed, event) : 'nothing was left to be done';
    if (problem !== undefined) return fail(problem);
    expected = rest;
    state = apply(state, event);
  }
  if (!state) return { seq: 1, message: 'the log has no events' };
  const [next] = expected;
  if (!next) return undefined;
  return { seq: events.length + 1, message: `event ${events.length + 1} (${next.kind}) is missing` };
}

const named = ({ kind }: Partial<RoomEvent>): string => (typeof kind === 'string' ? ` (${kind})` : '');

function opens(world: World, event: RoomEvent): readonly DraftDeed[] | string {
  if (event.kind !== 'opened') return 'a log begins with an opened room';
  const { scenario, room, preset, seed, trial } = event;
  const isText = [scenario, room, preset, seed].every((value) => typeof value === 'string');
  if (!isText || !Number.isSafeInteger(trial) || trial < 0) return 'it does not say which room was opened';
  if (scenario !== world.ir.hash) {
    const [theirs, ours] = [scenario, world.ir.hash].map((hash) => `${hash.slice(0, 12)}…`);
    return `the log is of another scenario, or of another edition of it (${theirs}, here ${ours})`;
  }
  if (!isKnownEdition(event.rules))
    return `it follows edition ${shown(event.rules)} of the rules, and here ${RULES} is the latest: use a later version`;
  try {
    return [openRoom(world, { ...event, rules: event.rules ?? 1 })];
  } catch (error) {
    if (error instanceof RoomError) return error.message;
    throw error;
  }
}

/** What comes about where the event stands: its deed, and those that come with it. In words where nothing does. */
function follows(
  world: World,
  state: RoomState,
  events: readonly RoomEvent[],
  i: number,
): readonly DraftDeed[] | string {
  const event = events[i]!;
  const { by, ref, at } = event;
  if (ref !== undefined && (state.refs[by] ?? []).some((one) => one.ref === ref)) {
    return `the command \`${ref}\` of ${by} was done before`;
  }
  const free = isFree(world, state, event);
  if (free !== undefined) return free ? [bare(event)] : 'this could not come about here';
  if (event.kind === 'adjudicated') {
    // Time may have been given or taken while the engine was at work.
    if (state.clock.phase !== 'adjudication' || isAdjudicated(state))
      return 'the turn was not to be adjudicated';
    if (!isObject(event.bots)) return '`bots` is missing';
    const bots = Object.keys(event.bots).find((seat) => !Object.hasOwn(state.held, seat));
    if (bots !== undefined) return `\`bots.${bots}\` is no seat`;
    return adjudicated(world, state, event.bots);
  }
  if (by === 'server') return due(world, state, at).deeds;
  const command = commandOf(state, event, events[i + 1]);
  if (!command) return `${by} could not do this`;
  const actor = by === 'control' ? ({ kind: 'control' } as const) : ({ kind: 'person', person: by } as const);
  const decided = decide(world, state, actor, command, at);
  if (!('refused' in decided)) return decided.deeds;
  return isBack(world, state, event) ? [bare(event)] : decided.message;
}

/** Whoever comes back when all is over has the old seat again, though none can be taken any more. */
const isBack = (world: World, state: RoomState, event: RoomEvent): boolean =>
  event.kind === 'assigned' &&
  event.by === event.person &&
  event.seat !== null &&
  event.seat === personOf(state, event.person)?.knew &&
  roleOf(seatOf(world, event.seat), event.role) !== undefined;

function adjudicated(
  world: World,
  state: RoomState,
  bots: Parameters<typeof adjudicate>[2],
): readonly DraftDeed[] | string {
  try {
    return [adjudicate(world, state, bots)];
  } catch (error) {
    // A log may have been changed by hand; what the engine cannot take then has been too.
    return `the engine cannot make this turn: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Coming and going are nobody's command; undefined for all that is. */
function isFree(world: World, state: RoomState, event: RoomEvent): boolean | undefined {
  switch (event.kind) {
    case 'joined': {
      const known = personOf(state, event.person);
      const next = `p${Object.keys(state.people).length + 1}`;
      const isSpoken = world.exercise.languages.includes(event.language);
      return isSpoken && (known ? !known.isHere : event.person === next);
    }
    case 'assigned': {
      // Who joins as an observer takes no place, and gives no command for it.
      const isObserver = event.seat === null && event.by === event.person;
      return isObserver ? personOf(state, event.person)?.isHere === true : undefined;
    }
    case 'left':
      // Away, or gone over to another room; the seat stays as it is.
      return event.by === event.person ? undefined : personOf(state, event.person) !== undefined;
    case 'paused': {
      if (event.by !== 'server') return undefined;
      const { endsAt, paused } = state.clock;
      if (paused) return false;
      // A server that was away for long lets a phase stand still with what it had left; a room that goes on from
      // another begins so.
      const hasLeft = endsAt !== undefined && event.left !== undefined && event.left >= 0;
      return hasLeft || (state.forkOf !== undefined && state.seq >= state.forkOf.seq);
    }
    case 'forgotten':
      return true;
    default:
      return undefined;
  }
}

const TEXT = 'x';

/** The command that the event is the first deed of. */
function commandOf(state: RoomState, event: RoomEvent, after: RoomEvent | undefined): Command | undefined {
  const isControl = event.by === 'control';
  const why = 'why' in event && event.why !== undefined ? { why: TEXT } : {};
  switch (event.kind) {
    case 'assigned': {
      const { person, seat, role } = event;
      if (!isControl) return seat !== null && role !== undefined ? { do: 'take', seat, role } : undefined;
      return { do: 'assign', person, seat, ...(role !== undefined && { role }) };
    }
    case 'left':
      return { do: 'leave' };
    case 'language':
      return { do: 'language', language: event.language };
    case 'handed':
      return { do: 'hand', seat: event.seat, to: event.to };
    case 'started':
      return { do: 'start' };
    // In the deliberation these come with its end.
    case 'phase':
      return { do: 'next' };
    case 'paused': {
      const { paused } = state.clock;
      if (!paused) return { do: 'pause' };
      return { do: 'extend', minutes: ((event.left ?? 0) - (paused.left ?? 0)) / MINUTE };
    }
    case 'resumed':
      return { do: 'resume' };
    case 'extended':
      return { do: 'extend', minutes: (event.endsAt - (state.clock.endsAt ?? event.at)) / MINUTE };
    case 'undone':
      return { do: 'undo', turn: event.turn, reason: TEXT };
    case 'drafted':
      return isControl
        ? { do: 'enter', seat: event.seat, orders: event.orders }
        : { do: 'draft', orders: event.orders, ...why };
    case 'withdrawn':
      if (!isControl) return { do: 'withdraw' };
      return after?.kind === 'drafted' ? { do: 'enter', seat: after.seat, orders: after.orders } : undefined;
    case 'consented':
      return { do: 'consent', revision: event.revision, agrees: event.agrees, ...why };
    case 'submitted':
      return isControl ? { do: 'next' } : { do: 'submit', revision: event.revision };
    case 'vetoed':
      return { do: 'submit', revision: event.revision };
    case 'answered': {
      const { move, who, agrees } = event;
      return { do: isControl ? 'enterAnswer' : 'answer', move, who, agrees };
    }
    case 'argued':
      return { do: 'argue', action: TEXT, pull: event.pull, reasons: event.reasons.map(() => TEXT) };
    case 'countered':
      return { do: 'counter', id: event.id, reason: TEXT };
    case 'voted':
      return { do: 'vote', id: event.id, probability: event.probability };
    case 'judged':
      if (event.judge === 'room') return { do: 'next' };
      return {
        ...{ do: 'judge', id: event.id, probability: event.probability, ...why },
        ...(event.judge === 'house' && { isHouse: true }),
      };
    case 'struck':
      return { do: 'strike', id: event.id, reason: TEXT };
    case 'proposed':
      return { do: 'propose', form: event.form, text: TEXT };
    case 'signed':
      return { do: 'sign', id: event.id, signs: event.signs };
    case 'message':
      return { do: 'message', channel: event.channel, text: TEXT };
    case 'passed':
      return { do: 'pass', id: event.id, passes: event.passes };
    case 'forecast':
      return { do: 'forecast', question: event.question, probabilities: event.probabilities };
    case 'note': {
      const { turn, seat, goal } = event;
      const about = { ...(seat !== undefined && { seat }), ...(goal !== undefined && { goal }) };
      return { do: 'note', turn, ...about, text: TEXT };
    }
    case 'reflected':
      return { do: 'reflect', question: event.question, text: TEXT };
    case 'ticked':
      return { do: 'tick', goal: event.goal, ticked: event.ticked };
    case 'injected': {
      const { inject, to, effects } = event;
      if (inject !== undefined) return { do: 'inject', inject };
      return { do: 'inject', text: TEXT, ...(to && { to }), ...(effects && { effects }) };
    }
    case 'withheld':
      return { do: 'withhold', id: event.id, ...(event.reason !== undefined && { reason: TEXT }) };
    case 'overridden':
      return { do: 'override', driver: event.driver, state: event.state, reason: TEXT };
    case 'ruled':
      return { do: 'rule', seat: event.seat, orders: event.orders, reason: TEXT };
    case 'opened':
    case 'joined':
    case 'adjudicated':
    case 'forgotten':
      return undefined;
  }
}

const MINUTE = 60_000;

// ---------------------------------------------------------------- differences

/** The deed of an event, with texts of which nothing is known. */
function bare({ seq: _, at: __, by: ___, ref: ____, ...deed }: RoomEvent): DraftDeed {
  return deed as unknown as DraftDeed;
}

/** In words: the first place at which the log says something else; a text only has to be there. */
function differenceOf(deed: DraftDeed, event: RoomEvent): string | undefined {
  return difference(writable(withTextIds(deed, () => 0)), writable(withoutTexts(bare(event))), '');
}

const withoutTexts = (deed: DraftDeed): unknown => {
  const texts = Object.entries(deed).map(([key, value]): [string, unknown] => {
    if (['text', 'reason', 'why', 'action'].includes(key) && typeof value === 'number') return [key, 0];
    return [key, key === 'reasons' && Array.isArray(value) ? value.map(() => 0) : value];
  });
  return Object.fromEntries(texts);
};

function difference(wanted: unknown, found: unknown, path: string): string | undefined {
  if (Object.is(wanted, found)) return undefined;
  if (isObject(wanted) && isObject(found) && Array.isArray(wanted) === Array.isArray(found)) {
    for (const key of new Set([...Object.keys(wanted), ...Object.keys(found)])) {
      const inner = Array.isArray(wanted) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
      const has = (value: object): unknown =>
        Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
      const problem = difference(has(wanted), has(found), inner);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }
  return `\`${path}\` is ${shown(found)} in the log and should be ${shown(wanted)}`;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
