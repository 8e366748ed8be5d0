/** What somebody in the same network may try, and what a class still has to be able to do meanwhile. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { RoomEntry } from '../protocol/http.ts';
import { StoreError, type Store } from '../store/store.ts';
import { memoryStore } from '../store/sqlite-store.ts';
import { hosted, VirtualClock, type Hosted } from './testing.ts';

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

describe('a class behind the same address as somebody who', () => {
  it('guesses tokens: whoever has one gets in, and is heard', async () => {
    const { host, entry } = await start({ limits: { misses: { burst: 3, perSecond: 0.001 } } });
    const { token } = await host.join(entry.code);
    const wrong = 'A'.repeat(43);
    for (let i = 0; i < 4; i++) await host.connect(wrong);
    expect((await host.connect(wrong)).farewell?.reason).toContain('too many attempts');
    expect((await host.get('/api/rooms', wrong)).status).toBe(429);
    expect((await host.connect(token)).view).toBeDefined();
    expect((await host.connect(entry.token)).view).toBeDefined();
    expect((await host.get('/api/rooms', host.secret)).status).toBe(200);
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
    await clock.advance(44_000);
    await control.settled();
    expect(control.view?.control?.people[0]).toMatchObject({ isHere: true });
    await clock.advance(2000);
    await control.settled();
    expect(control.view?.control?.people[0]).toMatchObject({ isHere: false });
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
});
