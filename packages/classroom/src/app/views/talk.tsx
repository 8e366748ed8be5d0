/** Channels and what was written in them. A message goes into the queue of the line at once, and stays there until it is on disk. */
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ChannelView, MessageView, View } from '../../protocol/protocol.ts';
import { keepText, keptText, useKeptData } from '../kept.ts';
import { Badge, Button, Choice, Empty, TextField } from '../parts/basics.tsx';
import { seatLabel, useRoom } from '../room.ts';
import { read, write } from '../storage.ts';
import { timeOfDay } from '../words/formats.ts';

/** When one last looked into each channel, in the server's time. */
type Seen = Readonly<Record<string, number>>;

/** How many messages of others came since one last looked, by channel. */
function unreadIn(view: View, seen: Seen): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const message of view.messages) {
    // What control has to judge, or has judged, it has read.
    if (message.waits === true || message.judged !== undefined) continue;
    if (isOwn(view, message) || message.at <= (seen[message.channel] ?? 0)) continue;
    counts[message.channel] = (counts[message.channel] ?? 0) + 1;
  }
  return counts;
}

const isOwn = ({ me }: View, { by }: MessageView): boolean => by === me.person;

/** In channels of a kind or in all: a channel counts as read when it stood open. */
export function useUnread(kind?: ChannelView['kind']): number {
  const { view, field } = useRoom();
  const [seen] = useKeptData<Seen>(field('read'), {});
  const unread = unreadIn(view, seen);
  return view.channels
    .filter((channel) => kind === undefined || channel.kind === kind)
    .reduce((sum, { id }) => sum + (unread[id] ?? 0), 0);
}

export function Talk(): JSX.Element {
  const { view, say, send, connection, field } = useRoom();
  const [seen, see] = useKeptData<Seen>(field('read'), {});
  const [chosen, choose] = useState(() => {
    const last = read('tab', field('channel')) ?? '';
    // Where one was writing; else where somebody wrote.
    if (last !== '' && keptText(field(`message-${last}`)) !== '') return last;
    return view.channels.find(({ id }) => unreadIn(view, seen)[id] !== undefined)?.id ?? last;
  });
  const channel = view.channels.find(({ id }) => id === chosen) ?? view.channels[0];
  useEffect(() => {
    if (channel !== undefined) write('tab', field('channel'), channel.id);
  }, [channel?.id]);
  const unread = unreadIn(view, seen);
  const messages = useMemo(
    () => view.messages.filter((message) => message.channel === channel?.id),
    [view.messages, channel?.id],
  );
  const log = useRef<HTMLDivElement>(null);
  useEffect(() => {
    log.current?.scrollTo({ top: log.current.scrollHeight });
  }, [messages.length, channel?.id]);
  const last = messages.at(-1)?.at ?? 0;
  useEffect(() => {
    if (channel !== undefined && last > (seen[channel.id] ?? 0)) see({ ...seen, [channel.id]: last });
  }, [channel?.id, last, seen]);
  if (channel === undefined) return <Empty>{say('noChannels')}</Empty>;
  const draft = `message-${channel.id}`;
  const write_ = async (): Promise<void> => {
    const text = keptText(field(draft)).trim();
    if (text === '') return;
    keepText(field(draft), '');
    await send({ do: 'message', channel: channel.id, text }, { field: field(draft), text });
  };
  const onTheWay = connection.pending.flatMap(({ ref, command }) =>
    command.do === 'message' && command.channel === channel.id ? [{ ref, text: command.text }] : [],
  );
  return (
    <div class="talk">
      <Choice
        label={say('channel')}
        value={channel.id}
        options={view.channels.map(({ id, label }) => {
          const n = id === channel.id ? 0 : (unread[id] ?? 0);
          return { value: id, label: n === 0 ? label : say('channelUnread', { channel: label, n }) };
        })}
        onChange={choose}
      />
      <p class="hint">{say(CHANNEL_HINTS[channel.kind])}</p>
      <div
        class="log"
        role="log"
        aria-label={say('messagesIn', { channel: channel.label })}
        ref={log}
        tabIndex={0}
      >
        <ol>
          {messages.map((message) => (
            <Message key={message.id} message={message} />
          ))}
          {onTheWay.map(({ ref, text }) => (
            <li key={ref} class="mine on-the-way">
              <p>{text}</p>
              <span class="hint">{say('onTheWay')}</span>
            </li>
          ))}
          {messages.length + onTheWay.length === 0 ? <li class="empty">{say('noMessages')}</li> : null}
        </ol>
      </div>
      <form
        class="compose"
        onSubmit={(event) => {
          event.preventDefault();
          void write_();
        }}
      >
        <TextField
          key={draft}
          label={say('writeTo', { channel: channel.label })}
          name={draft}
          rows={2}
          onSend={() => void write_()}
        />
        <Button look="main" type="submit">
          {say('sendMessage')}
        </Button>
      </form>
    </div>
  );
}

const CHANNEL_HINTS = {
  team: 'channelTeam',
  joint: 'channelJoint',
  control: 'channelControl',
  all: 'channelAll',
} as const;

export function Message({ message }: { message: MessageView }): JSX.Element {
  const { view, say, language } = useRoom();
  const isMine = isOwn(view, message);
  return (
    <li class={isMine ? 'mine' : undefined}>
      <p class="message-head">
        <strong>{message.from}</strong>
        {message.seat === undefined ? null : <span>{seatLabel(view, message.seat)}</span>}
        <time dateTime={new Date(message.at).toISOString()}>{timeOfDay(language, message.at)}</time>
        {message.waits === true ? <Badge tone="warn">{say('messageWaits')}</Badge> : null}
        {message.judged === 'stopped' ? <Badge tone="bad">{say('messageStopped')}</Badge> : null}
      </p>
      <p>{message.text}</p>
    </li>
  );
}
