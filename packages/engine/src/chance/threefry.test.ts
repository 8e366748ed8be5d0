import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { fillBlock, threefry4x32 } from './threefry.ts';

/**
 * Known answers of the authors: Random123 (D. E. Shaw Research), tests/kat_vectors at commit 9545ff6, generator
 * threefry4x32. Counter and key are all zeros or all ones.
 */
const KNOWN_ANSWERS = [
  { rounds: 13, fill: 0, expected: [0x531c7e4f, 0x39491ee5, 0x2c855a92, 0x3d6abf9a] },
  { rounds: 13, fill: 0xffffffff, expected: [0xc4189358, 0x1c9cc83a, 0xd5881c67, 0x6a0a89e0] },
  { rounds: 20, fill: 0, expected: [0x9c6ca96a, 0xe17eae66, 0xfc10ecd4, 0x5256a7d8] },
  { rounds: 20, fill: 0xffffffff, expected: [0x2a881696, 0x57012287, 0xf6c7446e, 0xa16a6732] },
  { rounds: 72, fill: 0, expected: [0x93171da6, 0x9220326d, 0xb392b7b1, 0xff58a002] },
  { rounds: 72, fill: 0xffffffff, expected: [0x60743f3d, 0x9961e684, 0xaab21c34, 0x8c65fb7d] },
];

describe('threefry4x32', () => {
  it.each(KNOWN_ANSWERS)(
    'gives the known answer of $rounds rounds on $fill',
    ({ rounds, fill, expected }) => {
      const words = [fill, fill, fill, fill];
      const out = new Uint32Array(4);
      threefry4x32(words, words, out, rounds);
      expect([...out]).toEqual(expected);
    },
  );

  it('writes the same bits to signed words', () => {
    const out = new Int32Array(4);
    threefry4x32([0, 0, 0, 0], [0, 0, 0, 0], out);
    expect([...out].map((word) => word >>> 0)).toEqual(KNOWN_ANSWERS[0]!.expected);
  });
});

describe('fillBlock', () => {
  it.each(KNOWN_ANSWERS.slice(0, 2))('gives the known answer on $fill', ({ fill, expected }) => {
    const out = new Uint32Array(6).fill(7);
    fillBlock(out, 1, fill, fill, fill, fill, fill, fill, fill, fill);
    expect([...out]).toEqual([7, ...expected, 7]);
  });

  it('is the 13-round function on every key and counter, signed or not', () => {
    const word = fc.integer({ min: 0, max: 0xffffffff });
    const four = fc.tuple(word, word, word, word);
    fc.assert(
      fc.property(four, four, (key, counter) => {
        const slow = new Uint32Array(4);
        const fast = new Uint32Array(4);
        threefry4x32(counter, key, slow);
        fillBlock(fast, 0, ...key, ...counter);
        expect(fast).toEqual(slow);
        fillBlock(fast, 0, key[0] | 0, key[1] | 0, key[2] | 0, key[3] | 0, ...counter);
        expect(fast).toEqual(slow);
      }),
      { seed: 1 },
    );
  });
});
