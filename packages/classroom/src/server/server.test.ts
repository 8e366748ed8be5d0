import { afterEach, describe, expect, it } from 'vitest';
import { hosted, VirtualClock, type Hosted } from './testing.ts';

let open: Hosted[] = [];
async function start(...options: Parameters<typeof hosted>): Promise<Hosted> {
  const host = await hosted(...options);
  open.push(host);
  return host;
}
afterEach(async () => {
  for (const host of open) {
    await host.close();
    if (host.faults.length > 0) throw host.faults[0];
  }
  open = [];
});

describe('a server', () => {
  it('lets people in by code, shows them the room, and does what they ask', async () => {
    const clock = new VirtualClock();
    const host = await start({ clock });
    const [room] = await host.entries();
    const { token, person } = await host.join(room!.code.toLowerCase(), { name: ' A\u202eda ' });
    expect(person).toBe('p1');
    const client = await host.connect(token);
    expect(client.view?.me).toMatchObject({ person: 'p1', kind: 'waiting', name: 'Ada' });
    await client.must({ do: 'take', seat: 'east', role: 'leader' });
    await clock.advance(30);
    await client.settled();
    expect(client.view?.me).toMatchObject({ kind: 'seat', seat: 'east', role: 'leader' });
    expect(client.view?.team?.moves.length).toBeGreaterThan(0);
    const refused = await client.do({ do: 'start' });
    expect(refused).toMatchObject({ ok: false, code: 'notYours' });
    const control = await host.connect(room!.token);
    await control.must({ do: 'start' });
    await clock.advance(30);
    await client.settled();
    expect(client.view?.clock).toMatchObject({ turn: 1, phase: 'briefing' });
    expect(client.view?.team?.goal).toBeDefined();
  });
});
