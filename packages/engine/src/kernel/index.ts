/** Kernels: executors that run generated code. */
export { compileJs } from './js.ts';
export { compileWasm } from './wasm/wasm.ts';
