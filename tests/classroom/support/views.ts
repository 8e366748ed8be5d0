/**
 * Every view of a room from before the start to the debrief, as pages of people who look at it: the joining page, a
 * place to take, a seat's parts, an observer's, the console's, the projector. Each is handed to `look` when it stands.
 */
import type { Page } from 'playwright-core';
import { join, phaseIs, tab } from './acts.ts';
import { Hosting } from './command.ts';
import { arrive, controlOf, goOn } from './crowd.ts';
import { releaseBrowser, sharedBrowser } from './shared-browser.ts';
import { Stage } from './stage.ts';

const SEAT = ['Brief', 'Decide', 'Talk', 'Forecast', 'World', 'News'];
const OBSERVER = ['News', 'Notes', 'World', 'Forecast', 'Talk'];
const CONSOLE = [
  'People',
  'Turn',
  'Injects',
  'Fan',
  'Talk',
  'World',
  'News',
  'Goals and notes',
  'Debrief',
  'Export and help',
];

/**
 * On a server of its own.
 *
 * @param problemsOf a page, and its number among all views
 */
export async function allViews(
  problemsOf: (page: Page, number: number) => Promise<readonly string[]>,
): Promise<{ readonly count: number; readonly problems: readonly string[] }> {
  const [hosting, browser] = await Promise.all([Hosting.start({ preset: '25min' }), sharedBrowser()]);
  const stage = new Stage(browser);
  stage.origin = hosting.base;
  const problems: string[] = [];
  let count = 0;
  try {
    await seeViews(stage, hosting, async (page, where) => {
      const found = await problemsOf(page, count++);
      problems.push(...found.map((problem) => `${where}, ${problem}`));
    });
    await stage.close();
    return { count, problems };
  } finally {
    await hosting.close();
    await releaseBrowser();
  }
}

async function seeViews(
  stage: Stage,
  hosting: Hosting,
  look: (page: Page, where: string) => Promise<void>,
): Promise<void> {
  const each = async (page: Page, who: string, parts: readonly string[]): Promise<void> => {
    for (const part of parts) {
      await tab(page, part);
      await look(page, `${who}, ${part}`);
    }
  };
  const driver = await controlOf(hosting);
  const west = await arrive(hosting, { name: 'Cleo', place: 'west leader' });
  const crews = await arrive(hosting, { name: 'Ben', place: 'east crews' });

  // ---- before the start
  const seat = await stage.guest('seat');
  await seat.goto(hosting.links[0] ?? '');
  await seat.getByText('Quarrels over work and poverty.').waitFor();
  await look(seat, 'joining');
  await join(seat, hosting.links[0] ?? '', { name: 'Ada' });
  await seat.getByRole('heading', { name: 'A place for you' }).waitFor();
  await look(seat, 'taking a role');
  await seat.getByRole('button', { name: 'Harbour master, East harbour', exact: true }).click();
  await seat.getByRole('tab', { name: 'Brief' }).waitFor();
  const observer = await stage.guest('observer');
  await join(observer, hosting.links[0] ?? '', { name: 'Dan', observer: true });
  const control = await stage.guest('control');
  await control.goto(hosting.control);
  await tab(control, 'People');
  await look(control, 'console, before the start');
  const projector = await stage.guest('projector');
  await projector.goto(hosting.control.replace('/#control', '/?show=projector#control'));
  await projector.getByRole('region', { name: 'How to join' }).waitFor();
  await look(projector, 'projector, before the start');

  // ---- deliberation, with something of everything
  await goOn(driver, 'deliberation');
  await west.must({ do: 'draft', orders: { open: 'rest' } });
  await west.must({ do: 'submit', revision: 1 });
  await west.must({
    do: 'argue',
    action: 'West lends its best nets to East.',
    pull: { calm: -2 },
    reasons: ['They are idle in winter.'],
  });
  await west.must({ do: 'propose', form: 'treaty', text: 'One haul each.' });
  await west.must({ do: 'message', channel: 'joint:east+west', text: 'The church at ten.' });
  await west.must({ do: 'forecast', question: 'quota', probabilities: { yes: 0.4, no: 0.6 } });
  await phaseIs(seat, 'Turn 1 of 3 · Deliberation');
  await tab(seat, 'Decide');
  await seat.getByRole('radio', { name: 'Offer a quota' }).check();
  await look(seat, 'seat, choosing');
  await seat.getByRole('button', { name: 'Put to the team' }).click();
  await seat.getByText('Plan 1').waitFor();
  await crews.must({ do: 'consent', revision: 1, agrees: false, why: 'Not at this price.' });
  await seat.getByText('Not at this price.').waitFor();
  await each(seat, 'seat', SEAT);
  await each(observer, 'observer', OBSERVER);
  await each(control, 'console', CONSOLE);
  await tab(control, 'Fan');
  await control.getByRole('button', { name: 'Run the trials' }).click();
  await control.getByRole('heading', { name: 'Result of the trials' }).waitFor();
  await look(control, 'console, fan');
  await projector.getByText('West lends its best nets to East.').waitFor();
  await look(projector, 'projector, deliberation');

  // ---- answers and reveal
  await seat.getByRole('tab', { name: /^Decide/ }).click();
  await seat.getByRole('button', { name: 'Hand in against a refusal' }).click();
  await look(seat, 'seat, a dialog');
  await seat.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await driver.must({
    do: 'rule',
    seat: 'east',
    orders: { open: 'offerQuota' },
    reason: 'The ferry was late.',
  });
  await goOn(driver, 'answers');
  await west.must({ do: 'answer', move: 'east.offerQuota', who: 'west', agrees: true });
  await look(seat, 'seat, answers');
  await tab(control, 'Turn');
  await look(control, 'console, answers');
  await goOn(driver, 'reveal');
  // The time of a reveal is a minute, and a busy machine takes longer to look at everything.
  await driver.must({ do: 'pause' });
  await each(seat, 'seat after a reveal', ['Decide', 'Forecast', 'World', 'News']);
  await projector.getByRole('heading', { name: 'Bulletin of turn 1' }).waitFor();
  await look(projector, 'projector, reveal');

  // ---- debrief
  await goOn(driver, 'debrief');
  await each(seat, 'seat', ['Debrief']);
  await each(observer, 'observer', ['Debrief']);
  await each(control, 'console in the debrief', ['Debrief', 'Export and help']);
  await projector.getByRole('heading', { name: 'Who wanted what' }).waitFor();
  await look(projector, 'projector, debrief');
  await projector.getByRole('tab', { name: 'Luck against decision' }).click();
  await projector.getByText('On other luck the same decisions').waitFor();
  await look(projector, 'projector, luck against decision');
  for (const client of [driver, west, crews]) client.close();
}
