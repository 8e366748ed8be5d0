/**
 * A server without an engine, to look at the pages and to test them alone: one room, one scene, and commands that do the
 * least that shows. `npx tsx packages/classroom/src/app/fake/server.ts`
 */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { pathToFileURL } from 'node:url';
import { WebSocketServer, type WebSocket } from 'ws';
import { appFolder, buildAppIfOlder } from '../../../build-app.mjs';
import type { Command, FromClient, FromServer, View } from '../../protocol/protocol.ts';
import * as scene from './scene.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** As the real server has it. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

interface Guest {
  readonly socket: WebSocket;
  readonly kind: View['me']['kind'];
  /** Of control's token: `control-B`. */
  readonly room: string;
  number: number;
}

export interface Fake {
  readonly address: string;
  /** What came in, in order. */
  readonly commands: readonly Command[];
  /** Rooms whose people were to be forgotten. */
  readonly forgotten: readonly string[];
  /** Changes sections of everybody. */
  set(sections: Partial<View>): void;
  /** Cuts every line, as a network does. */
  cut(): void;
  /** Ends every line for good, and says why. */
  dismiss(reason: string): void;
  close(): Promise<void>;
}

export async function fakeServer(port = 0): Promise<Fake> {
  const room = { ...scene.base() };
  const own: Partial<View> = {};
  const guests = new Set<Guest>();
  const commands: Command[] = [];
  const epoch = `fake ${Date.now()}`;

  const viewFor = ({ kind, room: called }: Guest): View => {
    const extra: Partial<View> =
      kind === 'seat'
        ? scene.seatSections()
        : kind === 'control'
          ? { control: scene.control(), results: scene.results(), notes: [] }
          : kind === 'observer'
            ? { notes: [] }
            : {};
    const isOver = room.clock.phase === 'debrief' || room.clock.phase === 'closed';
    return {
      me: {
        person: kind,
        kind,
        name: kind === 'control' ? 'control' : 'Noor',
        language: 'en',
        rights: [],
        ...(kind === 'waiting' && { offered: scene.offered }),
      },
      ...room,
      ...(kind === 'control' && { exercise: { ...room.exercise, room: called } }),
      ...extra,
      ...(isOver ? { results: scene.results(), luck: scene.luck() } : {}),
      ...(kind === 'seat' || kind === 'control' || kind === 'observer' ? own : {}),
    };
  };

  const say = (guest: Guest, message: FromServer): void => guest.socket.send(JSON.stringify(message));
  const set = (sections: Partial<View>): void => {
    Object.assign(room, sections);
    for (const guest of guests) {
      guest.number++;
      say(guest, { type: 'update', number: guest.number, set: sections });
    }
  };

  const obey = (guest: Guest, ref: string, command: Command): void => {
    commands.push(command);
    switch (command.do) {
      case 'fan':
        say(guest, { type: 'answer', ref, answer: scene.answer(command.question, command.options) });
        return;
      case 'preview':
        say(guest, {
          type: 'answer',
          ref,
          answer: scene.answer(command.question, [{}, { open: 'showGuarantee' }]),
        });
        return;
      case 'message':
        if (command.text.includes('refuse me')) {
          say(guest, {
            type: 'refused',
            ref,
            code: 'notNow',
            message: 'Messages are closed for the moment.',
          });
          return;
        }
        set({
          messages: [
            ...room.messages,
            {
              id: `m${room.messages.length + 1}`,
              at: Date.now(),
              turn: 2,
              channel: command.channel,
              by: 'p1',
              from: 'Player 1',
              text: command.text,
            },
          ],
        });
        break;
      case 'broadcast':
        // The second room takes nothing of the kind.
        if (guest.room === 'B' && command.text.includes('refuse me')) {
          say(guest, { type: 'refused', ref, code: 'tooMany', message: 'Room B has had enough.' });
          return;
        }
        break;
      case 'forecast':
        set({
          questions: room.questions.map((one) =>
            one.id === command.question ? { ...one, mine: command.probabilities } : one,
          ),
        });
        break;
      case 'pause':
        set({ clock: { ...room.clock, paused: { left: 300_000 } } });
        break;
      case 'next':
        set({ clock: { turn: 2, phase: 'reveal', date: '2024-12' } });
        break;
      default:
        break;
    }
    say(guest, { type: 'done', ref });
  };

  const forgotten: string[] = [];
  const server = createServer((request, response) => {
    void answer(request, response, room.exercise.code, forgotten);
  });
  const sockets = new WebSocketServer({ server, path: '/api/socket' });
  sockets.on('connection', (socket) => {
    let guest: Guest | undefined;
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as FromClient;
      if (message.type === 'hello') {
        const kind = KINDS.find((one) => message.token.startsWith(one)) ?? 'waiting';
        guest = { socket, kind, room: message.token.split('-')[1] ?? '', number: 1 };
        guests.add(guest);
        say(guest, { type: 'view', epoch, number: guest.number, view: viewFor(guest) });
      } else if (guest === undefined) socket.close();
      else if (message.type === 'ping') say(guest, { type: 'pong', now: Date.now() });
      else obey(guest, message.ref, message.command);
    });
    socket.on('close', () => {
      if (guest !== undefined) guests.delete(guest);
    });
  });
  await listening(server, port);
  const { port: actual } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${actual}`,
    commands,
    forgotten,
    set,
    dismiss: (reason) => {
      for (const guest of guests) say(guest, { type: 'bye', reason, again: false });
    },
    cut: () => {
      for (const { socket } of guests) socket.terminate();
    },
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A token's beginning says who comes. */
const KINDS = ['seat', 'observer', 'control', 'projector', 'waiting'] as const;

const listening = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  code: string,
  forgotten: string[],
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const json = (status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  response.setHeader('content-security-policy', POLICY);
  const { exercise } = scene.base();
  if (url.pathname === '/api/join') {
    const body = JSON.parse(await textOf(request)) as { code: string; name?: string; observer?: boolean };
    if (body.code !== code)
      return json(404, { code: 'unknown', message: 'There is no room with this code.' });
    const kind = body.observer === true ? 'observer' : body.name === 'Mio' ? 'waiting' : 'seat';
    return json(200, {
      token: `${kind}-${Math.random()}`,
      person: 'p1',
      room: 'A',
      code,
      returnCode: 'BCDFGHJKLMNP',
    });
  }
  if (url.pathname.startsWith('/api/rooms/by-code/')) return json(200, { ...exercise, isClosed: false });
  if (url.pathname === '/api/rooms')
    return json(200, {
      rooms: ['A', 'B'].map((room) => ({
        room,
        code,
        token: `control-${room}`,
        projector: `projector-${room}`,
        ...(room === 'B' && { forkOf: { room: 'A', seq: 9 } }),
      })),
      addresses: ['http://192.168.1.20:8017'],
    });
  if (url.pathname.endsWith('/instead-json')) return json(200, scene.instead());
  const forget = /^\/api\/rooms\/([^/]+)\/forget$/.exec(url.pathname)?.[1];
  if (forget !== undefined && request.method === 'POST') {
    forgotten.push(forget);
    return json(200, { done: true });
  }
  if (url.pathname.endsWith('/downloads'))
    return json(200, [{ name: 'log', label: 'Log', type: 'text/plain' }]);
  const path = normalize(url.pathname === '/' ? '/index.html' : url.pathname);
  try {
    const content = await readFile(join(appFolder, path));
    response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' });
    response.end(content);
  } catch {
    json(404, { code: 'unknown', message: 'there is nothing here' });
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await buildAppIfOlder();
  const { address } = await fakeServer(8017);
  console.log(
    `seat or observer: ${address}/?code=KTRVXBCD   console: ${address}/#control=x   projector: ${address}/#projector=x`,
  );
}
