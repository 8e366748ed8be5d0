/** Joined, and without a place yet: the place that is offered, what may be hard to read, and which parts are open. */
import type { JSX } from 'preact';
import { Button, Card, Empty } from '../parts/basics.tsx';
import { useRoom } from '../room.ts';

export function Waiting(): JSX.Element {
  const { view, say, send } = useRoom();
  const { exercise, places, me } = view;
  const isAny = places.some(({ open }) => open.length > 0);
  return (
    <div class="page narrow">
      <h2>{me.name === '' ? say('welcome') : say('welcomeName', { name: me.name })}</h2>
      {exercise.summary === undefined ? null : <p class="lead">{exercise.summary}</p>}
      <Offered />
      <ContentNotes />
      <Card title={say(me.offered === undefined ? 'takeARole' : 'otherPlaces')}>
        <p class="hint">{say('takeHint')}</p>
        {isAny ? null : <Empty>{say('noneOpen')}</Empty>}
        {places.map((place) => (
          <div key={place.seat} class="place">
            <h3>
              {place.label} <small>{say('membersHere', { n: place.members.length })}</small>
            </h3>
            <ul class="roles">
              {place.open.map((role) => (
                <li key={role.role}>
                  <Button
                    name={say('takeRoleOf', { role: role.label, seat: place.label })}
                    onClick={() => void send({ do: 'take', seat: place.seat, role: role.role })}
                  >
                    {role.label}
                  </Button>
                  {role.left > 1 ? <span class="hint">{say('placesLeft', { n: role.left })}</span> : null}
                </li>
              ))}
              {place.open.length === 0 ? <li class="hint">{say('full')}</li> : null}
            </ul>
          </div>
        ))}
      </Card>
    </div>
  );
}

/** The next place, so that a late comer sits with one click. */
function Offered(): JSX.Element | null {
  const { view, say, send } = useRoom();
  const { offered } = view.me;
  if (offered === undefined) return null;
  const { seat, role, seatLabel, roleLabel } = offered;
  const place = say('takeRoleOf', { role: roleLabel, seat: seatLabel });
  return (
    <Card title={say('placeForYou')} look="call">
      <p class="lead">
        <strong>{place}</strong>
      </p>
      <Button
        look="main"
        name={say('takePlaceOf', { place })}
        onClick={() => void send({ do: 'take', seat, role })}
      >
        {say('takePlace')}
      </Button>
      <p class="hint">{say('placeForYouHint')}</p>
    </Card>
  );
}

export function ContentNotes(): JSX.Element | null {
  const { view, say } = useRoom();
  const { contentNotes } = view.exercise;
  if (contentNotes.length === 0) return null;
  return (
    <Card title={say('contentNotes')} look="warn">
      <ul class="plain-list">
        {contentNotes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
      <p class="hint">{say('contentNotesHint')}</p>
    </Card>
  );
}
