/** What a team does: its plan, answers to others, argued moves, papers. */
import type { Command } from '../protocol/protocol.ts';
import { interventionProblem } from '@stave/engine';
import { effectsOfPull } from './adjudicate.ts';
import { deskOf, KINDS } from './things.ts';
import type { Orders } from './events.ts';
import { askedOf, ordersProblem, standingQuestions } from './intentions.ts';
import { isWhole } from './levers.ts';
import { consentingRoles, mayAnswer, personOf, rightsOf, roleOf } from './people.ts';
import {
  isRefused,
  notInPhase,
  optionalText,
  refuse,
  textFrom,
  type Ask,
  type Refused,
  type Ruling,
} from './refusal.ts';
import type { Argued, RoomState } from './state.ts';
import type { DraftDeed } from './texts.ts';
import { chancesOf, seatOf, type World } from './world.ts';

type Of<D extends Command['do']> = Extract<Command, { do: D }>;

export type TeamCommand = Of<
  'draft' | 'consent' | 'submit' | 'withdraw' | 'answer' | 'argue' | 'propose' | 'sign'
>;

/** Of a member of a seat that people play, in the deliberation but for answers and signatures. */
export function decideTeam(ask: Ask, command: TeamCommand): Ruling {
  const { state, by } = ask;
  const seat = personOf(state, by)?.seat;
  if (typeof seat !== 'string') {
    return refuse('notYours', 'only members of a team may do this: take a place in a seat first');
  }
  if (state.held[seat] !== 'people') {
    return refuse('notNow', `\`${seat}\` is played by its bot now: ask the facilitator to hand it back`);
  }
  if (command.do === 'answer') return answer(ask, seat, command);
  const { phase } = state.clock;
  const signsLate = command.do === 'sign' && phase === 'answers';
  if (phase !== 'deliberation' && !signsLate) return notInPhase(ask, 'deliberation');
  switch (command.do) {
    case 'draft':
      return draft(ask, seat, command);
    case 'consent':
      return consent(ask, seat, command);
    case 'submit':
      return submit(ask, seat, command);
    case 'withdraw':
      return withdraw(ask, seat);
    case 'argue':
      return argue(ask, seat, command);
    case 'propose':
      return propose(ask, seat, command);
    case 'sign':
      return sign(ask, seat, command);
  }
}

// ---------------------------------------------------------------- the plan

function draft(ask: Ask, seat: string, { orders, why }: Of<'draft'>): Ruling {
  const { world, state, by } = ask;
  if (!rightsOf(world, state, by).includes('draft')) return lacks(ask, 'draft', 'draft the plan');
  if (deskOf(state, seat).submitted) {
    return refuse('notNow', 'the plan is handed in: take it back before you change it');
  }
  const problem = ordersProblem(world, state, seat, orders);
  if (problem) return refuse(problem.code, problem.message);
  const reason = optionalText(ask, why, 'the reason');
  if (isRefused(reason)) return reason;
  return [
    {
      kind: 'drafted',
      seat,
      revision: nextRevision(state, seat),
      orders: ordersOnly(orders),
      ...(reason !== undefined && { why: reason }),
    },
  ];
}

export const nextRevision = ({ made }: RoomState, seat: string): number => (made[KINDS.draft(seat)] ?? 0) + 1;

export const ordersOnly = ({ open, covert }: Orders): Orders => ({
  ...(open !== undefined && { open }),
  ...(covert !== undefined && { covert }),
});

function consent(ask: Ask, seat: string, { revision, agrees, why }: Of<'consent'>): Ruling {
  const { world, state, by } = ask;
  const role = personOf(state, by)?.role;
  const asked = consentingRoles(world, state, seat);
  if (role === undefined || !asked.some(({ id }) => id === role)) {
    return refuse('notYours', 'your role is not asked about the plan of your team');
  }
  const desk = deskOf(state, seat);
  if (desk.submitted) return refuse('notNow', 'the plan is handed in already');
  const outdated = wrongRevision(desk.draft, revision);
  if (outdated) return outdated;
  const reason = optionalText(ask, why, 'the reason');
  if (isRefused(reason)) return reason;
  return [{ kind: 'consented', seat, revision, role, agrees, ...(reason !== undefined && { why: reason }) }];
}

