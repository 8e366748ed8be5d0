/** The drivers of the world and the state that each is in, those that moved in the last turn first. */
import type { JSX } from 'preact';
import type { WorldView } from '../../protocol/protocol.ts';
import { useRoom } from '../room.ts';
import { number } from '../words/formats.ts';
import type { Node } from './map-nodes.ts';
import { Trend } from './trend.tsx';
import { bracketed, listed } from '../../grammar/punctuation.ts';

/** What changed alone, where anything did. */
export function ShortBoard({ world }: { world: WorldView }): JSX.Element {
  const { say } = useRoom();
  const moved = world.drivers.filter(({ changed }) => changed);
  return (
    <ul class="board">
      {(moved.length > 0 ? moved : world.drivers).map((driver) => (
        <li key={driver.name} class={driver.changed ? 'changed' : undefined}>
          <span class="board-name">{driver.label}</span>
          <span class="board-state">{driver.stateLabel}</span>
          {driver.changed ? <span class="board-mark">{say('hasChanged')}</span> : null}
        </li>
      ))}
    </ul>
  );
}

/** The map in words: each with its state, whose it is, what it moves and, of a number, what moves it. */
export function Board({ nodes }: { nodes: readonly Node[] }): JSX.Element {
  const { say, language } = useRoom();
  return (
    <ul class="board linked">
      {nodes.map((node) => (
        <li key={node.name} class={node.changed ? 'changed' : undefined}>
          <span class="board-name">
            {node.label}
            {node.heldBy.length === 0 ? null : (
              <small>{bracketed(language, '', listed(language, node.heldBy))}</small>
            )}
          </span>
          <span class="board-state">
            {node.isNumber ? number(language, node.value) : node.state}
            {node.isNumber ? <Trend node={node} /> : null}
          </span>
          {node.changed ? <span class="board-mark">{say('hasChanged')}</span> : null}
          {node.moves.length === 0 ? null : (
            <span class="board-links">{say('mapMoves', { what: listed(language, node.moves) })}</span>
          )}
          {/* Of a driver it would say again what stands under others. */}
          {!node.isNumber || node.movedBy.length === 0 ? null : (
            <span class="board-links">{say('mapMovedBy', { what: listed(language, node.movedBy) })}</span>
          )}
        </li>
      ))}
    </ul>
  );
}
