/** What the facilitator does: time, undo, injects, overrides, rulings, and entering what stands on paper. */
import { interventionProblem, type Effect, type Intervention } from '@stave/engine';
import type { Command } from '../protocol/protocol.ts';
import { apply } from './apply.ts';
import { comingTurn, deskOf, KINDS } from './things.ts';
import { goalsOf } from './bots.ts';
import { nextRevision, ordersOnly } from './decide-team.ts';
import { asksOf, intendedOf, ordersProblem } from './intentions.ts';
import { isRefused, optionalText, refuse, textFrom, type Ask, type Refused, type Ruling } from './refusal.ts';
import type { RoomState } from './state.ts';
import { stepOfInject } from './rules.ts';
import { clamped, goOn, isAdjudicated, isComing, turnBegins } from './turns.ts';
import { chancesOf, isKnownSeat, presetOf, seatOf, stepsOf } from './world.ts';

type Of<D extends Command['do']> = Extract<Command, { do: D }>;

const MINUTE = 60_000;
/** Nobody means more. */
const MINUTES_MOST = 600;

// ---------------------------------------------------------------- time

export function start({ world, state, now }: Ask): Ruling {
  if (state.clock.phase !== 'lobby') return refuse('notNow', 'the exercise has begun already');
  const goals = goalsOf(world, state);
  return [{ kind: 'started', goals }, ...turnBegins(world, state, 1, now)];
}

export function next({ world, state, now }: Ask, { from }: Of<'next'>): Ruling {
  const { turn, phase, endsAt, paused } = state.clock;
  if (from && (from.turn !== turn || from.phase !== phase)) {
    return refuse('outdated', `the room has gone on meanwhile: it is in turn ${turn}, ${phase}`);
  }
  if (phase === 'lobby') return refuse('notNow', 'the exercise has not begun: start it');
  if (phase === 'closed') return refuse('notNow', 'the exercise is closed: there is nothing after it');
  if (phase === 'adjudication' && !isAdjudicated(state)) {
    const isUnderWay = endsAt !== undefined && endsAt <= now && !paused;
    return isUnderWay ? [] : [{ kind: 'phase', turn, phase, endsAt: now }];
  }
  return goOn(world, state, now);
}

export function pause({ state, now }: Ask): Ruling {
  const { phase, endsAt, paused } = state.clock;
  if (paused) return refuse('notNow', 'the exercise is paused already: resume it');
  if (phase === 'lobby' || phase === 'closed') return refuse('notNow', 'no time runs that could be paused');
  return [{ kind: 'paused', ...(endsAt !== undefined && { left: Math.max(0, endsAt - now) }) }];
}

export function resume({ state, now }: Ask): Ruling {
  const { paused } = state.clock;
  if (!paused) return refuse('notNow', 'the exercise is not paused');
  return [{ kind: 'resumed', ...(paused.left !== undefined && { endsAt: now + paused.left }) }];
}

/** Fewer minutes too: below 0 they are taken off, down to now. */
export function extend({ state, now }: Ask, minutes: number): Ruling {
  const { phase, endsAt, paused } = state.clock;
  if (!Number.isFinite(minutes) || minutes === 0 || Math.abs(minutes) > MINUTES_MOST) {
    return refuse('malformed', `give minutes up to ${MINUTES_MOST}, or below 0 to take some off`);
  }
  if (phase === 'lobby' || phase === 'closed') return refuse('notNow', 'no time runs that could be extended');
  const more = Math.round(minutes * MINUTE);
  if (paused) {
    const left = Math.max(0, (paused.left ?? 0) + more);
    return left === paused.left ? [] : [{ kind: 'paused', left }];
  }
  const end = Math.max(now, (endsAt ?? now) + more);
  return end === endsAt ? [] : [{ kind: 'extended', endsAt: end }];
}

export function undo(ask: Ask, { turn, reason }: Of<'undo'>): Ruling {
  const { world, state, by, now } = ask;
  if (state.clock.phase === 'closed') return refuse('notNow', 'the exercise is closed');
  if (!state.briefings.some((one) => one.turn === turn)) {
    const { length } = state.briefings;
    const known = length === 0 ? 'no turn has begun' : `turns 1 to ${length} can be undone`;
    return refuse('unknown', `turn ${turn} has not begun: ${known}`);
  }
  const written = textFrom(ask, reason, 'the reason');
  if (isRefused(written)) return written;
  const before = apply(state, { kind: 'undone', turn, reason: 0, seq: state.seq + 1, at: now, by });
  return [{ kind: 'undone', turn, reason: written }, ...turnBegins(world, before, turn, now)];
}

// ---------------------------------------------------------------- what goes in

