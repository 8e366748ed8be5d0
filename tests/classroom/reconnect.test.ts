/** Bad networks and power cuts in mid-turn: what was typed stays, what was acknowledged stays, and the page says so. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasBrowser } from '../support/browser.ts';
import { handIn, join, phaseIs, tab, take } from './support/acts.ts';
import { Hosting } from './support/command.ts';
import { controlOf, goOn } from './support/crowd.ts';
import { CutLine } from './support/line.ts';
import { releaseBrowser, sharedBrowser } from './support/shared-browser.ts';
import { Stage } from './support/stage.ts';
import { isStory } from './support/steps.ts';

describe.skipIf(!hasBrowser)('a line that breaks in mid-turn', () => {
  let hosting: Hosting;
  let line: CutLine;
  let stage: Stage;
  let master: Page;
  let crews: Page;
  isStory();

  beforeAll(async () => {
    const [started, browser] = await Promise.all([Hosting.start({ preset: '25min' }), sharedBrowser()]);
    hosting = started;
    line = await CutLine.to(hosting.port);
    stage = new Stage(browser);
    stage.origin = line.origin;
  });
  afterAll(async () => {
    try {
      await stage.close();
    } finally {
      await line.close();
      await hosting.close();
      await releaseBrowser();
    }
  });

  const lost = (page: Page): Promise<void> => page.getByText('Connection lost.').waitFor();
  const back = (page: Page): Promise<void> => page.getByText('Connection lost.').waitFor({ state: 'hidden' });
  const why = (page: Page): ReturnType<Page['getByLabel']> => page.getByLabel('Why (optional, for the team)');

  test('a team is in the middle of a plan', async () => {
    master = await stage.guest('master', { width: 360, height: 740 });
    await join(master, `${line.origin}/?code=${hosting.code}`, { name: 'Ada' });
    await take(master, 'Harbour master, East harbour');
    crews = await stage.guest('crews');
    await join(crews, `${line.origin}/?code=${hosting.code}`, { name: 'Ben' });
    await take(crews, 'Speaker of the crews, East harbour');
    const control = await controlOf(hosting);
    await goOn(control, 'deliberation');
    control.close();
    await phaseIs(master, 'Turn 1 of 3 · Deliberation');
    await tab(master, 'Decide');
    await master.getByRole('radio', { name: 'Offer a quota' }).check();
    await why(master).fill('They are tired of');
  });

  test('the line is cut: the page says so, keeps what is typed, and sends it when the line is back', async () => {
    await stage.whileCut(async () => {
      line.cut();
      await lost(master);
      await master.getByText('What you type is kept.').waitFor();
      await why(master).fill('They are tired of empty nets.');
      await master.getByRole('button', { name: 'Put to the team' }).click();
      await master.getByText('1 action is waiting and is sent when the line is back.').waitFor();
      line.mend();
      await comeBack(master);
      await comeBack(crews);
    });
    await tab(crews, 'Decide');
    await crews.getByText('They are tired of empty nets.').waitFor();
    // Done once, though it was sent over a line that was lost.
    await crews.getByText('Plan 1').waitFor();
    expect(await crews.getByText('Plan 2').count()).toBe(0);
  });

  test('a page that is opened again has its text and its plan', async () => {
    await crews.getByLabel('Why (optional)', { exact: true }).fill('If the West');
    await crews.reload();
    await tab(crews, 'Decide');
    await expect
      .poll(() => crews.getByLabel('Why (optional)', { exact: true }).inputValue())
      .toBe('If the West');
    await crews.getByText('They are tired of empty nets.').waitFor();
  });

  test('a device without a network says that it is the device', async () => {
    await tab(master, 'Talk');
    await stage.whileCut(async () => {
      await master.context().setOffline(true);
      line.cut();
      await master.getByText('This device is offline.').waitFor();
      await master.getByLabel(/^Message to/).fill('Are you there?');
      await master.getByRole('button', { name: 'Send' }).click();
      await master.getByText('on its way …').waitFor();
      line.mend();
      await master.context().setOffline(false);
      await master.getByText('This device is offline.').waitFor({ state: 'hidden' });
      await back(crews);
    });
    await master.getByText('on its way …').waitFor({ state: 'hidden' });
    await tab(crews, 'Talk');
    expect(await crews.getByRole('log').getByText('Are you there?').count()).toBe(1);
  });

  test('a phone whose clock is set by a day in the middle shows the same time left', async () => {
    const left = async (): Promise<number> => {
      const [, minutes, seconds] = /(\d+):(\d\d)/.exec(await master.getByRole('timer').innerText()) ?? [];
      return Number(minutes) * 60 + Number(seconds);
    };
    const before = await left();
    await master.evaluate('{ const now = Date.now; Date.now = () => now.call(Date) + 86_400_000; }');
    await master.waitForTimeout(700);
    const after = await left();
    expect(after).toBeLessThanOrEqual(before);
    expect(after).toBeGreaterThan(before - 30);
  });

  test('a network that lets no WebSocket through: the page goes another way by itself', async () => {
    const blocked = await stage.guest('blocked', { width: 360, height: 740 });
    await blocked.routeWebSocket(/\/api\/socket/, (socket) => socket.close());
    await stage.whileCut(async () => {
      await join(blocked, `${line.origin}/?code=${hosting.code}`, { name: 'Cleo' });
      await take(blocked, 'Harbour master, West harbour');
    });
    await tab(blocked, 'Decide');
    await blocked.getByRole('radio', { name: 'Fish hard' }).check();
    await blocked.getByRole('button', { name: 'Make this the plan' }).click();
    await blocked.getByText('Plan 1').waitFor();
    await blocked.close();
  });

  test('the server is killed and goes on from its folder: nothing that it acknowledged is lost', async () => {
    await tab(crews, 'Decide');
    await crews.getByRole('button', { name: 'Agree to the plan' }).click();
    await tab(master, 'Decide');
    const agreed = master.getByRole('list', { name: 'Who agrees' }).getByText('agrees', { exact: true });
    await agreed.waitFor();
    await tab(master, 'Talk');
    await master.getByLabel(/^Message to/).fill('Before the cut I was about to');
    await stage.whileCut(async () => {
      const { folder, port } = hosting;
      await hosting.kill('SIGKILL');
      await lost(master);
      await lost(crews);
      hosting = await Hosting.start({ resume: folder, port });
      for (const page of [master, crews]) {
        await comeBack(page);
      }
    });
    expect(await master.getByLabel(/^Message to/).inputValue()).toBe('Before the cut I was about to');
    await master.getByRole('log').getByText('Are you there?').waitFor();
    await tab(master, 'Decide');
    await master.getByText('They are tired of empty nets.').waitFor();
    await agreed.waitFor();
    await handIn(master);
    await tab(crews, 'Decide');
    await crews.getByText('Handed in:').waitFor();
  });

  test('the server has a new address: a person’s own code brings the place back, and asks nobody', async () => {
    const summary = master.locator('summary').getByText('Show your return code');
    const { folder } = hosting;
    // They go on trying until they are closed.
    const code = await stage.whileCut(async () => {
      line.cut();
      await hosting.kill('SIGKILL');
      await lost(master);
      await summary.click();
      await master.getByText('Has the server a new address?').waitFor();
      const shown = await master.locator('.line .code').innerText();
      await master.close();
      await crews.close();
      return shown;
    });
    expect(code).toMatch(/^[A-Z]{4} [A-Z]{4} [A-Z]{4}$/);
    hosting = await Hosting.start({ resume: folder });
    stage.origin = hosting.base;
    const there = await stage.guest('there', { width: 360, height: 740 });
    await join(there, hosting.links[0]!, { code: code.toLowerCase() });
    await tab(there, 'Decide');
    await there.getByText('Handed in:').waitFor();
    await there.getByRole('banner').getByText('Ada · East harbour · Harbour master').waitFor();
    expect(there.url()).not.toContain(code.replaceAll(' ', ''));
    // A new code ends the one before.
    await there.getByLabel('Settings', { exact: true }).click();
    await there.locator('.menu summary').getByText('Your return code').click();
    const shown = there.locator('.menu .code');
    expect(await shown.innerText()).toBe(code);
    await stage.whileCut(async () => {
      await there.getByRole('button', { name: 'New code' }).click();
      await expect.poll(() => shown.innerText()).not.toBe(code);
      await there.getByText('Connection lost.').waitFor({ state: 'hidden' });
    });
    const old = await fetch(`${hosting.base}/api/join`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
    });
    expect(old.status).toBe(404);
  });
});

/** At once, unless it has come back by itself already. */
async function comeBack(page: Page): Promise<void> {
  const again = page.getByRole('button', { name: 'Try now' });
  if (await again.isVisible()) await again.click({ timeout: 1000 }).catch(() => undefined);
  await page.getByText('Connection lost.').waitFor({ state: 'hidden' });
}
