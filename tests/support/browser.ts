/** Launches the browser that `setup/chromium.ts` found. */
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { expect, inject } from 'vitest';
import { launchChromium } from './launch.ts';

export const hasBrowser = inject('chromium') !== null;

export function launch(): Promise<Browser> {
  const found = inject('chromium');
  if (found === null) throw new Error('there is no browser');
  return launchChromium(found);
}

/** Nothing that axe complains of, and nothing that scrolls sideways. `where` says which page it is. */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  expect(await violationsOf(page), `axe, ${where}`).toEqual([]);
  await expectNoSideways(page, where);
}

export async function expectNoSideways(page: Page, where: string): Promise<void> {
  expect(await sidewaysOf(page), `scrolls sideways, ${where}`).toBe(0);
}

/** What axe finds, each with the elements that it found it in. */
export async function violationsOf(page: Page): Promise<readonly string[]> {
  // A script from outside the page: its policy forbids one that it did not bring.
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate<{
    violations: { id: string; nodes: { target: string[]; failureSummary?: string }[] }[];
  }>("axe.run(document, { resultTypes: ['violations'] })");
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
}

/** By how many pixels the page is wider than its window. */
export const sidewaysOf = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
