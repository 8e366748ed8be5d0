/**
 * Builds the browser's pages into dist/app: files with hashed names, no inline scripts or styles, nothing from outside.
 * The folder is put in place by a rename, so that a server never finds half of it.
 */
import { readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';

const source = join(import.meta.dirname, 'src/app');
/** Where a server finds the pages. */
export const appFolder = join(import.meta.dirname, 'dist/app');

/** Builds when there is nothing, or something older than its sources. Says whether it built. */
export async function buildAppIfOlder() {
  const built = await stat(join(appFolder, 'index.html')).catch(() => undefined);
  if (built !== undefined && built.mtimeMs >= (await newest())) return false;
  await buildApp();
  return true;
}

async function buildApp() {
  const start = new Date();
  const [{ build }, { default: preact }] = await Promise.all([import('vite'), import('@preact/preset-vite')]);
  const fresh = `${appFolder}.${process.pid}`;
  await build({
    configFile: false,
    root: source,
    base: '/',
    logLevel: 'warn',
    plugins: [preact({ devToolsEnabled: false, prefreshEnabled: false })],
    build: {
      outDir: fresh,
      emptyOutDir: true,
      target: ['es2022', 'safari16'],
      // No `data:` fonts or scripts; images in style sheets may be.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
    },
  });
  await utimes(join(fresh, 'index.html'), start, start);
  await rm(appFolder, { recursive: true, force: true });
  await rename(fresh, appFolder);
}

/** When the youngest source was written. */
async function newest() {
  const folders = [
    source,
    join(import.meta.dirname, 'src/grammar'),
    join(import.meta.dirname, 'src/protocol'),
    join(import.meta.dirname, 'src/exercise'),
  ];
  const names = (
    await Promise.all(
      folders.map(async (folder) =>
        (await readdir(folder, { recursive: true })).map((name) => join(folder, name)),
      ),
    )
  ).flat();
  const own = [import.meta.filename, join(import.meta.dirname, 'package.json')];
  const times = await Promise.all([...own, ...names].map(async (path) => (await stat(path)).mtimeMs));
  return Math.max(...times);
}
