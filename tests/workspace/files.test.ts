/** What must hold of the files of the checkout as a whole. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { top } from './top.ts';

const read = (path: string): string => readFileSync(join(top, path), 'utf8');

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
  cwd: top,
  encoding: 'utf8',
})
  .split('\0')
  .filter((path) => path !== '' && existsSync(join(top, path)));

test('the lockfile names no host', () => {
  expect(read('pnpm-lock.yaml')).not.toMatch(/https?:|tarball:|\bregistry\./);
});

test('every version is exact', () => {
  for (const path of files.filter((file) => file.endsWith('package.json'))) {
    const { dependencies, devDependencies } = JSON.parse(read(path)) as Record<
      string,
      Record<string, string>
    >;
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
      expect(version, `${path}: ${name}`).toMatch(/^(workspace:\*|\d+\.\d+\.\d+(-[\w.]+)?)$/);
    }
  }
});

test('no file names a place of one machine', () => {
  // Put together here, or this file would name them.
  const folder = ['work', 'tmp', 'home', 'root', 'Users'].join('|');
  const host = ['registry', '[a-z]+', '(org|com|net)'].join('\\.');
  const place = new RegExp(`(^|[^\\w.~])/(${folder})/|\\b${host}`, 'm');
  const found = files.filter((path) => place.test(read(path)));
  expect(found).toEqual([]);
});

test('the README begins with the two commands that package.json has', () => {
  expect(existsSync(join(top, 'README.md')), 'README.md is missing').toBe(true);
  const { packageManager, scripts } = JSON.parse(read('package.json')) as {
    packageManager: string;
    scripts: Record<string, string>;
  };
  const commands = [...read('README.md').matchAll(/^(?:\$ )?(npx .*)$/gm)].map(([, command]) => command);
  expect(commands.slice(0, 2)).toEqual([`npx -y ${packageManager} demo`, `npx -y ${packageManager} test`]);
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['demo', 'test']));
});
