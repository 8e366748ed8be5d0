/**
 * SHA-256 as hexadecimal digits: by Node, where this runs in Node, since a library's loop is slow until it has been
 * compiled, which a short run does not live to see; elsewhere by the library.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

const crypto = globalThis.process?.getBuiltinModule?.('node:crypto');

export function sha256Hex(text: string): string {
  return crypto ? crypto.createHash('sha256').update(text).digest('hex') : sha256HexByLibrary(text);
}

/** The same digits, wherever it runs. */
export function sha256HexByLibrary(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}
