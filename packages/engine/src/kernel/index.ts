/** Kernels: executors that run generated code. */
export { compileJs } from './js.ts';
