/** For tests: a server on a loopback port with a clock that is moved by hand, and people who talk to it by sockets. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { join as joinPath } from 'node:path';
import { WebSocket } from 'ws';
import type { Command, FromServer, RefusalCode, View } from '../protocol/protocol.ts';
import type { Joined, RoomEntry } from '../protocol/http.ts';
import { readHere, PACKS } from '../exercise/testing.ts';
import { makeWorld, type World } from '../room/world.ts';
import { gathered } from '../store/exercise-files.ts';
import { memoryStore } from '../store/sqlite-store.ts';
import type { ExerciseFiles, Store } from '../store/store.ts';
import type { Clock } from './clock.ts';
import { adjudicateHere, engineOf, type Trials } from './engine.ts';
import { ownNames } from './guard.ts';
import { LIMITS, type Limits } from './limits.ts';
import type { RunLuck } from './luck-thread.ts';
import { Rooms } from './rooms.ts';
import { serve, type Server } from './serve.ts';
import { hashOf, newToken, type Random } from './tokens.ts';

// ------------------------------------------------------------ time and chance

interface Timer {
  readonly at: number;
  readonly act: () => void;
}

/** Stands still until it is moved. */
export class VirtualClock implements Clock {
  private time: number;
  private timers: Timer[] = [];

  constructor(time = 1_000_000_000_000) {
    this.time = time;
  }

  now(): number {
    return this.time;
  }

