/** The browser, as a connection needs it. */
import { socketAddress } from './api.ts';
import { Connection, type Ears, type Line, type Surroundings } from './connection.ts';
import { byRequests, eitherWay } from './dial.ts';
import { read, write } from './storage.ts';

/** `crypto.randomUUID` is for secure contexts, and plain http on a class's network is none. */
function randomRef(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A browser can say who it is before a socket is open only as the name of a protocol; the address holds no token. */
function socket(ears: Ears, token: string): Line {
  const opened = new WebSocket(socketAddress(location), ['stave', `token.${token}`]);
  opened.addEventListener('open', () => ears.opened());
  opened.addEventListener('message', ({ data }) => {
    if (typeof data === 'string') ears.heard(data);
  });
  opened.addEventListener('close', () => ears.closed());
  return {
    // What is said on a line that has just gone is said again after the next hello.
    send: (text) => {
      if (opened.readyState === WebSocket.OPEN) opened.send(text);
    },
    close: () => opened.close(),
  };
}

const browser: Surroundings = {
  open: eitherWay(
    socket,
    byRequests((address, request) => fetch(address, request)),
    async () => {
      if (!navigator.onLine) return false;
      try {
        return (await fetch('/', { method: 'HEAD', cache: 'no-store' })).ok;
      } catch {
        return false;
      }
    },
  ),
  now: () => performance.now(),
  later: (act, wait) => {
    const timer = setTimeout(act, wait);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
  ref: randomRef,
  keep: (key, text) => write('device', key, text),
  kept: (key) => read('device', key),
};

/** Started, and woken when the device or its network wakes. The result of `close` ends it. */
export function connect(
  name: string,
  token: string,
): { readonly connection: Connection; readonly close: () => void } {
  const connection = new Connection(name, token, browser);
  const wake = (): void => {
    if (document.visibilityState === 'visible') connection.nudge();
  };
  addEventListener('online', wake);
  addEventListener('pageshow', wake);
  document.addEventListener('visibilitychange', wake);
  connection.start();
  return {
    connection,
    close: () => {
      removeEventListener('online', wake);
      removeEventListener('pageshow', wake);
      document.removeEventListener('visibilitychange', wake);
      connection.stop();
    },
  };
}
