/** A whole exercise of three turns in browsers, on the server that `stave host` starts: nothing is pretended. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join as path } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { grouped } from '../../packages/classroom/src/app/words/formats.ts';
import { hasBrowser } from '../support/browser.ts';
import { draft, handIn, join, next, phaseIs, tab, take, unfold } from './support/acts.ts';
import { Hosting, STAVE } from './support/command.ts';
import { isStory } from './support/steps.ts';
import { releaseBrowser, sharedBrowser } from './support/shared-browser.ts';
import { Stage } from './support/stage.ts';

const run = promisify(execFile);

const GOALS = ['Leave the bank at least as full as you found it.', 'Fish more than West when it ends.'];
/** Ten thousand trials and hundreds of other decisions, on a machine that is busy with other tests. */
const TRIALS = { timeout: 60_000 };

describe.skipIf(!hasBrowser)('an exercise of three turns, by a facilitator and three seats', () => {
  let hosting: Hosting;
  let stage: Stage;
  let control: Page;
  /** East harbour: its master, on a phone, and the speaker of its crews. */
  let master: Page;
  let crews: Page;
  let west: Page;
  let inspector: Page;
  /** East's goal, one of two by the draw of the seed. */
  let secret = '';
  isStory();

  beforeAll(async () => {
    [hosting, stage] = await Promise.all([
      Hosting.start({ preset: '25min' }),
      sharedBrowser().then((browser) => new Stage(browser)),
    ]);
    stage.origin = hosting.base;
  });
  afterAll(async () => {
    try {
      await stage.close();
    } finally {
      await hosting.close();
      await releaseBrowser();
    }
  });

  const everybody = (): readonly Page[] => [master, crews, west, inspector];

  test('people join by link and by code, read what may be hard, and take roles', async () => {
    control = await stage.guest('control');
    await control.goto(hosting.control);
    await control.getByRole('button', { name: 'Start' }).waitFor();
    // Neither a projector nor a history shows the secret.
    expect(control.url()).toBe(`${hosting.base}/`);
    await control.getByText(grouped(hosting.code), { exact: true }).first().waitFor();

    master = await stage.guest('master', { width: 360, height: 740 });
    await master.goto(hosting.links[0]!);
    await master.getByText('Quarrels over work and poverty.').waitFor();
    await join(master, hosting.links[0]!, { name: 'Ada' });
    // As it is offered: one click and one sits.
    await master.getByRole('button', { name: 'Take this place: Harbour master, East harbour' }).click();
    await master.getByRole('tab', { name: 'Decide' }).waitFor();
    crews = await stage.guest('crews', { dark: true });
    // As it is typed from a board.
    await join(crews, hosting.base, { code: ` ${hosting.code.toLowerCase()}`, name: 'Ben' });
    await take(crews, 'Speaker of the crews, East harbour');
    west = await stage.guest('west');
    await join(west, hosting.links[0]!, { name: 'Cleo' });
    await take(west, 'Harbour master, West harbour');
    inspector = await stage.guest('inspector');
    // Without a name.
    await join(inspector, hosting.base, { code: hosting.code });
    await take(inspector, 'Chief inspector, Inspectors');

    const east = control.getByRole('article', { name: 'Places of East harbour' });
    await east.getByLabel('Replace Ada by').waitFor();
    await east.getByLabel('Replace Ben by').waitFor();
    await control.getByRole('button', { name: 'Start' }).click();
    for (const page of everybody()) await phaseIs(page, 'Turn 1 of 3 · Briefing');
  });

  test('each reads its own goal, and says what it expects', async () => {
    const goal = (await tab(master, 'Brief')).getByRole('region', { name: 'Secret goal' });
    const secretText = await goal.innerText();
    secret = GOALS.find((text) => secretText.includes(text)) ?? '';
    expect(secret).not.toBe('');
    expect(await (await tab(inspector, 'Brief')).getByText(secret).count()).toBe(0);
    for (const [page, yes] of [
      [master, 70],
      [west, 40],
    ] as const) {
      await tab(page, 'Forecast');
      const form = page.getByRole('form', { name: /^Forecast: Is a quota agreed/ });
      await form.getByRole('spinbutton').fill(String(yes));
      await form.getByRole('button', { name: 'Save forecast' }).click();
      await form.getByRole('button', { name: 'said this turn' }).waitFor();
    }
    // Blind: neither the other's page nor the projector's says what was said.
    expect(await (await tab(west, 'Forecast')).getByText('70').count()).toBe(0);
  });

  test('a team drafts, one refuses, it drafts again, all agree, and it is handed in', async () => {
    await next(control);
    for (const page of everybody()) await phaseIs(page, 'Turn 1 of 3 · Deliberation');
    await tab(master, 'Decide');
    await draft(master, ['Fish hard'], 'The loans are due.');
    await tab(crews, 'Decide');
    await crews.getByText('The loans are due.').waitFor();
    await crews.getByLabel('Why (optional)', { exact: true }).fill('Not at this price.');
    await crews.getByRole('button', { name: 'Refuse the plan' }).click();
    await master.getByText('Not at this price.').waitFor();
    await master.getByRole('button', { name: 'Hand in against a refusal' }).waitFor();
    await unfold(master, 'Put another plan forward');
    await draft(master, ['Offer a quota']);
    // A yes to the plan before would be refused as outdated.
    await crews.getByText('Plan 2').waitFor();
    await crews.getByRole('button', { name: 'Agree to the plan' }).click();
    await master.getByRole('list', { name: 'Who agrees' }).getByText('agrees', { exact: true }).waitFor();
    await handIn(master);
    await crews.getByText('Handed in:').waitFor();

    await tab(control, 'Turn');
    const desk = control.getByRole('article', { name: 'East harbour' });
    await desk.getByText('handed in', { exact: true }).waitFor();
    await desk.getByText('Offer a quota').first().waitFor();
    // The others see nothing of it.
    await tab(west, 'Decide');
    expect(await west.getByText('Handed in:').count()).toBe(0);
  });

  test('a move is argued, countered and voted on; a paper is put forward and signed; a message is read', async () => {
    await unfold(west, /^Argue a move/);
    const argue = west.getByRole('form', { name: 'Argue a move' });
    await argue.getByLabel('What do you do?').fill('West lends its best nets to East.');
    await argue.getByLabel('Add an effect').selectOption({ label: 'Anger in the harbours' });
    await argue.getByRole('spinbutton', { name: /Anger/ }).fill('-2');
    await argue.getByLabel('Reason 1').fill('They are idle in winter.');
    await argue.getByRole('button', { name: 'Put it forward' }).click();
    for (const page of [master, inspector]) {
      await tab(page, 'Decide');
      await page.getByRole('article', { name: 'West lends its best nets to East.' }).waitFor();
    }
    await master.getByLabel('A reason why it should fail').fill('Crews trust their own nets.');
    await master.getByRole('button', { name: /^Add reason against/ }).click();
    await west.getByText('Crews trust their own nets.').waitFor();
    for (const [page, value] of [
      [master, 30],
      [inspector, 40],
    ] as const) {
      await page.getByRole('spinbutton', { name: 'Your probability that it works' }).fill(String(value));
      await page.getByRole('button', { name: /^Vote on/ }).click();
    }
    await control.getByText('2 votes so far').waitFor();

    await unfold(west, 'Put a paper forward');
    const text = 'One haul each, and the inspectors count.';
    await west.getByLabel('Text of the paper').fill(text);
    await west.getByRole('button', { name: 'Put forward', exact: true }).click();
    await master.getByText(text).waitFor();
    await master.getByRole('button', { name: 'Sign Treaty on the bank' }).click();
    const own = west.getByRole('button', { name: 'Sign Treaty on the bank' });
    if ((await own.count()) > 0 && (await own.getAttribute('aria-pressed')) !== 'true') await own.click();
    await expect.poll(() => west.getByText('signed', { exact: true }).count()).toBe(2);

    const words = 'The church at ten. <b>Alone</b>.';
    await tab(master, 'Talk');
    await master.getByLabel('Channel').selectOption('joint:east+west');
    await master.getByLabel(/^Message to/).fill(words);
    await master.getByRole('button', { name: 'Send' }).click();
    await tab(west, 'Talk');
    // By its id: what is written on it says how much is new there.
    await west.getByLabel('Channel').selectOption('joint:east+west');
    await west.getByRole('log').getByText(words, { exact: true }).waitFor();
    await tab(inspector, 'Talk');
    expect(await inspector.getByText('The church at ten').count()).toBe(0);
  });

  test('an inject is looked at first and put in; the world is overridden for a reason; options are run', async () => {
    await tab(control, 'Injects');
    await control.getByRole('button', { name: 'Preview: Buyers from abroad' }).click();
    await control.getByText(/trials an option, 95% intervals/).waitFor();
    await control.getByRole('button', { name: 'Put in: Buyers from abroad' }).click();
    await control.getByRole('button', { name: 'Withhold: Buyers from abroad' }).waitFor();
    await control.getByLabel('Driver').selectOption({ label: 'Weather' });
    await control.getByLabel('New state').selectOption({ label: 'Rough' });
    await control.getByRole('button', { name: 'Override', exact: true }).click();
    await control.getByRole('alert').filter({ hasText: 'give a reason' }).waitFor();
    await control
      .getByRole('textbox', { name: 'Reason (needed, kept in the log)' })
      .fill('The ferry did not come.');
    await control.getByRole('button', { name: 'Override', exact: true }).click();
    await control.getByText('The ferry did not come.').waitFor();
    await tab(control, 'Fan');
    const second = control.getByRole('listitem', { name: 'Option 2' });
    await second.getByLabel('Open move').selectOption({ label: 'Fish hard (-1)' });
    await control.getByRole('button', { name: 'Run the trials' }).click();
    await control.getByRole('heading', { name: 'Result of the trials' }).waitFor();
    await control.getByText(/1,000 trials an option/).waitFor();
  });

  test('those who are asked answer, and the bulletin says what happened', async () => {
    await next(control);
    for (const page of everybody()) await phaseIs(page, 'Turn 1 of 3 · Answers');
    for (const page of [west, crews]) {
      await tab(page, 'Decide');
      await page.getByRole('button', { name: 'Agree to Offer a quota' }).click();
    }
    await next(control);
    for (const page of everybody()) {
      await phaseIs(page, 'Turn 1 of 3 · Reveal');
      const news = await tab(page, 'News');
      await news.getByRole('heading', { name: 'Bulletin of turn 1' }).waitFor();
      await news.getByText('Both harbours sign a quota.').waitFor();
      await news.getByText('Buyers from abroad pay twice the price this season.').waitFor();
    }
    await tab(west, 'Decide');
    const argued = west.getByRole('article', { name: 'West lends its best nets to East.' });
    // The middle of 30 and 40.
    await argued.getByText('The room gave it 35%.').waitFor();
    await argued.getByText(/^(succeeded|failed)$/).waitFor();
    // What was said is out, without names.
    await (await tab(inspector, 'Forecast')).getByText('What 2 people said in turn 1').waitFor();
  });

  test('a turn is undone and played again', async () => {
    await next(control);
    for (const page of everybody()) await phaseIs(page, 'Turn 2 of 3 · Briefing');
    await next(control);
    await tab(west, 'Decide');
    await draft(west, ['Lay boats up']);
    await handIn(west);
    await next(control);
    for (const page of everybody()) await phaseIs(page, 'Turn 2 of 3 · Reveal');
    await control.getByRole('button', { name: 'Undo', exact: true }).click();
    const dialog = control.getByRole('dialog', { name: 'Go back to an earlier turn' });
    await dialog.getByLabel('Back to').selectOption({ label: 'the briefing of turn 2' });
    await dialog.getByLabel('Reason (needed, kept in the log)').fill('A moves card was misread.');
    await dialog.getByRole('button', { name: 'Undo' }).click();
    for (const page of everybody()) await phaseIs(page, 'Turn 2 of 3 · Briefing');
    await next(control);
    await phaseIs(west, 'Turn 2 of 3 · Deliberation');
    expect(await west.getByText('Handed in:').count()).toBe(0);
    await draft(west, ['Fish hard']);
    await handIn(west);
    // Where the room gives no number the facilitator's counts.
    await unfold(west, /^Argue a move/);
    const argue = west.getByRole('form', { name: 'Argue a move' });
    await argue.getByLabel('What do you do?').fill('The crews hold a feast.');
    await argue.getByLabel('Add an effect').selectOption({ label: 'The fund opens' });
    await argue.getByLabel('Reason 1').fill('They have done so before.');
    await argue.getByRole('button', { name: 'Put it forward' }).click();
    await tab(control, 'Turn');
    const judge = control.getByRole('form', { name: 'Judge The crews hold a feast.' });
    await judge.getByRole('spinbutton').fill('60');
    await judge.getByRole('button', { name: 'Give the number' }).click();
    await control.getByText('The facilitator gave it 60%.').waitFor();
    await next(control);
    for (const page of everybody()) await phaseIs(page, 'Turn 2 of 3 · Reveal');
    await (await tab(inspector, 'News')).getByText('The quota is broken.').waitFor();
  });

  test('the facilitator stops the clock, speaks to all, hands a seat to a bot and back, and opens a second room', async () => {
    await next(control);
    await phaseIs(west, 'Turn 3 of 3 · Briefing');
    await control.getByRole('button', { name: 'Pause' }).click();
    await west.getByRole('banner').getByText('paused').waitFor();
    await control.getByRole('button', { name: 'Go on' }).click();
    await west.getByRole('banner').getByText('paused').waitFor({ state: 'hidden' });
    await control.getByRole('button', { name: 'Broadcast' }).click();
    const dialog = control.getByRole('dialog', { name: 'Broadcast' });
    await dialog.getByLabel('To everybody').fill('Five minutes of fresh air.');
    await dialog.getByRole('button', { name: 'Send' }).click();
    await tab(inspector, 'Talk');
    await inspector.getByLabel('Channel').selectOption('all');
    await inspector.getByRole('log').getByText('Five minutes of fresh air.').waitFor();
    await tab(control, 'People');
    const played = control.getByLabel('Inspectors is played by');
    for (const by of ['Bot: rules', 'People']) {
      await played.selectOption({ label: by });
      await expect.poll(() => played.locator('option:checked').textContent()).toBe(by);
    }
    await tab(control, 'Export and help');
    await control.getByRole('button', { name: 'Open a new room from here' }).click();
    await control.getByRole('button', { name: 'Room 2', exact: true }).click();
    await phaseIs(control, 'Turn 3 of 3 · Briefing');
    await tab(control, 'Export and help');
    await control.getByRole('button', { name: 'Open a room from the start' }).click();
    await control.getByRole('button', { name: 'Room 3', exact: true }).waitFor();
    await control.getByRole('button', { name: 'All rooms' }).click();
    // What would stay where it is says so before anybody presses on.
    await control.getByRole('button', { name: 'Next in all' }).click();
    const together = control.getByRole('dialog', { name: 'Next in all' });
    await together.getByText('Room 1: Turn 3 of 3 · Briefing').waitFor();
    await together.getByText('Room 3: has not begun').waitFor();
    await together.getByRole('button', { name: 'Cancel' }).click();
    await control.getByRole('button', { name: 'Open room 1' }).click();
    await phaseIs(control, 'Turn 3 of 3 · Briefing');
  });

  test('after the last turn secrets are out, and results can be taken away', async () => {
    for (const phase of ['Turn 3 of 3 · Deliberation', 'Turn 3 of 3 · Reveal', 'Debrief']) {
      await next(control);
      for (const page of everybody()) await phaseIs(page, phase);
    }
    for (const page of everybody()) {
      const results = await tab(page, 'Debrief');
      await results.getByRole('heading', { name: 'Who wanted what' }).waitFor();
      await results.getByText(secret).first().waitFor();
      await results.getByText('Fish hard').first().waitFor();
      await results.getByRole('table', { name: 'Leaderboard' }).getByRole('row', { name: /Ada/ }).waitFor();
      // On threads of the server, whatever it is asked meanwhile.
      const luck = results.getByRole('region', { name: 'Luck against decision' });
      await luck.getByText(/On other luck the same decisions bring it in .*% of the trials/).waitFor(TRIALS);
      await luck.getByRole('heading', { name: 'The best single change of each seat' }).waitFor(TRIALS);
      await luck.getByRole('progressbar').waitFor({ ...TRIALS, state: 'detached' });
    }
    const answer = master.getByLabel(/^Which single decision/);
    await answer.fill('The quota.');
    await master.getByRole('button', { name: /^Save answer: Which single decision/ }).click();
    await master.getByText('Your answer is saved.').waitFor();

    await tab(control, 'Export and help');
    const [log] = await Promise.all([
      control.waitForEvent('download'),
      control.getByRole('button', { name: 'Log (JSON lines)' }).click(),
    ]);
    const file = path(hosting.folder, '../log.jsonl');
    await log.saveAs(file);
    // Pseudonyms alone, unless the server was told otherwise.
    expect(await readFile(file, 'utf8')).not.toMatch(/Ada|Cleo/);
    const { stdout } = await run(process.execPath, [STAVE, 'replay', file]);
    expect(stdout).toContain('turn 3');

    const [debrief] = await Promise.all([
      control.waitForEvent('download'),
      control.getByRole('button', { name: 'Debrief (one HTML page)' }).click(),
    ]);
    const html = path(hosting.folder, '../debrief.html');
    await debrief.saveAs(html);
    const reader = await stage.guest('reader of the debrief');
    await reader.goto(`file://${html}`);
    await reader.getByRole('heading', { level: 1 }).waitFor();
    await reader.getByText(secret).first().waitFor();
    // Pseudonyms, and names for whoever marks and asks for them.
    expect(await reader.getByText('Cleo').count()).toBe(0);
    await control.getByLabel('With the names of people').check();
    const [marks] = await Promise.all([
      control.waitForEvent('download'),
      control.getByRole('button', { name: 'By person, for marking (CSV)' }).click(),
    ]);
    expect(await readFile(await marks.path(), 'utf8')).toMatch(/Ada[^\n]*\n[^]*Cleo/);
    await control.getByRole('button', { name: 'Close' }).click();
    for (const page of everybody()) await phaseIs(page, 'Closed');
  });
});
