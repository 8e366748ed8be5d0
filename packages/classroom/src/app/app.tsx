/** Which page this is: joining, a person's place in a room, the facilitator's rooms, or the projector. */
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks';
import { readAddress } from './address.ts';
import { farewellOf, type Farewell } from '../protocol/farewells.ts';
import type { Rooms } from '../protocol/http.ts';
import { roomsOf, type Answered } from './api.ts';
import type { Connection } from './connection.ts';
import { Announcer, whereWeAre } from './parts/clock.tsx';
import { Head } from './parts/head.tsx';
import { InRoom } from './parts/in-room.tsx';
import { REFUSALS } from './refusals.ts';
import { HouseContext, roomLabel, seatLabel, useLanguageAt, useRoom } from './room.ts';
import { dropSession, keepSession, sessionOfDevice, sessionOfTab, type Session } from './session.ts';
import { forget, read, write } from './storage.ts';
import { connect } from './surroundings.ts';
import { AllRooms } from './views/control/all-rooms.tsx';
import { Control } from './views/control/control.tsx';
import { SideBySide } from './views/control/side-by-side.tsx';
import { Join, Mark } from './views/join.tsx';
import { Observer } from './views/observer.tsx';
import { Projector } from './views/projector.tsx';
import { Seat } from './views/seat/seat.tsx';
import { Waiting } from './views/waiting.tsx';
import { languageFor, sayIn, type Key, type Say } from './words/words.ts';

const opened = readAddress(location.search, location.hash);
if (opened.secret !== undefined) {
  keepSession(opened.secret);
  // Out of the address bar, where a projector would show it.
  history.replaceState(null, '', location.pathname + location.search);
}

function firstSession(): Session | undefined {
  const own = sessionOfTab();
  if (opened.show === 'projector' && own?.kind === 'control') return { ...own, kind: 'projector' };
  // A code in the address is for joining that room; who sits in another one stays there in another tab.
  if (own !== undefined && (opened.code === '' || own.kind !== 'person' || own.code === opened.code))
    return own;
  return sessionOfDevice(opened.code === '' ? undefined : opened.code);
}

export function App(): JSX.Element {
  const [session, setSession] = useState(firstSession);
  const [because, setBecause] = useState<string | undefined>(undefined);
  const [language, setLanguage] = useState(() =>
    languageFor([read('device', 'language') ?? '', ...navigator.languages]),
  );
  const say = useMemo(() => sayIn(language), [language]);
  useLayoutEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const change = (next: string): void => {
    write('device', 'language', next);
    setLanguage(next);
  };
  const leave = (why?: string): void => {
    if (session !== undefined) {
      dropSession(session);
      if (session.room !== undefined) {
        forget('device', `typed:${session.room}/`);
        forget('device', `queue:${session.room}/`);
      }
    }
    setBecause(why);
    setSession(undefined);
  };
  const common = { language, onLanguage: change, onLeave: leave };
  return (
    <>
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          document.querySelector<HTMLElement>('#main')?.focus();
        }}
      >
        {say('skip')}
      </a>
      {session === undefined ? (
        <Join
          say={say}
          language={language}
          onLanguage={change}
          code={opened.code}
          {...(because === undefined ? {} : { because })}
          onJoined={(next) => {
            keepSession(next);
            setSession(next);
          }}
        />
      ) : session.kind === 'person' ? (
        <PersonPage key={session.token} session={session} {...common} />
      ) : (
        <ControlPages key={session.token} session={session} {...common} />
      )}
    </>
  );
}

interface PageProps {
  readonly session: Session;
  readonly language: string;
  readonly onLanguage: (language: string) => void;
  readonly onLeave: (why?: string) => void;
}

/** Room and the beginning of the token: two people on one device keep their texts apart. */
const nameOf = (room: string, token: string): string => `${room}/${token.slice(0, 8)}`;

function PersonPage({ session, language, onLanguage, onLeave }: PageProps): JSX.Element {
  const name = nameOf(session.room ?? '', session.token);
  const [line, setLine] = useState<ReturnType<typeof connect> | undefined>(undefined);
  useEffect(() => {
    const opened = connect(name, session.token);
    setLine(opened);
    return opened.close;
  }, [name, session.token]);
  if (line === undefined) return <Loading say={sayIn(language)} onLeave={onLeave} />;
  return (
    <InRoom
      connection={line.connection}
      name={name}
      token={session.token}
      language={language}
      otherwise={(say) => <Loading say={say} connection={line.connection} onLeave={onLeave} />}
    >
      <PersonRoom onLanguage={onLanguage} onLeave={onLeave} />
    </InRoom>
  );
}

