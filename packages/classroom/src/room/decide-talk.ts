/** What anybody says: messages, forecasts, votes and counter-reasons, notes, answers after the exercise. */
import type { Command } from '../protocol/protocol.ts';
import { isAdjudicated } from './turns.ts';
import { KINDS } from './things.ts';
import { personOf } from './people.ts';
import { isRefused, notInPhase, refuse, textFrom, type Ask, type Refused, type Ruling } from './refusal.ts';
import type { Argued } from './state.ts';
import { isKnownSeat, type World } from './world.ts';

type Of<D extends Command['do']> = Extract<Command, { do: D }>;

// ---------------------------------------------------------------- messages

const MINUTE = 60_000;

export function message(ask: Ask, { channel, text }: Of<'message'>): Ruling {
  const { world, state, by, now } = ask;
  const problem = channelProblem(ask, channel);
  if (problem) return problem;
  const written = textFrom(ask, text, 'the message');
  if (isRefused(written)) return written;
  const { perMinute, moderated } = world.exercise.messages;
  if (by !== 'control') {
    const lately = state.messages.filter((one) => one.by === by && one.at > now - MINUTE).length;
    if (lately >= perMinute) {
      return refuse('tooMany', `you have sent ${lately} messages within a minute: wait a moment`);
    }
  }
  const waits = moderated && by !== 'control' && (channel === 'all' || channel.startsWith('joint:'));
  const number = (state.made[KINDS.message(channel)] ?? 0) + 1;
  const deed = { kind: 'message', id: `${channel}.${number}`, channel, text: written } as const;
  return [{ ...deed, ...(waits && { waits }) }];
}

/** `all`, `team:SEAT`, `control:SEAT`, `joint:A+B` with the seats in file order; control writes everywhere. */
function channelProblem({ world, state, by }: Ask, channel: string): Refused | undefined {
  const isControl = by === 'control';
  const own = isControl ? undefined : personOf(state, by)?.seat;
  const { between } = world.exercise.messages;
  const [kind, rest = ''] = split(channel, ':');
  if (channel === 'all') {
    if (isControl || (between === 'any' && typeof own === 'string')) return undefined;
    return refuse('notYours', 'only the facilitator writes to all');
  }
  if ((kind === 'team' || kind === 'control') && isKnownSeat(world, rest)) {
    return isControl || own === rest
      ? undefined
      : refuse('notYours', `only \`${rest}\` and the facilitator write there`);
  }
  if (kind === 'joint') return jointProblem(world, isControl, own, rest);
  return refuse('unknown', `there is no channel \`${channel}\``);
}

function jointProblem(
  world: World,
  isControl: boolean,
  own: string | null | undefined,
  list: string,
): Refused | undefined {
  const { exercise } = world;
  const seats = list.split('+');
  const inOrder = exercise.seats.map(({ name }) => name).filter((name) => seats.includes(name));
  if (seats.length < 2 || inOrder.join('+') !== list) {
    const help = inOrder.length < 2 ? 'name two or more seats' : `it is \`joint:${inOrder.join('+')}\``;
    return refuse('unknown', `there is no channel \`joint:${list}\`: ${help}`);
  }
  if (isControl) return undefined;
  if (typeof own !== 'string' || !seats.includes(own)) {
    return refuse('notYours', 'only members of these seats write there');
  }
  const { between } = exercise.messages;
  if (between === 'any') return undefined;
  const isOpen =
    between !== 'none' &&
    between.some((group) => group.length === seats.length && seats.every((name) => group.includes(name)));
  return isOpen ? undefined : refuse('notYours', 'these seats have no channel in this exercise');
}

const split = (text: string, by: string): readonly [string, string?] => {
  const at = text.indexOf(by);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
};

// ---------------------------------------------------------------- forecasts

const SUM_SLACK = 1e-6;
const ROUNDING = 1e-12;

