/** Messages that wait to be passed on, above all channels. */
import type { JSX } from 'preact';
import { Button, Card } from '../../parts/basics.tsx';
import { useRoom } from '../../room.ts';
import { Message, Talk } from '../talk.tsx';

export function Messages(): JSX.Element {
  const { view, say, send } = useRoom();
  const waiting = view.control?.waiting ?? [];
  return (
    <div class="stack">
      {waiting.length === 0 ? null : (
        <Card title={say('moderation')} look="call">
          <ul class="moderation">
            {waiting.map((message) => (
              <li key={message.id}>
                <ol class="log-one">
                  <Message message={message} />
                </ol>
                <p class="hint">
                  {view.channels.find(({ id }) => id === message.channel)?.label ?? message.channel}
                </p>
                <div class="row">
                  {([true, false] as const).map((passes) => (
                    <Button
                      key={String(passes)}
                      look={passes ? 'good' : 'bad'}
                      name={say(passes ? 'passOnFrom' : 'stopFrom', { name: message.from })}
                      onClick={() => void send({ do: 'pass', id: message.id, passes })}
                    >
                      {say(passes ? 'passOn' : 'stopMessage')}
                    </Button>
                  ))}
                </div>
              </li>
            ))}
          </ul>
        </Card>
      )}
      <Card title={say('tabTalk')}>
        <Talk />
      </Card>
    </div>
  );
}
