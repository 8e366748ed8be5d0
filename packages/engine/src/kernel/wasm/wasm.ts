/** The kernel in WebAssembly: blocks of trials go through each phase of a step together. docs/decisions/0014. */
import type { Executor } from '../../ir/executor.ts';
import type { Ir } from '../../ir/ir.ts';
import { requireFrameOf } from '../../ir/saved-frame.ts';
import { COUNT_BYTES_MAX } from '../../tally/index.ts';
import { leavingOutDead, withoutDead } from '../dead.ts';
import { compileJs } from '../js.ts';
import type { CompiledModule } from './blocks.ts';
import { generateModule } from './generate.ts';
import { Kernel } from './kernel.ts';

/** A module with one SIMD instruction. */
const PROBE = Uint8Array.from([
  0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 5, 1, 0x60, 0, 1, 0x7b, 3, 2, 1, 0, 10, 10, 1, 8, 0, 0x41, 0, 0xfd,
  0x0f, 0xfd, 0x62, 0x0b,
]);

/** Whether WebAssembly with SIMD is there to be used. */
export const hasWasm = (): boolean => typeof WebAssembly === 'object' && WebAssembly.validate(PROBE);

/** The bytes that `compileWasm` runs, for people and tests. */
export const wasmBytes = (ir: Ir): Uint8Array => generateModule(ir).bytes;

/** What `compileWasm` compiles of an Ir; there must be WebAssembly with SIMD. */
export const moduleOf = (ir: Ir): CompiledModule => compiled(withoutDead(ir));

function compiled(ir: Ir): CompiledModule {
  const { bytes, ...data } = generateModule(ir);
  return { ...data, module: new WebAssembly.Module(bytes) };
}

/**
 * Compiles an Ir to WebAssembly. What comes back keeps the memory of one block and runs one range at a time.
 * Nothing where the engine has no WebAssembly with SIMD: the JavaScript kernel runs there.
 * @param bytesMax how much its counts may take
 * @param made by `moduleOf` from the same Ir, here or in another thread
 */
export function compileWasm(ir: Ir, bytesMax = COUNT_BYTES_MAX, made?: CompiledModule): Executor | undefined {
  if (!hasWasm()) return undefined;
  // The first that is asked for is what `moduleOf` compiles.
  let first = made;
  return leavingOutDead(ir, (part) => {
    const module = first ?? compiled(part);
    first = undefined;
    return executorOf(part, module, bytesMax);
  });
}

function executorOf(ir: Ir, module: CompiledModule, bytesMax: number): Executor {
  const kernel = new Kernel(ir, module, bytesMax);
  // Counts too large for the module are those of the other kernel, which are the same.
  const { counters } = kernel;
  const counting: Pick<Executor, 'count' | 'takeTally'> = counters
    ? { count: (range) => kernel.count(range, counters), takeTally: (room) => counters.take(room) }
    : compileJs(ir, bytesMax);
  return {
    name: 'wasm',
    run: (range, from, room) => kernel.run(range, requireFrameOf(ir, from), room),
    answer: (range) => kernel.answer(range),
    count: (range) => counting.count(range),
    takeTally: (room) => counting.takeTally(room),
    parameters: (range) => kernel.parameters(range),
    save: (range, k, from) => kernel.save(range, k, requireFrameOf(ir, from)),
  };
}
