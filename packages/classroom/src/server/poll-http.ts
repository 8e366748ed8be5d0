/** The requests of a line without a WebSocket. Whoever has a token may open one. */
import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { Polled, PollLine, Problem } from '../protocol/http.ts';
import { FAREWELLS } from '../protocol/farewells.ts';
import { networkOf } from './newcomers.ts';
import type { AnySocket, PollLines } from './poll-lines.ts';
import type { Rooms } from './rooms.ts';
import { bearer, hashOf, holderOf } from './tokens.ts';

const upShape = z.object({ messages: z.array(z.string()).max(100) });

export function addPollLines(
  app: FastifyInstance,
  rooms: Rooms,
  lines: PollLines,
  take: (socket: AnySocket, address: string) => void,
): void {
  const refuse = (reply: FastifyReply, status: number, problem: Problem): FastifyReply =>
    reply.status(status).header('cache-control', 'no-store').send(problem);
  /** The hash of a token that is somebody's. */
  const ownerOf = ({ headers }: FastifyRequest): string | undefined => {
    const token = bearer(headers.authorization);
    return token !== undefined && holderOf(rooms.store, token) ? hashOf(token) : undefined;
  };
  const stranger = (reply: FastifyReply): FastifyReply =>
    refuse(reply, 403, { code: 'forbidden', message: FAREWELLS.unknown });
  const lineOf = (request: FastifyRequest): ReturnType<PollLines['find']> => {
    const owner = ownerOf(request);
    return owner === undefined ? undefined : lines.find(owner, (request.params as { line: string }).line);
  };
  const gone = (reply: FastifyReply): FastifyReply =>
    refuse(reply, 404, { code: 'unknown', message: 'there is no such line any more: open another' });

  app.post('/api/line', (request, reply) => {
    const owner = ownerOf(request);
    if (owner === undefined) return stranger(reply);
    const line = randomBytes(12).toString('base64url');
    take(lines.open(owner, line), networkOf(request.ip));
    return reply.header('cache-control', 'no-store').send({ line } satisfies PollLine);
  });

  // A look at the head would take what was said.
  app.get('/api/line/:line', { exposeHeadRoute: false }, async (request, reply) => {
    const socket = lineOf(request);
    if (!socket) return gone(reply);
    // Whoever hangs up has left the line, and opens another: what would be said here is lost.
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) socket.terminate();
    });
    return reply.header('cache-control', 'no-store').send((await socket.take()) satisfies Polled);
  });

  app.post('/api/line/:line', (request, reply) => {
    const socket = lineOf(request);
    if (!socket || socket.readyState !== socket.OPEN) return gone(reply);
    const found = upShape.safeParse(request.body);
    if (!found.success) return refuse(reply, 400, { code: 'malformed', message: 'these are no messages' });
    for (const text of found.data.messages) socket.hear(text);
    return reply.header('cache-control', 'no-store').send({});
  });
}
