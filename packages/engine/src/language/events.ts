/** Which events a descriptor under `on` stands for, and which the engine itself raises. */
import { Chart } from './chart.ts';
import type { Model, Move } from './model.ts';

/** Marks an event of the engine's own, by which an arm forces a state: nobody can write or hear it. */
const OWN = ':';

/** The event by which an arm does something to a state. */
export const ownEvent = (what: string, state: string): string => `${what}${OWN}${state}`;

export const isOwnEvent = (event: string): boolean => event.includes(OWN);

/** `*` is every event, `market.*` is `market` and all that begin with `market.`. */
export function matches(descriptor: string, event: string): boolean {
  if (isOwnEvent(event)) return false;
  if (descriptor === '*') return true;
  if (!descriptor.endsWith('.*')) return descriptor === event;
  const stem = descriptor.slice(0, -2);
  return event === stem || event.startsWith(`${stem}.`);
}

/** Events of this stem are raised by the engine: `done.driver`, `done.driver.state`. */
const DONE = 'done';

export const isDone = (event: string): boolean => event === DONE || event.startsWith(`${DONE}.`);

export const doneEvent = (name: string): string => `${DONE}.${name}`;

/** Events the engine raises: of drivers and states that have an end. */
export function doneEvents(model: Model): readonly string[] {
  return model.drivers.flatMap((driver) => {
    const chart = new Chart(driver);
    const ends = (name?: string): boolean => chart.children(name).some(({ kind }) => kind === 'final');
    return [
      ...(ends() ? [doneEvent(driver.name)] : []),
      ...driver.states.flatMap(({ name, kind }) =>
        kind === 'parallel' || (kind === 'compound' && ends(name))
          ? [doneEvent(`${driver.name}.${name}`)]
          : [],
      ),
    ];
  });
}

/** What moves of seats cause: the move's own event, and those of its outcomes. */
export const moveEvents = (
  seat: string,
  { name, outcomes }: Pick<Move, 'name' | 'outcomes'>,
): readonly string[] => [`${seat}.${name}`, ...outcomes.map((outcome) => `${seat}.${name}.${outcome.name}`)];

/** What became of a move that was chosen and not made; raised by the engine, without data. */
export const FATES = ['lapsed', 'refused'] as const;

export const fateEvent = (fate: (typeof FATES)[number], seat: string, move: string): string =>
  `${fate}.${seat}.${move}`;

export const fateEvents = (model: Model): readonly string[] =>
  model.seats.flatMap((seat) =>
    seat.moves.flatMap(({ name, consent }) =>
      FATES.filter((fate) => fate === 'lapsed' || consent.length > 0).map((fate) =>
        fateEvent(fate, seat.name, name),
      ),
    ),
  );
