/** Every command that the guides show, run as it stands; a server listens to this machine alone, and is stopped again. */
import { spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { top } from '../workspace/top.ts';
import { bin, startStave, stave, STACK_LINE, temporaryFolder } from './command.ts';
import { guideCommands } from './guide-commands.ts';

const folder = temporaryFolder();
for (const name of ['packages', 'docs']) symlinkSync(join(top, name), join(folder, name));

/** Guides name a folder by a date that will not come; here it is the one that a command before has made. */
const EXAMPLE = 'stave-exercise-2031-02-03';
let made = EXAMPLE;

/** Whoever is asked takes what comes first, and hands in. */
const answers = 'submit\n'.repeat(500);

test.each(guideCommands().map(({ guide, args }) => [guide, args.join(' '), args] as const))(
  '%s: stave %s',
  async (_guide, _line, args) => {
    if (args[0] === 'host') {
      const output = await hosted(args.filter((word) => word !== '--lan'));
      expect(output).toContain('Ctrl-C stops it.');
      // A folder that was kept replays as it is.
      const [, kept] = /is kept in (\S+);/.exec(output) ?? [];
      if (kept === undefined) return;
      expect(stave(['replay', kept], folder)).toMatchObject({ code: 0, stderr: '' });
      made = kept;
      return;
    }
    const { status, stderr } = spawnSync(
      process.execPath,
      [bin, ...args.map((word) => (word === EXAMPLE ? made : word))],
      {
        cwd: folder,
        encoding: 'utf8',
        input: answers,
        timeout: 120_000,
        maxBuffer: 1e8,
      },
    );
    expect(stderr).not.toMatch(STACK_LINE);
    expect(status, stderr).toBe(0);
  },
);

/** What it says until it waits for people; it ends by itself after an interrupt. */
function hosted(args: readonly string[]): Promise<string> {
  const server = startStave(args, folder);
  let said = '';
  return new Promise((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      const isWaiting = !said.includes('Ctrl-C stops it.');
      said += chunk.toString('utf8');
      if (isWaiting && said.includes('Ctrl-C stops it.')) server.kill('SIGINT');
    };
    server.stdout?.on('data', hear);
    server.stderr?.on('data', hear);
    server.on('error', reject);
    server.on('exit', (code) => (code === 0 ? resolve(said) : reject(new Error(`${code}: ${said}`))));
  });
}