const wrongRevision = (
  draft: { readonly revision: number } | undefined,
  revision: number,
): Refused | undefined => {
  if (!draft) return refuse('outdated', 'there is no plan yet: draft one first');
  if (draft.revision === revision) return undefined;
  return refuse('outdated', 'the plan has been changed since: look at the new one first');
};

function submit(ask: Ask, seat: string, { revision }: Of<'submit'>): Ruling {
  const { world, state, by } = ask;
  if (!rightsOf(world, state, by).includes('submit')) return lacks(ask, 'submit', 'hand the plan in');
  const { draft, submitted } = deskOf(state, seat);
  if (submitted) {
    return submitted.revision === revision
      ? []
      : refuse('outdated', 'another plan is handed in already: take it back first');
  }
  const outdated = wrongRevision(draft, revision);
  if (outdated || !draft) return outdated ?? [];
  const refusing = (seatOf(world, seat)?.roles ?? []).find(({ id }) => draft.consents[id]?.agrees === false);
  if (refusing) {
    return [{ kind: 'vetoed', seat, revision, role: refusing.id, cost: world.exercise.vetoCost }];
  }
  return [{ kind: 'submitted', seat, revision, orders: draft.orders }];
}

function withdraw(ask: Ask, seat: string): Ruling {
  const { world, state, by } = ask;
  if (!rightsOf(world, state, by).includes('submit')) return lacks(ask, 'submit', 'take the plan back');
  if (!deskOf(state, seat).submitted)
    return refuse('notNow', 'no plan is handed in: there is nothing to take back');
  return [{ kind: 'withdrawn', seat }];
}

/** Who may, by label where that can be told. */
function lacks({ world, state, by }: Ask, right: 'draft' | 'submit', deed: string): Refused {
  const { seat: name, role } = personOf(state, by) ?? {};
  const seat = seatOf(world, name ?? '');
  const holders = (seat?.roles ?? []).filter(({ rights }) => rights.includes(right)).map(({ id }) => id);
  const own = roleOf(seat, role)?.id ?? 'your role';
  return refuse('notYours', `\`${own}\` may not ${deed}: ask ${holders.join(' or ')}`);
}

// ---------------------------------------------------------------- answers to others

function answer(ask: Ask, seat: string, { move, who, agrees }: Of<'answer'>): Ruling {
  const { world, state, by } = ask;
  const { phase } = state.clock;
  const asked = askedOf(world, state).find((one) => one.move === move && one.who === who);
  const standing = standingQuestions(world, state).find((one) => one.move === move && one.who === who);
  const question = asked ?? standing;
  if (phase !== 'answers' && !(standing && phase === 'deliberation')) return notInPhase(ask, 'answers');
  if (!question) {
    return refuse('unknown', `nobody in this room is asked about \`${move}\` as \`${who}\` in this turn`);
  }
  if (question.seat !== seat) return refuse('notYours', `\`${who}\` is not of your team`);
  if (!mayAnswer(world, state, by, question)) {
    const holder = question.role ?? 'whoever hands in your plan';
    return refuse('notYours', `${holder} answers for \`${who}\``);
  }
  return [{ kind: 'answered', move, who, agrees }];
}

// ---------------------------------------------------------------- argued moves

const REASONS_MOST = 3;

function argue(ask: Ask, seat: string, { action, pull, reasons }: Of<'argue'>): Ruling {
  const { world, state, by } = ask;
  const { turn } = state.clock;
  const rights = rightsOf(world, state, by);
  if (!rights.includes('draft') && !rights.includes('submit')) return lacks(ask, 'draft', 'argue a move');
  if (chancesOf(world, state, seat).length === 0) {
    return refuse('notNow', `\`${seat}\` has no turn in turn ${turn}: argue in the next`);
  }
  const { perTurn } = world.exercise.argued;
  if (state.argued.filter((one) => one.turn === turn && one.seat === seat).length >= perTurn) {
    return refuse('tooMany', `\`${seat}\` may argue ${perTurn} in a turn, and has: argue in the next`);
  }
  const said = textFrom(ask, action, 'the action');
  if (isRefused(said)) return said;
  if (reasons.length === 0) return refuse('malformed', 'an argued move needs a reason: give one to three');
  if (reasons.length > REASONS_MOST) {
    return refuse('tooMany', `there are ${reasons.length} reasons; give at most three`);
  }
  const written: string[] = [];
  for (const reason of reasons) {
    const text = textFrom(ask, reason, 'a reason');
    if (isRefused(text)) return text;
    written.push(text);
  }
  const problem = pullProblem(world, seat, pull);
  if (problem) return problem;
  const made = state.made[KINDS.argued(seat, turn)] ?? 0;
  return [{ kind: 'argued', id: `${seat}.${turn}.${made + 1}`, seat, action: said, pull, reasons: written }];
}

