/** Several rooms at once: where each stands, how far its seats are, and what has become of its world. */
import type { JSX } from 'preact';
import type { Connection } from '../../connection.ts';
import { Badge, Button, Card } from '../../parts/basics.tsx';
import { Timer, whereWeAre } from '../../parts/clock.tsx';
import { InRoom } from '../../parts/in-room.tsx';
import { Barrel } from '../../plots/barrel.tsx';
import { roomLabel, useLanguageAt, useRoom } from '../../room.ts';
import { Lines } from '../news.tsx';

export interface SideBySideProps {
  readonly rooms: readonly {
    readonly room: string;
    readonly token: string;
    readonly connection: Connection;
  }[];
  readonly language: string;
  readonly onOpen: (room: string) => void;
}

export function SideBySide({ rooms, language, onOpen }: SideBySideProps): JSX.Element {
  return (
    <div class="side-by-side">
      {rooms.map(({ room, token, connection }) => (
        <InRoom
          key={token}
          connection={connection}
          name={`${room}/${token.slice(0, 8)}`}
          token={token}
          language={language}
          otherwise={(say) => <p>{say('connecting')}</p>}
        >
          <Overview onOpen={() => onOpen(room)} />
        </InRoom>
      ))}
    </div>
  );
}

function Overview({ onOpen }: { onOpen: () => void }): JSX.Element {
  const { view, say, language } = useRoom();
  const { control, clock, exercise, places } = view;
  useLanguageAt(language);
  const people = control?.people ?? [];
  const here = people.filter(({ isHere }) => isHere);
  const toJudge = view.argued.filter(
    (one) => one.turn === clock.turn && one.probability === undefined && one.struck === undefined,
  ).length;
  const waiting = control?.waiting.length ?? 0;
  const last = view.bulletin.toSorted((a, b) => b.turn - a.turn)[0];
  return (
    <Card
      title={roomLabel(say, exercise.room)}
      aside={
        <Button name={say('openRoom', { room: exercise.room.replace(/^room-/, '') })} onClick={onOpen}>
          {say('open')}
        </Button>
      }
    >
      <div class="row between">
        <p class="phase">{whereWeAre(say, clock, exercise.turns.length)}</p>
        <Timer />
      </div>
      <p class="room-people">
        {say('roomPeople', { n: here.length })}
        {people.length > here.length ? (
          <Badge tone="warn">{say('roomAway', { n: people.length - here.length })}</Badge>
        ) : null}
        {here.some(({ seat }) => seat === undefined) ? (
          <Badge tone="warn">
            {say('roomUnseated', { n: here.filter(({ seat }) => seat === undefined).length })}
          </Badge>
        ) : null}
        {toJudge > 0 && exercise.argued.judge === 'whiteCell' ? (
          <Badge tone="info">{say('toJudge', { n: toJudge })}</Badge>
        ) : null}
        {waiting > 0 ? <Badge tone="info">{say('messagesWaiting', { n: waiting })}</Badge> : null}
      </p>
      <ul class="seats-state">
        {places.map((place) => {
          const desk = control?.desks.find(({ seat }) => seat === place.seat);
          const isDone = desk?.submitted !== undefined || desk?.ruled !== undefined;
          const isUnderWay = desk?.draft !== undefined;
          return (
            <li key={place.seat}>
              <span>{place.label}</span>
              <Badge tone={isDone ? 'good' : isUnderWay ? 'warn' : 'plain'}>
                {place.held === 'people'
                  ? say(isDone ? 'deskSubmitted' : isUnderWay ? 'deskDraft' : 'deskNothing')
                  : say('bot')}
              </Badge>
            </li>
          );
        })}
      </ul>
      <Barrel world={view.world} />
      {last === undefined ? null : <Lines bulletin={last} most={6} />}
    </Card>
  );
}
