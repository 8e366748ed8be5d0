/**
 * Sets of packed keys: each key is a few 32-bit words, each new key gets the next number. An open hash table over
 * typed arrays, because a Map of strings takes many times the memory of what it holds.
 */

const GOLDEN = 0x9e3779b1;

export class KeySet {
  size = 0;
  private readonly words: number;
  private keys: Int32Array;
  /** Numbers of keys, plus one; 0 is free. */
  private table = new Int32Array(2048);

  constructor(words: number) {
    this.words = words;
    this.keys = new Int32Array(words * 1024);
  }

  /** The key's number; `size` before the call when it is new. */
  add(key: Int32Array): number {
    if (this.size * 2 >= this.table.length) this.grow();
    const mask = this.table.length - 1;
    let slot = hash(key, 0, this.words) & mask;
    for (let found = this.table[slot]!; found !== 0; found = this.table[slot]!) {
      if (this.equals(found - 1, key)) return found - 1;
      slot = (slot + 1) & mask;
    }
    this.keys.set(key, this.size * this.words);
    this.table[slot] = this.size + 1;
    return this.size++;
  }

  read(number: number, into: Int32Array): void {
    const from = number * this.words;
    for (let i = 0; i < this.words; i++) into[i] = this.keys[from + i]!;
  }

  private equals(number: number, key: Int32Array): boolean {
    const from = number * this.words;
    for (let i = 0; i < this.words; i++) if (this.keys[from + i] !== key[i]) return false;
    return true;
  }

  private grow(): void {
    const keys = new Int32Array(this.table.length * this.words);
    keys.set(this.keys.subarray(0, this.size * this.words));
    this.keys = keys;
    this.table = new Int32Array(this.table.length * 2);
    const mask = this.table.length - 1;
    for (let number = 0; number < this.size; number++) {
      let slot = hash(keys, number * this.words, this.words) & mask;
      while (this.table[slot] !== 0) slot = (slot + 1) & mask;
      this.table[slot] = number + 1;
    }
  }
}

/** Multiply, add and mix, with the finalizer of MurmurHash3 (A. Appleby, public domain constants). */
function hash(words: Int32Array, from: number, count: number): number {
  let h = count;
  for (let i = from; i < from + count; i++) {
    h = Math.imul(h ^ words[i]!, GOLDEN);
    h ^= h >>> 15;
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Values by number: what does not fit into a few bits is put into a key by the number of its text. */
export class Interned<T> {
  private readonly numbers = new Map<string | number, number>();
  private readonly values: T[] = [];

  number(key: string | number, make: () => T): number {
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.values.length);
    return this.values.push(make()) - 1;
  }

  value(number: number): T {
    const found = this.values[number];
    if (found === undefined) throw new Error(`InvariantError: nothing has the number ${number}`);
    return found;
  }
}

/** Where a field of a key lies. */
interface Place {
  readonly word: number;
  readonly shift: number;
  readonly mask: number;
}

/** Fields of given widths in as few words as they need in order. A width of 0 holds nothing; 32 holds a whole word. */
export class Packing {
  readonly words: number;
  private readonly places: readonly Place[];

  constructor(widths: readonly number[]) {
    let word = 0;
    let used = 0;
    this.places = widths.map((width) => {
      if (used + width > 32) {
        word++;
        used = 0;
      }
      const place = { word, shift: used, mask: width === 0 ? 0 : -1 >>> (32 - width) };
      used += width;
      return place;
    });
    this.words = word + 1;
  }

  pack(values: ArrayLike<number>, into: Int32Array): void {
    into.fill(0);
    for (let i = 0; i < this.places.length; i++) {
      const { word, shift, mask } = this.places[i]!;
      if (mask !== 0) into[word] = into[word]! | ((values[i]! & mask) << shift);
    }
  }

  unpack(key: Int32Array, into: Float64Array): void {
    for (let i = 0; i < this.places.length; i++) {
      const { word, shift, mask } = this.places[i]!;
      into[i] = mask === 0 ? 0 : (key[word]! >>> shift) & mask;
    }
  }
}

/** Bits that hold 0 … most. */
export const bitsFor = (most: number): number => 32 - Math.clz32(most);
