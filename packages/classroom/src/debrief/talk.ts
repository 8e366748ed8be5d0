/** How much was written to whom, by turn; the words themselves only where they are asked for. */
import type { ChannelTold } from './document.ts';
import type { Telling } from './telling.ts';
import { seatLabel } from './timeline.ts';
import { named } from '../grammar/punctuation.ts';

/** Channels in which anything was written that its readers were given: all, then by kind and name. */
export function channelsTold(telling: Telling, withTexts: boolean): readonly ChannelTold[] {
  const { chronicle, text, name } = telling;
  const sent = chronicle.state.messages.filter(({ isStopped, waits }) => !isStopped && !waits);
  const channels = [...new Set(sent.map(({ channel }) => channel))].sort(byKind);
  return channels.map((channel): ChannelTold => {
    const own = sent.filter((message) => message.channel === channel);
    const turns = [...new Set(own.map(({ turn }) => turn))].sort((a, b) => a - b);
    return {
      channel,
      label: labelOf(telling, channel),
      kind: kindOf(channel),
      byTurn: turns.map((turn) => ({ turn, count: own.filter((one) => one.turn === turn).length })),
      ...(withTexts && {
        texts: own.map((one) => ({ turn: one.turn, from: name(one.by), text: text(one.text) })),
      }),
    };
  });
}

const KINDS = ['all', 'team', 'joint', 'control'] as const;

const kindOf = (channel: string): ChannelTold['kind'] =>
  KINDS.find((kind) => kind === channel.split(':')[0]) ?? 'all';

const byKind = (a: string, b: string): number =>
  KINDS.indexOf(kindOf(a)) - KINDS.indexOf(kindOf(b)) || (a < b ? -1 : 1);

function labelOf(telling: Telling, channel: string): string {
  const { words, language } = telling;
  const [kind, names = ''] = channel.split(':');
  const seats = names.split('+').map((seat) => seatLabel(telling, seat));
  if (kind === 'team') return named(language, words.team, seats.join(''));
  if (kind === 'control') return named(language, words.control, seats.join(''));
  return kind === 'joint' ? seats.join(' + ') : words.everybody;
}
