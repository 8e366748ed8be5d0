/**
 * A server that is killed in the middle of things (`kill -9`), started again on its folder, and gone on with. Whatever
 * it acknowledged must be in its log, once; what it did not is sent again under its name, and is then there once too.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from '../protocol/protocol.ts';
import { openKept } from '../store/exercise-files.ts';
import { openStore } from '../store/sqlite-store.ts';
import { makeWorld } from '../room/world.ts';
import { ended, entriesOf, freePort, joined, pause, started } from './process.testing.ts';
import { verify, type LogProblem } from '../room/verify.ts';
import { Client } from './testing.ts';

const EXERCISE = join(import.meta.dirname, '../../../scenarios/fishing-bank/exercise.yaml');
const PLACES = [
  ['east', 'leader'],
  ['east', 'scout'],
  ['west', 'leader'],
  ['inspectors', 'leader'],
] as const;
const LANGUAGES = ['zh', 'ja', 'ko'];

export interface Killed {
  /** Commands that were acknowledged before the server was killed under them, or later. */
  readonly acknowledged: number;
  /** Commands that had to be sent again. */
  readonly sentAgain: number;
  /** Of acknowledged commands, those that the log does not have exactly once. */
  readonly lost: readonly string[];
  /** Turns that the engine made. */
  readonly turns: number;
  /** What a replay finds different. */
  readonly differs: LogProblem | undefined;
}

/** @param random in [0, 1), by which the moments are chosen */
export async function killed(kills: number, random: () => number): Promise<Killed> {
  const folder = join(mkdtempSync(join(tmpdir(), 'stave-kill-')), 'data');
  const port = await freePort();
  let running = await started(port, ['--data', folder, EXERCISE]);
  try {
    const { secret, code, base } = running;
    const [room] = await entriesOf(base, secret);
    const tokens: string[] = [];
    for (const [seat, role] of PLACES) {
      const token = await joined(base, code, `${seat} ${role}`);
      tokens.push(token);
      const client = await Client.to(base, token);
      await client.must({ do: 'take', seat, role });
      client.drop();
    }
    const people = [...tokens.map((token) => new Person(token)), new Person(room!.token)];
    const [control] = people.slice(-1);
    for (let kill = 0; kill < kills; kill++) {
      for (const person of people) await person.connect(base);
      if (kill === 0) {
        // Into the first adjudication, which a server that is killed has to begin again.
        for (const verb of ['start', 'next', 'next'] as const) await control!.say({ do: verb });
      }
      const isUp = (): boolean => people.every(({ isConnected }) => isConnected);
      const acknowledged = (): number => people.reduce((sum, { done }) => sum + done.size, 0);
      const busy = people.slice(0, -1).map(async (person) => {
        while (isUp()) await person.speakAnother();
      });
      const turning = (async () => {
        while (isUp()) {
          await control!.say({ do: 'next' });
          await pause(10 + 20 * random());
        }
      })();
      // So many answers from now, and a little later.
      const moment = acknowledged() + 20 + 100 * random();
      const latest = Date.now() + 5000;
      while (acknowledged() < moment && Date.now() < latest) await pause(1);
      await pause(4 * random());
      running.process.kill('SIGKILL');
      await once(running.process, 'exit');
      for (const person of people) person.cut();
      await Promise.all([...busy, turning]);
      running = await started(port, ['--resume', folder]);
    }
    for (const person of people) await person.connect(base);
    const latest = Date.now() + 20_000;
    while (!control!.hasSeenTurn && Date.now() < latest) await pause(20);
    await ended(running.process);
    const acknowledged = people.flatMap(({ done }) => [...done]);
    const sentAgain = people.reduce((sum, person) => sum + person.sentAgain, 0);
    return {
      ...(await examined(folder, room!.room, acknowledged)),
      acknowledged: acknowledged.length,
      sentAgain,
    };
  } finally {
    running.process.kill('SIGKILL');
    rmSync(join(folder, '..'), { recursive: true, force: true });
  }
}

async function examined(
  folder: string,
  room: string,
  acknowledged: readonly string[],
): Promise<Pick<Killed, 'lost' | 'turns' | 'differs'>> {
  const store = openStore(folder);
  try {
    const { exercise, world } = await openKept(store.exercise);
    if (!exercise || !world) throw new Error('the exercise that was kept does not read');
    const events = store.events(room);
    const counts = new Map<string, number>();
    // A command may come to several events, which stand together.
    let last: string | undefined;
    for (const { ref } of events) {
      if (ref !== undefined && ref !== last) counts.set(ref, (counts.get(ref) ?? 0) + 1);
      last = ref;
    }
    return {
      lost: acknowledged.filter((ref) => counts.get(ref) !== 1),
      turns: events.filter(({ kind }) => kind === 'adjudicated').length,
      differs: verify(makeWorld(exercise, world.model, world.ir), events),
    };
  } finally {
    store.close();
  }
}

/** Sends again under the same names what was not answered. */
class Person {
  /** Refs of commands that were done and stand in the log. */
  readonly done = new Set<string>();
  sentAgain = 0;
  private readonly token: string;
  private readonly waiting = new Map<string, Command>();
  private client: Client | undefined;
  private count = 0;
  private spoken = 0;

  constructor(token: string) {
    this.token = token;
  }

  /** Whether a turn has been adjudicated. */
  get hasSeenTurn(): boolean {
    const { turn = 0, phase } = this.client?.view?.clock ?? {};
    return turn > 1 || phase === 'reveal' || phase === 'debrief';
  }

  get isConnected(): boolean {
    return this.client?.isClosed === false;
  }

  async connect(base: string): Promise<void> {
    this.client = await Client.to(base, this.token, this.client);
    // Where it was away for too long its place is given back at once.
    const left = [...this.waiting];
    // Whatever came of it, another language comes next.
    this.spoken += left.length;
    this.sentAgain += left.length;
    await Promise.all(left.map(([ref, command]) => this.send(ref, command)));
  }

  /** Another language than the one before, so that it comes to an event. */
  async speakAnother(): Promise<void> {
    const language = LANGUAGES[this.spoken % LANGUAGES.length]!;
    if (await this.say({ do: 'language', language })) this.spoken++;
    // As often as is allowed, or a little more.
    else await pause(20);
  }

  async say(command: Command): Promise<boolean> {
    const ref = `${this.token.slice(0, 8)}-${++this.count}`;
    this.waiting.set(ref, command);
    return this.send(ref, command);
  }

  cut(): void {
    this.client?.drop();
    this.client?.giveUp();
  }

  /** @returns whether it was done */
  private async send(ref: string, command: Command): Promise<boolean> {
    const answer = await this.client!.do(command, ref);
    if (!answer.ok && answer.code === 'failed') return false;
    this.waiting.delete(ref);
    // What comes to nothing, such as going on while the engine works, leaves no event.
    if (answer.ok && command.do === 'language') this.done.add(ref);
    return answer.ok;
  }
}
