/** Learning goals that the log ticks. */
import type { Exercise } from '../exercise/exercise.ts';
import type { RoomState } from './state.ts';

export interface Tick {
  readonly goal: string;
  readonly ticked: boolean;
  readonly by: 'log' | 'hand';
  /** How often it was found, and in which turns. */
  readonly evidence: string;
}

export const ticks = ({ learningGoals }: Exercise, state: RoomState): readonly Tick[] =>
  learningGoals.map(({ id }) => ({
    goal: id,
    ticked: state.ticks[id] === true,
    by: 'hand',
    evidence: '',
  }));
