/** What `stave host` says when people can come: who gets in by which link, and what is kept. */
import { qrText, type Hosting } from '@stave/classroom/server';

export interface WelcomeOptions {
  readonly lan?: true;
  /** Names of this machine, which nobody has looked up. */
  readonly host: readonly string[];
}

export function welcome(
  { world, seed, preset, rooms, control, addresses }: Omit<Hosting, 'server'>,
  { lan, host: names }: WelcomeOptions,
  folder: string | undefined,
): string {
  const [address = control.replace(/\/#.*$/, ''), ...others] = addresses;
  const links = rooms.map(({ room, code }) => ({ room, code, link: `${address}/?code=${code}` }));
  const [first] = links;
  const isReached = addresses.length > 0;
  const lines = [
    `${world.exercise.title['en'] ?? world.exercise.id}, preset ${preset}, seed ${seed}`,
    '',
    'The facilitator, on this machine (keep this link to yourself):',
    `  ${control}`,
    '',
    links.length === 1 ? 'People join at:' : 'People join their rooms at:',
    ...links.map(({ room, code, link }) => `  ${link}   (${room}, code ${code})`),
    ...others.map((other) => `  or ${other}`),
    '',
    ...(lan && first && isReached ? [qrText(first.link), ''] : []),
    lan
      ? 'Everybody on this network can reach this server, without encryption: use it in a classroom, not on the internet.'
      : 'Only this machine can reach this server; --lan lets others on the network join.',
    ...(lan && addresses.length === names.length
      ? ['This machine has no address on a network: join one, or make a hotspot, and start again.']
      : []),
    folder === undefined
      ? 'Nothing is kept: this is a rehearsal.'
      : `All that happens is kept in ${folder}; after a stop: ${resumeText(folder)}`,
    'Ctrl-C stops it.',
    '',
  ];
  return `${lines.join('\n')}\n`;
}

/** As it can be typed: a folder with blanks stands in quotes. */
export const resumeText = (folder: string): string =>
  `stave host --resume ${/^[\w./\\:-]+$/.test(folder) ? folder : `"${folder}"`}`;
