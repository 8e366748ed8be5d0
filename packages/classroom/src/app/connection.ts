/**
 * One person's line to a room. It holds the sections of the view that the server sent, comes back by itself after a
 * break, and keeps every command until the server has said `done` or `refused`. It knows sockets, timers and storage
 * only by what it is handed, so that tests need no browser.
 */
import type { Command, FanAnswer, FromClient, FromServer, RefusalCode, View } from '../protocol/protocol.ts';

/** What it needs of a socket. */
export interface Line {
  send(text: string): void;
  close(): void;
}

/** What a socket tells. */
export interface Ears {
  opened(): void;
  heard(text: string): void;
  closed(): void;
}

/** What it needs of its surroundings. */
export interface Surroundings {
  /** A new socket to the server, which shows the token before anything is said. */
  open(ears: Ears, token: string): Line;
  /** Milliseconds of a clock that nobody sets: a phone's may be wrong by a day, and be set right meanwhile. */
  now(): number;
  /** Runs `act` after so many milliseconds; the result calls it off. */
  later(act: () => void, wait: number): () => void;
  /** In [0, 1). */
  random(): number;
  /** A name that no other command has. */
  ref(): string;
  /** Keeps what has not been answered, over a reload; null takes it away. */
  keep(key: string, text: string | null): void;
  kept(key: string): string | null;
}

/** `ended`: the server said that there is nothing to come back to. */
export type Status = 'connecting' | 'live' | 'waiting' | 'ended';

/** Typed text that a command carries: it goes back to its field when the command is refused. */
export interface Typed {
  readonly field: string;
  readonly text: string;
}

interface Waiting {
  readonly ref: string;
  readonly command: Command;
  readonly typed?: Typed;
  /** Whoever sent it tells of a refusal. */
  readonly isTold?: true;
}

export type Outcome =
  | { readonly ok: true; readonly answer?: FanAnswer }
  | { readonly ok: false; readonly code: RefusalCode; readonly message: string; readonly typed?: Typed };

export const PING_MS = 15_000;
/** Without any word for so long the line is taken for dead. */
export const SILENCE_MS = 25_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

/** Waits before coming back: twice as long each time up to a limit, of which a random half is spent. */
export const waitBefore = (attempt: number, random: number): number =>
  Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempt, 10)) * (0.5 + random / 2);

export class Connection {
  status: Status = 'connecting';
  view: View | undefined;
  /** Server's clock minus ours, in milliseconds, once it is known. */
  offset: number | undefined;
  /** Why the server closed, once `ended`. */
  farewell = '';
  /** When it will try again, on our clock, while `waiting`. */
  retryAt = 0;

  private readonly token: string;
  private readonly key: string;
  private readonly around: Surroundings;
  private readonly listeners = new Set<() => void>();
  private readonly outcomes = new Map<string, (outcome: Outcome) => void>();
  private waiting: Waiting[] = [];
  private line: Line | undefined;
  private epoch: string | undefined;
  private number = 0;
  private attempt = 0;
  private heardAt = 0;
  private pingAt: number | undefined;
  private stopTimer: () => void = () => {};
  private isStopped = false;

  /** `name` tells this person's kept commands from those of others on the same device. */
  constructor(name: string, token: string, around: Surroundings) {
    this.token = token;
    this.key = `queue:${name}`;
    this.around = around;
    // Whoever would have told of a refusal is gone with the page before.
    this.waiting = readWaiting(around.kept(this.key)).map(({ isTold: _, ...entry }) => entry);
  }

  start(): void {
    this.isStopped = false;
    this.dial();
  }

