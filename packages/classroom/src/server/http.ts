/** What is asked over plain HTTP: the pages, joining, rooms and downloads (`protocol/http.ts`). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { said } from '../room/said.ts';
import type { By } from '../room/events.ts';
import type { RoomState } from '../room/state.ts';
import type {
  Door,
  DownloadEntry,
  Fork,
  NewRoom,
  Problem,
  Returning,
  RoomEntry,
  Rooms as RoomsAnswer,
} from '../protocol/http.ts';
import { StoreError } from '../store/store.ts';
import type { Absent } from './absent.ts';
import { changeReturn, comeIn, join } from './arrivals.ts';
import { DOWNLOADS } from './downloads.ts';
import { fork, move } from './forks.ts';
import { Gate, WRONG } from './gate.ts';
import type { Limits } from './limits.ts';
import type { LiveRoom } from './live-room.ts';
import { networkOf } from './newcomers.ts';
import type { Pages } from './pages.ts';
import type { Rooms } from './rooms.ts';
import {
  allowDerived,
  bearer,
  codeOf,
  derivedToken,
  holderOf,
  returnerOf,
  type TokenHolder,
} from './tokens.ts';
import type { Refused } from './writing.ts';

export interface HttpOptions {
  readonly rooms: Rooms;
  readonly limits: Limits;
  /** Wrong codes weigh there. */
  readonly gate: Gate;
  readonly pages: Pages;
  /** How others get here, best first. */
  readonly addresses: () => readonly string[];
  readonly absent: Absent;
  /** Another room, on luck of its own or the same, as the exercise is held. */
  readonly addRoom: (preset: string | undefined) => LiveRoom;
}

const STATUS: Readonly<Record<Problem['code'], number>> = {
  notYours: 403,
  notNow: 409,
  unknown: 404,
  illegal: 422,
  tooLong: 413,
  tooMany: 429,
  outdated: 409,
  malformed: 400,
  failed: 500,
  forbidden: 403,
  tooLarge: 413,
};

/** Ends a request with a problem. */
class Stop extends Error {
  readonly code: Problem['code'];
  constructor(code: Problem['code'], message: string) {
    super(message);
    this.code = code;
  }
}

const required = <T>(outcome: T | Refused): T => {
  if (typeof outcome === 'object' && outcome !== null && 'refused' in outcome) {
    throw new Stop(outcome.refused, outcome.message);
  }
  return outcome;
};

const joinShape = z.object({
  code: z.string().max(40),
  name: z.string().max(400).optional(),
  language: z.string().max(40).optional(),
  observer: z.boolean().optional(),
});
const newRoomShape = z.object({ preset: z.string().max(100).optional() });
const forkShape = z.object({
  seq: z.int().optional(),
  turn: z.int().optional(),
  people: z.boolean().optional(),
});
const moveShape = z.object({ person: z.string().max(20), to: z.string().max(100) });

