/** Channels and messages, argued moves, papers, forecasts: what people said to each other, and who may read it. */
import type {
  ArguedView,
  ChannelView,
  MessageView,
  ProposalView,
  QuestionView,
} from '../../protocol/protocol.ts';
import type { Message } from '../state.ts';
import { labelled, said } from '../said.ts';
import { settledAnswers } from '../settled.ts';
import { isOver, isRevealed, type Context } from './context.ts';
import { ALL, amongThemselves, CONTROL, TEAM } from './words.ts';

// ------------------------------------------------------------ messages

/** Whether a channel is one's own: everybody's, the team's, or one that the team is part of. */
export function isIn({ kind, seat }: Pick<Context, 'kind' | 'seat'>, channel: string): boolean {
  if (channel === 'all' || kind === 'control') return true;
  if (kind !== 'seat' || seat === undefined) return false;
  const [form, names = ''] = channel.split(':');
  return form === 'joint' ? names.split('+').includes(seat) : names === seat;
}

export function messageViews(context: Context): readonly MessageView[] {
  const { state, kind, person } = context;
  const idOf = kind === 'control' ? ({ id }: Message): string => id : idsAsShown();
  return state.messages
    .filter(({ channel, by, waits, isStopped }) => {
      if (kind === 'projector' && channel !== 'all') return false;
      return isIn(context, channel) && ((!waits && !isStopped) || kind === 'control' || by === person?.id);
    })
    .map((message) => ({ ...messageView(context, message), id: idOf(message) }));
}

/**
 * Of messages in the order in which they are shown, which is that of being passed on: numbers of the room would tell
 * of those in between that wait or were stopped. What only its writer sees is counted by itself.
 */
function idsAsShown(): (message: Message) => string {
  const counts = new Map<string, number>();
  return ({ channel, waits, isStopped }) => {
    const series = waits || isStopped ? `${channel}.own` : channel;
    const number = (counts.get(series) ?? 0) + 1;
    counts.set(series, number);
    return `${series}.${number}`;
  };
}

export function messageView({ lookups, kind, language }: Context, message: Message): MessageView {
  const { id, at, turn, channel, by, seat, text, waits, isStopped, passedAt } = message;
  const isPassed = kind === 'control' && passedAt !== undefined;
  return {
    id,
    at: passedAt ?? at,
    turn,
    channel,
    by,
    from: by === 'control' ? said(CONTROL, language) : lookups.name(by),
    ...(seat !== null && { seat }),
    text: lookups.text(text),
    ...(waits && { waits }),
    ...(isStopped && { judged: 'stopped' as const }),
    ...(isPassed && { judged: 'passed' as const }),
  };
}

export function channelViews(context: Context): readonly ChannelView[] {
  const { world, kind, seat: own, language } = context;
  const { seats, messages } = world.exercise;
  const label = (name: string): string =>
    labelled(seats.find((one) => one.name === name)?.label, name, language);
  const all: ChannelView = { id: 'all', label: said(ALL, language), kind: 'all' };
  const names = seats.map(({ name }) => name);
  const pairs = names.flatMap((a, i) => names.slice(i + 1).map((b) => [a, b]));
  const { between } = messages;
  const joint = between === 'none' ? [] : between === 'any' ? pairs : inOrder(between, names);
  const joined = joint.map((members): ChannelView => {
    const others = members.filter((name) => name !== own);
    return { id: `joint:${members.join('+')}`, label: others.map(label).join(' + '), kind: 'joint' };
  });
  if (kind === 'control')
    return [
      all,
      ...names.map((name): ChannelView => ({ id: `control:${name}`, label: label(name), kind: 'control' })),
      ...names.map((name): ChannelView => {
        return { id: `team:${name}`, label: said(amongThemselves(label(name)), language), kind: 'team' };
      }),
      ...joined,
    ];
  if (kind !== 'seat' || own === undefined) return [all];
  return [
    { id: `team:${own}`, label: said(TEAM, language), kind: 'team' },
    all,
    { id: `control:${own}`, label: said(CONTROL, language), kind: 'control' },
    ...joined.filter(({ id }) => isIn(context, id)),
  ];
}

