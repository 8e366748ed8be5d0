/**
 * One order for all rooms at once. Each is asked by itself, so that one that refuses, or is not reached, keeps no other
 * from going on; what became of the order stands beside each.
 */
import type { ComponentChildren, JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Command, View } from '../../../protocol/protocol.ts';
import type { Connection, Outcome } from '../../connection.ts';
import { keepText, keptText } from '../../kept.ts';
import { Ask, Badge, Button, Card, TextField, type Tone } from '../../parts/basics.tsx';
import { whereWeAre } from '../../parts/clock.tsx';
import { Line, Menu } from '../../parts/head.tsx';
import { REFUSALS, withLabels } from '../../refusals.ts';
import { RoomContext, roomLabel } from '../../room.ts';
import { sayIn, type Key, type Say } from '../../words/words.ts';

interface OneRoom {
  readonly room: string;
  readonly token: string;
  readonly connection: Connection;
}

/** What a room is told, or why there is nothing to tell it. */
type Order = (view: View) => Command | Key;

type Fate = 'waits' | { readonly skipped: Key } | Outcome;

interface Given {
  /** Answers to an order before it come late. */
  readonly number: number;
  readonly what: string;
  readonly fates: Readonly<Record<string, Fate>>;
}

export interface AllRoomsProps {
  readonly rooms: readonly OneRoom[];
  readonly language: string;
  readonly onLanguage: (language: string) => void;
  readonly onLeave: () => void;
  /** The rooms themselves. */
  readonly children: ComponentChildren;
}

export function AllRooms({ rooms, language, onLanguage, onLeave, children }: AllRoomsProps): JSX.Element {
  const say = sayIn(language);
  useChanges(rooms);
  const [given, setGiven] = useState<Given | undefined>(undefined);
  const orders = useRef(0);
  const underWay = useRef(new Map<string, Promise<Outcome>>());
  const first = rooms.find(({ connection }) => connection.view !== undefined);
  if (first?.connection.view === undefined)
    return (
      <main id="main" tabIndex={-1}>
        <h1 class="unseen">{say('allRooms')}</h1>
        {children}
      </main>
    );
  const views = rooms.flatMap(({ connection: { view } }) => (view === undefined ? [] : [view]));

  /** @returns whether every room did it, or had nothing to do */
  const give = async (what: string, order: Order): Promise<boolean> => {
    const number = ++orders.current;
    const told = (room: string, fate: Fate): void =>
      setGiven((now) => (now?.number === number ? { ...now, fates: { ...now.fates, [room]: fate } } : now));
    setGiven({ number, what, fates: {} });
    const outcomes = rooms.map(async ({ room, connection }): Promise<boolean> => {
      const { view, status } = connection;
      if (view === undefined || status === 'ended') {
        told(room, { skipped: 'allNoLine' });
        return false;
      }
      const command = order(view);
      if (typeof command === 'string') {
        told(room, { skipped: command });
        return true;
      }
      told(room, 'waits');
      // One that is under way is not given twice, however often somebody clicks while the line is down.
      const key = `${room} ${command.do === 'broadcast' ? number : command.do}`;
      const sent = underWay.current.get(key) ?? connection.order(command);
      underWay.current.set(key, sent);
      const outcome = await sent;
      underWay.current.delete(key);
      told(room, outcome);
      return outcome.ok;
    });
    return (await Promise.all(outcomes)).every((isDone) => isDone);
  };

  const context = {
    view: first.connection.view,
    connection: first.connection,
    language,
    say,
    token: first.token,
    send: () => Promise.reject(new Error('InvariantError: rooms are told together, by an order')),
    tell: () => {},
    field: (name: string) => `all/${name}`,
  };
  const places = new Set(views.map(({ clock }) => `${clock.turn} ${clock.phase}`));
  const isAnyIn = (isIn: (clock: View['clock']) => boolean): boolean =>
    views.some(({ clock }) => isIn(clock));
  const message = async (): Promise<boolean | string> => {
    const text = keptText('all/broadcast').trim();
    if (text === '') return say('textMissing');
    // What was not sent everywhere stays, to be sent again or changed.
    void give(say('allMessage'), () => ({ do: 'broadcast', text })).then((isDone) => {
      if (isDone && keptText('all/broadcast').trim() === text) keepText('all/broadcast', '');
    });
    return true;
  };
  return (
    <RoomContext.Provider value={context}>
      <header class="head">
        <div class="head-who">
          <h1>{context.view.exercise.title}</h1>
          <p>{say('allRooms')}</p>
        </div>
        <Menu onLanguage={onLanguage} onLeave={() => onLeave()} />
        <Line />
      </header>
      <main id="main" tabIndex={-1}>
        <div class="all-rooms">
          <Card title={say('allTogether')}>
            <div class="row">
              {isAnyIn(({ phase }) => phase === 'lobby') ? (
                <Button look="main" onClick={() => void give(say('allStart'), start)}>
                  {say('allStart')}
                </Button>
              ) : null}
              {places.size > 1 ? (
                <Ask
                  label={say('allNext')}
                  title={say('allNext')}
                  confirm={say('allNext')}
                  onConfirm={() => {
                    void give(say('allNext'), next);
                    return true;
                  }}
                >
                  <p>{say('allDiffer')}</p>
                  <ul class="points">
                    {views.map((view) => (
                      <li key={view.exercise.room}>
                        {say('allRoomAt', {
                          room: view.exercise.room.replace(/^room-/, ''),
                          // One that is not under way stays where it is.
                          place: isUnderWay(view.clock)
                            ? whereWeAre(say, view.clock, view.exercise.turns.length)
                            : say(still(view.clock)),
                        })}
                      </li>
                    ))}
                  </ul>
                </Ask>
              ) : (
                <Button
                  look={isAnyIn(({ phase }) => phase === 'lobby') ? 'plain' : 'main'}
                  isOff={!isAnyIn(isUnderWay)}
                  onClick={() => void give(say('allNext'), next)}
                >
                  {say('allNext')}
                </Button>
              )}
              <Button
                isOff={!isAnyIn((clock) => isUnderWay(clock) && clock.paused === undefined)}
                onClick={() => void give(say('allPause'), pause)}
              >
                {say('allPause')}
              </Button>
              <Button
                isOff={!isAnyIn(({ paused }) => paused !== undefined)}
                onClick={() => void give(say('allResume'), resume)}
              >
                {say('allResume')}
              </Button>
              {[1, 5].map((minutes) => (
                <Button
                  key={minutes}
                  isOff={!isAnyIn(hasTime)}
                  onClick={() => void give(say('allMinutes', { n: minutes }), extend(minutes))}
                >
                  {say('allMinutes', { n: minutes })}
                </Button>
              ))}
              <Ask
                label={say('allMessage')}
                title={say('allMessage')}
                confirm={say('sendMessage')}
                onConfirm={message}
              >
                <TextField label={say('broadcastText')} name="broadcast" rows={3} />
              </Ask>
            </div>
            <div role="status">
              {given === undefined ? null : <Fates given={given} rooms={rooms} say={say} />}
            </div>
          </Card>
        </div>
        {children}
      </main>
    </RoomContext.Provider>
  );
}

