/** Kernels: executors that run generated code. */
import type { Executor } from '../ir/executor.ts';
import type { Ir } from '../ir/ir.ts';
import { compileJs } from './js.ts';
import type { CompiledModule } from './wasm/blocks.ts';
import { compileWasm, hasWasm, moduleOf } from './wasm/wasm.ts';

export { compileJs } from './js.ts';
export { compileWasm, hasWasm } from './wasm/wasm.ts';

/** Kernels by name. */
export type KernelName = 'js' | 'wasm';

/** What threads are sent of a kernel, so that each scenario is compiled once. */
export type PreparedKernel =
  { readonly name: 'js' } | { readonly name: 'wasm'; readonly module: CompiledModule };

/** @throws where there is no WebAssembly with SIMD; callers ask `hasWasm` before */
export function prepareKernel(ir: Ir, name: KernelName): PreparedKernel {
  if (name === 'js') return { name };
  if (!hasWasm()) throw new Error('InvariantError: no WebAssembly with SIMD here');
  return { name, module: moduleOf(ir) };
}

/** The executor of a kernel that was prepared from the same Ir, here or in another thread. */
export function kernelOf(ir: Ir, prepared: PreparedKernel): Executor {
  if (prepared.name === 'js') return compileJs(ir);
  const executor = compileWasm(ir, undefined, prepared.module);
  if (!executor) throw new Error('InvariantError: no WebAssembly with SIMD here');
  return executor;
}

/** @throws as `prepareKernel` */
export const compileKernel = (ir: Ir, name: KernelName): Executor => kernelOf(ir, prepareKernel(ir, name));
