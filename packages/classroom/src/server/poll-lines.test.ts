/** A person whose network lets no WebSocket through. */
import { afterEach, expect, it } from 'vitest';
import type { FromServer } from '../protocol/protocol.ts';
import type { Polled, PollLine } from '../protocol/http.ts';
import { realClock, type Clock } from './clock.ts';
import { hosted, VirtualClock, type Hosted } from './testing.ts';

let host: Hosted;
afterEach(() => host.close().catch(() => undefined));

const open = async (token: string): Promise<string> =>
  `/api/line/${((await (await host.post('/api/line', {}, token)).json()) as PollLine).line}`;
const up = (line: string, token: string, ...messages: object[]): Promise<Response> =>
  host.post(line, { messages: messages.map((message) => JSON.stringify(message)) }, token);
const down = async (line: string, token: string): Promise<{ said: FromServer[]; isOver: boolean }> => {
  const { messages, isOver } = (await (await host.get(line, token)).json()) as Polled;
  return { said: messages.map((text) => JSON.parse(text) as FromServer), isOver };
};

it('sees the room, does what a person does, and hears what others do', async () => {
  host = await hosted({ clock: realClock });
  const [entry] = await host.entries();
  const { token } = await host.join(entry!.code, { name: 'Ada' });
  const line = await open(token);
  await up(line, token, { type: 'hello', token });
  const [view] = (await down(line, token)).said;
  expect(view).toMatchObject({ type: 'view', view: { me: { name: 'Ada', kind: 'waiting' } } });
  await up(line, token, {
    type: 'command',
    ref: 'r1',
    command: { do: 'take', seat: 'east', role: 'leader' },
  });
  const said: FromServer[] = [];
  while (!said.some(({ type }) => type === 'update')) said.push(...(await down(line, token)).said);
  expect(said).toContainEqual({ type: 'done', ref: 'r1' });
  const control = await host.connect(entry!.token);
  const waits = down(line, token);
  await control.must({ do: 'broadcast', text: 'Can you hear me?' });
  expect(JSON.stringify((await waits).said)).toContain('Can you hear me?');
  // Sent out, which the line says before it ends.
  await control.must({ do: 'remove', person: 'p1' });
  await host.post(`/api/rooms/${entry!.room}/forget`, {}, host.secret);
  const last = await host.get(line, token);
  expect(last.status).toBe(404);
});

it('is for whoever has a token, and for whoever opened it', async () => {
  host = await hosted();
  const [entry] = await host.entries();
  const ada = await host.join(entry!.code);
  const ben = await host.join(entry!.code);
  expect((await host.post('/api/line', {})).status).toBe(403);
  expect((await host.post('/api/line', {}, 'A'.repeat(43))).status).toBe(403);
  const line = await open(ada.token);
  expect((await host.get(line, ben.token)).status).toBe(404);
  expect((await host.post(line, { messages: [] }, ben.token)).status).toBe(404);
  expect((await host.post(line, { messages: 'x' }, ada.token)).status).toBe(400);
  const elsewhere = { origin: 'http://elsewhere.example' };
  expect((await host.post('/api/line', {}, ada.token, elsewhere)).status).toBe(403);
});

it('is gone when nobody asks for it, and the person with it', async () => {
  const clock = new VirtualClock();
  host = await hosted({ clock });
  const [entry] = await host.entries();
  const { token } = await host.join(entry!.code);
  const control = await host.connect(entry!.token);
  const line = await open(token);
  await up(line, token, { type: 'hello', token });
  expect((await down(line, token)).said).toHaveLength(1);
  const isHere = async (): Promise<boolean | undefined> => {
    await clock.advance(31);
    await control.settled();
    return control.view?.control?.people[0]?.isHere;
  };
  for (const wait of [20_000, 20_000]) {
    await clock.advance(wait);
    await control.settled();
    expect(await isHere()).toBe(true);
  }
  await clock.advance(40_000);
  await control.settled();
  expect(await isHere()).toBe(false);
  expect((await host.get(line, token)).status).toBe(404);
});

