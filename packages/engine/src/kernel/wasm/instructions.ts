/**
 * Instructions of WebAssembly by name, operands first. Addresses are an expression and a constant offset.
 *
 * Invariant: nothing of relaxed SIMD is here, and nothing that fuses operations.
 */
import { float, signed, unsigned, type Code, type ValueType } from './encoder.ts';

type Unary = (a: Code) => Code;
type Binary = (a: Code, b: Code) => Code;

const unary =
  (...bytes: readonly number[]): Unary =>
  (a) => [a, bytes];
const binary =
  (...bytes: readonly number[]): Binary =>
  (a, b) => [a, b, bytes];
const load =
  (align: number, ...bytes: readonly number[]) =>
  (at: Code, offset = 0): Code => [at, bytes, align, unsigned(offset)];
const store =
  (align: number, ...bytes: readonly number[]) =>
  (at: Code, offset: number, value: Code): Code => [at, value, bytes, align, unsigned(offset)];

/** Bytes of a SIMD instruction. */
const simd = (number: number): readonly number[] => [0xfd, ...unsigned(number)];

export const i32 = {
  const: (value: number): Code => [0x41, signed(value)],
  load: load(2, 0x28),
  store: store(2, 0x36),
  eqz: unary(0x45),
  eq: binary(0x46),
  ne: binary(0x47),
  lt: binary(0x48),
  gt: binary(0x4a),
  /** Of addresses: without a sign. */
  gtU: binary(0x4b),
  le: binary(0x4c),
  /** Of words: without a sign. */
  leU: binary(0x4d),
  ge: binary(0x4e),
  ctz: unary(0x68),
  add: binary(0x6a),
  sub: binary(0x6b),
  mul: binary(0x6c),
  rem: binary(0x70),
  and: binary(0x71),
  or: binary(0x72),
  xor: binary(0x73),
  shl: binary(0x74),
  shrS: binary(0x75),
  shr: binary(0x76),
  rotl: binary(0x77),
  wrap: unary(0xa7),
  /** Towards 0; beyond the range its ends, NaN gives 0. */
  truncate: unary(0xfc, 2),
};

export const i64 = {
  /** A constant of 32 bits, sign-extended. */
  const: (value: number): Code => [0x42, signed(value)],
  load: load(3, 0x29),
  store: store(3, 0x37),
  eqz: unary(0x50),
  add: binary(0x7c),
  sub: binary(0x7d),
  and: binary(0x83),
  or: binary(0x84),
  xor: binary(0x85),
  shl: binary(0x86),
  shrS: binary(0x87),
  shr: binary(0x88),
  extend: unary(0xac),
  extendU: unary(0xad),
  ofF64: unary(0xbd),
};

export const f64 = {
  const: (value: number): Code => [0x44, float(value)],
  load: load(3, 0x2b),
  store: store(3, 0x39),
  eq: binary(0x61),
  ne: binary(0x62),
  lt: binary(0x63),
  gt: binary(0x64),
  le: binary(0x65),
  ge: binary(0x66),
  abs: unary(0x99),
  neg: unary(0x9a),
  floor: unary(0x9c),
  sqrt: unary(0x9f),
  add: binary(0xa0),
  sub: binary(0xa1),
  mul: binary(0xa2),
  div: binary(0xa3),
  /** NaN where one is; -0 is below 0. */
  min: binary(0xa4),
  max: binary(0xa5),
  ofI32: unary(0xb7),
  ofU32: unary(0xb8),
  ofBits: unary(0xbf),
};

export const v128 = {
  load: load(3, ...simd(0x00)),
  load64Splat: load(3, ...simd(0x0a)),
  store: store(3, ...simd(0x0b)),
  load32Zero: load(2, ...simd(0x5c)),
  load64Zero: load(3, ...simd(0x5d)),
  /** Replaces one lane of `value` by what lies in memory. */
  load32Lane: (at: Code, offset: number, value: Code, lane: number): Code => [
    at,
    value,
    simd(0x56),
    2,
    unsigned(offset),
    lane,
  ],
  load64Lane: (at: Code, offset: number, value: Code, lane: number): Code => [
    at,
    value,
    simd(0x57),
    3,
    unsigned(offset),
    lane,
  ],
  store64Lane: (at: Code, offset: number, value: Code, lane: number): Code => [
    at,
    value,
    simd(0x5b),
    3,
    unsigned(offset),
    lane,
  ],
  not: unary(...simd(0x4d)),
  and: binary(...simd(0x4e)),
  /** a and not b */
  andnot: binary(...simd(0x4f)),
  or: binary(...simd(0x50)),
  xor: binary(...simd(0x51)),
  /** yes where the mask is 1, else no */
  select: (yes: Code, no: Code, mask: Code): Code => [yes, no, mask, simd(0x52)],
  any: unary(...simd(0x53)),
  shuffle: (a: Code, b: Code, lanes: readonly number[]): Code => [a, b, simd(0x0d), lanes],
};