export function inject(ask: Ask, command: Of<'inject'>): Ruling {
  const { world, state } = ask;
  const late = noTurnComes(ask);
  if (late) return late;
  const { inject: id, text, to, effects } = command;
  if (id !== undefined) {
    if (text !== undefined || to || effects) {
      return refuse('malformed', 'an inject of the file goes in as it is: give `inject` alone');
    }
    const written = world.exercise.injects.find((one) => one.id === id);
    if (!written) return refuse('unknown', `there is no inject \`${id}\``);
    const known = state.injected.find((one) => one.id === id);
    if (known && !known.isWithheld) {
      return known.isIn ? refuse('notNow', `\`${id}\` is in since turn ${known.turn}`) : [];
    }
    return [{ kind: 'injected', id, inject: id, ...stepOfInject(world, state, written, comingTurn(state)) }];
  }
  const written = textFrom(ask, text ?? '', 'the news');
  if (isRefused(written)) return written;
  const stranger = to?.find((seat) => !isKnownSeat(world, seat));
  if (stranger !== undefined) return refuse('unknown', `there is no seat \`${stranger}\``);
  const problem = effects && effectsProblem(ask, effects);
  if (problem) return problem;
  const number = (state.made[KINDS.inject] ?? 0) + 1;
  return [
    {
      kind: 'injected',
      id: `byHand.${number}`,
      text: written,
      ...(to && to.length > 0 && { to }),
      ...(effects && effects.length > 0 && { effects }),
    },
  ];
}

export function withhold(ask: Ask, { id, reason }: Of<'withhold'>): Ruling {
  const { world, state } = ask;
  const written = optionalText(ask, reason, 'the reason');
  if (isRefused(written)) return written;
  const known = state.injected.find((one) => one.id === id);
  if (!known && !world.exercise.injects.some((one) => one.id === id)) {
    return refuse('unknown', `there is no inject \`${id}\``);
  }
  if (known?.isWithheld) return [];
  if (known && !isComing(state, known)) return refuse('notNow', `\`${id}\` is in since turn ${known.turn}`);
  return [{ kind: 'withheld', id, ...(written !== undefined && { reason: written }) }];
}

export function override(ask: Ask, { driver, state: into, reason }: Of<'override'>): Ruling {
  const late = noTurnComes(ask);
  if (late) return late;
  const problem = interventionsProblem(ask, [{ kind: 'put', step: 1, driver, state: into }]);
  if (problem) return problem;
  const written = textFrom(ask, reason, 'the reason');
  return isRefused(written) ? written : [{ kind: 'overridden', driver, state: into, reason: written }];
}

function noTurnComes({ world, state }: Ask): Refused | undefined {
  const turn = comingTurn(state);
  const isOver =
    state.clock.phase === 'debrief' || state.clock.phase === 'closed' || state.ended !== undefined;
  if (!isOver && stepsOf(world, state, turn).length > 0) return undefined;
  return refuse('notNow', 'no turn comes any more: undo one first');
}

export const effectsProblem = (ask: Ask, effects: readonly Effect[]): Refused | undefined =>
  interventionsProblem(ask, [{ kind: 'attempt', step: 1, id: 'inject', probability: 1, effects }]);

function interventionsProblem({ world }: Ask, list: readonly Intervention[]): Refused | undefined {
  const problem = interventionProblem(world.ir, list);
  return problem === undefined ? undefined : refuse('illegal', problem);
}

// ---------------------------------------------------------------- rulings

export function judge(ask: Ask, { id, probability, why, isHouse }: Of<'judge'>): Ruling {
  const { world, state } = ask;
  const argued = state.argued.find((one) => one.id === id);
  const closed = arguedIsOver(state, id, argued);
  if (closed || !argued) return closed ?? [];
  if (world.exercise.argued.judge === 'room' && Object.keys(argued.votes).length > 0) {
    return refuse('notYours', 'the room has voted on this move: strike it out, or leave it to the room');
  }
  if (!(probability >= 0 && probability <= 1)) {
    return refuse('malformed', 'a probability is a number from 0 to 1');
  }
  const written = optionalText(ask, why, 'the reason');
  if (isRefused(written)) return written;
  return [
    {
      kind: 'judged',
      id,
      probability: clamped(world, probability),
      judge: isHouse ? 'house' : 'whiteCell',
      ...(written !== undefined && { why: written }),
    },
  ];
}

export function strike(ask: Ask, { id, reason }: Of<'strike'>): Ruling {
  const { state } = ask;
  const closed = arguedIsOver(
    state,
    id,
    state.argued.find((one) => one.id === id),
  );
  if (closed) return closed;
  const written = textFrom(ask, reason, 'the reason');
  return isRefused(written) ? written : [{ kind: 'struck', id, reason: written }];
}

function arguedIsOver(
  state: RoomState,
  id: string,
  argued: RoomState['argued'][number] | undefined,
): Refused | undefined {
  if (!argued) return refuse('unknown', `there is no argued move \`${id}\``);
  if (argued.struck !== undefined) return refuse('notNow', 'this move is struck out already');
  const isOver = argued.turn !== state.clock.turn || isAdjudicated(state);
  return isOver ? refuse('notNow', `turn ${argued.turn} has been adjudicated`) : undefined;
}

