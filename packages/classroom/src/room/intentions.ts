/** What seats mean to do in the turn, whom that asks, and whether it can be done. */
import { WHY_NOT, type LegalMove } from '@stave/engine/reference';
import { unmetOf } from './conditions.ts';
import type { Orders } from './events.ts';
import { deskOf } from './things.ts';
import { answererOf } from './people.ts';
import { sightOf } from './sight.ts';
import type { RoomState } from './state.ts';
import { chancesOf, type World } from './world.ts';

/** Whether the draft of a seat would stand if time were up: nobody refused it. */
export const standingDraft = (
  state: RoomState,
  seat: string,
): { orders: Orders; revision: number } | undefined => {
  const { draft, submitted } = deskOf(state, seat);
  const isRefused = Object.values(draft?.consents ?? {}).some(({ agrees }) => !agrees);
  return draft && !submitted && !isRefused ? draft : undefined;
};

/** What a seat that people hold does: as control ruled, else as handed in. */
export function intendedOf(state: RoomState, seat: string): Orders | undefined {
  const ruled = state.ruled[seat]?.orders;
  if (ruled) return ruled;
  return state.held[seat] === 'people' ? (deskOf(state, seat).submitted?.orders ?? {}) : undefined;
}

/** A question to people of the room about a move, `seat.move`, that is meant to be made. */
export interface AskedOf {
  readonly move: string;
  /** As the scenario names who is asked. */
  readonly who: string;
  /** Who answers. */
  readonly seat: string;
  readonly role?: string;
}

/** Questions that moves handed in put to people, in file order of the seats that make them. */
export const askedOf = (world: World, state: RoomState): readonly AskedOf[] =>
  world.exercise.seats.flatMap(({ name }) => {
    const orders = intendedOf(state, name);
    return orders ? questionsOf(world, state, name, orders) : [];
  });

/**
 * Questions that moves of bots may put to people: a bot's move is chosen when the turn is adjudicated, so people say
 * before what they would answer. All of them, whatever could be made now: that would tell what a seat has left.
 */
export const standingQuestions = (world: World, state: RoomState): readonly AskedOf[] =>
  (world.ir.seats?.seats ?? []).flatMap(({ name: seat, plans }) => {
    const held = state.held[seat];
    const isBots = held !== undefined && held !== 'people' && held !== 'hold' && !state.ruled[seat];
    if (!isBots || chancesOf(world, state, seat).length === 0) return [];
    return plans
      .flatMap(({ moves }) => moves)
      .flatMap(({ name: move, consents }) =>
        consents.flatMap(({ who }) => {
          const answerer = answererOf(world, state, who);
          return answerer ? [{ move, who, ...answerer }] : [];
        }),
      );
  });

/** Whom a move of the scenario asks, `seat.move`. */
export const asksOf = ({ ir }: World, move: string): readonly string[] =>
  (ir.seats?.seats ?? [])
    .flatMap(({ plans }) => plans.flatMap(({ moves }) => moves))
    .filter(({ name }) => name === move)
    .flatMap(({ consents }) => consents.map(({ who }) => who));

export function questionsOf(
  world: World,
  state: RoomState,
  seat: string,
  { open, covert }: Orders,
): readonly AskedOf[] {
  if (open === undefined && covert === undefined) return [];
  return world.play
    .legalMoves(state.frame, seat)
    .filter(({ name, kind }) => name === (kind === 'open' ? open : covert))
    .flatMap(({ name, consents }) =>
      consents.flatMap((who) => {
        const answerer = answererOf(world, state, who);
        return answerer ? [{ move: `${seat}.${name}`, who, ...answerer }] : [];
      }),
    );
}

/** What stands against orders on the frame of the turn, in words; nothing where they can be made. */
export function ordersProblem(
  world: World,
  state: RoomState,
  seat: string,
  orders: Orders,
): { readonly code: 'notNow' | 'unknown' | 'illegal'; readonly message: string } | undefined {
  const { turn } = state.clock;
  if (chancesOf(world, state, seat).length === 0) {
    return { code: 'notNow', message: `\`${seat}\` has no turn in turn ${turn}: there is nothing to decide` };
  }
  const { frame } = state;
  for (const kind of ['open', 'covert'] as const) {
    const name = orders[kind];
    if (name === undefined) continue;
    const legal = world.play
      .legalMoves(frame, seat, kind === 'covert' ? orders.open : undefined)
      .filter((move) => move.kind === kind);
    const move = legal.find((one) => one.name === name);
    if (!move) {
      const known = legal.map((one) => `\`${one.name}\``).join(', ');
      const message = `\`${seat}\` has no ${kind} move \`${name}\``;
      return { code: 'unknown', message: known === '' ? message : `${message}; it has ${known}` };
    }
    const reasons = obstaclesText(world, state, seat, move);
    if (reasons !== undefined) {
      return { code: 'illegal', message: `\`${seat}\` cannot make \`${name}\` now: ${reasons}` };
    }
  }
  return undefined;
}

/** What of a condition fails is told as the seat may see it, whoever asks. */
function obstaclesText(
  world: World,
  state: RoomState,
  seat: string,
  { name, obstacles }: LegalMove,
): string | undefined {
  if (obstacles.length === 0) return undefined;
  const told = { world, state, sees: sightOf(world, seat), language: 'en' };
  return obstacles
    .map((obstacle) => {
      const unmet = obstacle === 'condition' ? unmetOf(told, seat, name) : [];
      return unmet.length === 0 ? WHY_NOT[obstacle] : `${WHY_NOT[obstacle]} (${unmet.join('; ')})`;
    })
    .join('; ');
}