/** Of the turn that runs; what is said in the lobby is of turn 0. */
export function forecast(ask: Ask, { question: id, probabilities }: Of<'forecast'>): Ruling {
  const { world, state } = ask;
  const question = world.exercise.questions.find((one) => one.id === id);
  if (!question) return refuse('unknown', `there is no standing question \`${id}\``);
  const { turn, phase } = state.clock;
  if (phase === 'debrief' || phase === 'closed') return refuse('notNow', 'the last turn is over');
  if (isAdjudicated(state)) {
    return refuse('notNow', `turn ${turn} has been adjudicated: forecasts go on with the next turn`);
  }
  const answer = world.play.answers(state.frame).find((one) => one.id === id)?.settled;
  if (answer !== undefined) return refuse('notNow', `\`${id}\` is answered: nothing is left to forecast`);
  const ids = question.outcomes.map((outcome) => outcome.id);
  const stranger = Object.keys(probabilities).find((key) => !ids.includes(key));
  if (stranger !== undefined) {
    return refuse('unknown', `\`${id}\` has no outcome \`${stranger}\`; it has ${ids.join(', ')}`);
  }
  const given = ids.map((key) => (Object.hasOwn(probabilities, key) ? (probabilities[key] ?? 0) : 0));
  if (!given.every((value) => value >= 0 && value <= 1)) {
    return refuse('malformed', 'each probability is a number from 0 to 1');
  }
  const sum = given.reduce((total, value) => total + value, 0);
  if (!(Math.abs(sum - 1) <= SUM_SLACK)) {
    return refuse('malformed', `the probabilities add up to ${sum} and not to 1: change one of them`);
  }
  // What adds up to 1 but for rounding stays as it is, so that the same is the same again.
  const whole = Math.abs(sum - 1) <= ROUNDING ? 1 : sum;
  const normal = Object.fromEntries(ids.map((key, i) => [key, (given[i] ?? 0) / whole]));
  return [{ kind: 'forecast', turn, question: id, probabilities: normal }];
}

// ---------------------------------------------------------------- argued moves of others

const COUNTERS_MOST = 3;

export function counter(ask: Ask, { id, reason }: Of<'counter'>): Ruling {
  const { state, by } = ask;
  const argued = openArgued(ask, id);
  if (isRefused(argued)) return argued;
  const seat = personOf(state, by)?.seat ?? null;
  if (seat === argued.seat)
    return refuse('notYours', 'this is your own move: others give reasons against it');
  const given = argued.counters.filter((one) => (seat === null ? one.by === by : one.seat === seat));
  if (given.length >= COUNTERS_MOST) {
    return refuse('tooMany', `you have given ${given.length} reasons against it: these have to do`);
  }
  const written = textFrom(ask, reason, 'the reason');
  return isRefused(written) ? written : [{ kind: 'countered', id, seat, reason: written }];
}

export function vote(ask: Ask, { id, probability }: Of<'vote'>): Ruling {
  const { world, state, by } = ask;
  if (world.exercise.argued.judge !== 'room') {
    return refuse('notYours', 'the facilitator gives the number in this exercise');
  }
  const argued = openArgued(ask, id);
  if (isRefused(argued)) return argued;
  if (personOf(state, by)?.seat === argued.seat) {
    return refuse('notYours', 'this is your own move: others say how likely it is');
  }
  if (!(probability >= 0 && probability <= 1)) {
    return refuse('malformed', 'a probability is a number from 0 to 1');
  }
  return argued.votes[by] === probability ? [] : [{ kind: 'voted', id, probability }];
}

function openArgued(ask: Ask, id: string): Argued | Refused {
  const { state } = ask;
  const { turn, phase } = state.clock;
  const argued = state.argued.find((one) => one.id === id);
  if (!argued) return refuse('unknown', `there is no argued move \`${id}\``);
  if (argued.struck !== undefined) return refuse('notNow', 'the facilitator has struck this move out');
  if (argued.turn !== turn) return refuse('notNow', `this move was of turn ${argued.turn}, which is over`);
  return phase === 'deliberation' ? argued : notInPhase(ask, 'deliberation');
}

// ---------------------------------------------------------------- notes and what comes after

/** Of observers and control. */
export function note(ask: Ask, { turn, seat, goal, text }: Of<'note'>): Ruling {
  const { world, state, by } = ask;
  if (by !== 'control' && personOf(state, by)?.seat !== null) {
    return refuse('notYours', 'notes are taken by observers and the facilitator');
  }
  if (turn > state.clock.turn) return refuse('unknown', `turn ${turn} has not begun`);
  if (seat !== undefined && !isKnownSeat(world, seat))
    return refuse('unknown', `there is no seat \`${seat}\``);
  if (goal !== undefined && !world.exercise.learningGoals.some(({ id }) => id === goal)) {
    return refuse('unknown', `there is no learning goal \`${goal}\``);
  }
  const written = textFrom(ask, text, 'the note');
  if (isRefused(written)) return written;
  const number = (state.made[KINDS.note(by)] ?? 0) + 1;
  const about = { ...(seat !== undefined && { seat }), ...(goal !== undefined && { goal }) };
  return [{ kind: 'note', id: `${by}.${number}`, turn, ...about, text: written }];
}

export function reflect(ask: Ask, { question, text }: Of<'reflect'>): Ruling {
  const { world, state } = ask;
  const { phase } = state.clock;
  if (phase !== 'debrief' && phase !== 'closed') {
    return refuse('notNow', 'these questions are for after the exercise: they open with the debrief');
  }
  if (!(question >= 0 && question < world.exercise.afterAction.length)) {
    return refuse('unknown', `there is no question ${question} after the exercise`);
  }
  const written = textFrom(ask, text, 'the answer');
  return isRefused(written) ? written : [{ kind: 'reflected', question, text: written }];
}