export function rule(ask: Ask, { seat, orders, reason }: Of<'rule'>): Ruling {
  const { world, state } = ask;
  if (!isKnownSeat(world, seat)) return refuse('unknown', `there is no seat \`${seat}\``);
  const early = notOpenForControl(ask);
  if (early) return early;
  const problem = ordersProblem(world, state, seat, orders);
  if (problem) return refuse(problem.code, problem.message);
  const written = textFrom(ask, reason, 'the reason');
  return isRefused(written)
    ? written
    : [{ kind: 'ruled', seat, orders: ordersOnly(orders), reason: written }];
}

/** Until the engine has been asked, control enters and rules. */
function notOpenForControl({ world, state }: Ask): Refused | undefined {
  const { turn, phase } = state.clock;
  if (phase === 'lobby') return refuse('notNow', 'the exercise has not begun: start it');
  if (phase === 'debrief' || phase === 'closed') return refuse('notNow', 'the last turn is over');
  if (!isAdjudicated(state)) return undefined;
  const next = turn < presetOf(world, state).turns.length ? `: go on to turn ${turn + 1}, or` : ':';
  return refuse('notNow', `turn ${turn} has been adjudicated${next} undo it`);
}

/** A plan that a team wrote on paper; it takes the place of one that was handed in. */
export function enter(ask: Ask, { seat, orders }: Of<'enter'>): Ruling {
  const { world, state } = ask;
  if (!isKnownSeat(world, seat)) return refuse('unknown', `there is no seat \`${seat}\``);
  if (state.held[seat] !== 'people') {
    return refuse('notNow', `\`${seat}\` is played by its bot: hand it to people first`);
  }
  const early = notOpenForControl(ask);
  if (early) return early;
  const problem = ordersProblem(world, state, seat, orders);
  if (problem) return refuse(problem.code, problem.message);
  const revision = nextRevision(state, seat);
  const plan = ordersOnly(orders);
  return [
    ...(deskOf(state, seat).submitted ? [{ kind: 'withdrawn', seat } as const] : []),
    { kind: 'drafted', seat, revision, orders: plan },
    { kind: 'submitted', seat, revision, orders: plan },
  ];
}

/** What somebody said of a move, on paper; also of roles that nobody holds by a device. */
export function enterAnswer(ask: Ask, { move, who, agrees }: Of<'enterAnswer'>): Ruling {
  const { world, state } = ask;
  const early = notOpenForControl(ask);
  if (early) return early;
  if (!asksOf(world, move).includes(who))
    return refuse('unknown', `\`${who}\` is not asked about \`${move}\``);
  const [seat = ''] = who.split('.');
  if (state.held[seat] !== 'people') {
    return refuse('notNow', `\`${seat}\` is played by its bot, which answers by the scenario's rule`);
  }
  const maker = move.slice(0, move.indexOf('.'));
  const intended = intendedOf(state, maker);
  const isMeant = !intended || [intended.open, intended.covert].some((name) => `${maker}.${name}` === move);
  if (!isMeant || chancesOf(world, state, maker).length === 0) {
    return refuse('notNow', `\`${maker}\` does not mean to make \`${move}\` in this turn`);
  }
  return [{ kind: 'answered', move, who, agrees }];
}

// ---------------------------------------------------------------- the rest

export function pass({ state }: Ask, { id, passes }: Of<'pass'>): Ruling {
  const message = state.messages.find((one) => one.id === id);
  if (!message) return refuse('unknown', `there is no message \`${id}\``);
  return message.waits ? [{ kind: 'passed', id, passes }] : refuse('notNow', 'this message does not wait');
}

export function tick({ world, state }: Ask, { goal, ticked }: Of<'tick'>): Ruling {
  if (!world.exercise.learningGoals.some(({ id }) => id === goal)) {
    return refuse('unknown', `there is no learning goal \`${goal}\``);
  }
  return state.ticks[goal] === ticked ? [] : [{ kind: 'ticked', goal, ticked }];
}

/** Which seats may be asked about by whom: control at any time, others in the debrief. */
export function askForFan(ask: Ask, command: Of<'fan' | 'preview'>): Ruling {
  const { world, state, by } = ask;
  const { phase } = state.clock;
  if (by !== 'control' && (command.do === 'preview' || (phase !== 'debrief' && phase !== 'closed'))) {
    return refuse('notYours', 'only the facilitator may ask this before the debrief');
  }
  if (command.do === 'fan' && !seatOf(world, command.seat)) {
    return refuse('unknown', `there is no seat \`${command.seat}\``);
  }
  if (command.do === 'preview' && command.effects) return effectsProblem(ask, command.effects) ?? [];
  return [];
}
