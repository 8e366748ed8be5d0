/** Messages between seats that the facilitator passes on or stops: in the browsers of who writes, who reads and who judges. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible, hasBrowser } from '../support/browser.ts';
import { join as joinRoom, tab, take } from './support/acts.ts';
import { FISHING, Hosting } from './support/command.ts';
import { controlOf, goOn, type Client } from './support/crowd.ts';
import { releaseBrowser, sharedBrowser } from './support/shared-browser.ts';
import { Stage } from './support/stage.ts';
import { isStory } from './support/steps.ts';

const CHANNEL = { east: 'West harbour', west: 'East harbour' } as const;

describe.skipIf(!hasBrowser)('moderated messages', () => {
  let folder: string;
  let hosting: Hosting;
  let stage: Stage;
  let [east, west, control]: Page[] = [];
  let driver: Client;
  isStory();

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'stave-moderated-'));
    cpSync(dirname(FISHING), folder, { recursive: true });
    const exercise = join(folder, 'exercise.yaml');
    const text = readFileSync(exercise, 'utf8');
    const moderated = text.replace('messages: { between: any,', 'messages: { between: any, moderated: true,');
    if (moderated === text) throw new Error('the exercise has another messages policy than it had');
    writeFileSync(exercise, moderated);
    const [started, browser] = await Promise.all([
      Hosting.start({ exercise, preset: '25min' }),
      sharedBrowser(),
    ]);
    hosting = started;
    stage = new Stage(browser);
    stage.origin = hosting.base;
    [east, west, control] = await Promise.all(['east', 'west', 'control'].map((who) => stage.guest(who)));
    await Promise.all([
      sit(east!, 'Ada', 'Harbour master, East harbour'),
      sit(west!, 'Cleo', 'Harbour master, West harbour'),
      control!.goto(hosting.control),
    ]);
    driver = await controlOf(hosting);
    await goOn(driver, 'deliberation');
  });
  afterAll(async () => {
    try {
      driver.close();
      await stage.close();
    } finally {
      await hosting.close();
      rmSync(folder, { recursive: true, force: true });
      await releaseBrowser();
    }
  });

  async function sit(page: Page, name: string, place: string): Promise<void> {
    await joinRoom(page, hosting.links[0] ?? '', { name });
    await take(page, place);
  }

  async function write(page: Page, channel: string, text: string): Promise<void> {
    await tab(page, 'Talk');
    const choice = page.getByLabel('Channel');
    const label = (await choice.locator('option').allTextContents()).find((one) => one.startsWith(channel));
    await choice.selectOption({ label: label ?? channel });
    await page.getByLabel(`Message to ${channel}`).fill(text);
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('log').getByText(text).last().waitFor();
  }

  const written = (page: Page, text: string) =>
    page.getByRole('log').getByRole('listitem').filter({ hasText: text });

  test('wait, and are read by nobody but the writer and the facilitator', async () => {
    await write(east!, CHANNEL.east, 'Meet us at the church.');
    await written(east!, 'church').getByText('waits for the facilitator').waitFor();
    await control!.getByRole('tab', { name: 'Talk 1 waiting', exact: true }).waitFor();
    // Others write meanwhile, and West has read all that it was given.
    await write(west!, 'Everybody', 'Good morning.');
    await control!.getByRole('tab', { name: 'Talk 2 waiting', exact: true }).waitFor();
    await write(west!, CHANNEL.west, 'Are you there?');
    expect(await west!.getByText('church').count()).toBe(0);
    // A team and its line to the facilitator are nobody's business.
    await write(east!, 'My team', 'They will not come.');
    expect(await written(east!, 'They will not').getByText('waits').count()).toBe(0);
  });

  test('are passed on: whoever they are for is told that there is something new', async () => {
    await tab(control!, 'Talk');
    await expectAccessible(control!, 'messages that wait');
    await control!.getByRole('button', { name: 'Pass on the message of Ada' }).click();
    await control!.getByRole('tab', { name: 'Talk 2 waiting', exact: true }).waitFor();
    // In the channel that stands open it is read at once; it comes after what was written while it waited.
    await written(west!, 'church').waitFor();
    expect(await west!.getByRole('log').getByRole('listitem').last().textContent()).toContain('church');
    await tab(east!, 'Talk');
    await east!.getByLabel('Channel').selectOption({ label: CHANNEL.east });
    await written(east!, 'church').waitFor();
    await east!.getByText('waits for the facilitator').waitFor({ state: 'detached' });
  });

  test('count as unread from the moment in which they are passed on', async () => {
    await write(east!, 'Everybody', 'A fair price for all.');
    await written(east!, 'fair price').getByText('waits for the facilitator').waitFor();
    // West reads there what was written later.
    await driver.must({ do: 'message', channel: 'all', text: 'Ten minutes are left.' });
    await west!.getByRole('tab', { name: 'Talk 1 unread' }).waitFor();
    await west!.getByLabel('Channel').selectOption({ label: 'Everybody (1 new)' });
    await written(west!, 'Ten minutes').waitFor();
    await west!.getByLabel('Channel').selectOption({ label: CHANNEL.west });
    await control!
      .getByRole('listitem')
      .filter({ hasText: 'A fair price' })
      .getByRole('button', { name: 'Pass on the message of Ada' })
      .click();
    await west!.getByRole('tab', { name: 'Talk 1 unread' }).waitFor();
    await west!.getByLabel('Channel').selectOption({ label: 'Everybody (1 new)' });
    await written(west!, 'fair price').waitFor();
  });

  test('are stopped: the writer is told, and nobody else has anything', async () => {
    await control!
      .getByRole('listitem')
      .filter({ hasText: 'Are you there?' })
      .getByRole('button', { name: 'Stop the message of Cleo' })
      .click();
    await west!.getByLabel('Channel').selectOption({ label: CHANNEL.west });
    await written(west!, 'Are you there?').getByText('stopped by the facilitator').waitFor();
    await expectAccessible(west!, 'a message that was stopped');
    await east!.getByLabel('Channel').selectOption({ label: CHANNEL.east });
    await written(east!, 'church').waitFor();
    expect(await east!.getByText('Are you there?').count()).toBe(0);
    // What was judged is not new to whoever judged it.
    await control!.getByRole('tab', { name: 'Talk 1 waiting', exact: true }).waitFor();
  });
});
