/**
 * Run by itself in a network of its own: the server for the whole network, a browser at its address, one turn of an
 * exercise. Prints one line of JSON.
 *
 * @param process.argv[2] where Chromium is, as JSON
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Chromium } from '../../setup/chromium.ts';
import { launchChromium } from '../../support/launch.ts';
import { draft, handIn, join, next, phaseIs, tab, take } from './acts.ts';
import { Hosting } from './command.ts';
import { Stage } from './stage.ts';

const ADDRESS = '192.168.77.1';

const ip = (line: string): string => execFileSync('ip', line.split(' '), { encoding: 'utf8' });

// Two ends of a cable, of which one is the room's network. They take no addresses by themselves: such an address
// becomes usable a second or two later, and then a browser that has started drops what it is loading, since the
// network has changed.
for (const line of [
  'link set lo up',
  'link add room0 type veth peer name room1',
  ...(existsSync('/proc/net/if_inet6')
    ? ['room0', 'room1'].map((end) => `link set ${end} addrgenmode none`)
    : []),
  `addr add ${ADDRESS}/24 dev room0`,
  'link set room0 up',
  'link set room1 up',
]) {
  ip(line);
}
for (let tries = 0; !isSettled(); tries++) {
  if (tries === 100) throw new Error(`the network does not settle: ${ip('address')}`);
  await sleep(50);
}

/** Both ends are up, and no address is still being tried out. */
function isSettled(): boolean {
  return (
    ip('-o link show up type veth').match(/ state UP /g)?.length === 2 &&
    ip('-6 -o address show tentative') === ''
  );
}

const hosting = await Hosting.start({ preset: '25min', more: ['--lan'] });
const link = hosting.links.find((one) => one.includes(ADDRESS)) ?? '';
const browser = await launchChromium(JSON.parse(process.argv[2] ?? '') as Chromium);
const stage = new Stage(browser);
stage.origin = new URL(link).origin;
try {
  const control = await stage.guest('control');
  await control.goto(hosting.control.replace('127.0.0.1', ADDRESS));
  await control.getByRole('button', { name: 'Start' }).waitFor();
  const page = await stage.guest('master', { width: 360, height: 740 });
  await join(page, link, { name: 'Ada' });
  const isSecure = await page.evaluate<boolean>('window.isSecureContext');
  await take(page, 'Harbour master, East harbour');
  await control.getByRole('button', { name: 'Start' }).click();
  await phaseIs(page, 'Turn 1 of 3 · Briefing');
  await next(control);
  await phaseIs(page, 'Turn 1 of 3 · Deliberation');
  await tab(page, 'Decide');
  await draft(page, ['Fish hard']);
  await handIn(page);
  await tab(page, 'Talk');
  await page.getByLabel(/^Message to/).fill('We are out.');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByRole('log').getByText('We are out.').last().waitFor();
  await next(control);
  await phaseIs(page, 'Turn 1 of 3 · Reveal');
  await (await tab(page, 'News')).getByText('The boats of East leave twice a day.').waitFor();
  await tab(control, 'Export and help');
  const [log] = await Promise.all([
    control.waitForEvent('download'),
    control.getByRole('button', { name: 'Log (JSON lines)' }).click(),
  ]);
  await log.path();
  await stage.close();
  process.stdout.write(`${JSON.stringify({ link, isSecure, said: hosting.said })}\n`);
} finally {
  await browser.close();
  await hosting.close();
}
