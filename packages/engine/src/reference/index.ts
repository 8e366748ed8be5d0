export { referenceExecutor } from './executor.ts';
export { traceTrial, type Trace, type TraceDraw, type TraceFrame, type TraceMove } from './trace.ts';
export { printTrace } from './print-trace.ts';
