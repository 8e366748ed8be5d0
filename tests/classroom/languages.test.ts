/** Three people in three languages at one table, each through a turn and the debrief: nothing of another language is left. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sayIn, type Key, type Say } from '../../packages/classroom/src/app/words/words.ts';
import { fontsOf, hasBrowser, hasOwnLetters } from '../support/browser.ts';
import { Hosting } from './support/command.ts';
import { controlOf, goOn, type Client } from './support/crowd.ts';
import { foreignOn } from './support/foreign.ts';
import { cutProblemsOf } from './support/looks.ts';
import { releaseBrowser, sharedBrowser } from './support/shared-browser.ts';
import { Stage } from './support/stage.ts';
import { isStory } from './support/steps.ts';

const SEAT_TABS = ['tabBrief', 'tabDecide', 'tabTalk', 'tabForecast', 'tabWorld', 'tabNews'] as const;
const CONSOLE_TABS = [
  ...['tabPeople', 'tabTurn', 'tabInjects', 'tabFan', 'tabTalk', 'tabWorld', 'tabNews', 'tabGoals'],
  ...['tabDebrief', 'tabExports'],
] as readonly Key[];

interface Speaker {
  readonly language: 'zh' | 'ja' | 'ko';
  readonly locale: string;
  /** Role and seat, as they are called in that language. */
  readonly place: readonly [role: string, seat: string];
  readonly move: string;
}
const SPEAKERS: readonly Speaker[] = [
  { language: 'zh', locale: 'zh-CN', place: ['港务长', '东港'], move: '加紧捕捞' },
  { language: 'ja', locale: 'ja-JP', place: ['港長', '西港'], move: '休漁' },
  { language: 'ko', locale: 'ko-KR', place: ['수석 감독관', '감독관'], move: '기금 열기' },
];

