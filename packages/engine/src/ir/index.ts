export type * from './ir.ts';
export type * from './ir-seats.ts';
export type * from './executor.ts';
export type * from './saved-frame.ts';
export { sha256Hex } from './digest.ts';
export { frameProblem } from './frame-problem.ts';
export { lower, type Lowered } from './lower.ts';
export { printIr } from './print.ts';
export { printMermaid } from './mermaid.ts';
export { newsOf, type News } from './news.ts';
export { lastFrameOnly, withStates, type StateColumn } from './reshaped.ts';
export { withSampling } from './sampling.ts';
export { uncertainQuestions } from './uncertain.ts';
export { shownVariables } from './shown-variables.ts';
export { frameInto, frameOutOf, intervened } from './intervened.ts';
export { interventionProblem } from './intervention-problem.ts';
export type { Effect, Intervention } from './interventions.ts';
export { frameWithGoals, goalQuestion, withGoalQuestions } from './goal-questions.ts';
export {
  decidingStep,
  frameDeciding,
  turnsOf,
  withOpenDecisions,
  type OpenChoice,
  type OpenConsent,
  type OpenDecisions,
} from './open-decisions.ts';