function PersonRoom({ onLanguage, onLeave }: Pick<PageProps, 'onLanguage' | 'onLeave'>): JSX.Element {
  const { view, say, send, language } = useRoom();
  const { me } = view;
  useLanguageAt(language);
  useTitle();
  // A new place begins at its top.
  useEffect(() => window.scrollTo({ top: 0 }), [me.kind, me.seat]);
  const role = view.places
    .find(({ seat }) => seat === me.seat)
    ?.members.find(({ person }) => person === me.person)?.roleLabel;
  const place =
    me.kind === 'seat'
      ? [seatLabel(view, me.seat), role].filter((part) => part !== undefined && part !== '').join(' · ')
      : say(me.kind === 'observer' ? 'observer' : 'noPlaceYet');
  return (
    <div class={me.kind === 'waiting' ? 'shell' : 'shell with-bar'}>
      <Head
        who={[me.name, place].filter((part) => part !== '').join(' · ')}
        onLanguage={onLanguage}
        onLeave={() => {
          void send({ do: 'leave' });
          onLeave();
        }}
      />
      <Announcer />
      <main id="main" tabIndex={-1}>
        {me.kind === 'waiting' ? <Waiting /> : me.kind === 'observer' ? <Observer /> : <Seat />}
      </main>
    </div>
  );
}

/** Where the exercise stands, in the title of the window: people look at other tabs meanwhile. */
function useTitle(): void {
  const { view, say } = useRoom();
  const title = `${whereWeAre(say, view.clock, view.exercise.turns.length)} – ${view.exercise.title}`;
  useEffect(() => {
    document.title = title;
    return () => {
      document.title = 'Stave';
    };
  }, [title]);
}

const FAREWELL_WORDS = {
  forgotten: 'endedForgotten',
  unknown: 'endedUnknown',
  tooOften: 'endedTooOften',
} as const satisfies Readonly<Record<Farewell, Key>>;

interface LoadingProps {
  readonly say: Say;
  readonly connection?: Connection;
  readonly problem?: string;
  readonly onLeave: (why?: string) => void;
  readonly onRetry?: () => void;
}

function Loading({ say, connection, problem, onLeave, onRetry }: LoadingProps): JSX.Element {
  const isEnded = connection?.status === 'ended';
  const farewell = farewellOf(connection?.farewell ?? '');
  const text = isEnded
    ? farewell === undefined
      ? connection.farewell
      : say(FAREWELL_WORDS[farewell])
    : (problem ?? say(connection?.status === 'waiting' ? 'lineLost' : 'connecting'));
  const retry = onRetry ?? (connection === undefined || isEnded ? undefined : () => connection.nudge());
  return (
    <main id="main" class="join" tabIndex={-1}>
      <div class="join-box">
        <p class="brand">
          <Mark /> Stave
        </p>
        <h1 class="unseen">Stave</h1>
        <p role="status">{text}</p>
        <div class="row">
          {retry === undefined ? null : (
            <button type="button" class="button plain" onClick={retry}>
              {say('lineRetry')}
            </button>
          )}
          <button type="button" class="button quiet" onClick={() => onLeave(isEnded ? text : undefined)}>
            {say('joinAgain')}
          </button>
        </div>
      </div>
    </main>
  );
}

function problemOf({ status, code }: Answered<unknown> & { ok: false }): Key {
  if (status === undefined) return 'joinUnreachable';
  return code === undefined || code === 'forbidden' || code === 'notYours' ? 'secretUnknown' : REFUSALS[code];
}

/** All rooms that a facilitator's secret opens, a connection each; the projector takes one of them. */
function ControlPages({ session, language, onLanguage, onLeave }: PageProps): JSX.Element {
  const say = sayIn(language);
  const [rooms, setRooms] = useState<Rooms | undefined>(undefined);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [round, setRound] = useState(0);
  useEffect(() => {
    let isCurrent = true;
    void roomsOf(session.token).then((answer) => {
      if (!isCurrent) return;
      if (answer.ok) setRooms(answer.value);
      else setProblem(say(problemOf(answer)));
    });
    return () => {
      isCurrent = false;
    };
  }, [session.token, round]);
  if (rooms === undefined)
    return (
      <Loading
        say={say}
        onLeave={onLeave}
        {...(problem === undefined ? {} : { problem })}
        onRetry={() => setRound(round + 1)}
      />
    );
  const props = { session, language, onLanguage, onLeave, rooms };
  const house = { secret: session.token, rooms, look: () => setRound(round + 1) };
  return (
    <HouseContext.Provider value={house}>
      {session.kind === 'projector' ? <ProjectorPage {...props} /> : <Console {...props} />}
    </HouseContext.Provider>
  );
}

