/** What somebody in the same network may try, and what a class still has to be able to do meanwhile. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { RoomEntry } from '../protocol/http.ts';
import { StoreError, type Store } from '../store/store.ts';
import { memoryStore } from '../store/sqlite-store.ts';
import { networkOf } from './newcomers.ts';
import { Client, hosted, VirtualClock, type Hosted } from './testing.ts';

let open: Hosted[] = [];
async function start(options: Parameters<typeof hosted>[0] = {}) {
  const clock = new VirtualClock();
  const host = await hosted({ ...options, clock });
  open.push(host);
  const [entry] = await host.entries();
  return { clock, host, entry: entry! };
}
afterEach(async () => {
  for (const host of open) await host.close();
  open = [];
});

const silentSocket = async (base: string): Promise<WebSocket> => {
  const socket = new WebSocket(`${base.replace('http', 'ws')}/api/socket`);
  socket.on('error', () => undefined);
  await once(socket, 'open');
  return socket;
};

/** What the sockets have brought is looked at. */
const heard = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 15));

/** A connection over which one request is sent after another, whatever is answered. */
function kept(base: string) {
  const { hostname, port, host } = new URL(base);
  const socket = connect(Number(port), hostname);
  let text = '';
  socket.on('data', (data) => (text += String(data)));
  socket.on('error', () => undefined);
  const statuses = (): readonly number[] =>
    [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
  return {
    get: (path: string) => void socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`),
    count: (status: number) => statuses().filter((one) => one === status).length,
    answers: async (count: number) => {
      while (statuses().length < count) await once(socket, 'data');
    },
    isCut: () => socket.closed,
    end: () => void socket.destroy(),
  };
}

describe('a class behind the same address as somebody who', () => {
  it('guesses codes without end: a right one is let in at once', async () => {
    const { host, entry } = await start({ limits: { anonymous: { burst: 50, perSecond: 1 } } });
    for (let i = 0; i < 45; i++)
      expect((await host.post('/api/join', { code: 'ZZZZZZZZ' })).status).toBe(404);
    expect((await host.post('/api/join', { code: entry.code })).status).toBe(200);
  });

  it('guesses over connections that it keeps: a browser that comes last is next', async () => {
    const { host, entry, clock } = await start({ limits: { anonymous: { burst: 4, perSecond: 10 } } });
    const flood = [kept(host.base), kept(host.base)];
    for (const round of [1, 2]) {
      for (const one of flood) {
        one.get('/api/rooms/by-code/ZZZZZZZZ');
        await one.answers(round);
      }
    }
    for (const one of flood) one.get('/api/rooms/by-code/ZZZZZZZZ');
    await heard();
    const browser = kept(host.base);
    browser.get(`/api/rooms/by-code/${entry.code}`);
    await heard();
    await clock.advance(110);
    await browser.answers(1);
    expect(browser.count(200)).toBe(1);
    expect(flood.map((one) => one.count(404))).toEqual([2, 2]);
    await clock.advance(300);
    for (const one of flood) await one.answers(3);
    for (const one of [...flood, browser]) one.end();
  });

  it('asks without waiting for answers: no browser does that, and the line is cut', async () => {
    const { host } = await start({ limits: { anonymous: { burst: 3, perSecond: 0.001 } } });
    const flood = kept(host.base);
    for (let i = 0; i < 20; i++) flood.get('/api/rooms/by-code/ZZZZZZZZ');
    while (!flood.isCut()) await heard();
    expect(flood.count(404)).toBeLessThanOrEqual(3);
  });

  it('opens a new connection for each guess: a browser that waited for a moment is next', async () => {
    const { host, entry, clock } = await start({
      limits: { anonymous: { burst: 1, perSecond: 10 }, anonymousWaiting: 5 },
    });
    const guesses = Array.from({ length: 7 }, () => kept(host.base));
    for (const guess of guesses) {
      guess.get('/api/rooms/by-code/ZZZZZZZZ');
      await heard();
    }
    const browser = kept(host.base);
    browser.get(`/api/rooms/by-code/${entry.code}`);
    await browser.answers(1);
    expect(browser.count(429)).toBe(1);
    await clock.advance(600);
    for (const guess of guesses) guess.end();
    const more = Array.from({ length: 7 }, () => kept(host.base));
    for (const guess of more) {
      guess.get('/api/rooms/by-code/ZZZZZZZZ');
      await heard();
    }
    browser.get(`/api/rooms/by-code/${entry.code}`);
    await heard();
    await clock.advance(110);
    await browser.answers(2);
    expect(browser.count(200)).toBe(1);
    browser.end();
    for (const guess of more) guess.end();
  });

  it('floods the server: whoever has a token is heard, over HTTP and with a new socket', async () => {
    const { host, entry } = await start({ limits: { anonymous: { burst: 6, perSecond: 0.001 } } });
    const { token } = await host.join(entry.code);
    const flood = kept(host.base);
    for (let i = 0; i < 6; i++) {
      flood.get('/api/rooms/by-code/ZZZZZZZZ');
      await heard();
    }
    expect((await host.get('/api/rooms', host.secret)).status).toBe(200);
    const client = await Client.to(host.base, token, undefined, {}, 'x', true);
    expect(client.view).toBeDefined();
    client.close();
    const stranger = Client.to(host.base, 'A'.repeat(43), undefined, {}, 'x', true);
    stranger.catch(() => undefined);
    await heard();
    expect(await Promise.race([stranger.then(() => 'in'), Promise.resolve('waits')])).toBe('waits');
    flood.end();
  });

  it('says without end over a socket what means nothing: it is cut', async () => {
    const { host, entry } = await start({ limits: { messages: { burst: 10, perSecond: 1 } } });
    const { token } = await host.join(entry.code);
    const client = await host.connect(token);
    for (let i = 0; i < 20; i++) client.say('{"type":"ping"}');
    while (!client.isClosed) await heard();
    expect((await host.connect(token)).view).toBeDefined();
  });

  it('joins again and again and never comes: the room has a place for others', async () => {
    const { host, entry, clock } = await start({ limits: { joins: { burst: 1000, perSecond: 1000 } } });
    const control = await host.connect(entry.token);
    await control.must({ do: 'start' });
    const seen = await host.join(entry.code, { observer: true });
    const client = await host.connect(seen.token);
    await client.must({ do: 'note', turn: 1, text: 'They are late.' });
    client.drop();
    for (let i = 0; i < 2; i++) {
      const all = await Promise.all(
        Array.from({ length: 250 }, () =>
          host.post('/api/join', { code: entry.code, observer: i % 2 === 0 }),
        ),
      );
      expect(all.map(({ status }) => status).filter((status) => status !== 200)).toEqual([]);
      await clock.advance(16_000);
      await control.settled();
    }
    const late = await host.join(entry.code, { name: 'Late' });
    const { me } = (await host.connect(late.token)).view!;
    expect(me).toMatchObject({ kind: 'waiting', name: 'Late' });
    expect(Object.keys(host.rooms.find(entry.room)!.state.people).length).toBeLessThan(450);
    // Nobody was given the number of somebody who did something.
    expect(late.person).not.toBe(seen.person);
    expect((await host.connect(seen.token)).view?.me.person).toBe(seen.person);
  });

  it('opens connections and says nothing: the oldest of those makes room', async () => {
    const { host, entry } = await start({ limits: { waitingPerAddress: 3 } });
    const { token } = await host.join(entry.code);
    const silent: WebSocket[] = [];
    for (let i = 0; i < 3; i++) silent.push(await silentSocket(host.base));
    const closed = once(silent[0]!, 'close');
    const client = await host.connect(token);
    await closed;
    expect(client.view).toBeDefined();
    expect(silent.map(({ readyState }) => readyState)).toEqual([3, 1, 1]);
    for (const socket of silent) socket.terminate();
  });

  it('opens connections and asks nothing: the oldest makes room, and one over which somebody is known does not', async () => {
    const { host, entry } = await start({ limits: { connectionsPerAddress: 3 } });
    const { token } = await host.join(entry.code);
    const client = await host.connect(token);
    const idle: ReturnType<typeof connect>[] = [];
    for (let i = 0; i < 5; i++) {
      const socket = connect(Number(new URL(host.base).port), '127.0.0.1');
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      idle.push(socket);
    }
    while (!idle[1]!.closed) await heard();
    expect(idle.map(({ closed }) => closed)).toEqual([true, true, false, false, false]);
    expect(await client.do({ do: 'language', language: 'ja' })).toEqual({ ok: true });
    for (const socket of idle) socket.destroy();
  });

  it('has as many connections as are allowed: the facilitator comes in all the same', async () => {
    const { host, entry } = await start({ limits: { socketsPerAddress: 1 } });
    const one = await host.join(entry.code);
    const two = await host.join(entry.code);
    expect((await host.connect(one.token)).view).toBeDefined();
    expect((await host.connect(two.token)).farewell?.reason).toContain('too many connections');
    expect((await host.connect(entry.token)).view).toBeDefined();
    expect((await host.connect(entry.projector)).view).toBeDefined();
  });
});

describe('somebody who was sent away', () => {
  it('does nothing more over a connection that was not closed', async () => {
    const { host, entry } = await start();
    const other = (await (await host.post('/api/rooms', {}, host.secret)).json()) as RoomEntry;
    const { token, person } = await host.join(entry.code);
    const socket = await silentSocket(host.base);
    const heard: string[] = [];
    socket.on('message', (data) => heard.push(String(data)));
    const until = async (type: string): Promise<void> => {
      while (!heard.some((text) => text.startsWith(`{"type":"${type}"`))) await once(socket, 'message');
    };
    socket.send(JSON.stringify({ type: 'hello', token }));
    await until('view');
    // Neither reads nor answers the goodbye until it has sent what it wants to have done.
    socket.pause();
    await host.post(`/api/rooms/${entry.room}/move`, { person, to: other.room }, host.secret);
    const before = host.rooms.store.events(entry.room).length;
    const command = { do: 'message', channel: 'all', text: 'still here' };
    socket.send(JSON.stringify({ type: 'command', ref: 'late', command }));
    socket.resume();
    await until('bye');
    await once(socket, 'close');
    expect(heard.filter((text) => text.includes('"ref":"late"'))).toEqual([]);
    expect(host.rooms.store.events(entry.room)).toHaveLength(before);
  });

  it('is shown the room where it is now, whatever it was sent elsewhere', async () => {
    const { host, entry } = await start();
    const { token } = await host.join(entry.code);
    const here = await host.connect(token);
    const forked = await host.post(`/api/rooms/${entry.room}/fork`, { people: true }, host.secret);
    const { room } = (await forked.json()) as RoomEntry;
    const there = await host.connect(token, here);
    expect(there.view?.exercise.room).toBe(room);
  });

  it('is not answered by updates of another room that it controls', async () => {
    const { host, entry } = await start({ rooms: 2 });
    const [, second] = await host.entries();
    const other = await host.connect(second!.token);
    const control = await host.connect(entry.token, other);
    expect(control.view?.exercise.room).toBe(entry.room);
  });
});

describe('somebody who is counted as here', () => {
  it('has left where no connection followed', async () => {
    const { host, entry, clock } = await start();
    await host.join(entry.code);
    const control = await host.connect(entry.token);
    await clock.advance(14_000);
    await control.settled();
    expect(control.view?.control?.people[0]).toMatchObject({ isHere: true });
    await clock.advance(2000);
    await control.settled();
    expect(control.view?.control?.people[0]).toMatchObject({ isHere: false });
  });
});

it('a network of IPv6 counts as one, of which somebody may have all addresses', () => {
  expect(networkOf('192.168.1.7')).toBe('192.168.1.7');
  expect(networkOf('::ffff:192.168.1.7')).toBe('192.168.1.7');
  expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2');
  expect(networkOf('2001:db8::7')).toBe('2001:db8:0:0');
  expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0');
  expect(networkOf('::1')).toBe('0:0:0:0');
});

describe('a client of tests', () => {
  it('is told at once that nobody answers, when the server has let it go', async () => {
    const { host, entry, clock } = await start();
    const control = await host.connect(entry.token);
    const before = control.do({ do: 'start' });
    expect(await before).toEqual({ ok: true });
    await clock.advance(61_000);
    while (!control.isClosed) await heard();
    expect(control.farewell).toMatchObject({ again: true });
    expect(await control.do({ do: 'next' })).toMatchObject({ ok: false, code: 'failed' });
  });
});

describe('a disk that is full', () => {
  /** A store that writes nothing while it is told so. */
  function failing(): { readonly make: (files: Store['exercise']) => Store; isFull: boolean } {
    const disk = {
      isFull: false,
      make: (files: Store['exercise']): Store => {
        const store = memoryStore(files);
        const write = store.write.bind(store);
        store.write = (work) => {
          if (disk.isFull) throw new StoreError('the disk is full', 'make room');
          return write(work);
        };
        return store;
      },
    };
    return disk;
  }

  it('stops nothing for good: what time brings about comes when there is room again', async () => {
    const disk = failing();
    const { host, entry, clock } = await start({ store: disk.make });
    const control = await host.connect(entry.token);
    await control.must({ do: 'start' });
    disk.isFull = true;
    expect(await control.do({ do: 'broadcast', text: 'lost' })).toMatchObject({ ok: false, code: 'failed' });
    await clock.advance(31_000);
    await control.settled();
    expect(control.view?.clock.phase).toBe('briefing');
    disk.isFull = false;
    await clock.advance(6000);
    await control.settled();
    expect(control.view?.clock.phase).toBe('deliberation');
    expect(control.view?.messages).toEqual([]);
  });

  it('keeps nobody out who was in', async () => {
    const disk = failing();
    const { host, entry } = await start({ store: disk.make });
    const { token } = await host.join(entry.code);
    disk.isFull = true;
    expect(await host.entries()).toMatchObject([{ token: entry.token, projector: entry.projector }]);
    expect((await host.connect(token)).view).toBeDefined();
    expect((await host.connect(entry.token)).view).toBeDefined();
    const refused = await host.post('/api/rooms', {}, host.secret);
    expect(refused.status).toBe(500);
    expect(await refused.text()).toContain('the disk is full: make room');
  });

  it('holds an adjudication up, and it is made when there is room again', async () => {
    const disk = failing();
    const { host, entry, clock } = await start({ store: disk.make });
    const control = await host.connect(entry.token);
    await control.must({ do: 'start' });
    await control.must({ do: 'next' });
    while (control.view?.clock.phase !== 'adjudication' && control.view?.clock.phase !== 'reveal') {
      await control.must({ do: 'next' });
      disk.isFull = true;
      await clock.advance(100);
      await control.settled();
      if (control.view?.clock.phase === 'deliberation') disk.isFull = false;
    }
    expect(control.view.clock.phase).toBe('adjudication');
    expect(host.faults.length).toBeGreaterThan(0);
    disk.isFull = false;
    await clock.advance(61_000);
    await control.settled();
    const kinds = host.rooms.store.events(entry.room).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'adjudicated')).toHaveLength(1);
  });
});

describe('requests that are none', () => {
  it('neither leave the pages’ folder nor end the server', async () => {
    const { host } = await start({ app: import.meta.dirname });
    const raw = async (text: string): Promise<string> => {
      const socket = connect(Number(new URL(host.base).port), '127.0.0.1');
      let answer = '';
      socket.on('data', (data) => (answer += String(data)));
      socket.on('error', () => undefined);
      socket.write(text);
      await Promise.race([once(socket, 'close'), once(socket, 'data')]);
      socket.destroy();
      return answer;
    };
    const get = (path: string): Promise<string> =>
      raw(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`);
    expect(await get('/tokens.ts')).toContain('200 OK');
    for (const path of [
      '/../store/tables.ts',
      '/..%2fstore/tables.ts',
      '/%2e%2e/store/tables.ts',
      '/..%5cstore%5ctables.ts',
      '//etc/passwd',
      '/%00',
      '/./../../../../../../etc/passwd',
      'http://127.0.0.1/../store/tables.ts',
    ]) {
      const answer = await get(path);
      expect(answer, path).toMatch(/^HTTP\/1\.1 4\d\d/);
      expect(answer, path).not.toContain('CREATE TABLE');
    }
    expect(await raw('\u0000\u0001\u0002 nonsense\r\n\r\n')).toMatch(/^HTTP\/1\.1 400|^$/);
    expect(await raw(`GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431|^$/,
    );
    expect((await host.get('/tokens.ts')).status).toBe(200);
  });

  it('end their connection, also where they ask for a socket, and say what every answer says', async () => {
    const { host } = await start();
    const { port } = new URL(host.base);
    const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n';
    for (const more of ['', `${upgrade}Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n`]) {
      const socket = connect(Number(port), '127.0.0.1');
      let answer = '';
      socket.on('data', (data) => (answer += String(data)));
      socket.write(`GET /%E0%A4%A HTTP/1.1\r\nHost: elsewhere.example\r\n${more}\r\n`);
      await once(socket, 'close');
      expect(answer).toMatch(/^HTTP\/1\.1 400/);
      expect(answer).toMatch(/content-security-policy: default-src 'none'/i);
    }
  });

  it('ask with the server’s address before the page’s, as programs in between do', async () => {
    const { host } = await start({ app: join(import.meta.dirname, '../app') });
    const { port } = new URL(host.base);
    for (const [address, status] of [
      [`http://127.0.0.1:${port}/`, 200],
      [`http://127.0.0.1:${port}/?code=ABCD`, 200],
      [`http://127.0.0.1:${port}/nothing`, 404],
    ] as const) {
      const socket = connect(Number(port), '127.0.0.1');
      socket.write(`GET ${address} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`);
      const [answer] = (await once(socket, 'data')) as [Buffer];
      socket.destroy();
      expect(String(answer), address).toContain(`HTTP/1.1 ${status} `);
    }
    expect(host.faults).toEqual([]);
  });
});

