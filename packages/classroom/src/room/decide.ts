/**
 * Commands judged. Nothing is changed here: what is decided is returned, for the log. What is refused is refused with a
 * code and a sentence that says where and what to do, in English.
 */
import type { Command, RefusalCode } from '../protocol/protocol.ts';
import type { By } from './events.ts';
import { shapeProblem } from './command-shape.ts';
import * as control from './decide-control.ts';
import * as people from './decide-people.ts';
import * as talk from './decide-talk.ts';
import { decideTeam } from './decide-team.ts';
import { personOf } from './people.ts';
import { isRefused, refuse, type Actor, type Ask, type Refused, type Ruling } from './refusal.ts';
import type { RoomState } from './state.ts';
import type { DraftDeed } from './texts.ts';
import type { World } from './world.ts';

export type Decided =
  | {
      /** By the actor, in order, to be written at one time and together. None: there is nothing to do. */
      readonly deeds: readonly DraftDeed[];
      /** The command was done before, and came to the event of this number. */
      readonly already?: number;
    }
  | { readonly refused: RefusalCode; readonly message: string };

/**
 * @param command as it came: its form is looked at too
 * @param now milliseconds since 1970, which the event will have as its time
 * @param ref the client's name of the command; one that is in the log already is not done again
 */
export function decide(
  world: World,
  state: RoomState,
  actor: Actor,
  command: Command,
  now: number,
  ref?: string,
): Decided {
  const by: By = actor.kind === 'control' ? 'control' : actor.person;
  const already = ref === undefined ? undefined : (state.refs[by] ?? []).find((one) => one.ref === ref)?.seq;
  if (already !== undefined) return { deeds: [], already };
  const malformed = shapeProblem(command);
  if (malformed !== undefined) return refuse('malformed', malformed);
  if (actor.kind === 'person' && personOf(state, by)?.isHere !== true) {
    return refuse('notYours', 'you are not in this room any more: join it again');
  }
  const ask: Ask = { world, state, by, now };
  const ruling = notAllowed(ask, command) ?? ruled(ask, command);
  return isRefused(ruling) ? ruling : { deeds: ruling };
}

const CONTROL: ReadonlySet<Command['do']> = new Set([
  'start', 'next', 'pause', 'resume', 'extend', 'undo', 'assign', 'remove', 'hand', 'inject', 'withhold', 'override',
  'judge', 'strike', 'rule', 'pass', 'broadcast', 'tick', 'enter', 'enterAnswer',
]); // prettier-ignore

const PEOPLE: ReadonlySet<Command['do']> = new Set([
  'leave', 'take', 'forecast', 'vote', 'reflect', 'draft', 'consent', 'submit', 'withdraw', 'answer', 'argue',
  'propose', 'sign',
]); // prettier-ignore

/** What a pause holds up: talk and forecasts go on. */
const DECISIONS: ReadonlySet<Command['do']> = new Set([
  'draft', 'consent', 'submit', 'withdraw', 'answer', 'argue', 'counter', 'vote', 'propose', 'sign',
]); // prettier-ignore

/** What may still be done when all is over. */
const AFTERWARDS: ReadonlySet<Command['do']> = new Set([
  'language', 'leave', 'reflect', 'note', 'tick', 'fan', 'preview', 'remove',
]); // prettier-ignore

function notAllowed({ state, by }: Ask, { do: verb }: Command): Refused | undefined {
  if (by !== 'control' && CONTROL.has(verb)) return refuse('notYours', 'only the facilitator may do this');
  if (by === 'control' && PEOPLE.has(verb)) {
    return refuse('notYours', 'the facilitator has no seat: enter orders for one instead');
  }
  if (state.clock.phase === 'closed' && !AFTERWARDS.has(verb)) {
    return refuse('notNow', 'the exercise is closed: nothing can be changed any more');
  }
  if (state.clock.paused && DECISIONS.has(verb)) {
    return refuse(
      'notNow',
      'the exercise is paused: talk and forecasts go on, decisions wait for the facilitator',
    );
  }
  return undefined;
}

function ruled(ask: Ask, command: Command): Ruling {
  switch (command.do) {
    case 'language':
      return language(ask, command.language);
    case 'leave':
      return people.leave(ask, ask.by);
    case 'take':
      return people.take(ask, command.seat, command.role);
    case 'assign':
      return people.assign(ask, command.person, command.seat, command.role);
    case 'remove':
      return people.remove(ask, command.person);
    case 'hand':
      return people.hand(ask, command.seat, command.to);
    case 'message':
      return talk.message(ask, command);
    case 'broadcast':
      return talk.message(ask, { do: 'message', channel: 'all', text: command.text });
    case 'forecast':
      return talk.forecast(ask, command);
    case 'vote':
      return talk.vote(ask, command);
    case 'counter':
      return talk.counter(ask, command);
    case 'note':
      return talk.note(ask, command);
    case 'reflect':
      return talk.reflect(ask, command);
    case 'start':
      return control.start(ask);
    case 'next':
      return control.next(ask, command);
    case 'pause':
      return control.pause(ask);
    case 'resume':
      return control.resume(ask);
    case 'extend':
      return control.extend(ask, command.minutes);
    case 'undo':
      return control.undo(ask, command);
    case 'inject':
      return control.inject(ask, command);
    case 'withhold':
      return control.withhold(ask, command);
    case 'override':
      return control.override(ask, command);
    case 'judge':
      return control.judge(ask, command);
    case 'strike':
      return control.strike(ask, command);
    case 'rule':
      return control.rule(ask, command);
    case 'pass':
      return control.pass(ask, command);
    case 'tick':
      return control.tick(ask, command);
    case 'enter':
      return control.enter(ask, command);
    case 'enterAnswer':
      return control.enterAnswer(ask, command);
    case 'fan':
    case 'preview':
      return control.askForFan(ask, command);
    default:
      return decideTeam(ask, command);
  }
}

function language({ world, state, by }: Ask, chosen: string): Ruling {
  const { languages } = world.exercise;
  if (!languages.includes(chosen)) {
    return refuse('unknown', `the exercise is not in \`${chosen}\`; it is in ${languages.join(', ')}`);
  }
  const now = by === 'control' ? state.language : personOf(state, by)?.language;
  return now === chosen ? [] : [{ kind: 'language', language: chosen }];
}
