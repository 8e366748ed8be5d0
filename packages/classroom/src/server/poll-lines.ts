/**
 * A line without a WebSocket, for networks and programs that let none through: messages go up with a request each, and
 * come down as the answer to one that waits for them. To the rest of the server it is a socket like any other.
 */
import { EventEmitter } from 'node:events';
import type { Clock } from './clock.ts';

/** What the server needs of a socket, as `ws` has it. */
export interface AnySocket {
  readonly readyState: number;
  readonly OPEN: number;
  /** Bytes that wait to be sent. */
  readonly bufferedAmount: number;
  send(text: string): void;
  close(code?: number): void;
  terminate(): void;
  on(event: 'message', listener: (data: unknown, isBinary: boolean) => void): unknown;
  on(event: 'close' | 'error' | 'ping', listener: () => void): unknown;
  once(event: 'close', listener: () => void): unknown;
}

/** A request waits so long for something to say: below what proxies allow. */
const WAIT_MS = 20_000;
/** What follows at once goes along, so that a busy room is not a request each 30 ms. */
const TOGETHER_MS = 150;
/** Between two requests for what there is; a line that is not asked for so long is gone. */
const SILENCE_MS = 30_000;
const OF_A_PERSON = 8;

export class PollSocket extends EventEmitter implements AnySocket {
  readonly OPEN = 1;
  readyState = 1;
  bufferedAmount = 0;
  private readonly clock: Clock;
  private waiting: string[] = [];
  private answer: (() => void) | undefined;
  private stopSilence: () => void;

  constructor(clock: Clock) {
    super();
    this.clock = clock;
    this.stopSilence = clock.after(SILENCE_MS, () => this.terminate());
  }

  send(text: string): void {
    this.waiting.push(text);
    this.bufferedAmount += text.length;
    if (this.answer) this.clock.after(TOGETHER_MS, this.answer);
  }

  /** What there is to say, as soon as there is something. One request at a time: an older one is answered with nothing. */
  async take(): Promise<{ readonly messages: readonly string[]; readonly isOver: boolean }> {
    this.answer?.();
    this.answer = undefined;
    this.stopSilence();
    if (this.waiting.length === 0 && this.readyState === this.OPEN) {
      let answer: (() => void) | undefined;
      await new Promise<void>((resolve) => {
        const stop = this.clock.after(WAIT_MS, resolve);
        answer = () => {
          stop();
          resolve();
        };
        this.answer = answer;
      });
      // Another request has come for what there is.
      if (this.answer !== answer) return { messages: [], isOver: false };
      this.answer = undefined;
    }
    const messages = this.waiting;
    this.waiting = [];
    this.bufferedAmount = 0;
    if (this.readyState === this.OPEN)
      this.stopSilence = this.clock.after(SILENCE_MS, () => this.terminate());
    return { messages, isOver: this.readyState !== this.OPEN };
  }

  /** Nothing is heard over one that is closed: whoever said it would be there for good, as it does not close again. */
  hear(text: string): void {
    if (this.readyState === this.OPEN) this.emit('message', text, false);
  }

  close(): void {
    this.terminate();
  }

  terminate(): void {
    if (this.readyState !== this.OPEN) return;
    this.readyState = 3;
    this.stopSilence();
    this.answer?.();
    this.emit('close');
  }
}

/** Lines by the token of whoever opened them. */
export class PollLines {
  private readonly clock: Clock;
  private readonly lines = new Map<string, { readonly owner: string; readonly socket: PollSocket }>();
  /** Of lines that are over. */
  private readonly forgetting = new Set<() => void>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Nothing is waited for any more: a server that ends does not wait for lines either. */
  close(): void {
    for (const { socket } of this.lines.values()) socket.terminate();
    for (const stop of this.forgetting) stop();
    this.forgetting.clear();
  }

  /** @param owner hash of a token. The oldest of somebody who opens one after another makes room. */
  open(owner: string, name: string): PollSocket {
    const own = [...this.lines.values()].filter(
      (line) => line.owner === owner && line.socket.readyState === line.socket.OPEN,
    );
    if (own.length >= OF_A_PERSON) own[0]!.socket.terminate();
    const socket = new PollSocket(this.clock);
    this.lines.set(name, { owner, socket });
    // What was said last is still asked for: it stays for a moment.
    socket.once('close', () => {
      const stop = this.clock.after(SILENCE_MS, () => {
        this.forgetting.delete(stop);
        this.lines.delete(name);
      });
      this.forgetting.add(stop);
    });
    return socket;
  }

  find(owner: string, name: string): PollSocket | undefined {
    const line = this.lines.get(name);
    return line?.owner === owner ? line.socket : undefined;
  }
}