  after(milliseconds: number, act: () => void): () => void {
    const timer = { at: this.time + Math.max(0, milliseconds), act };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  /** Moves on, timer by timer; what each sets going is done before the next. */
  async advance(milliseconds: number): Promise<void> {
    const until = this.time + milliseconds;
    await settled();
    for (;;) {
      const next = this.timers.reduce<Timer | undefined>(
        (first, timer) => (first === undefined || timer.at < first.at ? timer : first),
        undefined,
      );
      if (next === undefined || next.at > until) break;
      this.timers = this.timers.filter((timer) => timer !== next);
      this.time = Math.max(this.time, next.at);
      next.act();
      await settled();
    }
    this.time = until;
  }
}

/** What is under way in this process is done, as far as it waits for nobody. */
async function settled(): Promise<void> {
  for (let i = 0; i < 6; i++) await new Promise((resolve) => setImmediate(resolve));
}

/** The same bytes each time, so that two runs can be compared. */
export function fixedRandom(name: string): Random {
  let count = 0;
  return (bytes) => {
    let found = Buffer.alloc(0);
    while (found.length < bytes) {
      found = Buffer.concat([found, createHash('sha256').update(`${name} ${count++}`).digest()]);
    }
    return found.subarray(0, bytes);
  };
}

// ------------------------------------------------------------ a server

const worlds = new Map<string, Promise<{ readonly world: World; readonly files: ExerciseFiles }>>();

/** @param exercise such as `fishing-bank/exercise.yaml` */
export function packWorld(
  exercise: string,
): Promise<{ readonly world: World; readonly files: ExerciseFiles }> {
  const known = worlds.get(exercise) ?? readWorld(exercise);
  worlds.set(exercise, known);
  return known;
}

async function readWorld(path: string): Promise<{ readonly world: World; readonly files: ExerciseFiles }> {
  const { read, files } = await gathered(joinPath(PACKS, path), readHere);
  if (!read.exercise || !read.world) throw new Error(`${path} does not read`);
  return { world: makeWorld(read.exercise, read.world.model, read.world.ir), files };
}

const noTrials: Trials = {
  lookAhead: () => Promise.resolve({}),
  ask: () => Promise.reject(new Error('nothing is tried here')),
  expect: () => undefined,
  close: () => undefined,
};

export interface HostedOptions {
  readonly exercise?: string;
  readonly preset?: string;
  readonly rooms?: number;
  readonly seed?: string;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly limits?: Partial<Limits>;
  readonly trials?: Trials;
  readonly luck?: (world: World) => RunLuck;
  readonly store?: (files: ExerciseFiles) => Store;
  readonly app?: string;
  /** The world with something in it changed. */
  readonly changed?: (world: World) => World;
}

export interface Hosted {
  readonly server: Server;
  readonly rooms: Rooms;
  readonly base: string;
  readonly secret: string;
  /** Faults that would have been told to whoever started the server. */
  readonly faults: unknown[];
  get(path: string, token?: string, headers?: Record<string, string>): Promise<Response>;
  post(path: string, body: unknown, token?: string, headers?: Record<string, string>): Promise<Response>;
  /** All rooms with their tokens. */
  entries(): Promise<readonly RoomEntry[]>;
  join(code: string, more?: object): Promise<Joined>;
  connect(token: string, known?: Client): Promise<Client>;
  close(): Promise<void>;
}

export async function hosted({
  exercise = 'fishing-bank/exercise.yaml',
  preset,
  rooms: count = 1,
  seed = '7',
  clock = new VirtualClock(),
  random = fixedRandom('test'),
  limits: more = {},
  trials = noTrials,
  luck,
  store: makeStore = memoryStore,
  app = joinPath(import.meta.dirname, 'no-such-folder'),
  changed = (world) => world,
}: HostedOptions = {}): Promise<Hosted> {
  const { world: plain, files } = await packWorld(exercise);
  const world = changed(plain);
  const limits = { ...LIMITS, ...more };
  const store = makeStore(files);
  const faults: unknown[] = [];
  const secret = newToken(random);
  store.write((writer) => writer.tokenIs(hashOf(secret), { kind: 'host' }));
  const engine = engineOf(world, adjudicateHere(world), trials, luck?.(world));
  const rooms = new Rooms({ world, store, engine, clock, random, onFault: (error) => faults.push(error) });
  for (let i = rooms.all().length; i < count; i++) rooms.open(preset, seed, 0);
  const server = await serve({
    rooms,
    limits,
    app,
    names: ownNames(),
    address: '127.0.0.1',
    port: 0,
    addresses: () => ['http://192.0.2.1:8017'],
    addRoom: (wanted) => rooms.open(wanted, seed, 0),
  });
  const base = `http://127.0.0.1:${server.port}`;
  const clients: Client[] = [];
  const connections = new Map<string, number>();
  const bearer = (token?: string): Record<string, string> =>
    token === undefined ? {} : { authorization: `Bearer ${token}` };
  const get: Hosted['get'] = (path, token, headers = {}) =>
    fetch(`${base}${path}`, { headers: { ...bearer(token), ...headers } });
  const post: Hosted['post'] = (path, body, token, headers = {}) =>
    fetch(`${base}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...bearer(token), ...headers },
      body: JSON.stringify(body),
    });
  return {
    server,
    rooms,
    base,
    secret,
    faults,
    get,
    post,
    entries: async () =>
      ((await (await get('/api/rooms', secret)).json()) as { rooms: readonly RoomEntry[] }).rooms,
    join: async (code, joined = {}) => {
      const response = await post('/api/join', { code, ...joined });
      if (!response.ok) throw new Error(await response.text());
      return (await response.json()) as Joined;
    },
    connect: async (token, known) => {
      const count = (connections.get(token) ?? 0) + 1;
      connections.set(token, count);
      const client = await Client.to(base, token, known, {}, String(count));
      clients.push(client);
      return client;
    },
    close: async () => {
      for (const client of clients) client.close();
      await server.close('the test is over');
    },
  };
}

// ------------------------------------------------------------ a client

export type Ended =
  | { readonly ok: true; readonly answer?: unknown }
  | { readonly ok: false; readonly code: RefusalCode; readonly message: string };

const PING_MS = 15_000;
const LOST: Ended = { ok: false, code: 'failed', message: 'the connection was lost' };

/** Holds its view as the app does, and keeps every byte that it was sent. */
export class Client {
  view: View | undefined;
  epoch: string | undefined;
  number = -1;
  /** Messages as they came. */
  readonly heard: string[] = [];
  farewell: { readonly reason: string; readonly again: boolean } | undefined;
  isClosed = false;
  private readonly socket: WebSocket;
  private readonly pinging: NodeJS.Timeout;
  private readonly answers = new Map<string, (ended: Ended) => void>();
  private pongs: (() => void)[] = [];
  private refs = 0;
  /** Of refs: a person's commands have other refs on each connection. */
  private prefix = 'r';
  private hasGivenUp = false;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data) => this.hear(String(data)));
    socket.on('error', () => undefined);
    // As the pages do: whoever says nothing for a minute is let go.
    this.pinging = setInterval(() => void this.settled(), PING_MS).unref();
    socket.on('close', () => {
      this.isClosed = true;
      clearInterval(this.pinging);
      for (const pong of this.pongs.splice(0)) pong();
      // Nobody answers any more: a test that waited would wait for ever.
      this.giveUp();
    });
  }

  /** @param known what was seen of an earlier connection */
  static async to(
    base: string,
    token: string,
    known?: Client,
    headers: Record<string, string> = {},
    prefix = '',
    /** Shows the token at the gate, as the pages do. */
    isOffered = false,
  ): Promise<Client> {
    const address = `${base.replace('http', 'ws')}/api/socket`;
    const socket = new WebSocket(address, isOffered ? ['stave', `token.${token}`] : [], { headers });
    const client = new Client(socket);
    client.prefix = `${prefix}r`;
    await once(socket, 'open');
    client.view = known?.view;
    client.epoch = known?.epoch;
    client.number = known?.number ?? -1;
    socket.send(JSON.stringify({ type: 'hello', token, epoch: known?.epoch, number: known?.number }));
    await client.settled();
    return client;
  }

  /** Everything that was sent before has been answered, and what was sent to us before has come. */
  async settled(): Promise<void> {
    if (this.isClosed || this.socket.readyState !== WebSocket.OPEN) return;
    await new Promise<void>((resolve) => {
      this.pongs.push(resolve);
      this.socket.send(JSON.stringify({ type: 'ping' }));
    });
  }

  do(command: Command, ref = `${this.prefix}${++this.refs}`): Promise<Ended> {
    if (this.hasGivenUp) return Promise.resolve(LOST);
    return new Promise((resolve) => {
      this.answers.set(ref, resolve);
      this.socket.send(JSON.stringify({ type: 'command', ref, command }));
    });
  }

  /** As `do`, and must be done. */
  async must(command: Command): Promise<void> {
    const ended = await this.do(command);
    if (!ended.ok) throw new Error(`${command.do}: ${ended.code}: ${ended.message}`);
  }

  say(text: string): void {
    this.socket.send(text);
  }

  /** Without a goodbye, as a phone that loses its network. */
  drop(): void {
    this.socket.terminate();
  }

  close(): void {
    this.socket.close();
  }

  /** Whoever still waits for an answer hears that there is none. */
  giveUp(): void {
    this.hasGivenUp = true;
    for (const answer of this.answers.values()) answer(LOST);
    this.answers.clear();
  }

  /** @param text a message of the server */
  private hear(text: string): void {
    this.heard.push(text);
    const said = JSON.parse(text) as FromServer;
    switch (said.type) {
      case 'view':
        this.view = said.view;
        this.epoch = said.epoch;
        this.number = said.number;
        break;
      case 'update': {
        if (said.number !== this.number + 1) throw new Error(`update ${said.number} after ${this.number}`);
        this.number = said.number;
        const sections = Object.entries({ ...this.view, ...said.set }).filter(([, value]) => value !== null);
        const view = Object.fromEntries(sections) as unknown as View;
        this.view = { ...view, messages: [...view.messages, ...(said.messages ?? [])] };
        break;
      }
      case 'done':
        this.answered(said.ref, { ok: true });
        break;
      case 'answer':
        this.answered(said.ref, { ok: true, answer: said.answer });
        break;
      case 'refused':
        this.answered(said.ref, { ok: false, code: said.code, message: said.message });
        break;
      case 'pong':
        this.pongs.shift()?.();
        break;
      case 'bye':
        this.farewell = { reason: said.reason, again: said.again };
        break;
    }
  }

  private answered(ref: string, ended: Ended): void {
    this.answers.get(ref)?.(ended);
    this.answers.delete(ref);
  }
}
