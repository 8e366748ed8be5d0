/**
 * One socket after another: it says who it is, is sent a view, and sends commands. Whoever sends nonsense, too much or
 * nothing at all is let go; a browser comes back by itself.
 */
import type { FromServer } from '../protocol/protocol.ts';
import { FAREWELLS } from '../protocol/farewells.ts';
import { decide } from '../room/decide.ts';
import type { Actor } from '../room/refusal.ts';
import type { Viewer } from '../room/view.ts';
import type { Absent } from './absent.ts';
import type { Clock } from './clock.ts';
import { commandIn, receivedIn } from './client-shape.ts';
import { Limit, type Limits } from './limits.ts';
import { languageIn, type LiveRoom } from './live-room.ts';
import type { Outlet } from './outlet.ts';
import type { AnySocket } from './poll-lines.ts';
import type { Rooms } from './rooms.ts';
import { holderOf } from './tokens.ts';
import type { Question } from './engine.ts';

/** So long a socket may take to say who it is. */
const HELLO_MS = 10_000;
/** Clients ping; one that is silent for so long is gone. */
const SILENCE_MS = 60_000;
/** The other side has so long to hear a goodbye. */
const CLOSING_MS = 3000;

export class Sockets {
  private readonly rooms: Rooms;
  private readonly limits: Limits;
  private readonly commands: Limit;
  private readonly questions: Limit;
  /** Connections of those who are known. */
  private readonly byAddress = new Map<string, number>();
  /** By address, of those who have not said hello, the oldest first. */
  private readonly waiting = new Map<string, Set<Line>>();
  private readonly open = new Set<Line>();
  private readonly absent: Absent;
  /** Of people, whose question waits for its answer. */
  private readonly asking = new Set<string>();
  /** When all that people have asked so far is answered. */
  private answered: Promise<unknown> = Promise.resolve();

  constructor(rooms: Rooms, limits: Limits, absent: Absent) {
    this.rooms = rooms;
    this.limits = limits;
    this.commands = new Limit(limits.commands);
    this.questions = new Limit(limits.questions);
    this.absent = absent;
  }