  /** Leaves for good; nothing is sent any more. */
  stop(): void {
    this.isStopped = true;
    this.hangUp();
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Commands without an answer yet, the oldest first. */
  get pending(): readonly { readonly ref: string; readonly command: Command }[] {
    return this.waiting;
  }

  /** What the server's clock shows, in milliseconds since 1970, once that is known. */
  get serverNow(): number | undefined {
    return this.offset === undefined ? undefined : this.around.now() + this.offset;
  }

  /** Refused commands that nobody waits for (they were sent before a reload) are told here. */
  onRefused: (outcome: Outcome & { ok: false }) => void = () => {};

  /** Sends now or as soon as there is a line. Resolves once the server has answered, however long that takes. */
  send(command: Command, typed?: Typed): Promise<Outcome> {
    return this.queue({ ref: this.around.ref(), command, ...(typed === undefined ? {} : { typed }) });
  }

  /** The same, where the sender shows what became of it: a refusal is not told beside it. */
  order(command: Command): Promise<Outcome> {
    return this.queue({ ref: this.around.ref(), command, isTold: true });
  }

  private queue(entry: Waiting): Promise<Outcome> {
    const { ref, command } = entry;
    this.waiting = [...this.waiting, entry];
    this.keepWaiting();
    const outcome = new Promise<Outcome>((resolve) => this.outcomes.set(ref, resolve));
    if (this.status === 'live') this.say({ type: 'command', ref, command });
    this.tell();
    return outcome;
  }

  /** The device woke up or found a network: do not wait for the timer. */
  nudge(): void {
    if (this.isStopped || this.status === 'ended') return;
    if (this.status === 'waiting') this.dial();
    else if (this.status === 'live') this.ping();
  }

  private dial(): void {
    this.hangUp();
    this.status = 'connecting';
    this.tell();
    const line = this.around.open(
      {
        opened: () => {
          if (this.line === line) this.greet();
        },
        heard: (text) => {
          if (this.line === line) this.hear(JSON.parse(text) as FromServer);
        },
        closed: () => {
          if (this.line === line) this.comeBack();
        },
      },
      this.token,
    );
    this.line = line;
    // A network that swallows packets never closes a socket that it never opened.
    this.stopTimer = this.around.later(() => {
      if (this.status === 'connecting') this.comeBack();
    }, SILENCE_MS);
  }

  private greet(): void {
    this.heardAt = this.around.now();
    const known = this.epoch === undefined ? {} : { epoch: this.epoch, number: this.number };
    this.say({ type: 'hello', token: this.token, ...known });
    for (const { ref, command } of this.waiting) this.say({ type: 'command', ref, command });
    this.status = 'live';
    this.ping();
    this.tell();
  }

  private hear(said: FromServer): void {
    this.heardAt = this.around.now();
    switch (said.type) {
      case 'view':
        this.attempt = 0;
        this.epoch = said.epoch;
        this.number = said.number;
        this.view = said.view;
        break;
      case 'update':
        this.attempt = 0;
        if (said.number <= this.number) return;
        if (said.number !== this.number + 1 || this.view === undefined) {
          // Something is missing: ask for the whole.
          this.epoch = undefined;
          this.dial();
          return;
        }
        this.number = said.number;
        this.view = changed(this.view, said.set, said.messages ?? []);
        break;
      case 'done':
        this.settle(said.ref, { ok: true });
        break;
      case 'answer':
        this.settle(said.ref, { ok: true, answer: said.answer });
        break;
      case 'refused':
        this.settle(said.ref, { ok: false, code: said.code, message: said.message });
        break;
      case 'pong':
        this.attempt = 0;
        if (this.pingAt !== undefined) this.offset = said.now - (this.pingAt + this.around.now()) / 2;
        this.pingAt = undefined;
        break;
      case 'bye':
        if (said.again) {
          this.comeBack();
        } else {
          this.status = 'ended';
          this.farewell = said.reason;
          this.hangUp();
        }
        break;
    }
    this.tell();
  }

  private settle(ref: string, outcome: Outcome): void {
    const entry = this.waiting.find((one) => one.ref === ref);
    this.waiting = this.waiting.filter((one) => one.ref !== ref);
    this.keepWaiting();
    const full = outcome.ok || entry?.typed === undefined ? outcome : { ...outcome, typed: entry.typed };
    const resolve = this.outcomes.get(ref);
    this.outcomes.delete(ref);
    if (!full.ok && entry?.isTold !== true) this.onRefused(full);
    resolve?.(full);
  }

  private comeBack(): void {
    this.hangUp();
    if (this.isStopped || this.status === 'ended') return;
    const wait = waitBefore(this.attempt, this.around.random());
    this.attempt++;
    this.status = 'waiting';
    this.retryAt = this.around.now() + wait;
    this.stopTimer = this.around.later(() => this.dial(), wait);
    this.tell();
  }

  private ping(): void {
    this.stopTimer();
    if (this.pingAt === undefined) this.pingAt = this.around.now();
    this.say({ type: 'ping' });
    this.stopTimer = this.around.later(() => {
      if (this.around.now() - this.heardAt >= SILENCE_MS - 1) this.comeBack();
      else this.ping();
    }, PING_MS);
  }

  private hangUp(): void {
    this.stopTimer();
    const line = this.line;
    this.line = undefined;
    this.pingAt = undefined;
    line?.close();
  }

  private say(message: FromClient): void {
    this.line?.send(JSON.stringify(message));
  }

  private keepWaiting(): void {
    // Questions are not asked again after a reload: nobody would read the answer.
    const lasting = this.waiting.filter(({ command }) => command.do !== 'fan' && command.do !== 'preview');
    this.around.keep(this.key, lasting.length === 0 ? null : JSON.stringify(lasting));
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

/** A section that is `null` is gone: the person has left the seat that it was of. New messages come after the others. */
function changed(view: View, set: Partial<View>, messages: View['messages']): View {
  const next: Record<string, unknown> = { ...view };
  for (const [section, value] of Object.entries(set)) {
    if (value === null) delete next[section];
    else next[section] = value;
  }
  const all = next as unknown as View;
  if (messages.length === 0) return all;
  const known = new Set(messages.map(({ id }) => id));
  return { ...all, messages: [...all.messages.filter(({ id }) => !known.has(id)), ...messages] };
}

function readWaiting(text: string | null): Waiting[] {
  if (text === null) return [];
  try {
    return JSON.parse(text) as Waiting[];
  } catch {
    // Written by another version of the page.
    return [];
  }
}