function Fates({ given, rooms, say }: { given: Given; rooms: readonly OneRoom[]; say: Say }): JSX.Element {
  return (
    <>
      <p class="list-title">{say('allOutcome', { what: given.what })}</p>
      <ul class="fates">
        {rooms.map(({ room, connection }) => {
          const { tone, text, detail } = fateSaid(say, given.fates[room] ?? 'waits', connection);
          return (
            <li key={room}>
              <span>{roomLabel(say, room)}</span> <Badge tone={tone}>{text}</Badge>
              {detail === undefined ? null : (
                <small class="hint" lang="en">
                  {detail}
                </small>
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}

interface SaidFate {
  readonly tone: Tone;
  readonly text: string;
  readonly detail?: string;
}

function fateSaid(say: Say, fate: Fate, { view }: Connection): SaidFate {
  if (fate === 'waits') return { tone: 'warn', text: say('allWaits') };
  if ('skipped' in fate)
    return { tone: fate.skipped === 'allNoLine' ? 'bad' : 'plain', text: say(fate.skipped) };
  if (fate.ok) return { tone: 'good', text: say('allDone') };
  return { tone: 'bad', text: say(REFUSALS[fate.code]), detail: withLabels(fate.message, view) };
}

/** Drawn again on each change of any room. */
function useChanges(rooms: readonly OneRoom[]): void {
  const [, redraw] = useState(0);
  useLayoutEffect(() => {
    const draw = (): void => redraw((n) => n + 1);
    draw();
    const stops = rooms.map(({ connection }) => connection.subscribe(draw));
    return () => {
      for (const stop of stops) stop();
    };
  }, [rooms]);
}

// ---------------------------------------------------------------- orders

type Clock = View['clock'];

const isUnderWay = ({ phase }: Clock): boolean => phase !== 'lobby' && phase !== 'closed';
const hasTime = (clock: Clock): boolean =>
  isUnderWay(clock) && (clock.endsAt !== undefined || clock.paused?.left !== undefined);

/** Why nothing moves in a room that is not under way. */
const still = ({ phase }: Clock): Key => (phase === 'lobby' ? 'allNotBegun' : 'allIsOver');

const start: Order = ({ clock }) => (clock.phase === 'lobby' ? { do: 'start' } : 'allHasBegun');

const next: Order = ({ clock }) =>
  isUnderWay(clock) ? { do: 'next', from: { turn: clock.turn, phase: clock.phase } } : still(clock);

const pause: Order = ({ clock }) => {
  if (!isUnderWay(clock)) return still(clock);
  return clock.paused === undefined ? { do: 'pause' } : 'allIsPaused';
};

const resume: Order = ({ clock }) => {
  if (!isUnderWay(clock)) return still(clock);
  return clock.paused === undefined ? 'allRuns' : { do: 'resume' };
};

const extend =
  (minutes: number): Order =>
  ({ clock }) => {
    if (!isUnderWay(clock)) return still(clock);
    return hasTime(clock) ? { do: 'extend', minutes } : 'allNoTime';
  };
