/** What stands on the map of the world, and what is said of each in the list. */
import type { WorldView } from '../../protocol/protocol.ts';

export interface Node {
  readonly name: string;
  readonly label: string;
  readonly isNumber: boolean;
  /** Of a driver. */
  readonly state: string;
  /** Of a number, now and a turn ago. */
  readonly value?: number;
  readonly before?: number;
  /** A driver in another state than a turn ago. */
  readonly changed: boolean;
  /** Labels of seats. */
  readonly heldBy: readonly string[];
  /** In the same hands. */
  readonly group?: string;
  /** A stave of the barrel; without a barrel, one of the numbers that most things act on. */
  readonly isMiddle: boolean;
  /** Labels of what it moves, and of what moves it. */
  readonly moves: readonly string[];
  readonly movedBy: readonly string[];
  /** Its place in the scenario. */
  readonly order: number;
}

/** How many numbers stand in the middle where no barrel does. */
const MIDDLE_MOST = 3;
/** A link to a number in the middle counts for more than others. */
const TO_MIDDLE = 3;

/**
 * Drivers, and the numbers that something moves or that move something. First what changed, then what has most links:
 * whoever shows only the first ones shows the strongest.
 */
export function nodesOf(world: WorldView): readonly Node[] {
  const middle = middleOf(world);
  const linked = new Set(world.links.flat());
  const labels = new Map([...world.drivers, ...world.numbers].map(({ name, label }) => [name, label]));
  const labelsOf = (names: readonly string[]): readonly string[] =>
    names.map((name) => labels.get(name) ?? name);
  const links = (name: string): Pick<Node, 'moves' | 'movedBy'> => ({
    moves: labelsOf(world.links.filter(([from]) => from === name).map(([, to]) => to)),
    movedBy: labelsOf(world.links.filter(([, to]) => to === name).map(([from]) => from)),
  });
  const drivers = world.drivers.map(({ name, label, stateLabel, changed, heldBy }) => ({
    name,
    label,
    isNumber: false,
    state: stateLabel,
    changed,
    heldBy,
    ...(heldBy[0] !== undefined && { group: heldBy.join() }),
    isMiddle: false,
    ...links(name),
  }));
  const numbers = world.numbers
    .filter(({ name }) => linked.has(name) || middle.includes(name))
    .map(({ name, label, values }) => {
      const [before, value] = [values.at(-2), values.at(-1)].map((one) => one ?? undefined);
      return {
        name,
        label,
        isNumber: true,
        state: '',
        ...(value !== undefined && { value }),
        ...(before !== undefined && { before }),
        changed: false,
        heldBy: [],
        isMiddle: middle.includes(name),
        ...links(name),
      };
    });
  const strength = (name: string): number =>
    world.links.reduce(
      (sum, [from, to]) =>
        sum + (from === name ? (middle.includes(to) ? TO_MIDDLE : 1) : to === name ? 1 : 0),
      0,
    );
  return [...drivers, ...numbers]
    .map((node, order) => ({ ...node, order }))
    .toSorted(
      (a, b) =>
        Number(b.isMiddle) - Number(a.isMiddle) ||
        (a.isMiddle && b.isMiddle ? middle.indexOf(a.name) - middle.indexOf(b.name) : 0) ||
        Number(b.changed) - Number(a.changed) ||
        strength(b.name) - strength(a.name),
    );
}

function middleOf(world: WorldView): readonly string[] {
  if (world.barrel !== undefined) return world.barrel.staves;
  const moved = (name: string): number => world.links.filter(([, to]) => to === name).length;
  return world.numbers
    .map(({ name }) => name)
    .filter((name) => moved(name) > 0)
    .toSorted((a, b) => moved(b) - moved(a))
    .slice(0, MIDDLE_MOST);
}
