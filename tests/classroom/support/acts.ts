/** What people do on the pages, found as they find it: by the names that are shown and read aloud. English. */
import type { Locator, Page } from 'playwright-core';

/** By a link, or by the code at the address. Ends when the room is shown. */
export async function join(
  page: Page,
  at: string,
  { name, code, observer = false }: { name?: string; code?: string; observer?: boolean } = {},
): Promise<void> {
  await page.goto(at);
  if (code !== undefined) await page.getByLabel('Code', { exact: true }).fill(code);
  if (name !== undefined) await page.getByLabel('Your name').fill(name);
  if (observer) await page.getByLabel('I only observe').check();
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await page.getByRole('banner').waitFor();
}

/** @param place such as `Harbour master, East harbour` */
export async function take(page: Page, place: string): Promise<void> {
  await page.getByRole('button', { name: place, exact: true }).click();
  await page.getByRole('tab', { name: 'Decide' }).waitFor();
}

export async function tab(page: Page, name: string): Promise<Locator> {
  await page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
  const panel = page.getByRole('tabpanel', { name: new RegExp(`^${name}`) });
  await panel.waitFor();
  return panel;
}

/** What the strip at the top says, such as `Turn 1 of 3 · Deliberation`. */
export const phaseIs = (page: Page, phase: string): Promise<void> =>
  page.getByRole('banner').getByText(phase).waitFor();

export async function next(control: Page): Promise<void> {
  await control.getByRole('button', { name: /^(Next|To the debrief)$/ }).click();
}

/** Opens what is folded, unless it is open. */
export async function unfold(page: Page, title: string | RegExp): Promise<void> {
  const fold = page.locator('details').filter({ has: page.locator('summary', { hasText: title }) });
  if ((await fold.getAttribute('open')) === null) await fold.locator('summary').click();
}

/** Picks moves by their names and puts them to the team. */
export async function draft(page: Page, moves: readonly string[], why?: string): Promise<void> {
  const form = page.getByRole('form', { name: 'Choose the moves of the turn' });
  for (const move of moves) await form.getByRole('radio', { name: move, exact: true }).check();
  if (why !== undefined) await form.getByLabel('Why (optional, for the team)').fill(why);
  // Whoever is alone in a team has nobody to ask.
  await form.getByRole('button', { name: /^(Put to the team|Make this the plan)$/ }).click();
}

export async function handIn(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Hand in', exact: true }).click();
  await page.getByText('Handed in:').waitFor();
}
