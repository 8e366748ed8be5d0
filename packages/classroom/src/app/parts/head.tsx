/** The strip at the top of every view: where one is, how long there is, whether the line holds. */
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useDate, useRoom } from '../room.ts';
import { Timer, whereWeAre } from './clock.tsx';
import { Ask } from './basics.tsx';
import { ReturnCode, ReturnShown } from './return-code.tsx';
import { Switches } from './switches.tsx';
import { Icon } from './tabs.tsx';
import { grouped } from '../words/formats.ts';
import { catalogues } from '../words/words.ts';

export interface HeadProps {
  readonly who: string;
  readonly onLanguage: (language: string) => void;
  readonly onLeave: () => void;
  readonly children?: ComponentChildren;
}

export function Head({ who, onLanguage, onLeave, children }: HeadProps): JSX.Element {
  const { view, say } = useRoom();
  const date = useDate();
  const { exercise, clock } = view;
  return (
    <header class="head">
      <div class="head-who">
        <h1>{exercise.title}</h1>
        <p>{who}</p>
      </div>
      <div class="head-clock">
        <p class="phase">
          {whereWeAre(say, clock, exercise.turns.length)}
          {clock.date === undefined ? null : <span class="date">{date(clock.date)}</span>}
        </p>
        <Timer />
      </div>
      {children}
      <Menu onLanguage={onLanguage} onLeave={onLeave}>
        <p class="hint">
          {say('roomAndCode', { room: exercise.room.replace(/^room-/, ''), code: grouped(exercise.code) })}
        </p>
        <ReturnCode />
      </Menu>
      <Line />
    </header>
  );
}

/** Language, appearance, and the way out. It lies over the page, so a tap beside it or Escape closes it. */
export function Menu({ onLanguage, onLeave, children }: Omit<HeadProps, 'who'>): JSX.Element {
  const { view, say, language } = useRoom();
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const tapped = ({ target }: Event): void => {
      if (menu.current && target instanceof Node && !menu.current.contains(target)) menu.current.open = false;
    };
    const pressed = ({ key }: KeyboardEvent): void => {
      // Escape in a dialog of the menu is the dialog's.
      if (key !== 'Escape' || menu.current?.open !== true || document.querySelector('dialog:modal')) return;
      menu.current.open = false;
      menu.current.querySelector('summary')?.focus();
    };
    addEventListener('pointerdown', tapped);
    addEventListener('keydown', pressed);
    return () => {
      removeEventListener('pointerdown', tapped);
      removeEventListener('keydown', pressed);
    };
  }, []);
  return (
    <details class="menu" ref={menu}>
      <summary aria-label={say('menu')}>
        <Icon name="menu" />
      </summary>
      <div class="menu-body">
        <Switches say={say} language={language} languages={Object.keys(catalogues)} onLanguage={onLanguage} />
        {children}
        <Ask
          label={say('leave')}
          look="quiet"
          title={say('leave')}
          confirm={say('leave')}
          onConfirm={() => {
            onLeave();
            return true;
          }}
        >
          <p>{say(view.me.kind === 'control' ? 'leaveControlHint' : 'leaveHint')}</p>
        </Ask>
      </div>
    </details>
  );
}

/** Said plainly when there is no line, with what becomes of what one does meanwhile. */
export function Line(): JSX.Element {
  const { connection, say } = useRoom();
  const waiting = connection.pending.filter(
    ({ command }) => command.do !== 'fan' && command.do !== 'preview',
  ).length;
  const isDown = connection.status !== 'live';
  return (
    <div class={isDown ? 'line down' : 'line'} role="status">
      {isDown ? (
        <>
          <strong>{say(navigator.onLine ? 'lineLost' : 'lineOffline')}</strong>{' '}
          {waiting > 0 ? say('lineWaiting', { n: waiting }) : say('lineKept')}
          <button type="button" class="link" onClick={() => connection.nudge()}>
            {say('lineRetry')}
          </button>
          <ReturnShown />
        </>
      ) : null}
    </div>
  );
}