export function addHttp(app: FastifyInstance, options: HttpOptions): void {
  const { rooms, limits, gate, pages, addresses, addRoom } = options;
  const doors = new Map<string, Gate>();
  /** Of a room, so that a flood of joins to one keeps nobody out of another. */
  const doorOf = ({ row: { room } }: LiveRoom): Gate => {
    const found =
      doors.get(room) ?? new Gate({ rate: limits.joins, waiting: limits.anonymousWaiting }, rooms.clock);
    doors.set(room, found);
    return found;
  };
  app.addHook('onClose', async () => {
    for (const one of doors.values()) one.close();
  });
  app.setErrorHandler((error, _request, reply) => told(error, reply));

  // ------------------------------------------------------------ who asks

  const holder = (request: FastifyRequest): { readonly holder: TokenHolder; readonly token: string } => {
    const token = bearer(request.headers.authorization);
    const found = token === undefined ? undefined : holderOf(rooms.store, token);
    if (token === undefined || !found) {
      throw new Stop('forbidden', 'this needs a token: open the link that stave host printed');
    }
    return { holder: found, token };
  };
  const asHost = (request: FastifyRequest): string => {
    const { holder: found, token } = holder(request);
    if (found.kind !== 'host') throw new Stop('forbidden', 'this is for the facilitator');
    return token;
  };
  const roomOf = (request: FastifyRequest): LiveRoom => {
    const { room = '' } = request.params as { readonly room?: string };
    const live = rooms.find(room);
    if (!live) throw new Stop('unknown', `there is no room ${room}`);
    return live;
  };
  const entryOf = (secret: string, live: LiveRoom): RoomEntry => {
    const { row, state } = live;
    const people = Object.values(state.people);
    return {
      ...row,
      token: derivedToken(secret, 'control', row.room),
      projector: derivedToken(secret, 'projector', row.room),
      preset: state.preset,
      turn: state.clock.turn,
      phase: state.clock.phase,
      people: people.length,
      here: people.filter(({ isHere }) => isHere).length,
      held: state.held,
      ...(state.forkOf && { forkOf: state.forkOf }),
      seq: state.seq,
    };
  };
  /** With its tokens made known, which follow from the secret. */
  const entryFor = (secret: string, live: LiveRoom): RoomEntry => {
    allowDerived(rooms.store, secret, live.row.room);
    return entryOf(secret, live);
  };

  // ------------------------------------------------------------ joining

  app.get('/api/rooms/by-code/:code', async (request): Promise<Door> => {
    const live = withCode((request.params as { code: string }).code, request);
    const { title, summary, contentNotes, languages } = rooms.world.exercise;
    const { language } = request.query as { readonly language?: string };
    const spoken = languages.find((one) => one === language) ?? languages[0] ?? 'en';
    return {
      ...live.row,
      title: said(title, spoken),
      ...(summary && { summary: said(summary, spoken) }),
      contentNotes: contentNotes.map((note) => said(note, spoken)),
      languages,
      isClosed: live.state.clock.phase === 'closed',
    };
  });

  app.post('/api/join', async (request) => {
    const { code, ...who } = bodyOf(joinShape, request);
    const returner = returnerOf(rooms.store, code);
    const live = returner ? rooms.find(returner.room) : withCode(code, request);
    if (!live) throw new Stop('unknown', `there is no room ${returner?.room}`);
    // Each is written to the disk: they take turns too.
    if (!(await doorOf(live).enter(request.raw.socket, networkOf(request.ip)))) {
      throw new Stop('tooMany', 'many join at once: wait a moment');
    }
    if (returner) return required(comeIn(rooms, live, returner.person, code));
    const nobody = (state: RoomState): By | undefined => options.absent.nobodyIn(live.row.room, state);
    const joined = required(await join(rooms, live, who as Parameters<typeof join>[2], nobody));
    options.absent.joined(live, joined.person as By);
    return joined;
  });

  app.post('/api/return', async (request): Promise<Returning> => {
    const { holder: found, token } = holder(request);
    if (found.kind !== 'person') throw new Stop('notYours', 'this is for people in a room');
    const changed = changeReturn(rooms, token, found);
    rooms
      .find(found.room)
      ?.dismiss({ kind: 'person', person: found.person }, 'your code was changed on another device', true);
    return changed;
  });

  /** A right code is let in whatever came before it; whoever tries wrong ones waits behind everybody else. */
  const withCode = (typed: string, { raw }: FastifyRequest): LiveRoom => {
    const live = rooms.byCode(codeOf(typed));
    if (live) return live;
    gate.weigh(raw.socket, WRONG);
    throw new Stop('unknown', 'there is no room with this code: look at the screen again');
  };

  // ------------------------------------------------------------ rooms

  app.get('/api/rooms', async (request): Promise<RoomsAnswer> => {
    const secret = asHost(request);
    return { rooms: rooms.all().map((live) => entryFor(secret, live)), addresses: addresses() };
  });

  app.post('/api/rooms', async (request): Promise<RoomEntry> => {
    const secret = asHost(request);
    if (rooms.all().length >= limits.rooms)
      throw new Stop('tooMany', `there are ${limits.rooms} rooms already`);
    const { preset } = bodyOf(newRoomShape, request) as NewRoom;
    const { presets } = rooms.world.exercise;
    if (preset !== undefined && !presets.some(({ id }) => id === preset)) {
      throw new Stop(
        'unknown',
        `there is no preset ${preset}; the exercise has ${presets.map(({ id }) => id).join(', ')}`,
      );
    }
    return entryFor(secret, addRoom(preset));
  });

  app.post('/api/rooms/:room/fork', async (request): Promise<RoomEntry> => {
    const secret = asHost(request);
    if (rooms.all().length >= limits.rooms)
      throw new Stop('tooMany', `there are ${limits.rooms} rooms already`);
    return entryFor(secret, required(fork(rooms, roomOf(request), bodyOf(forkShape, request) as Fork)));
  });

  app.post('/api/rooms/:room/move', async (request) => {
    asHost(request);
    const { person, to } = bodyOf(moveShape, request);
    const target = rooms.find(to);
    if (!target) throw new Stop('unknown', `there is no room ${to}`);
    return required(await move(rooms, roomOf(request), person as By, target));
  });

  app.post('/api/rooms/:room/forget', async (request) => {
    asHost(request);
    rooms.forget(roomOf(request));
    return { done: true };
  });

  // ------------------------------------------------------------ downloads

  const mayHave = (request: FastifyRequest): { readonly live: LiveRoom; readonly isControl: boolean } => {
    const { holder: found } = holder(request);
    const live = roomOf(request);
    if (found.kind === 'host') return { live, isControl: true };
    if (found.room !== live.row.room) throw new Stop('forbidden', 'this is of another room');
    return { live, isControl: found.kind === 'control' };
  };
  const listFor = ({ live, isControl }: ReturnType<typeof mayHave>): typeof DOWNLOADS => {
    const { phase } = live.state.clock;
    const isOver = phase === 'debrief' || phase === 'closed';
    return DOWNLOADS.filter(({ isForAll }) => isControl || (isForAll === true && isOver));
  };

  app.get('/api/rooms/:room/downloads', async (request): Promise<readonly DownloadEntry[]> =>
    listFor(mayHave(request))
      .filter(({ isAsked }) => isAsked !== true)
      .map(({ name, label, type }) => ({ name, label, type })),
  );

  app.get('/api/rooms/:room/downloads/:name', async (request, reply) => {
    const asked = mayHave(request);
    const { name } = request.params as { readonly name: string };
    const download = listFor(asked).find((one) => one.name === name);
    if (!download) throw new Stop('unknown', `there is no download ${name} for you`);
    const { world, store } = rooms;
    const { room } = asked.live.row;
    const options = request.query as Readonly<Record<string, string>>;
    const { state } = asked.live;
    const luck = (): ReturnType<typeof rooms.luck.found> => {
      rooms.watched(asked.live);
      return rooms.luck.found(room);
    };
    const body = await download.make({ world, store, room, state, luck, options });
    if (typeof body !== 'string') throw new Stop('malformed', body.problem);
    return reply
      .type(download.type)
      .header('content-disposition', `attachment; filename="${room}-${name}.${download.ending}"`)
      .header('cache-control', 'no-store')
      .send(body);
  });

  // ------------------------------------------------------------ pages

  if (pages.isEmpty) {
    app.get('/', async (_request, reply) => reply.type('text/html; charset=utf-8').send(NO_PAGES));
  } else {
    app.get('/', (request, reply) => pages.send(request, reply));
    app.get('/*', (request, reply) => {
      if (!pages.has(request.url)) throw new Stop('unknown', 'there is nothing here');
      return pages.send(request, reply);
    });
  }
  app.setNotFoundHandler((_request, reply) => told(new Stop('unknown', 'there is nothing here'), reply));
}