function pullProblem(world: World, seat: string, pull: Argued['pull']): Refused | undefined {
  const pulls = Object.entries(pull);
  if (pulls.length === 0) return refuse('malformed', 'name what the action is to change: pull a lever');
  for (const [id, units] of pulls) {
    const lever = world.exercise.levers.find((one) => one.id === id);
    if (!lever) {
      const known = world.exercise.levers.map((one) => `\`${one.id}\``).join(', ');
      return refuse('unknown', `there is no lever \`${id}\`${known === '' ? '' : `; there are ${known}`}`);
    }
    if (lever.seats && !lever.seats.includes(seat)) {
      return refuse('notYours', `\`${id}\` is no lever of \`${seat}\``);
    }
    if ('add' in lever.effect) {
      if (!Number.isFinite(units) || units === 0 || Math.abs(units) > lever.most) {
        return refuse('illegal', `\`${id}\` goes up or down by at most ${lever.most}, and not by ${units}`);
      }
      if (isWhole(world, lever) && !Number.isInteger(lever.effect.add * units)) {
        return refuse('illegal', `\`${id}\` goes by whole units, such as 1 or -1, and not by ${units}`);
      }
    } else if (units !== 1)
      return refuse('illegal', `\`${id}\` is pulled once or not at all: 1 is its number`);
  }
  const effects = effectsOfPull(world, pull);
  const words = interventionProblem(world.ir, [
    { kind: 'attempt', step: 1, id: 'argued', probability: 1, effects },
  ]);
  return words === undefined ? undefined : refuse('illegal', words);
}

// ---------------------------------------------------------------- papers

function propose(ask: Ask, seat: string, { form: id, text }: Of<'propose'>): Ruling {
  const { world, state, by } = ask;
  const rights = rightsOf(world, state, by);
  if (!rights.includes('draft') && !rights.includes('submit')) return lacks(ask, 'draft', 'propose a paper');
  const form = world.exercise.proposals.find((one) => one.id === id);
  if (!form) return refuse('unknown', `there is no form \`${id}\` of a paper`);
  if (!form.signers.includes(seat)) {
    return refuse('notYours', `\`${id}\` is signed by ${form.signers.join(', ')}: only they propose it`);
  }
  const isMade = (one: { form: string; effective?: number }): boolean =>
    one.form === id && one.effective !== undefined;
  if (form.once && state.proposals.some(isMade))
    return refuse('illegal', `\`${id}\` is signed already, and is once`);
  const written = textFrom(ask, text, 'the paper');
  if (isRefused(written)) return written;
  const made = state.made[KINDS.proposal(id)] ?? 0;
  return [{ kind: 'proposed', id: `${id}.${made + 1}`, form: id, seat, text: written }];
}

function sign(ask: Ask, seat: string, { id, signs }: Of<'sign'>): Ruling {
  const { world, state, by } = ask;
  const proposal = state.proposals.find((one) => one.id === id);
  const form = world.exercise.proposals.find((one) => one.id === proposal?.form);
  if (!proposal || !form?.signers.includes(seat)) {
    return refuse('unknown', `there is no paper \`${id}\` for \`${seat}\` to sign`);
  }
  if (!rightsOf(world, state, by).includes('submit')) return lacks(ask, 'submit', 'sign for the team');
  if (proposal.effective !== undefined) {
    return refuse('notNow', `the paper took effect in turn ${proposal.effective}: it cannot be changed`);
  }
  const isMade = state.proposals.some((one) => one.form === form.id && one.effective !== undefined);
  if (form.once && isMade) return refuse('illegal', `\`${form.id}\` is signed already, and is once`);
  const deed: DraftDeed = { kind: 'signed', id, seat, signs };
  return proposal.signatures[seat] === signs ? [] : [deed];
}
