/** The few requests that do not go through the socket, each at its address. */
import type {
  Door,
  DownloadEntry,
  Fork,
  Join,
  Joined,
  Move,
  Problem,
  Returning,
  RoomEntry,
  Rooms,
} from '../protocol/http.ts';
import type { InsteadAnswer } from '../protocol/protocol.ts';
import { REFUSALS } from './refusals.ts';

/** `why` is what the server says in words, in English; without `status` the server was not reached. */
export type Answered<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly status?: number; readonly code?: Problem['code']; readonly why?: string };

export const socketAddress = (location: Location): string =>
  `${location.protocol === 'https:' ? 'wss:' : 'ws:'}//${location.host}/api/socket`;

/** What stands at a room's door: read before one joins. */
export const door = (code: string, language: string): Promise<Answered<Door>> =>
  asked(`/api/rooms/by-code/${encodeURIComponent(code)}?language=${encodeURIComponent(language)}`, {});

export const join = (request: Join): Promise<Answered<Joined>> => posted('/api/join', request);

/** Another code to come in again by, while the one before ends. */
export const newReturn = (token: string): Promise<Answered<Returning>> => posted('/api/return', {}, token);

export const roomsOf = (secret: string): Promise<Answered<Rooms>> => asked('/api/rooms', {}, secret);

export const newRoom = (secret: string): Promise<Answered<RoomEntry>> => posted('/api/rooms', {}, secret);

export const fork = (secret: string, room: string, from: Fork): Promise<Answered<RoomEntry>> =>
  posted(`${addressOf(room)}/fork`, from, secret);

export const move = (secret: string, room: string, request: Move): Promise<Answered<unknown>> =>
  posted(`${addressOf(room)}/move`, request, secret);

/** Names, tokens and texts of the room and of all that began as it was. */
export const forgetPeople = (secret: string, room: string): Promise<Answered<unknown>> =>
  posted(`${addressOf(room)}/forget`, {}, secret);

export const downloadsOf = (token: string, room: string): Promise<Answered<readonly DownloadEntry[]>> =>
  asked(`${addressOf(room)}/downloads`, {}, token);

/** Fetched rather than linked: an address must not hold a token. */
export async function download(
  token: string,
  room: string,
  name: string,
  options: Readonly<Record<string, string>> = {},
): Promise<Answered<true>> {
  const asked = new URLSearchParams(options).toString();
  const address = `${addressOf(room)}/downloads/${encodeURIComponent(name)}`;
  try {
    const response = await fetch(asked === '' ? address : `${address}?${asked}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    if (!response.ok) return { ok: false, status: response.status, ...(await whyOf(response)) };
    save(await response.blob(), nameOf(response.headers.get('content-disposition')) ?? `${room}-${name}`);
    return { ok: true, value: true };
  } catch {
    return { ok: false };
  }
}

/** What would have been on the luck that the room had, had a seat decided otherwise in a turn that was played. */
export const insteadOf = (
  token: string,
  room: string,
  options: Readonly<Record<string, string>>,
): Promise<Answered<InsteadAnswer>> =>
  asked(`${addressOf(room)}/downloads/instead-json?${new URLSearchParams(options).toString()}`, {}, token);

const addressOf = (room: string): string => `/api/rooms/${encodeURIComponent(room)}`;

const posted = <T>(address: string, body: object, token?: string): Promise<Answered<T>> =>
  asked(address, { method: 'POST', body: JSON.stringify(body) }, token);

async function asked<T>(address: string, request: RequestInit, token?: string): Promise<Answered<T>> {
  const headers: Record<string, string> = {
    ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  try {
    const response = await askedAgain(() => fetch(address, { ...request, headers }));
    if (!response.ok) return { ok: false, status: response.status, ...(await whyOf(response)) };
    return { ok: true, value: (await response.json()) as T };
  } catch {
    return { ok: false };
  }
}

const PATIENCE = 20;

/** Where many ask at once the server says when to come again; whoever does so is next. */
async function askedAgain(ask: () => Promise<Response>): Promise<Response> {
  for (let i = 1; ; i++) {
    const response = await ask();
    const wait = Number(response.headers.get('retry-after'));
    if (response.status !== 429 || !(wait > 0) || i === PATIENCE) return response;
    // Not all at the same moment.
    await new Promise((resolve) => setTimeout(resolve, wait * 1000 * (0.6 + Math.random() * 0.8)));
  }
}

async function whyOf(response: Response): Promise<{ code?: Problem['code']; why?: string }> {
  try {
    const { code, message } = (await response.json()) as Partial<Problem>;
    return {
      // Another version of the server may know codes that this page does not.
      ...(code !== undefined && code in REFUSALS && { code }),
      ...(message !== undefined && message !== '' && { why: message }),
    };
  } catch {
    return {};
  }
}

const nameOf = (disposition: string | null): string | undefined =>
  /filename="?([^";]+)"?/.exec(disposition ?? '')?.[1];

function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
