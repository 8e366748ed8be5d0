/**
 * A log without what is left of its last command, where a kill or a cut took some of its events: they are one, and none
 * of them was told.
 */
import { verify, type RoomEvent, type World } from '@stave/classroom';
import { InputError } from '../failure.ts';

/** @throws InputError where the log does not replay */
export function wholeCommands(world: World, events: readonly RoomEvent[]): readonly RoomEvent[] {
  for (let end = events.length; end > 0; end--) {
    const whole = events.slice(0, end);
    const problem = verify(world, whole);
    if (!problem) return whole;
    if (problem.seq <= end)
      throw new InputError(
        `the log does not replay: ${problem.message}`,
        'it was changed after it was written, or it was written by another version of stave',
      );
  }
  return [];
}
