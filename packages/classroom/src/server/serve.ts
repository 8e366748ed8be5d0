/** The server: pages, requests and sockets of one exercise on one port. */
import type { Socket } from 'node:net';
import fastifyWebsocket from '@fastify/websocket';
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { HEADERS, isOwnHost, isOwnOrigin, type Names } from './guard.ts';
import { addHttp, type HttpOptions } from './http.ts';
import { Absent } from './absent.ts';
import { Gate } from './gate.ts';
import { Limit, type Limits } from './limits.ts';
import { networkOf, Newcomers } from './newcomers.ts';
import { Pages } from './pages.ts';
import type { Rooms } from './rooms.ts';
import { PollLines } from './poll-lines.ts';
import { addPollLines } from './poll-http.ts';
import { Sockets } from './sockets.ts';
import { bearer, holderOf, nameOf, offeredToken } from './tokens.ts';
import type { Problem } from '../protocol/http.ts';

export interface ServeOptions extends Omit<HttpOptions, 'gate' | 'pages' | 'absent'> {
  readonly limits: Limits;
  /** Where the pages are; nothing where they have not been built. */
  readonly app: string;
  readonly names: Names;
  /** Address to listen on: `127.0.0.1`, or `::` for all. */
  readonly address: string;
  /** 0: any. */
  readonly port: number;
}

export interface Server {
  readonly port: number;
  readonly rooms: Rooms;
  /** Says goodbye to everybody and ends. */
  close(reason: string): Promise<void>;
}

const REQUEST_MS = 30_000;

/** A page comes again by itself; what a page asks for it asks again. */
function comeAgain({ headers }: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.status(429).header('retry-after', '1').header('cache-control', 'no-store');
  if (headers.accept?.includes('text/html') !== true) {
    return reply.send({ code: 'tooMany', message: 'many ask at once: wait a moment' } satisfies Problem);
  }
  return reply.header('refresh', '1').type('text/html; charset=utf-8').send(BUSY);
}

function noAddress(reply: FastifyReply): void {
  for (const [name, value] of Object.entries(HEADERS)) reply.header(name, value);
  const { socket } = reply.raw;
  reply.raw.once('finish', () => socket?.destroySoon());
  reply.status(400).header('connection', 'close').header('cache-control', 'no-store');
  reply.send({ code: 'malformed', message: 'this is no address of the server' } satisfies Problem);
}

const BUSY = `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Stave</title>
<p>Many ask at once: this page comes by itself.</p>
<p lang="zh">访问的人太多：页面会自动打开。</p>
<p lang="ja">アクセスが集中しています。ページは自動で開きます。</p>
<p lang="ko">접속이 몰리고 있습니다. 페이지는 저절로 열립니다.</p></html>`;

/** @throws the system's error where it cannot listen, such as EADDRINUSE */
export async function serve(options: ServeOptions): Promise<Server> {
  const { rooms, limits, names } = options;
  const app = Fastify({
    bodyLimit: limits.messageBytes,
    forceCloseConnections: true,
    // A request that comes byte by byte is not waited for.
    requestTimeout: REQUEST_MS,
    // What is no address passes no gate: a connection each is its price.
    frameworkErrors: (_error, _request, reply) => noAddress(reply as unknown as FastifyReply),
  });
  const { anonymousWaiting: waiting } = limits;
  const gate = new Gate({ rate: limits.anonymous, waiting }, rooms.clock);
  const pagesGate = new Gate({ rate: limits.pages, waiting }, rooms.clock);
  const pages = new Pages(options.app);
  const known = new Limit(limits.requests);
  const newcomers = new Newcomers(limits.connectionsPerAddress, limits.connectionsPerPerson);
  const absent = new Absent(rooms);
  const sockets = new Sockets(rooms, limits, absent);
  app.server.on('connection', (socket: Socket) => newcomers.came(socket));
  await app.register(fastifyWebsocket, {
    options: { maxPayload: limits.messageBytes, perMessageDeflate: false, clientTracking: true },
  });

  app.addHook('onRequest', async (request, reply) => {
    for (const [name, value] of Object.entries(HEADERS)) reply.header(name, value);
    const { headers, method } = request;
    const refuse = (message: string): unknown =>
      reply.status(403).send({ code: 'forbidden', message } satisfies Problem);
    if (!isOwnHost(headers.host, names)) {
      return refuse('this server does not go by that name: start it with --host NAME to allow it');
    }
    const changes = method !== 'GET' && method !== 'HEAD';
    if ((changes || headers.upgrade !== undefined) && !isOwnOrigin(headers)) {
      return refuse('pages of other sites may not talk to this server');
    }
    const { socket } = request.raw;
    const token = bearer(headers.authorization) ?? offeredToken(headers['sec-websocket-protocol']);
    // Whoever has a token is let in, however many without one there are.
    const holder = token === undefined ? undefined : holderOf(rooms.store, token);
    if (holder) {
      if (holder.kind === 'person') newcomers.isOf(socket, nameOf(holder));
      else newcomers.isKnown(socket);
      return known.allows(nameOf(holder), rooms.clock.now()) ? undefined : comeAgain(request, reply);
    }
    const isPage = request.url === '/' || pages.has(request.url);
    const isLetIn = await (isPage ? pagesGate : gate).enter(socket, networkOf(request.ip));
    if (!isLetIn) return comeAgain(request, reply);
    // Whoever has the page is no stranger.
    if (isPage) gate.weigh(socket, 1);
    return undefined;
  });

  await app.register(async (scope) => {
    scope.get('/api/socket', { websocket: true }, (socket, request) => {
      newcomers.isKnown(request.raw.socket);
      sockets.take(socket, networkOf(request.ip));
    });
  });
  const lines = new PollLines(rooms.clock);
  addPollLines(app, rooms, lines, (socket, address) => sockets.take(socket, address));
  addHttp(app, { ...options, gate, pages, absent });

  await app.listen({ host: options.address, port: options.port });
  const address = app.server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    rooms,
    close: async (reason) => {
      gate.close();
      pagesGate.close();
      sockets.closeAll(reason);
      lines.close();
      await app.close();
      rooms.close(reason);
    },
  };
}
