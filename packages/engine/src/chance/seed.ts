/**
 * Text to key material: the seed's two words and the hash of a site's name.
 *
 * Invariant: texts that look the same are the same (both are normalised to NFC first), and nothing but the text
 * decides: no platform, no locale, no clock.
 */
import alea from 'seedrandom/lib/alea.js';

/** The seed's share of every key: two unsigned 32-bit words. */
export type SeedKey = readonly [number, number];

/**
 * The two words that stand for a seed: the first two outputs of Baagøe's Alea generator, started with the NFC
 * form of the text. A seed given as a number is passed as its text, so 7 and "7" are one seed.
 */
export function seedKey(seed: string): SeedKey {
  const next = alea(seed.normalize('NFC'));
  const first = next.int32() >>> 0;
  const second = next.int32() >>> 0;
  return [first, second];
}

const utf8 = new TextEncoder();

/**
 * The unsigned 32-bit hash of a site's name: FNV-1a over the UTF-8 bytes of its NFC form (Fowler, Noll and Vo;
 * offset basis 2166136261, prime 16777619), then the 32-bit finaliser of MurmurHash3 (Appleby), a bijection that
 * spreads every bit. Two sites of one scenario with the same hash would share their luck, so the check of a
 * scenario must refuse them. A lone surrogate counts as U+FFFD.
 */
export function siteHash(name: string): number {
  let hash = 0x811c9dc5;
  for (const byte of utf8.encode(name.normalize('NFC'))) hash = Math.imul(hash ^ byte, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
