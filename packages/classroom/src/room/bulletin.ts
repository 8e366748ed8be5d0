/** The news of a turn. */
import type { BulletinView } from '../protocol/protocol.ts';
import type { RoomState } from './state.ts';
import type { World } from './world.ts';

export type BulletinLine = BulletinView['lines'][number] & {
  /** Seats that read it; all when left out. */
  readonly to?: readonly string[];
};

export function bulletinOf(
  _world: World,
  _state: RoomState,
  _turn: number,
  _language: string,
  _text: (id: number) => string,
): readonly BulletinLine[] {
  return [];
}
