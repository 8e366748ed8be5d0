/** Kernels: executors that run generated code. */
export { compileJs, printJs } from './js.ts';
