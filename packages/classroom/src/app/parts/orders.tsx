/** Orders in words: the open move and the covert one. */
import type { JSX } from 'preact';
import type { MoveView } from '../../protocol/protocol.ts';
import { moveLabel, useRoom, type Orders } from '../room.ts';
import { Badge } from './basics.tsx';

export function OrdersText({ orders, moves }: { orders: Orders; moves: readonly MoveView[] }): JSX.Element {
  const { say } = useRoom();
  if (orders.open === undefined && orders.covert === undefined)
    return <span class="orders">{say('noMove')}</span>;
  return (
    <span class="orders">
      {orders.open === undefined ? null : <span>{moveLabel(moves, orders.open)}</span>}
      {orders.covert === undefined ? null : (
        <span>
          {moveLabel(moves, orders.covert)} <Badge tone="info">{say('covert')}</Badge>
        </span>
      )}
    </span>
  );
}

export const costOf = (orders: Orders, moves: readonly MoveView[]): number =>
  moves
    .filter(({ move }) => move === orders.open || move === orders.covert)
    .reduce((sum, { cost }) => sum + cost, 0);
