/**
 * Rooms full of people who play a turn: drafts, consents, hand-ins, messages, forecasts and votes, and then all rooms
 * adjudicate at once while people go on talking. The server is a process of its own, as it is held; times are taken
 * where the people are, from sending to the acknowledgement.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from '../protocol/protocol.ts';
import type { TeamView } from '../protocol/protocol.ts';
import { openStore } from '../store/sqlite-store.ts';
import type { Store } from '../store/store.ts';
import { PACKS } from '../exercise/testing.ts';
import { addRoom, ended, entriesOf, freePort, joined, pause, started } from './process.testing.ts';
import { Client } from './testing.ts';

export interface LoadOptions {
  /** Such as `fishing-bank/exercise.yaml`. */
  readonly exercise: string;
  readonly preset: string;
  readonly rooms: number;
  /** In each room; the exercise needs an assignment for so many. */
  readonly people: number;
  /** Over which the commands of the turn are spread. */
  readonly seconds: number;
}

export interface Loaded {
  /** Milliseconds, in rising order, of all commands that were done. */
  readonly times: readonly number[];
  /** Of those that were under way while rooms adjudicated. */
  readonly whileAdjudicating: readonly number[];
  /** Whatever was refused, with how often. */
  readonly refused: Readonly<Record<string, number>>;
  /** From the first who joins to the last first draft that is on the disk. */
  readonly joinToMoveSeconds: number;
  /** Adjudicated turns in the logs of all rooms. */
  readonly turns: number;
  readonly bytesPerPerson: number;
}

export const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;

interface Seated {
  readonly client: Client;
  readonly seat: string;
  readonly number: number;
}

/** A server with one room. */
export interface Loadable {
  readonly base: string;
  readonly secret: string;
  /** Ends it. @returns how many turns its logs have that were adjudicated */
  readonly end: () => Promise<number>;
}

/** The bundled command as a process of its own. */
export async function ofItsOwn({ exercise, preset }: LoadOptions): Promise<Loadable> {
  const folder = join(mkdtempSync(join(tmpdir(), 'stave-load-')), 'data');
  const path = join(PACKS, exercise);
  const { process, base, secret } = await started(await freePort(), [
    ...['--data', folder, '--rooms', '1', '--preset', preset, '--seed', '7', path],
  ]);
  return {
    base,
    secret,
    end: async () => {
      await ended(process);
      const turns = turnsIn(folder);
      rmSync(join(folder, '..'), { recursive: true, force: true });
      return turns;
    },
  };
}