describe.skipIf(!hasBrowser)('each language', () => {
  let hosting: Hosting;
  let stage: Stage;
  let driver: Client;
  const pages = new Map<string, Page>();
  isStory();

  beforeAll(async () => {
    const [started, browser] = await Promise.all([Hosting.start({ preset: '25min' }), sharedBrowser()]);
    hosting = started;
    stage = new Stage(browser);
    stage.origin = hosting.base;
    driver = await controlOf(hosting);
  });
  afterAll(async () => {
    try {
      driver.close();
      await stage.close();
    } finally {
      await hosting.close();
      await releaseBrowser();
    }
  });

  const each = (act: (page: Page, say: Say, speaker: Speaker) => Promise<void>): Promise<unknown> =>
    Promise.all(
      SPEAKERS.map((speaker) => act(pages.get(speaker.language)!, sayIn(speaker.language), speaker)),
    );

  async function readAll(page: Page, say: Say, language: string, tabs: readonly Key[]): Promise<void> {
    for (const key of tabs) {
      await page.getByRole('tab', { name: new RegExp(`^${say(key)}`) }).click();
      await page.getByRole('tabpanel', { name: new RegExp(`^${say(key)}`) }).waitFor();
      await expectOnly(page, language, `${language}: ${say(key)}`);
    }
  }

  test('joining and taking a place', async () => {
    for (const { language, locale } of SPEAKERS) {
      pages.set(language, await stage.guest(language, { locale, width: 360, height: 740 }));
    }
    await each(async (page, say, { language, place: [role, seat] }) => {
      await page.goto(hosting.links[0]!);
      await page.getByRole('heading', { name: say('contentNotes') }).waitFor();
      expect(await page.locator('html').getAttribute('lang')).toBe(language);
      await expectOnly(page, language, `${language}: joining`);
      await page.getByLabel(say('yourName')).fill('Ada');
      await page.getByRole('button', { name: say('join'), exact: true }).click();
      await page.getByRole('heading', { name: say('placeForYou') }).waitFor();
      await expectOnly(page, language, `${language}: taking a role`);
      await page.getByRole('button', { name: say('takeRoleOf', { role, seat }), exact: true }).click();
      await page.getByRole('tab', { name: say('tabDecide') }).waitFor();
    });
  });

  test.runIf(hasOwnLetters)('letters are those of the language', async () => {
    const families = { zh: 'Noto Sans CJK SC', ja: 'Noto Sans CJK JP', ko: 'Noto Sans CJK KR' };
    for (const { language } of SPEAKERS) {
      const page = pages.get(language)!;
      const drawn = await fontsOf(page, 'h1');
      // Spaces are anybody's.
      expect(drawn.filter((family) => family !== 'Open Sans')).toEqual([families[language]]);
    }
  });

  test('a turn, from the plan to the bulletin', async () => {
    await goOn(driver, 'briefing');
    await driver.must({ do: 'inject', inject: 'buyers' });
    await goOn(driver, 'deliberation');
    await each(async (page, say, { language, move }) => {
      await page.getByRole('banner').getByText(say('phaseDeliberation')).waitFor();
      await page.getByRole('tab', { name: say('tabDecide') }).click();
      await page.getByRole('radio', { name: move, exact: true }).check();
      await page.getByRole('button', { name: say('planMake') }).click();
      await page.getByRole('button', { name: say('handIn'), exact: true }).click();
      await page.getByText(say('handedIn')).waitFor();
      await readAll(page, say, language, SEAT_TABS);
    });
    await goOn(driver, 'reveal');
    // The time of a reveal is a minute, and a busy machine takes longer to look at everything.
    await driver.must({ do: 'pause' });
    await each(async (page, say, { language }) => {
      await page.getByRole('banner').getByText(say('phaseReveal')).waitFor();
      await readAll(page, say, language, ['tabDecide', 'tabForecast', 'tabWorld', 'tabNews']);
      await page.getByRole('heading', { name: say('newsOfTurn', { n: 1 }) }).waitFor();
    });
  });

  test('the console and the projector', async () => {
    for (const { language, locale } of SPEAKERS) {
      const say = sayIn(language);
      const control = await stage.guest(`console, ${language}`, { locale, width: 360, height: 740 });
      await control.goto(hosting.control);
      await control.getByRole('button', { name: say('next') }).waitFor();
      await readAll(control, say, language, CONSOLE_TABS);
      const projector = await stage.guest(`projector, ${language}`, { locale });
      await projector.goto(hosting.control.replace('/#control', '/?show=projector#control'));
      await projector.getByRole('heading', { name: say('newsOfTurn', { n: 1 }) }).waitFor();
      await expectOnly(projector, language, `${language}: projector`);
    }
  });

  test('the debrief', async () => {
    await goOn(driver, 'debrief');
    await each(async (page, say, { language }) => {
      await page.getByRole('banner').getByText(say('phaseDebrief')).waitFor();
      await page.getByRole('tab', { name: say('tabDebrief') }).click();
      await page.getByRole('heading', { name: say('luckBest') }).waitFor({ timeout: 60_000 });
      await readAll(page, say, language, ['tabDebrief']);
      await page.getByRole('heading', { name: say('resultsGoals') }).waitFor();
    });
  });

  test('may be changed at any time', async () => {
    const page = pages.get('ko')!;
    const say = sayIn('ko');
    await page.getByRole('banner').locator('summary').first().click();
    await page.getByLabel(say('language')).selectOption('en');
    await page.getByRole('tab', { name: 'Debrief' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await page.getByRole('heading', { name: 'Who wanted what' }).waitFor();
    // The server words the exercise anew.
    await page.getByRole('heading', { level: 1, name: 'Two harbours and one bank of fish' }).waitFor();
  });
});

/** The server words the exercise anew a moment after somebody has said which language. */
const expectOnly = async (page: Page, language: string, where: string): Promise<void> => {
  await expect.poll(() => foreignOn(page, language), { message: where, timeout: 10_000 }).toEqual([]);
  // Words are as wide as they are in that language, which the browser has letters for.
  expect(await cutProblemsOf(page), `${where}, what does not fit`).toEqual([]);
};
