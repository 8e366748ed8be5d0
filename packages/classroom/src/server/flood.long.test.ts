/** Floods from the class's own address: those who are seated are acknowledged, and honest people come in meanwhile. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PACKS } from '../exercise/testing.ts';
import { quantile } from './load.testing.ts';
import { ended, freePort, joined, pause, started, type Running } from './process.testing.ts';
import { Client } from './testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'stave-flood-'));
const LANGUAGES = ['zh', 'ja', 'en'];
let server: Running;
let port = 0;
let seated: readonly Client[] = [];
let quiet = 0;

beforeAll(async () => {
  port = await freePort();
  const exercise = join(PACKS, 'fishing-bank/exercise.yaml');
  server = await started(port, ['--data', join(folder, 'data'), '--rooms', '1', exercise]);
  const { base, code } = server;
  seated = await Promise.all(
    Array.from({ length: 20 }, async (_, i) => Client.to(base, await joined(base, code, `person ${i}`))),
  );
  quiet = quantile(await acknowledged(4), 0.99);
});
afterAll(async () => {
  for (const client of seated) client.drop();
  await ended(server.process);
  rmSync(folder, { recursive: true, force: true });
});

/** Milliseconds of commands that all seated people send for so many seconds, in rising order. */
async function acknowledged(seconds: number): Promise<readonly number[]> {
  const times: number[] = [];
  const until = performance.now() + seconds * 1000;
  await Promise.all(
    seated.map(async (client) => {
      for (let i = 0; performance.now() < until; i++) {
        await pause(250 + 100 * Math.random());
        const sent = performance.now();
        const { ok } = await client.do({ do: 'language', language: LANGUAGES[i % 3]! });
        expect(ok).toBe(true);
        times.push(performance.now() - sent);
      }
    }),
  );
  return times.sort((a, b) => a - b);
}

/** Somebody who opens the page and joins. @returns milliseconds */
async function comesIn(): Promise<number> {
  const { base, code } = server;
  const start = performance.now();
  const page = await fetch(base);
  expect(page.status).toBe(200);
  await joined(base, code, 'late');
  return performance.now() - start;
}

it.each([
  ['codes over fifty connections', { path: '/api/rooms/by-code/ZZZZZZZZ', connections: 50, perSecond: 4000 }],
  [
    'codes over a new connection each',
    { path: '/api/rooms/by-code/ZZZZZZZZ', connections: 0, perSecond: 2000 },
  ],
  ['pages over fifty connections', { path: '/', connections: 50, perSecond: 4000 }],
])('%s', async (name, flood) => {
  const worker = new Worker(join(import.meta.dirname, 'flood-worker.mjs'), {
    workerData: { port, ...flood },
  });
  await pause(2000);
  const measured = acknowledged(6);
  const entered: number[] = [];
  for (let i = 0; i < 6; i++) {
    await pause(600);
    entered.push(await comesIn());
  }
  const times = await measured;
  worker.postMessage('stop');
  const [told] = (await once(worker, 'message')) as [{ sent: number; statuses: Record<string, number> }];
  const [middle, most] = [0.5, 0.99].map((share) => quantile(times, share));
  console.log(
    `${name}: ${told.sent} sent, ${JSON.stringify(told.statuses)}; acknowledged in ${middle!.toFixed(0)} ms, ` +
      `99% in ${most!.toFixed(0)} ms (${quiet.toFixed(0)} ms before); ` +
      `six came in within ${Math.max(...entered).toFixed(0)} ms`,
  );
  expect(told.sent).toBeGreaterThan(5000);
  // The machine's own noise aside, which the time before the flood has too.
  expect(most).toBeLessThan(100 + quiet);
  expect(Math.max(...entered)).toBeLessThan(5000);
});
