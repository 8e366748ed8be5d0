/**
 * How often somebody may do something. A bucket holds so many tries and fills again at a rate. A whole class comes from
 * one address where a router stands between, so whoever has a token is counted by it, and the others wait at a gate
 * (`gate.ts`).
 */
export interface Rate {
  /** Tries at once. */
  readonly burst: number;
  /** Tries a second afterwards. */
  readonly perSecond: number;
}

/** Keys that have not been used for so long are full again and are dropped. */
const SWEEP_AT = 10_000;

export class Limit {
  private readonly rate: Rate;
  private readonly buckets = new Map<string, { left: number; at: number }>();

  constructor(rate: Rate) {
    this.rate = rate;
  }

  /** Takes a try. @param now milliseconds @returns false where there is none left */
  allows(key: string, now: number): boolean {
    const bucket = this.bucket(key, now);
    if (bucket.left < 1) return false;
    bucket.left--;
    return true;
  }

  private bucket(key: string, now: number): { left: number; at: number } {
    const { burst, perSecond } = this.rate;
    if (this.buckets.size > SWEEP_AT) this.sweep(now);
    const bucket = this.buckets.get(key) ?? { left: burst, at: now };
    this.buckets.set(key, bucket);
    // A clock that is set back gives nothing and takes nothing.
    const passed = Math.max(0, now - bucket.at);
    bucket.left = Math.min(burst, bucket.left + (passed / 1000) * perSecond);
    bucket.at = now;
    return bucket;
  }

  private sweep(now: number): void {
    const full = (this.rate.burst / this.rate.perSecond) * 1000;
    for (const [key, { at }] of this.buckets) if (now - at > full) this.buckets.delete(key);
  }
}

/** What the server allows. */
export interface Limits {
  /** Of all who come without a token: looks at a door, joining, sockets that are opened. */
  readonly anonymous: Rate;
  /** Of those, how many of an address wait at once. */
  readonly anonymousWaiting: number;
  /** The pages' files. */
  readonly pages: Rate;
  /** Of all who join a room with its code. */
  readonly joins: Rate;
  /** Of whoever has a token: requests over HTTP. */
  readonly requests: Rate;
  /** Of a socket, of whatever kind. */
  readonly messages: Rate;
  /** Of a person. */
  readonly commands: Rate;
  /** Of a person: questions that run trials. */
  readonly questions: Rate;
  readonly socketsPerPerson: number;
  /** Of those who are known. */
  readonly socketsPerAddress: number;
  /** Of those who have not said who they are. */
  readonly waitingPerAddress: number;
  /** Connections of an address over which nobody is known. */
  readonly connectionsPerAddress: number;
  /** Of whoever has joined, whatever goes over them. */
  readonly connectionsPerPerson: number;
  readonly rooms: number;
  /** Bytes of one message of a client. */
  readonly messageBytes: number;
  /** Bytes that wait for a slow client before it is let go; it comes back and gets the whole. */
  readonly waitingBytes: number;
}

export const LIMITS: Limits = {
  // A look at the door, joining and a socket are three: three hundred people at once do not wait. How
  // long a code has to be follows from this rate (tokens.ts), and so does what a flood costs: a tenth of a processor.
  anonymous: { burst: 1000, perSecond: 600 },
  anonymousWaiting: 500,
  pages: { burst: 3000, perSecond: 1500 },
  // Whoever joins and does not come is gone after a quarter of a minute: a flood of them leaves room for others
  // (room/people.ts).
  joins: { burst: 100, perSecond: 8 },
  requests: { burst: 200, perSecond: 20 },
  messages: { burst: 300, perSecond: 50 },
  commands: { burst: 40, perSecond: 5 },
  questions: { burst: 6, perSecond: 0.5 },
  socketsPerPerson: 8,
  socketsPerAddress: 1000,
  waitingPerAddress: 500,
  connectionsPerAddress: 1000,
  // A browser opens six for requests, and one for a socket in each tab.
  connectionsPerPerson: 32,
  rooms: 40,
  messageBytes: 16 * 1024,
  waitingBytes: 8 * 1024 * 1024,
};
