import { describe, expect, it } from 'vitest';
import { float, I32, ModuleBuilder, signed, unsigned, type Callable } from './encoder.ts';
import { choose, i32, makeRoom } from './instructions.ts';

describe('numbers', () => {
  // Examples of the WebAssembly and DWARF specifications, and ends of ranges by hand.
  it.each([
    [0, [0]],
    [127, [0x7f]],
    [128, [0x80, 0x01]],
    [624485, [0xe5, 0x8e, 0x26]],
    [4294967295, [0xff, 0xff, 0xff, 0xff, 0x0f]],
  ])('%d without a sign', (value, bytes) => expect(unsigned(value)).toEqual(bytes));

  it.each([
    [0, [0]],
    [-1, [0x7f]],
    [63, [0x3f]],
    [64, [0xc0, 0x00]],
    [-64, [0x40]],
    [-65, [0xbf, 0x7f]],
    [-123456, [0xc0, 0xbb, 0x78]],
    [2147483647, [0xff, 0xff, 0xff, 0xff, 0x07]],
    [-2147483648, [0x80, 0x80, 0x80, 0x80, 0x78]],
  ])('%d with a sign', (value, bytes) => expect(signed(value)).toEqual(bytes));

  it('binary64s, the sign of 0 included', () => {
    expect(float(1)).toEqual([0, 0, 0, 0, 0, 0, 0xf0, 0x3f]);
    expect(float(-0)).toEqual([0, 0, 0, 0, 0, 0, 0, 0x80]);
  });
});

describe('a module', () => {
  it('calls what is declared before it is defined, and by number', () => {
    const m = new ModuleBuilder();
    const factorial = m.declare([I32], [I32]);
    factorial.define((_, n) =>
      choose(I32, i32.eqz(n.get), i32.const(1), i32.mul(n.get, factorial.call(i32.sub(n.get, i32.const(1))))),
    );
    const place = m.element(factorial);
    m.export(
      'run',
      m.define([I32], [I32], (_, n) => m.callAt(i32.const(place), [I32], [I32], n.get)),
    );
    const bytes = m.bytes(1);
    expect(WebAssembly.validate(bytes)).toBe(true);
    expect(exportsOf(bytes)['run']?.(10)).toBe(3628800);
  });

  it('holds what is called of what is defined if called, which may call itself', () => {
    const [bare, one] = [new ModuleBuilder(), new ModuleBuilder()];
    const define = (m: ModuleBuilder): Callable => {
      const sum: Callable = m.defineIfCalled([I32], [I32], (_, n) =>
        choose(I32, i32.eqz(n.get), i32.const(0), i32.add(n.get, sum.call(i32.sub(n.get, i32.const(1))))),
      );
      return sum;
    };
    define(bare);
    expect(bare.bytes(1)).toEqual(new ModuleBuilder().bytes(1));
    const sum = define(one);
    one.export(
      'run',
      one.define([I32], [I32], (_, n) => sum.call(n.get)),
    );
    one.export('again', sum);
    const { run, again } = exportsOf(one.bytes(1));
    expect([run?.(100), again?.(3)]).toEqual([5050, 6]);
  });

  // 40,000 pages are 2.6 GB, of which nothing is touched.
  it('has memory that grows beyond 2 GiB, to what is wanted and little further, and traps at its end', () => {
    const m = new ModuleBuilder();
    m.export(
      'reach',
      m.define([I32], [I32], (_, end) => [makeRoom(end.get), i32.const(1)]),
    );
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 40_000 });
    const module = new WebAssembly.Module(m.bytes(1));
    const { reach } = new WebAssembly.Instance(module, { e: { memory } }).exports as ReturnType<
      typeof exportsOf
    >;
    const pages = (): number => memory.grow(0);
    reach?.(65_536);
    expect(pages()).toBe(1);
    reach?.(65_537);
    expect(pages()).toBe(17);
    // An address above 2^31 is a negative integer.
    reach?.((2 ** 31 + 1) | 0);
    expect(pages()).toBeGreaterThanOrEqual(32_769);
    expect(pages()).toBeLessThan(1.125 * 32_769 + 16);
    expect(() => reach?.((40_001 * 65_536) | 0)).toThrow(WebAssembly.RuntimeError);
  });

  it('says when a function has no body', () => {
    const m = new ModuleBuilder();
    m.declare([], []);
    expect(() => m.bytes(1)).toThrow('InvariantError');
  });
});

function exportsOf(bytes: Uint8Array): Readonly<Record<string, (n: number) => number>> {
  const memory = new WebAssembly.Memory({ initial: 1 });
  return new WebAssembly.Instance(new WebAssembly.Module(bytes), { e: { memory } }).exports as ReturnType<
    typeof exportsOf
  >;
}
