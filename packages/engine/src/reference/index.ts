export { referenceExecutor } from './executor.ts';
export { traceTrial, type Trace, type TraceDraw, type TraceFrame, type TraceMove } from './trace.ts';
export { printTrace } from './print-trace.ts';
export { Play, WHY_NOT, type AttemptMade, type LegalMove, type Turn } from './play.ts';
export type { Reading } from './reading.ts';
export { reachOf, type Reached } from './reach.ts';
export type { Weighed } from './weighed.ts';
export type { SettledAnswer } from './settled.ts';
export type { Decision, Obstacle } from './seats.ts';
