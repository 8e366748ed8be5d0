import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { Joined } from '../protocol/http.ts';
import { verify } from '../room/verify.ts';
import { hashOf } from './tokens.ts';
import { hosted, VirtualClock, Client, type Hosted } from './testing.ts';

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

/** A room with its clock, somebody in East, and control. */
async function room(options: Parameters<typeof hosted>[0] = {}) {
  const clock = new VirtualClock();
  const host = await start({ ...options, clock });
  const [entry] = await host.entries();
  const { token } = await host.join(entry!.code, { name: 'Ada' });
  const person = await host.connect(token);
  await person.must({ do: 'take', seat: 'east', role: 'leader' });
  const control = await host.connect(entry!.token);
  const told = async (...clients: Client[]): Promise<void> => {
    await clock.advance(31);
    for (const client of clients) await client.settled();
  };
  await told(person, control);
  /** Time goes by while the two are there. */
  const pass = async (minutes: number): Promise<void> => {
    for (let i = 0; i < minutes * 2; i++) {
      await clock.advance(30_000);
      await told(person, control);
    }
  };
  return { clock, host, entry: entry!, token, person, control, told, pass };
}

describe('a room on the server', () => {
  it('lets people in by code, shows them the room, and does what they ask', async () => {
    const { host, entry, person, control, told } = await room();
    const { token, person: second } = await host.join(entry.code.toLowerCase(), {
      name: ' B\u202eob \u0007',
    });
    expect(second).toBe('p2');
    expect(person.view?.me).toMatchObject({ kind: 'seat', name: 'Ada', seat: 'east', role: 'leader' });
    expect((await host.connect(token)).view?.me).toMatchObject({ kind: 'waiting', name: 'Bob' });
    expect(await person.do({ do: 'start' })).toMatchObject({ ok: false, code: 'notYours' });
    await control.must({ do: 'start' });
    await told(person);
    expect(person.view?.clock).toMatchObject({ turn: 1, phase: 'briefing' });
    expect(person.view?.team?.goal).toBeDefined();
  });

  it('plays its turns by its clock, and its log replays', async () => {
    const { host, entry, control, person, pass } = await room();
    await control.must({ do: 'start' });
    await pass(0.5);
    await person.must({ do: 'draft', orders: { open: 'fishHard' } });
    await person.must({ do: 'forecast', question: 'quota', probabilities: { yes: 0.25, no: 0.75 } });
    // 3 turns of 5 minutes at most, and 6 of debrief.
    await pass(3 * 5);
    expect(person.view?.clock.phase).toBe('debrief');
    expect(person.view?.results).toBeDefined();
    const { store, world } = host.rooms;
    const events = store.events(entry.room);
    expect(events.filter(({ kind }) => kind === 'adjudicated')).toHaveLength(3);
    expect(verify(world, events)).toBeUndefined();
  });

  it('does a command once, however often it is sent and over which connection', async () => {
    const { host, person, token, entry } = await room();
    const command = { do: 'message', channel: 'all', text: 'once' } as const;
    expect(await person.do(command, 'same')).toEqual({ ok: true });
    person.drop();
    const again = await host.connect(token);
    expect(await again.do(command, 'same')).toEqual({ ok: true });
    const events = host.rooms.store.events(entry.room);
    expect(events.filter(({ kind }) => kind === 'message')).toHaveLength(1);
  });

  it('catches up whoever comes back by the updates that were missed', async () => {
    const { host, person, control, token, told } = await room();
    await control.must({ do: 'broadcast', text: 'one' });
    await told(person);
    person.drop();
    await control.must({ do: 'broadcast', text: 'two' });
    await told(control);
    await control.must({ do: 'broadcast', text: 'three' });
    await told(control);
    const back = await host.connect(token, person);
    expect(back.heard.map((text) => (JSON.parse(text) as { type: string }).type)).toEqual(['update', 'pong']);
    expect(back.view?.messages.map(({ text }) => text)).toEqual(['one', 'two', 'three']);
    const anew = await host.connect(token);
    expect(anew.view).toEqual(back.view);
  });

  it('counts somebody as gone after a while, and gives the place back', async () => {
    const { clock, host, person, control, token, told } = await room();
    const here = (): unknown => control.view?.control?.people.find((one) => one.person === 'p1');
    person.drop();
    await clock.advance(44_000);
    await told(control);
    expect(here()).toMatchObject({ isHere: true });
    await clock.advance(2000);
    await told(control);
    expect(here()).toMatchObject({ isHere: false });
    const back = await host.connect(token);
    await told(back, control);
    expect(here()).toMatchObject({ isHere: true, seat: 'east', role: 'leader' });
  });

  it('forks, moves people and forgets', async () => {
    const { host, entry, person, control, token, told, pass } = await room();
    await control.must({ do: 'start' });
    await person.must({ do: 'message', channel: 'all', text: 'remember this' });
    await pass(6);
    const forked = await host.post(`/api/rooms/${entry.room}/fork`, { turn: 1, people: true }, host.secret);
    expect(forked.status).toBe(200);
    const fork = (await forked.json()) as { room: string; token: string; turn: number; forkOf: object };
    expect(fork).toMatchObject({ turn: 1, forkOf: { room: entry.room } });
    await told(person);
    expect(person.farewell).toMatchObject({ again: true });
    const there = await host.connect(token);
    await told(there);
    expect(there.view?.exercise.room).toBe(fork.room);
    expect(there.view?.me).toMatchObject({ seat: 'east', name: 'Ada' });
    expect(there.view?.clock.paused).toBeDefined();
    const { store, world } = host.rooms;
    expect(verify(world, store.events(fork.room))).toBeUndefined();
    const moved = await host.post(
      `/api/rooms/${fork.room}/move`,
      { person: 'p1', to: entry.room },
      host.secret,
    );
    expect(moved.status).toBe(200);
    const back = await host.connect(token);
    await told(back);
    expect(back.view?.exercise.room).toBe(entry.room);
    // A wall that loses its connection beside another, and has seen all but the last.
    const wall = await host.connect(entry.projector);
    const otherWall = await host.connect(entry.projector);
    wall.drop();
    await control.must({ do: 'message', channel: 'all', text: 'Ada said: remember this' });
    await told(otherWall, control);
    expect(otherWall.heard.join()).toContain('Ada said: remember this');
    const gone = await host.post(`/api/rooms/${entry.room}/forget`, {}, host.secret);
    expect(gone.status).toBe(200);
    await told();
    // A look at the list of rooms makes its token known again.
    await host.entries();
    const backOnTheWall = await host.connect(entry.projector, wall);
    expect(backOnTheWall.view?.exercise.room).toBe(entry.room);
    expect(backOnTheWall.heard.join()).not.toContain('remember this');
    expect(back.farewell).toMatchObject({ again: false });
    expect(store.texts(entry.room)).toEqual([]);
    // Whoever holds the console stays, and sees that it is done.
    await told(control);
    expect(control.view?.control).toMatchObject({ isForgotten: true });
    // The fork held the same words.
    expect(store.texts(fork.room)).toEqual([]);
    expect(store.name(entry.room, 'p1')).toBeUndefined();
    expect(verify(world, store.events(entry.room))).toBeUndefined();
    const dead = await host.connect(token);
    expect(dead.farewell).toMatchObject({ again: false });
  });

  it('hands out the log to the facilitator alone', async () => {
    const { host, entry, token } = await room();
    const at = `/api/rooms/${entry.room}/downloads/log`;
    expect((await host.get(at)).status).toBe(403);
    expect((await host.get(at, token)).status).toBe(404);
    const log = await (await host.get(at, host.secret)).text();
    expect(log).toContain('"kind":"joined"');
    expect(log).not.toContain('Ada');
    expect(await (await host.get(`${at}?names=yes`, entry.token)).text()).toContain('Ada');
  });
});

