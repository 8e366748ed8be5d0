import { describe, expect, it } from 'vitest';
import { seedKey, siteHash } from './seed.ts';

describe('seedKey', () => {
  it('is pinned (own output: a change breaks every recorded result)', () => {
    expect(seedKey('7')).toEqual([0x5d561c28, 0x02047ce8]);
    expect(seedKey('')).toEqual([0x2aaa157a, 0x7ca6845a]);
    expect(seedKey('Zo\u00eb')).toEqual([0xb27222ab, 0x99ebd417]);
  });

  it('takes texts that look the same as one seed', () => {
    expect(seedKey('Zoe\u0308')).toEqual(seedKey('Zo\u00eb'));
  });

  it('keeps the seeds 0 to 99999 apart', () => {
    const keys = new Set(Array.from({ length: 100_000 }, (_, i) => seedKey(String(i)).join()));
    expect(keys.size).toBe(100_000);
  });
});

describe('siteHash', () => {
  /**
   * FNV-1a answers of the authors (Noll, fnv test vectors: "", "a", "foobar"), then the finaliser of
   * MurmurHash3, written here in integers without limit.
   */
  it.each([
    ['', 0x811c9dc5n],
    ['a', 0xe40c292cn],
    ['foobar', 0xbf9cf968n],
  ])('finishes the published FNV-1a hash of "%s"', (text, fnv) => {
    let hash = fnv;
    hash = ((hash ^ (hash >> 16n)) * 0x85ebca6bn) & 0xffffffffn;
    hash = ((hash ^ (hash >> 13n)) * 0xc2b2ae35n) & 0xffffffffn;
    hash ^= hash >> 16n;
    expect(siteHash(text)).toBe(Number(hash));
  });

  it('is pinned beyond ASCII (own output)', () => {
    expect(siteHash('水放流')).toBe(0x717e3f0e);
  });

  it('takes names that look the same as one', () => {
    expect(siteHash('e\u0301tat')).toBe(siteHash('\u00e9tat'));
  });
});
