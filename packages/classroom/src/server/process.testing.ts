/** For tests: the bundled server as a process of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { RoomEntry } from '../protocol/http.ts';

const STAVE = join(import.meta.dirname, '../../../cli/dist/stave.mjs');

const START_MS = 60_000;
const END_MS = 30_000;

export interface Running {
  readonly process: ChildProcess;
  readonly base: string;
  readonly secret: string;
  readonly code: string;
}

/** @throws Error with what it said, where it does not come up */
export async function started(port: number, args: readonly string[]): Promise<Running> {
  const process = spawn('node', [STAVE, 'host', '--port', String(port), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  process.stdout.on('data', (data) => (out += String(data)));
  process.stderr.on('data', (data) => (out += String(data)));
  const latest = Date.now() + START_MS;
  while (!out.includes('Ctrl-C')) {
    if (process.exitCode !== null || process.signalCode !== null)
      throw new Error(`the server has ended: ${out}`);
    if (Date.now() > latest) {
      process.kill('SIGKILL');
      throw new Error(`the server has not come up within a minute: ${out}`);
    }
    await pause(10);
  }
  const secret = /#control=([\w-]+)/.exec(out)?.[1] ?? '';
  const code = /\?code=(\w+)/.exec(out)?.[1] ?? '';
  return { process, base: `http://127.0.0.1:${port}`, secret, code };
}

export async function entriesOf(base: string, secret: string): Promise<readonly RoomEntry[]> {
  const response = await fetch(`${base}/api/rooms`, { headers: { authorization: `Bearer ${secret}` } });
  return ((await response.json()) as { rooms: RoomEntry[] }).rooms;
}

export async function addRoom(base: string, secret: string): Promise<void> {
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
  const response = await fetch(`${base}/api/rooms`, { method: 'POST', headers, body: '{}' });
  if (!response.ok) throw new Error(await response.text());
}

/** @returns the token of somebody new in the room with the code */
export async function joined(base: string, code: string, name: string): Promise<string> {
  const response = await fetch(`${base}/api/join`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, name }),
  });
  if (!response.ok) throw new Error(await response.text());
  return ((await response.json()) as { readonly token: string }).token;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, Math.max(0, milliseconds));
  });

/** Asks a process to end, and makes it end where it does not within half a minute. */
export async function ended(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return;
  const exit = once(process, 'exit');
  process.kill('SIGTERM');
  const stop = setTimeout(() => process.kill('SIGKILL'), END_MS);
  await exit;
  clearTimeout(stop);
}
