/** Launches a browser; also in processes that are no test. */
import { chromium, type Browser } from 'playwright-core';
import type { Chromium } from '../setup/chromium.ts';

export const launchChromium = ({ path, environment }: Chromium): Promise<Browser> =>
  chromium.launch({
    executablePath: path,
    env: { ...process.env, ...environment },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
