import { expect, test } from 'vitest';
import { sha256Hex, sha256HexByLibrary } from './digest.ts';

test.each([sha256Hex, sha256HexByLibrary])('%o gives the published digests', (digest) => {
  // FIPS 180-2, appendix B.1, and the empty message.
  expect(digest('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(digest('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

test('both say the same of any text, and of what is no text in Unicode', () => {
  for (const text of ['Straße', '\u{1f600}', '\ud800', 'x'.repeat(1000)])
    expect(sha256Hex(text)).toBe(sha256HexByLibrary(text));
});
