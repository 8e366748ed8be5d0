/** The command's bundle and the compiled code that is kept beside it, in processes of their own: V8 looks at flags. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { codeOf } from '../../packages/cli/bin/load.mjs';
import { bundleOf } from '../../scripts/fresh.mjs';
import { top } from './top.ts';

const LOADER = pathToFileURL(join(top, 'packages/cli/bin/load.mjs')).href;
const DIST = join(top, 'packages/cli/dist');

const folder = mkdtempSync(join(tmpdir(), 'stave-code-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What a process prints that runs lines with the loader's functions and `path`. */
const say = (path: string, lines: string): string =>
  execFileSync(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import { codeOf, exportsOf, keepCode, load, scriptOf } from ${JSON.stringify(LOADER)};
      import { readFileSync } from 'node:fs'; import { pathToFileURL } from 'node:url';
      const path = ${JSON.stringify(path)}; ${lines}`,
    ],
    { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } },
  );

const ANSWER = 'console.log(load(pathToFileURL(path)).answer())';
const KEEP = 'const script = scriptOf(path); exportsOf(script, path).answer(); keepCode(path, script);';
const IS_TAKEN =
  'console.log(scriptOf(path, readFileSync(codeOf(path)).subarray(0, -32)).cachedDataRejected)';

function tinyBundle(name: string, answer: number): string {
  const path = join(folder, `${name}.cjs`);
  writeFileSync(
    path,
    `(function(exports,require,module,__filename,__dirname){"use strict";exports.answer=()=>${answer};})`,
  );
  return path;
}

it('a bundle runs without kept code, and with it', () => {
  const path = tinyBundle('kept', 42);
  expect(say(path, ANSWER)).toBe('42\n');
  say(path, KEEP);
  expect(say(path, IS_TAKEN)).toBe('false\n');
  expect(say(path, ANSWER)).toBe('42\n');
  expect(existsSync(codeOf(path))).toBe(true);
});

it.each([
  ['a changed byte', (code: Buffer) => code.fill(code.readUInt8(200) ^ 0x55, 200, 201)],
  ['a torn end', (code: Buffer) => code.subarray(0, code.length / 2)],
  ['nothing in it', () => Buffer.alloc(0)],
  ['zeros', (code: Buffer) => Buffer.alloc(code.length)],
])('kept code with %s is not run and goes', (name, damage) => {
  const path = tinyBundle(name.replaceAll(' ', '-'), 7);
  say(path, KEEP);
  writeFileSync(codeOf(path), damage(readFileSync(codeOf(path))));
  expect(say(path, ANSWER)).toBe('7\n');
  expect(existsSync(codeOf(path))).toBe(false);
});

it('the built command has code that V8 takes', () => {
  const bundle = bundleOf(join(DIST, 'stave.mjs')) ?? '';
  expect(readdirSync(DIST)).toContain(bundle);
  expect(say(join(DIST, bundle), IS_TAKEN)).toBe('false\n');
});
