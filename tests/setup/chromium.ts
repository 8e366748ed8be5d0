/**
 * A real browser for the tests that need one: Chromium from the package registry, unpacked once and kept in the
 * system's folder for temporary files. `CHROMIUM_PATH` names another one. Without a browser those tests are skipped,
 * and the run says so.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { fullWidthFont } from './full-width-font.ts';

export interface Chromium {
  readonly path: string;
  /** What it needs in its environment to find its own libraries and fonts. */
  readonly environment: Readonly<Record<string, string>>;
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly chromium: Chromium | null;
  }
}

export async function setup({ provide }: TestProject): Promise<void> {
  try {
    provide('chromium', await chromium());
  } catch (error) {
    console.error(`There is no browser for the browser tests, which are skipped: ${String(error)}`);
    provide('chromium', null);
  }
}

async function chromium(): Promise<Chromium> {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined) {
    if (!existsSync(named)) throw new Error(`CHROMIUM_PATH names ${named}, which is not there`);
    return { path: named, environment: {} };
  }
  const require = createRequire(import.meta.url);
  const entry = require.resolve('@sparticuz/chromium');
  const { version } = JSON.parse(await readFile(join(dirname(entry), '../../package.json'), 'utf8')) as {
    version: string;
  };
  const place = join(tmpdir(), `stave-chromium-${version}-${process.getuid?.() ?? 0}`);
  if (!existsSync(place)) await unpack(entry, place);
  await addLetters(join(place, 'fonts/fonts'));
  return {
    path: join(place, 'chromium'),
    environment: {
      LD_LIBRARY_PATH: join(place, 'al2023/lib'),
      FONTCONFIG_PATH: join(place, 'fonts'),
    },
  };
}

/** Beside its place and then by a rename: another run may do the same at this moment, and one of them is enough. */
async function unpack(entry: string, place: string): Promise<void> {
  const fresh = `${place}.${process.pid}`;
  await mkdir(fresh, { recursive: true });
  // In a process of its own, since it takes its folder from the environment and changes it. The name of a cloud's
  // machine makes it bring the libraries that a bare system lacks.
  await promisify(execFile)(
    process.execPath,
    ['-e', 'const c = require(process.argv[1]); (c.default ?? c).executablePath();', entry],
    { env: { ...process.env, TMPDIR: fresh, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' } },
  );
  await writeFile(join(fresh, 'fonts/fonts.conf'), fonts(place));
  try {
    await rename(fresh, place);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    if (!existsSync(place)) throw error;
  }
}

/** What the pages ask for in Chinese, Japanese and Korean, which it does not bring. */
async function addLetters(folder: string): Promise<void> {
  for (const family of ['Noto Sans CJK SC', 'Noto Sans CJK JP', 'Noto Sans CJK KR']) {
    const file = join(folder, `${family.replaceAll(' ', '')}-squares.ttf`);
    if (existsSync(file)) continue;
    await writeFile(`${file}.${process.pid}`, fullWidthFont(family));
    await rename(`${file}.${process.pid}`, file);
  }
}

/** Those that come with it first, so that texts are as wide on every machine. */
const fonts = (place: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(place, 'fonts/fonts')}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(place, 'fonts/cache')}</cachedir>
</fontconfig>
`;
