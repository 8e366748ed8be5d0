export type * from './ir.ts';
export type * from './executor.ts';
export { CHUNK_TRIALS, MICROSTEPS_MAX } from './executor.ts';
export { lower, type Lowered } from './lower.ts';
export { printIr, printIrExpr } from './print.ts';
export { printMermaid } from './mermaid.ts';
export { frameZero } from './frame-zero.ts';
