/** The public face of the classroom: exercise files, rooms, their logs and what is made of them. */
export type * from './exercise/exercise.ts';
export type * from './protocol/protocol.ts';
export {
  adjudicate,
  allInterventions,
  effectsOfPull,
  interventionsOf,
  seatsThatLookAhead,
  type AdjudicatedDeed,
  type BotOrders,
} from './room/adjudicate.ts';
export { apply, replay } from './room/apply.ts';
export { ATTEMPTS, comingTurn, deskOf } from './room/things.ts';
export { randomOrders } from './room/bots.ts';
export { decide, type Decided } from './room/decide.ts';
export { join } from './room/decide-people.ts';
export { due, nextDue, type Due } from './room/due.ts';
export type * from './room/events.ts';
export { askedOf, intendedOf, type AskedOf } from './room/intentions.ts';
export { openRoom, RoomError, type OpenedDeed, type RoomOptions } from './room/open.ts';
export { answererOf, consentingRoles, freeRole, membersOf, placesLeft, rightsOf } from './room/people.ts';
export type { Actor } from './room/refusal.ts';
export type * from './room/state.ts';
export { openedExercise, openExercise, type ReadFile } from './exercise/open.ts';
export { placeFor, placesFor, placesIn, type Place } from './exercise/places.ts';
export { readExercise, type ExerciseOptions, type ExerciseRead, type FileRead, type OpenScenario } from './exercise/read.ts'; // prettier-ignore
export { exerciseJsonSchema } from './exercise/shape.ts';
export { minutesOf, stepsOfTurn, turnOfInject, turnOfStep, turnsOfSeat } from './exercise/turns.ts';
export { cleaned, cleanedName, withTextIds, type DraftDeed, type WithTexts } from './room/texts.ts';
export { bulletinOf, type BulletinLine } from './room/bulletin.ts';
export { ticks, type Tick } from './room/ticks.ts';
export { isAdjudicated, probabilityOf } from './room/turns.ts';
export {
  addressOf,
  chancesOf,
  isIn,
  makeWorld,
  presetOf,
  seatOf,
  stepsOf,
  type World,
} from './room/world.ts';
export { verify, type LogProblem } from './room/verify.ts';
export { viewOf, Views, type Lookups, type Viewer } from './room/view.ts';
export * from './scores/scores.ts';
export { firstLink } from './store/chain.ts';
export { eventLines, lastLink, logText, readLog, type Log } from './store/log-file.ts';
export type { ExerciseFiles } from './store/store.ts';
export {
  debriefHtml,
  debriefOf,
  debriefTable,
  debriefText,
  TABLES,
  type DebriefDocument,
  type DebriefOptions,
} from './debrief/index.ts';
export { goalsOf } from './room/bots.ts';
export { NO_MOVES, readMoves, type MoveWish, type TurnOfMoves } from './exercise/moves-file.ts';
export { packets } from './paper/packets.ts';
export type { PaperSize } from './paper/html.ts';
export { studyOfRoom } from './debrief/room-study.ts';
