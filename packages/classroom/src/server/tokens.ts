/**
 * Tokens: who has one may act as its holder. Only their hashes are kept, and what comes in is compared as a hash too,
 * in constant time, so neither the file nor the time of an answer tells anything of a token.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Holder, Store } from '../store/store.ts';

const TOKEN_BYTES = 32;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** Where tokens and codes come from; tests hand in their own. */
export type Random = (bytes: number) => Buffer;
export const systemRandom: Random = (bytes) => randomBytes(bytes);

export const newToken = (random: Random): string => random(TOKEN_BYTES).toString('base64url');

export const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** Whose token it is. */
export function holderOf(store: Store, token: unknown): TokenHolder | undefined {
  if (typeof token !== 'string' || !TOKEN.test(token)) return undefined;
  const holder = store.holder(hashOf(token));
  return holder?.kind === 'return' ? undefined : holder;
}

type Returner = Extract<Holder, { kind: 'return' }>;
export type TokenHolder = Exclude<Holder, Returner>;

/** By whom requests are counted: a person, who may have several tokens, or whoever holds one. */
export const nameOf = (holder: TokenHolder): string =>
  holder.kind === 'host'
    ? 'host'
    : `${holder.room} ${holder.kind === 'person' ? holder.person : holder.kind}`;

/** Who comes in again by a code, as it was typed. */
export function returnerOf(store: Store, typed: string): Returner | undefined {
  const code = codeOf(typed);
  const holder = code.length === RETURN_LENGTH ? store.holder(hashOf(code)) : undefined;
  return holder?.kind === 'return' ? holder : undefined;
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

/**
 * Of a socket's request, where browsers can say nothing but names of protocols: `stave, token.TOKEN`. It lets its holder
 * through the gate; who it is, the socket's first message says.
 */
export function offeredToken(header: string | undefined): string | undefined {
  return /^stave, ?token\.([A-Za-z0-9_-]{43})$/.exec(header ?? '')?.[1];
}

/** Letters that are not taken for each other when they are read out or typed, and that make no word. */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';

/**
 * Letters of a room's code: 20^8 = 2.6e10 of them, 34.6 bits. All who are without a token together may try 600 a second
 * (`limits.ts`), and none is kept from trying, so that nobody who has the right code is kept out. Half of all codes take
 * 247 days; in three hours one of ten rooms is found with a probability of 2.5e-3.
 */
const CODE_LENGTH = 8;

/** A room's code: short enough to be typed, and no word. */
export function newCode(random: Random, isTaken: (code: string) => boolean): string {
  for (;;) {
    const code = lettersOf(random, CODE_LENGTH);
    if (!isTaken(code)) return code;
  }
}

/**
 * Letters of a person's own code to come in again by: 20^12 = 4.1e15, 51.9 bits. Of 16,000 people on a server one is
 * found in three hours with a probability of 2.5e-5.
 */
const RETURN_LENGTH = 12;

export const newReturn = (random: Random): string => lettersOf(random, RETURN_LENGTH);

function lettersOf(random: Random, length: number): string {
  let letters = '';
  // 240 is the last multiple of 20 in a byte: above it some letters would come more often.
  while (letters.length < length) {
    const [byte = 255] = random(1);
    if (byte < 240) letters += LETTERS[byte % LETTERS.length];
  }
  return letters;
}

/** As people type it. */
export const codeOf = (typed: string): string => typed.toUpperCase().replace(/[^A-Z]/g, '');

/** In a time that tells nothing of either but their length. */
export function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
