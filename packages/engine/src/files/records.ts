/**
 * Records in a file: one after the other, each with checksums, so that what a kill, a full disk or a failing one has
 * left of them is told apart.
 *
 *   marker 8 · length of head u32 · length of body u32 · check of both lengths and of the next 16 bytes: 8
 *   · check of head and body: 16 · head (JSON) · body            (little-endian; checks are the first bytes of SHA-256)
 *
 * A record that the end of the file cuts off was being written when its writer died. Anything else that does not fit
 * its checks is damage: its lengths are trusted only when they are checked, and else the next marker is looked for.
 */
import { createHash } from 'node:crypto';
import { fstatSync, readSync } from 'node:fs';

/** No text begins so, and no line ending can be changed in it unseen. */
const MARKER = Uint8Array.of(0x89, 0x53, 0x54, 0x56, 0x0d, 0x0a, 0x1a, 0x0a);
const PREFIX = 40;

export interface StoredRecord {
  readonly head: unknown;
  /** Where the body is in the file. */
  readonly start: number;
  readonly length: number;
}

/** Bytes [start, end) that are no record; `head` where at least that can be read. */
export interface Damage {
  readonly start: number;
  readonly end: number;
}

export interface Scan {
  readonly records: readonly StoredRecord[];
  readonly damage: readonly Damage[];
  /** Where the file ends as far as it is whole; what lies behind was cut off. */
  readonly end: number;
  readonly size: number;
}

export const sha = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** Memory that grows and is used again: a batch has thousands of records, and each is wanted for a moment. */
export class Room {
  private bytes = Buffer.alloc(0);

  /** What was in it before is lost. */
  of(length: number): Buffer {
    if (this.bytes.length < length) this.bytes = Buffer.alloc(2 * length);
    return this.bytes.subarray(0, length);
  }
}

export function recordBytes(head: object, body: Uint8Array, room = new Room()): Buffer {
  const headBytes = Buffer.from(JSON.stringify(head));
  const record = room.of(PREFIX + headBytes.length + body.length);
  const prefix = record.subarray(0, PREFIX);
  prefix.set(MARKER);
  record.set(headBytes, PREFIX);
  record.set(body, PREFIX + headBytes.length);
  prefix.writeUInt32LE(headBytes.length, 8);
  prefix.writeUInt32LE(body.length, 12);
  prefix.set(sha(record.subarray(PREFIX)).subarray(0, 16), 24);
  prefix.set(checkOf(prefix), 16);
  return record;
}

const checkOf = (prefix: Uint8Array): Uint8Array =>
  sha(prefix.subarray(8, 16), prefix.subarray(24, 40)).subarray(0, 8);

const isPrefix = (bytes: Uint8Array): boolean =>
  MARKER.every((byte, i) => bytes[i] === byte) &&
  Buffer.compare(checkOf(bytes), bytes.subarray(16, 24)) === 0;

/** What an open file holds, up to so many records. */
export function scan(file: number, most = Infinity): Scan {
  const { size } = fstatSync(file);
  const records: StoredRecord[] = [];
  const damage: Damage[] = [];
  const room = new Room();
  let at = 0;
  while (at < size && records.length < most) {
    // A kill leaves the beginning of a record.
    if (size - at < PREFIX && isBeginning(bytesAt(file, at, size - at))) break;
    const prefix = bytesAt(file, at, Math.min(PREFIX, size - at));
    if (prefix.length < PREFIX || !isPrefix(prefix)) {
      const end = nextRecord(file, at + 1, size);
      damage.push({ start: at, end });
      at = end;
      continue;
    }
    const [headLength, bodyLength] = [prefix.readUInt32LE(8), prefix.readUInt32LE(12)];
    const start = at + PREFIX + headLength;
    const end = start + bodyLength;
    if (end > size) break;
    const content = bytesAt(file, at + PREFIX, headLength + bodyLength, room);
    if (Buffer.compare(sha(content).subarray(0, 16), prefix.subarray(24, 40)) === 0)
      records.push({
        head: JSON.parse(content.toString('utf8', 0, headLength)) as unknown,
        start,
        length: bodyLength,
      });
    else damage.push({ start: at, end });
    at = end;
  }
  return { records, damage, end: at, size };
}

const isBeginning = (bytes: Uint8Array): boolean =>
  bytes.subarray(0, MARKER.length).every((byte, i) => MARKER[i] === byte);

export function bytesAt(file: number, start: number, length: number, room = new Room()): Buffer {
  const bytes = room.of(length);
  let read = 0;
  while (read < length) {
    const more = readSync(file, bytes, read, length - read, start + read);
    if (more === 0) return bytes.subarray(0, read);
    read += more;
  }
  return bytes;
}

const WINDOW = 1 << 20;

/** Where the next record begins whose lengths can be trusted; the end of the file when there is none. */
function nextRecord(file: number, from: number, size: number): number {
  for (let at = from; at < size; at += WINDOW) {
    // Windows overlap by a prefix, so that none is cut in two.
    const window = bytesAt(file, at, Math.min(WINDOW + PREFIX, size - at));
    for (let i = window.indexOf(MARKER); i >= 0; i = window.indexOf(MARKER, i + 1))
      if (isPrefix(window.subarray(i, i + PREFIX))) return at + i;
  }
  return size;
}
