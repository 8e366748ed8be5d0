/**
 * Numbers as bytes and back: whole numbers in groups of seven bits, low ones first (LEB128), doubles as they are,
 * little-endian. The same on every machine. Reading beyond the end is a fault of ours: whoever reads has checked a
 * checksum before.
 */

export class ByteWriter {
  private buffer = new Uint8Array(4096);
  private view = new DataView(this.buffer.buffer);
  private length = 0;

  /** A whole number from 0 to 2^53 − 1. */
  whole(value: number): void {
    this.reserve(8);
    let rest = value;
    while (rest >= 0x80) {
      this.buffer[this.length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.buffer[this.length++] = rest;
  }

  double(value: number): void {
    this.reserve(8);
    this.view.setFloat64(this.length, value, true);
    this.length += 8;
  }

  /** A whole number of any size and sign: sign, number of bytes, bytes. */
  big(value: bigint): void {
    const hex = (value < 0n ? -value : value).toString(16);
    const bytes = Math.ceil(hex.length / 2);
    this.whole(bytes * 2 + (value < 0n ? 1 : 0));
    this.reserve(bytes);
    for (let i = 0; i < bytes; i++) {
      const end = hex.length - 2 * i;
      this.buffer[this.length++] = Number.parseInt(hex.slice(Math.max(0, end - 2), end), 16);
    }
  }

  text(value: string): void {
    this.whole(value.length);
    for (let i = 0; i < value.length; i++) this.whole(value.charCodeAt(i));
  }

  /** What was written, in memory that is used again for what is written next. */
  done(): Uint8Array<ArrayBuffer> {
    const written = this.buffer.subarray(0, this.length);
    this.length = 0;
    return written;
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return;
    const larger = new Uint8Array(2 * (this.length + bytes));
    larger.set(this.buffer.subarray(0, this.length));
    this.buffer = larger;
    this.view = new DataView(larger.buffer);
  }
}

export class ByteReader {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  whole(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) throw new Error('InvariantError: a number beyond the end of its bytes');
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }

  double(): number {
    const value = this.view.getFloat64(this.at, true);
    this.at += 8;
    return value;
  }

  big(): bigint {
    const head = this.whole();
    const bytes = Math.floor(head / 2);
    let hex = '';
    for (let i = bytes - 1; i >= 0; i--) hex += (this.bytes[this.at + i] ?? 0).toString(16).padStart(2, '0');
    this.at += bytes;
    const size = bytes === 0 ? 0n : BigInt(`0x${hex}`);
    return head % 2 === 1 ? -size : size;
  }

  text(): string {
    return String.fromCharCode(...Array.from({ length: this.whole() }, () => this.whole()));
  }
}