const inOrder = (
  groups: readonly (readonly string[])[],
  names: readonly string[],
): readonly (readonly string[])[] =>
  groups.map((group) => [...group].sort((a, b) => names.indexOf(a) - names.indexOf(b)));

// ------------------------------------------------------------ argued moves and papers

/** All can read them at once; what others would vote is seen when the number stands. */
export function arguedViews({ state, lookups, person, kind }: Context): readonly ArguedView[] {
  return state.argued.map((one): ArguedView => {
    const { id, turn, seat, action, pull, reasons, counters, votes, judged, struck, attempted } = one;
    const mine = person && votes[person.id];
    // The number is out with the turn's reveal; control sees it when it stands.
    const isOut = kind === 'control' || isRevealed(state, turn);
    return {
      id,
      turn,
      seat,
      action: lookups.text(action),
      pull,
      reasons: reasons.map((text) => lookups.text(text)),
      counters: counters.map((counter) => ({
        ...(counter.seat !== null && { seat: counter.seat }),
        reason: lookups.text(counter.reason),
      })),
      ...(mine !== undefined && { myVote: mine }),
      ...(isOut && { votes: Object.keys(votes).length }),
      ...(isOut && judged && { probability: judged.probability, judge: judged.judge }),
      // What nobody gave a number was tried too, with the least there is.
      ...(isOut &&
        attempted && {
          probability: attempted.probability,
          succeeded: attempted.succeeded,
          draw: attempted.draw,
        }),
      ...(struck !== undefined && { struck: lookups.text(struck) }),
    };
  });
}

/** Who signs reads them; all others once they stand. */
export function proposalViews({
  world,
  state,
  lookups,
  language,
  kind,
  seat,
}: Context): readonly ProposalView[] {
  return state.proposals.flatMap((proposal): readonly ProposalView[] => {
    const { id, turn, form, text, signatures, effective } = proposal;
    const written = world.exercise.proposals.find((one) => one.id === form);
    const signers = written?.signers ?? [];
    const isEffective = effective !== undefined;
    const isParty = seat !== undefined && (signers.includes(seat) || proposal.seat === seat);
    if (!(kind === 'control' || isParty || (isEffective && isRevealed(state, effective)) || isOver(state)))
      return [];
    return [
      {
        id,
        turn,
        form,
        label: labelled(written?.label, form, language),
        seat: proposal.seat,
        text: lookups.text(text),
        signatures: signers.map((signer) => {
          const signs = signatures[signer];
          return { seat: signer, ...(signs !== undefined && { signs }) };
        }),
        isEffective,
      },
    ];
  });
}

// ------------------------------------------------------------ forecasts

export function questionViews(context: Context): readonly QuestionView[] {
  const { world, state, language, person } = context;
  const settled = settledAnswers(world, state);
  return world.exercise.questions.map(({ id, label, outcomes }): QuestionView => {
    const about = state.forecasts.filter(({ question }) => question === id);
    const mine = about.find((one) => one.person === person?.id && one.turn === state.clock.turn);
    const turns = [...new Set(about.map(({ turn }) => turn))].sort((a, b) => a - b);
    const outcome = settled.get(id);
    return {
      id,
      label: said(label, language),
      outcomes: outcomes.map((one) => ({ id: one.id, label: said(one.label, language) })),
      ...(outcome !== undefined && { settled: outcome }),
      ...(mine && { mine: mine.probabilities }),
      revealed: turns
        .filter((turn) => isRevealed(state, turn))
        .map((turn) => {
          // In no order that says who said it.
          const told = about
            .filter((one) => one.turn === turn)
            .map(({ probabilities }) => outcomes.map((one) => probabilities[one.id] ?? 0))
            .sort(byNumbers);
          const named = (values: readonly number[]): Readonly<Record<string, number>> =>
            Object.fromEntries(outcomes.map((one, i) => [one.id, values[i] ?? 0]));
          const mean = outcomes.map(
            (_, i) => told.reduce((sum, row) => sum + (row[i] ?? 0), 0) / told.length,
          );
          return { turn, said: told.map(named), mean: named(mean) };
        }),
    };
  });
}

function byNumbers(a: readonly number[], b: readonly number[]): number {
  for (const [i, value] of a.entries()) if (value !== b[i]) return value - (b[i] ?? 0);
  return 0;
}
