/** What argued moves may pull. */
import type { Lever } from '../exercise/exercise.ts';
import type { World } from './world.ts';

/** Whether parts of a unit would be no whole number of what it adds to. */
export const isWhole = ({ model }: Pick<World, 'model'>, { effect }: Pick<Lever, 'effect'>): boolean =>
  'add' in effect &&
  model.drivers.some(({ variables }) =>
    variables.some(({ name, type }) => name === effect.to && type === 'integer'),
  );
