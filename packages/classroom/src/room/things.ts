/** Which things a state has, and how what comes of them is called: desks, the turn that is put into, numbers, attempts. */
import { siteHash } from '@stave/engine';
import type { By } from './events.ts';
import type { Argued, Desk, Proposal, RoomState } from './state.ts';

const EMPTY_DESK: Desk = { vetoes: [] };

export const deskOf = ({ desks }: Pick<RoomState, 'desks'>, seat: string): Desk => desks[seat] ?? EMPTY_DESK;

/** The turn of the next adjudication: what is put in now acts there. */
export const comingTurn = ({ clock, past }: Pick<RoomState, 'clock' | 'past'>): number =>
  Math.max(1, past.some(({ turn }) => turn === clock.turn) ? clock.turn + 1 : clock.turn);

/** What is numbered in a room, each kind by itself. */
export const KINDS = {
  draft: (seat: string): string => `draft ${seat}`,
  argued: (seat: string, turn: number): string => `argued ${seat} ${turn}`,
  proposal: (form: string): string => `proposal ${form}`,
  message: (channel: string): string => `message ${channel}`,
  note: (by: By): string => `note ${by}`,
  inject: 'inject',
} as const;

/** How the engine's attempts are called, of which an event of the log is the cause. */
export const ATTEMPTS = {
  argued: ({ turn, id }: Pick<Argued, 'turn' | 'id'>): string => attempt('argued', turn, id),
  paper: ({ id }: Pick<Proposal, 'id'>): string => attempt('paper', id),
  inject: (id: string, turn: number): string => attempt('inject', turn, id),
  veto: (seat: string, turn: number, number: number): string => attempt('veto', turn, seat, number),
} as const;

/** The engine takes at most so many characters. */
const ATTEMPT_MOST = 80;

/** Names are as long as their writer likes; of one that is too long the end is a hash of all of it. */
function attempt(...parts: readonly (string | number)[]): string {
  const id = parts.join('.');
  return id.length <= ATTEMPT_MOST ? id : `${id.slice(0, 68)}.${siteHash(id).toString(16)}`;
}
