/** One browser for all tests that run at the same time in this worker. */
import type { Browser } from 'playwright-core';
import { launch } from '../../support/browser.ts';

let shared: Promise<Browser> | undefined;
let users = 0;

/** One browser for the files of a worker. Each `release`s it; the last closes it. */
export function sharedBrowser(): Promise<Browser> {
  users++;
  shared ??= launch();
  return shared;
}

export async function releaseBrowser(): Promise<void> {
  users--;
  if (users > 0 || shared === undefined) return;
  const browser = shared;
  shared = undefined;
  await (await browser).close();
}
