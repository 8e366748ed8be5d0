/**
 * Bundles the command into packages/cli/dist, and the browser's pages into packages/classroom/dist/app. What a verb does
 * not need stays in chunks of its own, so that `stave check` does not pay for loading the executors.
 *
 * Chunks carry the hash of their content and the entry is put in place last, by a rename, after the pages too: a
 * command that is already running, or starts meanwhile, always finds a complete set.
 */
import { mkdir, readFile, readdir, rename, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildAppIfOlder } from '../packages/classroom/build-app.mjs';

const top = dirname(import.meta.dirname);
const dist = join(top, 'packages/cli/dist');
const entry = join(dist, 'stave.mjs');
const KEEP_OLD_CHUNKS_MS = 3_600_000;

export async function build() {
  const start = new Date();
  const { build: bundle } = await import('esbuild');
  const { version } = JSON.parse(await readFile(join(top, 'packages/cli/package.json'), 'utf8'));
  const { outputFiles } = await bundle({
    entryPoints: {
      stave: join(top, 'packages/cli/src/main.ts'),
      worker: join(top, 'packages/engine/src/threads/worker.ts'),
      'fan-worker': join(top, 'packages/classroom/src/fan/worker.ts'),
      'luck-worker': join(top, 'packages/classroom/src/server/luck-worker.ts'),
      'adjudication-worker': join(top, 'packages/classroom/src/server/adjudication-worker.ts'),
      'first-trials': join(top, 'packages/cli/src/bench/first-trials.ts'),
    },
    outdir: dist,
    outExtension: { '.js': '.mjs' },
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    legalComments: 'none',
    plugins: [programs],
    define: { STAVE_VERSION: JSON.stringify(version) },
    // Some dependencies are CommonJS and ask for Node's own modules with `require`.
    banner: {
      js: "import{createRequire as staveRequire}from'node:module';const require=staveRequire(import.meta.url);",
    },
    write: false,
    logLevel: 'silent',
  });
  await buildAppIfOlder();
  await mkdir(dist, { recursive: true });
  const isEntry = (file) => file.path === entry;
  for (const file of outputFiles.filter((f) => !isEntry(f))) await place(file);
  for (const file of outputFiles.filter(isEntry)) await place(file);
  // A source that was saved during the build is newer than it.
  await utimes(entry, start, start);
  await removeOld(new Set(outputFiles.map((file) => basename(file.path))));
  return outputFiles.reduce((bytes, file) => bytes + file.contents.length, 0);
}

/** A package with a program of the machine's kind stays where it is installed, and is loaded from there. */
const programs = {
  name: 'programs',
  setup({ onResolve }) {
    onResolve({ filter: /^libsql$/ }, () => ({
      path: relative(dist, join(top, 'packages/classroom/node_modules/libsql/index.js')).replaceAll(
        '\\',
        '/',
      ),
      external: true,
    }));
  },
};

async function place({ path, contents }) {
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, contents);
  await rename(temporary, path);
}

/** Chunks of earlier builds go once nobody can still be running on them. */
async function removeOld(current) {
  for (const name of await readdir(dist)) {
    if (current.has(name)) continue;
    const path = join(dist, name);
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > KEEP_OLD_CHUNKS_MS) await unlink(path);
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const start = performance.now();
  const bytes = await build();
  const seconds = ((performance.now() - start) / 1000).toFixed(2);
  console.log(`built packages/cli/dist: ${Math.round(bytes / 1024)} KB in ${seconds} s`);
}
