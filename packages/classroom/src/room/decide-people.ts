/** Who sits where: taking and leaving places, by oneself and by control, and bots in their stead. */
import type { BotKind } from '../exercise/exercise.ts';
import type { By } from './events.ts';
import {
  EVER_MOST,
  freeRole,
  membersOf,
  PEOPLE_MOST,
  personOf,
  presentIn,
  roleOf,
  TEAM_MOST,
} from './people.ts';
import { refuse, type Ask, type Refused, type Ruling } from './refusal.ts';
import type { RoomState } from './state.ts';
import type { DraftDeed } from './texts.ts';
import { seatOf, type World } from './world.ts';

/**
 * Somebody new in the room, or one who had left and comes back; waits for a place. Whoever runs the room calls it,
 * since nobody is there yet to give a command.
 */
export function join(
  world: World,
  state: RoomState,
  { language, person }: { readonly language?: string; readonly person?: By },
): { readonly person: By; readonly deeds: readonly DraftDeed[] } | Refused {
  if (state.clock.phase === 'closed') return refuse('notNow', 'the exercise is closed');
  const { languages } = world.exercise;
  const spoken = language !== undefined && languages.includes(language) ? language : (languages[0] ?? 'en');
  const known = person === undefined ? undefined : personOf(state, person);
  if (known?.isHere) return { person: known.id, deeds: [] };
  const count = Object.keys(state.people).length;
  if (!known && (presentIn(state) >= PEOPLE_MOST || count >= EVER_MOST))
    return refuse('tooMany', `the room is full: it takes ${PEOPLE_MOST} people`);
  const id = known?.id ?? (`p${count + 1}` as const);
  return { person: id, deeds: [{ kind: 'joined', person: id, language: spoken }] };
}

export function take(ask: Ask, name: string, role: string): Ruling {
  const { world, state, by } = ask;
  const { phase } = state.clock;
  if (phase === 'debrief' || phase === 'closed') return refuse('notNow', 'the last turn is over');
  const person = personOf(state, by);
  if (person?.seat === name && person.role === role) return [];
  const seat = seatOf(world, name);
  if (!seat) return refuse('unknown', `there is no seat \`${name}\``);
  const place = roleOf(seat, role);
  if (!place) return refuse('unknown', `\`${name}\` has no role \`${role}\``);
  const own = person?.seat ?? person?.knew;
  if (own !== undefined && own !== name && phase !== 'lobby') {
    return refuse('notYours', 'you know the secrets of your seat: ask the facilitator to change it');
  }
  const isSame = person?.seat === name;
  const members = membersOf(state, name);
  const holding = members.filter((other) => other.role === role).length;
  if (holding >= place.most || (!isSame && members.length >= TEAM_MOST)) {
    return refuse('tooMany', `\`${role}\` of \`${name}\` is taken: take another role`);
  }
  return placed(ask, by, name, role);
}

/** By control: where the role is taken, the two share it, so that a lost one is replaced at once. */
export function assign(ask: Ask, id: string, name: string | null, role: string | undefined): Ruling {
  const { world, state } = ask;
  if (state.clock.phase === 'closed') return refuse('notNow', 'the exercise is closed');
  const person = personOf(state, id);
  if (!person?.isHere) return refuse('unknown', `\`${id}\` is not in the room`);
  if (name === null) return person.seat === null ? [] : placed(ask, person.id, null, undefined);
  const seat = seatOf(world, name);
  if (!seat) return refuse('unknown', `there is no seat \`${name}\``);
  const place = role === undefined ? (freeRole(state, seat) ?? seat.roles[0]) : roleOf(seat, role);
  if (!place) return refuse('unknown', `\`${name}\` has no role \`${role ?? ''}\``);
  if (person.seat === name && person.role === place.id) return [];
  if (person.seat !== name && membersOf(state, name).length >= TEAM_MOST) {
    return refuse('tooMany', `\`${name}\` has ${TEAM_MOST} members already`);
  }
  return placed(ask, person.id, name, place.id);
}

export const leave = (ask: Ask, person: By): Ruling => [{ kind: 'left', person }, ...emptied(ask, person)];

export function remove(ask: Ask, id: string): Ruling {
  const person = personOf(ask.state, id);
  if (!person) return refuse('unknown', `\`${id}\` is not in the room`);
  return person.isHere ? leave(ask, person.id) : [];
}

export function hand({ world, state }: Ask, seat: string, to: BotKind | 'people'): Ruling {
  if (!seatOf(world, seat)) return refuse('unknown', `there is no seat \`${seat}\``);
  return state.held[seat] === to ? [] : [{ kind: 'handed', seat, to }];
}

/** A seat is people's from its first member on, and its bot's again when the last has gone. */
function placed(ask: Ask, person: By, seat: string | null, role: string | undefined): readonly DraftDeed[] {
  const { state } = ask;
  const isFirst = seat !== null && membersOf(state, seat).length === 0 && state.held[seat] !== 'people';
  return [
    { kind: 'assigned', person, seat, ...(role !== undefined && { role }) },
    ...(personOf(state, person)?.seat === seat ? [] : emptied(ask, person)),
    ...(isFirst ? [{ kind: 'handed', seat, to: 'people' } as const] : []),
  ];
}

function emptied({ world, state }: Ask, person: By): readonly DraftDeed[] {
  const { seat } = personOf(state, person) ?? {};
  if (typeof seat !== 'string' || state.held[seat] !== 'people') return [];
  const isLast = membersOf(state, seat).every(({ id }) => id === person);
  const bot = seatOf(world, seat)?.bot;
  return isLast && bot !== undefined ? [{ kind: 'handed', seat, to: bot }] : [];
}
