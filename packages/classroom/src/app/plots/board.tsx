/** The drivers of the world and the state that each is in, those that moved in the last turn first. */
import type { JSX } from 'preact';
import type { WorldView } from '../../protocol/protocol.ts';
import { useRoom } from '../room.ts';

export function Board({ world, isShort = false }: { world: WorldView; isShort?: boolean }): JSX.Element {
  const { say } = useRoom();
  const moved = world.drivers.filter(({ changed }) => changed);
  const rest = world.drivers.filter(({ changed }) => !changed);
  const shown = isShort && moved.length > 0 ? moved : [...moved, ...rest];
  return (
    <ul class="board">
      {shown.map((driver) => (
        <li key={driver.name} class={driver.changed ? 'changed' : undefined}>
          <span class="board-name">{driver.label}</span>
          <span class="board-state">{driver.stateLabel}</span>
          {driver.changed ? <span class="board-mark">{say('hasChanged')}</span> : null}
        </li>
      ))}
    </ul>
  );
}
