/**
 * Which way to the server: a WebSocket, and where none comes through, requests that wait for an answer. A network that
 * blocks sockets, or a program in between that holds back what is said over one, looks like a socket over which nothing
 * is ever heard while the server answers requests; after two of those the other way is taken, until the page is opened
 * again.
 */
import type { Polled, PollLine } from '../protocol/http.ts';
import type { Ears, Line } from './connection.ts';

export type Way = (ears: Ears, token: string) => Line;

const FAILURES = 2;

/** @param isThere whether the server answers a request now */
export function eitherWay(socket: Way, requests: Way, isThere: () => Promise<boolean>): Way {
  let failures = 0;
  return (ears, token) => {
    if (failures >= FAILURES) return requests(ears, token);
    let wasHeard = false;
    let isCounted = false;
    const ended = (): void => {
      if (wasHeard || isCounted) return;
      isCounted = true;
      void isThere().then((is) => {
        if (is) failures++;
      });
    };
    const line = socket(
      {
        opened: () => ears.opened(),
        heard: (text) => {
          wasHeard = true;
          failures = 0;
          ears.heard(text);
        },
        closed: () => {
          ended();
          ears.closed();
        },
      },
      token,
    );
    return {
      send: (text) => line.send(text),
      close: () => {
        ended();
        line.close();
      },
    };
  };
}

/** Asks as `fetch` does, at an address of the server. */
export type Ask = (address: string, request: RequestInit) => Promise<Response>;

/** By requests: one waits for what the server says, others bring what is said to it, in order. */
export function byRequests(ask: Ask): Way {
  return (ears, token) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const stop = new AbortController();
    let address: string | undefined;
    let waiting: string[] = [];
    let isSending = false;
    let isOver = false;
    const end = (): void => {
      if (isOver) return;
      isOver = true;
      ears.closed();
    };
    const asked = async <T>(path: string, request: RequestInit): Promise<T> => {
      const response = await ask(path, { ...request, headers, signal: stop.signal });
      if (!response.ok) throw new Error(String(response.status));
      return (await response.json()) as T;
    };
    const sendAll = async (): Promise<void> => {
      if (isSending || address === undefined) return;
      isSending = true;
      try {
        while (waiting.length > 0 && !isOver) {
          const messages = waiting;
          waiting = [];
          await asked(address, { method: 'POST', body: JSON.stringify({ messages }) });
        }
      } catch {
        end();
      } finally {
        isSending = false;
      }
    };
    const listen = async (): Promise<void> => {
      try {
        const { line } = await asked<PollLine>('/api/line', { method: 'POST', body: '{}' });
        if (isOver) return;
        address = `/api/line/${line}`;
        ears.opened();
        for (;;) {
          const { messages, isOver: isLast } = await asked<Polled>(address, {});
          for (const text of messages) if (!isOver) ears.heard(text);
          if (isLast) break;
        }
      } catch {
        // The line is gone, whatever the reason; the connection opens another.
      }
      end();
    };
    void listen();
    return {
      send: (text) => {
        waiting.push(text);
        void sendAll();
      },
      close: () => {
        isOver = true;
        stop.abort();
      },
    };
  };
}
