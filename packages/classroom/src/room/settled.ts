/** Standing questions whose answer stands: of the whole trial when it is over, else as far as frames can tell. */
import type { RoomState } from './state.ts';
import type { World } from './world.ts';

/** Outcome by question; a question that does not apply, or is still open, is not there. */
export function settledAnswers({ play }: World, state: RoomState): ReadonlyMap<string, string> {
  const { ended, frame, past } = state;
  const known: readonly (readonly [string, unknown])[] = ended
    ? Object.entries(ended.answers)
    : past.length === 0
      ? []
      : play.answers(frame).map(({ id, settled }) => [id, settled] as const);
  return new Map(known.flatMap(([id, value]) => (typeof value === 'string' ? [[id, value]] : [])));
}
