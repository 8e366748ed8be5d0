/** A seat by keyboard alone: joining, taking a role, a plan, handing it in. Nothing is clicked. */
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { hasBrowser } from '../support/browser.ts';
import { Hosting } from './support/command.ts';
import { controlOf, goOn } from './support/crowd.ts';
import { phaseIs } from './support/acts.ts';
import { releaseBrowser, sharedBrowser } from './support/shared-browser.ts';
import { Stage } from './support/stage.ts';

describe.skipIf(!hasBrowser)('by keyboard alone', () => {
  test('a person joins, takes a role, drafts and hands in', async () => {
    const [hosting, browser] = await Promise.all([Hosting.start({ preset: '25min' }), sharedBrowser()]);
    const stage = new Stage(browser);
    stage.origin = hosting.base;
    try {
      const driver = await controlOf(hosting);
      const page = await stage.guest('keys');
      await page.goto(hosting.links[0]!);
      await page.getByRole('heading', { level: 1 }).waitFor();
      // The first stop is a way past what stands above.
      expect(await reach(page, 'textbox', 'Your name')).toContain('Skip to content');
      await page.keyboard.type('Ada');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'A place for you' }).waitFor();
      await reach(page, 'button', 'Harbour master, East harbour');
      await page.keyboard.press('Enter');
      await page.getByRole('tab', { name: 'Brief' }).waitFor();
      await goOn(driver, 'deliberation');
      await phaseIs(page, 'Turn 1 of 3 · Deliberation');

      await reach(page, 'tab', 'Brief');
      await page.keyboard.press('ArrowRight');
      await page.getByRole('tabpanel', { name: /^Decide/ }).waitFor();
      await reach(page, 'radio', 'No open move');
      await page.keyboard.press('ArrowDown');
      // What cannot be made now is passed over.
      expect(await focused(page)).toMatchObject({ role: 'radio', name: 'Fish hard' });
      await reach(page, 'textbox', 'Why (optional, for the team)');
      await page.keyboard.type('The loans are due.');
      await reach(page, 'button', 'Make this the plan');
      await page.keyboard.press('Enter');
      await page.getByText('Plan 1').waitFor();
      await reach(page, 'button', 'Hand in');
      await page.keyboard.press('Space');
      await page.getByText('Handed in:').waitFor();
      driver.close();
      await stage.close();
    } finally {
      await hosting.close();
      await releaseBrowser();
    }
  });
});

interface Focused {
  readonly role: string;
  readonly name: string;
  readonly outline: boolean;
}

/** Presses Tab until the focus is there. @returns what was passed on the way */
async function reach(page: Page, role: string, name: string): Promise<readonly string[]> {
  const passed: string[] = [];
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('Tab');
    const at = await focused(page);
    // Whoever goes by keys sees where they are.
    expect(at.outline, `the focus is seen on ${at.role} ${at.name}`).toBe(true);
    if (at.role === role && at.name.startsWith(name)) return passed;
    passed.push(at.name);
  }
  throw new Error(`${role} ${name} is not reached by Tab; passed: ${passed.join(', ')}`);
}

const focused = (page: Page): Promise<Focused> => page.evaluate<Focused>(FOCUSED);

const FOCUSED = `(() => {
  const element = document.activeElement;
  const roles = { BUTTON: 'button', TEXTAREA: 'textbox', SELECT: 'combobox', A: 'link', SUMMARY: 'summary' };
  const byType = { radio: 'radio', checkbox: 'checkbox', text: 'textbox' };
  const role = element.getAttribute('role') ?? roles[element.tagName] ?? byType[element.type] ?? element.tagName;
  const labelled = element.getAttribute('aria-labelledby');
  const name = element.getAttribute('aria-label')
    ?? (labelled && document.getElementById(labelled.split(' ')[0])?.textContent)
    ?? element.labels?.[0]?.textContent ?? element.textContent ?? '';
  const shown = (one) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
    return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
  };
  const outline = shown(element) || (element.closest('label') !== null && shown(element.closest('label')));
  return { role, name: name.trim(), outline: outline || element === document.body };
})()`;
