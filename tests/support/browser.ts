/** Launches the browser that `setup/chromium.ts` found. */
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { expect, inject } from 'vitest';
import { launchChromium } from './launch.ts';

export const hasBrowser = inject('chromium') !== null;

/** Whether it has the letters that `setup/chromium.ts` makes; a browser of one's own has those of the machine. */
export const hasOwnLetters = inject('chromium')?.environment['FONTCONFIG_PATH'] !== undefined;

/** Families of the fonts in which the words of an element are drawn. */
export async function fontsOf(page: Page, selector: string): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page);
  await session.send('DOM.enable');
  await session.send('CSS.enable');
  const { root } = await session.send('DOM.getDocument');
  const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector });
  const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
  await session.detach();
  return fonts.map(({ familyName }) => familyName);
}

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
