/**
 * Which requests are heard at all. A page of another site may make a browser in the classroom send requests here, or
 * give its own name this machine's address; both show in the headers.
 */
import { isIP } from 'node:net';
import { hostname } from 'node:os';

export interface Names {
  /** Names of this machine beside its addresses, in lower case. */
  readonly names: ReadonlySet<string>;
}

/** @param more names that were given by `--host` */
export function ownNames(more: readonly string[] = []): Names {
  const own = hostname().toLowerCase();
  const [short = own] = own.split('.');
  return {
    names: new Set(['localhost', own, short, `${short}.local`, ...more.map((name) => name.toLowerCase())]),
  };
}

/** `Host` without its port. An address is nobody's name, so it cannot have been pointed here by another site. */
export function isOwnHost(header: string | undefined, { names }: Names): boolean {
  const host = hostOf(header);
  return host !== undefined && (isIP(host) !== 0 || names.has(host));
}

/** Browsers say where a page comes from; it must be from here. Programs that are no browser say nothing. */
export function isOwnOrigin(headers: {
  readonly origin?: string | undefined;
  readonly host?: string | undefined;
  readonly 'sec-fetch-site'?: string | string[] | undefined;
}): boolean {
  if (headers['sec-fetch-site'] === 'cross-site') return false;
  const { origin, host } = headers;
  if (origin === undefined) return true;
  const from = /^https?:\/\/([^/]+)$/.exec(origin)?.[1];
  return from !== undefined && host !== undefined && from.toLowerCase() === host.toLowerCase();
}

function hostOf(header: string | undefined): string | undefined {
  const [, bracketed, plain] =
    /^(?:\[([0-9a-f:.%]+)\]|([a-z0-9_.-]+))(?::\d{1,5})?$/i.exec(header ?? '') ?? [];
  return (bracketed ?? plain)?.toLowerCase().replace(/\.$/, '');
}

/** Nothing from outside, nothing inline, no frames, no address handed on. */
export const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), interest-cohort=()',
};
