export type * from './ir.ts';
export type * from './executor.ts';
export type * from './saved-frame.ts';
export { frameProblem } from './frame-problem.ts';
export { lower, type Lowered } from './lower.ts';
export { printIr } from './print.ts';
export { printMermaid } from './mermaid.ts';
export { lastFrameOnly, withStates, type StateColumn } from './reshaped.ts';
export { uncertainQuestions } from './uncertain.ts';
