/**
 * An exercise held on this machine: from its file, or from the folder of one that was stopped, to a server that people
 * can join. What went wrong on the way is told in words.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ReadFile } from '../exercise/open.ts';
import type { ExerciseRead } from '../exercise/read.ts';
import { makeWorld, type World } from '../room/world.ts';
import { gathered, openKept } from '../store/exercise-files.ts';
import { createStore, memoryStore, openStore } from '../store/sqlite-store.ts';
import { StoreError, type ExerciseFiles, type Store } from '../store/store.ts';
import { startTrials } from '../fan/trials.ts';
import { startAdjudicator } from './adjudication-thread.ts';
import { lanAddresses } from './addresses.ts';
import { realClock } from './clock.ts';
import { engineOf } from './engine.ts';
import { ownNames } from './guard.ts';
import { LIMITS } from './limits.ts';
import { luckRunner } from './luck-thread.ts';
import { Rooms } from './rooms.ts';
import { serve, type Server } from './serve.ts';
import { hashOf, newToken, systemRandom } from './tokens.ts';

export interface HostOptions {
  /** The exercise file; not needed with `resume`. */
  readonly exercise?: string;
  readonly readFile: ReadFile;
  /** Folder to keep the logs in; in memory alone when left out. */
  readonly data?: string;
  /** Folder of an exercise to go on with. */
  readonly resume?: string;
  readonly preset?: string;
  readonly seed?: string;
  readonly rooms: number;
  /** All rooms on one trial's luck, or each on its own; as the exercise says when left out. */
  readonly sameLuck?: boolean;
  /** Of pages before people choose. */
  readonly language?: string;
  /** Reachable from the network. */
  readonly lan: boolean;
  /** Names by which this machine may be called. */
  readonly names: readonly string[];
  /** When left out 8017, or the next that is free. */
  readonly port?: number;
  /** Folders in which the pages may lie; where builds put them when left out. */
  readonly app?: readonly string[];
  /** Told of faults while the server runs. */
  readonly onFault: (error: unknown) => void;
}

export interface Hosting {
  readonly server: Server;
  readonly world: World;
  readonly seed: string;
  readonly preset: string;
  readonly rooms: readonly { readonly room: string; readonly code: string }[];
  /** With the facilitator's secret after the `#`, which browsers send to nobody. */
  readonly control: string;
  /** How people get here, best first, without a code. */
  readonly addresses: readonly string[];
}

/** The exercise has errors, which stand in `read`. */
export class ExerciseError extends Error {
  readonly read: ExerciseRead;
  constructor(read: ExerciseRead) {
    super('the exercise has errors');
    this.read = read;
  }
}

/** Something that was asked for cannot be had. */
export class HostError extends Error {
  readonly help: string;
  constructor(message: string, help: string) {
    super(message);
    this.help = help;
  }
}

const FIRST_PORT = 8017;
const PORTS = 40;

/** @throws ExerciseError, HostError, StoreError */
export async function host(options: HostOptions): Promise<Hosting> {
  const app = appFolder(options.app);
  const { world, store } = await opened(options);
  try {
    return await started(options, world, store, app);
  } catch (error) {
    store.close();
    throw error;
  }
}

async function opened(options: HostOptions): Promise<{ readonly world: World; readonly store: Store }> {
  const { exercise, readFile, data, resume } = options;
  if (resume !== undefined) {
    const store = openStore(resume);
    try {
      const world = worldOf(await openKept(store.exercise));
      checkLogs(store, world, resume);
      return { world, store };
    } catch (error) {
      store.close();
      throw error;
    }
  }
  const { read, files } = await gathered(exercise ?? '', readFile);
  const world = worldOf(read);
  checkChoices(options, world);
  return { world, store: storeFor(data, files) };
}

const storeFor = (data: string | undefined, files: ExerciseFiles): Store =>
  data === undefined ? memoryStore(files) : createStore(data, files);

/** @throws ExerciseError */
function worldOf(read: ExerciseRead): World {
  if (!read.exercise || !read.world) throw new ExerciseError(read);
  return makeWorld(read.exercise, read.world.model, read.world.ir);
}

/** Another version of the engine may mean another thing by the same scenario; going on would mix the two. */
function checkLogs(store: Store, world: World, folder: string): void {
  for (const { room } of store.rooms()) {
    const broken = store.broken(room);
    if (broken) {
      throw new HostError(
        `${folder} was changed from outside: in ${room}, ${broken.message}`,
        'go on with an earlier copy of the folder; stave replay --json tells this one up to there',
      );
    }
    const [first] = store.events(room);
    if (first?.kind === 'opened' && first.scenario !== world.ir.hash) {
      throw new HostError(
        `${folder} was made by a version of stave that understood the scenario differently`,
        'go on with that version; its logs can be exported and looked at with this one',
      );
    }
  }
}

