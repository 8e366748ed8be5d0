/** What a room plays on: the exercise, and its scenario as the exercise has it. */
import type { Ir, Model } from '@stave/engine';
import { Play } from '@stave/engine/reference';
import type { Exercise } from '../exercise/exercise.ts';

export interface World {
  readonly exercise: Exercise;
  /** Checked, with contested terms put in. */
  readonly model: Model;
  readonly ir: Ir;
  readonly play: Play;
}

export const makeWorld = (exercise: Exercise, model: Model, ir: Ir): World => ({
  exercise,
  model,
  ir,
  play: new Play(ir),
});
