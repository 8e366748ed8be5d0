/**
 * Plain http from an address of a local network, which browsers hold for insecure: nothing may need what they give to
 * secure pages alone. In a network namespace of the test's own, so that nothing of the machine's network is touched.
 */
import { execFile, execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, inject, test } from 'vitest';
import { hasBrowser } from '../support/browser.ts';

/** Where users may have namespaces of their own, or we are root. */
function hasNamespaces(): boolean {
  try {
    execFileSync('unshare', ['-rn', 'ip', 'link', 'add', 'room0', 'type', 'veth', 'peer', 'name', 'room1'], {
      stdio: 'ignore',
    });
    return true;
  } catch {
    console.warn('SKIPPED: plain http from a network address; this machine allows no network namespaces.');
    return false;
  }
}

describe.skipIf(!hasBrowser || !hasNamespaces())('plain http on a local network', () => {
  test('a turn is played from an address that browsers do not trust', async () => {
    const child = join(import.meta.dirname, 'support/plain-http.ts');
    const { stdout } = await promisify(execFile)(
      'unshare',
      ['-rn', process.execPath, '--import', 'tsx', child, JSON.stringify(inject('chromium'))],
      { cwd: import.meta.dirname },
    );
    const { link, isSecure, said } = JSON.parse(stdout) as { link: string; isSecure: boolean; said: string };
    expect(link).toMatch(/^http:\/\/192\.168\.77\.1:\d+\/\?code=[A-Z]+$/);
    expect(isSecure).toBe(false);
    expect(said).toContain('Everybody on this network can reach this server, without encryption');
  });
});
