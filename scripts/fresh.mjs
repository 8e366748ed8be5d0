/** Builds the command when it is missing or older than what it is made from. */
import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codeOf } from '../packages/cli/bin/load.mjs';

const top = dirname(import.meta.dirname);
const MADE_FROM = [
  'packages/engine/src',
  'packages/forecast/src',
  'packages/report/src',
  'packages/classroom/src',
  'packages/classroom/build-app.mjs',
  'packages/cli/src',
  'packages/cli/bin/load.mjs',
  'packages/cli/package.json',
  'scripts/build.mjs',
  'scripts/warm.mjs',
  'pnpm-lock.yaml',
];

/** The browser's pages, which `stave host` serves; they are built with the command. */
const PAGES = 'packages/classroom/dist/app/index.html';

/** `entry` is the address of what starts the command. */
export async function buildIfOld(entry) {
  if (!isOld(entry)) return warmIfCold(fileURLToPath(entry));
  const { build } = await import('./build.mjs');
  try {
    await build();
  } catch (error) {
    console.error(`error: the command cannot be built from its sources: ${error.message}`);
    console.error('  help: run `npx -y pnpm@12.21.0 install` if packages are missing');
    process.exit(1);
  }
}

/** Another version of Node has built it: what V8 of this one compiles is kept beside that, where anything may be. */
async function warmIfCold(entry) {
  const dist = dirname(entry);
  const bundle = bundleOf(entry);
  if (!bundle || existsSync(codeOf(join(dist, bundle)))) return;
  try {
    accessSync(dist, constants.W_OK);
  } catch {
    return;
  }
  const { warm } = await import('./build.mjs');
  await warm(join(dist, bundle));
}

/** The script that an entry starts. */
export const bundleOf = (entry) => /bundle-\w+\.cjs/.exec(readFileSync(entry, 'utf8'))?.[0];

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
