/** The flagship, whose labels are the longest, on a phone in each language: a seat and the console, through a turn to the end. */
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { sayIn, type Key } from '../../packages/classroom/src/app/words/words.ts';
import { hasBrowser } from '../support/browser.ts';
import { FLAGSHIP, Hosting } from './support/command.ts';
import { controlOf, goOn } from './support/crowd.ts';
import { englishOn } from './support/foreign.ts';
import { problemsOf } from './support/looks.ts';
import { releaseBrowser, sharedBrowser } from './support/shared-browser.ts';
import { Stage } from './support/stage.ts';

const SEAT_TABS = ['tabBrief', 'tabDecide', 'tabTalk', 'tabForecast', 'tabWorld', 'tabNews'] as const;
const CONSOLE_TABS = [
  'tabPeople',
  'tabTurn',
  'tabInjects',
  'tabFan',
  'tabWorld',
  'tabNews',
  'tabGoals',
] as const;

describe.skipIf(!hasBrowser)('the flagship on a phone', () => {
  test.each([
    ['en', 'en-US'],
    ['zh', 'zh-CN'],
    ['ja', 'ja-JP'],
    ['ko', 'ko-KR'],
  ])('in %s', async (language, locale) => {
    const say = sayIn(language);
    const [hosting, browser] = await Promise.all([
      Hosting.start({ exercise: FLAGSHIP, preset: '50min' }),
      sharedBrowser(),
    ]);
    const stage = new Stage(browser);
    stage.origin = hosting.base;
    const problems: string[] = [];
    const check = async (page: Page, where: string): Promise<void> => {
      const found = [
        ...(await problemsOf(page, [{ width: 360, scheme: 'light' }])),
        ...(language === 'en' ? [] : await englishOn(page, language)),
      ];
      problems.push(...found.map((problem) => `${where}: ${problem}`));
    };
    const walk = async (page: Page, who: string, tabs: readonly Key[]): Promise<void> => {
      for (const key of tabs) {
        await page.getByRole('tab', { name: new RegExp(`^${say(key)}`) }).click();
        await page.getByRole('tabpanel', { name: new RegExp(`^${say(key)}`) }).waitFor();
        const folded = page.locator('main details:not([open]) > summary');
        while ((await folded.count()) > 0) await folded.first().click();
        await check(page, `${who}, ${key}`);
      }
    };
    try {
      const driver = await controlOf(hosting);
      const page = await stage.guest('seat', { width: 360, height: 740, locale });
      await page.goto(hosting.links[0]!);
      await page.getByRole('heading', { name: say('contentNotes') }).waitFor();
      await check(page, 'joining');
      await page.getByRole('button', { name: say('join'), exact: true }).click();
      await page.getByRole('heading', { name: say('placeForYou') }).waitFor();
      await check(page, 'taking a role');
      await page.locator('.roles').getByRole('button').first().click();
      await page.getByRole('tab', { name: say('tabDecide') }).waitFor();
      const control = await stage.guest('console', { width: 360, height: 740, locale });
      await control.goto(hosting.control);
      await goOn(driver, 'deliberation');
      await page.getByRole('banner').getByText(say('phaseDeliberation')).waitFor();
      await walk(page, 'seat', SEAT_TABS);
      await walk(control, 'console', CONSOLE_TABS);
      await goOn(driver, 'reveal');
      await page.getByRole('banner').getByText(say('phaseReveal')).waitFor();
      await walk(page, 'seat after a turn', SEAT_TABS);
      await goOn(driver, 'debrief');
      await page.getByRole('banner').getByText(say('phaseDebrief')).waitFor();
      await walk(page, 'seat', ['tabDebrief']);
      driver.close();
      await stage.close();
      expect(problems).toEqual([]);
    } finally {
      await hosting.close();
      await releaseBrowser();
    }
  });
});