describe('access', () => {
  it('knows nobody without a token, and says so without a difference', async () => {
    const { host } = await room();
    for (const token of ['', 'x', 'A'.repeat(43), host.secret]) {
      const client = await host.connect(token);
      expect(client.view).toBeUndefined();
      expect(client.farewell).toEqual({ reason: 'you are not known here: join again', again: false });
    }
  });

  it('keeps no token, and no view, log or answer holds one', async () => {
    const { host, person, control, entry, token } = await room();
    const secrets = [token, host.secret, entry.token, entry.projector];
    const log = await (
      await host.get(`/api/rooms/${entry.room}/downloads/log?names=yes`, host.secret)
    ).text();
    const sent = [...person.heard, ...control.heard, log].join('\n');
    expect(secrets.filter((secret) => sent.includes(secret))).toEqual([]);
    const { store } = host.rooms;
    expect(secrets.map((secret) => store.holder(secret))).toEqual(secrets.map(() => undefined));
  });

  it('lets control and projectors into their own room alone', async () => {
    const host = await start({ rooms: 2, clock: new VirtualClock() });
    const [one, two] = await host.entries();
    expect(one!.token).not.toBe(two!.token);
    expect((await host.connect(two!.token)).view).toMatchObject({
      me: { kind: 'control' },
      exercise: { room: 'room-2' },
    });
    expect((await host.get('/api/rooms/room-1/downloads/log', two!.token)).status).toBe(403);
    expect((await host.get('/api/rooms', two!.token)).status).toBe(403);
    const projector = await host.connect(one!.projector);
    expect(projector.view).toMatchObject({ me: { kind: 'projector' } });
    expect(await projector.do({ do: 'start' })).toMatchObject({ code: 'notYours' });
  });

  it('answers only to its own names', async () => {
    const { host } = await room();
    const status = (headers: Record<string, string>): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const asked = request(`${host.base}/`, { headers }, ({ statusCode }) => resolve(statusCode));
        asked.on('error', reject).end();
      });
    const { port } = new URL(host.base);
    for (const name of ['localhost', '127.0.0.1', '[::1]', '192.168.1.4']) {
      expect(await status({ host: `${name}:${port}` }), name).toBe(200);
    }
    for (const name of ['evil.example', '127.0.0.1.evil.example', 'localhost@evil.example']) {
      expect(await status({ host: `${name}:${port}` }), name).not.toBe(200);
    }
  });

  it('hears no page of another site', async () => {
    const { host, entry, token } = await room();
    const join = (headers: Record<string, string>): Promise<Response> =>
      host.post('/api/join', { code: entry.code }, undefined, headers);
    expect((await join({ origin: 'http://evil.example' })).status).toBe(403);
    expect((await join({ origin: 'null' })).status).toBe(403);
    expect((await join({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await join({ origin: host.base })).status).toBe(200);
    await expect(Client.to(host.base, token, undefined, { origin: 'http://evil.example' })).rejects.toThrow(
      '403',
    );
    const own = await Client.to(host.base, token, undefined, { origin: host.base });
    expect(own.view).toBeDefined();
    own.close();
  });

  it('sends strict headers with everything', async () => {
    const { host } = await room();
    for (const path of ['/', '/api/rooms', '/no/such/page']) {
      const { headers } = await host.get(path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe|https?:/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('set-cookie')).toBeNull();
    }
  });
});

