/** The leaderboard as people see it in a room. */
import type { ScoreRow } from '../protocol/protocol.ts';
import type { RoomState } from '../room/state.ts';
import type { World } from '../room/world.ts';
import { scoreRoom } from './scores.ts';

/** People of the room, the best peer score first. */
export const scoreRows = (
  world: World,
  state: RoomState,
  name: (person: string) => string,
): readonly ScoreRow[] =>
  scoreRoom(world, state).forecasters.map(({ forecaster, ...scores }) => {
    const seat = state.people[forecaster]?.seat;
    return {
      person: forecaster,
      name: name(forecaster),
      ...(typeof seat === 'string' && { seat }),
      ...scores,
    };
  });
