/** Kernels: executors that run generated code. */
import type { Executor } from '../ir/executor.ts';
import type { Ir } from '../ir/ir.ts';
import { compileJs } from './js.ts';
import { compileWasm } from './wasm/wasm.ts';

export { compileJs } from './js.ts';
export { compileWasm, hasWasm } from './wasm/wasm.ts';

/** Kernels by name. */
export type KernelName = 'js' | 'wasm';

/** @throws where there is no WebAssembly with SIMD; callers ask `hasWasm` before */
export function compileKernel(ir: Ir, name: KernelName): Executor {
  if (name === 'js') return compileJs(ir);
  const executor = compileWasm(ir);
  if (!executor) throw new Error('InvariantError: no WebAssembly with SIMD here');
  return executor;
}