const NO_PAGES =
  '<!doctype html><html lang="en"><title>Stave</title><p>The server runs, but the pages that it is to show have not been built.</p></html>';

function bodyOf<T>(shape: z.ZodType<T>, { body }: FastifyRequest): T {
  const found = shape.safeParse(body ?? {});
  if (found.success) return found.data;
  const [issue] = found.error.issues;
  throw new Stop(
    'malformed',
    `${issue?.path.map(String).join('.') ?? 'the body'}: ${issue?.message ?? 'malformed'}`,
  );
}

/** A fault of ours is told to whoever started the server, and in general words to whoever asked. */
function told(error: unknown, reply: FastifyReply): FastifyReply {
  const { statusCode = 500, message } = error as { readonly statusCode?: number; readonly message: string };
  const problem: Problem =
    error instanceof Stop
      ? { code: error.code, message }
      : error instanceof StoreError
        ? { code: 'failed', message: `${message}: ${error.help}` }
        : statusCode === 413
          ? { code: 'tooLarge', message: 'the request is too large' }
          : statusCode < 500
            ? { code: 'malformed', message }
            : { code: 'failed', message: 'this is a fault of the server' };
  const status = error instanceof Stop ? STATUS[error.code] : statusCode;
  return reply.status(status).header('cache-control', 'no-store').send(problem);
}