interface RoomsProps extends PageProps {
  readonly rooms: Rooms;
}

function ProjectorPage({ rooms, language, onLanguage, onLeave }: RoomsProps): JSX.Element {
  const room = rooms.rooms.find((one) => one.room === opened.room) ?? rooms.rooms[0];
  const [line, setLine] = useState<ReturnType<typeof connect> | undefined>(undefined);
  useEffect(() => {
    if (room === undefined) return;
    const next = connect(`${room.room}/projector`, room.projector);
    setLine(next);
    return next.close;
  }, [room?.projector]);
  if (room === undefined || line === undefined) return <Loading say={sayIn(language)} onLeave={onLeave} />;
  return (
    <InRoom
      connection={line.connection}
      name={`${room.room}/projector`}
      token={room.projector}
      language={language}
      otherwise={(say) => <Loading say={say} connection={line.connection} onLeave={onLeave} />}
    >
      <ProjectorRoom onLanguage={onLanguage} />
    </InRoom>
  );
}

function ProjectorRoom({ onLanguage }: Pick<PageProps, 'onLanguage'>): JSX.Element {
  const { language } = useRoom();
  useLanguageAt(language);
  useTitle();
  return (
    <>
      <Announcer />
      <Projector onLanguage={onLanguage} />
    </>
  );
}

interface OpenRoom {
  readonly room: string;
  readonly token: string;
  readonly connection: Connection;
}

const ALL = '';

function Console({ rooms, language, onLanguage, onLeave }: RoomsProps): JSX.Element {
  const say = sayIn(language);
  const [lines, setLines] = useState<readonly OpenRoom[]>([]);
  const [chosen, choose] = useState(opened.room ?? rooms.rooms[0]?.room ?? ALL);
  const key = rooms.rooms.map(({ token }) => token).join(' ');
  useEffect(() => {
    const all = rooms.rooms.map(({ room, token }) => ({
      room,
      token,
      ...connect(nameOf(room, token), token),
    }));
    setLines(all);
    return () => {
      for (const { close } of all) close();
    };
  }, [key]);
  const current = lines.find(({ room }) => room === chosen);
  const switcher =
    rooms.rooms.length < 2 ? null : (
      <RoomSwitch say={say} rooms={rooms.rooms.map(({ room }) => room)} chosen={chosen} onChoose={choose} />
    );
  if (current === undefined)
    return lines.length === 0 ? (
      <Loading say={say} onLeave={onLeave} />
    ) : (
      <div class="shell">
        {switcher}
        <AllRooms rooms={lines} language={language} onLanguage={onLanguage} onLeave={onLeave}>
          <SideBySide rooms={lines} language={language} onOpen={choose} />
        </AllRooms>
      </div>
    );
  return (
    <div class="shell">
      {switcher}
      <InRoom
        key={current.token}
        connection={current.connection}
        name={nameOf(current.room, current.token)}
        token={current.token}
        language={language}
        otherwise={(say) => <Loading say={say} connection={current.connection} onLeave={onLeave} />}
      >
        <ControlRoom onLanguage={onLanguage} onLeave={onLeave} />
      </InRoom>
    </div>
  );
}

function ControlRoom({ onLanguage, onLeave }: Pick<PageProps, 'onLanguage' | 'onLeave'>): JSX.Element {
  const { say, language } = useRoom();
  useLanguageAt(language);
  useTitle();
  return (
    <>
      <Head who={say('facilitator')} onLanguage={onLanguage} onLeave={() => onLeave()} />
      <Announcer />
      <main id="main" tabIndex={-1}>
        <Control />
      </main>
    </>
  );
}

interface RoomSwitchProps {
  readonly say: Say;
  readonly rooms: readonly string[];
  readonly chosen: string;
  readonly onChoose: (room: string) => void;
}

function RoomSwitch({ say, rooms, chosen, onChoose }: RoomSwitchProps): JSX.Element {
  return (
    <nav class="room-switch" aria-label={say('rooms')}>
      {[ALL, ...rooms].map((room) => (
        <button
          type="button"
          key={room}
          class="button quiet"
          aria-current={room === chosen ? 'page' : undefined}
          onClick={() => onChoose(room)}
        >
          {room === ALL ? say('allRooms') : roomLabel(say, room)}
        </button>
      ))}
    </nav>
  );
}