function checkChoices({ preset, language, rooms }: HostOptions, { exercise }: World): void {
  const { presets, languages } = exercise;
  if (preset !== undefined && !presets.some(({ id }) => id === preset)) {
    throw new HostError(
      `the exercise has no preset ${preset}`,
      `it has ${presets.map(({ id }) => id).join(', ')}`,
    );
  }
  if (language !== undefined && !languages.includes(language)) {
    throw new HostError(`the exercise is not in ${language}`, `it is in ${languages.join(', ')}`);
  }
  if (rooms > exercise.rooms.most) {
    throw new HostError(
      `${rooms} rooms are more than the exercise allows`,
      `it allows ${exercise.rooms.most}; its file says so under rooms: most`,
    );
  }
}

async function started(options: HostOptions, world: World, store: Store, app: string): Promise<Hosting> {
  const { lan, names, language } = options;
  const secret = newToken(systemRandom);
  store.write((writer) => writer.tokenIs(hashOf(secret), { kind: 'host' }));
  const engine = engineOf(
    world,
    startAdjudicator(world),
    startTrials(world, options.preset),
    luckRunner(world),
  );
  const rooms = new Rooms({
    world,
    store,
    engine,
    clock: realClock,
    random: systemRandom,
    onFault: options.onFault,
    ...(language !== undefined && { language }),
  });
  const luck = luckOf(options, world, rooms);
  const addRoom: Parameters<typeof serve>[0]['addRoom'] = (preset) =>
    rooms.open(preset ?? options.preset ?? rooms.all()[0]?.state.preset, luck.seed, luck.trial());
  while (rooms.all().length < (options.resume === undefined ? options.rooms : 1)) addRoom(undefined);
  let port = 0;
  const addresses = (): readonly string[] =>
    (lan ? [...names, ...lanAddresses()] : ['127.0.0.1']).map((address) => `http://${address}:${port}`);
  try {
    const server = await listening(options, {
      rooms,
      limits: { ...LIMITS, rooms: Math.max(LIMITS.rooms, options.rooms) },
      app,
      names: ownNames(names),
      address: lan ? '::' : '127.0.0.1',
      addresses,
      addRoom,
    });
    ({ port } = server);
    return {
      server,
      world,
      seed: luck.seed,
      preset: rooms.all()[0]?.state.preset ?? '',
      rooms: rooms.all().map(({ row }) => row),
      control: `http://127.0.0.1:${port}/#control=${secret}`,
      addresses: addresses(),
    };
  } catch (error) {
    engine.close();
    throw error;
  }
}

/** Of the first room, or as it was asked for, or made up. */
function luckOf(
  options: HostOptions,
  { exercise }: World,
  rooms: Rooms,
): { readonly seed: string; readonly trial: () => number } {
  const first = rooms.all()[0]?.state;
  const isSame = options.sameLuck ?? exercise.rooms.sameLuck;
  return {
    seed: first?.seed ?? options.seed ?? randomBytes(5).toString('hex'),
    trial: () => {
      const trials = rooms.all().map(({ state }) => state.trial);
      return isSame ? (trials[0] ?? 0) : Math.max(-1, ...trials) + 1;
    },
  };
}

/** On the port that was asked for, or on the first that is free. */
async function listening(
  { port }: HostOptions,
  options: Omit<Parameters<typeof serve>[0], 'port'>,
): Promise<Server> {
  for (let at = port ?? FIRST_PORT; ; at++) {
    try {
      return await serve({ ...options, port: at });
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      // A machine may have no IPv6 at all.
      if (code === 'EAFNOSUPPORT' && options.address === '::') {
        return listening({ port: at } as HostOptions, { ...options, address: '0.0.0.0' });
      }
      const isTaken = code === 'EADDRINUSE' || code === 'EACCES';
      if (isTaken && port === undefined && at < FIRST_PORT + PORTS) continue;
      if (!isTaken) throw error;
      throw new HostError(
        `port ${at} cannot be used: ${message}`,
        'name another by --port, or leave it out for one that is free',
      );
    }
  }
}

/** Beside the bundle, or where the sources' build puts them. */
function appFolder(
  places: readonly string[] = ['./app/', '../../classroom/dist/app/', '../../dist/app/'].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  ),
): string {
  const found = places.find((path) => existsSync(join(path, 'index.html')));
  if (found !== undefined) return found;
  throw new HostError(
    'the pages that browsers are to show have not been built',
    'run `npx -y pnpm@12.21.0 build` in the folder of the project',
  );
}

export { StoreError };
