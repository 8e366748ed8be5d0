/** Gives everything below it the room of one connection, draws it again on each change, and shows notices. */
import type { ComponentChildren, JSX } from 'preact';
import { useLayoutEffect, useMemo, useState } from 'preact/hooks';
import type { Connection } from '../connection.ts';
import { putBack } from '../kept.ts';
import { REFUSALS, withLabels } from '../refusals.ts';
import { RoomContext, type Room } from '../room.ts';
import { sayIn, type Say } from '../words/words.ts';

interface Notice {
  readonly id: number;
  readonly text: string;
  readonly kind: 'good' | 'bad';
  readonly detail?: string;
  /** On the page's own clock, in milliseconds. */
  readonly since: number;
}

const NOTICE_MS = 6000;

export interface InRoomProps {
  readonly connection: Connection;
  /** Under which typed text is kept. */
  readonly name: string;
  readonly token: string;
  readonly language: string;
  readonly children: ComponentChildren;
  /** Shown until there is a view. */
  readonly otherwise: (say: Say) => JSX.Element;
}

export function InRoom({ connection, name, token, language, children, otherwise }: InRoomProps): JSX.Element {
  const [, redraw] = useState(0);
  const [notices, setNotices] = useState<readonly Notice[]>([]);
  const say = useMemo(() => sayIn(language), [language]);
  useLayoutEffect(() => {
    const draw = (): void => redraw((n) => n + 1);
    // What came between the first drawing and this moment told nobody.
    draw();
    return connection.subscribe(draw);
  }, [connection]);
  const tools = useMemo(() => {
    let next = 0;
    const tell: Room['tell'] = (text, kind = 'good', detail) => {
      const id = ++next;
      setNotices((all) => [
        ...all.slice(-2),
        {
          id,
          text,
          kind,
          since: performance.now(),
          ...(detail !== undefined && detail !== '' && { detail }),
        },
      ]);
      if (kind === 'good')
        setTimeout(() => setNotices((all) => all.filter((one) => one.id !== id)), NOTICE_MS);
    };
    const send: Room['send'] = async (command, typed) => {
      const outcome = await connection.send(command, typed);
      // Somebody who goes on has read what was refused before; what is fresh may be of something else.
      if (outcome.ok)
        setNotices((all) =>
          all.filter(({ kind, since }) => kind === 'good' || performance.now() - since < NOTICE_MS),
        );
      return outcome;
    };
    connection.onRefused = ({ code, message, typed }) => {
      if (typed !== undefined && typed.text !== '') putBack(typed.field, typed.text);
      tell(say(REFUSALS[code]), 'bad', withLabels(message, connection.view));
    };
    return { tell, send, field: (field: string) => `${name}/${field}` };
  }, [connection, name, say]);
  const { view } = connection;
  if (view === undefined || connection.status === 'ended') return otherwise(say);
  return (
    <RoomContext.Provider value={{ view, connection, language, say, token, ...tools }}>
      {children}
      <div class="notices">
        <div role="status">
          {notices
            .filter(({ kind }) => kind === 'good')
            .map(({ id, text }) => (
              <p key={id} class="toast good">
                {text}
              </p>
            ))}
        </div>
        <div role="alert">
          {notices
            .filter(({ kind }) => kind === 'bad')
            .map(({ id, text, detail }) => (
              <p key={id} class="toast bad">
                <span>
                  {text}
                  {detail === undefined ? null : <small lang="en">{detail}</small>}
                </span>
                <button
                  type="button"
                  class="link"
                  onClick={() => setNotices((all) => all.filter((one) => one.id !== id))}
                >
                  {say('dismiss')}
                </button>
              </p>
            ))}
        </div>
      </div>
    </RoomContext.Provider>
  );
}
