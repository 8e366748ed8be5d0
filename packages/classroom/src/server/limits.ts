/**
 * How often somebody may do something. A bucket holds so many tries and fills again at a rate; a whole class comes from
 * one address where a router stands between, so limits by address are for a class and limits by person for a person.
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

  /** Whether there is a try left, without taking it. */
  has(key: string, now: number): boolean {
    return this.bucket(key, now).left >= 1;
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
  /** Of an address. */
  readonly joins: Rate;
  /** Of an address: codes and tokens that do not exist. */
  readonly misses: Rate;
  /** Of an address: requests over HTTP. */
  readonly requests: Rate;
  /** Of a person. */
  readonly commands: Rate;
  /** Of a person: questions that run trials. */
  readonly questions: Rate;
  readonly socketsPerPerson: number;
  /** Of those who are known. */
  readonly socketsPerAddress: number;
  /** Of those who have not said who they are. */
  readonly waitingPerAddress: number;
  readonly rooms: number;
  /** Bytes of one message of a client. */
  readonly messageBytes: number;
  /** Bytes that wait for a slow client before it is let go; it comes back and gets the whole. */
  readonly waitingBytes: number;
}

export const LIMITS: Limits = {
  joins: { burst: 400, perSecond: 5 },
  misses: { burst: 40, perSecond: 0.5 },
  requests: { burst: 2000, perSecond: 100 },
  commands: { burst: 40, perSecond: 5 },
  questions: { burst: 6, perSecond: 0.5 },
  socketsPerPerson: 8,
  socketsPerAddress: 1000,
  waitingPerAddress: 200,
  rooms: 40,
  messageBytes: 16 * 1024,
  waitingBytes: 8 * 1024 * 1024,
};
