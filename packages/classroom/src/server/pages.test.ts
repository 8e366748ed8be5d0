/** The pages' files as a browser gets them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hosted, type Hosted } from './testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'stave-pages-'));
const script = 'let x = 1;\n'.repeat(500);
let host: Hosted;

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Page</title>');
  writeFileSync(join(folder, 'assets/index-abc.js'), script);
  writeFileSync(join(folder, 'assets/picture.png'), Buffer.from([1, 2, 3]));
  host = await hosted({ app: folder });
});
afterAll(async () => {
  await host.close();
  rmSync(folder, { recursive: true });
});

/** As it comes over the line: `fetch` unpacks by itself. */
const raw = (path: string, headers: Record<string, string> = {}) =>
  new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: Buffer }>(
    (resolve, reject) => {
      request(`${host.base}${path}`, { headers }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(parts),
          }),
        );
      })
        .on('error', reject)
        .end();
    },
  );

test('a script is sent compressed where the browser takes it, and else as it is', async () => {
  const packed = await raw('/assets/index-abc.js', { 'accept-encoding': 'gzip, deflate' });
  expect(packed.headers).toMatchObject({
    'content-encoding': 'gzip',
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'accept-encoding',
  });
  expect(packed.body.length).toBeLessThan(script.length / 10);
  expect(gunzipSync(packed.body).toString()).toBe(script);
  const plain = await raw('/assets/index-abc.js');
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(plain.body.toString()).toBe(script);
  const unwanted = await raw('/assets/index-abc.js', { 'accept-encoding': 'gzip;q=0, identity' });
  expect(unwanted.headers['content-encoding']).toBeUndefined();
  const liked = await raw('/assets/index-abc.js', { 'accept-encoding': 'br;q=0, gzip;q=0.5' });
  expect(liked.headers['content-encoding']).toBe('gzip');
  const picture = await raw('/assets/picture.png', { 'accept-encoding': 'gzip' });
  expect([...picture.body]).toEqual([1, 2, 3]);
});

test('the page is asked for again each time, and sent once', async () => {
  const first = await raw('/?code=ABCD');
  expect(first.status).toBe(200);
  expect(first.headers['cache-control']).toBe('no-cache');
  const again = await raw('/', { 'if-none-match': String(first.headers['etag']) });
  expect([again.status, again.body.length]).toEqual([304, 0]);
  expect((await raw('/index.html')).body.toString()).toContain('<title>Page</title>');
  expect((await raw('/assets')).status).toBe(404);
});

test('where too many ask a page says so in words and comes again by itself', async () => {
  const busy = await hosted({
    app: folder,
    limits: { pages: { burst: 1, perSecond: 0.001 }, anonymousWaiting: 0 },
  });
  try {
    await busy.get('/');
    const page = await fetch(busy.base, { headers: { accept: 'text/html' } });
    expect([page.status, page.headers.get('refresh')]).toEqual([429, '1']);
    expect(await page.text()).toContain('comes by itself');
    const part = await fetch(`${busy.base}/assets/index-abc.js`);
    expect([part.status, part.headers.get('retry-after')]).toEqual([429, '1']);
  } finally {
    await busy.close();
  }
});
