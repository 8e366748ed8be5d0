/**
 * A room's decisions as a study: the scenario as the exercise has it, and beside it an arm with what people did, so that
 * `stave batch` runs a class by the thousand. An arm has no words for some of what happens in a room; those are named.
 */
import type { Intervention } from '@stave/engine';
import { parse, stringify } from 'yaml';
import type { World } from '../room/world.ts';

export interface RoomStudy {
  /** YAML, as `stave batch` reads it. */
  readonly text: string;
  /** What happened in the room and the arm cannot say, a sentence each. */
  readonly unsaid: readonly string[];
}

interface ArmSource {
  readonly parameters?: object;
  readonly put?: readonly object[];
  readonly hold?: readonly object[];
  readonly events?: { readonly add?: readonly object[]; readonly remove?: readonly object[] };
  readonly scripts?: Readonly<Record<string, readonly object[]>>;
}

/** @param exerciseText of the exercise file, from which the arm of the exercise is taken over as it is written */
export function studyOfRoom(
  world: World,
  exerciseText: string,
  interventions: readonly Intervention[],
  seed: string,
): RoomStudy {
  const { exercise } = world;
  const own = (parse(exerciseText) as { readonly arm?: ArmSource | null }).arm ?? {};
  const { scripts, put, events, unsaid } = partsOf(world, interventions);
  const room: ArmSource = {
    ...own,
    ...(put.length > 0 && { put: [...(own.put ?? []), ...put] }),
    ...(events.length > 0 && { events: { ...own.events, add: [...(own.events?.add ?? []), ...events] } }),
    ...(Object.keys(scripts).length > 0 && { scripts: { ...own.scripts, ...scripts } }),
  };
  const isEmpty = Object.keys(own).length === 0;
  const study = {
    'stave-study': 1,
    id: `${exercise.id}-room`,
    title: exercise.title,
    scenario: exercise.scenario,
    trials: 10_000,
    seed,
    arms: { bots: isEmpty ? null : own, room },
  };
  return { text: stringify(study, { lineWidth: 0, aliasDuplicateObjects: false }), unsaid };
}

interface Parts {
  readonly scripts: Record<string, object[]>;
  readonly put: object[];
  readonly events: object[];
  readonly unsaid: string[];
}

function partsOf(world: World, interventions: readonly Intervention[]): Parts {
  const parts: Parts = { scripts: {}, put: [], events: [], unsaid: [] };
  for (const one of interventions) {
    const at = momentOf(world, one.step);
    switch (one.kind) {
      case 'choice':
        addChoice(parts, one, at);
        break;
      case 'put':
        parts.put.push({ state: `${one.driver}.${one.state}`, at });
        break;
      case 'event':
        parts.events.push({ event: one.event, at, ...(one.data && { with: one.data }) });
        break;
      case 'consent':
        parts.unsaid.push(
          `step ${one.step}: ${one.who} ${one.agrees ? 'agreed to' : 'refused'} ${one.move}; the arm asks the rule of the scenario`,
        );
        break;
      case 'attempt':
        // An inject that is news alone changes nothing in the scenario.
        if (one.effects.length > 0)
          parts.unsaid.push(
            `step ${one.step}: ${one.id} with probability ${one.probability}; an arm has no attempts`,
          );
        break;
    }
  }
  return parts;
}

function addChoice(
  { scripts }: Parts,
  { seat, open, covert }: Extract<Intervention, { kind: 'choice' }>,
  at: string | number,
): void {
  const lines = (scripts[seat] ??= []);
  if (open === undefined && covert === undefined) {
    lines.push({ at, hold: true });
    return;
  }
  // Where people made a move of one kind alone, no bot makes one of the other.
  lines.push(open === undefined ? { at, hold: 'open' } : { at, move: open });
  lines.push(covert === undefined ? { at, hold: 'covert' } : { at, move: covert });
}

/** A date that the step holds, or the time that it begins with. */
const momentOf = ({ ir }: World, step: number): string | number =>
  ir.clock.dates?.[step - 1] ?? (step - 1) * ir.clock.perStep;
