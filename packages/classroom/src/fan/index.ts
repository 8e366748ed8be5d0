/** Trials from a room's frames: fans of options, bots that look ahead, luck against decision. Needs Node for threads. */
export type { Estimate, OutcomeEstimate, QuestionAnswer } from './estimates.ts';
export {
  fan,
  TRIALS,
  type Fan,
  type FanOption,
  type FanRequest,
  type MeasureFan,
  type Refused,
} from './fan.ts';
export { groundOf, STREAM, type Board, type Ground } from './ground.ts';
export { insteadAnswer, ordersLabel } from './instead-told.ts';
export { instead, type Instead, type InsteadRequest } from './instead.ts';
export { lookAhead, type LookAheadRequest, type LookedAhead } from './look-ahead.ts';
export {
  luckAgainstDecision,
  type BestChange,
  type Luck,
  type LuckRequest,
  type LuckWatch,
  type Place,
  type SeatLuck,
} from './luck.ts';
export { modelForecasts, type ModelForecasts } from './model.ts';
export { optionsOf, type Answers } from './orders.ts';
export { BUDGET, lookAheadOrders } from './room-bots.ts';
export { preview, roomFan } from './room-fan.ts';
export { runHere, type Runner, type Watch } from './runner.ts';
export { FanThreads, startRunner } from './threads.ts';
export { fanAnswer } from './told.ts';
export { startTrials, trialsOf, type RoomTrials } from './trials.ts';
