/**
 * The pictures of the instructor's guide, taken from the flagship as a class plays it: written when STAVE_SCREENSHOTS
 * is set. Otherwise what stands in the guide is looked at: it is there, small, and of the size that it should have.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { hasBrowser } from '../support/browser.ts';
import { join as joinRoom, phaseIs, tab } from './support/acts.ts';
import { FLAGSHIP, Hosting } from './support/command.ts';
import { arrive, controlOf, goOn, submit, until, type Client } from './support/crowd.ts';
import { releaseBrowser, sharedBrowser } from './support/shared-browser.ts';
import { Stage } from './support/stage.ts';

const IMAGES = join(import.meta.dirname, '../../docs/guides/images');
const LARGEST = 200_000;
/** Width in pixels of each. */
const PICTURES = {
  'join-phone': 360,
  'seat-deciding': 1280,
  'facilitator-console': 1280,
  projector: 1280,
  debrief: 1280,
} as const;
type Picture = keyof typeof PICTURES;

const isAsked = (process.env['STAVE_SCREENSHOTS'] ?? '') !== '';

describe('pictures of the guide', () => {
  test.runIf(isAsked && hasBrowser)('are taken', async () => {
    const [hosting, browser] = await Promise.all([
      Hosting.start({ exercise: FLAGSHIP, preset: '90min' }),
      sharedBrowser(),
    ]);
    const stage = new Stage(browser);
    stage.origin = hosting.base;
    try {
      await take(stage, hosting);
      await stage.close();
    } finally {
      await hosting.close();
      await releaseBrowser();
    }
  });

  test.each(Object.keys(PICTURES) as Picture[])('%s is a small picture', (name) => {
    const bytes = readFileSync(join(IMAGES, `${name}.png`));
    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    expect(bytes.readUInt32BE(16)).toBe(PICTURES[name]);
    expect(bytes.length).toBeLessThan(LARGEST);
    const guide = readFileSync(join(IMAGES, '../classroom.md'), 'utf8');
    expect(guide).toContain(`(images/${name}.png)`);
  });
});

async function take(stage: Stage, hosting: Hosting): Promise<void> {
  mkdirSync(IMAGES, { recursive: true });
  const shoot = async (page: Page, name: Picture, fullPage = false): Promise<void> => {
    await page.mouse.move(0, 0);
    await page.evaluate('document.activeElement?.blur(); scrollTo(0, 0)');
    await page.screenshot({ path: join(IMAGES, `${name}.png`), animations: 'disabled', fullPage });
  };
  const phone = await stage.guest('phone', { width: 360, height: 720, scale: 1 });
  await phone.goto(hosting.links[0] ?? '');
  await phone.getByRole('heading', { name: 'Before you start' }).waitFor();
  await phone.getByLabel('Your name').fill('Player 1');
  await shoot(phone, 'join-phone', true);

  const control = await stage.guest('control', { height: 860 });
  await control.goto(hosting.control);
  const projector = await stage.guest('projector', { height: 720 });
  await projector.goto(hosting.control.replace('/#control', '/?show=projector#control'));
  const seat = await stage.guest('seat', { height: 860 });
  await joinRoom(seat, hosting.links[0] ?? '', { name: 'Player 1' });
  await seat.getByRole('button', { name: 'Prime minister, Tokyo', exact: true }).click();
  const { people, driver } = await seated(hosting);
  const [us, elder, korea, , china] = people as readonly [Client, Client, Client, Client, Client];

  // ---- one turn for the bulletin, then the second in the middle of it
  await goOn(driver, 'deliberation');
  await korea.must({
    do: 'forecast',
    question: 'tac202612',
    probabilities: { erode: 0.2, hold: 0.5, strengthen: 0.3 },
  });
  await china.must({
    do: 'forecast',
    question: 'tac202612',
    probabilities: { erode: 0.4, hold: 0.4, strengthen: 0.2 },
  });
  await us.must({
    do: 'forecast',
    question: 'tac202612',
    probabilities: { erode: 0.15, hold: 0.35, strengthen: 0.5 },
  });
  await us.must({ do: 'draft', orders: { open: 'showGuarantee' } });
  await submit(us);
  await china.must({ do: 'draft', orders: { open: 'straitDrills', covert: 'historyCampaign' } });
  await submit(china);
  await goOn(driver, 'reveal', 1);
  await projector.getByRole('heading', { name: 'Bulletin of turn 1' }).waitFor();
  await shoot(projector, 'projector');
  await goOn(driver, 'deliberation', 2);
  await us.must({ do: 'draft', orders: { open: 'brokerHistory' } });
  await submit(us);
  await china.must({ do: 'draft', orders: { open: 'courtSeoul' } });
  await korea.must({
    do: 'argue',
    action: 'Seoul proposes a joint fund of firms of both countries for the young.',
    pull: { gap: -1, favour: 1 },
    reasons: ['Firms of both have paid into such funds before.', 'It asks nobody to admit a debt.'],
  });
  const id = await until(us, ({ argued }) => argued[0]?.id);
  await us.must({ do: 'counter', id, reason: 'Victims were not asked.' });
  await phaseIs(seat, 'Turn 2 of 5 · Deliberation');
  await tab(seat, 'Decide');
  await seat.getByRole('radio', { name: 'Put the defence taxes through' }).check();
  await seat.getByLabel('Why (optional, for the team)').fill('Now, or not before the election.');
  await seat.getByRole('button', { name: 'Put to the team' }).click();
  const revision = await until(elder, ({ team }) => team?.draft?.revision);
  await elder.must({ do: 'consent', revision, agrees: true, why: 'The right will carry it.' });
  await seat.getByText('The right will carry it.').waitFor();
  await shoot(seat, 'seat-deciding');
  await tab(control, 'Turn');
  await control.getByText('Seoul proposes a joint fund').first().waitFor();
  await shoot(control, 'facilitator-console');
  await goOn(driver, 'debrief');
  await tab(seat, 'Debrief');
  await seat.getByRole('heading', { name: 'Who wanted what' }).waitFor();
  await shoot(seat, 'debrief');
  for (const one of [driver, ...people]) one.close();
}

/** People in every other seat, and a second one in the Prime minister's. */
async function seated(
  hosting: Hosting,
): Promise<{ readonly driver: Client; readonly people: readonly Client[] }> {
  const people: Client[] = [];
  for (const [name, place] of [
    ['Maya', 'us leader'],
    ['Player 2', 'japan party'],
    ['Player 3', 'korea leader'],
    ['Noor', 'dprk leader'],
    ['Wei', 'china leader'],
    ['Ilya', 'russia leader'],
  ] as const) {
    people.push(await arrive(hosting, { name, place }));
  }
  return { driver: await controlOf(hosting), people };
}
