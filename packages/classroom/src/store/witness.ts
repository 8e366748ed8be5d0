/**
 * A second word on how far each room has come, in a file beside the database. SQLite reads a write-ahead log as far as
 * it is whole and says nothing of what came after; so a log that was damaged, cut off or left behind when the folder was
 * copied would be a room that has forgotten its last minutes, silently. It waits for no disk: after a power cut it may
 * say too little, and never too much.
 */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';

export const WITNESS = 'exercise.last';

/** Number of the last event, by room. */
export type Reached = Readonly<Record<string, number>>;

export interface Witnessed {
  readonly reached: Reached;
  /** When the server last said that it was there, in milliseconds since 1970. */
  readonly aliveAt?: number;
}

/** Longer than what was there before, so that nothing of it is left behind. */
const LEAST = 256;

export class Witness {
  private file: number | undefined;
  private readonly reached: Record<string, number>;
  private aliveAt: number | undefined;
  private length = LEAST;

  /** @throws the system's error where the file cannot be opened */
  constructor(path: string, { reached, aliveAt }: Witnessed) {
    this.file = openSync(path, 'w', 0o600);
    this.reached = { ...reached };
    this.aliveAt = aliveAt;
    this.write();
  }

  note(room: string, seq: number): void {
    this.reached[room] = seq;
  }

  alive(at: number): void {
    this.aliveAt = at;
    this.write();
  }

  write(): void {
    if (this.file === undefined) return;
    const { reached, aliveAt } = this;
    const text = JSON.stringify({ reached, aliveAt });
    this.length = Math.max(this.length, text.length + 1);
    try {
      writeSync(this.file, `${text}\n`.padEnd(this.length), 0);
    } catch {
      // The database has it; a full disk must not take back what is in there.
    }
  }

  close(): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }
}

/** What it says; nothing where there is none, or where a power cut left it in pieces. */
export function witnessed(path: string): Witnessed {
  try {
    const { reached, aliveAt } = JSON.parse(readFileSync(path, 'utf8')) as Witnessed;
    const rooms = Object.entries(reached).filter(([, seq]) => Number.isSafeInteger(seq));
    const known = { reached: Object.fromEntries(rooms) };
    return typeof aliveAt === 'number' ? { ...known, aliveAt } : known;
  } catch {
    return { reached: {} };
  }
}
