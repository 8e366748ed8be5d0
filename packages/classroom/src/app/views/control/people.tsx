/** Who is here and where each sits. A lost submitter is replaced by one click; a seat goes to a bot and back by another. */
import type { JSX } from 'preact';
import type { BotKind } from '../../../exercise/exercise.ts';
import type { SeatView, View } from '../../../protocol/protocol.ts';
import { Ask, Badge, Button, Card, Choice, DeedChoice, Empty, Fold } from '../../parts/basics.tsx';
import { Qr } from '../../plots/qr.tsx';
import { REFUSALS } from '../../refusals.ts';
import { roomLabel, seatLabel, sharedAddress, useHouse, useRoom } from '../../room.ts';
import { move } from '../../api.ts';
import { grouped } from '../../words/formats.ts';
import { listed, named } from '../../../grammar/punctuation.ts';

const HELD = ['people', 'rules', 'random', 'lookAhead', 'hold'] as const;
const HELD_WORDS = {
  people: 'heldPeople',
  rules: 'heldRules',
  random: 'heldRandom',
  lookAhead: 'heldLookAhead',
  hold: 'heldHold',
} as const;

export function People(): JSX.Element {
  const { view, say } = useRoom();
  const isLobby = view.clock.phase === 'lobby';
  return (
    <div class="stack">
      {isLobby ? <HowToJoin /> : null}
      <Unplaced />
      <Seats />
      {isLobby ? null : (
        // Late comers need the code as much as those who were in time.
        <Fold title={say('howToJoin')}>
          <Invite />
        </Fold>
      )}
    </div>
  );
}

function HowToJoin(): JSX.Element {
  const { say } = useRoom();
  return (
    <Card title={say('howToJoin')}>
      <Invite />
    </Card>
  );
}

function Invite(): JSX.Element {
  const { addresses } = useHouse().rooms;
  const { view, say, language } = useRoom();
  const { code } = view.exercise;
  const address = sharedAddress(addresses);
  const link = address === undefined ? undefined : `${address}/?code=${encodeURIComponent(code)}`;
  return (
    <div class="invite">
      {link === undefined ? null : <Qr address={link} label={say('qrLabel', { address: link })} />}
      <div>
        {link === undefined ? <p>{say('onlyThisComputer')}</p> : <p class="address">{link}</p>}
        <p>
          {named(language, say('code'), '')} <strong class="code">{grouped(code)}</strong>
        </p>
        <a
          class="button plain"
          href={`/?show=projector&room=${encodeURIComponent(view.exercise.room)}`}
          target="_blank"
          rel="opener"
        >
          {say('openProjector')}
        </a>
      </div>
    </div>
  );
}