export async function load(
  { rooms, people, seconds }: LoadOptions,
  { base, secret, end }: Loadable,
): Promise<Loaded> {
  const times: number[] = [];
  const whileAdjudicating: number[] = [];
  const refused: Record<string, number> = {};
  let isAdjudicating = false;
  let isEnded = false;
  const timed = async (client: Client, command: Command): Promise<boolean> => {
    const start = performance.now();
    const wasAdjudicating = isAdjudicating;
    const answer = await client.do(command);
    const time = performance.now() - start;
    if (answer.ok) {
      times.push(time);
      if (wasAdjudicating || isAdjudicating) whileAdjudicating.push(time);
    } else {
      const what = `${command.do}: ${answer.code}`;
      refused[what] = (refused[what] ?? 0) + 1;
    }
    return answer.ok;
  };
  try {
    const begin = performance.now();
    for (let i = 1; i < rooms; i++) await addRoom(base, secret);
    const entries = await entriesOf(base, secret);
    const controls = await Promise.all(entries.map(({ token }) => Client.to(base, token)));
    const classes = await Promise.all(
      entries.map(async ({ code }) => {
        const clients = await Promise.all(
          Array.from({ length: people }, async (_, i) =>
            Client.to(base, await joined(base, code, `person ${i}`)),
          ),
        );
        return seated(clients, timed);
      }),
    );
    await Promise.all(controls.map((control) => timed(control, { do: 'start' })));
    await Promise.all(controls.map((control) => timed(control, { do: 'next' })));
    const all = classes.flat();
    await pause(200);
    let firstMoves = 0;
    await Promise.all(
      all.map(async ({ client, seat, number }) => {
        await pause(Math.random() * 1000);
        if (number === 0) {
          await timed(client, { do: 'draft', orders: ordersIn(client.view?.team) });
          firstMoves = performance.now() - begin;
        }
        const commands: Command[] = [
          {
            do: 'message',
            channel: `team:${seat}`,
            text: `What do we want, and what does it cost? ${number}`,
          },
          { do: 'message', channel: 'all', text: 'We are ready to talk.' },
          ...forecasts(client),
          ...(number === 0
            ? [{ do: 'draft', orders: ordersIn(client.view?.team), why: 'it pays' } as const]
            : []),
        ];
        for (const command of commands) {
          await pause(Math.random() * ((seconds * 2000) / (commands.length + 2)));
          await timed(client, command);
        }
        await pause(Math.random() * 200);
        const draft = client.view?.team?.draft;
        const { rights } = client.view!.me;
        if (draft && rights.includes('consent')) {
          await timed(client, { do: 'consent', revision: draft.revision, agrees: true });
        }
        await pause(100);
        if (draft && number === 0) await timed(client, { do: 'submit', revision: draft.revision });
      }),
    );
    isAdjudicating = true;
    const isRevealed = (): boolean =>
      controls.every(({ view }) => view?.clock.phase === 'reveal' || (view?.clock.turn ?? 0) > 1);
    const going = controls.map(async (control) => {
      for (let i = 0; i < 6 && !isRevealed() && control.view?.clock.phase !== 'reveal'; i++) {
        await timed(control, { do: 'next' });
        await pause(300);
      }
    });
    // Until the last room is done, everybody has something to say now and then.
    const latest = performance.now() + 60_000;
    const talking = all.map(async ({ client, seat }) => {
      while (!isRevealed() && performance.now() < latest) {
        await pause(300 + Math.random() * 700);
        await timed(client, { do: 'message', channel: `team:${seat}`, text: 'What will come of it?' });
      }
    });
    await Promise.all([...going, ...talking]);
    isAdjudicating = false;
    const bytes = all.reduce(
      (sum, { client }) => sum + client.heard.reduce((n, { length }) => n + length, 0),
      0,
    );
    for (const { client } of all) client.drop();
    for (const control of controls) control.drop();
    isEnded = true;
    return {
      times: times.sort((a, b) => a - b),
      whileAdjudicating: whileAdjudicating.sort((a, b) => a - b),
      refused,
      joinToMoveSeconds: firstMoves / 1000,
      turns: await end(),
      bytesPerPerson: Math.round(bytes / all.length),
    };
  } finally {
    if (!isEnded) await end();
  }
}

/** Places are taken seat by seat in turn, each role as often as it may be held. */
async function seated(
  clients: readonly Client[],
  timed: (client: Client, command: Command) => Promise<boolean>,
): Promise<readonly Seated[]> {
  const places = clients[0]?.view?.places ?? [];
  const open = places.map(({ seat, open: roles }) => ({
    seat,
    roles: roles.flatMap(({ role, left }) => Array.from({ length: left }, () => role)),
  }));
  const taken: { readonly seat: string; readonly role: string; readonly number: number }[] = [];
  for (let round = 0; taken.length < clients.length; round++) {
    const before = taken.length;
    for (const { seat, roles } of open) {
      const role = roles[round];
      if (role !== undefined && taken.length < clients.length) taken.push({ seat, role, number: round });
    }
    if (taken.length === before) throw new Error(`there are ${before} places for ${clients.length} people`);
  }
  return Promise.all(
    clients.map(async (client, i): Promise<Seated> => {
      const { seat, role, number } = taken[i]!;
      if (!(await timed(client, { do: 'take', seat, role }))) throw new Error(`${seat} ${role} was not free`);
      return { client, seat, number };
    }),
  );
}

/** The first move that nothing stands against and nobody is asked about. */
function ordersIn(team: TeamView | undefined): { readonly open?: string } {
  const move = team?.moves.find(
    ({ kind, obstacles, consents }) => kind === 'open' && obstacles.length === 0 && consents.length === 0,
  );
  return move ? { open: move.move } : {};
}

const forecasts = ({ view }: Client): readonly Command[] =>
  (view?.questions ?? []).slice(0, 3).map(({ id, outcomes }): Command => {
    const weights = outcomes.map(() => 0.05 + Math.random());
    const sum = weights.reduce((a, b) => a + b, 0);
    return {
      do: 'forecast',
      question: id,
      probabilities: Object.fromEntries(outcomes.map((outcome, i) => [outcome.id, weights[i]! / sum])),
    };
  });

function turnsIn(folder: string): number {
  const store = openStore(folder);
  try {
    return turnsOf(store);
  } finally {
    store.close();
  }
}

export const turnsOf = (store: Store): number =>
  store
    .rooms()
    .reduce(
      (sum, { room }) => sum + store.events(room).filter(({ kind }) => kind === 'adjudicated').length,
      0,
    );
