/** The public face of the classroom: exercise files, rooms, their logs and what is made of them. */
export type * from './exercise/exercise.ts';
export type * from './protocol/protocol.ts';
export type * from './room/events.ts';
export type * from './room/state.ts';
export { openedExercise, openExercise, type ReadFile } from './exercise/open.ts';
export { placeFor, placesIn, type Place } from './exercise/places.ts';
export { readExercise, type ExerciseOptions, type ExerciseRead, type FileRead, type OpenScenario } from './exercise/read.ts'; // prettier-ignore
export { exerciseJsonSchema } from './exercise/shape.ts';
export { minutesOf, stepsOfTurn, turnOfInject, turnOfStep, turnsOfSeat } from './exercise/turns.ts';