/** Everybody who waits for a place, and observers. */
function Unplaced(): JSX.Element | null {
  const { view, say, send } = useRoom();
  const people = (view.control?.people ?? []).filter(({ seat }) => seat === undefined || seat === null);
  if (people.length === 0) return null;
  const open = view.places.flatMap((place) =>
    place.open.map((role) => ({
      value: `${place.seat} ${role.role}`,
      label: `${place.label} · ${role.label}`,
    })),
  );
  const offers = people.flatMap(({ person, isHere, offered }) =>
    isHere && offered !== undefined ? [{ person, seat: offered.seat, role: offered.role }] : [],
  );
  return (
    <Card
      title={say('withoutSeat')}
      aside={
        offers.length < 2 ? null : (
          <Button
            look="main"
            onClick={() => {
              for (const offer of offers) void send({ do: 'assign', ...offer });
            }}
          >
            {say('seatEverybody')}
          </Button>
        )
      }
    >
      <ul class="people">
        {people.map((person) => {
          const name = person.name === '' ? person.person : person.name;
          return (
            <li key={person.person}>
              <span>
                {name} {person.seat === null ? <Badge>{say('observer')}</Badge> : null}{' '}
                {person.isHere ? null : <Badge tone="warn">{say('away')}</Badge>}
              </span>
              <Seating person={person} name={name} />
              <DeedChoice
                label={say('assignTo', { name })}
                isLabelHidden
                text={say('assign')}
                options={[...open, ...(person.seat === null ? [] : [{ value: '-', label: say('observer') }])]}
                onChoose={(value) => {
                  const [seat = '', role = ''] = value.split(' ');
                  void send(
                    value === '-'
                      ? { do: 'assign', person: person.person, seat: null }
                      : { do: 'assign', person: person.person, seat, role },
                  );
                }}
              />
              <MoveTo person={person.person} name={name} />
              <Remove person={person.person} name={name} />
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

/** The place that somebody is offered, given by one click. */
function Seating({
  person: { person, offered },
  name,
}: {
  person: NonNullable<View['control']>['people'][number];
  name: string;
}): JSX.Element | null {
  const { say, send } = useRoom();
  if (offered === undefined) return null;
  const { seat, role, seatLabel, roleLabel } = offered;
  const place = `${seatLabel} · ${roleLabel}`;
  return (
    <Button
      name={say('seatAsWho', { name, place })}
      onClick={() => void send({ do: 'assign', person, seat, role })}
    >
      {place}
    </Button>
  );
}

/** To another room of the exercise, such as when a class is split. */
function MoveTo({ person, name }: { person: string; name: string }): JSX.Element | null {
  const { view, say, tell } = useRoom();
  const { rooms, secret, look } = useHouse();
  const others = rooms.rooms.filter(({ room }) => room !== view.exercise.room);
  if (others.length === 0) return null;
  return (
    <DeedChoice
      label={say('moveWho', { name })}
      isLabelHidden
      text={say('moveTo')}
      options={others.map(({ room }) => ({ value: room, label: roomLabel(say, room) }))}
      onChoose={(to) => {
        void move(secret, view.exercise.room, { person, to }).then((answer) => {
          if (answer.ok) look();
          else
            tell(
              say(answer.code === undefined ? 'downloadFailed' : REFUSALS[answer.code]),
              'bad',
              answer.why,
            );
        });
      }}
    />
  );
}

function Remove({ person, name }: { person: string; name: string }): JSX.Element {
  const { say, send } = useRoom();
  return (
    <Ask
      label={say('sendOut')}
      look="quiet"
      name={say('removeWho', { name })}
      title={say('removeWho', { name })}
      confirm={say('sendOut')}
      onConfirm={async () => (await send({ do: 'remove', person })).ok}
    >
      <p>{say('removeHint')}</p>
    </Ask>
  );
}

function Seats(): JSX.Element {
  const { view, say } = useRoom();
  return (
    <Card title={say('places')}>
      {view.places.length === 0 ? <Empty>{say('nobodyYet')}</Empty> : null}
      <div class="desks">
        {view.places.map((place) => (
          <SeatCard key={place.seat} place={place} />
        ))}
      </div>
    </Card>
  );
}

function SeatCard({ place }: { place: SeatView }): JSX.Element {
  const { say, language, send } = useRoom();
  return (
    <article class="desk" aria-label={say('placesOf', { seat: place.label })}>
      <header class="desk-head">
        <h3>{place.label}</h3>
        <Choice
          label={say('playedBy', { seat: place.label })}
          isLabelHidden
          value={place.held}
          options={HELD.map((one) => ({ value: one, label: say(HELD_WORDS[one]) }))}
          onChange={(to) => void send({ do: 'hand', seat: place.seat, to: to as BotKind | 'people' })}
        />
      </header>
      <ul class="people">
        {place.members.map((member) => (
          <MemberRow key={member.person} place={place} member={member} />
        ))}
        {place.members.length === 0 ? <li class="hint">{say('nobodyYet')}</li> : null}
      </ul>
      {place.open.length === 0 ? null : (
        <p class="hint">
          {say('openRoles', {
            roles: listed(
              language,
              place.open.map(({ label }) => label),
            ),
          })}
        </p>
      )}
    </article>
  );
}

const NOBODY = '-';

function MemberRow({ place, member }: { place: SeatView; member: SeatView['members'][number] }): JSX.Element {
  const { view, say, send } = useRoom();
  const nameOf = (one: { readonly name: string; readonly person: string }): string =>
    one.name === '' ? one.person : one.name;
  const name = nameOf(member);
  const others = (view.control?.people ?? []).filter(
    ({ isHere, person }) => isHere && person !== member.person,
  );
  // Whoever has no seat first, then the team's own.
  const stand =
    others.find(({ seat }) => seat === undefined) ??
    others.find(({ seat, role }) => seat === place.seat && role !== member.role);
  const replaceBy = (person: string): void => {
    // The place is free before somebody else is put into it; whoever is away holds none.
    if (member.isHere) void send({ do: 'assign', person: member.person, seat: null });
    if (person !== NOBODY) void send({ do: 'assign', person, seat: place.seat, role: member.role });
  };
  return (
    <li>
      <span>
        {name} <span class="hint">{member.roleLabel}</span>{' '}
        {member.isHere ? null : <Badge tone="warn">{say('away')}</Badge>}
      </span>
      {member.isHere || stand === undefined ? null : (
        <Button
          look="main"
          name={say('replaceWhoBy', { name, other: nameOf(stand) })}
          onClick={() => replaceBy(stand.person)}
        >
          {say('replaceByWho', { other: nameOf(stand) })}
        </Button>
      )}
      <DeedChoice
        label={say('replaceWho', { name })}
        isLabelHidden
        text={say('replace')}
        options={[
          ...(member.isHere ? [{ value: NOBODY, label: say('unseat') }] : []),
          ...others.map((other) => ({
            value: other.person,
            label: `${nameOf(other)}${
              other.seat === undefined || other.seat === null ? '' : ` · ${seatLabel(view, other.seat)}`
            }`,
          })),
        ]}
        onChoose={replaceBy}
      />
    </li>
  );
}
