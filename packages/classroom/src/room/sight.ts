/** Which names of the scenario somebody may read: a seat what it `sees`, the public what every seat does. */
import type { World } from './world.ts';

/** @param seat the public, which reads what all seats may, where it is left out */
export function sightOf({ model, exercise }: World, seat?: string): (name: string) => boolean {
  const seats = model.seats.filter(({ name }) => seat === undefined || name === seat);
  // What it controls it sees.
  const sets = seats.map(({ sees, controls }) =>
    sees === 'all' ? undefined : new Set([...sees, ...controls]),
  );
  const open = new Set(exercise.public);
  return (name) => open.has(name) || sets.every((set) => !set || set.has(name));
}
