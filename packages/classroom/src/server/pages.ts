/**
 * The pages' files, read once and kept: what is asked for is looked up by its name, so that nothing else of the disk can
 * be had, a flood of requests costs little, and a build under a running server changes nothing. Texts are sent
 * compressed where the browser takes it, which is a quarter of the bytes over a slow network.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};
const COMPRESSED = new Set(['.html', '.js', '.css', '.svg', '.json', '.webmanifest']);

interface Page {
  readonly type: string;
  readonly body: Buffer;
  readonly gzipped?: Buffer;
  readonly tag: string;
  readonly cache: string;
}

export class Pages {
  private readonly pages = new Map<string, Page>();

  /** @param folder of the built pages; none are there where it has not been built */
  constructor(folder: string) {
    if (!existsSync(folder)) return;
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const name = path.slice(folder.length).replaceAll('\\', '/').replace(/^\/*/, '/');
      const page = pageOf(name, readFileSync(path));
      this.pages.set(name, page);
      if (name === '/index.html') this.pages.set('/', page);
    }
  }

  get isEmpty(): boolean {
    return this.pages.size === 0;
  }

  /** @param url as it was asked for, with what follows a `?` */
  has(url: string): boolean {
    return this.pages.has(nameIn(url));
  }

  send({ url, headers }: FastifyRequest, reply: FastifyReply): FastifyReply {
    const page = this.pages.get(nameIn(url));
    if (!page) throw new Error('InvariantError: a page is sent that is not there');
    reply.header('etag', page.tag).header('cache-control', page.cache).header('vary', 'accept-encoding');
    if (headers['if-none-match'] === page.tag) return reply.status(304).send();
    const takes = GZIP.test(headers['accept-encoding'] ?? '');
    reply.type(page.type);
    return takes && page.gzipped
      ? reply.header('content-encoding', 'gzip').send(page.gzipped)
      : reply.send(page.body);
  }
}

/** Named, and not as what is not to be sent. */
const GZIP = /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i;

/** Of an address as browsers send it, or with the server's before it, as programs in between may. */
const nameIn = (url: string): string =>
  url.replace(/^https?:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '') || '/';

function pageOf(name: string, body: Buffer): Page {
  const ending = extname(name);
  return {
    type: TYPES[ending] ?? 'application/octet-stream',
    body,
    ...(COMPRESSED.has(ending) && { gzipped: gzipSync(body) }),
    tag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
    // Names of what a page is made of change with their content; the page itself does not.
    cache: name.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
  };
}
