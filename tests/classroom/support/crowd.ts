/** People without browsers: they talk to the server by sockets, as the pages do, and are many and quick. */
import type { Joined, RoomEntry } from '../../../packages/classroom/src/protocol/http.ts';
import type { View } from '../../../packages/classroom/src/protocol/protocol.ts';
import { Client } from '../../../packages/classroom/src/server/testing.ts';
import type { Hosting } from './command.ts';

export { Client };

/** All rooms, as the facilitator lists them. */
export async function roomsOf(hosting: Hosting): Promise<readonly RoomEntry[]> {
  const response = await fetch(`${hosting.base}/api/rooms`, {
    headers: { authorization: `Bearer ${hosting.secret}` },
  });
  return ((await response.json()) as { rooms: readonly RoomEntry[] }).rooms;
}

/** The facilitator of the first room. */
export async function controlOf(hosting: Hosting): Promise<Client> {
  const [room] = await roomsOf(hosting);
  return Client.to(hosting.base, room?.token ?? '');
}

/** Joins, and takes a role where one is named as `seat role`. */
export async function arrive(
  { base, code }: Pick<Hosting, 'base' | 'code'>,
  {
    name,
    language,
    place,
    observer,
  }: { name?: string; language?: string; place?: string; observer?: true } = {},
): Promise<Client> {
  const response = await fetch(`${base}/api/join`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, name, language, observer }),
  });
  if (!response.ok) throw new Error(await response.text());
  const { token } = (await response.json()) as Joined;
  const client = await Client.to(base, token);
  if (place !== undefined) {
    const [seat = '', role = ''] = place.split(' ');
    await client.must({ do: 'take', seat, role });
  }
  return client;
}

/** Control goes on until the room is there: what an adjudication takes is waited for. */
export async function goOn(control: Client, phase: string, turn?: number): Promise<void> {
  for (;;) {
    const before = control.view?.clock;
    if (before?.phase === phase && (turn === undefined || before.turn === turn)) return;
    if (before === undefined || before.phase === 'lobby') await control.must({ do: 'start' });
    else {
      // An adjudication that is over meanwhile is not gone on from twice.
      const { turn: seen, phase: from } = before;
      const ended = await control.do({ do: 'next', from: { turn: seen, phase: from } });
      if (!ended.ok && ended.code !== 'outdated') throw new Error(`next: ${ended.message}`);
    }
    await until(control, ({ clock }) =>
      clock.phase === before?.phase && clock.turn === before.turn ? undefined : clock,
    );
  }
}

/** Hands in the plan that the team has. */
export async function submit(member: Client): Promise<void> {
  const revision = await until(member, ({ team }) => team?.draft?.revision);
  await member.must({ do: 'submit', revision });
}

/** Waits until what is looked for stands in somebody's view. */
export async function until<T>(client: Client, read: (view: View) => T | undefined): Promise<T> {
  for (;;) {
    const found = client.view && read(client.view);
    if (found !== undefined) return found;
    if (client.isClosed) throw new Error('the server closed the line');
    await client.settled();
    // Not as often as the line allows: the server lets go whoever says too much.
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
