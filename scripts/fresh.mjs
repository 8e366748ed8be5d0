/** Builds the command when it is missing or older than what it is made from. */
import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

const top = dirname(import.meta.dirname);
const MADE_FROM = [
  'packages/engine/src',
  'packages/forecast/src',
  'packages/report/src',
  'packages/classroom/src',
  'packages/classroom/build-app.mjs',
  'packages/cli/src',
  'packages/cli/package.json',
  'scripts/build.mjs',
  'pnpm-lock.yaml',
];

/** The browser's pages, which `stave host` serves; they are built with the command. */
const PAGES = 'packages/classroom/dist/app/index.html';

export async function buildIfOld(bundle) {
  if (!isOld(bundle)) return;
  const { build } = await import('./build.mjs');
  try {
    await build();
  } catch (error) {
    console.error(`error: the command cannot be built from its sources: ${error.message}`);
    console.error('  help: run `npx -y pnpm@12.21.0 install` if packages are missing');
    process.exit(1);
  }
}

export function isOld(bundle, pages = join(top, PAGES)) {
  const built = modified(bundle);
  if (built === undefined || modified(pages) === undefined) return true;
  return MADE_FROM.some((path) => changedSince(join(top, path), built));
}

const modified = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs;

function changedSince(path, time) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return false;
  // A folder's own time tells of files that were added or removed.
  if (found.mtimeMs > time) return true;
  if (!found.isDirectory()) return false;
  return readdirSync(path).some((name) => !name.endsWith('.test.ts') && changedSince(join(path, name), time));
}
