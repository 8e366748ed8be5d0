/**
 * Tokens: who has one may act as its holder. Only their hashes are kept, and what comes in is compared as a hash too,
 * in constant time, so neither the file nor the time of an answer tells anything of a token.
 */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { Holder, Store } from '../store/store.ts';

const TOKEN_BYTES = 32;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** Where tokens and codes come from; tests hand in their own. */
export type Random = (bytes: number) => Buffer;
export const systemRandom: Random = (bytes) => randomBytes(bytes);

export const newToken = (random: Random): string => random(TOKEN_BYTES).toString('base64url');

export const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** Whose token it is. */
export function holderOf(store: Store, token: unknown): Holder | undefined {
  if (typeof token !== 'string' || !TOKEN.test(token)) return undefined;
  return store.holder(hashOf(token));
}

/**
 * A token of control or of a projector for one room, made from the facilitator's secret: the same each time, so that it
 * need not be kept, and of no use for finding the secret.
 */
export const derivedToken = (secret: string, kind: 'control' | 'projector', room: string): string =>
  createHmac('sha256', secret).update(`stave ${kind} ${room}`).digest('base64url');

/** Makes them known where they are not: a full disk keeps nobody out who was let in before. */
export function allowDerived(store: Store, secret: string, room: string): void {
  const unknown = (['control', 'projector'] as const)
    .map((kind) => ({ kind, hash: hashOf(derivedToken(secret, kind, room)) }))
    .filter(({ hash }) => store.holder(hash) === undefined);
  if (unknown.length === 0) return;
  store.write((writer) => {
    for (const { kind, hash } of unknown) writer.tokenIs(hash, { kind, room });
  });
}

/** Of an `Authorization` header. */
export function bearer(header: string | undefined): string | undefined {
  return /^Bearer ([A-Za-z0-9_-]{43})$/.exec(header ?? '')?.[1];
}

/** Letters and digits that are not taken for each other when they are read out or typed. */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';
const CODE_LENGTH = 5;

/** A room's code: short, not a secret, and no word. */
export function newCode(random: Random, isTaken: (code: string) => boolean): string {
  for (;;) {
    let code = '';
    // 240 is the last multiple of 20 in a byte: above it some letters would come more often.
    while (code.length < CODE_LENGTH) {
      const [byte = 255] = random(1);
      if (byte < 240) code += LETTERS[byte % LETTERS.length];
    }
    if (!isTaken(code)) return code;
  }
}

/** As people type it. */
export const codeOf = (typed: string): string => typed.toUpperCase().replace(/[^A-Z]/g, '');