  /** A socket that has just been opened. */
  take(socket: AnySocket, address: string): void {
    const { clock } = this.rooms;
    const line = new Line(socket, this.limits.waitingBytes, clock);
    this.open.add(line);
    this.waits(line, address);
    let quiet = clock.after(HELLO_MS, () => line.end('nobody said hello', true));
    const listen = (): void => {
      quiet();
      quiet = clock.after(SILENCE_MS, () => line.end('nothing was heard for a minute', true));
    };
    let guest: Guest | undefined;
    const messages = new Limit(this.limits.messages);
    /** Whoever says too much is not listened to any more, and what is still under way is not read. */
    const isTooMuch = (): boolean => {
      if (messages.allows('', clock.now())) return false;
      socket.terminate();
      return true;
    };
    socket.on('ping', isTooMuch);
    socket.on('message', (data, isBinary) => {
      // The other side may take its time to close, and does nothing more meanwhile.
      if (line.isEnded || isTooMuch()) return;
      // Pings alone do not make a guest.
      if (guest) listen();
      const received = isBinary ? undefined : receivedIn(String(data));
      if (!received) line.end('this is no message of a client', false);
      else if (received.type === 'ping') line.say({ type: 'pong', now: clock.now() });
      else if (received.type === 'command') {
        if (guest) void this.command(guest, line, received.ref, received.command);
        else line.end('a hello comes first', false);
      } else if (guest) line.end('one hello is enough', false);
      else {
        this.waitsNoMore(line, address);
        guest = this.greet(line, address, received);
        if (!guest) return;
        this.count(address, 1);
        listen();
      }
    });
    // The close that follows tells everything; without a listener it would end the process.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      quiet();
      this.open.delete(line);
      this.waitsNoMore(line, address);
      if (!guest) return;
      this.count(address, -1);
      this.gone(guest, line);
    });
  }

  /** It has not said hello. Those who say nothing must not keep out those who do: the oldest of them makes room. */
  private waits(line: Line, address: string): void {
    const waiting = this.waiting.get(address) ?? new Set();
    this.waiting.set(address, waiting.add(line));
    const [oldest] = waiting;
    if (oldest === undefined || waiting.size <= this.limits.waitingPerAddress) return;
    this.waitsNoMore(oldest, address);
    oldest.end('too many connections come from your address', true);
  }

  private waitsNoMore(line: Line, address: string): void {
    const waiting = this.waiting.get(address);
    waiting?.delete(line);
    if (waiting?.size === 0) this.waiting.delete(address);
  }

  private count(address: string, change: 1 | -1): void {
    const count = (this.byAddress.get(address) ?? 0) + change;
    if (count > 0) this.byAddress.set(address, count);
    else this.byAddress.delete(address);
  }

  closeAll(reason: string): void {
    this.absent.close();
    for (const line of this.open) line.end(reason, true);
  }

  // ------------------------------------------------------------ hello and goodbye

  private greet(
    line: Line,
    address: string,
    { token, epoch, number }: { token: string; epoch?: string; number?: number },
  ): Guest | undefined {
    const holder = holderOf(this.rooms.store, token);
    const live = holder && holder.kind !== 'host' ? this.rooms.find(holder.room) : undefined;
    if (!holder || holder.kind === 'host' || !live) {
      // A token cannot be guessed, and whoever tries had to pass the gate to be heard at all.
      line.end(FAREWELLS.unknown, false);
      return undefined;
    }
    // The facilitator gets in whatever the class does.
    const isMany = (this.byAddress.get(address) ?? 0) >= this.limits.socketsPerAddress;
    if (isMany && holder.kind === 'person') {
      line.end('too many connections come from your address', true);
      return undefined;
    }
    const language = languageIn(epoch) ?? this.rooms.language;
    const viewer: Viewer =
      holder.kind === 'person' ? { kind: 'person', person: holder.person } : { kind: holder.kind, language };
    if (viewer.kind === 'person' && live.outletsOf(viewer) >= this.limits.socketsPerPerson) {
      line.end(FAREWELLS.tooOften, false);
      return undefined;
    }
    live.welcome(viewer, line, epoch, number);
    this.rooms.watched(live);
    if (viewer.kind === 'person') this.absent.here(live, viewer.person);
    return { live, viewer };
  }

  private gone({ live, viewer }: Guest, line: Line): void {
    live.farewell(viewer, line);
    if (viewer.kind === 'person') this.absent.waitFor(live, viewer.person);
  }

  // ------------------------------------------------------------ commands

  private async command(guest: Guest, line: Line, ref: string, data: unknown): Promise<void> {
    const { live, viewer } = guest;
    const refuse = (code: Extract<FromServer, { type: 'refused' }>['code'], message: string): void =>
      line.say({ type: 'refused', ref, code, message });
    const now = this.rooms.clock.now();
    const who = `${live.row.room} ${viewer.kind === 'person' ? viewer.person : viewer.kind}`;
    if (!this.commands.allows(who, now)) return refuse('tooMany', 'too many at once: wait a moment');
    const found = commandIn(data);
    if ('problem' in found) return refuse('malformed', found.problem);
    const { command } = found;
    if (viewer.kind !== 'person' && command.do === 'language') {
      if (!this.rooms.world.exercise.languages.includes(command.language)) {
        return refuse('unknown', `there is no language \`${command.language}\` in this exercise`);
      }
      live.farewell(viewer, line);
      guest.viewer = { kind: viewer.kind, language: command.language };
      live.welcome(guest.viewer, line);
      return line.say({ type: 'done', ref });
    }
    if (viewer.kind === 'projector') return refuse('notYours', 'a projector only shows');
    const actor: Actor =
      viewer.kind === 'control' ? { kind: 'control' } : { kind: 'person', person: viewer.person };
    if (command.do === 'fan' || command.do === 'preview') {
      if (!this.questions.allows(who, now)) return refuse('tooMany', 'too many questions: wait a moment');
      if (this.asking.has(who)) return refuse('tooMany', 'your last question is being answered: wait for it');
      const isOwn = viewer.kind === 'person';
      return this.answer(guest, actor, line, ref, command, isOwn ? this.inTurn(who, line) : atOnce);
    }
    if (viewer.kind === 'person' && command.do !== 'language' && command.do !== 'leave') {
      this.absent.acted(live, viewer.person);
    }
    const outcome = await this.rooms.command(live.row.room, actor, ref, command);
    if ('refused' in outcome) return refuse(outcome.refused, outcome.message);
    line.say({ type: 'done', ref });
  }

  /** What people ask is answered one after the other, so that the facilitator waits for one of them at most. */
  private readonly inTurn =
    (who: string, line: Line): When =>
    (ask) => {
      this.asking.add(who);
      const found = this.answered.then(() => (line.isOpen ? ask() : undefined));
      const over = (): void => void this.asking.delete(who);
      this.answered = found.then(over, over);
      return found;
    };

  private async answer(
    { live, viewer }: Guest,
    actor: Actor,
    line: Line,
    ref: string,
    command: Question,
    when: When,
  ): Promise<void> {
    const decided = decide(this.rooms.world, live.state, actor, command, this.rooms.clock.now());
    if ('refused' in decided) {
      return line.say({ type: 'refused', ref, code: decided.refused, message: decided.message });
    }
    const spoken = viewer.kind === 'person' ? live.state.people[viewer.person]?.language : viewer.language;
    const answer = await when(() => this.rooms.ask(live, command, spoken));
    if (!answer) return;
    if ('problem' in answer) line.say({ type: 'refused', ref, code: 'illegal', message: answer.problem });
    else line.say({ type: 'answer', ref, answer });
  }
}

/** When trials are run; nothing comes of it where nobody waits for them any more. */
type When = <T>(ask: () => Promise<T>) => Promise<T | undefined>;
const atOnce: When = (ask) => ask();

interface Guest {
  readonly live: LiveRoom;
  viewer: Viewer;
}

/** A socket that can be sent to. */
class Line implements Outlet {
  private readonly socket: AnySocket;
  private readonly waitingBytes: number;
  private readonly clock: Clock;
  /** It was said goodbye to: nothing that still comes is heard. */
  isEnded = false;

  constructor(socket: AnySocket, waitingBytes: number, clock: Clock) {
    this.socket = socket;
    this.waitingBytes = waitingBytes;
    this.clock = clock;
  }

  get isOpen(): boolean {
    return !this.isEnded && this.socket.readyState === this.socket.OPEN;
  }

  send(text: string): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    this.socket.send(text);
    // Too slow to follow: it comes back to a whole view.
    if (this.socket.bufferedAmount > this.waitingBytes) this.socket.terminate();
  }

  say(message: FromServer): void {
    this.send(JSON.stringify(message));
  }

  end(reason: string, again: boolean): void {
    if (this.isEnded) return;
    this.isEnded = true;
    this.say({ type: 'bye', reason, again });
    const stop = this.clock.after(CLOSING_MS, () => this.socket.terminate());
    // Some close at once.
    this.socket.once('close', stop);
    this.socket.close(1000);
  }
}