describe('somebody who has joined', () => {
  it('holds a browser’s connections and no more, the newest', async () => {
    const { host, entry } = await start({ limits: { connectionsPerPerson: 3 } });
    const { token } = await host.join(entry.code);
    const { port } = new URL(host.base);
    const sockets = await Promise.all(
      [1, 2, 3, 4, 5].map(async () => {
        const socket = connect(Number(port), '127.0.0.1');
        socket.on('error', () => undefined);
        socket.write(
          `GET /api/rooms/${entry.room}/downloads HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\n\r\n`,
        );
        await Promise.race([once(socket, 'data'), once(socket, 'close')]);
        return socket;
      }),
    );
    while (sockets.filter(({ closed }) => closed).length < 2) await heard();
    await heard();
    expect(sockets.filter(({ closed }) => closed)).toHaveLength(2);
    for (const socket of sockets) socket.destroy();
  });

  it('asks no more often by a second token, which the own code gives', async () => {
    const { host, entry } = await start({ limits: { requests: { burst: 3, perSecond: 0.001 } } });
    const { token, returnCode } = await host.join(entry.code);
    const again = await host.join(returnCode);
    expect(again.person).toBe('p1');
    const asks = async (by: string): Promise<number> =>
      (await host.get(`/api/rooms/${entry.room}/downloads`, by)).status;
    const statuses = [await asks(token), await asks(token), await asks(again.token), await asks(again.token)];
    expect(statuses).toEqual([200, 200, 200, 429]);
  });
});