describe('limits', () => {
  it('lets nonsense go, and refuses what is no command', async () => {
    const { host, token, person } = await room();
    const strange = { do: 'message', channel: 'all', text: 5 } as unknown as { do: 'leave' };
    expect(await person.do(strange)).toMatchObject({ code: 'malformed' });
    expect(await person.do({ do: 'fly' } as unknown as { do: 'leave' })).toMatchObject({ code: 'malformed' });
    for (const text of ['{', '{"type":"command","ref":"r"}'.replace('"r"', '7'), '[]', 'x'.repeat(17_000)]) {
      const client = await host.connect(token);
      client.say(text);
      await client.settled();
      expect(client.isClosed, text.slice(0, 30)).toBe(true);
    }
  });

  it('counts commands and connections of a person', async () => {
    const clock = new VirtualClock();
    const host = await start({
      clock,
      limits: {
        commands: { burst: 3, perSecond: 1 },
        socketsPerPerson: 2,
      },
    });
    const [entry] = await host.entries();
    const { token } = await host.join(entry!.code);
    const client = await host.connect(token);
    const say = (): ReturnType<Client['do']> => client.do({ do: 'language', language: 'zh' });
    expect([await say(), await say(), await say()].map(({ ok }) => ok)).toEqual([true, true, true]);
    expect(await say()).toMatchObject({ ok: false, code: 'tooMany' });
    await clock.advance(1000);
    expect(await say()).toMatchObject({ ok: true });

    await host.connect(token);
    expect((await host.connect(token)).farewell).toMatchObject({ again: false });
  });

  it('lets somebody in again by the code of one’s own, on another device and at another address', async () => {
    const { host, entry, token, person, control, told } = await room();
    const back = async (code: string): Promise<Response> => host.post('/api/join', { code });
    const { returnCode: mine } = (await (await host.post('/api/return', {}, token)).json()) as Joined;
    expect(mine).toMatch(/^[B-DF-HJ-NP-TV-XZ]{12}$/);
    // The page that asked comes back by itself.
    await told(person);
    expect(person.farewell).toMatchObject({ again: true });
    const joined = (await (
      await back(` ${mine.slice(0, 4)}-${mine.slice(4).toLowerCase()}`)
    ).json()) as Joined;
    expect(joined).toMatchObject({ person: 'p1', room: entry.room, code: entry.code, returnCode: mine });
    expect(joined.token).not.toBe(token);
    const there = await host.connect(joined.token);
    expect(there.view?.me).toMatchObject({ person: 'p1', name: 'Ada', seat: 'east', role: 'leader' });
    expect((await host.connect(token)).view?.me.person).toBe('p1');
    // It is shown to nobody: neither in a view nor in the store.
    await told(there, control);
    const heard = [there, control].flatMap((client) => client.heard).join();
    expect(heard).not.toContain(mine);
    expect(heard).not.toContain(hashOf(mine));
    // Whoever has another made is alone with it.
    const changed = (await (await host.post('/api/return', {}, token)).json()) as Joined;
    expect((await back(mine)).status).toBe(404);
    expect((await host.connect(joined.token)).farewell).toMatchObject({ again: false });
    expect((await host.connect(token)).view?.me.person).toBe('p1');
    // It goes along to another room, and is forgotten with the person.
    const other = (await (await host.post('/api/rooms', {}, host.secret)).json()) as { room: string };
    await host.post(`/api/rooms/${entry.room}/move`, { person: 'p1', to: other.room }, host.secret);
    expect(await (await back(changed.returnCode)).json()).toMatchObject({ room: other.room });
    expect((await host.post(`/api/rooms/${other.room}/forget`, {}, host.secret)).status).toBe(200);
    expect((await back(changed.returnCode)).status).toBe(404);
    for (const wrong of [entry.token, host.secret]) {
      expect((await host.post('/api/return', {}, wrong)).status).toBe(403);
    }
  });

  it('takes no body that is too large', async () => {
    const { host, entry } = await room();
    const response = await host.post('/api/join', { code: entry.code, name: 'x'.repeat(20_000) });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ code: 'tooLarge' });
  });
});
