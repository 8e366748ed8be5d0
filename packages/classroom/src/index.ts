/** The public face of the classroom: exercise files, rooms, their logs and what is made of them. */
export type * from './exercise/exercise.ts';
export type * from './protocol/protocol.ts';
export type * from './room/events.ts';
export type * from './room/state.ts';
