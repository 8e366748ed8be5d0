/**
 * Bundles the command into packages/cli/dist, and the browser's pages into packages/classroom/dist/app. The command is
 * one script with its compiled code beside it (docs/decisions/0033), and a small file for each thing that is started.
 *
 * The script carries the hash of its content and the entry is put in place last, by a rename, after the pages too: a
 * command that is already running, or starts meanwhile, always finds a complete set.
 */
import { execFile } from 'node:child_process';
import { mkdir, readFile, readdir, rename, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { buildAppIfOlder } from '../packages/classroom/build-app.mjs';

const top = dirname(import.meta.dirname);
const dist = join(top, 'packages/cli/dist');
const entry = join(dist, 'stave.mjs');
const KEEP_OLD_MS = 3_600_000;

/** What is started, and by which function of packages/cli/src/bundled.ts. The command is last. */
const STARTED = {
  'worker.mjs': 'worker',
  'fan-worker.mjs': 'fanWorker',
  'luck-worker.mjs': 'luckWorker',
  'adjudication-worker.mjs': 'adjudicationWorker',
  'first-trials.mjs': 'firstTrials',
  'stave.mjs': 'command',
};

export async function build() {
  const start = new Date();
  const { build: bundle } = await import('esbuild');
  const { version } = JSON.parse(await readFile(join(top, 'packages/cli/package.json'), 'utf8'));
  const { outputFiles } = await bundle({
    entryPoints: { bundle: join(top, 'packages/cli/src/bundled.ts') },
    outdir: dist,
    entryNames: '[name]-[hash]',
    outExtension: { '.js': '.cjs' },
    bundle: true,
    minify: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    legalComments: 'none',
    plugins: [programs],
    define: {
      STAVE_VERSION: JSON.stringify(version),
      'import.meta.url': 'staveUrl',
    },
    // One function, as bin/load.mjs calls it.
    banner: {
      js: '(function(exports,require,module,__filename,__dirname){"use strict";var staveUrl=require("node:url").pathToFileURL(__filename).href;',
    },
    footer: { js: '})' },
    write: false,
    logLevel: 'silent',
  });
  const [script] = outputFiles;
  await buildAppIfOlder();
  await mkdir(dist, { recursive: true });
  await place(script.path, inAscii(script.text));
  await warm(script.path);
  for (const [name, started] of Object.entries(STARTED))
    await place(join(dist, name), starter(script.path, started));
  // A source that was saved during the build is newer than it.
  await utimes(entry, start, start);
  await removeOld(basename(script.path));
  return script.text.length;
}

/**
 * Other letters as escapes, which regular expressions and templates take as well as texts, since the loader reads each
 * byte as a letter. Raw templates would not.
 */
function inAscii(text) {
  if (/String\.raw`[^`]*[^\x00-\x7f]/.test(text)) throw new Error('a raw template has a letter beyond ASCII');
  return text.replace(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const starter = (path, started) =>
  `import{load}from'../bin/load.mjs';await load(new URL('./${basename(path)}',import.meta.url)).${started}();\n`;

/**
 * Keeps what V8 of this Node compiles of a bundle that is in place. Nothing but time depends on it, so that nothing
 * ends where it fails.
 */
export async function warm(path) {
  try {
    await promisify(execFile)(process.execPath, [join(top, 'scripts/warm.mjs'), path], {
      env: { ...process.env, NODE_OPTIONS: '' },
    });
  } catch (error) {
    console.error(`The command will start more slowly than it could: ${error.message}`);
  }
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

async function place(path, contents) {
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, contents);
  await rename(temporary, path);
}

/** Scripts of earlier builds go, with their code, once nobody can still be running on them. */
async function removeOld(current) {
  for (const name of await readdir(dist)) {
    if (name in STARTED || name.startsWith(current)) continue;
    const path = join(dist, name);
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > KEEP_OLD_MS) await unlink(path);
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const start = performance.now();
  const bytes = await build();
  const seconds = ((performance.now() - start) / 1000).toFixed(2);
  console.log(`built packages/cli/dist: ${Math.round(bytes / 1024)} KB in ${seconds} s`);
}
