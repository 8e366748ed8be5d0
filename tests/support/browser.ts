/** Launches the browser that `setup/chromium.ts` found. */
import axe from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';
import { expect, inject } from 'vitest';

export const hasBrowser = inject('chromium') !== null;

export function launch(): Promise<Browser> {
  const found = inject('chromium');
  if (found === null) throw new Error('there is no browser');
  return chromium.launch({
    executablePath: found.path,
    env: { ...process.env, ...found.environment },
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
}

/** Nothing that axe complains of, and nothing that scrolls sideways. `where` says which page it is. */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  // A script from outside the page: its policy forbids one that it did not bring.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<{
    violations: { id: string; nodes: { target: string[]; failureSummary?: string }[] }[];
  }>("axe.run(document, { resultTypes: ['violations'] })");
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
  expect(found, `axe, ${where}`).toEqual([]);
  await expectNoSideways(page, where);
}

export async function expectNoSideways(page: Page, where: string): Promise<void> {
  const sideways = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  expect(sideways, `scrolls sideways, ${where}`).toBe(0);
}
