/**
 * Threefry4x32: a keyed bijection of four 32-bit words, used as a random function of a counter.
 *
 * Invariant: the output depends on the key, the counter and the number of rounds only; both forms here give the
 * same words as the authors' known-answer vectors.
 *
 * Source: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11. The rotation
 * distances and the key-schedule constant are those of that paper (the constant is Skein's, cut to 32 bits).
 */

/** Rounds of every draw of the engine: the fewest for which the authors publish known answers. */
const DRAW_ROUNDS = 13;

const KEY_PARITY = 0x1bd11bda;

/** Left-rotation distances: two for each round, repeating after eight rounds. */
const ROTATIONS = [10, 26, 11, 21, 13, 27, 23, 5, 6, 20, 17, 11, 25, 10, 18, 20] as const;

type Words = ArrayLike<number>;

/**
 * Writes the four words of one block to `out`, for any number of rounds. This is the readable form, in which the
 * method can be compared with the paper; `fillBlock` is the fast one.
 *
 * @param counter four words, least significant first; only their low 32 bits count
 * @param key four words, least significant first
 * @param rounds a whole number from 0 to 72
 */
export function threefry4x32(
  counter: Words,
  key: Words,
  out: Uint32Array | Int32Array,
  rounds: number = DRAW_ROUNDS,
): void {
  const schedule = new Int32Array(5);
  schedule[4] = KEY_PARITY;
  const state = new Int32Array(4);
  for (let i = 0; i < 4; i++) {
    schedule[i] = key[i]!;
    schedule[4] = schedule[4] ^ key[i]!;
    state[i] = counter[i]! + key[i]!;
  }
  for (let round = 0; round < rounds; round++) {
    const first = round % 2 === 0 ? 1 : 3;
    mix(state, 0, first, ROTATIONS[(2 * round) % 16]!);
    mix(state, 2, 4 - first, ROTATIONS[(2 * round + 1) % 16]!);
    if (round % 4 === 3) inject(state, schedule, (round + 1) / 4);
  }
  for (let i = 0; i < 4; i++) out[i] = state[i]!;
}

function mix(state: Int32Array, a: number, b: number, distance: number): void {
  const word = state[b]!;
  const sum = (state[a]! + word) | 0;
  state[a] = sum;
  state[b] = ((word << distance) | (word >>> (32 - distance))) ^ sum;
}

function inject(state: Int32Array, schedule: Int32Array, turn: number): void {
  for (let i = 0; i < 4; i++) state[i] = state[i]! + schedule[(turn + i) % 5]!;
  state[3] = state[3]! + turn;
}

/**
 * Writes one block of four words at 13 rounds to `out[offset]` … `out[offset + 3]`. It allocates nothing and is
 * unrolled, because it is called for every four steps of every site. The words may be signed or unsigned.
 */
export function fillBlock(
  out: Uint32Array,
  offset: number,
  key0: number,
  key1: number,
  key2: number,
  key3: number,
  counter0: number,
  counter1: number,
  counter2: number,
  counter3: number,
): void {
  // `| 0` first of all: then every sum below is a sum of 32-bit integers to the compiler, not of doubles
  const k0 = key0 | 0;
  const k1 = key1 | 0;
  const k2 = key2 | 0;
  const k3 = key3 | 0;
  const k4 = k0 ^ k1 ^ k2 ^ k3 ^ KEY_PARITY;
  let x0 = ((counter0 | 0) + k0) | 0;
  let x1 = ((counter1 | 0) + k1) | 0;
  let x2 = ((counter2 | 0) + k2) | 0;
  let x3 = ((counter3 | 0) + k3) | 0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 10) | (x1 >>> 22)) ^ x0;
  x2 = (x2 + x3) | 0;
  x3 = ((x3 << 26) | (x3 >>> 6)) ^ x2;
  x0 = (x0 + x3) | 0;
  x3 = ((x3 << 11) | (x3 >>> 21)) ^ x0;
  x2 = (x2 + x1) | 0;
  x1 = ((x1 << 21) | (x1 >>> 11)) ^ x2;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 13) | (x1 >>> 19)) ^ x0;
  x2 = (x2 + x3) | 0;
  x3 = ((x3 << 27) | (x3 >>> 5)) ^ x2;
  x0 = (x0 + x3) | 0;
  x3 = ((x3 << 23) | (x3 >>> 9)) ^ x0;
  x2 = (x2 + x1) | 0;
  x1 = ((x1 << 5) | (x1 >>> 27)) ^ x2;
  x0 = (x0 + k1) | 0;
  x1 = (x1 + k2) | 0;
  x2 = (x2 + k3) | 0;
  x3 = (x3 + k4 + 1) | 0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 6) | (x1 >>> 26)) ^ x0;
  x2 = (x2 + x3) | 0;
  x3 = ((x3 << 20) | (x3 >>> 12)) ^ x2;
  x0 = (x0 + x3) | 0;
  x3 = ((x3 << 17) | (x3 >>> 15)) ^ x0;
  x2 = (x2 + x1) | 0;
  x1 = ((x1 << 11) | (x1 >>> 21)) ^ x2;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 25) | (x1 >>> 7)) ^ x0;
  x2 = (x2 + x3) | 0;
  x3 = ((x3 << 10) | (x3 >>> 22)) ^ x2;
  x0 = (x0 + x3) | 0;
  x3 = ((x3 << 18) | (x3 >>> 14)) ^ x0;
  x2 = (x2 + x1) | 0;
  x1 = ((x1 << 20) | (x1 >>> 12)) ^ x2;
  x0 = (x0 + k2) | 0;
  x1 = (x1 + k3) | 0;
  x2 = (x2 + k4) | 0;
  x3 = (x3 + k0 + 2) | 0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 10) | (x1 >>> 22)) ^ x0;
  x2 = (x2 + x3) | 0;
  x3 = ((x3 << 26) | (x3 >>> 6)) ^ x2;
  x0 = (x0 + x3) | 0;
  x3 = ((x3 << 11) | (x3 >>> 21)) ^ x0;
  x2 = (x2 + x1) | 0;
  x1 = ((x1 << 21) | (x1 >>> 11)) ^ x2;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 13) | (x1 >>> 19)) ^ x0;
  x2 = (x2 + x3) | 0;
  x3 = ((x3 << 27) | (x3 >>> 5)) ^ x2;
  x0 = (x0 + x3) | 0;
  x3 = ((x3 << 23) | (x3 >>> 9)) ^ x0;
  x2 = (x2 + x1) | 0;
  x1 = ((x1 << 5) | (x1 >>> 27)) ^ x2;
  x0 = (x0 + k3) | 0;
  x1 = (x1 + k4) | 0;
  x2 = (x2 + k0) | 0;
  x3 = (x3 + k1 + 3) | 0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 6) | (x1 >>> 26)) ^ x0;
  x2 = (x2 + x3) | 0;
  x3 = ((x3 << 20) | (x3 >>> 12)) ^ x2;
  out[offset] = x0;
  out[offset + 1] = x1;
  out[offset + 2] = x2;
  out[offset + 3] = x3;
}