export const i8x16 = {
  splat: unary(...simd(0x0f)),
  eq: binary(...simd(0x23)),
  bitmask: unary(...simd(0x64)),
  /** Of two of eight 16-bit integers; saturates to -128..127, and to 0..255. */
  narrowSigned: binary(...simd(0x65)),
  narrow: binary(...simd(0x66)),
  sub: binary(...simd(0x71)),
};

export const i16x8 = {
  /** Of two of four 32-bit integers; saturates. */
  narrow: binary(...simd(0x85)),
  /** Sums of neighbours of sixteen unsigned bytes. */
  addPairs: unary(...simd(0x7d)),
};

export const i32x4 = {
  /** Sums of neighbours of eight unsigned 16-bit integers. */
  addPairs: unary(...simd(0x7f)),
  sub: binary(...simd(0xb1)),
  splat: unary(...simd(0x11)),
  lane: (a: Code, lane: number): Code => [a, simd(0x1b), lane],
  leU: binary(...simd(0x3e)),
  bitmask: unary(...simd(0xa4)),
  shl: binary(...simd(0xab)),
  shrS: binary(...simd(0xac)),
  shr: binary(...simd(0xad)),
  add: binary(...simd(0xae)),
};

export const i64x2 = {
  splat: unary(...simd(0x12)),
  lane: (a: Code, lane: number): Code => [a, simd(0x1d), lane],
  all: unary(...simd(0xc3)),
  bitmask: unary(...simd(0xc4)),
  shl: binary(...simd(0xcb)),
  shrS: binary(...simd(0xcc)),
  /** Without a sign. Where there is none to keep it is quicker: x86 shifts no two 64-bit integers with their signs. */
  shr: binary(...simd(0xcd)),
  add: binary(...simd(0xce)),
  extendLow: unary(...simd(0xc7)),
};

export const f64x2 = {
  splat: unary(...simd(0x14)),
  lane: (a: Code, lane: number): Code => [a, simd(0x21), lane],
  replace: (a: Code, lane: number, value: Code): Code => [a, value, simd(0x22), lane],
  eq: binary(...simd(0x47)),
  ne: binary(...simd(0x48)),
  lt: binary(...simd(0x49)),
  gt: binary(...simd(0x4a)),
  le: binary(...simd(0x4b)),
  ge: binary(...simd(0x4c)),
  floor: unary(...simd(0x75)),
  abs: unary(...simd(0xec)),
  neg: unary(...simd(0xed)),
  sqrt: unary(...simd(0xef)),
  add: binary(...simd(0xf0)),
  sub: binary(...simd(0xf1)),
  mul: binary(...simd(0xf2)),
  div: binary(...simd(0xf3)),
  /** b < a ? b : a */
  pmin: binary(...simd(0xf6)),
  /** a < b ? b : a */
  pmax: binary(...simd(0xf7)),
  /** Of the lower two of four 32-bit integers. */
  ofI32: unary(...simd(0xfe)),
  ofU32: unary(...simd(0xff)),
  /** To 32-bit integers in the lower two lanes; saturates, NaN gives 0. */
  truncate: unary(...simd(0xfc)),
};

const NOTHING = 0x40;

export const when = (test: Code, then: Code, otherwise?: Code): Code => [
  test,
  0x04,
  NOTHING,
  then,
  ...(otherwise === undefined ? [] : [0x05, otherwise]),
  0x0b,
];

/** The value of one of two branches. */
export const choose = (type: ValueType, test: Code, then: Code, otherwise: Code): Code => [
  test,
  0x04,
  type,
  then,
  0x05,
  otherwise,
  0x0b,
];

/** One of two values, both of which are computed. */
export const pick = (test: Code, yes: Code, no: Code): Code => [yes, no, test, 0x1b];

export const loopWhile = (test: Code, body: Code): Code => [
  [0x02, NOTHING, 0x03, NOTHING],
  [test, 0x45, 0x0d, 1],
  body,
  [0x0c, 0, 0x0b, 0x0b],
];

export const give = (value: Code): Code => [value, 0x0f];
export const leave: Code = 0x0f;
export const drop = (value: Code): Code => [value, 0x1a];
const trap: Code = 0x00;

const memory = {
  /** Pages of 64 KiB. */
  size: [0x3f, 0x00] as Code,
  /** Pages before, or -1. */
  grow: (pages: Code): Code => [pages, 0x40, 0x00],
};

const PAGES_AT_A_TIME = 16;
/** Growing takes longer the more memory there is, so that it grows by an eighth. */
const more: Code = i32.add(i32.const(PAGES_AT_A_TIME), i32.shr(memory.size, i32.const(3)));

/**
 * Lets memory grow until it reaches an address. Where it cannot, it goes on with `otherwise`, which must leave the
 * function; unless said it traps, which becomes a message outside (wasm.ts).
 *
 * Pages are compared, not bytes: 4 GiB are no number of 32 bits.
 */
export const makeRoom = (end: Code, otherwise: Code = trap): Code =>
  loopWhile(
    i32.ge(i32.shr(i32.sub(end, i32.const(1)), i32.const(16)), memory.size),
    when(i32.lt(memory.grow(more), i32.const(0)), otherwise),
  );
