/**
 * When a run that is to be precise enough looks at its answers: after numbers of trials that nothing but the largest
 * decides, each about a quarter above the one before. What it finds there depends on all trials before the look and on
 * no other, so the run stops at the same trial on any machine.
 */
import { CHUNK } from './ranges.ts';

/** Rising numbers of trials; the last one is `most`. */
export function* looks(most: number): Generator<number> {
  let trials = 0;
  while (trials < most) {
    trials = Math.min(most, trials + CHUNK * Math.max(1, Math.ceil(trials / 4 / CHUNK)));
    yield trials;
  }
}
