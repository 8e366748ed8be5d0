/** Who sits in a team, and who of them is away. */
import type { JSX } from 'preact';
import { Badge } from '../../parts/basics.tsx';
import { seatLabel, useRoom } from '../../room.ts';

export function Members({ seat }: { seat: string }): JSX.Element | null {
  const { view, say } = useRoom();
  const place = view.places.find((one) => one.seat === seat);
  if (place === undefined) return null;
  return (
    <>
      <p class="rail-title">{say('teamOf', { seat: seatLabel(view, seat) })}</p>
      <ul class="members">
        {place.members.map((member) => (
          <li key={member.person} class={member.isHere ? undefined : 'away'}>
            <span>
              {member.name === '' ? member.person : member.name}
              {member.person === view.me.person ? ` ${say('you')}` : ''}
            </span>
            <span class="hint">{member.roleLabel}</span>
            {member.isHere ? null : <Badge>{say('away')}</Badge>}
          </li>
        ))}
      </ul>
    </>
  );
}
