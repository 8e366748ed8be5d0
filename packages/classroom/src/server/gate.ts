/**
 * The way in for those who have no token yet. Nobody can tell a student who has just opened the page from a program that
 * floods the server, least of all where a router stands between and all have one address; so nobody is refused for what
 * others do. All are let through up to a rate, which bounds both what a flood can cost those who are seated and how
 * often anybody can try a code; above it they wait in a fair queue:
 *
 * - addresses take turns, so that a flood from elsewhere takes nothing from the class's;
 * - within an address, first come connections that were there before and ask for little, as a browser's that has the
 *   page or was asked to come again and waited; then new ones; then those that ask for much. So neither a flood over a
 *   few connections nor one that opens a new one each time keeps a browser out. A wrong code weighs as much as many
 *   requests.
 *
 * The queue is bounded: of a full address the one that would be last is sent away, and told to come again.
 */
import type { Clock } from './clock.ts';
import { Limit, type Rate } from './limits.ts';

/** A connection, such as a socket. */
export interface Asking {
  readonly destroyed?: boolean;
  destroy?(): unknown;
}

interface Waiting {
  readonly connection: Asking;
  readonly known: Known;
  /** It was sent away before, and has come again when it was told to. */
  readonly hasWaited: boolean;
  readonly settle: (isLetIn: boolean) => void;
}

/** Of a connection. */
interface Known {
  had: number;
  waiting: number;
  readonly since: number;
  /** When it was last told to come again. */
  sentAwayAt?: number;
}

export interface GateLimits {
  readonly rate: Rate;
  /** Of one address, at once. */
  readonly waiting: number;
}

/** What a browser may have over a connection before it counts as asking for much, and again as time goes by. */
const LITTLE: Rate = { burst: 16, perSecond: 0.5 };
/** Whoever was sent away and asks again at once does not wait. */
const PATIENCE_MS = 500;
/** A browser waits for an answer before it asks again over a connection; what asks more than this at once is none. */
const AT_ONCE = 4;
/** The queue is looked at so often, and some are let in each time, so that others are heard in between. */
const STEP_MS = 10;
const OF_A_STEP = 20;
/** A wrong code weighs as much as so many requests. */
export const WRONG = 10;

export class Gate {
  private readonly limits: GateLimits;
  private readonly clock: Clock;
  private readonly rate: Limit;
  /** By address, in the order in which addresses take turns. */
  private readonly queues = new Map<string, Waiting[]>();
  private readonly known = new WeakMap<Asking, Known>();
  private stop: (() => void) | undefined;

  constructor(limits: GateLimits, clock: Clock) {
    this.limits = limits;
    this.clock = clock;
    this.rate = new Limit(limits.rate);
  }

  /** Resolves when it is this one's turn. @returns false where there is no room to wait */
  enter(connection: Asking, address: string): boolean | Promise<boolean> {
    const now = this.clock.now();
    if (this.queues.size === 0 && this.rate.allows('', now)) {
      this.weigh(connection, 1);
      return true;
    }
    const queue = this.queues.get(address) ?? [];
    const known = this.of(connection);
    if (known.waiting >= AT_ONCE) {
      // Answering costs more than hanging up, and what it asked for is not waited for any more.
      connection.destroy?.();
      return false;
    }
    return new Promise((resolve) => {
      known.waiting++;
      const settle = (isLetIn: boolean): void => {
        known.waiting--;
        resolve(isLetIn);
      };
      const { sentAwayAt } = known;
      const hasWaited = sentAwayAt !== undefined && now - sentAwayAt >= PATIENCE_MS;
      queue.push({ connection, known, hasWaited, settle });
      this.queues.set(address, queue);
      if (queue.length > this.limits.waiting) {
        const [last] = queue.splice(
          indexOf(queue, now, (rank, best) => rank >= best),
          1,
        );
        last!.known.sentAwayAt = now;
        last!.settle(false);
      }
      this.stop ??= this.clock.after(STEP_MS, () => this.step());
    });
  }

  /** A connection has had as much as so many requests. */
  weigh(connection: Asking, weight: number): void {
    this.of(connection).had += weight;
  }

  /** Nobody waits any more. */
  close(): void {
    this.stop?.();
    this.stop = undefined;
    for (const queue of this.queues.values()) for (const { settle } of queue) settle(false);
    this.queues.clear();
  }

  private step(): void {
    const now = this.clock.now();
    for (let i = 0; i < OF_A_STEP && this.dropEmpty() && this.rate.allows('', now); i++) {
      const [address, queue] = [...this.queues][0]!;
      const [next] = queue.splice(
        indexOf(queue, now, (rank, best) => rank < best),
        1,
      );
      // To the end of the order: the others have their turn first.
      this.queues.delete(address);
      this.queues.set(address, queue);
      next!.known.had++;
      next!.settle(true);
    }
    this.stop = this.dropEmpty() ? this.clock.after(STEP_MS, () => this.step()) : undefined;
  }

  /** Whoever has hung up waits no more. @returns whether anybody does */
  private dropEmpty(): boolean {
    for (const [address, queue] of this.queues) {
      const left = queue.filter((one) => {
        if (one.connection.destroyed === true) one.settle(false);
        return one.connection.destroyed !== true;
      });
      if (left.length === 0) this.queues.delete(address);
      else if (left.length < queue.length) this.queues.set(address, left);
    }
    return this.queues.size > 0;
  }

  private of(connection: Asking): Known {
    const found = this.known.get(connection) ?? { had: 0, waiting: 0, since: this.clock.now() };
    this.known.set(connection, found);
    return found;
  }
}

/** The lowest comes first; of equals the first to come. It changes while one waits. */
function rankOf({ known: { had, since }, hasWaited }: Waiting, now: number): number {
  const much = had - LITTLE.burst - ((now - since) / 1000) * LITTLE.perSecond;
  if (much > 0) return much;
  return had > 0 || hasWaited ? -1 : 0;
}

/** Of all the first whose rank is better than that of all before it. */
function indexOf(
  queue: readonly Waiting[],
  now: number,
  isBetter: (rank: number, best: number) => boolean,
): number {
  let [found, best] = [0, rankOf(queue[0]!, now)];
  for (let i = 1; i < queue.length; i++) {
    const rank = rankOf(queue[i]!, now);
    if (isBetter(rank, best)) [found, best] = [i, rank];
  }
  return found;
}
