export { referenceExecutor } from './executor.ts';
export { traceTrial, type Trace, type TraceDraw, type TraceFrame, type TraceMove } from './trace.ts';
export { printTrace } from './print-trace.ts';
export { Play, type Choices, type LegalMove, type Played, type Turn } from './play.ts';
export type { Decision, Obstacle } from './seats.ts';
