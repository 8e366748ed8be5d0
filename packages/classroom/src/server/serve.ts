/** The server: pages, requests and sockets of one exercise on one port. */
import fastifyWebsocket from '@fastify/websocket';
import Fastify from 'fastify';
import { HEADERS, isOwnHost, isOwnOrigin, type Names } from './guard.ts';
import { addHttp, type HttpOptions } from './http.ts';
import { Limit, type Limits } from './limits.ts';
import type { Rooms } from './rooms.ts';
import { Sockets } from './sockets.ts';
import type { Problem } from '../protocol/http.ts';

export interface ServeOptions extends Omit<HttpOptions, 'misses' | 'awaits'> {
  readonly limits: Limits;
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

/** @throws the system's error where it cannot listen, such as EADDRINUSE */
export async function serve(options: ServeOptions): Promise<Server> {
  const { rooms, limits, names } = options;
  const app = Fastify({
    bodyLimit: limits.messageBytes,
    forceCloseConnections: true,
    // A request that comes byte by byte is not waited for.
    requestTimeout: REQUEST_MS,
  });
  const misses = new Limit(limits.misses);
  const sockets = new Sockets(rooms, limits, misses);
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
    return undefined;
  });

  await app.register(async (scope) => {
    scope.get('/api/socket', { websocket: true }, (socket, request) => sockets.take(socket, request.ip));
  });
  addHttp(app, { ...options, misses, awaits: (live, person) => sockets.awaits(live, person) });

  await app.listen({ host: options.address, port: options.port });
  const address = app.server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    rooms,
    close: async (reason) => {
      sockets.closeAll(reason);
      await app.close();
      rooms.close(reason);
    },
  };
}
