/** The browser, as a connection needs it. */
import { socketAddress } from './api.ts';
import { Connection, type Ears, type Line, type Surroundings } from './connection.ts';
import { read, write } from './storage.ts';

/** `crypto.randomUUID` is for secure contexts, and plain http on a class's network is none. */
function randomRef(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function dial(ears: Ears): Line {
  const socket = new WebSocket(socketAddress(location));
  socket.addEventListener('open', () => ears.opened());
  socket.addEventListener('message', ({ data }) => {
    if (typeof data === 'string') ears.heard(data);
  });
  socket.addEventListener('close', () => ears.closed());
  return {
    // What is said on a line that has just gone is said again after the next hello.
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => socket.close(),
  };
}

const browser: Surroundings = {
  open: dial,
  now: () => Date.now(),
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
