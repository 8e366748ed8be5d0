/**
 * Who this browser is in which room. A tab keeps its own, so that two tabs may be two people; the device keeps the last
 * of each room, so that a phone that lost its tab comes back as the same person.
 */
import { read, write } from './storage.ts';

export interface Session {
  readonly kind: 'person' | 'control' | 'projector';
  /** Of the person in the room; of a facilitator and a projector the secret they came with. */
  readonly token: string;
  readonly room?: string;
  readonly code?: string;
  /** By which the person comes in elsewhere. */
  readonly returnCode?: string;
}

const TAB = 'session';
const DEVICE = 'sessions';

const parsed = <T>(text: string | null, otherwise: T): T => {
  try {
    return text === null ? otherwise : (JSON.parse(text) as T);
  } catch {
    return otherwise;
  }
};

const ofDevice = (): Session[] => parsed<Session[]>(read('device', DEVICE), []);

export const sessionOfTab = (): Session | undefined =>
  parsed<Session | undefined>(read('tab', TAB), undefined);

/** The last one on this device: of the room with that code, or of any. */
export const sessionOfDevice = (code?: string): Session | undefined =>
  ofDevice().findLast(({ kind, code: its }) => kind === 'person' && (code === undefined || its === code));

/** A facilitator's secret stays in its tab and those opened from it; a shared device must not hand it on. */
export function keepSession(session: Session): void {
  write('tab', TAB, JSON.stringify(session));
  if (session.kind !== 'person') return;
  const others = ofDevice().filter(({ room }) => room !== session.room);
  write('device', DEVICE, JSON.stringify([...others, session].slice(-5)));
}

/** Of whoever has the token in this tab. */
export function returnCodeOf(token: string): string | undefined {
  const own = sessionOfTab();
  return own?.token === token ? own.returnCode : undefined;
}

export function keepReturnCode(token: string, returnCode: string): void {
  const own = sessionOfTab();
  if (own?.token === token) keepSession({ ...own, returnCode });
}

export function dropSession(session: Session): void {
  write('tab', TAB, null);
  write('device', DEVICE, JSON.stringify(ofDevice().filter(({ token }) => token !== session.token)));
}
