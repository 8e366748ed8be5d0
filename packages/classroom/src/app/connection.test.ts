/** The line on a clock and a network of the test's own. */
import { expect, test } from 'vitest';
import type { FromClient, FromServer, View } from '../protocol/protocol.ts';
import {
  Connection,
  type Ears,
  type Line,
  PING_MS,
  SILENCE_MS,
  type Surroundings,
  waitBefore,
} from './connection.ts';

class Socket implements Line {
  private readonly ears: Ears;
  isClosed = false;
  readonly sent: FromClient[] = [];
  constructor(ears: Ears) {
    this.ears = ears;
  }
  open(): void {
    this.ears.opened();
  }
  break(): void {
    this.ears.closed();
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text) as FromClient);
  }
  close(): void {
    this.isClosed = true;
  }
  say(message: FromServer): void {
    this.ears.heard(JSON.stringify(message));
  }
  get commands(): string[] {
    return this.sent.flatMap((message) => (message.type === 'command' ? [message.ref] : []));
  }
}

function network() {
  let now = 1_000_000;
  let refs = 0;
  let timers: { at: number; act: () => void }[] = [];
  const sockets: Socket[] = [];
  const kept = new Map<string, string>();
  const around: Surroundings = {
    open: (ears) => {
      const socket = new Socket(ears);
      sockets.push(socket);
      return socket;
    },
    now: () => now,
    later: (act, wait) => {
      const timer = { at: now + wait, act };
      timers.push(timer);
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
    random: () => 0.5,
    ref: () => `r${++refs}`,
    keep: (key, text) => (text === null ? kept.delete(key) : kept.set(key, text)),
    kept: (key) => kept.get(key) ?? null,
  };
  const pass = (ms: number): void => {
    const until = now + ms;
    for (;;) {
      const next = timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      timers = timers.filter((one) => one !== next);
      now = next.at;
      next.act();
    }
    now = until;
  };
  const last = (): Socket => {
    const socket = sockets.at(-1);
    if (socket === undefined) throw new Error('no socket was opened');
    return socket;
  };
  return { around, sockets, kept, pass, last, now: () => now };
}

const view = (name: string): View => ({ me: { name }, messages: [] }) as unknown as View;
const message = (id: string) => ({ id, at: 0, turn: 1, channel: 'all', by: 'p1', from: 'x', text: id });

function live() {
  const net = network();
  const connection = new Connection('room/p1', 'secret', net.around);
  connection.start();
  net.last().open();
  net.last().say({ type: 'view', epoch: 'e1', number: 4, view: view('A') });
  return { ...net, connection };
}

test('it begins with hello, holds sections, and adds messages', () => {
  const { connection, last } = live();
  expect(last().sent[0]).toEqual({ type: 'hello', token: 'secret' });
  last().say({
    type: 'update',
    number: 5,
    set: { clock: { turn: 2, phase: 'reveal' } },
    messages: [message('m1')],
  });
  last().say({ type: 'update', number: 6, set: {}, messages: [message('m2')] });
  expect(connection.view?.clock.turn).toBe(2);
  expect(connection.view?.me.name).toBe('A');
  expect(connection.view?.messages.map(({ id }) => id)).toEqual(['m1', 'm2']);
});

test('a section that is null is gone', () => {
  const { connection, last } = live();
  last().say({ type: 'update', number: 5, set: { notes: [] } });
  expect(connection.view).toHaveProperty('notes');
  last().say({ type: 'update', number: 6, set: { notes: null } as unknown as Partial<View> });
  expect(connection.view).not.toHaveProperty('notes');
});

test('after a break it says what it knows and sends again what was not answered, in order and under the same names', async () => {
  const { connection, last, sockets, pass } = live();
  const first = connection.send({ do: 'broadcast', text: 'one' });
  void connection.send({ do: 'broadcast', text: 'two' });
  last().say({ type: 'done', ref: 'r1' });
  expect(await first).toEqual({ ok: true });
  last().break();
  expect(connection.status).toBe('waiting');
  void connection.send({ do: 'broadcast', text: 'three' });
  pass(waitBefore(0, 0.5));
  expect(sockets).toHaveLength(2);
  last().open();
  expect(last().sent[0]).toEqual({ type: 'hello', token: 'secret', epoch: 'e1', number: 4 });
  expect(last().commands).toEqual(['r2', 'r3']);
  expect(connection.status).toBe('live');
});

test('waits grow to a limit, and are called off by a nudge', () => {
  const waits = Array.from({ length: 12 }, (_, i) => waitBefore(i, 0.5));
  expect(waits.slice(0, 4)).toEqual([375, 750, 1500, 3000]);
  expect(waits.at(-1)).toBe(15_000 * 0.75);
  expect(waitBefore(3, 0)).toBe(2000);
  const { connection, last, sockets } = live();
  last().break();
  connection.nudge();
  expect(sockets).toHaveLength(2);
  expect(connection.status).toBe('connecting');
});

test('a line that says nothing is given up', () => {
  const { connection, last, pass, sockets } = live();
  pass(PING_MS);
  expect(last().sent.filter(({ type }) => type === 'ping')).toHaveLength(2);
  pass(SILENCE_MS);
  expect(connection.status).not.toBe('live');
  expect(sockets[0]?.isClosed).toBe(true);
});

test('a socket that never opens is given up', () => {
  const net = network();
  const connection = new Connection('room/p1', 'secret', net.around);
  connection.start();
  net.pass(SILENCE_MS);
  expect(connection.status).toBe('waiting');
});

test('a gap in the numbers asks for the whole view; what is old is passed by', () => {
  const { connection, last, sockets } = live();
  last().say({ type: 'update', number: 4, set: { me: { name: 'old' } as View['me'] } });
  expect(connection.view?.me.name).toBe('A');
  last().say({ type: 'update', number: 6, set: { me: { name: 'B' } as View['me'] } });
  expect(sockets).toHaveLength(2);
  last().open();
  expect(last().sent[0]).toEqual({ type: 'hello', token: 'secret' });
});

test('what a closed socket still says is not heard', () => {
  const { connection, sockets, last } = live();
  last().break();
  connection.nudge();
  sockets[0]?.say({ type: 'view', epoch: 'e0', number: 1, view: view('ghost') });
  expect(connection.view?.me.name).toBe('A');
});

test('commands outlive a reload; questions do not', () => {
  const { connection, around } = live();
  void connection.send({ do: 'broadcast', text: 'one' });
  void connection.send({ do: 'preview', question: 'q' });
  const again = new Connection('room/p1', 'secret', around);
  expect(again.pending.map(({ ref }) => ref)).toEqual(['r1']);
  const other = new Connection('room/p2', 'secret', around);
  expect(other.pending).toEqual([]);
});

test('a refusal hands the typed text back', async () => {
  const { connection, last } = live();
  const told: string[] = [];
  connection.onRefused = ({ typed }) => told.push(typed?.text ?? '');
  const outcome = connection.send(
    { do: 'message', channel: 'all', text: 'hello' },
    { field: 'f', text: 'hello' },
  );
  last().say({ type: 'refused', ref: 'r1', code: 'notNow', message: 'Not now.' });
  expect(await outcome).toMatchObject({
    ok: false,
    message: 'Not now.',
    typed: { field: 'f', text: 'hello' },
  });
  expect(told).toEqual(['hello']);
  expect(connection.pending).toEqual([]);
});

test('the clock of the server is taken from the middle of a ping', () => {
  const { connection, last, pass, now } = live();
  pass(200);
  last().say({ type: 'pong', now: now() - 100 + 5000 });
  expect(connection.offset).toBe(5000);
});

test('bye: comes back or does not, as the server says', () => {
  const one = live();
  one.last().say({ type: 'bye', reason: 'restart', again: true });
  expect(one.connection.status).toBe('waiting');
  const two = live();
  two.last().say({ type: 'bye', reason: 'removed', again: false });
  expect(two.connection.status).toBe('ended');
  expect(two.connection.farewell).toBe('removed');
  two.pass(60_000);
  expect(two.sockets).toHaveLength(1);
});
