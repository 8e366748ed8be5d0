/** The browser's pages by themselves, on a server that only pretends: looks, keys, reading aloud, broken lines. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { luck, results } from '../../packages/classroom/src/app/fake/scene.ts';
import { FAREWELLS } from '../../packages/classroom/src/protocol/farewells.ts';
import { fakeServer, type Fake } from '../../packages/classroom/src/app/fake/server.ts';
import { expectAccessible, expectNoSideways, hasBrowser, launch } from '../support/browser.ts';

/** A machine that is busy with other tests takes its time. */
const SOON = { timeout: 10_000 };

describe.skipIf(!hasBrowser)('the pages in a browser', () => {
  let browser: Browser;
  let fake: Fake;
  let context: BrowserContext;
  let page: Page;
  /** What the page complains of: errors of its own, and whatever its policy forbade. */
  let complaints: string[] = [];

  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });
  beforeEach(async () => {
    fake = await fakeServer();
  });
  afterEach(async () => {
    await context.close();
    await fake.close();
    if (complaints.length > 0) throw new Error(`the page complained: ${complaints.join('; ')}`);
  });

  async function open(
    path: string,
    { width = 360, dark = false, locale = 'en-US' }: { width?: number; dark?: boolean; locale?: string } = {},
  ): Promise<void> {
    complaints = [];
    context = await browser.newContext({
      viewport: { width, height: 740 },
      colorScheme: dark ? 'dark' : 'light',
      locale,
      reducedMotion: 'reduce',
    });
    page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.on('console', (message) => {
      // The browser itself tells of a line that was cut; the tests that cut it want that.
      if (message.type() === 'error' && !message.text().includes('WebSocket'))
        complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${fake.address}${path}`);
  }

  async function join(options: Parameters<typeof open>[1] = {}, name = 'Player 1'): Promise<void> {
    await open('/?code=ktrvxbcd', options);
    await page.getByLabel('Your name').fill(name);
    await page.getByRole('button', { name: 'Join', exact: true }).click();
    await page.getByRole('banner').waitFor();
  }

  const tab = (name: string): Promise<void> => page.getByRole('tab', { name }).click();

  test('a seat on a phone: every part, in the light', async () => {
    await join();
    for (const part of ['Brief', 'Decide', 'Talk', 'Forecast', 'World', 'News']) {
      await tab(part);
      await page.getByRole('tabpanel', { name: part }).waitFor();
      // Where there is no room for the map, the list stands open.
      if (part === 'World')
        await page.getByText('moved by: Washington, Perceived threat, Industrial policy').waitFor();
      if (part === 'Brief' || part === 'News') await expectNoSideways(page, `seat, ${part}`);
      else await expectAccessible(page, `seat, ${part}`);
    }
  });

  test('a seat on a wide screen, in the dark', async () => {
    await join({ width: 1280, dark: true });
    await tab('Decide');
    await expectAccessible(page, 'seat, Decide');
    // The map, by keyboard: a card shows its own links alone, and the list says them.
    await tab('World');
    const card = page.getByRole('button', { name: /^Opinion in Korea Wary changed/ });
    await card.press('Enter');
    expect(await card.getAttribute('aria-pressed')).toBe('true');
    // In from history and water; out to the side, approval and GSOMIA.
    expect(await page.locator('path.mine:not(marker path)').count()).toBe(5);
    await expectAccessible(page, 'seat, World');
    await page.getByText('The same as a list').click();
    await page.getByText('moves: Japan-Korea, Approval in Seoul, GSOMIA', { exact: true }).waitFor();
  });

  test.each([360, 1280])('the console at %i px', async (width) => {
    await open('/#control=control-x', { width, dark: width === 360 });
    await page.getByRole('button', { name: 'Next' }).waitFor();
    // The secret is not left where a projector would show it.
    expect(page.url()).not.toContain('control-x');
    // Every part at both widths for what sticks out; each once for axe, which takes its time.
    const parts = ['People', 'Turn', 'Injects', 'Fan', 'Talk', 'Goals and notes', 'Debrief', 'Export'];
    for (const [i, part] of parts.entries()) {
      await tab(part);
      if (part === 'Fan') {
        await page.getByRole('button', { name: 'Run the trials' }).click();
        await page.getByRole('heading', { name: 'Result of the trials' }).waitFor();
      }
      if (i % 2 === (width === 360 ? 0 : 1)) await expectAccessible(page, `console, ${part}`);
      else await expectNoSideways(page, `console, ${part}`);
    }
  });

  test('in the debrief the console tries other decisions of turns that were played', async () => {
    await open('/#control=control-x', { width: 360 });
    fake.set({ clock: { turn: 2, phase: 'debrief' } });
    await tab('Debrief');
    await page.getByRole('button', { name: 'Try another decision' }).click();
    await page.getByRole('tabpanel', { name: 'Fan' }).waitFor();
    // Nothing follows that could be tried, and what was decided stands first.
    const from = page.getByLabel('From', { exact: true });
    expect(await from.locator('option').allTextContents()).toEqual(['Turn 1']);
    await page.getByRole('listitem', { name: 'Option 1' }).getByText('as it was').waitFor();
    const open_ = page.getByRole('listitem', { name: 'Option 2' }).getByLabel('Open move');
    expect(await open_.locator('option', { hasText: 'Offer to share' }).isDisabled()).toBe(true);
    await open_.selectOption('showGuarantee');
    await page.getByRole('button', { name: 'Option 2 on the luck the room had' }).click();
    await page.getByRole('heading', { name: 'Turn 1, Washington, on the luck the room had' }).waitFor();
    await page.getByRole('row', { name: 'Trilateral activity in June 2026 Strengthens Holds' }).waitFor();
    await page.getByRole('row', { name: 'Cohesion 0.62 0.58' }).waitFor();
    await expectAccessible(page, 'console, another decision');
    await page.getByRole('button', { name: 'Run the trials' }).click();
    await expect
      .poll(() => fake.commands, SOON)
      .toContainEqual(expect.objectContaining({ do: 'fan', turn: 1, seat: 'us' }));
    await tab('Debrief');
    await page.getByRole('button', { name: 'Play a turn again in a new room' }).click();
    await page.getByRole('tabpanel', { name: 'Export' }).waitFor();
  });

  test('an inject by hand does what its levers say, and can be looked at first', async () => {
    await open('/#control=control-x', { width: 1280 });
    await tab('Injects');
    await page.getByLabel('What the bulletin says').fill('An exercise at sea goes well.');
    await page.getByLabel('Add an effect').selectOption({ label: 'Japan-Korea side' });
    await page.getByRole('spinbutton', { name: 'Japan-Korea side' }).fill('-0.04');
    await page.getByLabel('Add an effect').selectOption({ label: 'A joint exercise is held' });
    const effects = [{ add: -0.02, to: 'japanKorea' }, { raise: 'exercise' }];
    await page.getByRole('button', { name: 'Preview this inject' }).click();
    await expect
      .poll(() => fake.commands, SOON)
      .toContainEqual(expect.objectContaining({ do: 'preview', effects }));
    await page.getByText('trials an option, 95% intervals').waitFor();
    await expectAccessible(page, 'console, an inject by hand');
    await page.getByRole('button', { name: 'Put in with this turn' }).click();
    await expect
      .poll(() => fake.commands, SOON)
      .toContainEqual({ do: 'inject', text: 'An exercise at sea goes well.', effects });
  });

  test('a lever says what it moves, from where and how far, in the units of the world', async () => {
    await join();
    await tab('Decide');
    await page.getByText('Argue a move').click();
    const form = page.getByRole('form', { name: 'Argue a move' });
    await form.getByLabel('Add an effect').selectOption({ label: 'Japan-Korea side' });
    await form.getByText('Japan-Korea, now 0.55; from 0 to 1 at most; moves by +0.025, to 0.58').waitFor();
    await form.getByRole('spinbutton', { name: 'Japan-Korea side' }).fill('-0.04');
    await form.getByText('moves by -0.02, to 0.53').waitFor();
    // Of what the seat does not see nothing is said but that, and whole units are whole.
    await form.getByLabel('Add an effect').selectOption({ label: 'Perceived threat' });
    await form.getByText('Your seat does not see what this moves').waitFor();
    const threat = form.getByRole('spinbutton', { name: 'Perceived threat' });
    await threat.fill('1.4');
    expect(await threat.inputValue()).toBe('1');
    await threat.fill('0');
    await form.getByLabel('What do you do?').fill('Send envoys.');
    await form.getByLabel('Reason 1').fill('They listen.');
    await form.getByRole('button', { name: 'Put it forward' }).click();
    await form.getByRole('alert').filter({ hasText: '0 changes nothing' }).waitFor();
    await expectAccessible(page, 'seat, an argued move');
  });

  test('personal data go at a click, after what goes and what stays has been said', async () => {
    await open('/#control=control-x', { width: 360 });
    await tab('Export');
    await page.getByRole('button', { name: 'Delete personal data' }).click();
    const asked = page.getByRole('dialog', { name: 'Delete the personal data of room A?' });
    // The exercise is still going on, and a room began from this one.
    await asked.getByText('This exercise is not over.').waitFor();
    await asked.getByText('the same in a room that began from this one: B').waitFor();
    await asked.getByText('the log still replays').waitFor();
    await expectAccessible(page, 'console, deleting personal data');
    await asked.getByRole('button', { name: 'Delete personal data' }).click();
    await asked.getByRole('alert').filter({ hasText: 'Say first' }).waitFor();
    expect(fake.forgotten).toEqual([]);
    await asked.getByLabel('I have kept what I need. This cannot be undone.').check();
    await asked.getByRole('button', { name: 'Delete personal data' }).click();
    await page.getByText('The personal data of room A are deleted.').waitFor();
    expect(fake.forgotten).toEqual(['A']);
  });

  test('whoever was forgotten reads why in the language of the page', async () => {
    await open('/?code=ktrvxbcd', { locale: 'ko-KR' });
    await page.getByRole('button', { name: '참가', exact: true }).click();
    await page.getByRole('banner').waitFor();
    fake.dismiss(FAREWELLS.forgotten);
    await page.getByRole('status').filter({ hasText: '진행자가 이 방의 개인 정보를 삭제하여' }).waitFor();
  });

  test('only what changes the world can be previewed, and a refusal is gone once somebody has gone on', async () => {
    await open('/#control=control-x', { width: 1280 });
    await tab('Injects');
    await page.getByRole('button', { name: 'Preview: Launch' }).waitFor();
    expect(await page.getByRole('button', { name: 'Preview: Anniversaries' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Put in with this turn' }).click();
    await page.getByRole('alert').filter({ hasText: 'Write something first.' }).waitFor();
    await tab('Talk');
    const send = async (text: string): Promise<void> => {
      await page.getByLabel(/^Message to/).fill(text);
      await page.getByRole('button', { name: 'Send' }).press('Enter');
    };
    await page.clock.install();
    await send('Please refuse me.');
    const toast = page.getByText('Messages are closed for the moment.');
    await toast.waitFor();
    await send('At once.');
    // Until it is acknowledged it may stand there twice: as sent, and as come.
    await page.getByRole('log').getByText('At once.').last().waitFor();
    expect(await toast.count()).toBe(1);
    await page.clock.fastForward(7000);
    await send('Later.');
    await toast.waitFor({ state: 'detached' });
  });

  test('settings close at a tap beside them, and leaving is asked about first', async () => {
    await join();
    const settings = page.getByLabel('Settings', { exact: true });
    const leave = page.getByRole('button', { name: 'Leave the room' });
    await settings.click();
    await leave.waitFor();
    await tab('Talk');
    await leave.waitFor({ state: 'hidden' });
    await settings.click();
    await page.keyboard.press('Escape');
    await leave.waitFor({ state: 'hidden' });
    await settings.click();
    await leave.click();
    const asked = page.getByRole('dialog', { name: 'Leave the room' });
    await asked.getByText('Your return code brings you back').waitFor();
    await expectAccessible(page, 'leaving');
    await asked.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('banner').waitFor();
    await leave.click();
    await asked.getByRole('button', { name: 'Leave the room' }).click();
    await page.getByLabel('Code', { exact: true }).waitFor();
    expect(fake.commands.filter(({ do: did }) => did === 'leave')).toHaveLength(1);
  });

  test('one order for all rooms: one that refuses keeps no other from going on, and says why', async () => {
    await open('/#control=control-x', { width: 360 });
    await page.getByRole('button', { name: 'All rooms' }).click();
    const bar = page.getByRole('region', { name: 'All rooms together' });
    await bar.getByRole('button', { name: 'Message to all rooms' }).click();
    const asked = page.getByRole('dialog', { name: 'Message to all rooms' });
    await asked.getByRole('button', { name: 'Send' }).click();
    await asked.getByRole('alert').filter({ hasText: 'Write something first.' }).waitFor();
    await asked.getByLabel('To everybody').fill('Please refuse me.');
    await asked.getByRole('button', { name: 'Send' }).click();
    await bar.getByRole('listitem').filter({ hasText: 'Room A done' }).waitFor();
    const refused = bar.getByRole('listitem').filter({ hasText: 'Room B' });
    await refused.getByText('That is more than is allowed.').waitFor();
    await refused.getByText('Room B has had enough.').waitFor();
    // What did not reach every room is still there.
    await bar.getByRole('button', { name: 'Message to all rooms' }).click();
    expect(await asked.getByLabel('To everybody').inputValue()).toBe('Please refuse me.');
    await asked.getByRole('button', { name: 'Cancel' }).click();
    await expectAccessible(page, 'all rooms');
    // Each is told where it was seen to stand, so that nobody's second click takes it a step too far.
    // Clicked once more while the line is down, it is still one order.
    fake.cut();
    await page.getByText('Connection lost.').waitFor();
    await bar.getByRole('button', { name: 'Next in all' }).dblclick();
    const from = { turn: 2, phase: 'deliberation' };
    await expect
      .poll(() => fake.commands.filter((one) => one.do === 'next'), SOON)
      .toEqual([
        { do: 'next', from },
        { do: 'next', from },
      ]);
    await bar.getByText('What became of “Next in all”').waitFor();
    await expect.poll(() => bar.getByText('done', { exact: true }).count(), SOON).toBe(2);
  });

  test('the projector follows the phase', async () => {
    await open('/#projector=projector-x', { width: 1280 });
    fake.set({ clock: { turn: 0, phase: 'lobby' } });
    await page.getByText('KTRV XBCD', { exact: true }).waitFor();
    await page.getByRole('img', { name: 'QR code of http://192.168.1.20:8017/?code=KTRVXBCD' }).waitFor();
    await expectAccessible(page, 'projector, lobby');
    fake.set({ clock: { turn: 2, phase: 'reveal' } });
    await page.getByRole('heading', { name: 'Bulletin of turn 1' }).waitFor();
    await expectAccessible(page, 'projector, reveal');
  });

  test('luck against decision on a phone: a bar, then sentences, plots and tables', async () => {
    await join();
    const over = { clock: { turn: 5, phase: 'debrief' }, results: results() } as const;
    fake.set({ ...over, luckProgress: { stage: 'waits', share: 0 } });
    await tab('Debrief');
    const part = page.getByRole('region', { name: 'Luck against decision' });
    await part.getByText('Waits until another room is done.').waitFor();
    fake.set({ luckProgress: { stage: 'runs', share: 0.05 } });
    await part.getByText('played again on other luck: 5% done').waitFor();
    await expectAccessible(page, 'seat, Debrief, nothing of luck yet');
    const first = luck();
    fake.set({
      luck: { ...first, seats: first.seats.map(({ best: _, ...seat }) => seat) },
      luckProgress: { stage: 'runs', share: 0.35 },
    });
    await part.getByText('Other decisions are being tried: 35% done.').waitFor();
    expect(await part.getByRole('progressbar').getAttribute('value')).toBe('0.35');
    await part.getByText('bring it in 12% of the trials').waitFor();
    expect(await part.getByRole('heading', { name: 'The best single change of each seat' }).count()).toBe(0);
    fake.set({ luck: first, luckProgress: null as never });
    await part.getByRole('heading', { name: 'The best single change of each seat' }).waitFor();
    expect(await part.getByRole('progressbar').count()).toBe(0);
    await part.getByRole('img', { name: /^Activity count: this exercise ended at 10;/ }).waitFor();
    for (const fold of await part.getByText('The same as a table').all()) await fold.click();
    await part
      .getByRole('row', { name: /^Washington Turn 2: Exempt .* \+9% \(\+9% to \+10%\) 47$/ })
      .waitFor();
    await part.getByRole('row', { name: /^Tokyo none is clearly better/ }).waitFor();
    await part.getByRole('row', { name: 'Cohesion 0.62 58% 0.55 – 0.65 0.46 – 0.69' }).waitFor();
    await part.getByText('Goals that nobody was given (6)').first().click();
    await expectAccessible(page, 'seat, Debrief');
  });

  test('the debrief on the wall, a page at a time', async () => {
    await open('/#projector=projector-x', { width: 1280 });
    fake.set({ clock: { turn: 5, phase: 'debrief' }, results: results(), luck: luck() });
    await page.getByRole('heading', { name: 'Who wanted what' }).waitFor();
    // Nobody has clicked on the wall before.
    await page.keyboard.press('ArrowRight');
    await page.getByText('They seldom lead there').waitFor();
    await expectAccessible(page, 'projector, luck against decision');
    const parts = ['The best single change of each seat', 'Goals on other luck', 'Where the numbers ended'];
    for (const part of [...parts, 'Who did what', 'Forecasts against the outcome', 'Looking back']) {
      await page.keyboard.press('ArrowRight');
      await page.getByRole('tabpanel', { name: part }).waitFor();
      await expectNoSideways(page, `projector, ${part}`);
      if (part === 'Goals on other luck') await expectAccessible(page, `projector, ${part}`);
    }
    // On a wall nobody scrolls.
    await page.setViewportSize({ width: 1920, height: 1080 });
    for (const part of ['Luck against decision', ...parts]) {
      await page.getByRole('tab', { name: part }).click();
      expect(await page.evaluate('document.documentElement.scrollHeight'), part).toBeLessThanOrEqual(1080);
    }
  });

  test('a long bulletin is pages on the wall, which keys, buttons and time turn', async () => {
    await open('/#projector=projector-x', { width: 1280 });
    await page.setViewportSize({ width: 1280, height: 720 });
    const lines = Array.from({ length: 60 }, (_, i) => ({
      date: `2024-0${1 + Math.floor(i / 7)}`,
      text: `Something happens that is told as number ${i + 1}, and it takes some words to tell.`,
      kind: 'news' as const,
      ...(i < 4 && { seat: 'us' }),
    }));
    fake.set({ clock: { turn: 2, phase: 'reveal' }, bulletin: [{ turn: 1, lines }] });
    const said = (n: number) => page.getByText(`told as number ${n},`);
    await said(1).waitFor();
    const pageNow = async (): Promise<string> =>
      (await page.locator('.slides-pages > span').first().textContent()) ?? '';
    await expect.poll(pageNow, SOON).toMatch(/^1 \/ [4-9]$/);
    const count = Number((await pageNow()).split('/')[1]);
    /** Numbers of the lines that stand whole on the screen. */
    const onScreen = (): Promise<readonly number[]> =>
      page.evaluate<
        readonly number[]
      >(`[...document.querySelectorAll('.slide.shown .bulletin ul > li')].flatMap((line) => {
        const { left, right, top, bottom } = line.getBoundingClientRect();
        const isWhole = left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight;
        return isWhole ? [Number(/number (\\d+)/.exec(line.textContent)[1])] : [];
      })`);
    // Nothing is below the fold, and each line stands whole on one page.
    const below = 'document.documentElement.scrollHeight - document.documentElement.clientHeight';
    expect(await page.evaluate<number>(below)).toBe(0);
    const seen = new Map<number, number>();
    for (let at = 1; at <= count; at++) {
      await expect.poll(pageNow, SOON).toBe(`${at} / ${count}`);
      for (const n of await onScreen()) seen.set(n, (seen.get(n) ?? 0) + 1);
      if (at === 2) await expectAccessible(page, 'projector, second page');
      await page.keyboard.press(at % 2 === 0 ? 'PageDown' : 'ArrowRight');
    }
    expect([...seen.keys()].length).toBe(60);
    expect(new Set(seen.values())).toEqual(new Set([1]));
    // Around, back, and to the ends.
    await expect.poll(pageNow, SOON).toBe(`1 / ${count}`);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(pageNow, SOON).toBe(`${count} / ${count}`);
    await page.keyboard.press('Home');
    await page.getByRole('button', { name: 'Next page' }).click();
    await expect.poll(pageNow, SOON).toBe(`2 / ${count}`);
    // Whoever wants no motion turns pages alone; others may hold one.
    expect(await page.getByRole('button', { name: 'Hold this page' }).count()).toBe(0);
    await page.clock.install();
    await page.clock.fastForward(60_000);
    expect(await pageNow()).toBe(`2 / ${count}`);
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    const hold = page.getByRole('button', { name: 'Hold this page' });
    expect(await hold.getAttribute('aria-pressed')).toBe('true');
    await hold.click();
    const later = async (): Promise<string> => {
      await page.clock.fastForward(1000);
      return pageNow();
    };
    await expect.poll(later, SOON).toBe(`3 / ${count}`);
    // On a narrow screen all of it stands below each other.
    await page.setViewportSize({ width: 500, height: 720 });
    await page.getByRole('button', { name: 'Next page' }).waitFor({ state: 'detached' });
    await said(60).waitFor();
  });

  test('joining, taking a role, in a language of one’s own', async () => {
    await open('/?code=KTRVXBCD', { locale: 'ko-KR' });
    await page.getByRole('heading', { name: 'The trilateral: 2023 to 2027' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('ko');
    await page.getByLabel('언어').selectOption('en');
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await expectAccessible(page, 'joining');
    await page.getByLabel('Code', { exact: true }).fill('WRONG');
    await page.getByRole('button', { name: 'Join', exact: true }).click();
    await page.getByRole('alert').filter({ hasText: 'There is no room with this code.' }).waitFor();
    complaints = complaints.filter((text) => !text.includes('404'));
    await page.getByLabel('Code', { exact: true }).fill('KTRVXBCD');
    await page.getByLabel('Your name').fill('Mio');
    await page.getByRole('button', { name: 'Join', exact: true }).click();
    await page.getByRole('button', { name: 'Take this place' }).click();
    await page.getByRole('button', { name: 'Foreign affairs, Beijing' }).click();
    await expect
      .poll(() => fake.commands, SOON)
      .toContainEqual({ do: 'take', seat: 'china', role: 'foreign' });
    await expect
      .poll(() => fake.commands, SOON)
      .toContainEqual({ do: 'take', seat: 'china', role: 'leader' });
    await expectAccessible(page, 'taking a role');
  });

  test('what to do next stands above every part, and leads there', async () => {
    await join();
    const now = page.getByRole('region', { name: 'What to do now' });
    await now.getByText('Your team has a plan: do you agree?').waitFor();
    await now.getByRole('button', { name: 'Decide' }).click();
    await page.getByRole('tabpanel', { name: 'Decide' }).waitFor();
    // An answer, a consent and a plan; in the reveal nothing of a plan waits any more.
    await page.getByRole('tab', { name: 'Decide 4 things to do' }).waitFor();
    fake.set({ clock: { turn: 2, phase: 'reveal' } });
    await page.getByRole('tab', { name: 'Decide 1 thing to do' }).waitFor();
    await now.getByText('Read what happened, and what became of your plan.').waitFor();
    await page.getByText('refused by Tokyo').waitFor();
    await now.getByRole('button', { name: 'News' }).click();
    await page.getByText('Washington hosts the leaders').waitFor();
    await page.getByText('Treated water is released').waitFor({ state: 'hidden' });
    await page.getByText('Elsewhere (3)').click();
    await page.getByText('Treated water is released').waitFor();
    await expectAccessible(page, 'seat, News in the reveal');
  });

  test('says in which channel something new was written, until one looked there', async () => {
    await join();
    await page.getByRole('tab', { name: 'Talk 2 unread' }).waitFor();
    await tab('Talk');
    await page.getByText('Tokyo will want something in return.').waitFor();
    await page.getByRole('tab', { name: 'Talk 1 unread' }).waitFor();
    const channel = page.getByLabel('Channel');
    expect(await channel.locator('option').allTextContents()).toContain('Everybody (1 new)');
    await channel.selectOption('all');
    await page.getByText('Welcome. Five turns').waitFor();
    await expect.poll(() => page.getByRole('tab', { name: /unread/ }).count(), SOON).toBe(0);
  });

  test('by keyboard alone: skip, tabs, a plan', async () => {
    await join({ width: 1280 });
    await page.getByRole('tab', { name: 'Brief' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('tabpanel', { name: 'Decide' }).waitFor();
    expect(await page.evaluate<string>('document.activeElement.textContent')).toContain('Decide');
    await page.keyboard.press('End');
    await page.getByRole('tabpanel', { name: 'News' }).waitFor();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.getByText('Put another plan forward').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('radio', { name: 'Show the guarantee' }).focus();
    await page.keyboard.press('Space');
    await page.getByLabel('Why (optional, for the team)').fill('Cheap, and seen.');
    await page.getByRole('button', { name: 'Put to the team' }).focus();
    await page.keyboard.press('Enter');
    await expect
      .poll(() => fake.commands, SOON)
      .toContainEqual({ do: 'draft', orders: { open: 'showGuarantee' }, why: 'Cheap, and seen.' });
  });

  test('a forecast sums to a hundred', async () => {
    await join();
    await tab('Forecast');
    const form = page.getByRole('form', { name: /^Forecast: On 30 June 2026/ });
    await form.getByRole('spinbutton', { name: 'Erodes' }).fill('50');
    expect(await form.getByRole('button', { name: 'Save forecast' }).isDisabled()).toBe(true);
    await form.getByText('Sum: 116%').waitFor();
    await form.getByRole('button', { name: 'Scale to 100%' }).click();
    await form.getByRole('button', { name: 'Save forecast' }).click();
    await expect
      .poll(() => fake.commands, SOON)
      .toContainEqual({
        do: 'forecast',
        question: 'tac',
        // 50, 33 and 33 of 116 are 43.1, 28.4 and 28.4: the two that are left go to the largest remainders.
        probabilities: { erode: 0.43, hold: 0.29, strengthen: 0.28 },
      });
  });

  test('a broken line and a reload lose nothing that was typed, and what was sent is sent once', async () => {
    await join();
    await tab('Talk');
    const text = page.getByLabel('Message to Your team');
    await text.fill('half a thought');
    await page.reload();
    await page.getByRole('tab', { name: 'Talk' }).waitFor();
    expect(await text.inputValue()).toBe('half a thought');
    await context.setOffline(true);
    fake.cut();
    await page.getByText('What you type is kept.').waitFor();
    await expectAccessible(page, 'without a line');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('on its way …').waitFor();
    expect(await text.inputValue()).toBe('');
    await context.setOffline(false);
    await page.getByRole('log').getByText('Player 1').last().waitFor();
    await page.getByText('on its way …').waitFor({ state: 'detached' });
    expect(fake.commands.filter((command) => command.do === 'message')).toHaveLength(1);
    // Refused, it stands in its field again.
    await text.fill('please refuse me');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('alert').getByText('This cannot be done now.').waitFor();
    await page.getByRole('alert').getByText('Messages are closed for the moment.').waitFor();
    expect(await text.inputValue()).toBe('please refuse me');
  });

  test('phases and pauses are said aloud', async () => {
    await join();
    fake.set({ clock: { turn: 2, phase: 'reveal' } });
    await page.getByRole('status').getByText('Now: Turn 2 of 5 · Reveal').waitFor({ state: 'attached' });
    fake.set({ clock: { turn: 2, phase: 'reveal', paused: {} } });
    await page.getByRole('status').getByText('The exercise is paused.').waitFor({ state: 'attached' });
  });
});
