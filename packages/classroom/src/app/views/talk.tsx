/** Channels and what was written in them. A message goes into the queue of the line at once, and stays there until it is on disk. */
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { MessageView } from '../../protocol/protocol.ts';
import { keepText, keptText } from '../kept.ts';
import { Badge, Button, Choice, Empty, TextField } from '../parts/basics.tsx';
import { seatLabel, useRoom } from '../room.ts';
import { read, write } from '../storage.ts';
import { timeOfDay } from '../words/formats.ts';

/** Messages of others that came since one last looked. */
export function useUnread(isLooking: boolean): number {
  const { view, field } = useRoom();
  const key = field('read');
  const [seen, see] = useState(() => Number(read('tab', key) ?? '0'));
  const last = view.messages.at(-1)?.at ?? 0;
  useEffect(() => {
    if (!isLooking || last <= seen) return;
    write('tab', key, String(last));
    see(last);
  }, [isLooking, last, seen, key]);
  return isLooking
    ? 0
    : view.messages.filter(({ at, from }) => at > seen && from !== view.me.name && from !== view.me.person)
        .length;
}

export function Talk(): JSX.Element {
  const { view, say, send, connection, field } = useRoom();
  const [chosen, choose] = useState(() => read('tab', field('channel')) ?? '');
  const channel = view.channels.find(({ id }) => id === chosen) ?? view.channels[0];
  const messages = useMemo(
    () => view.messages.filter((message) => message.channel === channel?.id),
    [view.messages, channel?.id],
  );
  const log = useRef<HTMLDivElement>(null);
  useEffect(() => {
    log.current?.scrollTo({ top: log.current.scrollHeight });
  }, [messages.length, channel?.id]);
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
        options={view.channels.map(({ id, label }) => ({ value: id, label }))}
        onChange={(id) => {
          write('tab', field('channel'), id);
          choose(id);
        }}
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
  const isMine = message.from === view.me.name || message.from === view.me.person;
  return (
    <li class={isMine ? 'mine' : undefined}>
      <p class="message-head">
        <strong>{message.from}</strong>
        {message.seat === undefined ? null : <span>{seatLabel(view, message.seat)}</span>}
        <time dateTime={new Date(message.at).toISOString()}>{timeOfDay(language, message.at)}</time>
        {message.waits === true ? <Badge tone="warn">{say('messageWaits')}</Badge> : null}
      </p>
      <p>{message.text}</p>
    </li>
  );
}