it('holds no more than eight of a person', async () => {
  host = await hosted();
  const [entry] = await host.entries();
  const { token } = await host.join(entry!.code);
  const first = await open(token);
  const waits = down(first, token);
  for (let i = 0; i < 8; i++) await open(token);
  expect(await waits).toEqual({ said: [], isOver: true });
});

it('holds no more than eight of a person who opens one after another', async () => {
  host = await hosted();
  const [entry] = await host.entries();
  const { token } = await host.join(entry!.code);
  const lines: string[] = [];
  for (let i = 0; i < 12; i++) lines.push(await open(token));
  const answers = await Promise.all(lines.map((line) => up(line, token)));
  expect(answers.map(({ status }) => status)).toEqual([...Array(4).fill(404), ...Array(8).fill(200)]);
});

it('hears nothing over a line that was closed, so that nobody stays in the room by it', async () => {
  host = await hosted();
  const [entry] = await host.entries();
  const { token, person } = await host.join(entry!.code);
  const first = await open(token);
  for (let i = 0; i < 8; i++) await open(token);
  expect((await up(first, token, { type: 'hello', token })).status).toBe(404);
  const live = host.rooms.find(entry!.room)!;
  expect(live.outletsOf({ kind: 'person', person: person as 'p1' })).toBe(0);
});

it('goes on after a request that came while another was about to be answered', async () => {
  const clock = new VirtualClock();
  host = await hosted({ clock });
  const [entry] = await host.entries();
  const { token } = await host.join(entry!.code);
  const line = await open(token);
  const first = down(line, token);
  await clock.advance(10);
  await up(line, token, { type: 'ping' });
  expect((await down(line, token)).said).toHaveLength(1);
  expect(await first).toEqual({ said: [], isOver: false });
  await clock.advance(6000);
  await up(line, token, { type: 'hello', token });
  await down(line, token);
  // The silence that is counted is the one since the last request, not that since the one before.
  await clock.advance(25_000);
  await up(line, token, { type: 'ping' });
  expect(await down(line, token)).toMatchObject({ said: [{ type: 'pong' }], isOver: false });
});

it('is gone with whoever hangs up while it waits, and a look at its head takes nothing', async () => {
  host = await hosted({ clock: realClock });
  const [entry] = await host.entries();
  const { token, person } = await host.join(entry!.code);
  const live = host.rooms.find(entry!.room)!;
  const line = await open(token);
  await up(line, token, { type: 'hello', token });
  const head = await fetch(`${host.base}${line}`, {
    method: 'HEAD',
    headers: { authorization: `Bearer ${token}` },
  });
  expect(head.status).toBe(404);
  expect((await down(line, token)).said).toMatchObject([{ type: 'view' }]);
  const there = (): number => live.outletsOf({ kind: 'person', person: person as 'p1' });
  expect(there()).toBe(1);
  const hangUp = new AbortController();
  const waits = fetch(`${host.base}${line}`, {
    headers: { authorization: `Bearer ${token}` },
    signal: hangUp.signal,
  });
  await new Promise((resolve) => setTimeout(resolve, 50));
  hangUp.abort();
  await expect(waits).rejects.toThrow();
  while (there() > 0) await new Promise((resolve) => setTimeout(resolve, 5));
});

it('keeps no timer when the server ends, so that the command ends with it', async () => {
  const waits = new Map<symbol, number>();
  const noting: Clock = {
    now: () => realClock.now(),
    after: (milliseconds, act) => {
      const timer = Symbol('timer');
      waits.set(timer, milliseconds);
      const stop = realClock.after(milliseconds, () => {
        waits.delete(timer);
        act();
      });
      return () => {
        waits.delete(timer);
        stop();
      };
    },
  };
  host = await hosted({ clock: noting });
  const [entry] = await host.entries();
  const { token } = await host.join(entry!.code);
  const line = await open(token);
  await up(line, token, { type: 'hello', token });
  await down(line, token);
  const long = (): readonly number[] => [...waits.values()].filter((wait) => wait > 1000);
  expect(long()).toContain(30_000);
  await host.server.close('the end');
  expect(long()).toEqual([]);
});
