/** The output that README shows is what the demo prints: its beginning, and after the cut its end. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { top } from './top.ts';

it('README shows what the demo prints', () => {
  const block = /twenty thousand times:\n\n```\n([\s\S]*?)\n```/.exec(
    readFileSync(join(top, 'README.md'), 'utf8'),
  );
  const [begins = '', ends = ''] = (block?.[1] ?? '').split('\n…\n');
  const env = { ...process.env, NO_COLOR: '1' };
  const demo = spawnSync(process.execPath, [join(top, 'scripts/demo.mjs')], {
    cwd: top,
    env,
    encoding: 'utf8',
  });
  const stdout = demo.stdout + demo.stderr;
  const plain = (text: string): string => text.replaceAll(/[ \t]+$/gm, '').trim();
  expect(begins.split('\n').length).toBeGreaterThan(20);
  expect(plain(stdout).startsWith(plain(begins))).toBe(true);
  expect(plain(stdout).endsWith(plain(ends))).toBe(true);
});
